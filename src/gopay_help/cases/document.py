"""A case as a JSON document (`gopay-help/case@1`) and back. What is not a case is refused, never guessed."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from gopay_help.model.case import (
    FORMAT,
    Case,
    CaseTree,
    Due,
    DueKind,
    EvidenceEntry,
    EvidenceKind,
    Seen,
    SeenFinding,
)
from gopay_help.model.errors import DataError
from gopay_help.model.result import Answer, Fact
from gopay_help.model.text import Phrase

ID = re.compile(r"[a-z2-7]{12}")
_NAME, _, _KNOWN = FORMAT.rpartition("@")


class DamagedError(DataError):
    """What is kept is no case any more; it was left as it is."""

    def __init__(self, what: str | Phrase, how: str) -> None:
        super().__init__(Phrase("fault.damaged", what=what, how=how))


MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""By the number of an older format: what makes the next one of it. There is no older format yet."""


def case_document(case: Case) -> dict[str, Any]:
    """The document that the store keeps."""
    return {
        "format": FORMAT,
        "id": case.id,
        "created": stamp(case.created),
        "updated": stamp(case.updated),
        "lang": case.lang,
        "brand": case.brand,
        "tree": {"id": case.tree.id, "version": case.tree.version, "sha256": case.tree.sha256},
        "key": case.key,
        "answers": [
            {"id": answer.id, "option": answer.value, "source": answer.source} for answer in case.answers
        ],
        "cursor": case.cursor,
        "facts": [
            {"id": fact.id, "value": fact.value, "source": fact.source, "at": stamp(fact.at)}
            for fact in case.facts
        ],
        "outcome": case.outcome,
        "cause": case.cause,
        "critical": case.critical,
        "evidence": [
            {"kind": entry.kind, "at": stamp(entry.at), "fields": dict(entry.fields)}
            for entry in case.evidence
        ],
        "plan": [
            {
                "kind": due.kind,
                "at": stamp(due.at),
                "claim": due.claim,
                "channels": list(due.channels),
                "done": stamp(due.done) if due.done else None,
                **({"step": due.step} if due.step else {}),
            }
            for due in case.plan
        ],
        "checks": [
            {
                "at": stamp(seen.at),
                "status": seen.status,
                "cause": seen.cause,
                "blame": seen.blame,
                "confidence": seen.confidence,
                "findings": [
                    {
                        "id": found.id,
                        "target": found.target,
                        "status": found.status,
                        "value": found.value,
                        "elapsed_ms": found.elapsed_ms,
                    }
                    for found in seen.findings
                ],
            }
            for seen in case.checks
        ],
        "closed": stamp(case.closed) if case.closed else None,
    }


def write_case(case: Case) -> bytes:
    """The bytes that the store keeps: ASCII, one value a line, ends in a line break."""
    return (json.dumps(case_document(case), ensure_ascii=True, indent=1) + "\n").encode("ascii")


def read_case(raw: bytes, what: str | Phrase) -> Case:
    """The case in *raw*; *what* names it in an error.

    Raises:
        DamagedError: it is none.
        DataError: it is of a newer format.
    """
    try:
        return _case(_migrated(_mapping(json.loads(raw)), what))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise DamagedError(what, type(error).__name__) from error


def _mapping(data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise TypeError(type(data).__name__)
    return data


def _migrated(data: dict[str, Any], what: str | Phrase) -> dict[str, Any]:
    name, _, number = str(data["format"]).rpartition("@")
    if name != _NAME or not number.isdecimal():
        raise ValueError(name)
    if int(number) > int(_KNOWN):
        raise DataError(Phrase("fault.newer", what=what))
    for step in range(int(number), int(_KNOWN)):
        data = MIGRATIONS[step](data)
    return data


def _case(data: Mapping[str, Any]) -> Case:
    if not ID.fullmatch(data["id"]):
        raise ValueError("id")
    return Case(
        id=data["id"],
        created=moment(data["created"]),
        updated=moment(data["updated"]),
        lang=_text(data["lang"]),
        brand=_text(data["brand"]),
        tree=CaseTree(*(_text(data["tree"][name]) for name in ("id", "version", "sha256"))),
        key=_text(data["key"]),
        answers=tuple(
            Answer(_text(row["id"]), _text(row["option"]), _text(row["source"])) for row in data["answers"]
        ),
        cursor=_whole(data["cursor"]),
        facts=tuple(
            Fact(_text(row["id"]), _text(row["value"]), _text(row["source"]), moment(row["at"]))
            for row in data["facts"]
        ),
        outcome=_maybe(data["outcome"]),
        cause=_maybe(data["cause"]),
        critical=data["critical"] is True,
        evidence=tuple(_evidence(row) for row in data["evidence"]),
        plan=tuple(_due(row) for row in data["plan"]),
        checks=tuple(
            Seen(
                moment(row["at"]),
                _text(row["status"]),
                _text(row["cause"]),
                _text(row["blame"]),
                _text(row["confidence"]),
                tuple(_finding(found) for found in row.get("findings", ())),  # not in the first cases
            )
            for row in data["checks"]
        ),
        closed=moment(data["closed"]) if data["closed"] is not None else None,
    )


def _evidence(row: Mapping[str, Any]) -> EvidenceEntry:
    fields = tuple((_text(name), _text(value)) for name, value in row["fields"].items())
    return EvidenceEntry(EvidenceKind(row["kind"]), moment(row["at"]), fields)


def _finding(row: Mapping[str, Any]) -> SeenFinding:
    return SeenFinding(
        _text(row["id"]),
        _text(row["target"]),
        _text(row["status"]),
        _text(row["value"]),
        _whole(row["elapsed_ms"]),
    )


def _due(row: Mapping[str, Any]) -> Due:
    return Due(
        DueKind(row["kind"]),
        moment(row["at"]),
        _maybe(row["claim"]),
        tuple(_text(channel) for channel in row["channels"]),
        moment(row["done"]) if row["done"] is not None else None,
        _text(row.get("step", "")),
    )


def stamp(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def moment(text: str) -> datetime:
    """A moment as `stamp` wrote it.

    Raises:
        ValueError: it is none.
    """
    at = datetime.fromisoformat(_text(text))
    if at.tzinfo is None:
        raise ValueError(text)
    return at.astimezone(UTC)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _maybe(value: object) -> str | None:
    return None if value is None else _text(value)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(type(value).__name__)
    return value
