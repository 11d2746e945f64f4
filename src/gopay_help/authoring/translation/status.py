"""How far each language of a pack is."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gopay_help.authoring.translation.entries import State, read_entries
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.draft import Draft
from gopay_help.tree.needed import needed_keys
from gopay_help.tree.wording import safety_keys

SCHEMA = "gopay-help/i18n-status@1"


class Status(NamedTuple):
    """One language: keys of texts, sorted into what is done and what is not."""

    lang: str
    tracked: bool
    """Whether a lock says from which English the texts were made; without one nothing is seen to be stale."""
    total: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]
    stale_safety: tuple[str, ...]
    """Those of the stale that keep money safe."""
    fell_back: tuple[str, ...]
    """Those of the missing that English stands in for; the others have no text at all."""

    @property
    def translated(self) -> int:
        """Texts that there are, stale ones too."""
        return self.total - len(self.missing)

    @property
    def whole(self) -> bool:
        """True if nothing is missing and nothing is stale."""
        return not self.missing and not self.stale


def read_status(draft: Draft) -> list[Status]:
    """Each language of the tree, English first, in the order of the tree."""
    safety = safety_keys(draft)
    return [_status(draft, lang, safety) for lang in draft.tree.languages]


def status_document(draft: Draft, found: Sequence[Status], required: Sequence[str]) -> dict[str, Any]:
    """The document of ``i18n status --json`` (schemas/i18n-status.schema.json)."""
    return {
        "schema": SCHEMA,
        "pack": {"id": draft.tree.id, "version": draft.tree.version},
        "languages": [
            {
                "lang": one.lang,
                "tracked": one.tracked,
                "total": one.total,
                "translated": one.translated,
                "missing": list(one.missing),
                "stale": list(one.stale),
                "stale_safety": list(one.stale_safety),
                "fell_back": list(one.fell_back),
                "whole": one.whole,
            }
            for one in found
        ],
        "required": list(required),
        "ok": all(one.whole for one in found if one.lang in required),
    }


def _status(draft: Draft, lang: str, safety: frozenset[str]) -> Status:
    english = read_entries(draft, lang)
    known = {entry.key for entry in english}
    lost = [
        key for key in dict.fromkeys(needed_keys(draft)) if key not in known and not draft.text(lang, key)
    ]
    states: Mapping[str, State] = {entry.key: entry.state for entry in english}
    fell_back = tuple(key for key, state in states.items() if state is State.MISSING)
    stale = tuple(key for key, state in states.items() if state is State.STALE)
    return Status(
        lang=lang,
        tracked=lang == SOURCE_LANGUAGE or lang in draft.locks,
        total=len(states) + len(lost),
        missing=(*fell_back, *lost),
        stale=stale,
        stale_safety=tuple(key for key in stale if key in safety),
        fell_back=fell_back,
    )
