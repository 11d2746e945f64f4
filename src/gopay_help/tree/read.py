"""Reads data files of bounded size from disk."""

import errno
import json
from pathlib import Path
from typing import Any

from gopay_help.model.errors import DataError, reason_of
from gopay_help.model.files import MAX_BYTES, read_plain
from gopay_help.model.text import Phrase


def read_json(path: Path) -> dict[str, Any]:
    """The values of a JSON file whose top is a mapping.

    Raises:
        DataError: it cannot be read, or is damaged.
    """
    return parse_json(read_bytes(path), path)


def parse_json(raw: bytes, path: Path) -> dict[str, Any]:
    """The values of a JSON file that was read, whose top is a mapping.

    Raises:
        DataError: it is damaged.
    """
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
        DataError: a folder, a pipe, a device, too large or not readable, said in one line.
    """
    try:
        if path.is_dir():
            raise DataError(Phrase("fault.folder", file=name or path))
        return read_plain(path, MAX_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a path that holds a NUL
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            raise DataError(Phrase("fault.large", file=name or path, limit=MAX_BYTES // 1024)) from error
        reason = reason_of(error) if isinstance(error, OSError) else error
        raise DataError(Phrase("fault.unreadable", file=name or path, reason=reason)) from error
