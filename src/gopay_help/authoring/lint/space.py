"""What a run of a tree can know at each node, found without enumerating the runs.

`Space` holds each situation, a node with what is known there and still matters further down: two runs that
agree in that go on alike, so a tree of millions of ways has thousands of them.
"""

import itertools
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from gopay_help.model.errors import DataError
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
from gopay_help.tree.walk import holds


def reached_in_order(tree: Tree, start: NodeId | None = None) -> list[NodeId]:
    """The nodes that can be reached from *start*, else the tree's, each after all that lead to it.

    In a tree with a way round, each as it was found.
    """
    first = start or tree.start
    before: dict[NodeId, set[NodeId]] = {first: set()}
    queue = [first]
    while queue:
        node_id = queue.pop()
        for target in targets(tree, node_id):
            if target not in before:
                before[target] = set()
                queue.append(target)
            before[target].add(node_id)
    try:
        return list(TopologicalSorter(before).static_order())
    except CycleError:  # TERM001 tells of it
        return list(before)


def targets(tree: Tree, node_id: NodeId) -> tuple[NodeId, ...]:
    """Where a run can go on from a node. First aid is shown on the way and is no step of it."""
    node = tree.nodes[node_id]
    if isinstance(node, Outcome):
        return ()
    return tuple(_chosen(node)) if isinstance(node, Question) else tuple({row.to: None for row in node.rows})


def _chosen(question: Question) -> dict[NodeId, frozenset[str]]:
    """The options that lead to each target."""
    chosen: dict[NodeId, set[str]] = defaultdict(set)
    for option in question.options:
        chosen[question.target(option.id)].add(option.id)
    return {target: frozenset(options) for target, options in chosen.items()}


MAX_SITUATIONS = 500_000
"""More than any tree that a person could review; a tree beyond it is refused, not waited for."""


class ElementKind(StrEnum):
    """What a run can take."""

    OPTION = "option"
    ROW = "row"
    CELL = "cell"
    INFERENCE = "inference"


class Element(NamedTuple):
    """One option, row, cell or inference. `name` is the option, a number from 1, or the cell's values."""

    kind: ElementKind
    node: NodeId
    name: str

    def __str__(self) -> str:
        """For people: ``symptom=blocked``, ``which_brand row 2``, ``app_evidence {network: ok}``."""
        if self.kind is ElementKind.OPTION:
            return f"{self.node}={self.name}"
        if self.kind is ElementKind.CELL:
            return f"{self.node} {{{self.name}}}"
        return f"{self.node} {self.kind} {self.name}"


Known = tuple[tuple[FactId, str], ...]
"""Facts, and answers by question, in the order of their ids."""


class Situation(NamedTuple):
    """A node and what is known there that still matters."""

    node: NodeId
    known: Known


class Step(NamedTuple):
    """One way on from a situation."""

    takes: tuple[Element, ...]
    learned: Known
    """Declared facts that are looked at here for the first time."""
    answer: tuple[NodeId, OptionId] | None
    by_evidence: bool
    to: Situation


