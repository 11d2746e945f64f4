"""Takes out of a text what must not be kept. Linear in the length, and doing it twice changes nothing.

What is secret (a PIN, a one-time code, a password, a card, an identity number, a token) goes without a trace.
What only names a person (phone, account, mail) is masked; the same number stays recognisable in its case.

The text is folded to small letters and plain digits; then each rule claims characters, to be kept or to be
hidden, and the first rule to claim one wins. The rules and their words are loaded by the first text alone.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial

from gopay_help.model.text import hidden

PLACEHOLDER = re.compile(
    r"\[(?:secret|token|password|id|number|(?:card|phone|account)(?: \*\*\d{4})?|email)(?: [a-z2-7]{4})?\]"
)
"""What redaction leaves behind, folded: never read again."""

_FREE, _KEPT, _HIDDEN = 0, 1, 2


class Sort(StrEnum):
    """What was hidden."""

    TOKEN = "token"  # noqa: S105 (a word, no token)
    CARD = "card"
    IDENTITY = "id"
    NUMBER = "number"
    """As long as a card, and nothing says that it is one."""
    SECRET = "secret"  # noqa: S105 (likewise)
    PASSWORD = "password"  # noqa: S105 (likewise)
    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"


class Mask:
    """The state of a redaction: each character is free, kept or hidden, and hidden spans know their sort."""

    def __init__(self, text: str, cased: str | None = None) -> None:
        self.text = text
        self.cased = text if cased is None else cased
        """The same text with its capitals."""
        self._state = bytearray(len(text))
        self._spans: list[tuple[int, int, Sort]] = []

    def keep(self, found: Iterable[re.Match[str]]) -> None:
        """Keep what was found, if nothing of it is hidden."""
        for match in found:
            start, end = match.span()
            if _HIDDEN not in self._state[start:end]:
                self._state[start:end] = bytes([_KEPT]) * (end - start)

    def hide(self, start: int, end: int, sort: Sort) -> None:
        """Hide a span, if all of it is free."""
        if start < end and self.free(start, end):
            self._state[start:end] = bytes([_HIDDEN]) * (end - start)
            self._spans.append((start, end, sort))

    def hide_all(self, found: Iterable[re.Match[str]], sort: Sort) -> None:
        """Hide each match: its first group if it has one, else the whole."""
        for match in found:
            start, end = match.span(1 if match.re.groups else 0)
            self.hide(start, end, sort)

    def free(self, start: int, end: int) -> bool:
        """True if nothing has claimed any of the span."""
        return not any(self._state[start:end])

    def spans(self) -> Iterator[tuple[int, int, Sort]]:
        """What is hidden, in order."""
        return iter(sorted(self._spans))


_DRESSING = frozenset("\ufe0e\ufe0f\u20e3")
"""What turns a digit into a picture of one."""
_LINE_ENDS = frozenset("\r\u2028\u2029\u0085")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `origin` has the place of each of its characters in the text it was made of."""

    text: str
    cased: str
    """The same with its capitals, character by character."""
    origin: tuple[int, ...] | None
    """None where every character stayed in its place."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the folded text lies in the text it was made of."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold *text*: compatibility forms become plain, small letters, dressing and hidden characters go."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return Folded(_digits(text.lower()), text, None)
    chars: list[str] = []
    cased: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        for plain in _plain(char):
            if plain == "\n" != char and chars and chars[-1] == "\n":
                continue  # one end of a line is enough
            chars.append(plain)
            cased.append(plain.upper() if char.isupper() and len(plain.upper()) == 1 else plain)
            origin.append(index)
    return Folded(_digits("".join(chars)), "".join(cased), tuple(origin))


def _digits(text: str) -> str:
    """Letters that stand for a digit inside a number, as where a key is broken: `71o 558`."""
    text = _ONE.sub("1", _ZERO.sub(lambda found: "0" * len(found[0]), text))
    return _FIVE_OR_EIGHT.sub(lambda found: "5" if found[0] == "s" else "8", text)


_ZERO = re.compile(r"(?<=\d)o{1,8}(?![a-z])|(?<![a-z0-9])o{1,8}(?=\d)")
_ONE = re.compile(r"(?<=\d)[li](?=\d)|(?<=\d{3})[li](?![a-z])|(?<![a-z0-9])[li](?=\d{3})")
_FIVE_OR_EIGHT = re.compile(r"(?<=\d\d)[sb](?=\d\d)")


def _plain(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isprintable() or char in "\n\t" else "\n" * (char in _LINE_ENDS)
    if char in _DRESSING or hidden(char) or unicodedata.category(char) == "Co":
        return "\n" * (char in _LINE_ENDS)
    plain = unicodedata.normalize("NFKC", char).lower()
    if plain.isdecimal() and not plain.isascii():  # digits of another script
        return "".join(str(unicodedata.decimal(digit)) for digit in plain)
    return plain


SECRETS = frozenset({Sort.TOKEN, Sort.CARD, Sort.IDENTITY, Sort.NUMBER, Sort.SECRET, Sort.PASSWORD})
"""What is never kept anywhere, and never asked for."""

Name = Callable[[Sort, str], str]
"""A short name for a value, the same for the same value: how a case tells one number from another."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """One span of the text that was taken out, and what stands there now. The value itself is not kept."""

    sort: Sort
    start: int
    end: int
    shown: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """The text that may be kept, and what is no longer in it."""

    text: str
    hidden: tuple[Hidden, ...]

    @property
    def secrets(self) -> tuple[Hidden, ...]:
        """Only what nobody should ever have written down."""
        return tuple(span for span in self.hidden if span.sort in SECRETS)


OwnWords = tuple[tuple[str, ...], tuple[str, ...]]
"""What secrets are called in the languages of a pack, and the words between one and its value."""
NO_OWN: OwnWords = ((), ())


def redact(
    text: str, *, public: Iterable[str] = (), name: Name | None = None, own: OwnWords = NO_OWN
) -> Redacted:
    """*text* without secrets, and with numbers of people masked.

    Args:
        text: what a person typed or pasted.
        public: values of the contact registry; they are nobody's secret and stay.
        name: gives the same number the same short name; without it masked numbers carry none.
        own: words of a pack beside those of the program: they take out more, and let nothing through.
    """
    values = tuple(sorted(public))
    hidden: list[Hidden] = []
    written = text
    for _ in range(_PASSES):
        found = _found(written, values, name, own)
        if not found:
            break
        hidden = _merged(hidden, found)
        written = _written(text, hidden)
    return Redacted(written, tuple(hidden))


_PASSES = 8
"""What was taken out may let another rule see more: two passes as a rule, more for texts made to be odd."""


def _found(text: str, public: tuple[str, ...], name: Name | None, own: OwnWords) -> list[Hidden]:
    """One pass over *text*; what an earlier pass left there is blank to every rule."""
    folded = fold(text)
    mask = Mask(PLACEHOLDER.sub(lambda left: _BLANK * len(left[0]), folded.text), folded.cased)
    mask.keep(_BLANKS.finditer(mask.text))
    for rule in _rules(public, own):
        rule(mask)
    return [
        Hidden(sort, *folded.place(start, end), _shown(sort, mask.text[start:end], name))
        for start, end, sort in mask.spans()
    ]


@cache
def _rules(public: tuple[str, ...], own: OwnWords) -> tuple[Callable[[Mask], None], ...]:
    """All rules in their order: what a rule has claimed, a later one leaves alone."""
    from gopay_help.cases.redact import numbers, said  # noqa: PLC0415 (a run without free text never pays for them)

    return (
        partial(numbers.keep_public, public=public),
        partial(said.named_by_the_pack, own=own),
        said.tokens,
        numbers.dated,
        numbers.cards,
        numbers.emails,
        said.passwords_said,
        said.notes,
        said.recovery,
        numbers.numbered,
        numbers.phones,
        said.answers,
        said.passwords_near,
        said.birthdays,
        numbers.references,
        numbers.accounts,
        said.spelled,
        numbers.codes,
        said.parts,
    )


_BLANK = "\ue000"
_BLANKS = re.compile("\ue000+")


def _merged(hidden: list[Hidden], found: list[Hidden]) -> list[Hidden]:
    """The spans of the original text: those of before, and new ones found in what was written then."""
    merged: list[Hidden] = []
    shift = 0
    rest = iter(hidden)
    before = next(rest, None)
    for span in found:
        while before is not None and before.start + shift <= span.start:
            merged.append(before)
            shift += len(before.shown) - (before.end - before.start)
            before = next(rest, None)
        merged.append(Hidden(span.sort, span.start - shift, span.end - shift, span.shown))
    return [*merged, *([before] if before else []), *rest]


def _written(text: str, hidden: list[Hidden]) -> str:
    parts: list[str] = []
    at = 0
    for span in hidden:
        parts += (text[at : span.start], span.shown)
        at = span.end
    return "".join((*parts, text[at:]))


def _shown(sort: Sort, value: str, name: Name | None) -> str:
    """What stands in a value's place. The last four digits of a number of people help support; no others."""
    digits = re.sub(r"\D", "", value)
    tail = f" **{digits[-4:]}" if sort in _TAILED and len(digits) >= _LONG_ENOUGH else ""
    named = f" {name(sort, digits or value)}" if name and sort in _NAMED else ""
    return f"[{sort.upper() if sort is Sort.IDENTITY else sort}{tail}{named}]"


_TAILED = frozenset({Sort.CARD, Sort.PHONE, Sort.ACCOUNT})
_NAMED = frozenset({Sort.PHONE, Sort.ACCOUNT, Sort.EMAIL})
_LONG_ENOUGH = 8
