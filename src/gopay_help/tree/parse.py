"""Plain values to the model. What arrives here has the right shape: the check, or the build, saw to it."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, cast

from gopay_help.model.errors import DataError
from gopay_help.model.text import Phrase
from gopay_help.model.tree import (
    Act,
    After,
    Cause,
    Confidence,
    FactId,
    FactSpec,
    FollowUp,
    Inference,
    Limits,
    Node,
    NodeId,
    Option,
    OptionId,
    Outcome,
    Question,
    Table,
    TableRow,
    Tree,
    When,
)

_SPAN = re.compile(
    r"P(?:(?P<days>[0-9]{1,3})D)?(?:T(?:(?P<hours>[0-9]{1,3})H)?(?:(?P<minutes>[0-9]{1,3})M)?)?\Z"
)


def parse_tree(data: Mapping[str, Any]) -> Tree:
    """Build the tree from the plain values of ``tree.yaml``."""
    nodes: dict[NodeId, Node] = {}
    for node_id, raw in data["nodes"].items():
        nodes[NodeId(node_id)] = _parse_node(NodeId(node_id), raw)
    for outcome_id, raw in data["outcomes"].items():
        nodes[NodeId(outcome_id)] = _parse_outcome(NodeId(outcome_id), raw)
    limits = data["limits"]
    return Tree(
        id=data["id"],
        version=data["version"],
        languages=tuple(data["languages"]),
        start=NodeId(data["start"]),
        limits=Limits(limits["max_questions"], float(limits["probe_wait_s"])),
        facts={
            FactId(fact): FactSpec(FactId(fact), raw["source"], tuple(raw["values"]))
            for fact, raw in data["facts"].items()
        },
        nodes=nodes,
        sha256=fingerprint(data),
    )


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


def _parse_node(node_id: NodeId, raw: Mapping[str, Any]) -> Question | Table:
    if raw["kind"] == "table":
        rows = tuple(TableRow(_parse_when(row["when"]), NodeId(row["to"])) for row in raw["rows"])
        return Table(node_id, tuple(map(FactId, raw["facts"])), rows)
    return Question(
        id=node_id,
        options=tuple(map(_parse_option, raw["options"])),
        infer=tuple(
            Inference(_parse_when(rule["when"]), OptionId(rule["answer"])) for rule in raw.get("infer", ())
        ),
        alarm=raw.get("alarm", False),
        advise=cast("NodeId | None", raw.get("advise")),
    )


def _parse_option(raw: Mapping[str, Any]) -> Option:
    return Option(
        OptionId(raw["id"]),
        to=cast("NodeId | None", raw.get("to")),
        same_as=cast("OptionId | None", raw.get("same_as")),
    )


def _parse_when(raw: Mapping[str, Any]) -> When:
    return {FactId(fact): frozenset(values) for fact, values in raw.items()}


SHORT_STEPS = 4
"""The short page has room for so many steps."""


def _parse_outcome(outcome_id: NodeId, raw: Mapping[str, Any]) -> Outcome:
    do = tuple(one if isinstance(one, str) else one["step"] for one in raw["do"])
    return Outcome(
        id=outcome_id,
        cause=Cause(raw["cause"]),
        confidence=Confidence(raw["confidence"]),
        critical=raw.get("critical", False),
        also=tuple(map(Cause, raw.get("also", ()))),
        cannot=frozenset(raw.get("cannot", ())),
        route=tuple(raw["route"]),
        do=do,
        do_not=tuple(raw["do_not"]),
        claims=tuple(raw.get("claims", ())),
        funds=tuple(raw.get("funds", ())),
        follow_up=_parse_follow_up(raw["follow_up"]),
        covers=tuple(raw.get("covers", ())),
        offer=raw.get("offer"),
        acts={one["step"]: _parse_act(one) for one in raw["do"] if not isinstance(one, str)},
        short=tuple(raw.get("short", do[:SHORT_STEPS])),
        short_funds=tuple(raw.get("short_funds", ())),
    )


def _parse_act(raw: Mapping[str, Any]) -> Act:
    how = "call" if "call" in raw else "write"
    return Act(channel=raw[how], how=how, say=raw.get("say"))


def _parse_follow_up(raw: Mapping[str, Any]) -> FollowUp:
    return FollowUp(
        recheck=_parse_after(raw["recheck"]),
        escalate=_parse_after(raw["escalate"]),
        to=tuple(raw["to"]),
        steps=tuple(raw.get("steps", ())),
    )


def _parse_after(raw: Mapping[str, Any]) -> After:
    return After(
        span=parse_span(raw["after"]) if "after" in raw else timedelta(),
        working_days=raw.get("working_days", 0),
        claim=raw.get("claim"),
    )


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