class Space:
    """All situations that a proved tree can be in, with the steps between them.

    Args:
        tree: a tree without cycles whose tables are total.
        fixed: facts that have one value throughout, for example those that a fault leaves unknown.

    Raises:
        DataError: there are more situations than anybody could review.
    """

    def __init__(self, tree: Tree, fixed: Mapping[FactId, str] | None = None) -> None:
        self.tree = tree
        self._fixed = dict(fixed or {})
        self._matters = what_matters(tree)
        self.start = Situation(tree.start, ())
        self.steps: dict[Situation, tuple[Step, ...]] = {}
        """By situation, from the start on; an outcome has none."""
        self._explore()

    def taken(self) -> set[Element]:
        """Every element that some run takes."""
        return {element for steps in self.steps.values() for step in steps for element in step.takes}

    def possible(self, node_id: NodeId, when: When) -> bool:
        """True if some run comes to a node in a case that *when* describes."""
        return any(
            all(values & self._could_be(situation, fact) for fact, values in when.items())
            for situation in self._at.get(node_id, ())
        )

    def values(self, node_id: NodeId, fact: FactId) -> frozenset[str]:
        """Every value that a fact or answer has in some run that comes to a node."""
        return frozenset().union(*(self._could_be(one, fact) for one in self._at.get(node_id, ())))

    @cached_property
    def _at(self) -> Mapping[NodeId, list[Situation]]:
        """The situations of each node."""
        found: dict[NodeId, list[Situation]] = defaultdict(list)
        for situation in self.steps:
            found[situation.node].append(situation)
        return found

    def _could_be(self, situation: Situation, fact: FactId) -> frozenset[str]:
        """What nobody has looked at can be anything, but a question that was not asked has no answer."""
        known = dict(situation.known)
        if fact in known:
            return frozenset({known[fact]})
        return frozenset(self._values(fact) if fact in self.tree.facts else {UNKNOWN})

    def _explore(self) -> None:
        queue = deque([self.start])
        while queue:
            situation = queue.popleft()
            if situation in self.steps:
                continue
            if len(self.steps) >= MAX_SITUATIONS:
                raise DataError(f"the tree has more than {MAX_SITUATIONS} situations; look at fewer facts")
            self.steps[situation] = steps = tuple(self._steps(situation))
            queue.extend(step.to for step in steps if step.to not in self.steps)

    def _steps(self, situation: Situation) -> Iterator[Step]:
        node = self.tree.nodes[situation.node]
        if isinstance(node, Table):
            yield from self._rows(node, situation)
        elif isinstance(node, Question):
            yield from self._options(node, situation)

    def _rows(self, table: Table, situation: Situation) -> Iterator[Step]:
        for learned, known in self._looks(table.facts, situation):
            cell = {fact: known.get(fact, UNKNOWN) for fact in table.facts}
            number, row = next(
                (number, row) for number, row in enumerate(table.rows, 1) if holds(row.when, cell)
            )
            takes = (Element(ElementKind.ROW, table.id, str(number)), cell_of(table, cell))
            yield Step(takes, learned, None, by_evidence=False, to=self._situation(row.to, known))

    def _options(self, question: Question, situation: Situation) -> Iterator[Step]:
        wanted = tuple(dict.fromkeys(fact for rule in question.infer for fact in rule.when))
        for learned, known in self._looks(wanted, situation):
            for option in question.options:
                takes = (Element(ElementKind.OPTION, question.id, option.id),)
                yield self._answered(question, option.id, takes, learned, known)
            # As the walk would have it; never for the red flag.
            rules = () if question.alarm else enumerate(question.infer, 1)
            number, rule = next(((at, rule) for at, rule in rules if holds(rule.when, known)), (0, None))
            if rule:
                answer = rule.answer
                takes = (Element(ElementKind.INFERENCE, question.id, str(number)),)
                yield self._answered(question, answer, takes, learned, known)._replace(by_evidence=True)

    def _answered(
        self,
        question: Question,
        option: OptionId,
        takes: tuple[Element, ...],
        learned: Known,
        known: Mapping[FactId, str],
    ) -> Step:
        after = {**known, FactId(question.id): str(option)}
        to = self._situation(question.target(option), after)
        return Step(takes, learned, (question.id, option), by_evidence=False, to=to)

    def _looks(
        self, wanted: tuple[FactId, ...], situation: Situation
    ) -> Iterator[tuple[Known, dict[FactId, str]]]:
        """Every way that facts not known yet can turn out, with all that is known then."""
        known = dict(situation.known)
        new = [fact for fact in wanted if fact in self.tree.facts and fact not in known]
        for values in itertools.product(*map(self._values, new)):
            learned = tuple(zip(new, values, strict=True))
            yield learned, {**known, **dict(learned)}

    def _values(self, fact: FactId) -> tuple[str, ...]:
        fixed = self._fixed.get(fact)
        return self.tree.facts[fact].values if fixed is None else (fixed,)

    def _situation(self, target: NodeId, known: Mapping[FactId, str]) -> Situation:
        matters = self._matters[target]
        return Situation(target, tuple(sorted(item for item in known.items() if item[0] in matters)))


