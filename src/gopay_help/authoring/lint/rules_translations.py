"""Rules of translations: they say what the English says, in its figures, terms and prohibitions, to the end.

Most guess from words: those of `lexicon.yaml` and of a pack's `terms.yaml`.
"""

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, cast

from gopay_help.authoring.lint import words as vocabulary
from gopay_help.authoring.lint.rule import NAMING, PackSource, Stage, rule
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.yaml import Broken, Document
from gopay_help.model.errors import Level
from gopay_help.model.text import SOURCE_LANGUAGE

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_NAMED = re.compile(r"\{[a-z_]+\}")
_LONG = 24
"""From so many cells on, two texts are alike because one was copied, not because little can be said."""
_ALIKE = 0.6
"""From here on two English texts may well be one in another language."""


@rule("I18N014", Stage.MEANING, Level.WARNING)
def check_figures(draft: PackSource) -> Iterator[Broken]:
    """A translation says no other figures than the English: people wait, pay and count by them."""
    for text in vocabulary.all_texts(draft):
        if not text.is_translation:
            continue
        english, here = _figures(text.english or ""), _figures(text.said)
        lost = [shown for value, shown in english.items() if value not in here]
        odd = [shown for value, shown in here.items() if value not in english]
        if lost and odd:
            yield text.found(odd=", ".join(odd), figures=", ".join(lost), words=", ".join(lost))


@rule("I18N015", Stage.MEANING, Level.WARNING)
def check_own_key(draft: PackSource) -> Iterator[Broken]:
    """Two texts that differ in English differ in translation: else one was pasted under the wrong key."""
    first: dict[tuple[str, str], vocabulary.Text] = {}
    for text in vocabulary.all_texts(draft):
        if not text.is_translation or vocabulary.cells(text.said) < _LONG:
            continue
        known = first.setdefault((text.lang, text.said), text)
        if not _alike(known.english or "", text.english or ""):
            yield text.found(other=known.key, english=text.english)


@rule("I18N018", Stage.MEANING, Level.WARNING)
def check_denials(draft: PackSource) -> Iterator[Broken]:
    """A stated fact that denies something in English denies it in translation too."""
    for text in vocabulary.all_texts(draft):
        if not text.is_translation or not text.key.startswith("claim."):
            continue
        english, words = vocabulary.lexicon(draft, SOURCE_LANGUAGE), vocabulary.lexicon(draft, text.lang)
        denied = english.find("denies", english.without("not_counted", text.english or ""))
        if denied and words and not words.find("not", words.without("not_counted", text.said)):
            yield text.found(denied=denied, examples=words.examples("not"))


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


@rule("I18N009", Stage.MEANING, Level.WARNING)
def check_translated(draft: PackSource) -> Iterator[Broken]:
    """A translation is one: not English, of one script, with its digits and its question mark."""
    kept = vocabulary.phrases(_terms(draft).get("keep", ()))
    for text in vocabulary.all_texts(draft):
        yield from _untranslated(text, kept, vocabulary.lexicon(draft, text.lang))


@rule("I18N010", Stage.MEANING, may_allow=True)
def check_terms(draft: PackSource) -> Iterator[Broken]:
    """One thing has one name everywhere, and a "never" that keeps money safe stays a "never"."""
    base = _terms(draft)
    kept, terms = vocabulary.phrases(base.get("keep", ())), [_Term(row) for row in base.get("terms", ())]
    for text in vocabulary.all_texts(draft):
        small = text.said.lower(), (text.english or "").lower()
        for term in terms:
            if term.may_matter(text, *small) and (fault := term.fault(text, kept)):
                yield fault._replace(level=Level.WARNING)
    yield from _weakened(draft)
    yield from _unknown_languages(draft)


