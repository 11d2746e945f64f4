"""Figures of a tree that need no guess: how many questions, ways, waits. Nothing here says how often.

A *way* is one order of options and rows from the start to an outcome. Ways are counted, not listed: there may
be millions.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from gopay_help.model.tree import Cause, FactId, NodeId, Outcome, Question, Table
from gopay_help.tree.assignments import reached_in_order
from gopay_help.tree.space import Element, Kind, Situation, Space, Step, elements

QUESTION_S = 8
"""Seconds that a person needs to read a question and answer it (tree-format.md, MET008)."""


class Structure(NamedTuple):
    """What can be said of any tree."""

    questions: int
    tables: int
    outcomes: int
    edges: int
    """Options and rows."""
    cells: int
    causes: int
    """Causes that some outcome names; `undetermined` names none."""
    ways: Mapping[NodeId, Mapping[int, int]]
    """By outcome, by number of questions: ways that lead there so."""
    worst_s: float
    """The longest that a run can take: every question read, every wait to its end."""

    @property
    def lengths(self) -> Counter[int]:
        """By number of questions: ways."""
        total: Counter[int] = Counter()
        for counts in self.ways.values():
            total.update(counts)
        return total


def structure(space: Space) -> Structure:
    """Measure a tree by its structure alone."""
    tree = space.tree
    nodes = tree.nodes.values()
    written = list(elements(tree))
    outcomes = [node for node in nodes if isinstance(node, Outcome)]
    return Structure(
        questions=sum(isinstance(node, Question) for node in nodes),
        tables=sum(isinstance(node, Table) for node in nodes),
        outcomes=len(outcomes),
        edges=sum(element.kind in (Kind.OPTION, Kind.ROW) for element in written),
        cells=sum(element.kind is Kind.CELL for element in written),
        causes=len({node.cause for node in outcomes} - {Cause.UNDETERMINED}),
        ways=ways(space),
        worst_s=worst_seconds(space),
    )


def ways(space: Space) -> dict[NodeId, Counter[int]]:
    """By outcome, how many ways of how many questions lead to it.

    Different facts may make the same way, and one way must not be counted twice: what is followed is the set
    of situations that a way can be in.
    """
    found: dict[NodeId, Counter[int]] = defaultdict(Counter)
    reached: dict[NodeId, dict[frozenset[Situation], Counter[int]]] = defaultdict(dict)
    reached[space.tree.start][frozenset({space.start})] = Counter({0: 1})
    for node_id in reached_in_order(space.tree):
        node = space.tree.nodes[node_id]
        for key, counts in reached.pop(node_id, {}).items():
            if isinstance(node, Outcome):
                found[node_id].update(counts)
            for target in _edges(space, key).values():
                into = reached[next(iter(target)).node].setdefault(frozenset(target), Counter())
                for length, number in counts.items():
                    into[length + isinstance(node, Question)] += number
    return found


def mean_questions(counts: Mapping[int, int]) -> float:
    """The mean over ways, each counted once; no statement about how often one is taken."""
    return sum(length * number for length, number in counts.items()) / sum(counts.values())


def median_questions(counts: Mapping[int, int]) -> float:
    """The median over ways."""
    half, seen = sum(counts.values()) / 2, 0
    lengths = sorted(counts)
    for index, length in enumerate(lengths):
        seen += counts[length]
        if seen == half:
            return (length + lengths[index + 1]) / 2
        if seen > half:
            return length
    return 0.0


def worst_seconds(space: Space) -> float:
    """The longest a run can take, in seconds."""
    wait_s = space.tree.limits.probe_wait_s
    slow = {fact for fact, spec in space.tree.facts.items() if spec.source == "check"}
    longest: dict[Situation, float] = {}
    for situation in reversed(in_order(space)):
        asks = QUESTION_S * isinstance(space.tree.nodes[situation.node], Question)
        longest[situation] = max(
            (_waits(step, slow) * wait_s + asks + longest[step.to] for step in space.steps[situation]),
            default=0.0,
        )
    return longest[space.start]


def in_order(space: Space) -> list[Situation]:
    """The situations of a space, each after all that lead to it."""
    place = {node_id: number for number, node_id in enumerate(reached_in_order(space.tree))}
    return sorted(space.steps, key=lambda situation: place[situation.node])


def _edges(space: Space, key: frozenset[Situation]) -> dict[Element, set[Situation]]:
    """By option or row: the situations that it can lead to from any of *key*."""
    edges: dict[Element, set[Situation]] = defaultdict(set)
    for situation in key:
        for step in space.steps[situation]:
            if not step.by_evidence:
                edges[step.takes[0]].add(step.to)
    return edges


def _waits(step: Step, slow: set[FactId]) -> bool:
    return any(fact in slow for fact, _ in step.learned)
