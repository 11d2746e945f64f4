"""Reads a batch from a stream: bounded lines, plain text or one JSON object each."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TextIO

from gopay_help.model.text import escape
from gopay_help.model.verification import ValueKind

MAX_LINE: Final = 4096
_CHUNK: Final = 1 << 16
_MARK: Final = "\ufeff"
"""Some editors and shells put it before the first line."""
_BROKEN: Final = re.compile("[\ud800-\udfff]")
_BYTES: Final = (0xDC00, 0xDD00)
"""How Python keeps bytes that are no text."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line: a value to verify, or the rule that says why it is none."""

    value: str
    id: str | None = None
    kind: ValueKind | None = None
    problem: str | None = None


def read_records(stream: TextIO) -> Iterator[Record]:
    """One record a line of *stream*, in order, an empty one too; long lines are cut off unread."""
    for number, (line, whole) in enumerate(_bounded(stream)):
        text = line if number else line.removeprefix(_MARK)
        if not whole:
            yield Record(readable(text[:64]), problem="too_long")
        elif _BROKEN.search(text) or "\0" in text:
            yield Record(readable(text), problem="not_text")
        else:
            yield _record(text)


def readable(text: str) -> str:
    """*text* with bytes that are no text shown as escapes: whatever reads it next can."""
    return _BROKEN.sub(lambda found: escape(_byte(found[0])), text)


def _byte(char: str) -> str:
    """The byte that a lone surrogate stands for; one that came as such stays one."""
    code = ord(char)
    return chr(code - _BYTES[0]) if code in range(*_BYTES) else char


def _record(text: str) -> Record:
    if not text.lstrip().startswith("{"):
        return Record(text)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Record(text, problem="not_text")
    value, kind, record = data.get("value"), data.get("kind"), data.get("id")
    shown = None if record is None else readable(str(record))
    if not isinstance(value, str) or kind not in (None, *ValueKind):
        return Record(text, shown, problem="not_text")
    if _BROKEN.search(value):
        return Record(readable(value), shown, problem="not_text")
    return Record(value, shown, ValueKind(kind) if kind else None)


def _bounded(stream: TextIO) -> Iterator[tuple[str, bool]]:
    """Lines without their end, and whether they were read whole."""
    raw = getattr(stream, "buffer", None)
    while True:
        piece = stream.readline(MAX_LINE + 2) if raw is None else raw.readline(MAX_LINE + 2)
        if not piece:
            return
        text = piece if isinstance(piece, str) else piece.decode("utf-8", "surrogateescape")
        if text.endswith("\n") or len(piece) <= MAX_LINE + 1:
            yield text.rstrip("\r\n"), len(text) <= MAX_LINE + 1
            continue
        yield text, False
        _skip(stream if raw is None else raw)


def _skip(stream: TextIO) -> None:
    """Drop what is left of a line, piece by piece."""
    while (piece := stream.readline(_CHUNK)) and piece[-1:] not in ("\n", b"\n"):
        pass
