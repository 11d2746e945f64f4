"""The tree as boxes with their ways out, in one language, with a trail through it; as DOT and Mermaid."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
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
            arrow = "==>" if any(exit_.taken for exit_ in exits) else "-->"
            taken = arrow == "==>"
            yield f'{_name(box.id)} {arrow}|"{_mermaid_label(exits)}"| {_name(target)}', taken
        if box.aid is not None:
            yield f'{_name(box.id)} -.->|"{escape_mermaid(chart.aid)}"| {_name(box.aid)}', False


def _mermaid_label(exits: tuple[Exit, ...]) -> str:
    lines = [line for exit_ in exits for line in wrap(exit_.text, _MERMAID_CELLS)]
    return "<br/>".join(escape_mermaid(line) for line in lines)


def _name(node_id: str) -> str:
    """An id that is no word of Mermaid's own, such as `end`."""
    return f"n_{node_id}"


def _plain(text: str) -> str:
    """Text that stands alone in its line, where nothing is ever quoted."""
    return " ".join(text.replace(";", ",").replace("#", "").replace("%", "").split())
