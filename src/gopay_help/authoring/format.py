"""Writes the YAML files of a pack in one form: comments, order and data stay, English beside the ids."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import yaml

from gopay_help.authoring.lint.rule import SPOKEN, PackSource, load_source, mark, recorded
from gopay_help.authoring.lint.rules_files import MARK, english_beside, stands_beside, without_english
from gopay_help.authoring.lint.yaml import Comment, Document, parse_yaml
from gopay_help.authoring.translations import lock_file, quote, read_entries, write_lock
from gopay_help.model.errors import DataError, not_written
from gopay_help.model.files import COMMON, MAX_BYTES, write_all
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.pack import read_bytes
from gopay_help.tree.walk import parse_tree


def replace_files(contents: Mapping[Path, str], folder: Path) -> None:
    """Put new contents in place in the pack in *folder*, and nowhere that its links lead to.

    Raises:
        DataError: one could not be written; which, and why. Every file that is there is whole.
    """
    encoded = {file: content.encode() for file, content in contents.items()}
    try:
        write_all(encoded, mode=COMMON, most=MAX_BYTES, within=folder)
    except OSError as error:
        raise DataError(not_written(error.filename, error)) from error


# Where the comments of a file stand, as somebody needs it who writes the file anew.


class Said(NamedTuple):
    """A comment, with its sign, and its column, from 0; 0 too where it was squeezed behind a value."""

    column: int
    text: str


class Beside:
    """The comments of one file. Lines count from 0, as in the marks of a parser."""

    def __init__(self, source: str, file: str) -> None:
        comments = parse_yaml(source.encode(), file).comments
        self._lines = source.split("\n")
        self.alone = {one.line - 1: self._read(one) for one in comments if one.alone}
        """Those with a line of their own, by line."""
        self._behind = {one.line - 1: self._read(one) for one in comments if not one.alone}

    def behind(self, first: int, last: int) -> list[Said]:
        """What stands behind values on these lines."""
        return [self._behind[line] for line in range(first, last + 1) if line in self._behind]

    def within(self, first: int, last: int) -> bool:
        """True if a comment stands between the first and the last of these lines."""
        return any(line in self.alone or line in self._behind for line in range(first, last))

    def _read(self, comment: Comment) -> Said:
        line, column = self._lines[comment.line - 1], comment.column - 1
        squeezed = not comment.alone and not line[:column].endswith("  ")
        return Said(0 if squeezed else column, line[column:].rstrip())

    def is_empty(self, line: int) -> bool:
        """True if nothing stands on a line."""
        return line < len(self._lines) and not self._lines[line].strip()


# Writes a YAML file in its one form; comments, order and data stay. An author chooses what stands
# on one line and what in a block, and where a list is broken; spaces, quotes and indents are not a
# matter of choice. Only what our strict reader admits has to be written: no anchors, no tags, one
# document. That is why this is not ruamel.yaml: on the shipped files it rewrote 349 lines, wrote
# `null` as nothing, which the reader refuses, and 1,400 words on one line (0.19.1; at our width,
# 1,036 lines).


_INDENT = 2
_GAP = 2
"""Spaces before a comment behind a value."""
_Collection = yaml.MappingNode | yaml.SequenceNode


def form(source: str, file: str, *, quote_values: bool = False) -> str:
    """*source* in its one form.

    Args:
        source: a file that the strict reader admits.
        file: its name, for messages.
        quote_values: write every value in quotes, as in files of texts.
    """
    source = source.replace("\r\n", "\n")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    top = yaml.compose(source, Loader=loader)
    writer = _Writer(source, Beside(source, file), quote_values=quote_values)
    if isinstance(top, yaml.MappingNode):
        writer.mapping(top, 0)
    return writer.end()


class _Writer:
    def __init__(self, source: str, comments: Beside, *, quote_values: bool) -> None:
        self._source = source
        self._comments = comments
        self._quote_values = quote_values
        self._lines: list[str] = []
        self._next = 0
        """The first line of the source, from 0, that nothing was written for yet."""
        self._indents: dict[int, int] = {}
        """Where a column of the source stands now, for comments that end a block."""

    def end(self) -> str:
        """Everything written, once the comments behind the last value are."""
        self._lead(self._source.count("\n") + 1, 0, 0)
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        return "".join(f"{line}\n" for line in self._lines)

    def mapping(self, node: yaml.MappingNode, indent: int, before: str = "") -> None:
        """A mapping in a block; *before* is the dash that its first key stands behind."""
        columns = _columns(node)
        for number, (key, value) in enumerate(node.value):
            if number or not before:
                self._lead(key.start_mark.line, key.start_mark.column, indent)
            name = self._scalar(key, is_key=True)
            start = f"{before}{name}:" if not number and before else f"{' ' * indent}{name}:"
            if _is_block(value):
                self._put(start, key.start_mark.line, key.start_mark.line)
                self._block(value, indent + _INDENT)
            else:
                gap = " " * (columns[number] - len(name) - 1) if columns[number] else " "
                self._put_inline(f"{start}{gap}", value, key.start_mark.line, indent)

    def _sequence(self, node: yaml.SequenceNode, indent: int) -> None:
        for item in node.value:
            dash = f"{' ' * indent}- "
            self._lead(item.start_mark.line, item.start_mark.column - _INDENT, indent)
            if isinstance(item, yaml.MappingNode) and _is_block(item):
                self.mapping(item, indent + _INDENT, dash)
            elif _is_block(item):
                self._put(dash.rstrip(), item.start_mark.line, item.start_mark.line - 1)
                self._block(item, indent + _INDENT)
            else:
                self._put_inline(dash, item, item.start_mark.line, indent)

    def _block(self, node: yaml.Node, indent: int) -> None:
        if isinstance(node, yaml.MappingNode):
            self.mapping(node, indent)
        elif isinstance(node, yaml.SequenceNode):
            self._sequence(node, indent)

    def _put_inline(self, start: str, value: yaml.Node, line: int, indent: int) -> None:
        """A value on the line of its key; a list that an author broke stays broken where it was."""
        last = _last_line(value)
        if self._comments.within(value.start_mark.line, last):
            # A list with comments inside stays as it stands: nobody knows what they belong to.
            rows = self._source[value.start_mark.index : value.end_mark.index].split("\n")
            self._lines += [(start + rows[0]).rstrip(), *(row.rstrip() for row in rows[1:-1])]
            self._put(rows[-1], last, last)
        elif isinstance(value, _Collection) and last > value.start_mark.line:
            opening, closing = "{}" if isinstance(value, yaml.MappingNode) else "[]"
            self._lines += [start + opening, *self._rows(value, indent + _INDENT)]
            self._put(" " * indent + closing, last, last)
        else:
            self._put(start + self._inline(value), line, last)

    def _rows(self, node: _Collection, indent: int) -> Iterator[str]:
        """The items of a broken list, those of one line of the source on one line."""
        first = [item[0] if isinstance(item, tuple) else item for item in node.value]
        pieces = [(one.start_mark.line, said) for one, said in zip(first, self._items(node), strict=True)]
        for _, row in groupby(pieces, key=lambda piece: piece[0]):
            yield " " * indent + ", ".join(said for _, said in row) + ","

    def _inline(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        joined = ", ".join(self._items(node))
        return f"{{{joined}}}" if isinstance(node, yaml.MappingNode) else f"[{joined}]"

    def _items(self, node: yaml.Node) -> Sequence[str]:
        if isinstance(node, yaml.MappingNode):
            return [f"{self._scalar(key, is_key=True)}: {self._inline(value)}" for key, value in node.value]
        return [self._inline(item) for item in node.value]

    def _scalar(self, node: yaml.ScalarNode, *, is_key: bool = False) -> str:
        """A string as it stands, or in double quotes where it stood in others, or on several lines."""
        written = self._source[node.start_mark.index : node.end_mark.index]
        value = str(node.value)
        if node.style == '"' and "\n" not in written:
            return written
        if not node.style and (is_key or not self._quote_values):
            return value if "\n" not in value else quote(value)
        return quote(value)

    def _put(self, line: str, first: int, last: int) -> None:
        """Write a line that stands for lines *first* to *last* of the source, with their comments.

        A comment stays in its column, where its author lined it up, as long as there is room.
        """
        for comment in self._comments.behind(first, last):
            line = line.ljust(max(comment.column, len(line) + _GAP)) + comment.text
        self._lines.append(line)
        self._next = max(self._next, last + 1)

    def _lead(self, line: int, column: int, indent: int) -> None:
        """Write the comments and empty lines of the source in front of *line*; two empty lines become one.

        A comment that stands deeper than what follows belongs to the block that ends here.
        """
        for number in range(self._next, line):
            comment = self._comments.alone.get(number)
            if comment is not None:
                at = self._indents.get(comment.column, indent) if comment.column > column else indent
                self._lines.append(f"{' ' * at}{comment.text}")
            elif self._comments.is_empty(number) and self._lines and self._lines[-1]:
                self._lines.append("")
        self._indents = {old: new for old, new in self._indents.items() if old < column} | {column: indent}
        self._next = max(self._next, line)


class _Pair(NamedTuple):
    """A key with a value on its line: how far behind the key's begin that begins, how long the key is."""

    line: int
    behind: int
    length: int


