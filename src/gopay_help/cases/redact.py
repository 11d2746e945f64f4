"""Takes out of a text what must not be kept. Pure, linear in the length, and doing it twice changes nothing.

What is secret (a PIN, a one-time code, a password, a card, an identity number, a token) goes without a trace.
What only names a person (phone, account, mail) is masked; the same number stays recognisable in its case.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gopay_help.cases.fold import fold
from gopay_help.cases.mask import Mask, Sort
from gopay_help.cases.rules import RULES, guard_public

SECRETS = frozenset({Sort.TOKEN, Sort.CARD, Sort.IDENTITY, Sort.SECRET, Sort.PASSWORD})
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
    folded = fold(text)
    mask = Mask(folded.text)
    guard_public(mask, tuple(sorted(public)))
    for rule in RULES:
        rule(mask)
    spans = [(*folded.place(start, end), sort, folded.text[start:end]) for start, end, sort in mask.spans()]
    return _written(text, spans, name)


def _written(text: str, spans: list[tuple[int, int, Sort, str]], name: Name | None) -> Redacted:
    parts: list[str] = []
    hidden: list[Hidden] = []
    at = 0
    for start, end, sort, value in spans:
        shown = _shown(sort, value, name)
        parts += (text[at:start], shown)
        hidden.append(Hidden(sort, start, end, shown))
        at = end
    return Redacted("".join((*parts, text[at:])), tuple(hidden))


def _shown(sort: Sort, value: str, name: Name | None) -> str:
    """What stands in a value's place. The last four digits of a number of people help support; no others."""
    digits = re.sub(r"\D", "", value)
    tail = f" **{digits[-4:]}" if sort in _TAILED and len(digits) >= _LONG_ENOUGH else ""
    named = f" {name(sort, digits or value)}" if name and sort in _NAMED else ""
    return f"[{sort.upper() if sort is Sort.IDENTITY else sort}{tail}{named}]"


_TAILED = frozenset({Sort.CARD, Sort.PHONE, Sort.ACCOUNT})
_NAMED = frozenset({Sort.PHONE, Sort.ACCOUNT, Sort.EMAIL})
_LONG_ENOUGH = 8
