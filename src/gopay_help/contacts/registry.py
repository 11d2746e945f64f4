"""Builds the registry of contacts, and says of a contact how old its proof is and when it is open.

Only the shape of a document is checked here, and all that is wrong is told at once; whether a contact
deserves its place is for the rules (`authoring/lint/rules_contacts.py`). Ages are counted from the newest
dated source; a clock that stands before the day the registry was compiled is wrong: then no age can be
told, and nothing counts as fresh. Of OpenStreetMap's opening_hours the part is understood that support
lines use: ``24/7``, and rules such as ``Mo-Fr 08:00-17:00; Sa 09:00-12:00``. Whatever else the grammar
allows is not guessed at: then nobody knows.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

from gopay_help.model.build import Builder
from gopay_help.model.contact import (
    ALWAYS,
    Brand,
    Channel,
    ChannelStatus,
    Hours,
    Opening,
    Provenance,
    Registry,
)
from gopay_help.model.errors import DataError
from gopay_help.model.tree import zone_named

FORMAT: Final = "gopay-help/channels@1"


def parse_registry(document: Mapping[str, Any]) -> Registry:
    """The registry that *document* describes.

    Raises:
        DataError: a newer format, or values of the wrong shape; the message names every one.
    """
    if (found := document.get("format")) != FORMAT:
        raise DataError(f"the contact registry has the format {found!r}; this program reads {FORMAT}")
    builder = Builder()
    channels = tuple(  # the proof of a contact stands among its own keys
        builder.build(Channel, row, at, provenance=builder.build(Provenance, row, at))
        for number, row in enumerate(document.get("channels") or ())
        for at in [f"channels.channels[{number}]"]
    )
    brands = tuple(
        builder.build(Brand, raw, f"channels.brands.{name}", id=name)
        for name, raw in (document.get("brands") or {}).items()
    )
    for part in ("brands", "channels"):
        if part not in document:
            builder.wrong(f"channels.{part}", "there")
    registry = builder.build(Registry, document, "channels", brands=brands, channels=channels)
    if builder.problems:
        raise DataError("the contact registry cannot be used:\n" + "\n".join(builder.problems))
    return registry


class Freshness(StrEnum):
    """How far the newest proof still carries."""

    FRESH = "fresh"
    AGING = "aging"
    STALE = "stale"
    UNDATED = "undated"
    CLOCK_WRONG = "clock_wrong"

    @property
    def stale(self) -> bool:
        """True if it is not good enough to act on."""
        return self not in (Freshness.FRESH, Freshness.AGING)


class Age(NamedTuple):
    """Freshness, and the days it rests on."""

    freshness: Freshness
    days: int | None


def age(provenance: Provenance, registry: Registry, today: date) -> Age:
    """How old *provenance* is on *today*."""
    if today < registry.date:
        return Age(Freshness.CLOCK_WRONG, None)
    if provenance.last_seen is None:
        return Age(Freshness.UNDATED, None)
    days = (today - provenance.last_seen).days
    if days > registry.stale_after_days:
        return Age(Freshness.STALE, days)
    return Age(Freshness.AGING if days * 4 > registry.stale_after_days * 3 else Freshness.FRESH, days)


def is_stale(channel: Channel, registry: Registry, today: date) -> bool:
    """True if the proof of *channel* is old, undated or disputed."""
    return (
        channel.status is ChannelStatus.DISPUTED or age(channel.provenance, registry, today).freshness.stale
    )


class Filters(NamedTuple):
    """Which contacts to list; None does not filter. `retired` lists tombstones and nothing else."""

    brand: str | None = None
    kind: str | None = None
    retired: bool = False


class Row(NamedTuple):
    """A contact with what is known of it at this moment."""

    channel: Channel
    label: str
    caveat: str | None
    stale: bool
    open_now: bool | None


def chosen(registry: Registry, filters: Filters) -> tuple[Channel, ...]:
    """The channels that *filters* ask for, in the order of the registry.

    A value that must not be shown as a contact appears among the retired only.
    """
    return tuple(
        channel
        for channel in registry.channels
        if channel.listed is not filters.retired
        and filters.brand in (None, channel.brand)
        and filters.kind in (None, channel.kind)
    )


def channels_document(
    registry: Registry, rows: Sequence[Row], *, brand: str | None, reason: str | None
) -> dict[str, Any]:
    """`gopay-help/channels@1`; *reason* says why the list is empty, where it is."""
    return {
        "schema": "gopay-help/channels@1",
        "registry": {"version": registry.version, "date": registry.date.isoformat()},
        "brand": brand,
        "channels": [_entry(row) for row in rows],
        "reason": reason,
    }


def _entry(row: Row) -> Mapping[str, Any]:
    channel = row.channel
    status = channel.status if channel.listed else ChannelStatus.RETIRED
    return {
        "id": channel.id,
        "brand": channel.brand,
        "kind": channel.kind,
        "value": channel.value,
        "label": row.label,
        "status": status,
        "scope": list(channel.scope),
        "covers": list(channel.covers),
        "alternatives": dict(channel.alternatives),
        "needs_login": channel.needs_login,
        "hours": {"tz": channel.hours.tz, "spec": channel.hours.spec} if channel.hours else None,
        "open_now": row.open_now,
        "cost": channel.cost,
        "caveat": row.caveat,
        "never_asks": list(channel.never_asks),
        "stale": row.stale,
        "provenance": proof_entry(channel.provenance),
    }


def proof_entry(seen: Provenance) -> dict[str, Any]:
    """How well a value is proved, as every document says it."""
    return {
        "grade": seen.grade,
        "first_seen": seen.first_seen.isoformat() if seen.first_seen else None,
        "last_seen": seen.last_seen.isoformat() if seen.last_seen else None,
        "date_basis": seen.date_basis,
        "sources": [
            {"url": source.url, "date": source.date.isoformat() if source.date else None, "type": source.type}
            for source in seen.sources
        ],
    }


_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = (
    r"(?P<first>Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?P<last>Mo|Tu|We|Th|Fr|Sa|Su))?\s+"
    r"(?P<start>[0-2]\d:[0-5]\d)-(?P<end>[0-2]\d:[0-5]\d)"
)
_WEEK = 7


class Span(NamedTuple):
    """A daily span on a weekday (Monday is 0), in minutes from midnight."""

    weekday: int
    start: int
    end: int


def state(hours: Hours | None, now: datetime) -> Opening:
    """Whether something with these hours is open at *now*."""
    spans = parse(hours.spec) if hours else None
    if hours is None or spans is None:
        return Opening()
    if hours.spec.strip() == ALWAYS:
        return Opening(open_now=True)
    zone = zone_named(hours.tz)
    if zone is None:
        return Opening()
    here = now.astimezone(zone)
    minute = here.hour * 60 + here.minute
    if any(span.weekday == here.weekday() and span.start <= minute < span.end for span in spans):
        return Opening(open_now=True)
    return Opening(open_now=False, opens_at=_next_opening(spans, here))


def parse(spec: str) -> tuple[Span, ...] | None:
    """The spans of a specification; None if it says more than is understood."""
    if spec.strip() == ALWAYS:
        return tuple(Span(day, 0, 24 * 60) for day in range(_WEEK))
    spans: list[Span] = []
    for rule in spec.split(";"):
        match = re.fullmatch(_RULE, rule.strip())
        if match is None:
            return None
        first, last = _DAYS.index(match["first"]), _DAYS.index(match["last"] or match["first"])
        start, end = _minutes(match["start"]), _minutes(match["end"])
        if not start < end <= 24 * 60:
            return None
        spans += [Span((first + day) % _WEEK, start, end) for day in range((last - first) % _WEEK + 1)]
    return tuple(spans)


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _next_opening(spans: tuple[Span, ...], here: datetime) -> datetime | None:
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    openings = [
        midnight + timedelta(days=(span.weekday - here.weekday()) % _WEEK + week, minutes=span.start)
        for span in spans
        for week in (0, _WEEK)
    ]
    return min((opening for opening in openings if opening > here), default=None)
