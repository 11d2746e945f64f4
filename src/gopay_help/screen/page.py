"""A page as a list of blocks, and how it is drawn: broken into lines, as plain text, on a terminal.

Every text passes the filter for hidden characters here, once, whatever sink it goes to. Lines are broken by
what a terminal shows: cells, not characters. rich is loaded for a terminal only.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple, TextIO

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


_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
"""Chinese characters and full-width marks: a line may break after any of them."""
_OPENING = "（《「『“‘"
_CLOSING = "，。、；：！？）》」』”’…"
_WHOLE = r"gopay-help [a-z]+|（[^（）\s]{1,14}）"
"""Never broken: a command, and a short remark in brackets, as the day on which a contact was seen."""
_WORD = rf"[{_OPENING}]*(?:{_WHOLE}|[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSING}]*|\s+"
"""Compiled when the first line is broken: what is piped is not."""
_MAYBE_WIDE = frozenset("“”‘’…—·")
"""Marks that a Chinese terminal may draw two cells wide: a line of Chinese leaves room for that."""


_NARROW = frozenset(map(chr, (*range(0x20, 0x300), *range(0x2010, 0x2028), *range(0x2030, 0x205F))))
"""Latin letters and the marks between them: a cell each, on every terminal."""


def cells(text: str) -> int:
    """How many cells *text* takes on a terminal."""
    if _NARROW.issuperset(text):
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


def balanced(text: str, width: int) -> int:
    """The least width at which *text* takes no more lines than at *width*: its last is no single word."""
    lines = len(wrap(text, width))
    widths = range(-(-cells(text) // lines), width)
    return next((least for least in widths if len(wrap(text, least)) == lines), width)


def _words(text: str, width: int) -> Iterator[tuple[str, int]]:
    """Words with their cells; a space of any length is one, and a word wider than a line comes in pieces."""
    chinese = re.search(f"[{_WIDE}]", text) is not None
    for word in re.findall(_WORD, text):
        if word.isspace():
            yield " ", 1
            continue
        rest, size = word, cells(word) + (sum(map(_MAYBE_WIDE.__contains__, word)) if chinese else 0)
        while size > width:
            head = _head(rest, width)
            yield head, cells(head)
            rest = rest[len(head) :]
            size = cells(rest) + (sum(map(_MAYBE_WIDE.__contains__, rest)) if chinese else 0)
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


class Tone(StrEnum):
    """What a part of a line is for; a drawer may colour it, and the words carry the meaning without."""

    PLAIN = "plain"
    LOUD = "loud"
    TITLE = "title"
    HEADING = "heading"
    VALUE = "value"
    SAY = "say"
    DO = "do"
    DONT = "dont"
    NOTE = "note"
    RULE = "rule"


_TONES = {
    Tone.PLAIN: "",
    Tone.LOUD: "bold white on red",
    Tone.TITLE: "bold",
    Tone.HEADING: "bold cyan",
    Tone.VALUE: "bold green",
    Tone.SAY: "italic",
    Tone.DO: "bold green",
    Tone.DONT: "bold red",
    Tone.NOTE: "dim",
    Tone.RULE: "dim",
}

Line = tuple[tuple[str, Tone], ...]
"""A line in parts, each with its tone."""


def line_text(line: Line) -> str:
    """A line without its tones."""
    return "".join(part for part, _ in line)


def wrapped(
    text: str,
    width: int,
    tone: Tone,
    mark: tuple[str, Tone] | None = None,
    last: tuple[str, Tone] | None = None,
) -> list[Line]:
    """*text* broken into lines after *mark*; *last* follows it, on a line of its own if it must."""
    margin = cells(mark[0]) if mark else 0
    parts = wrap(safe_line(text), width - margin)
    lines: list[Line] = [((part, tone),) for part in parts]
    if last:
        ending = safe_line(last[0])
        if cells(parts[-1]) + 1 + cells(ending) <= width - margin:
            lines[-1] = (*lines[-1], (" ", tone), (ending, last[1]))
        else:
            lines += [((part, last[1]),) for part in wrap(ending, width - margin)]
    if mark:
        blank = (" " * margin, Tone.PLAIN)
        lines = [(blank if index else mark, *line) for index, line in enumerate(lines)]
    return lines


def show_lines(lines: Iterable[Line], out: TextIO, *, width: int | None, plain: bool) -> None:
    """Write lines that were broken before; plain, or with colour and weight."""
    if width is None or plain:
        out.write("".join(f"{line_text(line).rstrip()}\n" for line in lines))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=out, width=width, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*((part, _TONES[tone]) for part, tone in line)), soft_wrap=True)


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
    show_lines(page_lines(page, width), out, width=width, plain=False)


def page_lines(page: Page, width: int) -> list[Line]:
    """A page in lines for a terminal: headings in a rule, a mark in colour before what not to do."""
    lines: list[Line] = []
    for index, part in enumerate(page):
        if part.kind is Kind.HEADING:
            lines.append(heading_rule(part.text, width))
            continue
        told, tone = list(lines_of(part, width, first=not index)), _TONE_OF[part.kind]
        sign, colour = _SIGNS.get(part.mark, (part.mark, tone))
        marked = f"{'  ' * part.depth}{part.mark} "
        for text in told:
            if part.mark in _SIGNS and text.startswith(marked):
                lines.append(((marked.replace(part.mark, sign), colour), (text[len(marked) :], tone)))
            else:
                lines.append(((text, tone),) if text else ())
    return lines


def heading_rule(text: str, width: int) -> Line:
    """A heading in a rule across the screen."""
    name = safe_line(text).upper()
    rest = max(width - cells(name) - 4, 0)
    return (("── ", Tone.RULE), (name, Tone.HEADING), (f" {'─' * rest}", Tone.RULE))


_SIGNS = {"x": ("✗", Tone.DONT)}
_TONE_OF = {
    Kind.ALERT: Tone.LOUD,
    Kind.TITLE: Tone.TITLE,
    Kind.HEADING: Tone.HEADING,
    Kind.QUESTION: Tone.TITLE,
    Kind.TEXT: Tone.PLAIN,
    Kind.ITEM: Tone.PLAIN,
    Kind.VALUE: Tone.VALUE,
    Kind.NOTE: Tone.NOTE,
}
