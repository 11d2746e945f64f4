"""A page as Markdown. What a person typed stays text: nothing in it becomes markup, a link or a formula."""

import re

from gopay_help.screen.page import Block, Kind, Page

_ACTIVE = re.compile(
    r"([\\`*_\[\]|~@])"  # emphasis, code, links, tables, mailboxes
    r"|(?<=www)(\.)|(:)(?=//)"  # addresses that readers turn into links by themselves
    r"|^([#+\-=>!]|\d{1,9}(?=[.)]))",  # what would begin a heading, a list, a quote or a formula
    re.IGNORECASE,
)
_PREFIX = {Kind.ALERT: "## ", Kind.TITLE: "# ", Kind.HEADING: "## ", Kind.QUESTION: "### "}


def render_markdown(page: Page) -> str:
    """The page as CommonMark that ends in a newline."""
    return "".join(f"{_line(part)}\n" for part in page)


def escape_markdown(text: str) -> str:
    """*text* so that every reader of Markdown shows it as it is."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    return _ACTIVE.sub(lambda found: _escaped(found[0]), plain)


def _escaped(active: str) -> str:
    return f"&#{ord(active[0])};{active[1:]}" if active[0].isdigit() else f"\\{active}"


def _line(part: Block) -> str:
    text = escape_markdown(part.text)
    if part.kind in _PREFIX:
        return f"\n{_PREFIX[part.kind]}{text}\n"
    indent = "  " * part.depth
    if part.kind is Kind.ITEM:
        return f"{indent}- {text}"
    return f"{indent}- {text}" if part.depth else f"{text}\n"
