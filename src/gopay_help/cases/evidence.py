"""What a person adds to a case, and what of it may leave the case again.

An entry has named fields, each with its shape, and free text that is scrubbed first. A shared case never has
its own key, and shows names of others only where the person asks for it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from gopay_help.cases.read import HOME, NO_WORDS, DayWords, Money, ShapeError, parse_amount, parse_when
from gopay_help.cases.redact.engine import PLACEHOLDER, Hidden, Redacted, Sort
from gopay_help.cases.redact.numbers import is_card
from gopay_help.cases.store import FREE, name_of
from gopay_help.model.case import Case, EvidenceEntry, EvidenceKind
from gopay_help.model.contact import Channel
from gopay_help.model.errors import UsageError
from gopay_help.model.text import Catalogue, Phrase, quoted
from gopay_help.model.tree import WIB

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


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known before a field is read: the hour, how people call days, the currency of a bare sum."""

    now: datetime
    words: DayWords = NO_WORDS
    home: str | None = HOME
    """None where a sum has to name its currency."""
    zone: tzinfo = WIB
    """On whose clock a moment is read."""
    money: Money = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gathered:
    """An entry that may be kept, and what was taken out of it on the way."""

    entry: EvidenceEntry
    hidden: tuple[Hidden, ...]
    texts: tuple[Redacted, ...]

    @property
    def secret(self) -> bool:
        """True if something secret was in it: refused at a prompt, warned of elsewhere."""
        return any(text.secrets for text in self.texts)


def gather(
    kind: EvidenceKind, given: Mapping[str, str], reading: Reading, scrub: Callable[[str], Redacted]
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
    fields = tuple(_fields(kind, given, reading, scrub, texts))
    if not fields:
        raise UsageError(Phrase("fault.nothing_to_add"))
    hidden = tuple(span for text in texts for span in text.hidden)
    return Gathered(EvidenceEntry(kind, reading.now, fields), hidden, tuple(texts))


def _fields(
    kind: EvidenceKind,
    given: Mapping[str, str],
    reading: Reading,
    scrub: Callable[[str], Redacted],
    texts: list[Redacted],
) -> Iterator[tuple[str, str]]:
    for name in FIELDS[kind]:
        value = given.get(name, "").strip()
        if not value:
            continue
        if name in FREE:
            if name == "file":  # its folders may hold the name of a person
                value = re.split(r"[/\\]", value.rstrip("/\\"))[-1][:200]
            found = scrub(value[:MAX_TEXT])
            texts.append(found)
            yield name, found.text
        else:
            yield name, SHAPES[name](value, reading)


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


SHAPES: Mapping[str, Callable[[str, Reading], str]] = {
    "amount": lambda value, reading: parse_amount(value, reading.home, reading.money),
    "when": lambda value, reading: parse_when(value, reading.now, reading.words, reading.zone),
    "reference": lambda value, _: reference(value),
    "counterparty": lambda value, _: counterparty(value),
    "channel": lambda value, _: channel(value),
}


@dataclass(frozen=True, slots=True)
class Shared:
    """A case as it may be handed over, and how much of it is hidden, by field."""

    case: Case
    hidden: Mapping[str, int]

    @property
    def count(self) -> int:
        """How many places are hidden."""
        return sum(self.hidden.values())


def share(case: Case, reveal: frozenset[str] = frozenset()) -> Shared:
    """The case with personal fields masked, but those that *reveal* names, and without its key.

    Raises:
        UsageError: *reveal* names a field that is not hidden.
    """
    unknown = sorted(reveal - PERSONAL)
    if unknown:
        raise UsageError(
            Phrase("fault.choose", what=f"--reveal {quoted(unknown[0])}", known=tuple(sorted(PERSONAL)))
        )
    hidden: Counter[str] = Counter()
    evidence = tuple(_entry(entry, case.key, reveal, hidden) for entry in case.evidence)
    return Shared(replace(case, evidence=evidence, key=""), dict(hidden))


def _entry(entry: EvidenceEntry, key: str, reveal: frozenset[str], hidden: Counter[str]) -> EvidenceEntry:
    fields = []
    for name, value in entry.fields:
        shown = value
        if name in PERSONAL and name not in reveal:
            shown = mask_number(value, key)
            hidden[name] += 1
        else:
            hidden[name] += sum(1 for _ in PLACEHOLDER.finditer(value.lower()))
        fields.append((name, shown))
    for name in [name for name, count in hidden.items() if not count]:
        del hidden[name]
    return replace(entry, fields=tuple(fields))


def mask_number(value: str, key: str) -> str:
    """A number of somebody: its last four digits, and a short name that tells it from another."""
    digits = re.sub(r"\D", "", value)
    return f"[account **{digits[-4:]} {name_of(key, digits)}]"


_OF_PEOPLE = frozenset({Sort.PHONE, Sort.ACCOUNT, Sort.EMAIL})
"""What only names somebody; all else was secret."""
_LEFT = re.compile(PLACEHOLDER.pattern, re.IGNORECASE)


def placeholder_text(text: str, words: Catalogue, *, marks: bool = True) -> str:
    """*text* with each hidden spot in the words of its reader; `marks` tell one number from another."""
    return _LEFT.sub(lambda left: _spot(left[0], words, marks=marks), text)


def secret_in(text: str) -> bool:
    """True if something secret stood in *text* before it was taken out."""
    return any(_sort(left[0]) not in _OF_PEOPLE for left in _LEFT.finditer(text))


def _sort(left: str) -> Sort:
    return Sort(left[1:-1].split(maxsplit=1)[0].lower())


def _spot(left: str, words: Catalogue, *, marks: bool) -> str:
    sort = _sort(left)
    what = words.say(f"case.hidden.{sort}")
    for part in left[1:-1].split()[1:]:
        if part.startswith("**"):
            what = words.say("case.hidden.tail", what=what, digits=part[2:])
        elif marks:
            what = words.say("case.hidden.mark", what=what, mark=part)
    return words.say("case.hidden.masked" if sort in _OF_PEOPLE else "case.hidden.gone", what=what)


_WAYS = ("app", "email", "phone", "web")
_IN_APP = "in_app"
"""What the registry calls `app`."""


def contact_ways(channels: Iterable[Channel]) -> tuple[str, ...]:
    """Where help can be asked: the usual ways, then those that only some contacts are."""
    kinds = sorted({str(one.kind) for one in channels} - {_IN_APP})
    return tuple(dict.fromkeys((*_WAYS, *kinds)))


def way_label(way: str, words: Catalogue) -> str:
    """Where help was asked, in words: a contact's name, or its kind; what nothing names stays as it is."""
    for key in (f"channel.{way}.label", f"ui.kind.{_IN_APP if way == 'app' else way}"):
        if words.has(key):
            return words.say(key)
    return way
