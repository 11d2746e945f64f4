"""What an author did where YAML says only that it cannot read on: found in the lines themselves.

The parser stumbles over a quote or a colon some lines after the slip, and names it in its own terms. Each
look here knows one slip, the place where it was made and how it is mended.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

_KEY = r"\s*(?:- )?[\w.-]+"
_MERGE = re.compile(r"(?:<{7}|>{7})(?: |$)")
_OPENED = re.compile(rf'{_KEY}:\s+"(?:[^"\\]|\\.)*$')
_TOO_MANY = re.compile(rf'{_KEY}:\s+("(?:[^"\\]|\\.)*")\s*[^\s#,}}\]]')
_WIDE_COLON = re.compile(rf"{_KEY}：")
_DASH = re.compile(r"\s*-(?=[\w{\[\"])")
_COLON_IN_TEXT = re.compile(rf"{_KEY}:\s+[^\s\"'\[{{|>#&*!][^#]*?(:) ")
_NO_SPACE = re.compile(r"\s*(?:- )?[a-z_]+(:)(?=[a-z0-9_\"\[{])")
_ABOVE = 3
"""So many lines above the stumble the slip may be."""


class Slip(NamedTuple):
    """One slip: where, what, and how to mend it."""

    line: int
    column: int
    reason: str
    fix: str


def slip(lines: Sequence[str], stumble: int) -> Slip | None:
    """The slip because of which the parser stumbled in line *stumble*, from 1; None if none is known."""
    merged = next((number for number, line in enumerate(lines, 1) if _MERGE.match(line)), None)
    if merged:
        fix = "keep one of the two versions, and remove the lines with <<<<<<<, ======= and >>>>>>>"
        return Slip(merged, 1, "a merge of two versions left its marks here", fix)
    for number in range(min(stumble, len(lines)), max(0, stumble - 1 - _ABOVE), -1):
        for look in _LOOKS:
            if found := look(lines[number - 1]):
                column, reason, fix = found
                return Slip(number, column, reason, fix)
    return None


_Found = tuple[int, str, str]


def _too_many(line: str) -> _Found | None:
    found = _TOO_MANY.match(line)
    fix = 'write \\" for a quote within the text'
    return (found.end(1), "a quote within a text, which ends it early", fix) if found else None


def _opened(line: str) -> _Found | None:
    if not _OPENED.match(line):
        return None
    return line.index('"') + 1, "a quote that begins here and is not closed", 'end the text with "'


def _wide_colon(line: str) -> _Found | None:
    found = _WIDE_COLON.match(line)
    fix = "write : and a space"
    return (found.end(), "a colon of a Chinese keyboard after the key", fix) if found else None


def _dash(line: str) -> _Found | None:
    found = _DASH.match(line)
    fix = "write a space after the -"
    return (found.end(), "a space is missing after the -", fix) if found else None


def _no_space(line: str) -> _Found | None:
    found = _NO_SPACE.match(line)
    fix = "write a space after the colon"
    return (found.start(1) + 1, "a space is missing after the colon", fix) if found else None


def _colon_in_text(line: str) -> _Found | None:
    found = _COLON_IN_TEXT.match(line)
    fix = "put the whole text in double quotes"
    return (found.start(1) + 1, "a colon within a text that has no quotes", fix) if found else None


_LOOKS: tuple[Callable[[str], _Found | None], ...] = (
    _too_many,
    _opened,
    _wide_colon,
    _dash,
    _no_space,
    _colon_in_text,
)
