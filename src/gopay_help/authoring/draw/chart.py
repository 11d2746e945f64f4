"""The tree as boxes with their ways out, in one language, with a trail through it; as DOT and Mermaid."""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

from gopay_help.authoring.draw.ways import Trail, choices, in_order, kind, kind_id, title, way_out
from gopay_help.model.text import Catalogue, safe_line
from gopay_help.model.tree import Node, NodeId, Outcome, Question, Table, Tree
from gopay_help.screen.page import wrap


class Exit(NamedTuple):
    """One way out of a box."""

    text: str
    to: NodeId
    taken: bool = False
    """The trail goes here."""


class Box(NamedTuple):
    """One node."""

    id: NodeId
    kind: str
    """``alarm``, ``question``, ``table``, ``urgent`` or ``outcome``: its shape and its colour."""
    caption: str
    """The kind in words, the place on the trail if it is on it, and the id."""
    text: str
    exits: tuple[Exit, ...] = ()
    aid: NodeId | None = None
    """The outcome whose first aid is shown before the question."""
    passed: bool = False
    """The trail comes here."""


class Chart(NamedTuple):
    """The whole drawing."""

    lang: str
    title: str
    summary: str
    aid: str
    """The word for what `Box.aid` means."""
    boxes: tuple[Box, ...]


def build_chart(tree: Tree, words: Catalogue, trail: Trail = ()) -> Chart:
    """Every node that can be reached, each before those it leads to."""
    order = in_order(tree)
    aid = [node.advise for node in tree.nodes.values() if isinstance(node, Question) and node.advise]
    drawn = dict.fromkeys((*order, *aid))
    steps = _steps(tree, trail)
    boxes = tuple(_box(tree, tree.nodes[node_id], words, trail, steps) for node_id in drawn)
    return Chart(
        lang=words.lang,
        title=safe_line(words.say("bench.tree", id=tree.id, version=tree.version)),
        summary=safe_line(" ".join(_summary(tree, words, trail))),
        aid=words.say("bench.first_aid"),
        boxes=boxes,
    )


def _box(tree: Tree, node: Node, words: Catalogue, trail: Trail, steps: dict[NodeId, int]) -> Box:
    taken = {(choice.node, choice.row) for choice in trail}
    step = steps.get(node.id)
    caption = [kind(node, words), *([words.say("bench.step", number=step)] if step else []), node.id]
    return Box(
        id=node.id,
        kind=kind_id(node),
        caption=safe_line(" · ".join(caption)),
        text=safe_line(title(node, words)),
        exits=tuple(
            Exit(safe_line(way_out(tree, choice, words)), choice.to, (choice.node, choice.row) in taken)
            for choice in choices(node)
        ),
        aid=node.advise if isinstance(node, Question) else None,
        passed=step is not None,
    )


def _steps(tree: Tree, trail: Trail) -> dict[NodeId, int]:
    """The place of each node on the trail, from 1."""
    passed = [choice.node for choice in trail] + ([trail[-1].to] if trail else [])
    return {node_id: number for number, node_id in enumerate(passed, 1) if node_id in tree.nodes}


def _summary(tree: Tree, words: Catalogue, trail: Trail) -> Iterator[str]:
    kinds = [type(node) for node in tree.nodes.values()]
    yield words.say(
        "bench.drawing",
        questions=kinds.count(Question),
        tables=kinds.count(Table),
        outcomes=kinds.count(Outcome),
    )
    if trail:
        way = [f"{choice.node} › {way_out(tree, choice, words)}" for choice in trail]
        yield words.say("bench.highlighted", way=" › ".join((*way, trail[-1].to)))


# The chart in Graphviz's DOT: a box lists its ways out in their order, and each arrow starts at its
# own.


_DOT_CELLS = 34
_HEAD = """\
  graph [rankdir=LR, ranksep=1.1, nodesep=0.25, splines=true, fontname="sans-serif"]
  node [shape=plain, fontname="sans-serif", fontsize=11]
  edge [fontname="sans-serif", fontsize=10, color="#57606a"]
"""
_LOOK = {
    "alarm": 'BGCOLOR="#fde2e0" COLOR="#a40e26" BORDER="4"',
    "question": 'BGCOLOR="#e7f0fe" COLOR="#0550ae" BORDER="1" STYLE="rounded"',
    "table": 'BGCOLOR="#f3effc" COLOR="#6639ba" BORDER="1" STYLE="dashed"',
    "urgent": 'BGCOLOR="#fde2e0" COLOR="#a40e26" BORDER="3"',
    "outcome": 'BGCOLOR="#e6f4ea" COLOR="#116329" BORDER="1" STYLE="rounded"',
}


