"""What can be known at each node: the facts and answers with which some run comes there.

A run knows values of facts, which nobody chooses, and the answers on its way. All runs that come to a node
are held as a few `Cube`s, products of sets of values, so that their number does not matter. Only what is
still looked at further down is kept, and cubes that differ in one value are one: both change nothing of
which rows can be reached. A tree made to defeat this is cut off at `MAX_CUBES`, by allowing more than can be:
then a dead row may be overlooked, and no living one is ever called dead.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import TopologicalSorter

from gopay_help.model.tree import UNKNOWN, FactId, NodeId, Outcome, Question, Table, Tree, When

MAX_CUBES = 256

Cube = frozenset[tuple[FactId, frozenset[str]]]
"""Values by fact or question. One that is not named: a fact may have any value, a question was not asked."""

NOT_ASKED = frozenset({UNKNOWN})


class Assignments:
    """The cubes of every node of a tree without cycles, whose targets all exist."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        order = reached_in_order(tree)
        self._live = _live(tree, order)
        self._known: dict[NodeId, set[Cube]] = {node_id: set() for node_id in order}
        self._known[tree.start] = {frozenset()}
        for node_id in order:
            self._known[node_id] = self._joined(self._known[node_id])
            for target, cube in self._steps(node_id):
                self._known[target].add(cube)

    def possible(self, node_id: NodeId, when: When) -> bool:
        """True if some run comes to a node in a case that *when* describes."""
        return any(self._within(cube, when) is not None for cube in self._known.get(node_id, ()))

    def values(self, node_id: NodeId, fact: FactId) -> frozenset[str]:
        """Every value that a fact or answer has in some run that comes to a node."""
        cubes = self._known.get(node_id, ())
        return frozenset().union(*(self._of(dict(cube), fact) for cube in cubes))

    def _of(self, cube: Mapping[FactId, frozenset[str]], fact: FactId) -> frozenset[str]:
        spec = self._tree.facts.get(fact)
        return cube.get(fact, NOT_ASKED if spec is None else frozenset(spec.values))

    def _cube(self, values: Mapping[FactId, frozenset[str]]) -> Cube:
        """The one form of a case: what goes without saying is not said."""
        return frozenset(item for item in values.items() if item[1] != self._of({}, item[0]))

    def _within(self, cube: Cube, when: When) -> dict[FactId, frozenset[str]] | None:
        """The part of *cube* in which *when* holds; None if there is none."""
        part = dict(cube)
        for fact, values in when.items():
            both = self._of(part, fact) & values
            if not both:
                return None
            part[fact] = both
        return part

    def _steps(self, node_id: NodeId) -> Iterator[tuple[NodeId, Cube]]:
        node = self._tree.nodes[node_id]
        if isinstance(node, Outcome):
            return
        for cube in self._known[node_id]:
            if isinstance(node, Table):
                parts = ((row.to, self._within(cube, row.when)) for row in node.rows)
                yield from ((to, self._kept(part, to)) for to, part in parts if part is not None)
            else:
                for to, chosen in _chosen(node).items():
                    yield to, self._kept({**dict(cube), FactId(node_id): chosen}, to)

    def _kept(self, cube: Mapping[FactId, frozenset[str]], target: NodeId) -> Cube:
        live = self._live[target]
        return self._cube({fact: values for fact, values in cube.items() if fact in live})

    def _joined(self, cubes: set[Cube]) -> set[Cube]:
        """The same cases in fewer cubes: those that differ in one fact alone become one."""
        facts = {fact for cube in cubes for fact, _ in cube}
        if len(cubes) > MAX_CUBES:
            hull = {
                fact: frozenset[str]().union(*(self._of(dict(cube), fact) for cube in cubes))
                for fact in facts
            }
            return {self._cube(hull)}
        before = 0
        while before != len(cubes) > 1:
            before = len(cubes)
            for fact in facts:
                cubes = self._joined_by(fact, cubes)
        return cubes

    def _joined_by(self, fact: FactId, cubes: set[Cube]) -> set[Cube]:
        values: dict[Cube, frozenset[str]] = {}
        for cube in cubes:
            rest = frozenset(item for item in cube if item[0] != fact)
            values[rest] = values.get(rest, frozenset()) | self._of(dict(cube), fact)
        return {self._cube({**dict(rest), fact: found}) for rest, found in values.items()}


def reached_in_order(tree: Tree) -> list[NodeId]:
    """The nodes that can be reached, each after all that lead to it."""
    before: dict[NodeId, set[NodeId]] = {tree.start: set()}
    queue = [tree.start]
    while queue:
        node_id = queue.pop()
        for target in targets(tree, node_id):
            if target not in before:
                before[target] = set()
                queue.append(target)
            before[target].add(node_id)
    return list(TopologicalSorter(before).static_order())


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


def _live(tree: Tree, order: Sequence[NodeId]) -> dict[NodeId, frozenset[FactId]]:
    """What each node, or one behind it, looks at."""
    live: dict[NodeId, frozenset[FactId]] = {}
    for node_id in reversed(order):
        node = tree.nodes[node_id]
        own: Iterable[FactId] = ()
        if isinstance(node, Table):
            own = node.facts
        elif isinstance(node, Question):
            own = (fact for inference in node.infer for fact in inference.when)
        live[node_id] = frozenset(own).union(*(live[target] for target in targets(tree, node_id)))
    return live
