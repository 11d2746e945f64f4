"""Texts by key, in one language, with English behind it; and the one filter before anything is shown.

A value, a message or a data file may carry bytes that steer a terminal, turn the reading direction or hide
between two letters. `safe` shows each such character as an escape. Markup needs none: no renderer
interprets it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, tzinfo
from types import MappingProxyType
from typing import Final, NamedTuple
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


def quoted(text: str) -> str:
    """What was typed in place of a word, as an error may repeat it: a short line, no digits of a code."""
    text = " ".join(line.strip() for line in text.split("\n")).strip()
    short = text if len(text) <= _SAID else f"{text[:_SAID]}…"
    return safe_line(without_codes(short))


SOURCE_LANGUAGE = "en"

_NAME = re.compile(r"\{([a-z_]+)\}")
_LIST = "fault.list"
"""What stands between the values of a list."""


class Phrase:
    """What is to be said, before anybody knows in which language: a key, and what is put into its text.

    A value may be a phrase itself, or a tuple: a list of values. As a string it is for logs and tests.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values

    def __str__(self) -> str:
        """The key and the values, where there are no words."""
        return f"{self.key} ({'; '.join(f'{name}: {_plain(value)}' for name, value in self.values.items())})"


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _meet(pair: str) -> bool:
    """True for a Chinese and a Latin letter that touch: a space belongs between them."""
    latin = any(char.isascii() and char.isalpha() for char in pair)
    return latin and any("\u4e00" <= char <= "\u9fff" for char in pair)


def fill(template: str, values: Mapping[str, object]) -> str:
    """*template* with its ``{names}`` filled; a name without a value stays as it is.

    Where a value brings Chinese and Latin letters together, a space comes between them.
    """

    def put(name: re.Match[str]) -> str:
        value = str(values.get(name[1], name[0]))
        before, behind = template[: name.start()][-1:], template[name.end() :][:1]
        lead = " " if _meet(before + value[:1]) else ""
        return f"{lead}{value} " if _meet(value[-1:] + behind) else lead + value

    return _NAME.sub(put, template)


PROGRAM = "gopay-help"
_COMMAND = re.compile(
    rf"\b{PROGRAM}(?= (?:-|case|channels|check|diagnose|funds|i18n|page|prevent|suggest|tree|verify|watch))"
)


class Catalogue(NamedTuple):
    """Every text a person reads, by key.

    ``{name}`` in an entry is filled by `say`; nothing else in it is ever evaluated.
    """

    lang: str
    entries: Mapping[str, str]
    fallback: Mapping[str, str] = MappingProxyType({})
    program: str = PROGRAM
    """What a person types to call this program, and its pack; commands in the texts begin with it."""
    zone: Callable[[], tzinfo] = lambda: UTC
    """On whose clock the times of a case are read and told: the pack's; nobody asks who needs none."""

    def say(self, key: str, /, **values: object) -> str:
        """The text for *key* with its ``{names}`` filled; a name without a value stays as it is.

        Raises:
            KeyError: no language has the key; the pack check rules that out for shipped packs.
        """
        template = self.entries.get(key) or self.fallback[key]
        parts = [template] if self.program == PROGRAM else _COMMAND.split(template)
        return self.program.join(fill(part, values) if values else part for part in parts)

    def tell(self, phrase: Phrase) -> str:
        """The text of a phrase, and of each phrase in it. What was put in stays one line and steers nothing.

        Raises:
            KeyError: no language has one of the keys.
        """
        return self.say(phrase.key, **{name: self._shown(value) for name, value in phrase.values.items()})

    def _shown(self, value: object) -> str:
        if isinstance(value, Phrase):
            return self.tell(value)
        if isinstance(value, tuple):
            return self.say(_LIST).join(map(self._shown, value))
        return safe_line(str(value))

    def has(self, key: str) -> bool:
        """True if some language has the key."""
        return key in self.entries or key in self.fallback
