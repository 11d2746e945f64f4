"""Walking the tree: ``(tree, state, event) -> state``. Pure; the state is a value.

Where the person stands is never stored: it is found by replaying the answers from the start, so that going
back, resuming and replaying a report are all the same thing.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from gopay_help.model.tree import (
    UNKNOWN,
    FactId,
    NodeId,
    OptionId,
    Outcome,
    Question,
    Table,
    Tree,
    When,
)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer and who gave it: "user", "evidence" or "flag"."""

    option: OptionId
    source: str


@dataclass(frozen=True, slots=True)
class State:
    """All that a run knows. `cursor` counts the questions that lie behind the person.

    Going back lowers the cursor and keeps every answer, so that the way forward is offered again.
    """

    answers: Mapping[NodeId, Given] = field(default_factory=dict)
    facts: Mapping[FactId, str] = field(default_factory=dict)
    cursor: int = 0


@dataclass(frozen=True, slots=True)
class Position:
    """Where a state leads: the questions passed, and the node reached.

    `missing` names facts that must be looked at before the node can be entered; then `node` is the one
    that needs them.
    """

    node: Question | Table | Outcome
    passed: tuple[NodeId, ...]
    missing: frozenset[FactId] = frozenset()
    looked_at: frozenset[FactId] = frozenset()
    """Facts that the tables on the way decided by, and those that may answer the questions on it."""


def position(tree: Tree, state: State) -> Position:
    """Replay *state* from the start of the tree.

    A proved tree has no cycle, so this ends; an answer that its question does not offer counts as not given.
    """
    passed: list[NodeId] = []
    looked_at: set[FactId] = set()
    node = tree.nodes[tree.start]
    while not isinstance(node, Outcome):
        missing = _missing(tree, node, state)
        if missing:
            return Position(node, tuple(passed), missing, frozenset(looked_at))
        looked_at |= _wanted(tree, node)
        if isinstance(node, Table):
            node = tree.nodes[_decide(node, state, passed)]
            continue
        given = state.answers.get(node.id)
        if len(passed) == state.cursor or given is None or node.option(given.option) is None:
            break
        passed.append(node.id)
        node = tree.nodes[node.target(given.option)]
    return Position(node, tuple(passed), looked_at=frozenset(looked_at))


def answer(state: State, question: Question, option: OptionId, source: str) -> State:
    """The state after *question* was answered.

    Raises:
        KeyError: the question does not offer the option.
    """
    question.target(option)
    answers = {**state.answers, question.id: Given(option, source)}
    return replace(state, answers=answers, cursor=state.cursor + 1)


def observe(state: State, found: Mapping[FactId, str]) -> State:
    """The state after facts were looked at; a fact once seen stays as it was seen."""
    return replace(state, facts={**found, **state.facts})


def settle(state: State, reached: Position) -> State:
    """*state* without a cursor beyond *reached*: no answer counts that the replay did not use."""
    return replace(state, cursor=len(reached.passed))


def back(state: State) -> State:
    """The state one question earlier; every answer is kept. At the first question nothing changes."""
    return replace(state, cursor=max(0, state.cursor - 1))


def suggestion(question: Question, state: State) -> OptionId | None:
    """The option that the evidence points to, if any. Never for the red flag."""
    if question.alarm:
        return None
    return next((rule.answer for rule in question.infer if holds(rule.when, state.facts)), None)


def holds(when: When, facts: Mapping[FactId, str]) -> bool:
    """True if every fact of the condition has one of its values; a fact not known is "unknown"."""
    return all(facts.get(fact, UNKNOWN) in values for fact, values in when.items())


def way_to(tree: Tree, state: State, goal: NodeId) -> tuple[tuple[NodeId, OptionId], ...] | None:
    """The fewest answers that lead from where *state* stands to an outcome; None if none do.

    Facts that are still out count as unknown.
    """
    waiting: deque[tuple[State, tuple[tuple[NodeId, OptionId], ...]]] = deque([(state, ())])
    while waiting:
        here, way = waiting.popleft()
        reached = position(tree, here)
        while reached.missing:
            here = observe(here, dict.fromkeys(reached.missing, UNKNOWN))
            reached = position(tree, here)
        if reached.node.id == goal:
            return way
        if isinstance(reached.node, Question) and not reached.node.alarm:
            for option in reached.node.options:
                if option.to is not None:
                    step = (reached.node.id, option.id)
                    waiting.append((answer(here, reached.node, option.id, "user"), (*way, step)))
    return None


def visible_facts(state: State, passed: Sequence[NodeId]) -> dict[FactId, str]:
    """Facts and, by question id, the answers on the way: what a table may look at."""
    seen = dict(state.facts)
    for node_id in passed:
        seen[FactId(node_id)] = str(state.answers[node_id].option)
    return seen


def _decide(table: Table, state: State, passed: Sequence[NodeId]) -> NodeId:
    facts = visible_facts(state, passed)
    return next(row.to for row in table.rows if holds(row.when, facts))


def _missing(tree: Tree, node: Question | Table, state: State) -> frozenset[FactId]:
    """Declared facts that the node looks at and the state does not hold yet."""
    return frozenset(fact for fact in _wanted(tree, node) if fact not in state.facts)


def _wanted(tree: Tree, node: Question | Table) -> set[FactId]:
    """The declared facts that a node looks at."""
    named = node.facts if isinstance(node, Table) else [fact for rule in node.infer for fact in rule.when]
    return {fact for fact in named if fact in tree.facts}
