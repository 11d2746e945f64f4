"""A page as one HTML file: no script, nothing loaded from anywhere, readable on a phone and on paper."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from gopay_help.screen.page import Block, Kind, Page

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root{color-scheme:light dark}
body{font:1rem/1.55 system-ui,"Noto Sans","Noto Sans CJK SC","Source Han Sans SC","PingFang SC",
"Microsoft YaHei","WenQuanYi Micro Hei",sans-serif;
max-width:60rem;margin:0 auto;padding:1.25rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}
h2{font-size:1.15rem;margin:1.75rem 0 .5rem;padding-bottom:.25rem;border-bottom:1px solid #8886}
ul{padding-left:1.25rem;margin:.25rem 0}li{margin:.5rem 0}li p{margin:.15rem 0}.inner{padding-left:1.25rem}
.note{color:#555;font-size:.92em;margin:.25rem 0}
li>p.text{color:CanvasText;font-size:1em}li.note>p.text{font-size:1.08em}
.alert{border-left:.4rem solid #b00020;padding:.5rem .75rem}
.value{font-weight:600}.sides{display:flex;flex-wrap:wrap;gap:1.5rem}
.side{flex:1 1 20rem;min-width:0}.side h2{margin-top:.5rem;border:0}
pre{font:inherit;white-space:pre-wrap;margin:0}
@media (prefers-color-scheme:dark){.note{color:#aaa}}
@media print{:root{color-scheme:light}
body{max-width:none;padding:0;font-size:10.5pt;line-height:1.4;color:#000;background:#fff}.note{color:#333}
h1{font-size:15pt}h2{font-size:11.5pt;margin-top:1.1rem;break-after:avoid}
li{break-inside:avoid;margin:.3rem 0}h2:has(+.sides){break-before:page}
.sides{flex-wrap:nowrap;gap:8mm;font-size:9.5pt}.side{flex-basis:0}
@page{size:A4;margin:16mm}}
"""


@dataclass(frozen=True, slots=True)
class Side:
    """One language's side of a message."""

    lang: str
    heading: str
    text: str


def render_html(title: str, lang: str, page: Page, *, sides: Iterable[Side] = (), notes: Page = ()) -> str:
    """The whole file: the page, then a message in two languages side by side, then notes."""
    body = "".join((*_blocks(page), *_sides(tuple(sides)), *_blocks(notes)))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{body}</main>\n</body>\n</html>\n"
    )


def _blocks(page: Page) -> Iterator[str]:
    """Blocks with a mark become lists; what is indented belongs to the entry before it."""
    listed, titled = False, False
    for index, part in enumerate(page):
        entry = bool(part.mark) and not part.depth
        if listed and not entry and not part.depth:
            yield "</ul>\n"
            listed = False
        if entry:
            yield "" if listed else "<ul>\n"
            yield f'<li class="{part.kind}">{escape(part.text)}'
            listed = True
        else:
            yield _one(part, first=not titled)
            titled = titled or part.kind is Kind.TITLE
        if listed and _ends(page, index):
            yield "</li>\n"
    if listed:
        yield "</ul>\n"


def _ends(page: Page, index: int) -> bool:
    """True if nothing that follows belongs to the entry at *index*."""
    return index + 1 == len(page) or not page[index + 1].depth


def _one(part: Block, *, first: bool) -> str:
    text = escape(part.text)
    if part.kind is Kind.TITLE and first:
        return f"<h1>{text}</h1>\n"
    if part.kind in (Kind.TITLE, Kind.HEADING):
        return f"<h2>{text}</h2>\n"
    inner = " inner" if part.depth > 1 else ""
    return f'<p class="{part.kind}{inner}">{text}</p>\n'


def _sides(sides: tuple[Side, ...]) -> Iterator[str]:
    if not sides:
        return
    yield '<div class="sides">\n'
    for side in sides:
        yield (
            f'<section class="side" lang="{escape(side.lang)}"><h2>{escape(side.heading)}</h2>'
            f"<pre>{escape(side.text)}</pre></section>\n"
        )
    yield "</div>\n"
