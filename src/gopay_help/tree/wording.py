"""The texts of a pack, one by one: which of them keep money safe, and how much room each has."""

import unicodedata
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from gopay_help.model.errors import Problem
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.document import Document
from gopay_help.tree.draft import CHECKLISTS, Draft
from gopay_help.tree.lexicon import Lexicon, safety_patterns, sentences

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

    def problem(self, rule: str, message: str, fix: str) -> Problem:
        """A problem at the place of the text."""
        return self.document.problem(rule, (self.key,), message, fix)


def all_texts(draft: Draft) -> Iterator[Text]:
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


def question_texts(draft: Draft) -> Iterator[Text]:
    """What the questions of the tree ask, in every language."""
    keys = {f"{question.id}.text" for question in draft.questions}
    return (text for text in all_texts(draft) if text.key in keys)


def safety_keys(draft: Draft) -> frozenset[str]:
    """Keys of texts that keep people's money safe, or tell them that it is at risk.

    The red flag, emergency pages and their steps, every "do not", the fund-safety list, how to use a contact,
    and what the program says about these. A wrong translation costs money here; elsewhere, patience.
    """
    return frozenset((*_of_tree(draft), *_of_program(draft)))


def not_to_do(draft: Draft) -> frozenset[str]:
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
    from wcwidth import wcswidth  # authors' packs only

    width = wcswidth(text)
    return width if width >= 0 else len(text)


def is_ambiguous(char: str) -> bool:
    """True if a terminal may draw *char* one cell wide or two: nothing can be lined up behind it."""
    return unicodedata.east_asian_width(char) == "A"


def _of_tree(draft: Draft) -> Iterator[str]:
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


def _of_program(draft: Draft) -> Iterator[str]:
    patterns = safety_patterns()
    for document in draft.texts.get(SOURCE_LANGUAGE, ()):
        yield from (key for key in document.data if any(fnmatchcase(key, one) for one in patterns))
