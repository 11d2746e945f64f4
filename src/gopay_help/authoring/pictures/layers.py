"""A layered drawing of a graph without cycles (Sugiyama's way): columns, order in them, then heights.

Numbers alone: no text, no colour. A column holds the nodes of one rank, which is the longest way there
from the left. An arrow that passes a column goes through a bend in it; all arrows to one node share their
bends, so that they join to one line instead of running side by side.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

SWEEPS = 24
"""Times that the order in the columns is tried to be bettered; more change nothing for 150 nodes."""
SETTLINGS = 12
BEND_GAP = 10.0


class Size(NamedTuple):
    """A node's box in pixels, and how far below its top arrows come in."""

    width: float
    height: float
    entry: float


class Arrow(NamedTuple):
    """An arrow from a place `port` pixels below the top of its source."""

    source: str
    port: float
    target: str


class Point(NamedTuple):
    """A place in the drawing, from its left upper corner."""

    x: float
    y: float


class Layout(NamedTuple):
    """Where everything is."""

    corners: Mapping[str, Point]
    """The left upper corner of each box."""
    routes: Sequence[tuple[Point, ...]]
    """For each arrow its start, then two points for each column that it passes, then its end."""
    width: float
    height: float
    crossings: int


_Key = tuple[str, int]
"""A node with its rank; a bend is the target of its arrows, at a rank before the target's own."""


class _Line(NamedTuple):
    """A piece of an arrow between one column and the next."""

    start: _Key
    port: float
    end: _Key


@dataclass(slots=True)
class _Drawing:
    sizes: Mapping[_Key, Size]
    columns: list[list[_Key]]
    before: dict[_Key, list[_Line]] = field(default_factory=lambda: defaultdict(list))
    after: dict[_Key, list[_Line]] = field(default_factory=lambda: defaultdict(list))
    top: dict[_Key, float] = field(default_factory=dict)


def lay_out(
    sizes: Mapping[str, Size], arrows: Sequence[Arrow], *, column_gap: float, row_gap: float
) -> Layout:
    """Place the boxes of *sizes* so that arrows lead to the right and cross little.

    Args:
        sizes: every node; a source stands before its targets.
        arrows: all arrows between them.
        column_gap: pixels between columns, where arrows turn.
        row_gap: pixels between boxes of a column.
    """
    ranks = _ranks(sizes, arrows)
    drawing = _with_bends(sizes, ranks, arrows)
    crossings = _order(drawing)
    _settle(drawing, row_gap)
    return _measured(drawing, ranks, arrows, column_gap, crossings)


def _ranks(sizes: Mapping[str, Size], arrows: Sequence[Arrow]) -> dict[str, int]:
    leaving = defaultdict(list)
    for arrow in arrows:
        leaving[arrow.source].append(arrow.target)
    ranks = dict.fromkeys(sizes, 0)
    for node in sizes:
        for target in leaving[node]:
            ranks[target] = max(ranks[target], ranks[node] + 1)
    return ranks


def _with_bends(sizes: Mapping[str, Size], ranks: Mapping[str, int], arrows: Sequence[Arrow]) -> _Drawing:
    every = {(node, ranks[node]): size for node, size in sizes.items()}
    drawing = _Drawing(every, [[] for _ in range(max(ranks.values(), default=0) + 1)])
    lines = dict.fromkeys(
        _Line((arrow.source, at), arrow.port, (arrow.target, at + 1))
        if at == ranks[arrow.source]
        else _Line((arrow.target, at), 0.0, (arrow.target, at + 1))
        for arrow in arrows
        for at in range(ranks[arrow.source], ranks[arrow.target])
    )
    for line in lines:
        every.setdefault(line.end, Size(0.0, 0.0, 0.0))
        drawing.after[line.start].append(line)
        drawing.before[line.end].append(line)
    for key in every:
        drawing.columns[key[1]].append(key)
    return drawing


def _order(drawing: _Drawing) -> int:
    """Sort each column by where its neighbours stand; the best order stays. Its crossings."""
    best, fewest = [list(column) for column in drawing.columns], _crossings(drawing)
    for sweep in range(SWEEPS):
        columns = drawing.columns[1:] if sweep % 2 == 0 else drawing.columns[-2::-1]
        for column in columns:
            place = _places(drawing)
            wish = {key: _barycentre(drawing, key, place, leftwards=sweep % 2 == 0) for key in column}
            column.sort(key=wish.__getitem__)
        crossings = _crossings(drawing)
        if crossings < fewest:
            best, fewest = [list(column) for column in drawing.columns], crossings
    drawing.columns = best
    return fewest


