"""Every way through a tree, counted and never listed, with a shortest one to each node.

Ways that nobody can go are left out: a table cannot look at a fact twice and see two different values.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gopay_help.model.tree import (
    NO,
    UNKNOWN,
    UNSURE,
    FactId,
    FactSpec,
    Node,
    NodeId,
    OptionId,
    Question,
    Table,
    Tree,
    When,
)

CALENDAR = "calendar"
"""The one source of facts that a run without network knows by itself, so that a way has to state them."""


class Choice(NamedTuple):
    """One way out of a node: an option of a question, or a row of a table."""

    node: NodeId
    to: NodeId
    option: OptionId | None
    """None for a row: nobody chose it."""
    row: int
    """The row of a table, from 0; the place of the option in a question."""
    when: When
    """What the facts are once this way out was taken; the answer to a question is a fact too."""


class Mood(NamedTuple):
    """What changes how an outcome is told, beside the outcome itself."""

    raised: bool = False
    """The red flag was not answered with "no"."""
    doubted: bool = False
    """A question after it was answered with "not sure"."""
    brand: str = UNKNOWN
    """Which of the companies that the tree tells apart: the others' contacts are left out."""


class Way(NamedTuple):
    """A shortest way to a node, and what the facts on it may be."""

    choices: tuple[Choice, ...]
    facts: Mapping[FactId, frozenset[str]]

    @property
    def answers(self) -> tuple[tuple[NodeId, OptionId], ...]:
        """The answers on the way, in order."""
        return tuple((choice.node, choice.option) for choice in self.choices if choice.option)

    def stated(self, tree: Tree) -> dict[FactId, str]:
        """Facts that have to be stated to go this way; the others are unknown, as they are offline."""
        return {
            fact: _value(tree.facts[fact], values)
            for fact, values in self.facts.items()
            if fact in tree.facts and _needs_stating(tree.facts[fact], values)
        }


class Reach(NamedTuple):
    """How a node is reached in one mood: by how many ways, and a shortest of them."""

    ways: int
    way: Way


Reaches = Mapping[NodeId, Mapping[Mood, Reach]]


def choices(node: Node) -> tuple[Choice, ...]:
    """Every way out of a node, in the order of its options or rows; an outcome has none."""
    if isinstance(node, Question):
        return tuple(
            Choice(
                node.id, node.target(option.id), option.id, index, {FactId(node.id): frozenset({option.id})}
            )
            for index, option in enumerate(node.options)
        )
    if isinstance(node, Table):
        return tuple(Choice(node.id, row.to, None, index, row.when) for index, row in enumerate(node.rows))
    return ()


def leading_to(tree: Tree) -> Mapping[NodeId, tuple[Choice, ...]]:
    """Who leads to each node, in the order of the tree; a node that nobody leads to has no entry."""
    found: dict[NodeId, list[Choice]] = defaultdict(list)
    for node in tree.nodes.values():
        for choice in choices(node):
            found[choice.to].append(choice)
    return {node_id: tuple(sources) for node_id, sources in found.items()}


def find_ways(tree: Tree) -> Reaches:
    """Count the ways to each node and keep a shortest one: fewest answers and stated facts.

    What is reached by first aid alone has no entry. Ways that agree on every fact which is still to be
    looked at are counted together, so this grows with the tree and not with its ways.
    """
    order = in_order(tree)
    live = _looked_at_from(tree, order)
    states: dict[NodeId, dict[_State, Reach]] = defaultdict(dict)
    states[tree.start][_State(Mood(), frozenset())] = Reach(1, Way((), {}))
    for node_id in order:
        node = tree.nodes[node_id]
        for choice in choices(node):
            for state, reach in states[node_id].items():
                facts = _after(tree, reach.way.facts, choice)
                if facts is None:
                    continue
                kept = frozenset((fact, facts[fact]) for fact in live[choice.to] if fact in facts)
                after = Reach(reach.ways, Way((*reach.way.choices, choice), facts))
                _add(tree, states[choice.to], _State(mood_after(tree, choice, state.mood), kept), after)
    return {node_id: _by_mood(tree, states[node_id]) for node_id in order if states[node_id]}


