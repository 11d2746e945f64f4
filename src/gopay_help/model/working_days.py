"""When a time to act comes: counted where the desks are, whatever the clock zone of this device."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from gopay_help.model.tree import After

WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian Time; it has no summer time."""
_WEEKEND = 5


def moment(after: After, start: datetime, zone: tzinfo = WIB) -> datetime:
    """The moment *after* from *start*, to the minute, in UTC. Working days skip the weekend of *zone*.

    Public holidays are not in it: no list of them for the coming years was found, and the words say so.
    """
    end = (start + after.span).astimezone(zone)
    days = after.working_days
    while days:
        end += timedelta(days=1)
        days -= end.weekday() < _WEEKEND
    return end.replace(second=0, microsecond=0).astimezone(UTC)
