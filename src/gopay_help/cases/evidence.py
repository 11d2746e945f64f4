"""What a person adds to a case: named fields, each with its shape, and free text that is scrubbed first."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from gopay_help.cases.amount import HOME, amount
from gopay_help.cases.moment import NO_WORDS, DayWords, when
from gopay_help.cases.numbers import is_card
from gopay_help.cases.redact import Hidden, Redacted
from gopay_help.cases.scrub import FREE
from gopay_help.cases.shape import ShapeError
from gopay_help.model.case import EvidenceEntry, EvidenceKind
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


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known before a field is read: the hour, how people call days, the currency of a bare sum."""

    now: datetime
    words: DayWords = NO_WORDS
    home: str | None = HOME
    """None where a sum has to name its currency."""


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
            found = scrub(_base_name(value) if name == "file" else value[:MAX_TEXT])
            texts.append(found)
            yield name, found.text
        else:
            yield name, SHAPES[name](value, reading)


def _base_name(path: str) -> str:
    """The name of a file without its folders, which may hold the name of a person."""
    return re.split(r"[/\\]", path.rstrip("/\\"))[-1][:200]


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
    "amount": lambda value, reading: amount(value, reading.home),
    "when": lambda value, reading: when(value, reading.now, reading.words),
    "reference": lambda value, _: reference(value),
    "counterparty": lambda value, _: counterparty(value),
    "channel": lambda value, _: channel(value),
}
