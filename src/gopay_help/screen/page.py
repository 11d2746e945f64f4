"""A page as a list of blocks, and how it is drawn: broken into lines, as plain text, on a terminal.

Every text passes the filter for hidden characters here, once, whatever sink it goes to. Lines are broken by
what a terminal shows: cells, not characters. rich is loaded for a terminal only.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TextIO

from gopay_help.model.text import safe_line

if TYPE_CHECKING:
    from rich.console import Console


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


def render_plain(page: Page, width: int | None = None) -> str:
    """The page as text that ends in a newline.

    Args:
        page: what to say.
        width: cells of the terminal; None where lines must not be broken (a pipe).
    """
    lines = [line for index, part in enumerate(page) for line in lines_of(part, width, first=not index)]
    return "".join(f"{line}\n" for line in lines)


def lines_of(part: Block, width: int | None, *, first: bool) -> Iterator[str]:
    """The lines of one block; a heading or title is set off by an empty line before it."""
    if part.kind in (Kind.HEADING, Kind.TITLE, Kind.ALERT) and not first:
        yield ""
    indent = "  " * part.depth
    mark = f"{part.mark} " if part.mark else ""
    lines = [part.text] if width is None else wrap(part.text, width - len(indent) - len(mark))
    for number, line in enumerate(lines):
        yield f"{indent}{mark if number == 0 else ' ' * len(mark)}{line}".rstrip()


STYLE = {
    Kind.ALERT: "bold white on red",
    Kind.TITLE: "bold",
    Kind.HEADING: "bold cyan",
    Kind.QUESTION: "bold",
    Kind.TEXT: "",
    Kind.ITEM: "",
    Kind.VALUE: "bold green",
    Kind.NOTE: "dim",
}


def show(page: Page, out: TextIO, *, width: int | None, plain: bool) -> None:
    """Write a page to *out*.

    Args:
        page: what to say.
        out: where to.
        width: cells of the terminal; None if *out* is none.
        plain: no colour, even on a terminal.
    """
    if width is None or plain:
        out.write(render_plain(page, width))
        return
    from rich.console import Console

    draw(page, Console(file=out, width=width, highlight=False, markup=False, emoji=False, soft_wrap=True))


def draw(page: Page, console: "Console") -> None:
    """Draw the page on a console; texts are drawn as they are, never as markup."""
    from rich.text import Text

    for index, part in enumerate(page):
        for line in lines_of(part, console.width, first=not index):
            console.print(Text(line, style=STYLE[part.kind]), soft_wrap=True)
