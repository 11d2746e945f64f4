"""Sentences of the engine in another language, known by their English, as gettext knows them.

The rules say what they found in English and know no catalogue. The words hold the same sentences with
``{names}`` where ids and values stand; what a sentence has there is kept as it is. A sentence that the
words do not have stays English: it is still told, only less kindly.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from gopay_help.model.text import Catalogue

PART = "lint.part."
"""Keys of what may stand in place of the names `PARTS`."""
PARTS = frozenset({"kind", "reason"})
"""Names whose values are words, which are put into the other language too."""

_NAME = re.compile(r"\{([a-z_]+)\}")


class _Pattern(NamedTuple):
    key: str
    form: re.Pattern[str]
    fixed: int
    """How many of its letters are the same in every such sentence."""


class Phrases:
    """The sentences whose keys begin with *prefix*."""

    def __init__(self, words: Catalogue, prefix: str) -> None:
        self._words = words
        english = words.fallback or words.entries
        patterns = [_pattern(key, text) for key, text in english.items() if key.startswith(prefix)]
        self._patterns = sorted(patterns, key=lambda pattern: -pattern.fixed)
        self._parts = {text: words.say(key) for key, text in english.items() if key.startswith(PART)}

    def said(self, sentence: str) -> str | None:
        """*sentence* in the language of the words; None if it is none of theirs."""
        plain = unquoted(sentence)
        for pattern in self._patterns:
            if found := pattern.form.fullmatch(plain):
                values = self._values(found.groupdict())
                if values is not None:
                    return self._words.say(pattern.key, **values)
        return None

    def _values(self, found: Mapping[str, str]) -> dict[str, str] | None:
        """The values of the names, words among them translated; None if one of these is not known."""
        values = {name: self._parts.get(value) if name in PARTS else value for name, value in found.items()}
        known = {name: value for name, value in values.items() if value is not None}
        return known if len(known) == len(values) else None


def unquoted(sentence: str) -> str:
    """*sentence* without the marks around keys and code: no text of a pack may hold those."""
    return sentence.replace("`", "")


def _pattern(key: str, text: str) -> _Pattern:
    parts = _NAME.split(text)  # every second one is a name
    form = "".join(f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return _Pattern(key, re.compile(form, re.DOTALL), sum(map(len, parts[::2])))
