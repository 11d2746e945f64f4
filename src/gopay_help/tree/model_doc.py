"""`model.yaml`: how often which cause is the case, and what each is likely to show. Optional, and rightly so.

A pack has one only where every figure has evidence. Figures made up to fill a gap would be the worst fault
that this program can have, since they look like knowledge: the schema lets no entry pass without its source.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

from gopay_help.model.errors import Problem
from gopay_help.model.tree import Cause
from gopay_help.tree.document import Document, Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.nearest import nearest

NAME = "model"
OTHERS = "others"
"""Stands for every cause that a likelihood does not name."""
_EXACT = 1e-9

Distribution = Mapping[str, float]


class Model(NamedTuple):
    """Probabilities. Facts and answers are independent of each other, given the cause."""

    priors: Mapping[Cause, float]
    likelihoods: Mapping[str, Mapping[str, Distribution]]
    """By fact or question, then by cause or ``others``: how likely each value is."""
    max_expected_questions: float | None = None
    """What the author promises of the mean run; None for no promise."""

    def p(self, variable: str, value: str, cause: Cause) -> float:
        """How likely a fact has *value*, or a question is answered so, if *cause* is the case."""
        rows = self.likelihoods[variable]
        return rows[cause if cause in rows else OTHERS].get(value, 0.0)


def parse_model(data: Mapping[str, Any]) -> Model:
    """The model in the plain values of ``model.yaml``."""
    promised = data.get("max_expected_questions")
    return Model(
        priors={Cause(cause): float(row["p"]) for cause, row in data["priors"].items()},
        likelihoods={
            variable: {
                cause: {value: float(p) for value, p in row["p"].items()} for cause, row in rows.items()
            }
            for variable, rows in data["likelihoods"].items()
        },
        max_expected_questions=None if promised is None else float(promised),
    )


def check_sums(draft: Draft) -> Iterator[Problem]:
    """The shares of one whole add up to 1."""
    document, data = _document(draft)
    if document is None:
        return
    wholes: list[tuple[Trail, Mapping[str, str]]] = [
        (("priors",), {cause: row["p"] for cause, row in data["priors"].items()})
    ]
    wholes += [((*trail, "p"), row["p"]) for trail, row in _entries(data) if trail[0] == "likelihoods"]
    for trail, parts in wholes:
        total = math.fsum(map(float, parts.values()))
        if abs(total - 1) > _EXACT:
            message = f"these add up to {total:.6g}"
            yield document.problem("MOD001", trail, message, "shares of one whole add up to 1")


def check_names(draft: Draft) -> Iterator[Problem]:
    """Facts, questions, values and claims exist."""
    document, data = _document(draft)
    if document is None:
        return
    known = {str(name): values for name, values in _variables(draft)}
    for variable, rows in data["likelihoods"].items():
        trail: Trail = ("likelihoods", variable)
        if variable not in known:
            message = f"{variable!r} is no fact and no question"
            yield document.problem("MOD002", trail, message, nearest(variable, known))
            continue
        for cause, value in ((cause, value) for cause, row in rows.items() for value in row["p"]):
            if value not in known[variable]:
                message = f"{variable} is never {value!r}"
                at = (*trail, cause, "p", value)
                yield document.problem("MOD002", at, message, nearest(value, known[variable]))
    for trail, row in _entries(data):
        claim = row["source"].get("claim")
        if claim is not None and claim not in draft.claims():
            at = (*trail, "source", "claim")
            yield document.problem("MOD002", at, f"{claim!r} is no claim", nearest(claim, draft.claims()))


def check_gaps(draft: Draft) -> Iterator[Problem]:
    """Every value of every fact and question that a run looks at has its share, under every cause."""
    document, data = _document(draft)
    if document is None:
        return
    for variable, values in _variables(draft):
        rows = data["likelihoods"].get(variable)
        if rows is None:
            fix = f"add `{variable}:` with its evidence; without evidence, have no model"
            yield document.problem("MOD003", ("likelihoods",), f"nothing is said of {variable}", fix)
            continue
        trail: Trail = ("likelihoods", variable)
        missing = [cause for cause in data["priors"] if cause not in rows]
        if missing and OTHERS not in rows:
            message = f"nothing is said of {variable} under {', '.join(missing)}"
            yield document.problem("MOD003", trail, message, f"add them, or `{OTHERS}:`")
        for cause, row in rows.items():
            for value in (value for value in values if value not in row["p"]):
                message = f"how likely {variable} is {value!r} is not said"
                fix = f'add `{value}: "0"` if it never is'
                yield document.problem("MOD003", (*trail, cause, "p"), message, fix)


def _document(draft: Draft) -> tuple[Document | None, Mapping[str, Any]]:
    document = draft.documents.get(NAME)
    return document, cast("Mapping[str, Any]", document.data if document else {})


def _variables(draft: Draft) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Facts and questions, with the values they can take."""
    yield from ((fact, spec.values) for fact, spec in draft.tree.facts.items())
    yield from ((node.id, tuple(option.id for option in node.options)) for node in draft.questions)


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[Trail, Mapping[str, Any]]]:
    """Every figure or set of figures, with its place."""
    yield from ((("priors", cause), row) for cause, row in data["priors"].items())
    for variable, rows in data["likelihoods"].items():
        yield from ((("likelihoods", variable, cause), row) for cause, row in rows.items())
