"""A message for stderr: on a terminal its lines break between words, in a log they stay whole."""

import os
from typing import TextIO

from gopay_help.render.wrap import wrap

_PROMPT = "gopay-help "


def fitted(text: str, err: TextIO) -> str:
    """*text* as *err* shows it best. A line that is a command stays whole, so that it can be copied."""
    width = _width(err)
    if width is None or all(len(line) * 2 <= width for line in text.splitlines()):  # wide characters too
        return text
    lines = [
        line
        for whole in text.split("\n")
        for line in ([whole] if whole.startswith(_PROMPT) else wrap(whole, width))
    ]
    return "\n".join(lines)


def _width(err: TextIO) -> int | None:
    """Cells of the terminal behind *err*; None if there is none."""
    try:
        return os.get_terminal_size(err.fileno()).columns or None
    except (OSError, ValueError, AttributeError):
        return None
