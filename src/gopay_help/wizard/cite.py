"""A source in a few words, short enough for a line on a screen."""

from urllib.parse import urlsplit

from gopay_help.model.text import Catalogue

NAMED = {"a public repository": "ui.public_repository", "public repositories": "ui.public_repository"}
"""How the facts name sources that have no address of their own."""
UNLINKED = "ui.unlinked_source"
"""What a source is called that is named nowhere: a link to it could send someone to a fraud."""


def cite(source: str, words: Catalogue) -> str:
    """The host of an address; another source as it is named, in the person's language where it has a name."""
    host = urlsplit(source).hostname
    if host:
        return host
    return words.say(next((key for name, key in NAMED.items() if source.startswith(name)), UNLINKED))
