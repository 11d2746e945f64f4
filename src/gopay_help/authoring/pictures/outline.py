"""The whole tree as an indented list: each node with what follows from it, once."""

from collections import deque
from collections.abc import Iterator

from gopay_help.authoring.pictures.ways import Choice, choices
from gopay_help.authoring.pictures.wording import named, way_out
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import NodeId, Outcome, Question, Tree
from gopay_help.screen.page import Block, Kind, Page, block


def outline_page(tree: Tree, words: Catalogue) -> Page:
    """Every way out below its node; what is shared is told where the way to it is shortest."""
    return (
        block(Kind.TITLE, words.say("bench.tree", id=tree.id, version=tree.version)),
        block(Kind.QUESTION, named(tree, tree.start, words)),
        *_below(tree, tree.start, words, _homes(tree), 0),
    )


def _homes(tree: Tree) -> set[tuple[NodeId, int]]:
    """For each node the one way out, by its node and place, below which the node is told."""
    homes: set[tuple[NodeId, int]] = set()
    seen = {tree.start}
    queue = deque([tree.start])
    while queue:
        for choice in choices(tree.nodes[queue.popleft()]):
            if choice.to not in seen:
                seen.add(choice.to)
                homes.add((choice.node, choice.row))
                queue.append(choice.to)
    return homes


def _below(
    tree: Tree, node_id: NodeId, words: Catalogue, homes: set[tuple[NodeId, int]], depth: int
) -> Iterator[Block]:
    node = tree.nodes[node_id]
    if isinstance(node, Question) and node.advise:
        aid = f"{words.say('bench.first_aid')}: {named(tree, node.advise, words)}"
        yield block(Kind.NOTE, aid, "+", depth)
    for choice in choices(node):
        mark = f"{choice.row + 1}." if choice.option else "-"
        yield block(Kind.ITEM, _line(tree, choice, words, homes), mark, depth)
        if (choice.node, choice.row) in homes:
            yield from _below(tree, choice.to, words, homes, depth + 1)


def _line(tree: Tree, choice: Choice, words: Catalogue, homes: set[tuple[NodeId, int]]) -> str:
    told = (choice.node, choice.row) in homes or isinstance(tree.nodes[choice.to], Outcome)
    target = named(tree, choice.to, words) if told else words.say("bench.see", id=choice.to)
    return f"{way_out(tree, choice, words)} -> {target}"
