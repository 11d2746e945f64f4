"""Rules for codes: short numbers that only what is said around them tells from sums, days and references."""

import re

from gopay_help.cases import hints
from gopay_help.cases.around import named_by_a_word, secret_words, spoken_of
from gopay_help.cases.mask import Mask, Sort
from gopay_help.cases.numbers import Groups, runs_of


def codes(mask: Mask) -> None:
    """Four to eight digits that a word nearby calls a code, and any bare six that nothing calls otherwise."""
    words = secret_words(mask.text)
    soft = Groups(span.span() for pattern in hints.SOFT for span in pattern.finditer(mask.text))
    last = 0
    for start, end in runs_of(mask):
        since, last = last, end
        if named_by_a_word(mask.text, since, start, end) or (
            (_ONE_BY_ONE.fullmatch(mask.text, start, end) or not soft.holds_each(mask.text, start, end))
            and (
                spoken_of(words, start)
                or _bare_six(mask.text, start, end)
                or _handed_over(mask.text, start, end)
            )
        ):
            mask.hide(start, end, Sort.SECRET)


_ONE_BY_ONE = re.compile(r"\d(?:\D{1,3}\d){3,7}")
"""Never a day, whatever stands between the digits."""


def _handed_over(text: str, start: int, end: int) -> bool:
    """True for a number as long as a code, and no round sum, beside words of telling or giving."""
    digits = re.sub(r"\D", "", text[start:end])
    if len(digits) not in _CODE_LENGTHS or digits.endswith("00"):
        return False
    near = hints.GIVEN.search(text, max(0, start - _BEFORE), start)
    return near is not None or hints.GIVEN.search(text, end, end + _AFTER) is not None


_CODE_LENGTHS = frozenset({4, 5, 6, 8})
_BEFORE, _AFTER = 40, 24


def _bare_six(text: str, start: int, end: int) -> bool:
    """True for six digits, together or in halves, for digits one by one, and for a zero in front."""
    return _SIX.fullmatch(text, start, end) is not None


_SIX = re.compile(
    r"\d{6}|0\d{3,7}|\d{3}[\s\-]{1,2}(?!000|500)\d{3}|\d\d[\s\-]{1,2}\d\d[\s\-]{1,2}\d\d|\d(?:[\s.\-]{1,2}\d){3,7}"
)
