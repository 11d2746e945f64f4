"""Rules for what stays: public values, sums, days, references, and the last four digits that name a card."""

import re
from functools import cache

from gopay_help.cases import hints
from gopay_help.cases.around import AFTER_WORD, named_by_a_word
from gopay_help.cases.hints_secret import PAPER_WORD
from gopay_help.cases.mask import Mask


def guard_public(mask: Mask, public: tuple[str, ...]) -> None:
    """Rule 0: what is public stays."""
    pattern = _public_pattern(public)
    if pattern is not None:
        mask.guard(pattern.finditer(mask.text))


@cache
def _public_pattern(values: tuple[str, ...]) -> re.Pattern[str] | None:
    forms = [_form(value.lower()) for value in values if len(value) >= _SHORTEST_PUBLIC]
    return re.compile("|".join(forms)) if forms else None


_SHORTEST_PUBLIC = 5
"""A shorter one is never hidden by itself, and guarding it could cut a longer number in two."""


def _form(value: str) -> str:
    digits = re.sub(r"[\s()+.\-]", "", value)
    if not digits.isdecimal():
        return rf"(?<![\w.@+-]){re.escape(value)}(?![\w@-])"
    national = digits.removeprefix("62").removeprefix("0")
    prefix = r"(?:\+?62|0)[\s\-]?" if digits.startswith(("62", "0")) else ""
    body = r"[\s.\-]?".join(national)
    return rf"(?<![\d+])(?<!\d[.\-]){prefix}\(?{body}(?![.\-]?\d)"


def dated(mask: Mask) -> None:
    """Numbers of transactions that begin with letters and a day, or with the moment they were made."""
    for found in hints.TIMED.finditer(mask.text):
        before = mask.text[max(0, found.start() - _REFERENCE_FAR) : found.start()]
        if found["first"] and not (found["last"] or hints.REFERENCE_WORD.search(before)):
            continue
        if not (hints.CARD_WORD.search(before) or PAPER_WORD.search(before)):
            mask.guard((found,))
    mask.guard(
        found for found in hints.DATED.finditer(mask.text) if not hints.CARD_WORD.search(found.group())
    )


def numbered(mask: Mask) -> None:
    """Groups of digits that their own word calls a reference: no phone begins there."""
    mask.guard(hints.NUMBERED.finditer(mask.text))


def references(mask: Mask) -> None:
    """Numbers whose own words say that they are sums, times or references; `codes` leaves them.

    Not so right after a word for a code: a PIN may be a birthday.
    """
    for pattern in hints.HARD:
        for found in pattern.finditer(mask.text):
            if not _beside_its_word(mask.text, *found.span()):
                mask.guard((found,))
                _and_more(mask, found)
    mask.guard(found for found in hints.REFERENCE.finditer(mask.text) if _is_reference(mask.text, found))
    mask.guard(found for found in hints.LAST_FOUR.finditer(mask.text) if _is_tail(mask.text, found.start()))


def _and_more(mask: Mask, found: re.Match[str]) -> None:
    """The others of a list of references, as long as the first."""
    last = _LAST_PIECE.search(found.group())
    if last is None or not hints.REFERENCE_WORD.match(mask.text, found.start()):
        return
    for _ in range(_MOST_LISTED):
        more = hints.ALIKE.match(mask.text, found.end())
        if more is None or len(more[1]) != len(last[0]):
            return
        mask.guard((more,))
        found = more


_LAST_PIECE = re.compile(r"[a-z]{0,3}\d+$")
_MOST_LISTED = 12


def _is_reference(text: str, found: re.Match[str]) -> bool:
    """True unless the letters before the first dash mean a secret, a phone or an account."""
    word, rest, start = found["word"], found["rest"], found.start()
    if hints.SECRET_WORD.search(word) or _LONG_RUN.search(rest) or _PHONE_REST.fullmatch(rest):
        return False
    if hints.REFERENCE_WORD.search(text, max(0, start - _REFERENCE_NEAR), start):
        return True
    if hints.NO_REFERENCE.fullmatch(word):
        return False
    one_code = _CODE_REST.fullmatch(rest) and found.end() - start == len(word) + len(rest)
    return not (one_code and named_by_a_word(text, 0, start, found.end()))


_REFERENCE_NEAR = 14
_REFERENCE_FAR = 32
_LONG_RUN = re.compile(r"\d{13}")
_PHONE_REST = re.compile(r"-(?:0|62)8\d{7,11}")
_CODE_REST = re.compile(r"-\d{1,8}")


def _is_tail(text: str, start: int, reach: int = 24) -> bool:
    """True if the last four digits are those of a card, an account or a phone, and not of a code."""
    before = text[max(0, start - reach) : start]
    code = [word.end() for word in hints.SECRET_WORD.finditer(before)]
    other = [word.end() for word in hints.TAILED_WORD.finditer(before)]
    return not code or max(other, default=0) > code[-1]


def _beside_its_word(text: str, start: int, end: int) -> bool:
    """True if a number is called a code right before it or right after, whatever it looks like."""
    if _follows_its_word(text, start) or hints.OWNED.search(text, max(0, start - AFTER_WORD), start):
        return True
    word = hints.SECRET_WORD.search(text, end, end + AFTER_WORD) if text[start].isdecimal() else None
    return word is not None and hints.SAID.search(text, end, word.start()) is not None


def _follows_its_word(text: str, start: int, reach: int = 40) -> bool:
    """True if nothing but small words stands between a word for a code and the number at *start*."""
    if not text[start].isdecimal():
        return False
    before = text[max(0, start - reach) : start]
    ends = [word.end() for word in hints.SECRET_WORD.finditer(before)]
    return bool(ends) and hints.CONNECT.fullmatch(before, ends[-1]) is not None