def _places(drawing: _Drawing) -> dict[_Key, int]:
    return {key: index for column in drawing.columns for index, key in enumerate(column)}


def _barycentre(drawing: _Drawing, key: _Key, place: Mapping[_Key, int], *, leftwards: bool) -> float:
    if leftwards:
        places = [place[line.start] + _share(drawing, line) for line in drawing.before[key]]
    else:
        places = [place[line.end] - _share(drawing, line) for line in drawing.after[key]]
    return sum(places) / len(places) if places else place[key]


def _share(drawing: _Drawing, line: _Line) -> float:
    """How far down its source an arrow starts, from 0 to 1."""
    return line.port / drawing.sizes[line.start].height if line.port else 0.0


def _crossings(drawing: _Drawing) -> int:
    place = _places(drawing)
    total = 0
    for column in drawing.columns:
        lines = [line for key in column for line in drawing.after[key]]
        ends = [place[line.end] for line in sorted(lines, key=lambda line: (place[line.start], line.port))]
        seen: list[int] = []
        for end in ends:
            total += len(seen) - bisect_right(seen, end)
            insort(seen, end)
    return total


def _settle(drawing: _Drawing, row_gap: float) -> None:
    """Give each node a height near those it is joined to; the order stays, and so do the gaps."""
    for column in drawing.columns:
        _place_column(drawing, column, dict.fromkeys(column, 0.0), row_gap)
    for settling in range(SETTLINGS):
        columns = drawing.columns if settling % 2 == 0 else drawing.columns[::-1]
        for column in columns:
            _place_column(drawing, column, {key: _wish(drawing, key) for key in column}, row_gap)


def _wish(drawing: _Drawing, key: _Key) -> float:
    """The top at which a node's arrows would run level, on average."""
    entry = drawing.sizes[key].entry
    tops = [drawing.top[line.start] + line.port - entry for line in drawing.before[key]]
    tops += [drawing.top[line.end] + drawing.sizes[line.end].entry - line.port for line in drawing.after[key]]
    return sum(tops) / len(tops) if tops else drawing.top[key]


def _place_column(drawing: _Drawing, column: list[_Key], wish: Mapping[_Key, float], row_gap: float) -> None:
    offsets, floor = [], 0.0
    for key in column:
        offsets.append(floor)
        floor += drawing.sizes[key].height + (row_gap if drawing.sizes[key].height else BEND_GAP)
    wished = [wish[key] - offset for key, offset in zip(column, offsets, strict=True)]
    for key, offset, top in zip(column, offsets, _rising(wished), strict=True):
        drawing.top[key] = top + offset


def _rising(values: Sequence[float]) -> list[float]:
    """The values nearest to these (least squares) of which none is below the one before it."""
    pools: list[tuple[float, int]] = []
    for value in values:
        total, size = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / size:
            before, count = pools.pop()
            total, size = total + before, size + count
        pools.append((total, size))
    return [total / size for total, size in pools for _ in range(size)]


def _measured(
    drawing: _Drawing,
    ranks: Mapping[str, int],
    arrows: Sequence[Arrow],
    column_gap: float,
    crossings: int,
) -> Layout:
    widths = [max(drawing.sizes[key].width for key in column) for column in drawing.columns]
    lefts = [sum(widths[:rank]) + column_gap * rank for rank in range(len(widths))]
    highest = min(drawing.top.values(), default=0.0)
    corners = {node: Point(lefts[rank], drawing.top[node, rank] - highest) for node, rank in ranks.items()}

    def route(arrow: Arrow) -> tuple[Point, ...]:
        start, end = corners[arrow.source], corners[arrow.target]
        source = drawing.sizes[arrow.source, ranks[arrow.source]]
        target = drawing.sizes[arrow.target, ranks[arrow.target]]
        bends = [
            Point(x, drawing.top[arrow.target, rank] - highest)
            for rank in range(ranks[arrow.source] + 1, ranks[arrow.target])
            for x in (lefts[rank], lefts[rank] + widths[rank])
        ]
        first = Point(start.x + source.width, start.y + arrow.port)
        return (first, *bends, Point(end.x, end.y + target.entry))

    bottom = max(drawing.top[key] + drawing.sizes[key].height for key in drawing.top) - highest
    return Layout(corners, [route(arrow) for arrow in arrows], lefts[-1] + widths[-1], bottom, crossings)
