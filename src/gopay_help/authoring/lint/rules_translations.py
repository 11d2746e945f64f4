"""Rules of translations: they say what the English says, in its figures, terms and prohibitions, to the end.

Most guess from words: those of `lexicon.yaml` and of a pack's `terms.yaml`.
"""

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, cast

from gopay_help.authoring.lint.draft import NAMING, PackSource
from gopay_help.authoring.lint.rule import Stage, rule
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.words import (
    TERMS,
    Lexicon,
    Text,
    all_texts,
    cells,
    forbids,
    hints,
    lexicon,
    may_hold,
    not_to_do,
    phrases,
    question_ends,
    safety_keys,
)
from gopay_help.authoring.lint.yaml import Document, Trail
from gopay_help.model.errors import Filled, Level, Problem
from gopay_help.model.text import SOURCE_LANGUAGE

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_NAMED = re.compile(r"\{[a-z_]+\}")
_LONG = 24
"""From so many cells on, two texts are alike because one was copied, not because little can be said."""
_ALIKE = 0.6
"""From here on two English texts may well be one in another language."""


@rule("I18N014", Stage.MEANING, Level.WARNING)
def check_figures(draft: PackSource) -> Iterator[Problem]:
    """A translation says no other figures than the English: people wait, pay and count by them."""
    for text in all_texts(draft):
        if not text.is_translation:
            continue
        english, here = _figures(text.english or ""), _figures(text.said)
        lost = [shown for value, shown in english.items() if value not in here]
        odd = [shown for value, shown in here.items() if value not in english]
        if lost and odd:
            message = Filled(
                "{key} says {odd} where the English says {figures}",
                key=text.key,
                odd=", ".join(odd),
                figures=", ".join(lost),
            )
            yield text.problem("I18N014", message, Filled("say: {words}", words=", ".join(lost)))


@rule("I18N015", Stage.MEANING, Level.WARNING)
def check_own_key(draft: PackSource) -> Iterator[Problem]:
    """Two texts that differ in English differ in translation: else one was pasted under the wrong key."""
    first: dict[tuple[str, str], Text] = {}
    for text in all_texts(draft):
        if not text.is_translation or cells(text.said) < _LONG:
            continue
        known = first.setdefault((text.lang, text.said), text)
        if not _alike(known.english or "", text.english or ""):
            message = f"{text.key} says the same as {known.key}, and their English does not"
            yield text.problem("I18N015", message, f"translate {text.english!r} here")


@rule("I18N018", Stage.MEANING, Level.WARNING)
def check_denials(draft: PackSource) -> Iterator[Problem]:
    """A stated fact that denies something in English denies it in translation too."""
    for text in all_texts(draft):
        if not text.is_translation or not text.key.startswith("claim."):
            continue
        english, words = lexicon(draft, SOURCE_LANGUAGE), lexicon(draft, text.lang)
        denied = english.find("denies", english.without("not_counted", text.english or ""))
        if denied and words and not words.find("not", words.without("not_counted", text.said)):
            message = f"{text.key} denies nothing; the English does: {denied!r}"
            yield text.problem("I18N018", message, f"use a word such as: {words.examples('not')}")


def _figures(said: str) -> dict[str, str]:
    """Figures as they stand, by what they count: 20 million and 2000 万 are one, as are 22:00 and 22.00."""
    return {
        re.sub(r"\D", "", found).rstrip("0") or "0": found for found in _FIGURE.findall(_NAMED.sub("", said))
    }


def _alike(one: str, two: str) -> bool:
    return one == two or difflib.SequenceMatcher(None, one.casefold(), two.casefold()).ratio() > _ALIKE


_FULL_WIDTH_DIGIT = re.compile("[０-９]")
_NAME = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LOOKS_LATIN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
"""Greek and Cyrillic: letters that are drawn like Latin ones."""

Fault = tuple[str, str]
"""What is wrong, and how to mend it."""


@rule("I18N009", Stage.MEANING, Level.WARNING)
def check_translated(draft: PackSource) -> Iterator[Problem]:
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
                yield text.problem("I18N009", Filled(f"{{key}} {fault[0]}", key=text.key), fault[1])


