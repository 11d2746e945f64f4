"""A page as a list of blocks: what is said, in which order, apart from how it is drawn.

Every text passes the filter for hidden characters here, once, whatever sink it goes to.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from gopay_help.model.text import safe_line


class Kind(StrEnum):
    """What a block is for; a drawer may colour it, and the words carry the meaning without."""

    ALERT = "alert"
    TITLE = "title"
    HEADING = "heading"
    QUESTION = "question"
    TEXT = "text"
    ITEM = "item"
    VALUE = "value"
    NOTE = "note"


class Block(NamedTuple):
    """One paragraph. `mark` stands before its first line; `depth` indents it."""

    kind: Kind
    text: str
    mark: str = ""
    depth: int = 0


Page = tuple[Block, ...]


def block(kind: Kind, text: str, mark: str = "", depth: int = 0) -> Block:
    """A block whose text cannot steer a terminal."""
    return Block(kind, safe_line(text), mark, depth)


def listed(texts: Iterable[str], mark: str = "-") -> Iterator[Block]:
    """Items with the same mark."""
    return (block(Kind.ITEM, text, mark) for text in texts)


def section(heading: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """A heading with its blocks; nothing at all if there are none."""
    first = True
    for part in blocks:
        if first:
            yield block(Kind.HEADING, heading)
            first = False
        yield part