def render_dot(chart: Chart) -> str:
    """The whole digraph, for ``dot -Tsvg``. Boxes differ by border and by their first line too."""
    lines = [f"// {chart.title}", "digraph tree {", _HEAD.rstrip()]
    lines += [
        f"  {_quoted(box.id)} [label=<{_dot_label(box)}>, tooltip={_quoted(box.caption)}]"
        for box in chart.boxes
    ]
    lines += [f"  {edge}" for box in chart.boxes for edge in _dot_edges(box, chart)]
    return "\n".join(lines) + "\n}\n"


def _dot_label(box: Box) -> str:
    look = _LOOK[box.kind].replace('BORDER="1"', 'BORDER="4"') if box.passed else _LOOK[box.kind]
    rows = [f'<TR><TD ALIGN="LEFT" PORT="in"><FONT POINT-SIZE="9">{_lines(box.caption)}</FONT></TD></TR>']
    rows.append(f'<TR><TD ALIGN="LEFT"><B>{_lines(box.text)}</B></TD></TR>')
    for index, exit_ in enumerate(box.exits):
        text = f"<B>{_lines(exit_.text)}</B>" if exit_.taken else _lines(exit_.text)
        rows.append(f'<HR/><TR><TD ALIGN="LEFT" PORT="o{index}">{text}</TD></TR>')
    return f'<TABLE {look} CELLBORDER="0" CELLSPACING="0" CELLPADDING="5">{"".join(rows)}</TABLE>'


def _dot_edges(box: Box, chart: Chart) -> Iterator[str]:
    for index, exit_ in enumerate(box.exits):
        thick = ' [penwidth=4, color="#1f2328"]' if exit_.taken else ""
        yield f"{_quoted(box.id)}:o{index}:e -> {_quoted(exit_.to)}:in:w{thick}"
    if box.aid is not None:
        yield f"{_quoted(box.id)} -> {_quoted(box.aid)}:in:w [style=dashed, label={_quoted(chart.aid)}]"


def _lines(text: str) -> str:
    """Lines that are broken here: Graphviz breaks none, and Chinese has no spaces to break at."""
    return '<BR ALIGN="LEFT"/>'.join(escape(line) for line in wrap(text, _DOT_CELLS)) + '<BR ALIGN="LEFT"/>'


def _quoted(text: str) -> str:
    """A string of DOT; a backslash would begin one of its escapes."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


# The chart as a Mermaid flowchart, for places that draw Mermaid by themselves.


MAX_TEXT = 50_000
"""Mermaid draws no longer text unless its host allows it; a chart cannot raise that itself."""
MAX_EDGES = 500

_MERMAID_CELLS = 26
_SHAPE = {
    "alarm": ("{{", "}}"),
    "question": ("(", ")"),
    "table": ("[[", "]]"),
    "urgent": ("[/", "/]"),
    "outcome": ("([", "])"),
}
_STYLE = """\
  classDef alarm fill:#fde2e0,stroke:#a40e26,stroke-width:4px,color:#1f2328
  classDef question fill:#e7f0fe,stroke:#0550ae,color:#1f2328
  classDef table fill:#f3effc,stroke:#6639ba,stroke-dasharray:5 3,color:#1f2328
  classDef urgent fill:#fde2e0,stroke:#a40e26,stroke-width:2px,color:#1f2328
  classDef outcome fill:#e6f4ea,stroke:#116329,color:#1f2328
  classDef passed stroke-width:6px
