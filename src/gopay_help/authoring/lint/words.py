"""Words that rules look for, by language, as data; and the texts of a pack that they are looked for in."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple, cast

from wcwidth import wcswidth

from gopay_help.authoring.lint.rule import CHECKLISTS, PackSource
from gopay_help.authoring.lint.yaml import Broken, Document, read_document
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.pack import NEUTRAL, is_lent, packs_root

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
        if kind not in self._hints:
            self._hints[kind] = hints(self._words.get(kind, ()))
        if not may_hold(self._hints[kind], text.lower()):
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
    patterns = []
    for word in longest_first:
        pattern = (
            re.escape(word).replace(r"\ \*\ ", r"\s+\w+\s+").replace(r"\ ", r"\s+").replace(r"\*", r"\w*")
        )
        first = r"\w" if word.startswith("*") else _LETTER if re.match(_LETTER, word) else ""
        before = f"(?<!{first})" if first else ""
        after = rf"(?!{_LETTER})" if re.search(rf"{_LETTER}\Z", word) else ""
        patterns.append(f"{before}{pattern}{after}")
    return re.compile("|".join(patterns) or r"(?!)", 0 if exact else re.IGNORECASE)


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


def lexicon(draft: PackSource, lang: str) -> Lexicon:
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
    return read_document(Path(__file__).with_name("lexicon.yaml")).data


@cache
def _own(lang: str) -> Lexicon:
    return Lexicon(_shipped()["languages"].get(lang, {}))


def _merged(own: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: [*own.get(kind, ()), *added.get(kind, ())] for kind in {*own, *added}}


OPTION_CELLS = 60
"""An answer stands on one line, beside its number."""
QUESTION_CELLS = 160
QUESTION_SENTENCES = 2
_BEGINNING = 3
"""So many words begin a sentence."""


class Text(NamedTuple):
    """One text in one language, and where it stands."""

    document: Document
    lang: str
    key: str
    said: str
    english: str | None
    """What the English text says; None where there is none."""

    @property
    def is_translation(self) -> bool:
        """True if an English text stands behind it."""
        return self.lang != SOURCE_LANGUAGE and self.english is not None

    def found(self, variant: str = "", /, **values: object) -> Broken:
        """A break at the place of the text."""
        return self.document.found((self.key,), variant, key=self.key, **values)


def all_texts(draft: PackSource) -> Iterator[Text]:
    """Every text of every language, in the order of the files."""
    return iter(_texts_of(draft.texts))


def _texts_of(texts: Mapping[str, tuple[Document, ...]]) -> list[Text]:
    """The texts of the last pack are kept: twenty rules go through them one after another."""
    if not _LAST or _LAST[0][0] is not texts:
        english = {key: str(said) for one in texts.get(SOURCE_LANGUAGE, ()) for key, said in one.data.items()}
        listed = [
            Text(document, lang, key, str(said), english.get(key))
            for lang, documents in texts.items()
            for document in documents
            for key, said in document.data.items()
        ]
        _LAST[:] = [(texts, listed)]
    return _LAST[0][1]


_LAST: list[tuple[Mapping[str, tuple[Document, ...]], list[Text]]] = []


def question_texts(draft: PackSource) -> Iterator[Text]:
    """What the questions of the tree ask, in every language."""
    keys = {f"{question.id}.text" for question in draft.questions}
    return (text for text in all_texts(draft) if text.key in keys)


def safety_keys(draft: PackSource) -> frozenset[str]:
    """Keys of texts that keep people's money safe, or tell them that it is at risk.

    The red flag, emergency pages and their steps, every "do not", the fund-safety list, how to use a contact,
    and what the program says about these. A wrong translation costs money here; elsewhere, patience.
    """
    keys = (key for document in draft.texts.get(SOURCE_LANGUAGE, ()) for key in document.data)
    patterns = safety_patterns()
    said = (key for key in keys if any(fnmatchcase(key, one) for one in patterns))
    return frozenset((*_of_tree(draft), *said))


def not_to_do(draft: PackSource) -> frozenset[str]:
    """Keys of texts that stand under "what not to do", and nowhere else."""
    done = {step for one in draft.outcomes for step in (*one.do, *one.follow_up.steps)}
    steps = {f"step.{step}" for one in draft.outcomes for step in one.do_not if step not in done}
    rows = ((name, row) for name in CHECKLISTS for _, row in draft.rows("checklists", name))
    return frozenset(steps | {f"{name}.{row['id']}" for name, row in rows if not row["do"]})


def forbids(words: Lexicon, said: str) -> bool:
    """True if a sentence begins with a "do not": "a site that you do not know" forbids nothing."""
    beginnings = (" ".join(sentence.split()[:_BEGINNING]) for sentence in sentences(said))
    return any(words.find("not", beginning) for beginning in beginnings)


def cells(text: str) -> int:
    """How many cells *text* takes on a terminal; the tables of `wcwidth` know it."""
    width = wcswidth(text)
    return width if width >= 0 else len(text)


def is_ambiguous(char: str) -> bool:
    """True if a terminal may draw *char* one cell wide or two: nothing can be lined up behind it."""
    return unicodedata.east_asian_width(char) == "A"


def _of_tree(draft: PackSource) -> Iterator[str]:
    for question in draft.questions:
        if question.alarm or question.advise:
            yield f"{question.id}.text"
            yield from (f"{question.id}.opt.{option.id}" for option in question.options)
    for outcome in draft.outcomes:
        yield from (f"step.{step}" for step in outcome.do_not)
        yield f"outcome.{outcome.id}.no_route"
        if outcome.critical:
            yield from (f"outcome.{outcome.id}.{part}" for part in ("title", "summary", "calm"))
            yield from (f"say.{act.say}" for act in outcome.acts.values() if act.say)
            yield from (f"step.{step}" for step in (*outcome.do, *outcome.follow_up.steps))
    yield from (f"funds.{row['id']}" for _, row in draft.rows("checklists", "funds"))


@cache
def own_english() -> Mapping[str, str]:
    """The English of every text that is the program's own, by key.

    Raises:
        DataError: a file of the installation cannot be read.
    """
    files = (
        file for kind in ("json", "yaml") for file in packs_root().glob(f"*/text*/{SOURCE_LANGUAGE}.{kind}")
    )
    said = {key: str(text) for file in files for key, text in read_document(file).data.items()}
    return {key: said.get(f"{NEUTRAL}{key}", text) for key, text in said.items() if is_lent(key)}


_DRAFTS = re.compile(r"draft\.(?!ask\.|document\.)|case\.(?:day|month|time)\b")
"""Words of the program that stand in a draft, whatever it is about."""


def words_of_drafts(draft: PackSource, lang: str) -> list[str]:
    """Keys of the program's words in drafts of this pack; none in a language that has them in the program."""
    if "case" not in draft.documents or any(packs_root().glob(f"*/text*/{lang}.*")):
        return []
    to_bodies = any(True for _ in draft.rows("case", "regulators"))
    named = {
        *(f"draft.ask.{row['ask']}" for _, row in draft.rows("case", "topics")),
        *(
            f"draft.document.{name}"
            for _, row in draft.rows("case", "regulators")
            for name in row["documents"]
        ),
    }
    return [
        key
        for key, said in own_english().items()
        if (key in named or (_DRAFTS.match(key) and (to_bodies or "regulator" not in key)))
        and re.search(r"[^\W\d_]", re.sub(r"\{[a-z_]+\}", "", said))
    ]


def english_of(key: str) -> str | None:
    """The English of a text of the program's own; None if it has no such text."""
    return own_english().get(key) if is_lent(key) else None
