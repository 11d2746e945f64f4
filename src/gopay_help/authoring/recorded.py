"""A run as a case file or a document of `diagnose --json` keeps it: what it takes to have it again."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from gopay_help.cases.document import moment, read_case
from gopay_help.model.case import Case, CaseTree
from gopay_help.model.errors import DataError
from gopay_help.model.result import Answer
from gopay_help.tree.read import read_bytes

DOCUMENT = "gopay-help/diagnosis@1"


class Recorded(NamedTuple):
    """One run."""

    name: str
    """A case's id, or where the document was read."""
    lang: str
    tree: CaseTree
    started_at: datetime
    answers: tuple[Answer, ...]
    """On the way from the start, in their order."""
    facts: Mapping[str, str]
    """What was known of the surroundings; what is not named was not looked at, or not known."""
    outcome: str | None
    """Where it ended; None if the person stopped before."""
    kept: bool = False
    """True if the person was told that it was kept."""


def recorded_case(case: Case) -> Recorded:
    """The run that a case file keeps: the answers that lay behind the person when it was kept last."""
    return Recorded(
        name=case.id,
        lang=case.lang,
        tree=case.tree,
        started_at=case.created,
        answers=case.answers,
        facts={fact.id: fact.value for fact in case.facts},
        outcome=case.outcome,
        kept=True,
    )


def recorded_in(document: Mapping[str, Any], name: str = "the document") -> Recorded:
    """The run of a diagnosis document.

    Raises:
        DataError: it is none, or is damaged.
    """
    if document.get("schema") != DOCUMENT:
        raise DataError(f"{name} is neither a case file nor a {DOCUMENT} document")
    try:
        tree = document["tree"]
        return Recorded(
            name=name,
            lang=_text(document["lang"]),
            tree=CaseTree(_text(tree["id"]), _text(tree["version"]), _text(tree["sha256"])),
            started_at=moment(document["started_at"]),
            answers=tuple(
                Answer(_text(row["id"]), _text(row["value"]), _text(row["source"]))
                for row in document["answers"]
            ),
            facts={_text(row["id"]): _text(row["value"]) for row in document["facts"]},
            outcome=_text(document["outcome"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{name} is damaged ({type(error).__name__})") from error


def read_recorded(file: Path) -> Recorded:
    """The run in a file: a case, or a diagnosis document.

    Raises:
        DataError: it cannot be read, is neither, or is damaged.
    """
    raw = read_bytes(file)
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{file} is no JSON document ({type(error).__name__})") from error
    if not isinstance(data, dict):
        raise DataError(f"{file} is neither a case file nor a {DOCUMENT} document")
    if "format" in data:
        return recorded_case(read_case(raw, str(file)))
    return recorded_in(data, str(file))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value
