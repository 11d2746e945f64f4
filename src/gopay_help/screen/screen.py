"""The page on a terminal: the plain lines, with colour and weight. The only module that knows rich."""

from typing import TextIO

from rich.console import Console
from rich.text import Text

from gopay_help.screen.page import Kind, Page
from gopay_help.screen.plain import lines_of

STYLE = {
    Kind.ALERT: "bold white on red",
    Kind.TITLE: "bold",
    Kind.HEADING: "bold cyan",
    Kind.QUESTION: "bold",
    Kind.TEXT: "",
    Kind.ITEM: "",
    Kind.VALUE: "bold green",
    Kind.NOTE: "dim",
}


def render_screen(page: Page, out: TextIO, width: int) -> None:
    """Draw the page on *out*, a terminal of *width* cells."""
    console = Console(file=out, width=width, highlight=False, markup=False, emoji=False, soft_wrap=True)
    draw(page, console)


def draw(page: Page, console: Console) -> None:
    """Draw the page on a console; texts are drawn as they are, never as markup."""
    for index, part in enumerate(page):
        for line in lines_of(part, console.width, first=not index):
            console.print(Text(line, style=STYLE[part.kind]), soft_wrap=True)
