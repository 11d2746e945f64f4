"""What `tree stats` counts: nodes, ways, the questions on a way, and the longest that a run can take."""

from collections.abc import Iterator, Mapping
from typing import Any

from gopay_help import __version__
from gopay_help.authoring.lint.space import Structure, mean_questions, median_questions
from gopay_help.model.tree import Tree

SCHEMA = "gopay-help/tree-stats@1"


def lines(tree: Tree, found: Structure) -> Iterator[str]:
    """The figures in words, for authors."""
    lengths = found.lengths
    total, most = sum(lengths.values()), max(lengths.values())
    yield f"{tree.id} {tree.version}, tree {tree.sha256[:12]}"
    yield (
        f"  {found.questions} questions, {found.tables} tables, {found.outcomes} outcomes; "
        f"{found.edges} options and rows, {found.cells} table cells; {found.causes} causes"
    )
    yield f"  the longest run: {found.worst_s:.0f} s, with 8 s a question and every wait to its end"
    yield ""
    yield f"Questions on a way ({total} ways, each counted once: no word on how often one is taken)"
    yield (
        f"  shortest {min(lengths)}, median {median_questions(lengths):g}, "
        f"mean {mean_questions(lengths):.2f}, longest {max(lengths)} of {tree.limits.max_questions} promised"
    )
    for length in sorted(lengths):
        yield f"  {length:>3} {'#' * max(1, round(40 * lengths[length] / most))} {lengths[length]}"
    yield from ("", "Questions to each outcome (fewest, mean over its ways, most)")
    for outcome, counts in sorted(found.ways.items(), key=lambda item: mean_questions(item[1])):
        yield f"  {min(counts):>2} {mean_questions(counts):>5.2f} {max(counts):>3}  {outcome}"


def document(tree: Tree, found: Structure) -> dict[str, Any]:
    """`gopay-help/tree-stats@1`."""
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
        "worst_s": found.worst_s,
    }


def _spread(counts: Mapping[int, int]) -> dict[str, Any]:
    return {
        "fewest": min(counts),
        "median": median_questions(counts),
        "mean": mean_questions(counts),
        "most": max(counts),
    }