def shortest(tree: Tree, reaches: Mapping[Mood, Reach]) -> Way:
    """The shortest way of all moods."""
    _, best = min(reaches.items(), key=lambda item: (_cost(tree, item[1].way), item[0]))
    return best.way


def count(reaches: Mapping[Mood, Reach]) -> int:
    """How many ways lead to a node."""
    return sum(reach.ways for reach in reaches.values())


def in_order(tree: Tree) -> list[NodeId]:
    """Nodes that options and rows lead to, each before those it leads to."""
    done: list[NodeId] = []
    seen = {tree.start}
    stack: list[tuple[NodeId, Iterator[Choice]]] = [(tree.start, iter(choices(tree.nodes[tree.start])))]
    while stack:
        node_id, left = stack[-1]
        following = next((choice.to for choice in left if choice.to not in seen), None)
        if following is None:
            done.append(node_id)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(choices(tree.nodes[following]))))
    return done[::-1]


def mood_after(tree: Tree, choice: Choice, before: Mood) -> Mood:
    """The mood once *choice* was taken."""
    node = tree.nodes[choice.node]
    after = before._replace(brand=_brand(tree, choice) or before.brand)
    if not isinstance(node, Question):
        return after
    if node.alarm:
        return after._replace(raised=before.raised or choice.option != NO)
    return after._replace(doubted=before.doubted or choice.option == UNSURE)


def _brand(tree: Tree, choice: Choice) -> str | None:
    """The company that a way out names: an answer of its name, or a row for it alone."""
    told_apart = [spec for spec in tree.facts.values() if spec.source == "brand"]
    if choice.option is not None:
        return next((choice.option for spec in told_apart if choice.option in spec.values), None)
    named = {value for spec in told_apart for value in choice.when.get(spec.id, ())} - {UNKNOWN}
    return named.pop() if len(named) == 1 else None


class _State(NamedTuple):
    mood: Mood
    facts: frozenset[tuple[FactId, frozenset[str]]]


def _after(
    tree: Tree, facts: Mapping[FactId, frozenset[str]], choice: Choice
) -> Mapping[FactId, frozenset[str]] | None:
    """The facts once *choice* was taken; None if they rule it out."""
    known = dict(facts)
    for fact, values in choice.when.items():
        before = known.get(fact)
        if choice.option is None and before is None:
            before = frozenset(tree.facts[fact].values) if fact in tree.facts else frozenset({UNKNOWN})
        known[fact] = values if before is None else before & values
        if not known[fact]:
            return None
    return known


def _looked_at_from(tree: Tree, order: list[NodeId]) -> dict[NodeId, frozenset[FactId]]:
    """For each node, the facts that a table there or further on looks at."""
    live: dict[NodeId, frozenset[FactId]] = {}
    for node_id in reversed(order):
        node = tree.nodes[node_id]
        own = frozenset(node.facts) if isinstance(node, Table) else frozenset()
        live[node_id] = own.union(*(live[choice.to] for choice in choices(node)))
    return live


def _add(tree: Tree, states: dict[_State, Reach], state: _State, reach: Reach) -> None:
    before = states.get(state)
    if before is None:
        states[state] = reach
        return
    best = reach.way if _cost(tree, reach.way) < _cost(tree, before.way) else before.way
    states[state] = Reach(before.ways + reach.ways, best)


def _by_mood(tree: Tree, states: Mapping[_State, Reach]) -> dict[Mood, Reach]:
    merged: dict[Mood, Reach] = {}
    for state, reach in states.items():
        before = merged.get(state.mood)
        best = reach if before is None else min(before, reach, key=lambda each: _cost(tree, each.way))
        merged[state.mood] = Reach(reach.ways + (before.ways if before else 0), best.way)
    return merged


def _cost(tree: Tree, way: Way) -> tuple[int, int, int]:
    """To state a fact costs as much as to answer a question; of two equals, answers alone are plainer."""
    stated = len(way.stated(tree))
    return len(way.answers) + stated, stated, len(way.choices)


def _needs_stating(spec: FactSpec, values: frozenset[str]) -> bool:
    return spec.source == CALENDAR or UNKNOWN not in values


def _value(spec: FactSpec, values: frozenset[str]) -> str:
    """The first value that the way allows, a known one if it can be."""
    allowed = [value for value in spec.values if value in values]
    return next((value for value in allowed if value != UNKNOWN), allowed[0])
