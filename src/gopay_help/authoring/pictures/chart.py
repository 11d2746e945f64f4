"""The tree as boxes with their ways out, in one language, with a trail through it: what drawings draw."""

from collections.abc import Iterator
from typing import NamedTuple

from gopay_help.authoring.pictures.trail import Trail
from gopay_help.authoring.pictures.ways import choices, in_order
from gopay_help.authoring.pictures.wording import kind, kind_id, title, way_out
from gopay_help.model.text import Catalogue, safe_line
from gopay_help.model.tree import Node, NodeId, Outcome, Question, Table, Tree


class Exit(NamedTuple):
    """One way out of a box."""

    text: str
    to: NodeId
    taken: bool = False
    """The trail goes here."""


class Box(NamedTuple):
    """One node."""

    id: NodeId
    kind: str
    """``alarm``, ``question``, ``table``, ``urgent`` or ``outcome``: its shape and its colour."""
    caption: str
    """The kind in words, the place on the trail if it is on it, and the id."""
    text: str
    exits: tuple[Exit, ...] = ()
    aid: NodeId | None = None
    """The outcome whose first aid is shown before the question."""
    passed: bool = False
    """The trail comes here."""


class Chart(NamedTuple):
    """The whole drawing."""

    lang: str
    title: str
    summary: str
    aid: str
    """The word for what `Box.aid` means."""
    boxes: tuple[Box, ...]


def build_chart(tree: Tree, words: Catalogue, trail: Trail = ()) -> Chart:
    """Every node that can be reached, each before those it leads to."""
    order = in_order(tree)
    aid = [node.advise for node in tree.nodes.values() if isinstance(node, Question) and node.advise]
    drawn = dict.fromkeys((*order, *aid))
    steps = _steps(tree, trail)
    boxes = tuple(_box(tree, tree.nodes[node_id], words, trail, steps) for node_id in drawn)
    return Chart(
        lang=words.lang,
        title=safe_line(words.say("bench.tree", id=tree.id, version=tree.version)),
        summary=safe_line(" ".join(_summary(tree, words, trail))),
        aid=words.say("bench.first_aid"),
        boxes=boxes,
    )


def _box(tree: Tree, node: Node, words: Catalogue, trail: Trail, steps: dict[NodeId, int]) -> Box:
    taken = {(choice.node, choice.row) for choice in trail}
    step = steps.get(node.id)
    caption = [kind(node, words), *([words.say("bench.step", number=step)] if step else []), node.id]
    return Box(
        id=node.id,
        kind=kind_id(node),
        caption=safe_line(" · ".join(caption)),
        text=safe_line(title(node, words)),
        exits=tuple(
            Exit(safe_line(way_out(tree, choice, words)), choice.to, (choice.node, choice.row) in taken)
            for choice in choices(node)
        ),
        aid=node.advise if isinstance(node, Question) else None,
        passed=step is not None,
    )


def _steps(tree: Tree, trail: Trail) -> dict[NodeId, int]:
    """The place of each node on the trail, from 1."""
    passed = [choice.node for choice in trail] + ([trail[-1].to] if trail else [])
    return {node_id: number for number, node_id in enumerate(passed, 1) if node_id in tree.nodes}


def _summary(tree: Tree, words: Catalogue, trail: Trail) -> Iterator[str]:
    kinds = [type(node) for node in tree.nodes.values()]
    yield words.say(
        "bench.drawing",
        questions=kinds.count(Question),
        tables=kinds.count(Table),
        outcomes=kinds.count(Outcome),
    )
    if trail:
        way = [f"{choice.node} › {way_out(tree, choice, words)}" for choice in trail]
        yield words.say("bench.highlighted", way=" › ".join((*way, trail[-1].to)))
