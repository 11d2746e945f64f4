"""Documents in, text out: pages for people, JSON for programs. rich is loaded for a terminal only."""

from typing import TextIO

from gopay_help.screen.page import Page
from gopay_help.screen.plain import render_plain


def show(page: Page, out: TextIO, *, width: int | None, plain: bool) -> None:
    """Write a page to *out*.

    Args:
        page: what to say.
        out: where to.
        width: cells of the terminal; None if *out* is none.
        plain: no colour, even on a terminal.
    """
    if width is None or plain:
        out.write(render_plain(page, width))
        return
    from gopay_help.screen.screen import render_screen

    render_screen(page, out, width)
