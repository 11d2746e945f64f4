"""Changes texts in a YAML file of `key: text` lines; every other line stays as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import yaml

Edit = tuple[int, int, str]
"""Where a piece of a file begins and ends, and what shall stand there."""


class _Line(NamedTuple):
    """A key of the file: where it begins, and where its text begins and ends."""

    key: str
    begin: int
    start: int
    end: int


def set_texts(source: str, texts: Mapping[str, str], order: Sequence[str]) -> str:
    """*source* with *texts* in it; comments, order and quotes of all other lines untouched.

    Args:
        source: a file whose top is a flat mapping of keys to strings; it may hold no key at all.
        texts: what keys shall say instead. A key that is not there yet is put behind the one before it.
        order: every key in the order of the English file.
    """
    lines = list(_lines(source))
    changed = [(line.start, line.end, quote(texts[line.key])) for line in lines if line.key in texts]
    return _apply(source, [*changed, *_insertions(source, lines, texts, order)])


def like(source: str, texts: Mapping[str, str]) -> str:
    """A new file after the pattern of *source*: its comments and order, with *texts* for its keys.

    Keys that *texts* lacks are left out.
    """
    return _apply(
        source,
        [
            (line.start, line.end, quote(texts[line.key]))
            if line.key in texts
            else (line.begin, _end_of_line(source, line.end), "")
            for line in _lines(source)
        ],
    )


def quote(text: str) -> str:
    """*text* as a YAML string in double quotes, on one line; letters of every script stay readable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _lines(source: str) -> Iterator[_Line]:
    top = yaml.compose(source, Loader=yaml.SafeLoader)  # in Python: its marks count characters
    for key, value in top.value if isinstance(top, yaml.MappingNode) else ():
        start, end = value.start_mark.index, value.end_mark.index
        end = start + len(source[start:end].rstrip("\n"))  # a block of text ends behind its line break
        yield _Line(key.value, key.start_mark.index, start, end)


def _insertions(
    source: str, lines: Sequence[_Line], texts: Mapping[str, str], order: Sequence[str]
) -> Iterator[Edit]:
    """A new line for each key that is not there yet, behind the nearest key that comes before it."""
    ends = {line.key: _end_of_line(source, line.end) for line in lines}
    behind = lines[0].begin if lines else len(source)
    for key in order:
        if key in ends:
            behind = ends[key]
        elif key in texts:
            broken = "" if behind == 0 or source[behind - 1] == "\n" else "\n"
            yield behind, behind, f"{broken}{key}: {quote(texts[key])}\n"


def _end_of_line(source: str, at: int) -> int:
    """Behind the line break that ends the line of *at*; where a block ends, that is *at* itself."""
    if at and source[at - 1] == "\n":
        return at
    found = source.find("\n", at)
    return len(source) if found < 0 else found + 1


def _apply(source: str, edits: Iterable[Edit]) -> str:
    """*source* after all edits; those at one place stay in their order."""
    parts, done = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [source[done:start], new]
        done = end
    return "".join((*parts, source[done:]))