"""


def render_mermaid(chart: Chart) -> str:
    """The whole flowchart. Nodes differ by shape and by their first line, not by colour alone."""
    lines = [f"%% {chart.title}. {chart.summary}", "flowchart LR"]
    lines += [f"  accTitle: {_plain(chart.title)}", f"  accDescr: {_plain(chart.summary)}"]
    lines += [line for box in chart.boxes for line in _node(box)]
    edges = list(_mermaid_edges(chart))
    lines += [f"  {edge}" for edge, _ in edges]
    taken = [str(number) for number, (_, passed) in enumerate(edges) if passed]
    if taken:
        lines.append(f"  linkStyle {','.join(taken)} stroke-width:5px")
    return "\n".join(lines) + "\n" + _STYLE


def escape_mermaid(text: str) -> str:
    """Text for a place in quotes: what Mermaid or a browser could take for markup stands as its number."""
    return "".join(char if char.isalnum() or char in " ,:?!'()/" else f"#{ord(char)};" for char in text)


def _node(box: Box) -> Iterator[str]:
    opening, closing = _SHAPE[box.kind]
    lines = (*wrap(box.caption, _MERMAID_CELLS), *wrap(box.text, _MERMAID_CELLS))
    text = "<br/>".join(escape_mermaid(line) for line in lines)
    yield f'  {_name(box.id)}{opening}"{text}"{closing}:::{box.kind}'
    if box.passed:
        yield f"  class {_name(box.id)} passed"


def _mermaid_edges(chart: Chart) -> Iterator[tuple[str, bool]]:
    """One arrow for all ways out that lead to the same place; a thick one where the trail goes."""
    for box in chart.boxes:
        places = [exit_.to for exit_ in box.exits]
        ordered = sorted(box.exits, key=lambda exit_: places.index(exit_.to))
        for target, group in groupby(ordered, key=lambda exit_: exit_.to):
            exits = tuple(group)
            taken = any(exit_.taken for exit_ in exits)
            lines = (line for exit_ in exits for line in wrap(exit_.text, _MERMAID_CELLS))
            label = "<br/>".join(map(escape_mermaid, lines))
            yield f'{_name(box.id)} {"==>" if taken else "-->"}|"{label}"| {_name(target)}', taken
        if box.aid is not None:
            yield f'{_name(box.id)} -.->|"{escape_mermaid(chart.aid)}"| {_name(box.aid)}', False


def _name(node_id: str) -> str:
    """An id that is no word of Mermaid's own, such as `end`."""
    return f"n_{node_id}"


def _plain(text: str) -> str:
    """Text that stands alone in its line, where nothing is ever quoted."""
    return " ".join(text.replace(";", ",").replace("#", "").replace("%", "").split())


# A layered drawing of a graph without cycles (Sugiyama's way): columns, order in them, then heights.
# Numbers alone: no text, no colour. A column holds the nodes of one rank, which is the longest way there
# from the left. An arrow that passes a column goes through a bend in it; all arrows to one node share their
# bends, so that they join to one line instead of running side by side.


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


# The chart as one SVG file, drawn here: it needs no other program, no network and no font of ours.


_CELLS = 32
_CELL = 7.4
"""Pixels that a cell takes at most in the text's size; what is narrower leaves air."""
_LINE = 17.0
_PAD = 8.0
_WIDTH = _CELLS * _CELL + 2 * _PAD
_MARGIN = 24.0
_TITLE = 40.0


def chart_style() -> str:
    """Colours for light and dark; shape, border and the first line of a box say the same without any."""
    return "\n" + Path(__file__).with_name("chart.css").read_text("utf-8")


_ROUND = {"question": 6, "outcome": 18}


class _Text(NamedTuple):
    """The lines of a box, and where each way out leaves it."""

    caption: list[str]
    name: list[str]
    exits: list[list[str]]

    @property
    def head(self) -> float:
        """Pixels from the top of the box to the first way out."""
        return (len(self.caption) + len(self.name)) * _LINE + 2 * _PAD

    @property
    def height(self) -> float:
        """Pixels of the whole box."""
        return self.head + sum(_height(lines) for lines in self.exits)

    def port(self, index: int) -> float:
        """The middle of a way out, from the top."""
        return self.head + sum(map(_height, self.exits[:index])) + _height(self.exits[index]) / 2


def _height(lines: list[str]) -> float:
    return len(lines) * _LINE + _PAD


