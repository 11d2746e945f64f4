"""The program's own words in English: what a pack that says some of them otherwise is held against.

They stand in the packs of this installation, never in an author's: a pack may bring `ui.…` in a language
that the program does not know, and has no English of them itself.
"""

from collections.abc import Mapping
from functools import cache

from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.locate import packs_root
from gopay_help.tree.pack import is_lent
from gopay_help.tree.read import read_document


@cache
def own_english() -> Mapping[str, str]:
    """The English of every text that is the program's own, by key.

    Raises:
        DataError: a file of the installation cannot be read.
    """
    files = (
        file for kind in ("json", "yaml") for file in packs_root().glob(f"*/text*/{SOURCE_LANGUAGE}.{kind}")
    )
    return {
        key: str(said) for file in files for key, said in read_document(file).data.items() if is_lent(key)
    }


def english_of(key: str) -> str | None:
    """The English of a text of the program's own; None if it has no such text."""
    return own_english().get(key) if is_lent(key) else None