def _columns(node: yaml.MappingNode) -> list[int]:
    """For each pair how far behind its key the value begins, where its author lined values up; else 0."""
    pairs = [_pair(key, value) for key, value in node.value]
    columns = [0] * len(pairs)
    for start, stop in _runs(pairs):
        run = [pair for pair in pairs[start:stop] if pair]
        if len(run) > 1 and any(pair.behind > pair.length + 2 for pair in run):
            columns[start:stop] = [max(pair.length for pair in run) + 2] * len(run)
    return columns


def _pair(key: yaml.Node, value: yaml.Node) -> _Pair | None:
    if _is_block(value) or value.start_mark.line != key.start_mark.line:
        return None
    behind = value.start_mark.column - key.start_mark.column
    return _Pair(key.start_mark.line, behind, key.end_mark.column - key.start_mark.column)


def _runs(pairs: Sequence[_Pair | None]) -> Iterator[tuple[int, int]]:
    """Where pairs on lines that follow each other have their values in one column."""
    start = 0
    for stop in range(1, len(pairs) + 1):
        one, other = pairs[stop - 1], pairs[stop] if stop < len(pairs) else None
        if not (one and other and other.line == one.line + 1 and other.behind == one.behind):
            yield start, stop
            start = stop


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, _Collection) and not node.flow_style