def render_svg(chart: Chart) -> str:
    """The whole file."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{draw(chart, style=chart_style())}'


def draw(
    chart: Chart, *, style: str = "", prefix: str = "chart", link: Callable[[str], str] | None = None
) -> str:
    """The svg element alone.

    Args:
        chart: what to draw.
        style: rules to carry along; none where the page around has them already.
        prefix: begins every id, so that several drawings fit in one page.
        link: the address of a node's page; without it boxes are no links.
    """
    texts = {box.id: _text(box) for box in chart.boxes}
    sizes: dict[str, Size] = {name: Size(_WIDTH, text.height, text.head / 2) for name, text in texts.items()}
    layout = lay_out(sizes, _arrows(chart, texts), column_gap=84, row_gap=16)
    width, height = layout.width + 2 * _MARGIN, layout.height + 2 * _MARGIN + _TITLE
    about = f'role="graphics-document" aria-labelledby="{prefix}-title {prefix}-desc"'
    extent = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" lang="{chart.lang}" {about} {extent}>',
        f'<title id="{prefix}-title">{escape(chart.title)}</title>',
        f'<desc id="{prefix}-desc">{escape(chart.summary)}</desc>',
        f"<style>{style}</style>" if style else "",
        f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>',
        f'<text class="head" x="{_MARGIN:.0f}" y="{_MARGIN + 6:.0f}">{escape(chart.title)}</text>'
        if style
        else "",
        f'<g transform="translate({_MARGIN:.0f} {_MARGIN + _TITLE:.0f})">',
        *_drawn_arrows(chart, layout),
        *(part for box in chart.boxes for part in _box_svg(box, texts[box.id], layout.corners[box.id], link)),
        "</g></svg>\n",
    ]
    return "\n".join(part for part in parts if part)


def _text(box: Box) -> _Text:
    return _Text(
        wrap(box.caption, _CELLS),
        wrap(box.text, _CELLS - 2),
        [wrap(each.text, _CELLS - 1) for each in box.exits],
    )


def _arrows(chart: Chart, texts: Mapping[NodeId, _Text]) -> list[Arrow]:
    """The ways out of every box, then first aid, in the order that `_drawn_arrows` expects."""
    ways = [
        Arrow(box.id, texts[box.id].port(index), each.to)
        for box in chart.boxes
        for index, each in enumerate(box.exits)
    ]
    return ways + [Arrow(box.id, _PAD, box.aid) for box in chart.boxes if box.aid is not None]


def _drawn_arrows(chart: Chart, layout: Layout) -> Iterator[str]:
    kinds = ["taken" if each.taken else "" for box in chart.boxes for each in box.exits]
    kinds += ["aid" for box in chart.boxes if box.aid is not None]
    drawn = sorted(zip(kinds, layout.routes, strict=True), key=lambda pair: pair[0] == "taken")
    for sort, route in drawn:
        tip = "taken-tip" if sort == "taken" else "tip"
        size, end = (11, route[-1]) if sort == "taken" else (7, route[-1])
        yield f'<path class="{f"arrow {sort}".strip()}" d="{_curve(route)}"/>'
        yield f'<path class="{tip}" d="M{end.x:.0f} {end.y:.1f}l-{size} -{size / 2:.1f}v{size}z"/>'


def _curve(route: tuple[Point, ...]) -> str:
    """Curves from column to column, straight through a column that is only passed."""
    path = f"M{route[0].x:.0f} {route[0].y:.1f}"
    for index, (start, end) in enumerate(pairwise(route)):
        if index % 2:
            path += f"H{end.x:.0f}"
        else:
            middle = (start.x + end.x) / 2
            path += f"C{middle:.0f} {start.y:.1f} {middle:.0f} {end.y:.1f} {end.x:.0f} {end.y:.1f}"
    return path


def _box_svg(box: Box, text: _Text, corner: Point, link: Callable[[str], str] | None) -> Iterator[str]:
    """The frame, then its lines of text from top to bottom; *link* makes all of it one link."""
    passed = " passed" if box.passed else ""
    yield f'<g class="{box.kind}{passed}" transform="translate({corner.x:.0f} {corner.y:.1f})">'
    yield f'<a href="{escape(link(box.id))}">' if link else ""
    yield f"<title>{escape(box.caption)}: {escape(box.text)}</title>"
    # Rounded for questions, a pill for outcomes, square for the rest; what is urgent has a bar too.
    size, corners = f'height="{text.height:.1f}"', _ROUND.get(box.kind, 0)
    bar = f'<rect class="bar" width="5" {size}/>' if box.kind == "urgent" else ""
    yield f'<rect class="frame" width="{_WIDTH:.0f}" {size} rx="{corners}"/>{bar}'
    yield from _lines_svg(text.caption, _PAD, "caption")
    yield from _lines_svg(text.name, _PAD + len(text.caption) * _LINE, "name")
    top = text.head
    for each, lines in zip(box.exits, text.exits, strict=True):
        yield f'<path class="rule" d="M0 {top:.1f}H{_WIDTH:.0f}"/>'
        yield from _lines_svg(lines, top + _PAD / 2, "chosen" if each.taken else "")
        top += _height(lines)
    yield "</a>" if link else ""
    yield "</g>"


def _lines_svg(lines: list[str], top: float, kind: str) -> Iterator[str]:
    dressed = f' class="{kind}"' if kind else ""
    for number, line in enumerate(lines):
        y = top + number * _LINE + 13
        yield f'<text{dressed} x="{_PAD + 3:.0f}" y="{y:.1f}">{escape(line)}</text>'
