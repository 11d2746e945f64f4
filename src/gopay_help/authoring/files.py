"""Writes files of an author's pack: each is whole before it takes the place of the old one."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from gopay_help.model.errors import DataError


def replace_files(contents: Mapping[Path, str]) -> None:
    """Put new contents in place. All are on the disk before the first old file is given up.

    Raises:
        DataError: one could not be written; which, and why. Every file that is there is whole.
    """
    ready: dict[Path, str] = {}
    file = Path()
    try:
        for file, content in contents.items():
            ready[file] = _write_beside(file.resolve(), content)
        for file, fresh in list(ready.items()):
            os.replace(fresh, file.resolve())  # noqa: PTH105 (a name, not a Path, came from mkstemp)
            del ready[file]
    except OSError as error:
        raise DataError(f"{file} could not be written: {error.strerror}") from error
    finally:
        for fresh in ready.values():
            Path(fresh).unlink(missing_ok=True)


def _write_beside(file: Path, content: str) -> str:
    """The name of a file with *content*, beside *file* and with its mode."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=file.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(content.encode())
    if file.exists():
        shutil.copymode(file, name)
    else:
        Path(name).chmod(0o644)
    return name
