"""Words that rules look for in texts, by language: data, so that a translator can add to them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

from gopay_help.tree.draft import Draft
from gopay_help.tree.read import read_document

TERMS = "terms"
"""The document of a pack that adds words of its own."""

_CLAUSES = re.compile(r"[.,;:!?()。，；：！？（）、“”\"\n]+|\s[-–—]\s")
_EXAMPLES = 3
_LETTER = r"[0-9A-Za-z\u00c0-\u024f]"
"""Of a script that parts its words with spaces; beside a Chinese letter a Latin word ends."""
_OPENING = " \"'“‘「《"
_SENTENCES = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


class Lexicon:
    """The words of one language. A kind of word that it lacks is never found."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._words = words
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._hints: dict[str, tuple[str, ...]] = {}

    def __bool__(self) -> bool:
        """True if anything is known of the language."""
        return bool(self._words)

    def find(self, kind: str, text: str) -> str | None:
        """The first word of a *kind* that *text* holds, as it stands there; None if there is none."""
        if not may_hold(self._hints_of(kind), text.lower()):
            return None
        found = self._pattern(kind).search(text)
        return found.group() if found else None

    def begins(self, kind: str, text: str) -> bool:
        """True if *text* begins with a word of a *kind*."""
        return bool(self._pattern(kind).match(text.lstrip(_OPENING)))

    def count(self, kind: str, text: str) -> int:
        """How many words of a *kind* *text* holds."""
        return sum(1 for _ in self._pattern(kind).finditer(text))

    def without(self, kind: str, text: str) -> str:
        """*text* without the words of a *kind*."""
        return self._pattern(kind).sub(" ", text)

    def kind(self, *kinds: str) -> str:
        """The first of *kinds* of which the language has words; the last if it has of none."""
        return next((kind for kind in kinds if self._words.get(kind)), kinds[-1])

    def examples(self, kind: str) -> str:
        """Some words of a *kind*, to be told to whoever lacks one."""
        return " or ".join(self._words.get(kind, ())[:_EXAMPLES])

    @cached_property
    def letters(self) -> frozenset[str]:
        """Letters that do not belong to the language, though they look as if they did."""
        return frozenset(self._words.get("letters", ""))

    def _hints_of(self, kind: str) -> tuple[str, ...]:
        if kind not in self._hints:
            self._hints[kind] = hints(self._words.get(kind, ()))
        return self._hints[kind]

    def _pattern(self, kind: str) -> re.Pattern[str]:
        if kind not in self._patterns:
            self._patterns[kind] = phrases(self._words.get(kind, ()))
        return self._patterns[kind]


def phrases(words: Iterable[str], *, exact: bool = False) -> re.Pattern[str]:
    """A pattern for any of *words*: whole words, where the script has them; a star for any ending.

    Large and small letters are one, unless it has to be *exact*.
    """
    longest_first = sorted(words, key=len, reverse=True)
    if exact:  # a word in small letters begins a sentence with a large one
        longest_first += [word[:1].upper() + word[1:] for word in longest_first if word[:1].islower()]
    return re.compile("|".join(map(_phrase, longest_first)) or r"(?!)", 0 if exact else re.IGNORECASE)


def hints(words: Iterable[str]) -> tuple[str, ...]:
    """A part of each word, in small letters: a text without any of these holds none of the words."""
    parts = (max(re.split(r"[\s*]+", word), key=len).lower() for word in words)
    return tuple(dict.fromkeys(parts))


def may_hold(parts: Iterable[str], small: str) -> bool:
    """True if a text in *small* letters holds one of *parts*: looked at first, for patterns are slow."""
    for part in parts:  # noqa: SIM110 (a generator takes three times as long, a hundred thousand times)
        if part in small:
            return True
    return False


def clauses(text: str) -> Iterator[str]:
    """The parts of a text between its marks: a word turns round its own clause only."""
    return (part for part in _CLAUSES.split(text) if part.strip())


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part.strip() for part in _SENTENCES.split(text) if part.strip()]


def lexicon(draft: Draft, lang: str) -> Lexicon:
    """The words of a language: those of this program, and those that the pack adds."""
    added: Mapping[str, Any] = {}
    if TERMS in draft.documents:
        document = cast("Mapping[str, Any]", draft.documents[TERMS].data)
        added = document.get("lexicon", {}).get(lang, {})
    return _own(lang) if not added else Lexicon(_merged(_shipped()["languages"].get(lang, {}), added))


def safety_patterns() -> tuple[str, ...]:
    """Keys of texts that keep money safe, beside those that a pack's tree names; with stars."""
    return tuple(_shipped()["safety"])


def question_ends(lang: str) -> tuple[str, ...]:
    """What a question ends with in a language."""
    ends = _shipped()["question_ends"]
    return tuple(ends.get(lang.partition("-")[0], ends["any"]))


def needs_script(lang: str) -> bool:
    """True if a bare language tag does not say how the language is written."""
    return lang in _shipped()["needs_script"]


@cache
def _shipped() -> Mapping[str, Any]:
    return read_document(Path(__file__).with_suffix(".yaml")).data


@cache
def _own(lang: str) -> Lexicon:
    return Lexicon(_shipped()["languages"].get(lang, {}))


def _merged(own: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: [*own.get(kind, ()), *added.get(kind, ())] for kind in {*own, *added}}


def _phrase(word: str) -> str:
    pattern = re.escape(word).replace(r"\ ", r"\s+").replace(r"\*", r"\w*")
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, word) else ""
    after = rf"(?!{_LETTER})" if re.search(rf"{_LETTER}\Z", word) else ""
    return f"{before}{pattern}{after}"
