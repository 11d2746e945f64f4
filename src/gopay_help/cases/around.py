"""What is said around a place in a text: whether a word for a code stands there, in the same thought."""

import re
from bisect import bisect_left, bisect_right

from gopay_help.cases import hints

AFTER_WORD = 32


def same_thought(text: str, start: int, end: int) -> bool:
    """True if neither a new sentence, nor the word for a reference, nor something hidden lies between."""
    between = (hints.BREAK, hints.REFERENCE_WORD, BLANK)
    return not any(pattern.search(text, start, end) for pattern in between)


BLANK = re.compile("\ue000")


def named_by_a_word(text: str, since: int, start: int, end: int, reach: int = 48) -> bool:
    """True if a word for a code stands before the number in the same thought, or names it right after."""
    before = text[max(since, start - reach) : start]
    cut = max((found.end() for found in hints.BREAK.finditer(before)), default=0)
    if hints.SECRET_WORD.search(before, cut):
        return True
    return is_called_so(text, end)


def is_called_so(text: str, end: int) -> bool:
    """True if the words right after a number call it a code."""
    word = hints.SECRET_WORD.search(text, end, end + AFTER_WORD)
    return word is not None and hints.SAYS.search(text[end : word.start()]) is not None


_FAR = 240


def spoken_of(words: list[int], at: int, reach: int = _FAR) -> bool:
    """True if a word for a code stands anywhere near, before or after."""
    index = bisect_left(words, at)
    return any(abs(place - at) <= reach for place in words[max(0, index - 1) : index + 1])


def follows(text: str, words: list[int], start: int, reach: int = 40) -> bool:
    """True if nothing but small words stands between a word for a code and this place."""
    index = bisect_right(words, start)
    return (
        index > 0
        and start - words[index - 1] <= reach
        and hints.CONNECT.fullmatch(text, words[index - 1], start) is not None
    )


def secret_words(text: str) -> list[int]:
    """Where the words for a code end."""
    return [found.end() for found in hints.SECRET_WORD.finditer(text)]
