"""The chart as one SVG file, drawn here: it needs no other program, no network and no font of ours."""

from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import pairwise
from typing import NamedTuple

from gopay_help.authoring.pictures.chart import Box, Chart
from gopay_help.authoring.pictures.layers import Arrow, Layout, Point, Size, lay_out
from gopay_help.model.tree import NodeId
from gopay_help.screen.wrap import wrap

_CELLS = 32
_CELL = 7.4
"""Pixels that a cell takes at most in the text's size; what is narrower leaves air."""
_LINE = 17.0
_PAD = 8.0
_WIDTH = _CELLS * _CELL + 2 * _PAD
_MARGIN = 24.0
_TITLE = 40.0

STYLE = """
.chart{font:13px system-ui,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
--paper:#fff;--ink:#1f2328;--soft:#57606a;--line:#6e7781;--alarm:#fde2e0;--alarm-edge:#a40e26;
--question:#e7f0fe;--question-edge:#0550ae;--table:#f3effc;--table-edge:#6639ba;
--outcome:#e6f4ea;--outcome-edge:#116329}
@media(prefers-color-scheme:dark){.chart{--paper:#0d1117;--ink:#e6edf3;--soft:#adbac7;--line:#8b949e;
--alarm:#4a1216;--alarm-edge:#ff938a;--question:#12294b;--question-edge:#79b8ff;--table:#2a1f47;
--table-edge:#cbb2ff;--outcome:#12331d;--outcome-edge:#7ee2a0}}
.chart .paper{fill:var(--paper)}.chart text{fill:var(--ink)}.chart .caption{fill:var(--soft);font-size:11.5px}
.chart .name{font-weight:600}.chart .head{font-size:17px;font-weight:600}
.chart .frame{stroke-width:1.5}.chart .rule{stroke:var(--line);stroke-width:.6}
.chart .question .frame{fill:var(--question);stroke:var(--question-edge)}
.chart .alarm .frame{fill:var(--alarm);stroke:var(--alarm-edge);stroke-width:5}
.chart .table .frame{fill:var(--table);stroke:var(--table-edge);stroke-dasharray:6 4}
.chart .urgent .frame{fill:var(--alarm);stroke:var(--alarm-edge)}.chart .bar{fill:var(--alarm-edge)}
.chart .outcome .frame{fill:var(--outcome);stroke:var(--outcome-edge)}
.chart .passed .frame{stroke-width:4.5}
.chart .arrow{fill:none;stroke:var(--line);stroke-width:1.2}.chart .aid{stroke-dasharray:2 4}
.chart .arrow.taken{stroke:var(--ink);stroke-width:4.5}.chart .tip{fill:var(--line)}
.chart .taken-tip{fill:var(--ink)}.chart .chosen{font-weight:700}
.chart a:focus-visible .frame{stroke-width:6}
"""
"""Colours for light and dark; shape, border and the first line of a box say the same without any."""

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
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{draw(chart, style=STYLE)}'


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
        *(part for box in chart.boxes for part in _box(box, texts[box.id], layout.corners[box.id], link)),
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
    for kind, route in drawn:
        tip = "taken-tip" if kind == "taken" else "tip"
        size, end = (11, route[-1]) if kind == "taken" else (7, route[-1])
        yield f'<path class="{f"arrow {kind}".strip()}" d="{_curve(route)}"/>'
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


def _box(box: Box, text: _Text, corner: Point, link: Callable[[str], str] | None) -> Iterator[str]:
    """The frame, then its lines of text from top to bottom; *link* makes all of it one link."""
    passed = " passed" if box.passed else ""
    yield f'<g class="{box.kind}{passed}" transform="translate({corner.x:.0f} {corner.y:.1f})">'
    yield f'<a href="{escape(link(box.id))}">' if link else ""
    yield f"<title>{escape(box.caption)}: {escape(box.text)}</title>"
    yield _frame(box.kind, text.height)
    yield from _lines(text.caption, _PAD, "caption")
    yield from _lines(text.name, _PAD + len(text.caption) * _LINE, "name")
    top = text.head
    for each, lines in zip(box.exits, text.exits, strict=True):
        yield f'<path class="rule" d="M0 {top:.1f}H{_WIDTH:.0f}"/>'
        yield from _lines(lines, top + _PAD / 2, "chosen" if each.taken else "")
        top += _height(lines)
    yield "</a>" if link else ""
    yield "</g>"


def _frame(kind: str, height: float) -> str:
    """Rounded for questions, a pill for outcomes, square for the rest; what is urgent has a bar too."""
    frame = f'<rect class="frame" width="{_WIDTH:.0f}" height="{height:.1f}" rx="{_ROUND.get(kind, 0)}"/>'
    return frame + (f'<rect class="bar" width="5" height="{height:.1f}"/>' if kind == "urgent" else "")


def _lines(lines: list[str], top: float, kind: str) -> Iterator[str]:
    dressed = f' class="{kind}"' if kind else ""
    for number, line in enumerate(lines):
        y = top + number * _LINE + 13
        yield f'<text{dressed} x="{_PAD + 3:.0f}" y="{y:.1f}">{escape(line)}</text>'
