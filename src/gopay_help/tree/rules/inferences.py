"""Evidence that answers questions: one answer at a time, never from ignorance, never to the red flag."""

import itertools
from collections.abc import Iterator

from gopay_help.model.errors import Problem
from gopay_help.model.tree import UNKNOWN, When
from gopay_help.tree.document import Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.nearest import nearest
from gopay_help.tree.rules.registry import Stage, rule


@rule("INF002", Stage.MEANING)
def check_red_flag(draft: Draft) -> Iterator[Problem]:
    """Evidence never answers the red flag."""
    for node in draft.questions:
        if node.alarm and node.infer:
            message = "evidence must not answer the red flag: it may raise an alarm, never cancel one"
            trail: Trail = ("nodes", node.id, "infer")
            yield draft.tree_file.problem("INF002", trail, message, "remove `infer`")


@rule("REF003", Stage.MEANING)
def check_answers(draft: Draft) -> Iterator[Problem]:
    """Evidence gives answers that the question offers."""
    for node in draft.questions:
        for index, inference in enumerate(node.infer):
            if node.option(inference.answer) is None:
                trail: Trail = ("nodes", node.id, "infer", index, "answer")
                fix = nearest(inference.answer, [option.id for option in node.options])
                message = f"{inference.answer!r} is no option of {node.id}"
                yield draft.tree_file.problem("REF003", trail, message, fix)


@rule("INF001", Stage.MEANING)
def check_contradictions(draft: Draft) -> Iterator[Problem]:
    """Evidence gives one answer at a time."""
    for node in draft.questions:
        for (first, one), (second, two) in itertools.combinations(enumerate(node.infer), 2):
            if one.answer != two.answer and _compatible(one.when, two.when):
                trail: Trail = ("nodes", node.id, "infer", second)
                said = f"{one.answer!r} and {two.answer!r}"
                message = f"rules {first + 1} and {second + 1} can both hold, and answer {said}"
                yield draft.tree_file.problem(
                    "INF001", trail, message, "let them ask for values that exclude each other"
                )


@rule("TAB005", Stage.MEANING)
def check_unknown(draft: Draft) -> Iterator[Problem]:
    """An inference rests on something, and never on not knowing."""
    for node in draft.questions:
        for index, inference in enumerate(node.infer):
            if not inference.when or any(UNKNOWN in values for values in inference.when.values()):
                trail: Trail = ("nodes", node.id, "infer", index)
                message = "this infers an answer from what is not known"
                yield draft.tree_file.problem("TAB005", trail, message, "name facts, without `unknown`")


def _compatible(one: When, two: When) -> bool:
    return all(one[fact] & two[fact] for fact in set(one) & set(two))
