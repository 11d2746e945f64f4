"""Plain values to the model. What arrives here has the right shape: the check, or the build, saw to it."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from gopay_help.model.build import Builder
from gopay_help.model.errors import DataError
from gopay_help.model.text import Phrase
from gopay_help.model.tree import (
    Act,
    After,
    FactSpec,
    FollowUp,
    Node,
    NodeId,
    Outcome,
    Question,
    Table,
    Tree,
)

SHORT_STEPS = 4
"""The short page has room for so many steps."""
_SPAN = re.compile(
    r"P(?:(?P<days>[0-9]{1,3})D)?(?:T(?:(?P<hours>[0-9]{1,3})H)?(?:(?P<minutes>[0-9]{1,3})M)?)?\Z"
)


def parse_tree(data: Mapping[str, Any]) -> Tree:
    """Build the tree from the plain values of ``tree.yaml``.

    Raises:
        ValueError: they are not what its schema says; all places.
    """
    builder = Builder()
    nodes: dict[NodeId, Node] = {}
    for node_id, raw in data["nodes"].items():
        kind: type[Table | Question] = Table if raw["kind"] == "table" else Question
        nodes[node_id] = builder.build(kind, raw, f"nodes.{node_id}", id=node_id)
    for outcome_id, raw in data["outcomes"].items():
        nodes[outcome_id] = _outcome(builder, outcome_id, raw)
    facts = {
        name: builder.build(FactSpec, raw, f"facts.{name}", id=name) for name, raw in data["facts"].items()
    }
    tree = builder.build(Tree, data, "tree", facts=facts, nodes=nodes, sha256=fingerprint(data))
    if builder.problems:
        raise ValueError("; ".join(builder.problems))
    return tree


def _outcome(builder: Builder, outcome_id: NodeId, raw: Mapping[str, Any]) -> Outcome:
    at = f"outcomes.{outcome_id}"
    do = tuple(one if isinstance(one, str) else one["step"] for one in raw["do"])
    plan = {key: _after(builder, raw["follow_up"][key], f"{at}.{key}") for key in ("recheck", "escalate")}
    named = {
        "do": do,
        "acts": {one["step"]: _act(builder, one, at) for one in raw["do"] if not isinstance(one, str)},
        "follow_up": builder.build(FollowUp, raw["follow_up"], f"{at}.follow_up", **plan),
    }
    return builder.build(Outcome, {"short": do[:SHORT_STEPS], **raw}, at, id=outcome_id, **named)


def _act(builder: Builder, raw: Mapping[str, Any], at: str) -> Act:
    how = "call" if "call" in raw else "write"
    return builder.build(Act, raw, f"{at}.do", channel=raw[how], how=how)


def _after(builder: Builder, raw: Mapping[str, Any], at: str) -> After:
    return builder.build(After, raw, at, span=parse_span(raw["after"]) if "after" in raw else timedelta())


def fingerprint(data: Mapping[str, Any]) -> str:
    """SHA-256 of the values, the same for YAML and compiled JSON."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def parse_span(text: str) -> timedelta:
    """An ISO 8601 span of days, hours and minutes, such as ``PT1H`` or ``P1DT12H``.

    Raises:
        ValueError: not such a span.
    """
    match = _SPAN.match(text)
    if not match or not any(match.groups()):
        raise ValueError(f"{text!r} is no span such as PT1H or P3D")
    return timedelta(**{unit: int(number) for unit, number in match.groupdict(default="0").items()})


def check_certificate(tree: Tree, certificate: Mapping[str, Any]) -> None:
    """Hold a compiled tree against its certificate, whenever it is loaded; each step is looked at once.

    What was proved when the wheel was built is proved of this very tree only if nothing has changed since:
    its fingerprint is the certificate's, and every step still leads to a greater number, so every run ends.

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
