"""An error in the person's language. Its words are read once there is one: no other run pays for them."""

import os
from contextlib import suppress

from gopay_help.cli.language import likely_language
from gopay_help.cli.packs import room_catalogue
from gopay_help.model.errors import GopayHelpError
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, Phrase
from gopay_help.tree.pack import pack_folder

ROOM = "faults"


def told(error: GopayHelpError, asked: str | None) -> str:
    """The lines of *error* in the language of the run; else in English, else as keys and values.

    Never raises: whatever keeps the words from being read must not hide what was to be said.

    Args:
        error: what happened.
        asked: the --lang of this run, which may itself be what is wrong.
    """
    if not any(isinstance(line, Phrase) for line in error.args):
        return str(error)
    for wanted in (asked, SOURCE_LANGUAGE):
        with suppress(Exception):
            return error.said(_words(wanted))
    return str(error)


def _words(asked: str | None) -> Catalogue:
    return room_catalogue(
        pack_folder("gopay"), ROOM, lambda languages: likely_language(asked, os.environ, languages)
    )
