"""Plain text: no colour, no cursor movement; for pipes, screen readers and simple terminals."""

from collections.abc import Iterator

from gopay_help.screen.page import Block, Kind, Page


def render_plain(page: Page, width: int | None = None) -> str:
    """The page as text that ends in a newline.

    Args:
        page: what to say.
        width: cells of the terminal; None where lines must not be broken (a pipe).
    """
    lines = [line for index, part in enumerate(page) for line in lines_of(part, width, first=not index)]
    return "".join(f"{line}\n" for line in lines)


def lines_of(part: Block, width: int | None, *, first: bool) -> Iterator[str]:
    """The lines of one block; a heading or title is set off by an empty line before it."""
    if part.kind in (Kind.HEADING, Kind.TITLE, Kind.ALERT) and not first:
        yield ""
    indent = "  " * part.depth
    mark = f"{part.mark} " if part.mark else ""
    for number, line in enumerate(_broken(part.text, width, len(indent) + len(mark))):
        yield f"{indent}{mark if number == 0 else ' ' * len(mark)}{line}".rstrip()


def _broken(text: str, width: int | None, margin: int) -> list[str]:
    if width is None:
        return [text]
    from gopay_help.screen.wrap import wrap

    return wrap(text, width - margin)
