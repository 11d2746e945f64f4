"""The nodes of a tree as a JSON document (`gopay-help/nodes@1`), for tools of other people."""

from collections.abc import Iterable
from typing import Any

from gopay_help.authoring.pictures.retrace import command
from gopay_help.authoring.pictures.ways import Reaches, choices, count, leading_to, shortest
from gopay_help.authoring.pictures.wording import kind_id, title, way_out
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import Node, NodeId, Outcome, Question, Tree


def nodes_document(
    tree: Tree, words: Catalogue, reaches: Reaches, chosen: Iterable[NodeId], *, pack: str | None
) -> dict[str, Any]:
    """The *chosen* nodes: their words, where each leads, who leads there, a command that goes there."""
    sources = leading_to(tree)
    return {
        "schema": "gopay-help/nodes@1",
        "tree": {"id": tree.id, "version": tree.version, "sha256": tree.sha256},
        "lang": words.lang,
        "nodes": [
            {
                **_node(tree, tree.nodes[node_id], words),
                "led_by": [{"node": each.node, "row": each.row} for each in sources.get(node_id, ())],
                **_ways(tree, words.lang, reaches, node_id, pack),
            }
            for node_id in chosen
        ],
    }


def _node(tree: Tree, node: Node, words: Catalogue) -> dict[str, Any]:
    told: dict[str, Any] = {"id": node.id, "kind": kind_id(node), "title": title(node, words)}
    if isinstance(node, Outcome):
        return told | {
            "summary": words.say(f"outcome.{node.id}.summary"),
            "cause": node.cause,
            "confidence": node.confidence,
            "covers": list(node.covers),
            "exits": [],
        }
    exits = [
        {
            "option": each.option,
            "text": way_out(tree, each, words),
            "when": {fact: sorted(values) for fact, values in each.when.items()},
            "to": each.to,
        }
        for each in choices(node)
    ]
    if isinstance(node, Question):
        told |= {"why": words.say(f"{node.id}.why"), "first_aid": node.advise}
    return told | {"exits": exits}


def _ways(tree: Tree, lang: str, reaches: Reaches, node_id: NodeId, pack: str | None) -> dict[str, Any]:
    """How many ways lead to a node, and the command of a shortest; none if only first aid does."""
    found = reaches.get(node_id, {})
    line = " ".join(command(tree, shortest(tree, found), lang=lang, pack=pack)) if found else None
    return {"ways": count(found), "command": line}
