"""Answers as people read them: no two alike, and a "yes" that is not worded as a "no"."""

from collections.abc import Iterator
from typing import NamedTuple

from gopay_help.model.errors import Problem
from gopay_help.tree.draft import Draft
from gopay_help.tree.lexicon import lexicon
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.wording import Text, all_texts


class _Turned(NamedTuple):
    """How an answer of an id must not begin."""

    ending: str
    other: str
    """The kind of words that mean the opposite."""
    wanted: str


_TURNED = (_Turned(".opt.yes", "says_no", "says_yes"), _Turned(".opt.no", "says_yes", "says_no"))


@rule("I18N013", Stage.MEANING)
def check_yes_and_no(draft: Draft) -> Iterator[Problem]:
    """The answer `yes` does not begin with a "no", nor `no` with a "yes": whoever says one means it."""
    for text in all_texts(draft):
        for turned in (one for one in _TURNED if text.key.endswith(one.ending)):
            words = lexicon(draft, text.lang)
            if words.begins(turned.other, text.said) and not words.begins(turned.wanted, text.said):
                message = f"{text.key} says {text.said!r}, which is the opposite of its id"
                fix = f"begin it as in: {words.examples(turned.wanted)}; were two texts exchanged?"
                yield text.problem("I18N013", message, fix)


@rule("ASK011", Stage.MEANING)
def check_told_apart(draft: Draft) -> Iterator[Problem]:
    """No two answers to one question read alike, in any language: nobody could choose between them."""
    questions = {question.id for question in draft.questions}
    seen: dict[tuple[str, str, str], Text] = {}
    for text in all_texts(draft):
        question, marked, _ = text.key.partition(".opt.")
        if not marked or question not in questions:
            continue
        place = (text.lang, question, "".join(filter(str.isalnum, text.said.casefold())))
        if (first := seen.setdefault(place, text)) is not text:
            message = f"{text.key} reads like {first.key}: {text.said!r}"
            yield text.problem("ASK011", message, "word them so that people can tell them apart")
