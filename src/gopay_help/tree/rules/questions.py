"""Questions: "not sure" is an answer, the red flag is cautious, first aid waits for nothing."""

from collections import Counter
from collections.abc import Iterator

from gopay_help.model.errors import Level, Problem
from gopay_help.model.tree import UNSURE, NodeId, Outcome, Question
from gopay_help.tree.draft import Draft
from gopay_help.tree.rules.registry import Stage, rule

MIN_TARGETS = 2
HARMLESS = "no"
"""The one answer to the red flag that may lead anywhere but to first aid."""


@rule("ASK009", Stage.REFERENCES)
def check_option_ids(draft: Draft) -> Iterator[Problem]:
    """A question offers each option once."""
    for node in draft.questions:
        trail = ("nodes", node.id, "options")
        for option_id, count in Counter(option.id for option in node.options).items():
            if count > 1:
                message = f"{node.id} offers {option_id!r} twice"
                yield draft.tree_file.problem("ASK009", trail, message, "rename one of them")


@rule("REF004", Stage.REFERENCES)
def check_same_as(draft: Draft) -> Iterator[Problem]:
    """`same_as` names an option of the question that has a target of its own."""
    for node in draft.questions:
        for index, option in enumerate(node.options):
            meant = node.option(option.same_as) if option.same_as else None
            if option.same_as and (meant is None or meant.to is None):
                message = f"{option.same_as!r} is no option of {node.id} with a target of its own"
                place = ("nodes", node.id, "options", index, "same_as")
                yield draft.tree_file.problem(
                    "REF004",
                    place,
                    message,
                    f"name one of: {', '.join(option.id for option in node.options if option.to)}",
                )


@rule("ASK001", Stage.REFERENCES)
def check_unsure(draft: Draft) -> Iterator[Problem]:
    """Every question lets a person say "not sure"."""
    for node in draft.questions:
        if node.option(UNSURE) is None:
            trail = ("nodes", node.id, "options")
            message = f'{node.id} has no way to say "not sure"'
            fix = "add `- {id: unsure, same_as: …}` or `to: …`"
            yield draft.tree_file.problem("ASK001", trail, message, fix)


@rule("TERM002", Stage.MEANING)
def check_asks_something(draft: Draft) -> Iterator[Problem]:
    """A question that leads to one place whatever is answered should not be asked."""
    looked_at = {str(fact) for table in draft.tables for fact in table.facts}
    for node in draft.questions:
        if (
            node.id not in looked_at
            and len({option.to for option in node.options if option.to}) < MIN_TARGETS
        ):
            message = f"every answer to {node.id} leads to the same place"
            yield draft.tree_file.problem(
                "TERM002", ("nodes", node.id), message, "remove the question, or let its answers part"
            )


@rule("OUT003", Stage.MEANING)
def check_red_flag_first(draft: Draft) -> Iterator[Problem]:
    """The first question is the red flag: nobody in danger has to answer anything else first."""
    start = draft.tree.nodes[draft.tree.start]
    if not isinstance(start, Question) or not start.alarm:
        message = f"`start:` leads to {start.id}, which is not the red flag"
        fix = "start with a question with `alarm: true`"
        yield draft.tree_file.problem("OUT003", ("start",), message, fix)


@rule("ASK002", Stage.MEANING)
def check_alarm(draft: Draft) -> Iterator[Problem]:
    """Yes and "not sure" to the red flag lead to first aid at once."""
    for node in _alarms(draft):
        for index, option in enumerate(node.options):
            if option.id != HARMLESS and not _is_first_aid(draft, node.target(option.id)):
                message = f"{option.id!r} to the red flag does not lead to first aid at once"
                fix = "lead to a critical outcome, or to a question with `advise:` such an outcome"
                yield draft.tree_file.problem("ASK002", ("nodes", node.id, "options", index), message, fix)


@rule("ASK008", Stage.MEANING)
def check_first_option(draft: Draft) -> Iterator[Problem]:
    """The red flag does not begin with its harmless answer: a stray key must not wave danger through."""
    for node in _alarms(draft):
        if node.options[0].id == HARMLESS:
            message = f"{node.id} offers {HARMLESS!r} first: one careless key says that no money is at risk"
            trail = ("nodes", node.id, "options", 0)
            yield draft.tree_file.problem("ASK008", trail, message, "move the alarming answer to the top")


@rule("ASK006", Stage.MEANING, Level.WARNING)
def check_unsure_last(draft: Draft) -> Iterator[Problem]:
    """The answer "not sure" comes last: whoever reads from the top has seen every answer before it."""
    for node in draft.questions:
        ids = [option.id for option in node.options]
        if UNSURE in ids[:-1]:
            trail = ("nodes", node.id, "options", ids.index(UNSURE))
            message = f"{node.id} offers {UNSURE!r} before other answers"
            yield draft.tree_file.problem("ASK006", trail, message, "move it to the end of `options`")


@rule("ASK010", Stage.MEANING)
def check_first_aid(draft: Draft) -> Iterator[Problem]:
    """A question with first aid rests on nothing that has to be waited for."""
    for node in draft.questions:
        for index, infer in enumerate(node.infer if node.advise else ()):
            slow = [fact for fact in infer.when if draft.tree.facts[fact].source == "check"]
            if slow:
                message = f"first aid before {node.id} would wait for the network check ({', '.join(slow)})"
                trail = ("nodes", node.id, "infer", index)
                yield draft.tree_file.problem("ASK010", trail, message, "remove this rule of `infer`")


def _alarms(draft: Draft) -> Iterator[Question]:
    return (node for node in draft.questions if node.alarm)


def _is_first_aid(draft: Draft, target: NodeId) -> bool:
    node = draft.tree.nodes[target]
    if isinstance(node, Question) and node.advise:
        node = draft.tree.nodes[node.advise]
    return isinstance(node, Outcome) and node.critical
