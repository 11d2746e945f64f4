"""The shape of a data file, held against its JSON Schema; each fault said so that an author can mend it."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from gopay_help.model.errors import DataError, Problem
from gopay_help.tree.document import Document
from gopay_help.tree.fault import explain
from gopay_help.tree.read import read_bytes


def check_shape(document: Document, schema_file: Path) -> list[Problem]:
    """Every place where *document* leaves its schema, in file order.

    Raises:
        DataError: the file is of a newer format than this program knows, or its schema is missing.
    """
    validator = _validator(schema_file)
    _refuse_newer(document, validator.schema)
    problems = {
        problem: None
        for error in validator.iter_errors(document.data)
        for problem in explain(document, error)
    }
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


@cache
def _validator(schema_file: Path) -> Any:  # noqa: ANN401 (jsonschema does not say its types)
    # Authors' files only: a compiled pack was checked when it was built.
    from jsonschema import FormatChecker, validators

    kind: Any = validators
    strict = kind.extend(kind.Draft202012Validator, {"pattern": _pattern})
    days = FormatChecker(formats=["date"])
    return strict(json.loads(read_bytes(schema_file)), format_checker=days)


def _pattern(validator: Any, pattern: str, instance: object, _schema: object) -> Iterator[Any]:  # noqa: ANN401
    """As the schema means it: Python's ``$`` would let a line break through at the end."""
    from jsonschema import ValidationError, validators

    if isinstance(instance, str) and instance.endswith("\n"):
        yield ValidationError(f"{instance!r} ends in a line break")
    else:
        yield from validators.Draft202012Validator.VALIDATORS["pattern"](
            validator, pattern, instance, _schema
        )


def _refuse_newer(document: Document, schema: dict[str, Any]) -> None:
    expected = str(schema.get("properties", {}).get("format", {}).get("const", ""))
    name, _, known = expected.rpartition("@")
    stated_name, _, stated = str(document.data.get("format", "")).rpartition("@")
    if name and stated_name == name and stated.isdecimal() and int(stated) > int(known):
        raise DataError(
            f"{document.file} is of format {name}@{stated}; this program knows {expected}: update gopay-help"
        )
