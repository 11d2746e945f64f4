"""A case as a JSON document (`gopay-help/case@1`) and back. What is not a case is refused, never guessed."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

from gopay_help.model.build import Builder
from gopay_help.model.case import FORMAT, Case
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
    return {"format": FORMAT, **_plain(case)}


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever a case holds)
    """A value of a case as JSON has it: its fields by name, in their order."""
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, Answer):
        return {"id": value.id, "option": value.value, "source": value.source}
    if isinstance(value, Fact):
        return {**value._asdict(), "at": stamp(value.at)}
    if is_dataclass(value):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        named = {name: dict(part) if name == "fields" else _plain(part) for name, part in parts.items()}
        return {name: part for name, part in named.items() if part != "" or name != "step"}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


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
    if lacking := [field.name for field in fields(Case) if field.name not in data]:
        raise KeyError(*lacking)
    builder = Builder()
    answers = tuple(
        builder.build(Answer, {**row, "value": row["option"]}, ("answers", at))
        for at, row in enumerate(data["answers"])
    )
    case = builder.build(Case, data, "case", answers=answers)
    numbers = (case.cursor, *(found.elapsed_ms for seen in case.checks for found in seen.findings))
    if builder.problems or not ID.fullmatch(case.id) or min(numbers) < 0:
        raise ValueError(*builder.problems)
    return case


def stamp(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
