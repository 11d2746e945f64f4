"""The texts of a pack as a translator meets them: a key, its English, its translation, its state."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from gopay_help.model.errors import UsageError
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.document import Document
from gopay_help.tree.draft import Draft
from gopay_help.tree.lock import is_stale

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?\Z")
_SCRIPT_OF_REGION = {"zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant"}


class State(StrEnum):
    """How far the translation of one text is."""

    DONE = "done"
    MISSING = "missing"
    STALE = "stale"
    """It was made from an earlier English text."""


class Entry(NamedTuple):
    """One text."""

    key: str
    room: str
    """The folder it stands in, for example ``text-ui``."""
    english: str
    translation: str | None
    state: State


def read_entries(draft: Draft, lang: str) -> list[Entry]:
    """Every text that the pack has in English, in the order of the files, with its translation."""
    return [
        Entry(key, room_of(document), english, text := draft.text(lang, key), _state(draft, lang, key, text))
        for document in draft.texts.get(SOURCE_LANGUAGE, ())
        for key, english in _texts(document)
    ]


def room_of(document: Document) -> str:
    """The folder that a file of texts stands in."""
    return Path(document.file).parent.name


def name_language(said: str, known: Sequence[str]) -> str:
    """The language tag that *said* means, one of *known* or a new one.

    PO editors write ``zh_Hans`` or ``zh_CN`` where the pack writes ``zh-Hans``.

    Raises:
        UsageError: it is no tag that a pack can have.
    """
    tag = said.strip().partition(".")[0].partition("@")[0].replace("_", "-")
    tag = _SCRIPT_OF_REGION.get(tag.lower(), tag)
    exact: Mapping[str, str] = {lang.lower(): lang for lang in known}
    if tag.lower() in exact:
        return exact[tag.lower()]
    if not _TAG.match(tag) or tag == "zh":
        raise UsageError(f"{said!r} names no language of a pack: write a tag such as id, ms or zh-Hans")
    return tag


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    return ((key, str(text)) for key, text in document.data.items())


def _state(draft: Draft, lang: str, key: str, text: str | None) -> State:
    if text is None:
        return State.MISSING
    english = draft.text(SOURCE_LANGUAGE, key) or ""
    return State.STALE if is_stale(draft, lang, key, english) else State.DONE
