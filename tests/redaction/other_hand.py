"""Complaints written and labelled by different hands than the rules', and how a redaction does on them.

`python tests/redaction/other_hand.py other|third [odd|even|all]` prints the table; with `odd`, also what
was missed.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from gopay_help.cases.redact import engine

redact = cache(engine.redact)
"""The same complaints are looked at for many things."""
PUBLIC = ("1500729", "customerservice@gopay.co.id", "081157157157", "+622150849000", "157", "131")
NEVER = frozenset({"pin", "otp", "card", "cvv", "expiry", "nik", "token", "password", "recovery_code"})
"""What must not be left, not once. The classes without a shape of their own are measured and printed."""
HANDS = ("other", "third")
"""Who wrote: a file each, `complaints_<hand>_hand.yaml`, the first the older one."""
Span = tuple[str, int, int]


@dataclass(frozen=True)
class Labelled:
    """A complaint; each label is in it as often as its words are."""

    id: str
    lang: str
    text: str
    secrets: tuple[Span, ...]
    personal: tuple[Span, ...]
    keep: tuple[Span, ...]

    @property
    def odd(self) -> bool:
        """True in the half that the rules were mended on; the other half was held out."""
        return int(self.id[1:]) % 2 == 1


@cache
def labelled(hand: str) -> tuple[Labelled, ...]:
    """All that *hand* wrote, in file order."""
    rows = yaml.safe_load(Path(__file__).with_name(f"complaints_{hand}_hand.yaml").read_text("utf-8"))
    return tuple(
        Labelled(
            row["id"],
            row["lang"],
            row["text"],
            tuple(_places(row["text"], row.get("secrets", []))),
            tuple(_places(row["text"], row.get("personal", []))),
            tuple(_places(row["text"], [{"kind": "keep", "span": span} for span in row.get("keep", [])])),
        )
        for row in rows
    )


def _places(text: str, labels: list[dict[str, str]]) -> Iterator[Span]:
    for label in labels:
        at = text.find(label["span"])
        if at < 0:
            raise ValueError(f"{label} is not in its text")
        while at >= 0:
            yield label["kind"], at, at + len(label["span"])
            at = text.find(label["span"], at + len(label["span"]))


@dataclass
class Measured:
    """Labels by kind: how many there are, and those that went wrong, with their complaint and words."""

    there: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """How many labels of *kind* went wrong."""
        return sum(1 for each, _, _ in self.wrong if each == kind)


@cache
def measure(complaints: tuple[Labelled, ...]) -> Measured:
    """What a redaction of *complaints* leaks of their secrets and people, and takes of what is to be kept."""
    found = Measured()
    for one in complaints:
        done = redact(one.text, public=PUBLIC)
        covered = {index for span in done.hidden for index in range(span.start, span.end)}
        for kind, start, end in (*one.secrets, *one.personal):
            found.there[kind] += 1
            letters = [index for index in range(start, end) if one.text[index].isalnum()]
            if any(index not in covered for index in letters):
                found.wrong.append((kind, one.id, one.text[start:end]))
        for _, start, end in one.keep:
            found.there["keep"] += 1
            if covered.intersection(range(start, end)):
                found.wrong.append(("keep", one.id, one.text[start:end]))
    return found


def table(found: Measured) -> str:
    """The figures, a line a kind."""
    lines = [f"{'kind':14} {'labels':>6} {'wrong':>6} {'':>7}"]
    for kind, count in sorted(
        found.there.items(), key=lambda row: (row[0] == "keep", row[0] not in NEVER, row[0])
    ):
        wrong = found.count(kind)
        lines.append(f"{kind:14} {count:6} {wrong:6} {wrong / count:7.1%}")
    return "\n".join(lines)


if __name__ == "__main__":
    hand, half = (*sys.argv[1:], "all")[:2]
    chosen = tuple(one for one in labelled(hand) if half == "all" or one.odd == (half == "odd"))
    seen = measure(chosen)
    print(f"{hand} hand, {half}: {len(chosen)} complaints\n{table(seen)}")
    if half == "odd":
        texts = {one.id: one.text for one in chosen}
        for kind, name, words in seen.wrong:
            if kind != "name":
                print(f"{kind:9} {name} {words!r:32} | {texts[name]!r}")
