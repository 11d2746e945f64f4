"""Which figure of a model carries the most? Each is made half as large, then half as large again."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gopay_help.model.tree import Cause, NodeId, Outcome
from gopay_help.tree.expected import Expected, expect
from gopay_help.tree.model_doc import Model
from gopay_help.tree.space import Space

HALF = 0.5


class Influence(NamedTuple):
    """One figure changed, and what comes of it."""

    name: str
    """``prior network``, or ``q_door=busy if peak_load``."""
    factor: float
    right: float
    """How much more often the outcome then names the true cause; negative: less often."""
    flips: tuple[NodeId, ...]
    """Outcomes that name the likeliest cause only with, or only without the change."""


def influences(space: Space, model: Model, now: Expected | None = None) -> list[Influence]:
    """Every figure with its influence: those that flip an outcome first, then by how much they change."""
    before = now or expect(space, model)
    fitting = _fitting(space, before)
    found = []
    for name, factor, changed in _changes(model):
        after = expect(space, changed)
        flips = tuple(sorted(fitting ^ _fitting(space, after)))
        found.append(Influence(name, factor, after.right - before.right, flips))
    return sorted(found, key=lambda one: (not one.flips, -abs(one.right), one.name, one.factor))


def _fitting(space: Space, expected: Expected) -> set[NodeId]:
    """Outcomes that name the cause which is likeliest there."""
    return {
        name
        for name, joint in expected.outcomes.items()
        if isinstance(node := space.tree.nodes[name], Outcome)
        and node.cause in joint
        and joint[node.cause] >= max(joint.values())
    }


def _changes(model: Model) -> Iterator[tuple[str, float, Model]]:
    for factor in (1 - HALF, 1 + HALF):
        for cause in model.priors:
            priors = _scaled({str(one): p for one, p in model.priors.items()}, cause, factor)
            if priors is not None:
                changed = {Cause(one): p for one, p in priors.items()}
                yield f"prior {cause}", factor, model._replace(priors=changed)
        for variable, rows in model.likelihoods.items():
            for cause_or_others, row in rows.items():
                for value in row:
                    scaled = _scaled(row, value, factor)
                    if scaled is not None:
                        name = f"{variable}={value} if {cause_or_others}"
                        likelihoods = {**model.likelihoods, variable: {**rows, cause_or_others: scaled}}
                        yield name, factor, model._replace(likelihoods=likelihoods)


def _scaled(row: Mapping[str, float], value: str, factor: float) -> dict[str, float] | None:
    """The shares with one of them changed and the others in their proportions; None if it cannot change."""
    p = row[value]
    changed = min(p * factor, 1.0)
    if p in (0.0, 1.0) or changed == p:
        return None
    rest = (1 - changed) / (1 - p)
    return {one: changed if one == value else share * rest for one, share in row.items()}
