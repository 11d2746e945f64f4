"""A translation says what the English says: it is one, it uses the agreed words, its "never" is a "never".

These rules guess from words: those of `trees/lexicon.yaml` and of a pack's `terms.yaml`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.draft import Draft
from gopay_help.tree.lexicon import TERMS, Lexicon, hints, lexicon, may_hold, phrases, question_ends
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.wording import Text, all_texts, forbids, not_to_do, safety_keys

_FULL_WIDTH_DIGIT = re.compile("[０-９]")
_NAME = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LOOKS_LATIN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
"""Greek and Cyrillic: letters that are drawn like Latin ones."""

Fault = tuple[str, str]
"""What is wrong, and how to mend it."""


@rule("I18N009", Stage.MEANING, Level.WARNING)
def check_translated(draft: Draft) -> Iterator[Problem]:
    """A translation is one: not English, of one script, with its digits and its question mark."""
    kept = phrases(_terms(draft).get("keep", ()))
    for text in all_texts(draft):
        words = lexicon(draft, text.lang)
        for fault in (
            _same_as_english(text, kept, words),
            _mixed_scripts(text),
            _wrong_letter(text, words.letters),
            _wide_digit(text),
            _question_mark_lost(text),
        ):
            if fault:
                yield text.problem("I18N009", f"{text.key} {fault[0]}", fault[1])


@rule("I18N010", Stage.MEANING, may_allow=True)
def check_terms(draft: Draft) -> Iterator[Problem]:
    """One thing has one name everywhere, and a "never" that keeps money safe stays a "never"."""
    base = _terms(draft)
    kept, terms = phrases(base.get("keep", ())), [_Term(row) for row in base.get("terms", ())]
    for text in all_texts(draft):
        small = text.said.lower(), (text.english or "").lower()
        for term in terms:
            if term.may_matter(text, *small) and (fault := term.fault(text, kept)):
                yield text.problem("I18N010", *fault)._replace(level=Level.WARNING)
    yield from _weakened(draft)
    yield from _unknown_languages(draft)


class _Term:
    """One row of the term base."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._words: Mapping[str, list[str]] = row["words"]
        self._says = {lang: phrases(words) for lang, words in self._words.items()}
        self._avoids = {lang: phrases(words, exact=True) for lang, words in row.get("avoid", {}).items()}
        self._hints = {lang: hints(words) for lang, words in self._words.items()}
        self._odd = {lang: hints(words) for lang, words in row.get("avoid", {}).items()}

    def may_matter(self, text: Text, small: str, english: str) -> bool:
        """False if neither the text nor its English, in small letters, can hold a word of this row."""
        if text.is_translation and may_hold(self._hints[SOURCE_LANGUAGE], english):
            return True
        return may_hold(self._odd.get(text.lang, ()), small)

    def fault(self, text: Text, names: re.Pattern[str]) -> Fault | None:
        """What is wrong with the way in which a text calls the thing, if anything.

        A term within one of *names*, which stay as they are, is not translated.
        """
        avoided = self._avoids.get(text.lang)
        if avoided and (found := avoided.search(text.said)):
            wanted = " or ".join(self._words.get(text.lang, ()))
            return f"{text.key} says {found.group()!r}, a word that misleads", f"say: {wanted}"
        says = self._says.get(text.lang)
        if says is None or not text.is_translation:
            return None
        english = self._says[SOURCE_LANGUAGE]
        if not english.search(text.english or "") or says.search(text.said):
            return None
        named = english.search(names.sub(_but(english), text.english or ""))
        if named is None:
            return None
        message = f"{text.key} calls {named.group()!r} something else than other texts do"
        return message, f"say: {' or '.join(self._words[text.lang])}"


def _but(term: re.Pattern[str]) -> Callable[[re.Match[str]], str]:
    """Takes a name out of a text, unless it is the term itself."""
    return lambda name: name.group() if term.fullmatch(name.group()) else " "


def _weakened(draft: Draft) -> Iterator[Problem]:
    """Texts that keep money safe, and turn a "never" or a "do not" into less."""
    safety, forbidden = safety_keys(draft), not_to_do(draft)
    english = lexicon(draft, SOURCE_LANGUAGE)
    for text in all_texts(draft):
        words = lexicon(draft, text.lang)
        if text.key not in safety or not text.is_translation or not words:
            continue
        source = text.english or ""
        never = english.find("never", source)
        if never and not words.find("never", text.said):
            message = f'{text.key} is weaker than the English: {never!r} has to stay a "never"'
            yield text.problem("I18N010", message, f"say: {words.examples('never')}")
        elif text.key in forbidden and forbids(english, source) and not _still_forbids(words, text.said):
            message = f"{text.key} forbids nothing; the English does"
            kind = words.kind("forbid", "not")
            yield text.problem("I18N010", message, f"use a word such as: {words.examples(kind)}")


def _still_forbids(words: Lexicon, said: str) -> bool:
    """True if a translation says "do not", where such words of its language are known: "cannot" is none."""
    kind = words.kind("forbid", "not")
    return bool(words.find(kind, words.without("not_counted", said) if kind == "forbid" else said))


def _unknown_languages(draft: Draft) -> Iterator[Problem]:
    """Languages of which no words are known: whether a "never" is kept cannot be seen there."""
    for index, lang in enumerate(draft.tree.languages):
        if not lexicon(draft, lang):
            message = f'no words for "never" and "not" are known in {lang}: nobody sees whether they are kept'
            fix = f"add `lexicon: {{{lang}: …}}` to terms.yaml"
            found = draft.tree_file.problem("I18N010", ("languages", index), message, fix)
            yield found._replace(level=Level.WARNING)


def _same_as_english(text: Text, kept: re.Pattern[str], words: Lexicon) -> Fault | None:
    if not text.is_translation or text.said != text.english:
        return None
    if not _LATIN.search(words.without("same", kept.sub(" ", _NAME.sub(" ", text.said)))):
        return None
    return "says the same as the English", "translate it, or list the name under `keep:` in terms.yaml"


def _mixed_scripts(text: Text) -> Fault | None:
    for word in _WORD.findall(text.said):
        if _LATIN.search(word) and (odd := _LOOKS_LATIN.search(word)):
            return f"mixes scripts in {word!r}: {odd.group()!r} only looks Latin", "type the word again"
    return None


def _wrong_letter(text: Text, letters: frozenset[str]) -> Fault | None:
    found = next((char for char in text.said if char in letters), None)
    if found is None:
        return None
    return f"holds {found!r}, which is not written in {text.lang}", "write it in the letters of this language"


def _wide_digit(text: Text) -> Fault | None:
    found = _FULL_WIDTH_DIGIT.search(text.said)
    if found is None:
        return None
    return f"writes {found.group()!r} in full width", "write digits as 0-9: people search and copy them"


def _question_mark_lost(text: Text) -> Fault | None:
    if not text.is_translation or not (text.english or "").endswith("?"):
        return None
    if text.said.endswith(question_ends(text.lang)):
        return None
    return "asks in English, and ends without a question mark here", "end it with ? or its like"


def _terms(draft: Draft) -> Mapping[str, Any]:
    return draft.documents[TERMS].data if TERMS in draft.documents else {}
