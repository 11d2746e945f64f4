"""A message for stderr: on a terminal its lines break between words, in a log they stay whole."""

import os
import re
from typing import TextIO

from gopay_help.screen.page import wrap

_PROMPT = "gopay-help "
_COMMAND = re.compile(r"gopay-help(?: (?:--)?[a-z0-9_-]+(?:=\S+)?)+")
_GLUE = "\x7f"
"""Holds a command in a sentence together; no text that is shown has this character (`model/safe.py`)."""


def fitted(text: str, err: TextIO) -> str:
    """*text* as *err* shows it best. A command stays whole where it can, so that it can be copied."""
    width = _width(err)
    if width is None or all(len(line) * 2 <= width for line in text.splitlines()):  # wide characters too
        return text
    lines = [
        line
        for whole in text.split("\n")
        for line in ([whole] if whole.startswith(_PROMPT) else wrap(_glued(whole, width), width))
    ]
    return "\n".join(lines).replace(_GLUE, " ")


def _glued(line: str, width: int) -> str:
    """*line* with each command that fits into a line of its own as one word."""
    return _COMMAND.sub(
        lambda found: found[0].replace(" ", _GLUE) if len(found[0]) <= width else found[0], line
    )


def _width(err: TextIO) -> int | None:
    """Cells of the terminal behind *err*; None if there is none."""
    try:
        return os.get_terminal_size(err.fileno()).columns or None
    except (OSError, ValueError, AttributeError):
        return None
