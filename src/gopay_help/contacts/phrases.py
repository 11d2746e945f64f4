"""Patterns of words: how a pack's lists of words, of all its languages, become something to search with.

Languages with spaces have whole words, with the endings that may be joined to them; short names may be
spelled out (o-t-p). Words of other scripts are found anywhere. Every pattern is bounded: time is linear.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from unicodedata import category, normalize

_SPELLED: Final = 4
"""Names of up to so many letters may be spelled out."""
_ABBREVIATED: Final = re.compile(r"\b([A-Za-z]{1,3})\.(?=\s[a-z0-9])")
_END: Final = re.compile(r"[.!?\n\r;\u3002\uff01\uff1f]+(?=\s|\Z)|\n|[\u3002\uff01\uff1f!?]")
_NOTHING: Final = r"(?!)"


class Words:
    """The word lists of a pack, as patterns. A list that a pack does not have is never found."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._ending = f"(?:-?(?:{_any_of(lists.get('endings', ()))}))?" if lists.get("endings") else ""
        self._spelled = {word for word in lists.get("secret", ()) if len(word) <= _SPELLED}
        self._parts: dict[tuple[str, ...], str] = {}
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}

    def any(self, *names: str) -> str:
        """A part of a pattern: any word of these lists."""
        if names not in self._parts:
            self._parts[names] = self._any({word for name in names for word in self._lists.get(name, ())})
        return self._parts[names]

    def pattern(self, *names: str) -> re.Pattern[str]:
        """The same, ready to search with."""
        if names not in self._patterns:
            self._patterns[names] = re.compile(self.any(*names))
        return self._patterns[names]

    def loose(self, name: str) -> str:
        """Any word of the list, whatever letters or digits stand beside it."""
        return _any_of(self._lists.get(name, ()))

    def _any(self, words: set[str]) -> str:
        """The words by first letter, that letter bare in front: so a search leaps from one to the next."""
        groups: dict[str, list[str]] = {}
        for word in _longest_first(words):
            groups.setdefault(word[0], []).append(self._rest(word))
        return f"(?:{'|'.join(self._group(first, rests) for first, rests in groups.items()) or _NOTHING})"

    def _group(self, first: str, rests: Sequence[str]) -> str:
        letter, some = re.escape(first), f"(?:{'|'.join(rests)})"
        if not first.isascii():
            return letter + some
        return rf"{letter}(?<![a-z0-9]{letter}){some}{self._ending}(?![a-z0-9])"

    def _rest(self, word: str) -> str:
        """All of *word* but its first letter."""
        if word in self._spelled:
            return "".join(r"[ .\-_*]?" + re.escape(letter) for letter in word[1:])
        if not word.isascii():
            return re.escape(word[1:])
        return rf"{self._ending}\s{{1,3}}".join(map(re.escape, word[1:].split(" ")))


def _any_of(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, _longest_first(words))) or _NOTHING


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def tidy(text: str) -> str:
    """*text* with every letter in its usual form, and without letters that nobody sees."""
    usual = normalize("NFKC", text)
    return usual if usual.isascii() else "".join(char for char in usual if category(char) != "Cf")


def sentences(text: str) -> list[str]:
    """The sentences of *text*; a point after a short word that goes on small is an abbreviation."""
    return [part.strip() for part in _END.split(_ABBREVIATED.sub(r"\1 ", text)) if part.strip()]