class _Term:
    """One row of the term base."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._words: Mapping[str, list[str]] = row["words"]
        self._says = {lang: vocabulary.phrases(words) for lang, words in self._words.items()}
        self._avoids = {
            lang: vocabulary.phrases(words, exact=True) for lang, words in row.get("avoid", {}).items()
        }
        self._hints = {lang: vocabulary.hints(words) for lang, words in self._words.items()}
        self._odd = {lang: vocabulary.hints(words) for lang, words in row.get("avoid", {}).items()}

    def may_matter(self, text: vocabulary.Text, small: str, english: str) -> bool:
        """False if neither the text nor its English, in small letters, can hold a word of this row."""
        if text.is_translation and vocabulary.may_hold(self._hints[SOURCE_LANGUAGE], english):
            return True
        return vocabulary.may_hold(self._odd.get(text.lang, ()), small)

    def fault(self, text: vocabulary.Text, names: re.Pattern[str]) -> Broken | None:
        """What is wrong with the way in which a text calls the thing, if anything.

        A term within one of *names*, which stay as they are, is not translated.
        """
        words = " or ".join(self._words.get(text.lang, ()))
        avoided = self._avoids.get(text.lang)
        if avoided and (found := avoided.search(text.said)):
            return text.found("misleading", found=found.group(), words=words)
        says = self._says.get(text.lang)
        if says is None or not text.is_translation:
            return None
        english = self._says[SOURCE_LANGUAGE]
        if not english.search(text.english or "") or says.search(text.said):
            return None
        # A name is taken out of the text, unless it is the term itself.
        kept = names.sub(lambda name: name[0] if english.fullmatch(name[0]) else " ", text.english or "")
        named = english.search(kept)
        return text.found("term", term=named.group(), words=words) if named else None


def _weakened(draft: PackSource) -> Iterator[Broken]:
    """Texts that keep money safe, and turn a "never" or a "do not" into less."""
    safety, forbidden = vocabulary.safety_keys(draft), vocabulary.not_to_do(draft)
    english = vocabulary.lexicon(draft, SOURCE_LANGUAGE)
    for text in vocabulary.all_texts(draft):
        words = vocabulary.lexicon(draft, text.lang)
        if text.key not in safety or not text.is_translation or not words:
            continue
        source = text.english or ""
        never = english.find("never", source)
        if never and not words.find("never", text.said):
            yield text.found(never=never, words=words.examples("never"))
        elif text.key in forbidden and vocabulary.forbids(english, source):
            kind = words.kind("forbid", "not")  # where words for "do not" are known, "cannot" is none
            said = words.without("not_counted", text.said) if kind == "forbid" else text.said
            if not (words.find(kind, said) or words.find("never", text.said)):
                yield text.found("forbids", examples=words.examples(kind))


def _unknown_languages(draft: PackSource) -> Iterator[Broken]:
    """Languages of which no words are known: whether a "never" is kept cannot be seen there."""
    for index, lang in enumerate(draft.tree.languages):
        if not vocabulary.lexicon(draft, lang):
            fix = f"add `lexicon: {{{lang}: …}}` to terms.yaml"
            found = draft.found(("languages", index), "lexicon", lang=lang, fix=fix)
            yield found._replace(level=Level.WARNING)
    told = {row["lang"] for _, row in draft.rows("case", "secrets")} | _REDACTED
    for index, lang in enumerate(draft.tree.languages if "case" in draft.documents else ()):
        if lang not in told:
            found = draft.found(("languages", index), "secrets", lang=lang)
            yield found._replace(level=Level.WARNING)


_REDACTED = frozenset({"en", "id", "zh-Hans"})
"""Languages in whose words secrets are taken out of a case (`redaction.yaml`)."""


def _untranslated(
    text: vocabulary.Text, kept: re.Pattern[str], words: vocabulary.Lexicon
) -> Iterator[Broken]:
    same = text.is_translation and text.said == text.english
    if same and _LATIN.search(words.without("same", kept.sub(" ", _NAME.sub(" ", text.said)))):
        yield text.found("same")
    for word in _WORD.findall(text.said):
        if _LATIN.search(word) and (odd := _LOOKS_LATIN.search(word)):
            yield text.found("scripts", word=word, odd=odd.group())
            break
    if letter := next((char for char in text.said if char in words.letters), None):
        yield text.found("letter", letter=letter, lang=text.lang)
    if digit := _FULL_WIDTH_DIGIT.search(text.said):
        yield text.found("wide", digit=digit.group())
    asks = text.is_translation and (text.english or "").endswith("?")
    if asks and not text.said.endswith(vocabulary.question_ends(text.lang)):
        yield text.found("question")


def _terms(draft: PackSource) -> Mapping[str, Any]:
    return draft.documents[vocabulary.TERMS].data if vocabulary.TERMS in draft.documents else {}


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


@rule("I18N016", Stage.MEANING, Level.WARNING)
def check_whole(draft: PackSource) -> Iterator[Broken]:
    """A text is whole: it says something, to its end, in letters of its language."""
    han = _written_in_han(draft)
    for text in vocabulary.all_texts(draft):
        yield from itertools.islice(_unfinished(text, han), 1)
    for documents in draft.texts.values():
        for document in documents:
            yield from _cut_by_a_comment(document)


def _unfinished(text: vocabulary.Text, han: dict[str, bool]) -> Iterator[Broken]:
    if not text.said.strip():
        yield text.found("blank")
    if note := _NOTE.search(text.said):
        yield text.found("note", note=note.group())
    if damaged := _DAMAGED.search(text.said):
        yield text.found("damaged", damaged=damaged.group())
    if _is_foreign(text, han):
        yield text.found("script")
    if closing := _needless_quotes(text):
        yield text.found("quotes", quotes=f"{text.said[0]}{closing}")
    if _is_cut(text):
        yield text.found("cut")


def _is_foreign(text: vocabulary.Text, han: dict[str, bool]) -> bool:
    """A sentence of another language under this one's key; names and marks stay as they are."""
    if not text.is_translation or text.lang not in han or text.key in NAMING:
        return False
    ours = len(_HAN.findall(text.said))
    if han[text.lang]:
        return not ours and len(text.said.split()) > _WORDS
    return bool(ours) and ours * 2 > len(_LETTERS.findall(text.said))


