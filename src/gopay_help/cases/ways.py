"""How people ask for help: the usual ways, and the kinds of contact that the registry has."""

from collections.abc import Iterable

from gopay_help.model.contact import Channel
from gopay_help.model.text import Catalogue

_WAYS = ("app", "email", "phone", "web")
_IN_APP = "in_app"
"""What the registry calls `app`."""


def ways_of(channels: Iterable[Channel]) -> tuple[str, ...]:
    """Where help can be asked: the usual ways, then those that only some contacts are."""
    kinds = sorted({str(one.kind) for one in channels} - {_IN_APP})
    return tuple(dict.fromkeys((*_WAYS, *kinds)))


def way_label(way: str, words: Catalogue) -> str:
    """Where help was asked, in words: a contact's name, or its kind; what nothing names stays as it is."""
    for key in (f"channel.{way}.label", f"ui.kind.{_IN_APP if way == 'app' else way}"):
        if words.has(key):
            return words.say(key)
    return way
