"""Holds a compiled tree against its certificate, whenever it is loaded.

What was proved when the wheel was built is proved of this very tree only if nothing has changed since: its
fingerprint is the certificate's, and every step still leads to a greater number, so every run ends.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from gopay_help.model.errors import DataError
from gopay_help.model.text import Phrase
from gopay_help.model.tree import NodeId, Outcome, Table, Tree


def check_certificate(tree: Tree, certificate: Mapping[str, Any]) -> None:
    """Look at each step once.

    Raises:
        DataError: the tree is another than the one that was proved, or a run of it might not end.
    """
    proved = certificate.get("tree")
    if not isinstance(proved, dict) or proved.get("sha256") != tree.sha256:
        raise DataError(Phrase("fault.installation", what=f"{tree.id}: tree.json, sha256"))
    order = certificate.get("order")
    if not isinstance(order, dict) or not all(_rises(order, *step) for step in _steps(tree)):
        raise DataError(Phrase("fault.installation", what=f"{tree.id}: proof.json, order"))


def _rises(order: Mapping[str, int], node_id: NodeId, target: NodeId) -> bool:
    here, there = order.get(node_id), order.get(target)
    return isinstance(here, int) and isinstance(there, int) and here < there


def _steps(tree: Tree) -> Iterator[tuple[NodeId, NodeId]]:
    for node_id, node in tree.nodes.items():
        if isinstance(node, Outcome):
            continue
        for way in node.rows if isinstance(node, Table) else node.options:
            if way.to is not None:
                yield node_id, way.to
