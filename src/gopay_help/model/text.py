"""Texts by key, in one language, with English behind it; and what is still to be said in one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gopay_help.model.safe import safe_line

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


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every text a person reads, by key.

    ``{name}`` in an entry is filled by `say`; nothing else in it is ever evaluated.
    """

    lang: str
    entries: Mapping[str, str]
    fallback: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, /, **values: object) -> str:
        """The text for *key* with its ``{names}`` filled; a name without a value stays as it is.

        Raises:
            KeyError: no language has the key; the pack check rules that out for shipped packs.
        """
        template = self.entries.get(key) or self.fallback[key]
        return _NAME.sub(lambda name: str(values.get(name[1], name[0])), template) if values else template

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
