"""What questions ask: one thing, short, straight, and never for a secret."""

from collections.abc import Iterator

from gopay_help.model.errors import Level, Problem
from gopay_help.tree.draft import Draft
from gopay_help.tree.lexicon import Lexicon, clauses, lexicon, sentences
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.wording import (
    QUESTION_CELLS,
    QUESTION_SENTENCES,
    Text,
    all_texts,
    cells,
    not_to_do,
    question_texts,
)

_QUESTION_MARKS = ("?", "？")
_TWICE = 2


@rule("ASK004", Stage.MEANING, may_allow=True)
def check_secrets(draft: Draft) -> Iterator[Problem]:
    """Nothing that we say asks for a PIN, a code, a card number or a password."""
    forbidden = not_to_do(draft)
    for text in all_texts(draft):
        asked = None if text.key in forbidden else _asked_for(lexicon(draft, text.lang), text.said)
        if asked:
            message = f"{text.key} seems to ask for a secret: {asked!r}"
            fix = "nobody needs it to help; say what to do without it, or that it must not be given"
            yield text.problem("ASK004", message, fix)


@rule("ASK005", Stage.MEANING, Level.WARNING)
def check_question_length(draft: Draft) -> Iterator[Problem]:
    """A question is read at one glance: two sentences and 160 cells at most."""
    for text in question_texts(draft):
        width, count = cells(text.said), len(sentences(text.said))
        if width > QUESTION_CELLS or count > QUESTION_SENTENCES:
            message = f"{text.key} has {count} sentences and {width} cells"
            fix = (
                f"use {QUESTION_SENTENCES} sentences and {QUESTION_CELLS} cells; the rest belongs into `.why`"
            )
            yield text.problem("ASK005", message, fix)


@rule("ASK007", Stage.MEANING, Level.WARNING)
def check_one_question(draft: Draft) -> Iterator[Problem]:
    """A question asks one thing, and does not turn it round twice."""
    for text in question_texts(draft):
        yield from _two_in_one(draft, text)
        yield from _turned_twice(draft, text)


def _asked_for(words: Lexicon, said: str) -> str | None:
    """The clause that asks for a secret, if one does."""
    if not words.find("asks", said) or not words.find("secrets", said):
        return None
    for clause in clauses(said):
        asks = words.find("asks", clause) and words.find("secrets", clause)
        if asks and not words.find("not", clause) and not words.find("reports", clause):
            return clause.strip()
    return None


def _two_in_one(draft: Draft, text: Text) -> Iterator[Problem]:
    both = lexicon(draft, text.lang).find("and_or", text.said)
    if both or sum(map(text.said.count, _QUESTION_MARKS)) >= _TWICE:
        message = f"{text.key} asks two things at once" + (f": {both!r}" if both else "")
        yield text.problem("ASK007", message, "ask one of them; the other is a question of its own")


def _turned_twice(draft: Draft, text: Text) -> Iterator[Problem]:
    words = lexicon(draft, text.lang)
    for sentence in sentences(text.said):
        if words.count("not", words.without("not_counted", sentence)) >= _TWICE:
            message = f"{text.key} turns its question round twice: {sentence!r}"
            yield text.problem("ASK007", message, 'ask for what is, so that "yes" means yes')
