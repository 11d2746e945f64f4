"""A page as Markdown. What a person typed stays text: nothing in it becomes markup, a link or a formula."""

import re

from gopay_help.render.page import Block, Kind, Page

_ACTIVE = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>=@:])")
_PREFIX = {Kind.ALERT: "## ", Kind.TITLE: "# ", Kind.HEADING: "## ", Kind.QUESTION: "### "}


def render_markdown(page: Page) -> str:
    """The page as CommonMark that ends in a newline."""
    return "".join(f"{_line(part)}\n" for part in page)


def escape_markdown(text: str) -> str:
    """*text* so that every reader of Markdown shows it as it is."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    return _ACTIVE.sub(r"\\\1", plain)


def _line(part: Block) -> str:
    text = escape_markdown(part.text)
    if part.kind in _PREFIX:
        return f"\n{_PREFIX[part.kind]}{text}\n"
    indent = "  " * part.depth
    if part.kind is Kind.ITEM:
        return f"{indent}- {text}"
    return f"{indent}- {text}" if part.depth else f"{text}\n"
