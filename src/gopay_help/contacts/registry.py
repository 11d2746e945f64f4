"""Builds the registry of contacts from an already read document.

Only the shape is checked here, and all that is wrong is told at once; whether a contact deserves its place
is for `channels/lint.py`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from gopay_help.contacts.fields import Fields
from gopay_help.model.contact import (
    Brand,
    Channel,
    ChannelStatus,
    Hours,
    PrintPolicy,
    Provenance,
    Registry,
    Source,
)
from gopay_help.model.errors import DataError

FORMAT: Final = "gopay-help/channels@1"
_EPOCH: Final = date(1970, 1, 1)


def parse_registry(document: Mapping[str, object]) -> Registry:
    """The registry that *document* describes.

    Raises:
        DataError: a newer format, or values of the wrong shape; the message names every one.
    """
    top = Fields(document, "channels")
    if (found := document.get("format")) != FORMAT:
        message = f"the contact registry has the format {found!r}; this program reads {FORMAT}"
        raise DataError(message)
    registry = Registry(
        version=top.text("version"),
        date=top.day("date") or _EPOCH,
        stale_after_days=top.number("stale_after_days"),
        brands=tuple(_brand(name, part) for name, part in top.mappings_by_key("brands")),
        channels=tuple(_channel(part) for part in top.mappings("channels")),
    )
    if top.problems:
        message = "the contact registry cannot be used:\n" + "\n".join(top.problems)
        raise DataError(message)
    return registry


def _brand(name: str, part: Fields) -> Brand:
    return Brand(
        id=name,
        name=part.text("name"),
        operator=part.optional("operator"),
        country=part.optional("country"),
        regulator=part.optional("regulator"),
        domains_official=part.words("domains_official"),
        speaks=part.optional("speaks"),
    )


def _channel(part: Fields) -> Channel:
    return Channel(
        id=part.text("id"),
        brand=part.text("brand"),
        kind=part.text("kind"),
        value=part.optional("value"),
        status=part.member("status", ChannelStatus, ChannelStatus.RETIRED),
        print=part.member("print", PrintPolicy, PrintPolicy.NEVER),
        scope=part.words("scope"),
        covers=part.words("covers"),
        needs_login=part.flag("needs_login"),
        needs_network=part.flag("needs_network"),
        announcements=part.flag("announcements"),
        hours=_hours(part.mapping_or_none("hours")),
        cost=part.optional("cost"),
        never_asks=part.words("never_asks"),
        alternatives=part.pairs("alternatives"),
        provenance=_provenance(part),
        reason=part.optional("reason"),
    )


def _hours(part: Fields | None) -> Hours | None:
    return None if part is None else Hours(part.text("tz"), part.text("spec"))


def _provenance(part: Fields) -> Provenance:
    return Provenance(
        grade=part.text("grade"),
        first_seen=part.day("first_seen"),
        last_seen=part.day("last_seen"),
        date_basis=part.text("date_basis"),
        sources=_sources(part.mappings("sources")),
    )


def _sources(parts: Sequence[Fields]) -> tuple[Source, ...]:
    return tuple(
        Source(part.text("url"), part.day("date"), part.text("type"), part.optional("note")) for part in parts
    )
