"""Where the comments of a file stand, as somebody needs it who writes the file anew."""

from typing import NamedTuple

from gopay_help.tree.document import Comment
from gopay_help.tree.strict_yaml import parse_yaml


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
