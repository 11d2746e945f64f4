"""The door in one's own words: each outcome is found by what people say, and no two by the same words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from gopay_help.authoring.lint.draft import PackSource
from gopay_help.authoring.lint.rule import Stage, rule
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.yaml import Document, Found
from gopay_help.model.errors import Level

NOWHERE = "nowhere."
"""Begins the name of a kind of trouble that has no place in the tree."""
LEAST, MOST = 8, 15
"""Phrases of an outcome in a language."""


@rule("SAY001", Stage.MEANING)
def check_goals(draft: PackSource) -> Iterator[Found]:
    """Phrases lead to outcomes of the tree, or to a kind that is known to have no place in it."""
    known = [outcome.id for outcome in draft.outcomes]
    for document in draft.phrases.values():
        for goal in document.data:
            if goal not in known and not goal.startswith(NOWHERE):
                yield document.found((goal,), goal=goal, fix=nearest(goal, known))


@rule("SAY002", Stage.MEANING, Level.WARNING)
def check_number(draft: PackSource) -> Iterator[Found]:
    """Each outcome has enough phrases in each language to be found, and does not drown the others."""
    for lang, document in draft.phrases.items():
        spoken = _phrases(document)
        for outcome in draft.outcomes:
            count = len(spoken.get(outcome.id, ()))
            if not LEAST <= count <= MOST:
                trail = (outcome.id,) if outcome.id in document.data else ()
                yield document.found(
                    trail, outcome=outcome.id, count=count, lang=lang, least=LEAST, most=MOST
                )


@rule("SAY003", Stage.MEANING)
def check_apart(draft: PackSource) -> Iterator[Found]:
    """The same words, in whatever order, lead to one outcome."""
    for document in draft.phrases.values():
        first: dict[frozenset[str], str] = {}
        for goal, phrases in _phrases(document).items():
            for index, phrase in enumerate(phrases):
                words = frozenset(phrase.casefold().split())
                if words in first:
                    yield document.found((goal, index), phrase=phrase, other=first[words])
                first.setdefault(words, goal)


def _phrases(document: Document) -> Mapping[str, Sequence[str]]:
    return cast("Mapping[str, Sequence[str]]", document.data)
