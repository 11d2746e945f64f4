"""Would a question be better asked before the one that leads to it? Tried out on the tree, not guessed.

The later question takes the place of the earlier one; after each of its answers the earlier one is asked only
where that pays. Both trees are measured alike: what counts is fewer questions without more errors.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gopay_help.model.tree import FactId, NodeId, Option, OptionId, Outcome, Question, Table, TableRow, Tree
from gopay_help.tree.assignments import targets
from gopay_help.tree.expected import Expected, expect
from gopay_help.tree.model_doc import Model
from gopay_help.tree.space import Space, what_matters

LEAST_SAVED = 0.1
"""Questions in the mean; for less nobody should change a tree."""
LEAST_FURTHER = 0.01
"""Questions that one more change of the same plan has to save."""
MOST_WORSE = 0.005
"""How much less often the outcome may name the true cause, or more often none."""
WORTH = 20
"""Questions that the true cause is worth: one point of rightness for a fifth of a question."""
MOST_CHANGES = 4


class Swap(NamedTuple):
    """Two questions in the other order."""

    earlier: NodeId
    later: NodeId
    straight: tuple[OptionId, ...]
    """Answers of the later question after which the earlier one is not asked any more."""


class Plan(NamedTuple):
    """Swaps, one after the other, and what comes of them all."""

    swaps: tuple[Swap, ...]
    before: Expected
    after: Expected

    @property
    def saves(self) -> float:
        """Questions in the mean."""
        return self.before.questions - self.after.questions


class _Tried(NamedTuple):
    tree: Tree
    model: Model
    expected: Expected
    swap: Swap | None = None

    @property
    def price(self) -> float:
        return self.expected.questions - WORTH * self.expected.right


def plan(tree: Tree, model: Model) -> Plan | None:
    """The changes of order that save most, or None if none is worth it."""
    start = here = _Tried(tree, model, expect(Space(tree), model))
    done: list[Swap] = []
    while len(done) < MOST_CHANGES:
        tried = [_best(here, *pair) for pair in _pairs(here.tree)]
        best = min(tried, key=lambda one: one.price, default=here)
        if best.swap is None or here.price - best.price < LEAST_FURTHER:
            break
        here = best
        done.append(best.swap)
    found = Plan(tuple(done), start.expected, here.expected)
    worse = found.after.right < found.before.right - MOST_WORSE
    vaguer = found.after.undetermined > found.before.undetermined + MOST_WORSE
    return None if found.saves < LEAST_SAVED or worse or vaguer else found


def _pairs(tree: Tree) -> Iterator[tuple[Question, Question]]:
    """A question and one that it leads to at once, where neither answer is looked at later.

    The red flag stays where it is, and so does what is asked after first aid.
    """
    looked_at = frozenset[FactId]().union(*what_matters(tree).values())
    for one in tree.nodes.values():
        if not isinstance(one, Question) or one.alarm or one.advise or FactId(one.id) in looked_at:
            continue
        for target in targets(tree, one.id):
            other = tree.nodes[target]
            if isinstance(other, Question) and not other.advise and FactId(other.id) not in looked_at:
                yield one, other


def _best(here: _Tried, one: Question, other: Question) -> _Tried:
    """The two changed, the earlier one asked again only where that pays."""
    model = _copied(here.model, one, other)

    def tried(straight: tuple[OptionId, ...]) -> _Tried:
        tree = _changed(here.tree, one, other, straight)
        return _Tried(tree, model, expect(Space(tree), model), Swap(one.id, other.id, straight))

    best = tried(())
    straight: tuple[OptionId, ...] = ()
    for option in other.options:
        after = tried((*straight, option.id))
        if after.price < best.price:
            straight, best = (*straight, option.id), after
    return best


def _changed(tree: Tree, one: Question, other: Question, straight: tuple[OptionId, ...]) -> Tree:
    """The tree with *other* in the place of *one*."""
    nodes = {name: _led(node, one.id, _first(other.id)) for name, node in tree.nodes.items()}
    options = []
    for option in other.options:
        target = other.target(option.id)
        if option.id not in straight:
            copy = _again(one.id, option.id)
            nodes[copy] = _led(one._replace(id=copy), other.id, target)
            target = copy
        options.append(Option(option.id, to=target))
    nodes[_first(other.id)] = other._replace(id=_first(other.id), options=tuple(options))
    start = _first(other.id) if tree.start == one.id else tree.start
    return tree._replace(nodes=nodes, start=start)


def _led(node: Question | Table | Outcome, old: NodeId, new: NodeId) -> Question | Table | Outcome:
    """The node, with what led to *old* leading to *new*."""
    if isinstance(node, Question):
        options = (option._replace(to=new) if option.to == old else option for option in node.options)
        return node._replace(options=tuple(options))
    if isinstance(node, Table):
        return node._replace(
            rows=tuple(TableRow(row.when, new if row.to == old else row.to) for row in node.rows)
        )
    return node


def _copied(model: Model, one: Question, other: Question) -> Model:
    """The model, which says of the copies what it says of the questions."""
    likelihoods: dict[str, Mapping[str, Mapping[str, float]]] = dict(model.likelihoods)
    likelihoods[_first(other.id)] = model.likelihoods[other.id]
    for option in other.options:
        likelihoods[_again(one.id, option.id)] = model.likelihoods[one.id]
    return model._replace(likelihoods=likelihoods)


def _first(name: NodeId) -> NodeId:
    return NodeId(f"{name} first")


def _again(name: NodeId, option: OptionId) -> NodeId:
    return NodeId(f"{name} after {option}")