@rule("I18N010", Stage.MEANING, may_allow=True)
def check_terms(draft: PackSource) -> Iterator[Problem]:
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
            return f"{text.key} says {found.group()!r}, a word that misleads", Filled(
                "say: {words}", words=wanted
            )
        says = self._says.get(text.lang)
        if says is None or not text.is_translation:
            return None
        english = self._says[SOURCE_LANGUAGE]
        if not english.search(text.english or "") or says.search(text.said):
            return None
        named = english.search(
            names.sub(
                lambda name: name.group() if english.fullmatch(name.group()) else " ", text.english or ""
            )
        )
        if named is None:
            return None
        message = Filled(
            "{key} calls {term} something else than other texts do", key=text.key, term=repr(named.group())
        )
        return message, Filled("say: {words}", words=" or ".join(self._words[text.lang]))


def _weakened(draft: PackSource) -> Iterator[Problem]:
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
            message: str = Filled(
                '{key} is weaker than the English: {never} has to stay a "never"',
                key=text.key,
                never=repr(never),
            )
            yield text.problem("I18N010", message, Filled("say: {words}", words=words.examples("never")))
        elif text.key in forbidden and forbids(english, source) and not _still_forbids(words, text.said):
            message = f"{text.key} forbids nothing; the English does"
            kind = words.kind("forbid", "not")
            yield text.problem("I18N010", message, f"use a word such as: {words.examples(kind)}")


def _still_forbids(words: Lexicon, said: str) -> bool:
    """True if a translation says "do not", where such words of its language are known: "cannot" is none."""
    kind = words.kind("forbid", "not")
    return bool(words.find(kind, words.without("not_counted", said) if kind == "forbid" else said))


def _unknown_languages(draft: PackSource) -> Iterator[Problem]:
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


def _terms(draft: PackSource) -> Mapping[str, Any]:
    return draft.documents[TERMS].data if TERMS in draft.documents else {}


_NOTE = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b|\b[Ll]orem ipsum\b")
_DAMAGED = re.compile(
    r"\ufffd|\?{4,}|[\u00c2\u00c3][\u0080-\u00bf]|\u00e2[\u0080\u20ac]|[\u00e4-\u00e9][\u0080-\u00bf\u2013-\u2122]"
)
"""What is left of letters that were saved in one encoding and read in another, or lost."""
_SENTENCE_ENDS = ".!?。！？…"
_CLOSING = "\"'”’」』》）)] "
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "«": "»"}
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTERS = re.compile(r"[^\W\d_]")
_MOST = 0.9
"""So large a share of a language's texts says in which script it is written."""
_WORDS = 4
_SHORT = 8
"""A word in quotes is a word that is quoted."""

FaultUnfinished = tuple[str, str]
"""What is wrong, and how to mend it."""


@rule("I18N016", Stage.MEANING, Level.WARNING)
def check_whole(draft: PackSource) -> Iterator[Problem]:
    """A text is whole: it says something, to its end, in letters of its language."""
    han = _written_in_han(draft)
    for text in all_texts(draft):
        looks = (_blank, _note, _damaged, partial(_wrong_script, han=han), _quoted, _cut)
        fault = next(filter(None, (look(text) for look in looks)), None)
        if fault:
            yield text.problem("I18N016", Filled(f"{{key}} {fault[0]}", key=text.key), fault[1])
    for documents in draft.texts.values():
        for document in documents:
            yield from _cut_by_a_comment(document)


def _blank(text: Text) -> FaultUnfinished | None:
    return None if text.said.strip() else ("is blank", "write it, or remove the line")


def _note(text: Text) -> FaultUnfinished | None:
    found = _NOTE.search(text.said)
    return (f"holds a note to oneself: {found.group()!r}", "finish the text") if found else None


def _damaged(text: Text) -> FaultUnfinished | None:
    found = _DAMAGED.search(text.said)
    if not found:
        return None
    return f"was damaged on the way: {found.group()!r}", "write it again, and save the file as UTF-8"