def _written_in_han(draft: PackSource) -> dict[str, bool]:
    """Languages whose texts hardly ever, or nearly always, hold Chinese characters."""
    held, every = Counter[str](), Counter[str]()
    for text in vocabulary.all_texts(draft):
        every[text.lang] += 1
        held[text.lang] += bool(_HAN.search(text.said))
    shares = {lang: held[lang] / count for lang, count in every.items()}
    return {lang: share > _MOST for lang, share in shares.items() if not 1 - _MOST < share < _MOST}


def _needless_quotes(text: vocabulary.Text) -> str | None:
    """The end of typographic quotes round the whole, where straight ones were meant: they would be shown."""
    closing = _QUOTES.get(text.said[:1])
    if closing is None or len(text.said) < _SHORT:
        return None
    if not text.said.endswith(closing) or closing in text.said[1:-1]:
        return None
    quoted = not text.is_translation or (text.english or "")[:1] in ("'", '"', *_QUOTES)
    return None if quoted else closing


def _is_cut(text: vocabulary.Text) -> bool:
    """The English ends as a sentence does, and its translation does not."""
    if not text.is_translation or not (text.english or "").rstrip(_CLOSING).endswith((".", "!")):
        return False
    if text.said.rstrip(_CLOSING).endswith(tuple(_SENTENCE_ENDS)):
        return False
    others = " ".join(map(str, text.document.data.values()))  # a language may end its sentences otherwise
    return bool(re.search(rf"[{_SENTENCE_ENDS}]", others))


def _cut_by_a_comment(document: Document) -> Iterator[Broken]:
    """A ` #` in a text without quotes: what follows is a comment, and nobody reads it."""
    lines = {document.place(key): key for key in document.data}
    by_line = {place.line: (place, key) for place, key in lines.items()}
    for comment in document.comments:
        if comment.alone or comment.line not in by_line:
            continue
        place, key = by_line[comment.line]
        if comment.column == place.column + len(f"{key}: {document.data[key]} "):
            yield document.found((key,), key=key)


@rule("I18N017", Stage.MEANING, Level.WARNING)
def check_term_base(draft: PackSource) -> Iterator[Broken]:
    """Every language of a term is one of the tree, and no word is both wanted and to be avoided."""
    if vocabulary.TERMS not in draft.documents:
        return
    file, languages = draft.documents[vocabulary.TERMS], draft.tree.languages
    for index, row in draft.rows(vocabulary.TERMS, "terms"):
        for part in ("words", "avoid"):
            listed = cast("Mapping[str, Any]", row.get(part) or {})
            for lang in (lang for lang in listed if lang not in languages):
                yield file.found(
                    ("terms", index, part, lang), "language", lang=lang, fix=nearest(lang, languages)
                )
        for lang, avoided in cast("Mapping[str, Any]", row.get("avoid") or {}).items():
            for at, word in enumerate(avoided):
                if word in row["words"].get(lang, ()):
                    yield file.found(("terms", index, "avoid", lang, at), word=word, term=row["term"])
