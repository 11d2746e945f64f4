"""Whether a contact is open: the part of OpenStreetMap's opening_hours that support lines use.

Understood: ``24/7``, and rules such as ``Mo-Fr 08:00-17:00; Sa 09:00-12:00`` or ``Mo-Su 00:00-24:00``.
Whatever else the grammar allows is not guessed at: then nobody knows.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gopay_help.model.contact import Hours

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(
    r"(?P<first>Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?P<last>Mo|Tu|We|Th|Fr|Sa|Su))?\s+"
    r"(?P<start>[0-2]\d:[0-5]\d)-(?P<end>[0-2]\d:[0-5]\d)\Z"
)
_ALWAYS = "24/7"
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """A daily span on a weekday (Monday is 0), in minutes from midnight."""

    weekday: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OpenState:
    """Open or not; None where nobody knows. `opens_at` is the next opening of what is closed."""

    open_now: bool | None = None
    opens_at: datetime | None = None


def state(hours: Hours | None, now: datetime) -> OpenState:
    """Whether something with these hours is open at *now*."""
    spans = parse(hours.spec) if hours else None
    if hours is None or spans is None:
        return OpenState()
    try:
        here = now.astimezone(ZoneInfo(hours.tz))
    except (ZoneInfoNotFoundError, ValueError):
        return OpenState()
    minute = here.hour * 60 + here.minute
    if any(span.weekday == here.weekday() and span.start <= minute < span.end for span in spans):
        return OpenState(open_now=True)
    return OpenState(open_now=False, opens_at=_next_opening(spans, here))


def parse(spec: str) -> tuple[Span, ...] | None:
    """The spans of a specification; None if it says more than is understood."""
    if spec.strip() == _ALWAYS:
        return tuple(Span(day, 0, 24 * 60) for day in range(_WEEK))
    spans: list[Span] = []
    for rule in spec.split(";"):
        match = _RULE.match(rule.strip())
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
