"""The one filter between a text from outside and any place where a person reads it.

A value, a message or a data file may carry bytes that steer a terminal, turn the reading direction or hide
between two letters. Every such character is shown as an escape, so what is printed is what is there. Markup
needs no escape here: no renderer interprets it.
"""

import re
from typing import Final
from unicodedata import category

_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, format characters (bidi, zero-width, soft hyphen, tags), lone surrogates, line separators."""

_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
"""Printable by their category, yet nothing is seen."""


def hidden(char: str) -> bool:
    """True if *char* steers the display or leaves no mark on it."""
    return category(char) in _STEERING or char in _BLANK


def hidden_in(text: str) -> list[str]:
    """The hidden characters of *text*, each once, in order."""
    if text.isascii() and text.isprintable():
        return []
    return [char for char in dict.fromkeys(text) if hidden(char)]


def escape(char: str) -> str:
    r"""The visible name of one character: ``\x1b``, ``\u202e`` or ``\U000e0001``."""
    code = ord(char)
    if code < 0x100:  # noqa: PLR2004 (the width of the escape)
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 (likewise)


def safe(text: str, *, keep: str = "\n\t") -> str:
    """*text* with every hidden character but those of *keep* shown as an escape. Idempotent."""
    if text.isprintable() and _BLANK.isdisjoint(text):  # what steers is never printable
        return text
    return "".join(char if char in keep or not hidden(char) else escape(char) for char in text)


def safe_line(text: str) -> str:
    """As `safe`, and a line break is shown too: what one line was stays one line."""
    return safe(text, keep="")


_CODE: Final = re.compile(r"\d(?:[ .\-]?\d){3,}")
"""What may be somebody's PIN, code or card."""
_SAID: Final = 60


def without_codes(text: str) -> str:
    """*text* without the digits of what may be a PIN, a code or a card."""
    return _CODE.sub("****", text)


def said(text: str) -> str:
    """What was typed in place of a word, as an error may repeat it: short, and no digits of a code."""
    short = text if len(text) <= _SAID else f"{text[:_SAID]}…"
    return safe_line(without_codes(short))
