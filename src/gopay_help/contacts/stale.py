"""How old the proof of a contact is, whatever the clock of this machine says.

Ages are counted from the newest dated source. A clock that stands before the day the registry was compiled is
wrong: then no age can be told, and nothing counts as fresh.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from gopay_help.model.contact import Channel, ChannelStatus, Provenance, Registry


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
