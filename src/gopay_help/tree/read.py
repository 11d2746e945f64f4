"""Reads data files of bounded size from disk."""

import json
from pathlib import Path
from typing import Any

from gopay_help.model.errors import DataError, reason_of
from gopay_help.model.text import Phrase

MAX_BYTES = 1 << 20


def read_json(path: Path) -> dict[str, Any]:
    """The values of a JSON file whose top is a mapping.

    Raises:
        DataError: it cannot be read, or is damaged.
    """
    raw = read_bytes(path)
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise DataError(Phrase("fault.damaged", what=path, how=error)) from error
    if not isinstance(data, dict):
        raise DataError(Phrase("fault.damaged", what=path, how=type(data).__name__))
    return data


def read_bytes(path: Path, name: str = "") -> bytes:
    """The content of a file of bounded size; an error calls it *name*, else as it lies.

    Raises:
        DataError: a folder, too large or not readable, said in one line.
    """
    try:
        if path.is_dir():
            raise DataError(Phrase("fault.folder", file=name or path))
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a path that holds a NUL
        reason = reason_of(error) if isinstance(error, OSError) else error
        raise DataError(Phrase("fault.unreadable", file=name or path, reason=reason)) from error
    if len(raw) > MAX_BYTES:
        raise DataError(Phrase("fault.large", file=name or path, limit=MAX_BYTES // 1024))
    return raw