def _last_line(node: yaml.Node) -> int:
    """The last line of the source that a value stands on; a block of text ends before its mark."""
    mark = node.end_mark
    return mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line


# Every file of a pack in its one form; a file that would say something else afterwards is left
# alone.


def formed_files(folder: Path) -> dict[Path, tuple[str, str]]:
    """What each YAML file of a pack says, and how it would be written; those that differ only.

    Raises:
        DataError: the pack cannot be read; TreeError, if it has problems of syntax or shape.
    """
    draft = load_source(folder)
    found: dict[Path, tuple[str, str]] = {}
    for file in _files(folder):
        source = read_bytes(file).decode()
        quoted = file.parent.name.startswith(("text", "desk", *SPOKEN))
        formed = form(source, str(file), quote_values=quoted)
        if file == folder / "tree.yaml":
            formed = with_english(formed, str(file), lambda key: draft.text(SOURCE_LANGUAGE, key))
        if formed != source:
            before, after = (parse_yaml(text.encode(), str(file)) for text in (source, formed))
            same = json.dumps(before.data) == json.dumps(after.data)
            if not same or _comments(before) != _comments(after):
                raise DataError(f"{file}: in its one form it would not say the same; please report this")
            found[file] = (source, formed)
    return found | _locks(folder, draft)


def _locks(folder: Path, draft: PackSource) -> dict[Path, tuple[str, str]]:
    """Locks with the texts that are new: they were made from the English that stands beside them now."""
    found: dict[Path, tuple[str, str]] = {}
    for lang in draft.locks:
        entries = read_entries(draft, lang)
        fresh = {one.key: mark(one.english) for one in entries if recorded(draft, lang, one.key) is None}
        there = {one.key for one in entries if one.translation is not None}
        file = lock_file(folder, lang)
        source = read_bytes(file).decode()
        formed = write_lock(draft, lang, {key: digits for key, digits in fresh.items() if key in there})
        if formed != source:
            found[file] = (source, formed)
    return found


def with_english(source: str, file: str, say: Callable[[str], str | None]) -> str:
    """A tree's file with the English behind each question, answer and outcome."""
    document = parse_yaml(source.encode(), file)
    wanted = english_beside(document, parse_tree(document.data), say)
    stale = stands_beside(document)
    lines = source.split("\n")
    for line in stale.keys() | wanted.keys():
        bare = without_english(lines[line - 1]) if line in stale else lines[line - 1]
        lines[line - 1] = f"{bare}  {MARK}{wanted[line]}" if line in wanted else bare
    return "\n".join(lines)


def _files(folder: Path) -> Iterator[Path]:
    """Files that people write; locks are written by the program."""
    yield from sorted(folder.glob("*.yaml"))
    yield from sorted(folder.glob("text*/*.yaml"))
    for shelf in ("desk", *SPOKEN):
        yield from sorted(folder.glob(f"{shelf}/*.yaml"))
    yield from sorted(folder.glob("scenarios/*.yaml"))


def _comments(document: Document) -> Counter[str]:
    kept = (without_english(f"# {one.text}").removeprefix("#").strip() for one in document.comments)
    return Counter(comment for comment in kept if comment)
