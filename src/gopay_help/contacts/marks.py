"""Finds a protected name in a word, and says how far the finding carries.

A name that is spelled right in somebody else's word is the usual lure; a misspelling is rare and easily
innocent. So: the name alone, or at the start, counts; after other letters it counts if those are words that
lures are built from, or if the name hardly ever arises by accident; one wrong letter is only a candidate.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from gopay_help.contacts.letters import alike, readings
from gopay_help.contacts.lookalikes import Lookalikes, Name

MIN_TYPO: Final = 5
"""Shorter names have too many innocent neighbours."""
_LONG_LURE: Final = 4
_LONGEST_WORD: Final = 20
_PIECES: Final = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A name found in a word. `rule` says how; "note", "typo", "near" and "word" need more around them."""

    rule: str
    name: Name
    word: str

    @property
    def strong(self) -> bool:
        """True if it is a look-alike whatever stands around it."""
        return self.rule not in ("note", "typo", "near", "word")


def pieces(text: str) -> list[str]:
    """The runs of letters and of digits in *text*."""
    return _PIECES.findall(text)


class Marks:
    """Searches words for the names of a pack."""

    def __init__(self, data: Lookalikes) -> None:
        self._names = data.names
        self._near = data.near_names
        self._words = data.words
        self._lures = data.lures

    def in_word(self, word: str) -> Mark | None:
        """The strongest mark in *word* (plain letters and digits, no separators)."""
        if len(word) < 3:  # noqa: PLR2004 (no name is that short)
            return None
        weak: Mark | None = None
        for mark in self._marks(word):
            if mark.strong:
                return mark
            weak = weak or mark
        return weak

    def _marks(self, word: str) -> Iterator[Mark]:
        read = readings(word)
        for name in self._names:
            rules = list(dict.fromkeys(rule for reading in read if (rule := self._rule(name, reading))))
            if name.typos and rules in ([], ["note"]) and self._one_letter_off(name, read):
                yield Mark("near" if rules else "typo", name, word)
            for rule in rules:
                yield Mark(rule, name, word)

    def _one_letter_off(self, name: Name, read: tuple[str, ...]) -> bool:
        if len(name.letters) < MIN_TYPO or read[0] in self._near:
            return False
        return any(OSA.distance(reading, name.letters, score_cutoff=1) == 1 for reading in read)

    def _rule(self, name: Name, reading: str) -> str | None:
        """How *name* stands in one reading of a word; None if it does not."""
        best = None
        at = reading.find(name.letters)
        while at >= 0:
            rule = self._place(name, reading[:at], reading[at + len(name.letters) :])
            if rule != "note":
                return rule
            best = rule
            at = reading.find(name.letters, at + 1)
        return best

    def _place(self, name: Name, before: str, after: str) -> str:
        if name.strength == "exact":
            return "word" if not before and not after else "note"
        if name.goes_on(after):
            return "note"
        if not before:
            return "token" if not after or after.isdigit() else "prefix"
        return "suffix" if self._carries(name, before, after) else "note"

    def _carries(self, name: Name, before: str, after: str) -> bool:
        """True if the letters around the name make it the name, not part of another word."""
        if self.made_of_words(before):
            return True
        if (before + name.letters[: name.swallows]).endswith(name.hidden):
            return False
        if name.strength == "distinctive" or not before.isascii():
            return True
        return self._ends_in_lure(before) or (after in self._lures and len(after) >= _LONG_LURE)

    def _ends_in_lure(self, text: str) -> bool:
        return any(
            text[-length:] in self._lures for length in range(_LONG_LURE, min(len(text), _LONGEST_WORD) + 1)
        )

    def made_of_words(self, text: str) -> bool:
        """True if *text* is nothing but known words and digits."""
        reach = [True] + [False] * len(text)
        for end in range(1, len(text) + 1):
            char = text[end - 1]
            if char.isdigit():
                reach[end] = reach[end - 1]
            else:
                starts = range(max(0, end - _LONGEST_WORD), end)
                reach[end] = any(reach[start] and text[start:end] in self._words for start in starts)
        return reach[-1]

    def has_lure(self, words: AbstractSet[str] | list[str]) -> bool:
        """True if one of *words* is a word of lures, letter pairs like i and l made one."""
        return any(alike(piece) in self._lures for word in words for piece in (word, *pieces(word)))
