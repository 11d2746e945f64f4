"""A data file in memory: plain values, where each of them stands, and what is said beside them."""

from dataclasses import dataclass, field
from typing import NamedTuple

from gopay_help.model.errors import Problem

Data = str | int | bool | None | list["Data"] | dict[str, "Data"]
Trail = tuple[str | int, ...]
"""The way to a value: the keys and indices from the top."""


class Comment(NamedTuple):
    """A comment of a YAML file, without its ``#``."""

    line: int
    column: int
    text: str
    alone: bool
    """True if nothing else stands on the line."""


class Place(NamedTuple):
    """Line and column in a file, both from 1; 0 where nothing is known."""

    line: int = 0
    column: int = 0


@dataclass(slots=True)
class Document:
    """A file as plain data, with the place of every key and value.

    ``data`` holds str, int, bool, None, list and dict only. ``places`` and ``comments``
    are empty for compiled JSON.
    """

    file: str
    data: dict[str, Data]
    places: dict[Trail, Place] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()

    def place(self, *trail: str | int) -> Place:
        """Where the value at *trail* stands, or the nearest value around it."""
        while trail and trail not in self.places:
            trail = trail[:-1]
        return self.places.get(trail, Place())

    def problem(self, rule: str, trail: Trail, message: str, fix: str) -> Problem:
        """A problem at the place of *trail*."""
        place = self.place(*trail)
        return Problem(rule, message, fix, self.file, place.line, place.column)
