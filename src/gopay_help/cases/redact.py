"""Takes out of a text what must not be kept. Pure, linear in the length, and doing it twice changes nothing.

What is secret (a PIN, a one-time code, a password, a card, an identity number, a token) goes without a trace.
What only names a person (phone, account, mail) is masked; the same number stays recognisable in its case.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gopay_help.cases.fold import fold
from gopay_help.cases.hints import PLACEHOLDER
from gopay_help.cases.mask import Mask, Sort
from gopay_help.cases.rules import RULES, guard_public

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


def redact(text: str, *, public: Iterable[str] = (), name: Name | None = None) -> Redacted:
    """*text* without secrets, and with numbers of people masked.

    Args:
        text: what a person typed or pasted.
        public: values of the contact registry; they are nobody's secret and stay.
        name: gives the same number the same short name; without it masked numbers carry none.
    """
    values = tuple(sorted(public))
    hidden: list[Hidden] = []
    written = text
    for _ in range(_PASSES):
        found = _found(written, values, name)
        if not found:
            break
        hidden = _merged(hidden, found)
        written = _written(text, hidden)
    return Redacted(written, tuple(hidden))


_PASSES = 8
"""What was taken out may let another rule see more: two passes as a rule, more for texts made to be odd."""


def _found(text: str, public: tuple[str, ...], name: Name | None) -> list[Hidden]:
    """One pass over *text*; what an earlier pass left there is blank to every rule."""
    folded = fold(text)
    mask = Mask(PLACEHOLDER.sub(lambda left: _BLANK * len(left[0]), folded.text), folded.cased)
    mask.guard(_BLANKS.finditer(mask.text))
    guard_public(mask, public)
    for rule in RULES:
        rule(mask)
    return [
        Hidden(sort, *folded.place(start, end), _shown(sort, mask.text[start:end], name))
        for start, end, sort in mask.spans()
    ]


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
