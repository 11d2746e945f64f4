"""Files of packs are read once for all tests of a process: the same bytes give the same document.

A test that spoils one file of a pack waits for that file, and not for the forty beside it.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from gopay_help.authoring.lint import schema, yaml
from gopay_help.authoring.lint.yaml import Document
from gopay_help.model.errors import Problem


class ReadOnce:
    """What was read a second time is kept: a file that one test spoils is not."""

    def __init__(self) -> None:
        self._read, self._shape = yaml.read_document, schema.check_shape
        self._seen: set[int] = set()
        self._documents: dict[bytes, Document] = {}
        self._fits: dict[tuple[int, Path], Any] = {}
        """By the id of a document's data, which is kept: so no other data gets that id."""

    def read_document(self, path: Path) -> Document:
        """As the program reads it; an error is made anew each time."""
        raw = path.read_bytes() if path.suffix == ".yaml" and path.is_file() else b""
        if raw not in self._documents:
            document = self._read(path)
            if not raw or hash(raw) not in self._seen:
                self._seen.add(hash(raw))
                return document
            self._documents[raw] = document
        return replace(self._documents[raw], file=str(path))

    def check_shape(self, document: Document, schema_file: Path) -> list[Problem]:
        """As the program looks at it; problems, which name a file, are found anew each time."""
        key = (id(document.data), schema_file)
        if key not in self._fits:
            if problems := self._shape(document, schema_file):
                return problems
            self._fits[key] = document.data
        return []


def read_once() -> None:
    """Put it in the place of what reads, wherever that was imported."""
    once = ReadOnce()
    for name, original in (("read_document", yaml.read_document), ("check_shape", schema.check_shape)):
        for module in [each for each in sys.modules.values() if getattr(each, name, None) is original]:
            setattr(module, name, getattr(once, name))