def _wrong_script(text: Text, han: dict[str, bool]) -> FaultUnfinished | None:
    """A sentence of another language under this one's key; names and marks stay as they are."""
    if not text.is_translation or text.lang not in han or text.key in NAMING:
        return None
    if han[text.lang]:
        foreign = not _HAN.search(text.said) and len(text.said.split()) > _WORDS
    else:
        ours = len(_HAN.findall(text.said)) if _HAN.search(text.said) else 0
        foreign = bool(ours) and ours * 2 > len(_LETTERS.findall(text.said))
    return ("is written in another script than this language", "translate it") if foreign else None


def _written_in_han(draft: PackSource) -> dict[str, bool]:
    """Languages whose texts hardly ever, or nearly always, hold Chinese characters."""
    held, every = Counter[str](), Counter[str]()
    for text in all_texts(draft):
        every[text.lang] += 1
        held[text.lang] += bool(_HAN.search(text.said))
    shares = {lang: held[lang] / count for lang, count in every.items()}
    return {lang: share > _MOST for lang, share in shares.items() if not 1 - _MOST < share < _MOST}


def _quoted(text: Text) -> FaultUnfinished | None:
    """Typographic quotes round the whole, where straight ones were meant: they would be shown."""
    closing = _QUOTES.get(text.said[:1])
    if closing is None or len(text.said) < _SHORT:
        return None
    if not text.said.endswith(closing) or closing in text.said[1:-1]:
        return None
    if not text.is_translation or (text.english or "")[:1] in ("'", '"', *_QUOTES):
        return None
    return f"stands in {text.said[0]}{closing}, which people would see", 'write straight quotes (") round it'


def _cut(text: Text) -> FaultUnfinished | None:
    """The English ends as a sentence does, and its translation does not."""
    if not text.is_translation or not (text.english or "").rstrip(_CLOSING).endswith((".", "!")):
        return None
    if text.said.rstrip(_CLOSING).endswith(tuple(_SENTENCE_ENDS)):
        return None
    if not re.search(rf"[{_SENTENCE_ENDS}]", _others(text)):
        return None
    return "stops without the end of a sentence", "write it to its end; a long text stands in quotes"


def _others(text: Text) -> str:
    """All that its file says: a language that ends sentences otherwise has no full stops at all."""
    return " ".join(map(str, text.document.data.values()))


def _cut_by_a_comment(document: Document) -> Iterator[Problem]:
    """A ` #` in a text without quotes: what follows is a comment, and nobody reads it."""
    lines = {document.place(key): key for key in document.data}
    by_line = {place.line: (place, key) for place, key in lines.items()}
    for comment in document.comments:
        if comment.alone or comment.line not in by_line:
            continue
        place, key = by_line[comment.line]
        if comment.column == place.column + len(f"{key}: {document.data[key]} "):
            message = f"{key} ends at the #: what follows is a comment, and nobody reads it"
            fix = "put the whole text in double quotes, or the comment on a line of its own"
            yield document.problem("I18N016", (key,), message, fix)


@rule("I18N017", Stage.MEANING, Level.WARNING)
def check_term_base(draft: PackSource) -> Iterator[Problem]:
    """Every language of a term is one of the tree, and no word is both wanted and to be avoided."""
    if TERMS not in draft.documents:
        return
    file, languages = draft.documents[TERMS], draft.tree.languages
    for index, row in draft.rows(TERMS, "terms"):
        for part in ("words", "avoid"):
            listed = cast("Mapping[str, Any]", row.get(part) or {})
            for lang in (lang for lang in listed if lang not in languages):
                trail: Trail = ("terms", index, part, lang)
                message = f"{lang!r} is no language of the tree: these words would be looked for nowhere"
                yield file.problem("I18N017", trail, message, nearest(lang, languages))
        for lang, avoided in cast("Mapping[str, Any]", row.get("avoid") or {}).items():
            for at, word in enumerate(avoided):
                if word in row["words"].get(lang, ()):
                    trail = ("terms", index, "avoid", lang, at)
                    message = f"{word!r} stands in `words` and in `avoid` of {row['term']!r}"
                    yield file.problem("I18N017", trail, message, "keep it in one of the two lists")
