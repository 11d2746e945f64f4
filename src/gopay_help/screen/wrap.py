"""Breaking lines by what a terminal shows: cells, not characters.

Chinese has no spaces to break at, so any character may end a line, but a closing mark never starts one.
"""

import re
from collections.abc import Iterator

_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
"""Chinese characters and full-width marks: a line may break after any of them."""
_OPENING = "（《「『“‘"
_CLOSING = "，。、；：！？）》」』”’…"
_WORD = re.compile(rf"[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSING}]*|\s+")


_NARROW = re.compile("[\u0020-\u02ff\u2010-\u2027\u2030-\u205e]*")
"""Latin letters and the marks between them: a cell each, on every terminal."""


def cells(text: str) -> int:
    """How many cells *text* takes on a terminal."""
    if _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # its tables cost a start: Latin text never needs them

    width = wcswidth(text)
    return width if width >= 0 else len(text)


def wrap(text: str, width: int) -> list[str]:
    """*text* in lines of at most *width* cells; a word wider than a line is cut.

    A width below 1 counts as 1, so that the smallest terminal still gets every character.
    """
    width = max(width, 1)
    lines: list[str] = []
    line, used = "", 0
    for word, size in _words(text, width):
        blank = word == " "
        if used + (0 if blank else size) <= width:
            line, used = line + word, used + size
        else:
            if line.strip():
                lines.append(line.rstrip())
            line, used = ("", 0) if blank else (word, size)
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def _words(text: str, width: int) -> Iterator[tuple[str, int]]:
    """Words with their cells; a space of any length is one, and a word wider than a line comes in pieces."""
    for word in _WORD.findall(text):
        if word.isspace():
            yield " ", 1
            continue
        rest, size = word, cells(word)
        while size > width:
            head = _head(rest, width)
            yield head, cells(head)
            rest = rest[len(head) :]
            size = cells(rest)
        if rest:
            yield rest, size


def _head(word: str, width: int) -> str:
    """As much of *word* as fits, and at least one character."""
    taken = word[0]
    for char in word[1:]:
        if cells(taken + char) > width:
            break
        taken += char
    return taken
