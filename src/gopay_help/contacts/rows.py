"""The registry as the document of `channels --json` (`channels@1`), and which rows a person asked for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from gopay_help.model.contact import Channel, ChannelStatus, Registry


class Filters(NamedTuple):
    """Which contacts to list; None does not filter. `retired` lists tombstones and nothing else."""

    brand: str | None = None
    kind: str | None = None
    open_now: bool = False
    retired: bool = False


class Row(NamedTuple):
    """A contact with what is known of it at this moment."""

    channel: Channel
    label: str
    caveat: str | None
    stale: bool
    open_now: bool | None


def chosen(
    registry: Registry, filters: Filters, is_open: Callable[[Channel], bool | None]
) -> tuple[Channel, ...]:
    """The channels that *filters* ask for, in the order of the registry.

    A value that must not be shown as a contact appears among the retired only.
    """
    return tuple(
        channel
        for channel in registry.channels
        if channel.listed is not filters.retired
        and filters.brand in (None, channel.brand)
        and filters.kind in (None, channel.kind)
        and (not filters.open_now or is_open(channel) is True)
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
    channel, seen = row.channel, row.channel.provenance
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
        "provenance": {
            "grade": seen.grade,
            "first_seen": seen.first_seen.isoformat() if seen.first_seen else None,
            "last_seen": seen.last_seen.isoformat() if seen.last_seen else None,
            "date_basis": seen.date_basis,
            "sources": [
                {
                    "url": source.url,
                    "date": source.date.isoformat() if source.date else None,
                    "type": source.type,
                }
                for source in seen.sources
            ],
        },
    }
