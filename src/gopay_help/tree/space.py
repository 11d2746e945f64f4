"""Every situation that a run of a tree can be in, found without enumerating the runs.

A situation is a node together with what is known by then and still matters further down. Two runs that agree
in that go on alike, so they share one situation: a tree with millions of paths has thousands of situations.
`assignments.py` holds the same as sets, to prove that a row is dead; here each single way on is needed.
"""

import itertools
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from gopay_help.model.errors import DataError
from gopay_help.model.tree import UNKNOWN, FactId, NodeId, OptionId, Outcome, Question, Table, TableRow, Tree
from gopay_help.tree.assignments import reached_in_order, targets
from gopay_help.tree.walk import holds

MAX_SITUATIONS = 500_000
"""More than any tree that a person could review; a tree beyond it is refused, not waited for."""


class Kind(StrEnum):
    """What a run can take."""

    OPTION = "option"
    ROW = "row"
    CELL = "cell"
    INFERENCE = "inference"


class Element(NamedTuple):
    """One option, row, cell or inference. `name` is the option, a number from 1, or the cell's values."""

    kind: Kind
    node: NodeId
    name: str

    def __str__(self) -> str:
        """For people: ``symptom=blocked``, ``which_brand row 2``, ``app_evidence {network: ok}``."""
        if self.kind is Kind.OPTION:
            return f"{self.node}={self.name}"
        if self.kind is Kind.CELL:
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
            number, row = _deciding(table, cell)
            takes = (Element(Kind.ROW, table.id, str(number)), cell_of(table, cell))
            yield Step(takes, learned, None, by_evidence=False, to=self._situation(row.to, known))

    def _options(self, question: Question, situation: Situation) -> Iterator[Step]:
        wanted = tuple(dict.fromkeys(fact for rule in question.infer for fact in rule.when))
        for learned, known in self._looks(wanted, situation):
            for option in question.options:
                takes = (Element(Kind.OPTION, question.id, option.id),)
                yield self._answered(question, option.id, takes, learned, known)
            number = _inferring(question, known)
            if number:
                answer = question.infer[number - 1].answer
                takes = (Element(Kind.INFERENCE, question.id, str(number)),)
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
            yield from (Element(Kind.OPTION, node.id, option.id) for option in node.options)
            yield from (Element(Kind.INFERENCE, node.id, str(n)) for n, _ in enumerate(node.infer, 1))
        elif isinstance(node, Table):
            yield from (Element(Kind.ROW, node.id, str(n)) for n, _ in enumerate(node.rows, 1))
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
    return Element(Kind.CELL, table.id, ", ".join(f"{fact}: {cell[fact]}" for fact in table.facts))


def what_matters(tree: Tree) -> dict[NodeId, frozenset[FactId]]:
    """By node: facts, and questions as facts, that it or a node after it looks at."""
    found: dict[NodeId, frozenset[FactId]] = {}
    for node_id in reversed(reached_in_order(tree)):
        parts = {found[target] for target in targets(tree, node_id)}
        found[node_id] = frozenset(_looked_at(tree.nodes[node_id])).union(*parts)
    return found


def _looked_at(node: Question | Table | Outcome) -> Iterator[FactId]:
    if isinstance(node, Table):
        yield from node.facts
    elif isinstance(node, Question):
        yield from (fact for rule in node.infer for fact in rule.when)


def _deciding(table: Table, cell: Mapping[FactId, str]) -> tuple[int, TableRow]:
    return next((number, row) for number, row in enumerate(table.rows, 1) if holds(row.when, cell))


def _inferring(question: Question, known: Mapping[FactId, str]) -> int:
    """The number of the rule that answers, as the walk would have it; 0 for none. Never for the red flag."""
    if question.alarm:
        return 0
    return next((n for n, rule in enumerate(question.infer, 1) if holds(rule.when, known)), 0)


Counts = Mapping[Kind, tuple[int, int, int]]


def tally(tree: Tree, taken: Callable[[Element], bool], possible: set[Element]) -> Counts:
    """By kind: elements taken, elements that some run can take, and elements written."""
    counts = {kind: [0, 0, 0] for kind in Kind}
    for element in elements(tree):
        row = counts[element.kind]
        row[0] += taken(element)
        row[1] += element in possible
        row[2] += 1
    return {kind: (row[0], row[1], row[2]) for kind, row in counts.items()}
