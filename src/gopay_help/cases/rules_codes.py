"""Rules for codes: short numbers that only what is said around them tells from sums, days and references."""

import re
from bisect import bisect_left, bisect_right

from gopay_help.cases import hints
from gopay_help.cases import hints_numbers as worded
from gopay_help.cases.mask import Mask, Sort
from gopay_help.cases.numbers import Groups, runs_of


def spelled(mask: Mask) -> None:
    """Numbers in words, digit by digit."""
    words = [found.end() for found in hints.SECRET_WORD.finditer(mask.text)]
    for end in words:
        repeated = worded.REPEATED.search(mask.text, end, end + _REPEATED_LONGEST)
        if repeated and _follows(mask.text, words, repeated.start()):
            mask.hide(*repeated.span(), Sort.SECRET)
    for pattern in (worded.SPELLED, worded.SPELLED_HAN, worded.SPELLED_IN_PART, worded.SPELLED_AS_ONE):
        mask.hide_all(pattern.finditer(mask.text), Sort.SECRET)
    _in_pieces(mask, words)
    for found in worded.COUNTED.finditer(mask.text):
        if _follows(mask.text, words, found.start()) or _is_called_so(mask.text, found.end()):
            mask.hide(*found.span(), Sort.SECRET)


def birthdays(mask: Mask) -> None:
    """Somebody's day, where a word for a code is in the same thought."""
    text = mask.text
    for born in hints.BIRTH.finditer(text):
        day = hints.A_DAY.search(text, born.end(), born.end() + _BIRTH_NEAR)
        if day is None or hints.BREAK.search(text, born.end(), day.start()):
            continue
        named = named_by_a_word(text, 0, born.start(), born.end())
        if named or _named_after(text, day.end()):
            mask.hide(*day.span(), Sort.SECRET)


def _named_after(text: str, at: int) -> bool:
    """True if a word for a code follows in the same thought."""
    word = hints.SECRET_WORD.search(text, at, at + AFTER_WORD)
    return word is not None and hints.BREAK.search(text, at, word.start()) is None


_BIRTH_NEAR = 40


def _follows(text: str, words: list[int], start: int, reach: int = 40) -> bool:
    """True if nothing but small words stands between a word for a code and this place."""
    index = bisect_right(words, start)
    return (
        index > 0
        and start - words[index - 1] <= reach
        and hints.CONNECT.fullmatch(text, words[index - 1], start) is not None
    )


_REPEATED_LONGEST = 60


def _in_pieces(mask: Mask, words: list[int]) -> None:
    """A number in words with a pause in it: `sembilan kosong.. bentar.. satu enam`."""
    group: list[re.Match[str]] = []
    for found in [*worded.PIECE.finditer(mask.text), None]:
        if found and not mask.free(*found.span()):
            continue
        if found and group and found.start() - group[-1].end() <= _PAUSE:
            group.append(found)
            continue
        count = sum(len(worded.DIGIT_IN_WORDS.findall(piece.group())) for piece in group)
        if len(group) > 1 and _LEAST <= count <= _MOST and _is_code(mask.text, words, group[0].start()):
            for piece in group:
                mask.hide(*piece.span(), Sort.SECRET)
        group = [found] if found else []


_PAUSE = 26
_LEAST, _MOST = 4, 8


def _is_code(text: str, words: list[int], start: int) -> bool:
    """True if a word for a code is near, or one of giving stands before."""
    return _spoken_of(words, start, _PART_NEAR) or bool(
        hints.GIVEN.search(text, max(0, start - _BEFORE), start)
    )


def codes(mask: Mask) -> None:
    """Four to eight digits that a word nearby calls a code, and any bare six that nothing calls otherwise."""
    words = [found.end() for found in hints.SECRET_WORD.finditer(mask.text)]
    soft = Groups(span.span() for pattern in hints.SOFT for span in pattern.finditer(mask.text))
    last = 0
    for start, end in runs_of(mask):
        since, last = last, end
        if named_by_a_word(mask.text, since, start, end) or (
            (_ONE_BY_ONE.fullmatch(mask.text, start, end) or not soft.holds_each(mask.text, start, end))
            and (
                _spoken_of(words, start)
                or _bare_six(mask.text, start, end)
                or _handed_over(mask.text, start, end)
            )
        ):
            mask.hide(start, end, Sort.SECRET)


_ONE_BY_ONE = re.compile(r"\d(?:\D{1,3}\d){3,7}")
"""Never a day, whatever stands between the digits."""


def parts(mask: Mask) -> None:
    """Parts of a code: the first three, the last three."""
    words = [found.end() for found in hints.SECRET_WORD.finditer(mask.text)]
    for found in hints.PART_OF_CODE.finditer(mask.text):
        if _spoken_of(words, found.start(1), _PART_NEAR):
            mask.hide(*found.span(1), Sort.SECRET)


_PART_NEAR = 60


AFTER_WORD = 32


def named_by_a_word(text: str, since: int, start: int, end: int, reach: int = 48) -> bool:
    """True if a word for a code stands before the number in the same thought, or names it right after."""
    before = text[max(since, start - reach) : start]
    cut = max((found.end() for found in hints.BREAK.finditer(before)), default=0)
    if hints.SECRET_WORD.search(before, cut):
        return True
    return _is_called_so(text, end)


def _is_called_so(text: str, end: int) -> bool:
    """True if the words right after a number call it a code."""
    word = hints.SECRET_WORD.search(text, end, end + AFTER_WORD)
    return word is not None and hints.SAYS.search(text[end : word.start()]) is not None


_FAR = 240


def _spoken_of(words: list[int], at: int, reach: int = _FAR) -> bool:
    """True if a word for a code stands anywhere near, before or after."""
    index = bisect_left(words, at)
    return any(abs(place - at) <= reach for place in words[max(0, index - 1) : index + 1])


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
