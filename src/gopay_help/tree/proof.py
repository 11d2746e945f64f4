"""The certificate that every run of a tree ends, and well: `gopay-help/proof@1`.

The argument is short. The nodes are finite in number and every target is one of them; each has a number, and
every step leads to a greater one, so a run makes fewer steps than there are nodes; outcomes alone lead
nowhere, so it ends at one; and a table has a row for each combination of values, so no step is missing. The
document holds what is needed to check all of that again without this program: the numbers, the rows, and the
SHA-256 of the files that it speaks about.
"""

import hashlib
import itertools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gopay_help.model.errors import Problem
from gopay_help.model.tree import Outcome, Question, Table
from gopay_help.tree.assignments import reached_in_order, targets
from gopay_help.tree.draft import Draft
from gopay_help.tree.parse import fingerprint
from gopay_help.tree.rules.graph import longest_path
from gopay_help.tree.rules.paths import most_waits
from gopay_help.tree.rules.tables import answers

SCHEMA = "gopay-help/proof@1"
NAME = "proof"
"""What the certificate of a compiled pack is called, beside its documents."""


def prove(
    draft: Draft, folder: Path, documents: Mapping[str, Mapping[str, Any]], allowed: Iterable[Problem] = ()
) -> dict[str, Any]:
    """The certificate of a pack in which no rule found an error.

    Args:
        draft: the pack.
        folder: where its files lie; they are named from there.
        documents: the same as it is compiled, by name.
        allowed: what a rule found and its author allows, with a reason in the file.
    """
    tree = draft.tree
    order = {node_id: number for number, node_id in enumerate(reached_in_order(tree), 1)}
    longest = longest_path(tree)
    waits, wait_s = most_waits(tree), tree.limits.probe_wait_s
    return {
        "schema": SCHEMA,
        "tree": {"id": tree.id, "version": tree.version, "sha256": tree.sha256},
        "inputs": dict(_inputs(draft, folder)),
        "documents": {name: fingerprint(values) for name, values in sorted(documents.items())},
        "order": order,
        "tables": {table.id: _table(draft, table) for table in draft.tables},
        "longest_path": {
            "questions": len(longest),
            "promised": tree.limits.max_questions,
            "through": longest,
        },
        "waiting": {"times": waits, "seconds_each": wait_s, "bound_s": waits * wait_s},
        "counts": _counts(draft),
        "allowed": [{"rule": problem.rule, "message": problem.message} for problem in allowed],
    }


def _inputs(draft: Draft, folder: Path) -> Iterable[tuple[str, str]]:
    for document in sorted((*draft.files, *draft.locks.values()), key=lambda document: document.file):
        path = Path(document.file)
        yield path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


def _table(draft: Draft, table: Table) -> dict[str, Any]:
    """Which row answers each combination, in the order of the product of the values: ``[row, how many]``."""
    rows = (row for _, (row,) in answers(draft, table))
    return {
        "facts": {fact: draft.values_of(fact) for fact in table.facts},
        "rows": [[row + 1, len(list(run))] for row, run in itertools.groupby(rows)],
    }


def _counts(draft: Draft) -> dict[str, int]:
    nodes = draft.tree.nodes.values()
    tables = [node for node in nodes if isinstance(node, Table)]
    questions = [node for node in nodes if isinstance(node, Question)]
    return {
        "questions": len(questions),
        "tables": len(tables),
        "outcomes": sum(isinstance(node, Outcome) for node in nodes),
        "options": sum(len(node.options) for node in questions),
        "inferences": sum(len(node.infer) for node in questions),
        "rows": sum(len(table.rows) for table in tables),
        "cells": sum(len(list(answers(draft, table))) for table in tables),
        "edges": sum(len(targets(draft.tree, node.id)) for node in nodes),
    }
