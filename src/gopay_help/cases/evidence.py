"""What a person adds to a case: named fields, each with its shape, and free text that is scrubbed first."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from gopay_help.cases.numbers import is_card
from gopay_help.cases.redact import Hidden, Redacted
from gopay_help.cases.scrub import FREE
from gopay_help.model.case import Evidence, EvidenceKind
from gopay_help.model.errors import UsageError
from gopay_help.model.text import Phrase

FIELDS: Mapping[EvidenceKind, tuple[str, ...]] = {
    EvidenceKind.NOTE: ("text",),
    EvidenceKind.TRANSACTION: ("amount", "when", "reference", "counterparty", "text"),
    EvidenceKind.SCREENSHOT: ("file", "text"),
    EvidenceKind.ATTEMPT: ("channel", "when", "reference", "answer"),
}
"""The allow-list: what an entry of each kind may hold. There is no field for anything secret."""

PERSONAL = frozenset({"counterparty"})
"""Fields that name somebody: masked in whatever leaves the store, unless the person shows them one by one."""

MAX_TEXT = 4000


class ShapeError(UsageError):
    """A field does not look like what it is meant for. `field` says which; its words are those of a case."""

    def __init__(self, field: str, value_kind: str) -> None:
        self.field = field
        self.value_kind = value_kind
        super().__init__(Phrase(f"case.bad.{value_kind}"))


@dataclass(frozen=True, slots=True)
class Gathered:
    """An entry that may be kept, and what was taken out of it on the way."""

    entry: Evidence
    hidden: tuple[Hidden, ...]
    texts: tuple[Redacted, ...]

    @property
    def secret(self) -> bool:
        """True if something secret was in it: refused at a prompt, warned of elsewhere."""
        return any(text.secrets for text in self.texts)


def gather(
    kind: EvidenceKind, given: Mapping[str, str], now: datetime, scrub: Callable[[str], Redacted]
) -> Gathered:
    """An entry of *kind* from what was typed.

    Raises:
        ShapeError: a field has the wrong shape.
        UsageError: nothing was given, or a field that this kind does not have.
    """
    unknown = sorted(set(given) - set(FIELDS[kind]))
    if unknown:
        raise UsageError(Phrase("fault.no_field", kind=kind, field=unknown[0], known=FIELDS[kind]))
    texts: list[Redacted] = []
    fields = tuple(_fields(kind, given, scrub, texts))
    if not fields:
        raise UsageError(Phrase("fault.nothing_to_add"))
    hidden = tuple(span for text in texts for span in text.hidden)
    return Gathered(Evidence(kind, now, fields), hidden, tuple(texts))


def _fields(
    kind: EvidenceKind, given: Mapping[str, str], scrub: Callable[[str], Redacted], texts: list[Redacted]
) -> Iterator[tuple[str, str]]:
    for name in FIELDS[kind]:
        value = given.get(name, "").strip()
        if not value:
            continue
        if name in FREE:
            found = scrub(_base_name(value) if name == "file" else value[:MAX_TEXT])
            texts.append(found)
            yield name, found.text
        else:
            yield name, SHAPES[name](value)


def _base_name(path: str) -> str:
    """The name of a file without its folders, which may hold the name of a person."""
    return re.split(r"[/\\]", path.rstrip("/\\"))[-1][:200]


def amount(value: str) -> str:
    """A sum in whole rupiah: `Rp250.000`, `250rb`, `1,5 juta`, `250000`.

    Four or six bare digits that are no round sum are what a code looks like, and a sum is kept unmasked.
    Whoever means a sum has an easy way to say so: Rp, a dot, a unit.

    Raises:
        ShapeError: it is none, or could be a code.
    """
    found = _AMOUNT.fullmatch(value.strip().lower())
    if found is None:
        raise ShapeError("amount", "amount")
    if _COULD_BE_CODE.fullmatch(value.strip()):
        raise ShapeError("amount", "bare")
    number, unit = found["number"], found["unit"] or ""
    factor = _FACTOR[unit.strip()]
    plain = re.sub(r"[.,](?=\d{3})", "", number) if factor == 1 else number.replace(",", ".")
    if len(plain) > _LONGEST_SUM or plain.count(".") > (factor > 1):
        raise ShapeError("amount", "amount")
    return str(round(float(plain) * factor))


_AMOUNT = re.compile(
    r"(?:rp|idr)?\.?\s?(?P<number>\d{1,12}(?:[.,]\d{1,3}){0,4})\s?(?P<unit>ribu|rb|k|juta|jt|rupiah)?"
)
_FACTOR = {"": 1, "rupiah": 1, "ribu": 1000, "rb": 1000, "k": 1000, "juta": 1_000_000, "jt": 1_000_000}
_LONGEST_SUM = 12
_COULD_BE_CODE = re.compile(r"0\d*|(?:\d\d){2,3}(?<!00)")


def when(value: str) -> str:
    """A day, and a time if it is known: `2026-11-20 17:48`, `20/11/2026`.

    Raises:
        ShapeError: it is none.
    """
    text = value.strip().replace("T", " ").replace(".", ":") if ":" not in value else value.replace("T", " ")
    for shape in _DAYS:
        for clock in ("", " %H:%M", " %H:%M:%S"):
            try:
                at = datetime.strptime(text.strip(), shape + clock)  # noqa: DTZ007 (the person's own clock)
            except ValueError:
                continue
            return f"{at:%Y-%m-%d %H:%M}" if clock else f"{at:%Y-%m-%d}"
    raise ShapeError("when", "when")


_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d")


def reference(value: str) -> str:
    """The number of an order, transfer or ticket. Bare and short it could be a code, of sixteen a card.

    Raises:
        ShapeError: it is none, or could be a secret.
    """
    text = value.strip().lstrip("#")
    if not _REFERENCE.fullmatch(text):
        raise ShapeError("reference", "reference")
    digits = re.sub(r"\D", "", text)
    if text.replace("-", "").isdecimal() and (len(digits) < _CODE_BELOW or _secret_number(digits)):
        raise ShapeError("reference", "secret")
    if any(len(run) == _CARD and run.isdecimal() for run in re.findall(r"\d+", text)):
        raise ShapeError("reference", "secret")
    return text


_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._-]{2,39}")
_CODE_BELOW = 9
_CARD = 16


def counterparty(value: str) -> str:
    """The phone or account number of the other side, in digits.

    Raises:
        ShapeError: it is none, or could be a card or an identity number.
    """
    digits = re.sub(r"[\s().\-]", "", value.strip())
    plain = digits.removeprefix("+")
    if not plain.isdecimal() or not 8 <= len(plain) <= 18:  # noqa: PLR2004 (of phones and accounts)
        raise ShapeError("counterparty", "counterparty")
    if _secret_number(plain):
        raise ShapeError("counterparty", "secret")
    return digits


def _secret_number(digits: str) -> bool:
    return len(digits) == _CARD or (len(digits) > 12 and is_card(digits))  # noqa: PLR2004 (the shortest card)


def channel(value: str) -> str:
    """The id of a contact of the registry, or its kind.

    Raises:
        ShapeError: it is neither.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,40}", value.strip()):
        raise ShapeError("channel", "channel")
    return value.strip()


SHAPES: Mapping[str, Callable[[str], str]] = {
    "amount": amount,
    "when": when,
    "reference": reference,
    "counterparty": counterparty,
    "channel": channel,
}
