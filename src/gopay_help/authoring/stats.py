"""What `tree stats` says of a tree: what its structure tells of any tree, and what a model adds."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gopay_help import __version__
from gopay_help.model.tree import NodeId, Outcome
from gopay_help.tree.expected import Expected, Information, expect, information
from gopay_help.tree.influence import Influence, influences
from gopay_help.tree.measures import Structure, mean_questions, median_questions, structure
from gopay_help.tree.model_doc import Model
from gopay_help.tree.space import Space
from gopay_help.tree.swaps import Plan, Swap, plan

SCHEMA = "gopay-help/tree-stats@1"
TOLD = 5
NO_MODEL = (
    "This pack has no model.yaml, and rightly so while nobody has measured how often which cause is",
    "the case. So nobody can say how many questions a person is asked on average, how often the outcome",
    "is right, how often a run ends without a cause, what an answer or a look at the network tells, or",
    "whether two questions had better change places. Figures made up for it would look like knowledge.",
)
"""What cannot be said of a tree without a model, and why."""


class Modelled(NamedTuple):
    """What a model adds."""

    expected: Expected
    information: Information
    plan: Plan | None
    influences: tuple[Influence, ...]


class Stats(NamedTuple):
    """All figures of one tree."""

    space: Space
    structure: Structure
    modelled: Modelled | None


def measure(space: Space, model: Model | None) -> Stats:
    """Measure a tree, and what it does under its model if there is one."""
    if model is None:
        return Stats(space, structure(space), None)
    expected = expect(space, model)
    most = tuple(influences(space, model, expected)[:TOLD])
    modelled = Modelled(expected, information(space, model), plan(space.tree, model), most)
    return Stats(space, structure(space), modelled)


def lines(stats: Stats) -> Iterator[str]:
    """The figures in words, for authors."""
    tree, found = stats.space.tree, stats.structure
    yield f"{tree.id} {tree.version}, tree {tree.sha256[:12]}"
    yield (
        f"  {found.questions} questions, {found.tables} tables, {found.outcomes} outcomes; "
        f"{found.edges} options and rows, {found.cells} table cells; {found.causes} causes"
    )
    yield from _lengths(stats)
    yield from _reached(stats)
    yield from _bounds(stats)
    if stats.modelled is None:
        yield from ("", "What cannot be said", *(f"  {line}" for line in NO_MODEL))
    else:
        yield from _expected(stats, stats.modelled)
        yield from _questions(stats.modelled)
        yield from _certainty(stats, stats.modelled)
        yield from _advice(stats.modelled)


def _lengths(stats: Stats) -> Iterator[str]:
    lengths = stats.structure.lengths
    total, most = sum(lengths.values()), max(lengths.values())
    promised = stats.space.tree.limits.max_questions
    yield ""
    yield f"Questions on a way ({total} ways, each counted once: no word on how often one is taken)"
    yield (
        f"  shortest {min(lengths)}, median {median_questions(lengths):g}, "
        f"mean {mean_questions(lengths):.2f}, longest {max(lengths)} of {promised} promised"
    )
    for length in sorted(lengths):
        yield f"  {length:>3} {'#' * max(1, round(40 * lengths[length] / most))} {lengths[length]}"


def _reached(stats: Stats) -> Iterator[str]:
    yield from ("", "Questions to each outcome (fewest, mean over its ways, most)")
    for outcome, counts in sorted(stats.structure.ways.items(), key=lambda item: mean_questions(item[1])):
        yield f"  {min(counts):>2} {mean_questions(counts):>5.2f} {max(counts):>3}  {outcome}"


def _bounds(stats: Stats) -> Iterator[str]:
    found = stats.structure
    yield from ("", "Bounds")
    yield (
        f"  to tell {found.causes} causes apart by questions of at most {found.widest} options, "
        f"some way needs log2 {found.causes} / log2 {found.widest} = {found.bound:.2f} questions"
    )
    yield f"  the longest run: {found.worst_s:.0f} s, with 8 s a question and every wait to its end"


def _expected(stats: Stats, found: Modelled) -> Iterator[str]:
    expected, known = found.expected, found.information
    bound = known.bound(stats.structure.widest)
    yield from ("", "Under the pack's model")
    yield (
        f"  questions in the mean: {expected.questions:.2f}, "
        f"of them {expected.diagnostic:.2f} about the cause; no tree needs fewer than {bound:.2f}"
    )
    probed = "too many facts to say" if known.probed is None else f"{known.probed:.2f} bit"
    yield (
        f"  not known of the cause: {known.prior:.2f} bit at first, {probed} with all facts, "
        f"{expected.residual_bits:.2f} bit at the end"
    )
    yield (
        f"  the outcome names the true cause for {expected.right:.1%}; "
        f"{expected.undetermined:.1%} end without a cause, {expected.emergency:.1%} as an emergency"
    )
    for fact, bits in sorted(known.probes.items(), key=lambda item: -item[1]):
        yield f"  {fact}: {bits:.2f} bit more than all the other facts tell"


def _questions(found: Modelled) -> Iterator[str]:
    yield from ("", "Questions (share of runs; bits at its place, per minute, and alone)")
    for name, one in sorted(found.expected.asked.items(), key=lambda item: -item[1].gain):
        yield (
            f"  {one.share:>6.1%} {one.gain:>5.2f} {60 * one.gain_per_second:>6.2f} {one.alone:>5.2f}  {name}"
        )


def _certainty(stats: Stats, found: Modelled) -> Iterator[str]:
    yield from ("", "Outcomes (share of runs; how often the cause named is the true one)")
    for name, joint in sorted(found.expected.outcomes.items(), key=lambda item: -sum(item[1].values())):
        certain = _certain(stats, found.expected, name)
        right = "     -" if certain is None else f"{certain:>6.1%}"
        yield f"  {sum(joint.values()):>6.1%} {right}  {name}"


def _advice(found: Modelled) -> Iterator[str]:
    yield ""
    if found.plan is None:
        yield "No other order of two questions would save a tenth of a question without more errors."
    else:
        before, after = found.plan.before, found.plan.after
        yield (
            f"Another order would save {found.plan.saves:.2f} questions: {before.questions:.2f} to "
            f"{after.questions:.2f}; right {before.right:.1%} to {after.right:.1%}"
        )
        yield from (f"  {_swapped(swap)}" for swap in found.plan.swaps)
    yield from (
        "",
        "Figures that carry most (times; change of how often the cause is right; outcomes that flip)",
    )
    for one in found.influences:
        yield f"  {one.factor:g} {one.right:>+7.1%}  {one.name}  {', '.join(one.flips)}".rstrip()


def _swapped(swap: Swap) -> str:
    straight = ", ".join(swap.straight)
    only = f"; after {straight} do not ask {swap.earlier} at all" if straight else ""
    return f"ask {swap.later} before {swap.earlier}{only}"


def document(stats: Stats) -> dict[str, Any]:
    """`gopay-help/tree-stats@1`."""
    tree, found = stats.space.tree, stats.structure
    lengths = found.lengths
    return {
        "schema": SCHEMA,
        "version": __version__,
        "tree": {"id": tree.id, "version": tree.version, "sha256": tree.sha256},
        "counts": {
            "questions": found.questions,
            "tables": found.tables,
            "outcomes": found.outcomes,
            "edges": found.edges,
            "cells": found.cells,
            "causes": found.causes,
            "ways": sum(lengths.values()),
        },
        "questions": {
            **_spread(lengths),
            "promised": tree.limits.max_questions,
            "ways": {str(length): lengths[length] for length in sorted(lengths)},
        },
        "outcomes": {str(outcome): _spread(counts) for outcome, counts in found.ways.items()},
        "bound": {"causes": found.causes, "options": found.widest, "questions": found.bound},
        "worst_s": found.worst_s,
        "model": None if stats.modelled is None else _modelled(stats, stats.modelled),
    }


def _spread(counts: Mapping[int, int]) -> dict[str, Any]:
    return {
        "fewest": min(counts),
        "median": median_questions(counts),
        "mean": mean_questions(counts),
        "most": max(counts),
    }


def _modelled(stats: Stats, found: Modelled) -> dict[str, Any]:
    expected, known = found.expected, found.information
    return {
        "expected_questions": expected.questions,
        "diagnostic_questions": expected.diagnostic,
        "bound_questions": known.bound(stats.structure.widest),
        "bits": {"prior": known.prior, "probed": known.probed, "residual": expected.residual_bits},
        "right": expected.right,
        "undetermined": expected.undetermined,
        "emergency": expected.emergency,
        "probes": {str(fact): bits for fact, bits in known.probes.items()},
        "asked": {str(name): one._asdict() for name, one in expected.asked.items()},
        "outcomes": {
            str(name): {"share": sum(joint.values()), "certainty": _certain(stats, expected, name)}
            for name, joint in expected.outcomes.items()
        },
        "plan": None
        if found.plan is None
        else {
            "saves": found.plan.saves,
            "questions": found.plan.after.questions,
            "right": found.plan.after.right,
            "swaps": [
                {"earlier": swap.earlier, "later": swap.later, "straight": list(swap.straight)}
                for swap in found.plan.swaps
            ],
        },
        "influences": [
            {"name": one.name, "factor": one.factor, "right": one.right, "flips": list(one.flips)}
            for one in found.influences
        ],
    }


def _certain(stats: Stats, expected: Expected, name: NodeId) -> float | None:
    """How often the cause named is the true one; None where the model knows no such cause."""
    node = stats.space.tree.nodes[name]
    if not isinstance(node, Outcome) or node.cause not in expected.outcomes[name]:
        return None
    return expected.certainty(name, node.cause)
