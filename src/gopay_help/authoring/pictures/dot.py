"""The chart in Graphviz's DOT: a box lists its ways out in their order, and each arrow starts at its own."""

from collections.abc import Iterator
from html import escape

from gopay_help.authoring.pictures.chart import Box, Chart
from gopay_help.screen.wrap import wrap

_CELLS = 34
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
        f"  {_quoted(box.id)} [label=<{_label(box)}>, tooltip={_quoted(box.caption)}]" for box in chart.boxes
    ]
    lines += [f"  {edge}" for box in chart.boxes for edge in _edges(box, chart)]
    return "\n".join(lines) + "\n}\n"


def _label(box: Box) -> str:
    look = _LOOK[box.kind].replace('BORDER="1"', 'BORDER="4"') if box.passed else _LOOK[box.kind]
    rows = [f'<TR><TD ALIGN="LEFT" PORT="in"><FONT POINT-SIZE="9">{_lines(box.caption)}</FONT></TD></TR>']
    rows.append(f'<TR><TD ALIGN="LEFT"><B>{_lines(box.text)}</B></TD></TR>')
    for index, exit_ in enumerate(box.exits):
        text = f"<B>{_lines(exit_.text)}</B>" if exit_.taken else _lines(exit_.text)
        rows.append(f'<HR/><TR><TD ALIGN="LEFT" PORT="o{index}">{text}</TD></TR>')
    return f'<TABLE {look} CELLBORDER="0" CELLSPACING="0" CELLPADDING="5">{"".join(rows)}</TABLE>'


def _edges(box: Box, chart: Chart) -> Iterator[str]:
    for index, exit_ in enumerate(box.exits):
        thick = ' [penwidth=4, color="#1f2328"]' if exit_.taken else ""
        yield f"{_quoted(box.id)}:o{index}:e -> {_quoted(exit_.to)}:in:w{thick}"
    if box.aid is not None:
        yield f"{_quoted(box.id)} -> {_quoted(box.aid)}:in:w [style=dashed, label={_quoted(chart.aid)}]"


def _lines(text: str) -> str:
    """Lines that are broken here: Graphviz breaks none, and Chinese has no spaces to break at."""
    return '<BR ALIGN="LEFT"/>'.join(escape(line) for line in wrap(text, _CELLS)) + '<BR ALIGN="LEFT"/>'


def _quoted(text: str) -> str:
    """A string of DOT; a backslash would begin one of its escapes."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'
