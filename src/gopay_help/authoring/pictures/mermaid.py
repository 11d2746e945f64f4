"""The chart as a Mermaid flowchart, for places that draw Mermaid by themselves."""

from collections.abc import Iterator
from itertools import groupby

from gopay_help.authoring.pictures.chart import Box, Chart, Exit
from gopay_help.screen.wrap import wrap

MAX_TEXT = 50_000
"""Mermaid draws no longer text unless its host allows it; a chart cannot raise that itself."""
MAX_EDGES = 500

_CELLS = 26
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
    edges = list(_edges(chart))
    lines += [f"  {edge}" for edge, _ in edges]
    taken = [str(number) for number, (_, passed) in enumerate(edges) if passed]
    if taken:
        lines.append(f"  linkStyle {','.join(taken)} stroke-width:5px")
    return "\n".join(lines) + "\n" + _STYLE


def escape(text: str) -> str:
    """Text for a place in quotes: what Mermaid or a browser could take for markup stands as its number."""
    return "".join(char if char.isalnum() or char in " ,:?!'()/" else f"#{ord(char)};" for char in text)


def _node(box: Box) -> Iterator[str]:
    opening, closing = _SHAPE[box.kind]
    lines = (*wrap(box.caption, _CELLS), *wrap(box.text, _CELLS))
    text = "<br/>".join(escape(line) for line in lines)
    yield f'  {_name(box.id)}{opening}"{text}"{closing}:::{box.kind}'
    if box.passed:
        yield f"  class {_name(box.id)} passed"


def _edges(chart: Chart) -> Iterator[tuple[str, bool]]:
    """One arrow for all ways out that lead to the same place; a thick one where the trail goes."""
    for box in chart.boxes:
        places = [exit_.to for exit_ in box.exits]
        ordered = sorted(box.exits, key=lambda exit_: places.index(exit_.to))
        for target, group in groupby(ordered, key=lambda exit_: exit_.to):
            exits = tuple(group)
            arrow = "==>" if any(exit_.taken for exit_ in exits) else "-->"
            taken = arrow == "==>"
            yield f'{_name(box.id)} {arrow}|"{_label(exits)}"| {_name(target)}', taken
        if box.aid is not None:
            yield f'{_name(box.id)} -.->|"{escape(chart.aid)}"| {_name(box.aid)}', False


def _label(exits: tuple[Exit, ...]) -> str:
    lines = [line for exit_ in exits for line in wrap(exit_.text, _CELLS)]
    return "<br/>".join(escape(line) for line in lines)


def _name(node_id: str) -> str:
    """An id that is no word of Mermaid's own, such as `end`."""
    return f"n_{node_id}"


def _plain(text: str) -> str:
    """Text that stands alone in its line, where nothing is ever quoted."""
    return " ".join(text.replace(";", ",").replace("#", "").replace("%", "").split())
