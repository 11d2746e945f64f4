"""Writes down from which English the texts of a language were made; `trees/lock.py` reads it."""

from collections.abc import Mapping
from pathlib import Path

from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.draft import Draft
from gopay_help.tree.lock import FOLDER, recorded

_HEAD = """\
# yaml-language-server: $schema=../../schema/lock.schema.json
# From which English each text was made. Written by `i18n import`, `i18n confirm` and `tree fmt`.
"""


def lock_file(folder: Path, lang: str) -> Path:
    """Where the lock of a language lies in a pack."""
    return folder / FOLDER / f"{lang}.yaml"


def write_lock(draft: Draft, lang: str, made_from: Mapping[str, str]) -> str:
    """The lock of a language with the digits of *made_from* in it, in the order of the English files.

    Keys that the pack no longer has in English are left out.
    """
    english = [key for document in draft.texts.get(SOURCE_LANGUAGE, ()) for key in document.data]
    digits = {key: made_from.get(key) or recorded(draft, lang, key) for key in english}
    return _HEAD + "".join(f'{key}: "{found}"\n' for key, found in digits.items() if found)
