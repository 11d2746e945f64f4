"""Texts by key, in one language, with a fallback to English that is counted and never silent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SOURCE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every text a person reads, by key.

    ``{name}`` in an entry is filled by `say`; nothing else in it is ever evaluated.
    """

    lang: str
    entries: Mapping[str, str]
    fallback: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **values: object) -> str:
        """The text for *key* with its ``{names}`` filled.

        Raises:
            KeyError: no language has the key; the pack check rules that out for shipped packs.
        """
        template = self.entries.get(key) or self.fallback[key]
        for name, value in values.items():
            template = template.replace("{" + name + "}", str(value))
        return template

    def has(self, key: str) -> bool:
        """True if some language has the key."""
        return key in self.entries or key in self.fallback
