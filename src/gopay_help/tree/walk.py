"""Walking the tree: ``(tree, state, event) -> state``. Pure; the state is a value.

Where the person stands is never stored: it is found by replaying the answers from the start, so that going
back, resuming and replaying a report are all the same thing.
"""

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from gopay_help.model.build import Builder
from gopay_help.model.errors import DataError
from gopay_help.model.text import Phrase
from gopay_help.model.tree import (
    UNKNOWN,
    Act,
    After,
    FactId,
    FactSpec,
    FollowUp,
    Given,
    Node,
    NodeId,
    OptionId,
    Outcome,
    Question,
    State,
    Table,
    Tree,
    When,
    parse_span,
)


class Position(NamedTuple):
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
            facts = visible_facts(state, passed)
            node = tree.nodes[next(row.to for row in node.rows if holds(row.when, facts))]
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
    return state._replace(answers=answers, cursor=state.cursor + 1)


def observe(state: State, found: Mapping[FactId, str]) -> State:
    """The state after facts were looked at; a fact once seen stays as it was seen."""
    return state._replace(facts={**found, **state.facts})


def settle(state: State, reached: Position) -> State:
    """*state* without a cursor beyond *reached*: no answer counts that the replay did not use."""
    return state._replace(cursor=len(reached.passed))


def back(state: State) -> State:
    """The state one question earlier; every answer is kept. At the first question nothing changes."""
    return state._replace(cursor=max(0, state.cursor - 1))


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


def _missing(tree: Tree, node: Question | Table, state: State) -> frozenset[FactId]:
    """Declared facts that the node looks at and the state does not hold yet."""
    return frozenset(fact for fact in _wanted(tree, node) if fact not in state.facts)


def _wanted(tree: Tree, node: Question | Table) -> set[FactId]:
    """The declared facts that a node looks at."""
    named = node.facts if isinstance(node, Table) else [fact for rule in node.infer for fact in rule.when]
    return {fact for fact in named if fact in tree.facts}


# Plain values to the model. What arrives here has the right shape: the check, or the build, saw to it.


SHORT_STEPS = 4
"""The short page has room for so many steps."""


def parse_tree(data: Mapping[str, Any], sha256: str | None = None) -> Tree:
    """Build the tree from the plain values of ``tree.yaml``.

    Args:
        data: the values.
        sha256: their `fingerprint`, where a certificate holds it; made from them otherwise.

    Raises:
        ValueError: they are not what its schema says; all places.
    """
    builder = Builder()
    nodes: dict[NodeId, Node] = {}
    for node_id, raw in data["nodes"].items():
        kind: type[Table | Question] = Table if raw["kind"] == "table" else Question
        nodes[node_id] = builder.build(kind, raw, f"nodes.{node_id}", id=node_id)
    for outcome_id, raw in data["outcomes"].items():
        nodes[outcome_id] = _outcome(builder, outcome_id, raw)
    facts = {
        name: builder.build(FactSpec, raw, f"facts.{name}", id=name) for name, raw in data["facts"].items()
    }
    tree = builder.build(Tree, data, "tree", facts=facts, nodes=nodes, sha256=sha256 or fingerprint(data))
    if builder.problems:
        raise ValueError("; ".join(builder.problems))
    return tree


def _outcome(builder: Builder, outcome_id: NodeId, raw: Mapping[str, Any]) -> Outcome:
    at = f"outcomes.{outcome_id}"
    do = tuple(one if isinstance(one, str) else one["step"] for one in raw["do"])
    plan = {key: _after(builder, raw["follow_up"][key], f"{at}.{key}") for key in ("recheck", "escalate")}
    named = {
        "do": do,
        "acts": {
            one["step"]: builder.build(Act, one, f"{at}.do", channel=one[how], how=how)
            for one in raw["do"]
            if not isinstance(one, str)
            for how in ["call" if "call" in one else "write"]
        },
        "follow_up": builder.build(FollowUp, raw["follow_up"], f"{at}.follow_up", **plan),
    }
    return builder.build(Outcome, {"short": do[:SHORT_STEPS], **raw}, at, id=outcome_id, **named)


def _after(builder: Builder, raw: Mapping[str, Any], at: str) -> After:
    return builder.build(After, raw, at, span=parse_span(raw["after"]) if "after" in raw else timedelta())


def fingerprint(data: Mapping[str, Any]) -> str:
    """SHA-256 of the values, the same for YAML and compiled JSON."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def check_certificate(tree: Tree, certificate: Mapping[str, Any]) -> None:
    """Hold a compiled tree against its certificate, whenever it is loaded; each step is looked at once.

    What was proved when the wheel was built is proved of this very tree: its file was held against the hash
    in the certificate when it was read. That every step leads to a greater number, so that every run ends,
    is looked at once more.

    Raises:
        DataError: a run of the tree might not end.
    """
    order = certificate.get("order")
    numbers = order.get if isinstance(order, dict) else {}.get
    steps = ((numbers(here), numbers(there)) for here, there in _steps(tree))
    if not all(isinstance(here, int) and isinstance(there, int) and here < there for here, there in steps):
        raise DataError(Phrase("fault.installation", what=f"{tree.id}: proof.json, order"))


def _steps(tree: Tree) -> Iterator[tuple[NodeId, NodeId]]:
    for node_id, node in tree.nodes.items():
        if isinstance(node, Outcome):
            continue
        for way in node.rows if isinstance(node, Table) else node.options:
            if way.to is not None:
                yield node_id, way.to
