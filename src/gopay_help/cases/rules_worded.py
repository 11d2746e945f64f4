"""Rules for codes that are no run of digits: in words, in pieces, as a day, as one digit so many times."""

import re

from gopay_help.cases import hints
from gopay_help.cases import hints_numbers as worded
from gopay_help.cases.around import (
    AFTER_WORD,
    follows,
    is_called_so,
    named_by_a_word,
    secret_words,
    spoken_of,
)
from gopay_help.cases.mask import Mask, Sort


def spelled(mask: Mask) -> None:
    """Numbers in words, digit by digit."""
    words = secret_words(mask.text)
    for end in words:
        repeated = worded.REPEATED.search(mask.text, end, end + _REPEATED_LONGEST)
        if repeated and follows(mask.text, words, repeated.start()):
            mask.hide(*repeated.span(), Sort.SECRET)
    for pattern in (worded.SPELLED, worded.SPELLED_HAN, worded.SPELLED_IN_PART, worded.SPELLED_AS_ONE):
        mask.hide_all(pattern.finditer(mask.text), Sort.SECRET)
    _in_pieces(mask, words)
    for found in worded.COUNTED.finditer(mask.text):
        if follows(mask.text, words, found.start()) or is_called_so(mask.text, found.end()):
            mask.hide(*found.span(), Sort.SECRET)


_REPEATED_LONGEST = 60


def _in_pieces(mask: Mask, words: list[int]) -> None:
    """A number with a pause in it: `sembilan kosong.. bentar.. satu enam`, `493 and then 105`."""
    group: list[re.Match[str]] = []
    for found in [*worded.PIECE.finditer(mask.text), None]:
        if found and not mask.free(*found.span()):
            continue
        if found and group and _goes_on(mask.text, group[-1], found):
            group.append(found)
            continue
        count = sum(map(_digits_in, group))
        if len(group) > 1 and _LEAST <= count <= _MOST and _is_code(mask.text, words, group[0].start()):
            for piece in group:
                mask.hide(*piece.span(), Sort.SECRET)
        group = [found] if found else []


def _goes_on(text: str, last: re.Match[str], found: re.Match[str]) -> bool:
    """True for words soon after words; for digits only if said to be one number, and not both round."""
    pause = text[last.end() : found.start()]
    if not (last["digits"] or found["digits"]):
        return len(pause) <= _PAUSE
    round_both = last.group().endswith("0") and found.group().endswith("0")
    alike = _digits_in(last) == _digits_in(found)
    return alike and not round_both and len(pause) <= _FAR_PAUSE and worded.THEN.search(pause) is not None


def _digits_in(piece: re.Match[str]) -> int:
    return len((_DIGIT if piece["digits"] else worded.DIGIT_IN_WORDS).findall(piece.group()))


_DIGIT = re.compile(r"\d")
_PAUSE, _FAR_PAUSE = 26, 40
_LEAST, _MOST = 4, 8
_BEFORE = 40


def _is_code(text: str, words: list[int], start: int) -> bool:
    """True if a word for a code is near, or one of giving stands before."""
    return spoken_of(words, start, _PART_NEAR) or bool(
        hints.GIVEN.search(text, max(0, start - _BEFORE), start)
    )


def parts(mask: Mask) -> None:
    """Parts of a code: the first three, the last three."""
    words = secret_words(mask.text)
    for found in hints.PART_OF_CODE.finditer(mask.text):
        if spoken_of(words, found.start(1), _PART_NEAR):
            mask.hide(*found.span(1), Sort.SECRET)


_PART_NEAR = 60


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
