"""Whole runs: none is stuck, waits too long or asks in vain, and none that is unsure ends too sure."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.model.tree import (
    UNKNOWN,
    UNSURE,
    Cause,
    Confidence,
    FactId,
    NodeId,
    OptionId,
    Outcome,
    Question,
    TableRow,
    Tree,
    When,
)
from gopay_help.tree.assignments import Assignments, reached_in_order, targets
from gopay_help.tree.document import Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.rules.graph import successors
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.walk import Given, State, position

LONGEST_WAIT_S = 20
"""What a frightened person waits in front of a still screen, all waits of a run together."""


@rule("REACH002", Stage.MEASURES)
def check_rows_in_use(draft: Draft) -> Iterator[Problem]:
    """Every row and inference can come to hold: no way there has ruled it out."""
    known = Assignments(draft.tree)
    for table in draft.tables:
        for index, row in enumerate(table.rows):
            if known.possible(table.id, {}) and not known.possible(table.id, row.when):
                trail: Trail = ("nodes", table.id, "rows", index)
                message = (
                    f"row {index + 1} of {table.id} never decides anything: {_why(known, table.id, row.when)}"
                )
                yield draft.tree_file.problem("REACH002", trail, message, _way_out(table.rows, row))
    for node in draft.questions:
        for index, inference in enumerate(node.infer):
            if known.possible(node.id, {}) and not known.possible(node.id, inference.when):
                trail = ("nodes", node.id, "infer", index)
                message = (
                    f"{node.id} never infers {inference.answer!r}: {_why(known, node.id, inference.when)}"
                )
                fix = "remove it, or look at the fact earlier, before the ways part"
                yield draft.tree_file.problem("REACH002", trail, message, fix)


def _why(known: Assignments, node_id: NodeId, when: When) -> str:
    for fact, values in when.items():
        there = known.values(node_id, fact)
        if not there & values:
            return f"every run that comes here has {fact}: {' or '.join(sorted(there))}"
    return "no run comes here with all of it at once"


def _way_out(rows: Sequence[TableRow], dead: TableRow) -> str:
    """A row that only completes the table may be joined to another; a target of its own is lost otherwise."""
    if any(row is not dead and row.to == dead.to for row in rows):
        return "join it to another row, or mend the way here"
    return f"mend the way here, or {dead.to!r} is never reached by it"


@rule("TERM003", Stage.MEANING)
def check_ends(draft: Draft) -> Iterator[Problem]:
    """From every node an outcome can be reached. A cross-check of TERM001 and REF001."""
    tree = draft.tree
    into: dict[NodeId, set[NodeId]] = defaultdict(set)
    for node_id in tree.nodes:
        for target in successors(tree, node_id):
            into[target].add(node_id)
    ends = [node.id for node in draft.outcomes]
    ending = set(ends)
    while ends:
        for node_id in into[ends.pop()] - ending:
            ending.add(node_id)
            ends.append(node_id)
    for node_id in tree.nodes:
        if node_id not in ending:
            message = f"no way leads from {node_id!r} to an outcome: whoever comes here gets no help"
            trail = ("nodes", node_id)
            yield draft.tree_file.problem("TERM003", trail, message, "let one of its ways lead to an outcome")


@rule("TERM005", Stage.MEANING, Level.WARNING)
def check_asked_twice(draft: Draft) -> Iterator[Problem]:
    """No run asks the same thing twice in the same words."""
    alike: dict[str, list[Question]] = defaultdict(list)
    for node in draft.questions:
        if text := draft.text(SOURCE_LANGUAGE, f"{node.id}.text"):
            alike["".join(filter(str.isalnum, text.casefold()))].append(node)
    for group in alike.values():
        for node in group if len(group) > 1 else ():
            later = _behind(draft.tree, node.id)
            for other in group:
                if other.id in later and other is not node:
                    message = f"{other.id} asks what {node.id} has asked on the way here, in the same words"
                    fix = "let a table look at the first answer, or ask for something else"
                    yield draft.tree_file.problem("TERM005", ("nodes", other.id), message, fix)


@rule("TERM006", Stage.MEASURES)
def check_waiting(draft: Draft) -> Iterator[Problem]:
    """The waits of one run do not add up to more than a person waits."""
    wait = draft.tree.limits.probe_wait_s
    times = most_waits(draft.tree)
    if times * wait > LONGEST_WAIT_S:
        message = (
            f"a run may wait {times} times {wait:g} s for the network check; {LONGEST_WAIT_S} s are bearable"
        )
        fix = f"lower `probe_wait_s` to {LONGEST_WAIT_S // times}, or look at those facts in fewer places"
        yield draft.tree_file.problem("TERM006", ("limits", "probe_wait_s"), message, fix)


def most_waits(tree: Tree) -> int:
    """How often a run waits at most: where a fact of the check is first wanted, and once more on consent.

    A fact that was looked at stays as it was seen, so no run waits more often than there are such facts.
    """
    slow = {fact for fact, spec in tree.facts.items() if spec.source == "check"}
    if not slow:
        return 0
    seen: dict[NodeId, dict[frozenset[FactId], int]] = {tree.start: {frozenset(): 0}}
    most = 0
    for node_id in reached_in_order(tree):
        wanted = frozenset(slow & _looked_at(tree, node_id))
        for known, waited in seen.pop(node_id).items():
            now, times = known | wanted, waited + bool(wanted - known)
            most = max(most, times)
            for target in targets(tree, node_id):
                there = seen.setdefault(target, {})
                there[now] = max(times, there.get(now, 0))
    return most + bool(most)


@rule("ASK003", Stage.MEASURES, may_allow=True)
def check_never_sure(draft: Draft) -> Iterator[Problem]:
    """Whoever is never sure, while nothing is known, is not told one cause as if it were known."""
    tree = draft.tree
    unsure = {node.id: Given(UNSURE, "user") for node in draft.questions}
    start = tree.nodes[tree.start]
    firsts = [option.id for option in start.options] if isinstance(start, Question) else [UNSURE]
    told: dict[NodeId, Outcome] = {}
    for first, facts in itertools.product(firsts, _little_known(tree)):
        answers = {**unsure, tree.start: Given(OptionId(first), "user")}
        end = position(tree, State(answers, facts, len(tree.nodes)))
        if isinstance(end.node, Outcome) and _too_sure(end.node) and len(end.passed) > 1:
            told[end.passed[-1]] = end.node
    for question, outcome in told.items():
        message = f'whoever always says "not sure" is told that it is {outcome.cause} ({outcome.id})'
        fix = "lead them to an outcome with `cause: undetermined` or a lower `confidence`, or to a table"
        yield draft.tree_file.problem("ASK003", ("nodes", question, "options"), message, fix)


def _little_known(tree: Tree) -> Iterator[dict[FactId, str]]:
    """Nothing was found out; which brand it is may be known, for that can be stated at the start."""
    nothing = dict.fromkeys(tree.facts, UNKNOWN)
    yield nothing
    for fact, spec in tree.facts.items():
        if spec.source == "brand":
            yield from ({**nothing, fact: value} for value in spec.values)


def _too_sure(outcome: Outcome) -> bool:
    """A "not sure" on the way lowers confidence by a step, so only a high one stays above low."""
    named = outcome.cause not in (Cause.UNDETERMINED, Cause.OTHER_BRAND)
    return named and not outcome.critical and outcome.confidence is Confidence.HIGH


def _behind(tree: Tree, start: NodeId) -> set[NodeId]:
    behind: set[NodeId] = set()
    queue = [start]
    while queue:
        for target in targets(tree, queue.pop()):
            if target not in behind:
                behind.add(target)
                queue.append(target)
    return behind


def _looked_at(tree: Tree, node_id: NodeId) -> set[FactId]:
    node = tree.nodes[node_id]
    if isinstance(node, Outcome):
        return set()
    if isinstance(node, Question):
        return {fact for inference in node.infer for fact in inference.when}
    return set(node.facts)
