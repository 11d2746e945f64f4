"""A source in a few words, short enough for a line on a screen."""

from urllib.parse import urlsplit

from gopay_help.model.text import Catalogue

REPOSITORY = "a public repository"
"""How the facts name a source that has no address of its own."""


def cite(source: str, words: Catalogue) -> str:
    """The host of an address; another source as it is named, in the person's language where it has a name."""
    if source.startswith(REPOSITORY):
        return words.say("ui.public_repository")
    return urlsplit(source).hostname or source
