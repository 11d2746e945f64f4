"""Reads a data file from disk: compiled JSON as it is, YAML by the strict reader."""

import json
from pathlib import Path

from gopay_help.model.errors import DataError
from gopay_help.trees.document import Data, Document

MAX_BYTES = 1 << 20


def read_document(path: Path) -> Document:
    """Read a JSON or YAML file whose top is a mapping.

    Raises:
        DataError: the file cannot be read at all.
        TreeError: what it holds is refused; all problems, each with its place.
    """
    raw = read_bytes(path)
    if path.suffix == ".json":
        return Document(str(path), _json(raw, path))
    from gopay_help.trees.strict_yaml import parse_yaml  # a compiled pack never needs YAML

    return parse_yaml(raw, str(path))


def read_bytes(path: Path) -> bytes:
    """The content of a file of bounded size.

    Raises:
        DataError: a folder, too large or not readable, said in one line.
    """
    try:
        if path.is_dir():
            raise DataError(f"{path} is a folder; name a file in it")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a path that holds a NUL
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{path} cannot be read: {reason}") from error
    if len(raw) > MAX_BYTES:
        raise DataError(f"{path} is larger than {MAX_BYTES // 1024} KiB and was not read")
    return raw


def _json(raw: bytes, path: Path) -> dict[str, Data]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path} is damaged: {error}") from error
    if not isinstance(data, dict):
        raise DataError(f"{path} is damaged: its top is not a mapping")
    return data
