"""Shortest ways through the shipped tree, found and not written down, so that they follow the content."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path

from gopay_help.cli.packs import open_pack
from gopay_help.model.tree import UNKNOWN, UNSURE, Cause, NodeId, OptionId, Outcome, Question, Table, Tree
from gopay_help.tree import walk
from gopay_help.tree.pack import Pack

ROOT = Path(__file__).resolve().parents[1]
Way = tuple[tuple[NodeId, OptionId], ...]


def shipped_pack() -> Pack:
    """The pack of this checkout."""
    return open_pack(ROOT / "decision_trees" / "gopay")


def ways(tree: Tree) -> Iterator[tuple[Outcome, Way]]:
    """Every outcome that answers alone can reach, with a shortest way to it; facts are unknown."""
    facts = dict.fromkeys(tree.facts, UNKNOWN) | {"window": "ordinary"}
    queue: deque[tuple[walk.State, Way]] = deque(
        [(walk.State(facts={k: v for k, v in facts.items() if k in tree.facts}), ())]
    )
    seen: set[object] = set()
    looked_at = {fact for node in tree.nodes.values() if isinstance(node, Table) for fact in node.facts}
    while queue:
        state, way = queue.popleft()
        node = walk.position(tree, state).node
        assert not isinstance(node, Table)
        known = tuple((question, option) for question, option in way if question in looked_at)
        here: object = node.id if isinstance(node, Outcome) else (node.id, known)
        if here in seen:
            continue
        seen.add(here)
        if isinstance(node, Outcome):
            yield node, way
            continue
        for option in sorted(node.options, key=lambda option: option.id == UNSURE):
            queue.append((walk.answer(state, node, option.id, "user"), (*way, (node.id, option.id))))


def way_to_each_cause(tree: Tree) -> dict[Cause, Way]:
    """A shortest way to each cause."""
    found: dict[Cause, Way] = {}
    for outcome, way in ways(tree):
        found.setdefault(outcome.cause, way)
    return found


def key_of(tree: Tree, question: NodeId, option: OptionId) -> str:
    """The digit that answers."""
    node = tree.nodes[question]
    assert isinstance(node, Question)
    return str([offered.id for offered in node.options].index(option) + 1)
