"""Texts by key, in one language, with English behind it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

SOURCE_LANGUAGE = "en"

_NAME = re.compile(r"\{([a-z_]+)\}")


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

    def has(self, key: str) -> bool:
        """True if some language has the key."""
        return key in self.entries or key in self.fallback