def elements(tree: Tree) -> Iterator[Element]:
    """Everything that is written in a tree and that a run could take."""
    for node in tree.nodes.values():
        if isinstance(node, Question):
            yield from (Element(ElementKind.OPTION, node.id, option.id) for option in node.options)
            yield from (Element(ElementKind.INFERENCE, node.id, str(n)) for n, _ in enumerate(node.infer, 1))
        elif isinstance(node, Table):
            yield from (Element(ElementKind.ROW, node.id, str(n)) for n, _ in enumerate(node.rows, 1))
            for values in itertools.product(*(domain(tree, fact) for fact in node.facts)):
                yield cell_of(node, dict(zip(node.facts, values, strict=True)))


def domain(tree: Tree, fact: FactId) -> tuple[str, ...]:
    """Every value that a fact, or a question looked at as one, can take."""
    if fact in tree.facts:
        return tree.facts[fact].values
    node = tree.nodes[NodeId(fact)]
    options = node.options if isinstance(node, Question) else ()
    return tuple(dict.fromkeys((*(option.id for option in options), UNKNOWN)))


def cell_of(table: Table, cell: Mapping[FactId, str]) -> Element:
    """The cell of a table that these values are."""
    return Element(ElementKind.CELL, table.id, ", ".join(f"{fact}: {cell[fact]}" for fact in table.facts))


def what_matters(tree: Tree) -> dict[NodeId, frozenset[FactId]]:
    """By node: facts, and questions as facts, that it or a node after it looks at."""
    found: dict[NodeId, frozenset[FactId]] = {}
    for node_id in reversed(reached_in_order(tree)):
        parts = {found[target] for target in targets(tree, node_id)}
        found[node_id] = frozenset(looked_at(tree.nodes[node_id])).union(*parts)
    return found


def looked_at(node: Question | Table | Outcome) -> Iterator[FactId]:
    """The facts that decide at a table, or answer a question."""
    if isinstance(node, Table):
        yield from node.facts
    elif isinstance(node, Question):
        yield from (fact for rule in node.infer for fact in rule.when)


Counts = Mapping[ElementKind, tuple[int, int, int]]


def tally(tree: Tree, taken: Callable[[Element], bool], possible: set[Element]) -> Counts:
    """By kind: elements taken, elements that some run can take, and elements written."""
    counts = {kind: [0, 0, 0] for kind in ElementKind}
    for element in elements(tree):
        row = counts[element.kind]
        row[0] += taken(element)
        row[1] += element in possible
        row[2] += 1
    return {kind: (row[0], row[1], row[2]) for kind, row in counts.items()}


QUESTION_S = 8
"""Seconds that a person needs to read a question and answer it (tree-format.md, MET008)."""


def worst_seconds(space: Space) -> float:
    """The longest a run can take, in seconds."""
    wait_s = space.tree.limits.probe_wait_s
    slow = {fact for fact, spec in space.tree.facts.items() if spec.source == "check"}
    longest: dict[Situation, float] = {}
    for situation in reversed(in_order(space)):
        asks = QUESTION_S * isinstance(space.tree.nodes[situation.node], Question)
        longest[situation] = max(
            (
                any(fact in slow for fact, _ in step.learned) * wait_s + asks + longest[step.to]
                for step in space.steps[situation]
            ),
            default=0.0,
        )
    return longest[space.start]


def in_order(space: Space) -> list[Situation]:
    """The situations of a space, each after all that lead to it."""
    place = {node_id: number for number, node_id in enumerate(reached_in_order(space.tree))}
    return sorted(space.steps, key=lambda situation: place[situation.node])
