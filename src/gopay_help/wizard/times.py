"""The times of an outcome as moments, and how people say them: "Wed 2 Dec, 13:00 WIB".

They count from when the money was sent, past days off, and outside of pauses. A desk in Jakarta keeps its own
clock, whatever the device's zone is; that of any other is told on the reader's, if the device names a place.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from gopay_help.model.text import Catalogue
from gopay_help.model.tree import (
    WEEKENDS,
    WIB,
    After,
    DaysOff,
    NodeId,
    Question,
    Tree,
    moment,
    parse_span,
    zone_named,
)

_SOON = timedelta(hours=1)
"""Where the time that was counted from the sending is over, one looks again after so long."""
_HALF = timedelta(minutes=30)
"""People look at full and half hours: a page that says 16:58 says more than it knows."""
_JOINT_LEAVE = "joint_leave"


class Clock(NamedTuple):
    """Where the desks are, when they rest, when their service pauses, and when the money was sent."""

    zone: tzinfo = WIB
    off: DaysOff = WEEKENDS
    joint_leave: frozenset[date] = frozenset()
    """Of the days off those on which banks may rest, and need not."""
    windows: tuple[Mapping[str, Any], ...] = ()
    sent_at: datetime | None = None

    def at(self, after: After, now: datetime) -> datetime:
        """The moment of *after*, on the clock of the desks; never one that has passed."""
        start = self.start(after, now)
        end = moment(after, start, self.zone, self.off).astimezone(self.zone)
        if start != now:
            end = max(end, (now + _SOON).astimezone(self.zone))
        return leave_window(_rounded(end), (one for one in self.windows if one["kind"] == after.outside))

    def start(self, after: After, now: datetime) -> datetime:
        """From when *after* is counted."""
        return self.sent_at if after.counted and self.sent_at else now

    def doubts(self, after: After, now: datetime) -> tuple[str, ...]:
        """Text keys of what makes a date of working days less sure: joint leave, a year without a decree."""
        if not after.working_days:
            return ()
        first, last = self.start(after, now).astimezone(self.zone).date(), self.at(after, now).date()
        passed = [first + timedelta(days=days) for days in range((last - first).days + 1)]
        keys = []
        if self.joint_leave & set(passed):
            keys.append("ui.joint_leave")
        if any(not self.off.is_decreed(day.year) for day in passed):
            keys.append("ui.holiday_may_move")
        return tuple(keys)


def _rounded(moment: datetime) -> datetime:
    """The next full or half hour, for nobody is sent too early; the one before if that is another day."""
    past = timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond) % _HALF
    later = moment + -past % _HALF
    return later if later.date() == moment.date() else moment - past


JAKARTA = Clock()
"""Where nothing is known of the desks but where they are."""


def clock_of(calendar: Mapping[str, Any], zone: str | None = None) -> Clock:
    """The clock of the desks of a pack, or of those in another *zone*: their days off are not known."""
    desks = zone_named(calendar["timezone"]) or UTC
    if zone is not None and zone != calendar["timezone"]:
        return Clock(zone_named(zone) or desks)
    days = calendar.get("days_off", ())
    return Clock(
        desks,
        DaysOff(
            frozenset(date.fromisoformat(day["date"]) for day in days),
            frozenset(
                (int(month), int(day))
                for month, day in (each.split("-") for each in calendar.get("yearly_days_off", ()))
            ),
        ),
        frozenset(date.fromisoformat(day["date"]) for day in days if day["kind"] == _JOINT_LEAVE),
        tuple(calendar["windows"]),
    )


def sent_ago(tree: Tree, answers: Iterable[tuple[str, str]]) -> timedelta | None:
    """How long ago the money was sent, at the least, as an answer of the run says it; None if none does."""
    for name, value in answers:
        node = tree.nodes.get(NodeId(name))
        option = node.option(value) if isinstance(node, Question) else None
        if option and option.ago is not None:
            return parse_span(option.ago)
    return None


def is_within(window: Mapping[str, Any], here: datetime) -> bool:
    """True if a moment, on the clock of the calendar, falls into a window."""
    if "dates" in window:
        span = window["dates"]
        return date.fromisoformat(span["from"]) <= here.date() <= date.fromisoformat(span["to"])
    start, end = (time.fromisoformat(window["daily"][key]) for key in ("from", "to"))
    clock = here.time()
    return start <= clock < end if start <= end else clock >= start or clock < end


def leave_window(here: datetime, windows: Iterable[Mapping[str, Any]]) -> datetime:
    """*here*, or the end of the first of the windows that it falls into."""
    window = next((one for one in windows if is_within(one, here)), None)
    if window is None:
        return here
    if "dates" in window:
        after = date.fromisoformat(window["dates"]["to"]) + timedelta(days=1)
        return datetime.combine(after, time(), here.tzinfo)
    end = time.fromisoformat(window["daily"]["to"])
    until = datetime.combine(here.date(), end, here.tzinfo)
    return until if until > here else until + timedelta(days=1)


# How they are said.


def when(moment: datetime, words: Catalogue, now: datetime | None = None) -> str:
    """A day and an hour with its zone; "today" or "tomorrow" where *now* is given and it is that."""
    there = local(moment)
    near = None if now is None else (there.date() - local(now, like=there).date()).days
    told = clock(there, words)
    if near == 0:
        return words.say("ui.today", day=day(there.date(), words), clock=told)
    if near == 1:
        return words.say("ui.tomorrow", day=day(there.date(), words), clock=told)
    return words.say("ui.day_and_clock", day=day(there.date(), words), clock=told)


def clock(there: datetime, words: Catalogue) -> str:
    """An hour with its zone."""
    name = there.tzname() or ""
    key = f"ui.zone_{name.lower()}"
    zone = words.say(key) if words.has(key) else name
    return words.say("ui.clock", hour=f"{there:%H}", minute=f"{there:%M}", zone=zone)


def on_day(moment: datetime, words: Catalogue, now: datetime) -> str:
    """The day alone; with its hour where that is today."""
    there = local(moment)
    if there.date() == local(now, like=there).date():
        return when(moment, words, now)
    return day(there.date(), words)


def day(at: date, words: Catalogue, *, year: bool = False) -> str:
    """A day with the name of its weekday; *year* says a year instead: what is long past needs one."""
    weekday = words.say("ui.weekdays").split()[at.weekday()]
    month = words.say("ui.months").split()[at.month - 1]
    key = "ui.day_of_year" if year else "ui.day"
    return words.say(key, weekday=weekday, day=at.day, month=month, year=at.year)


def month(at: date, words: Catalogue) -> str:
    """A month with its year: of some sources no more is known."""
    return words.say("ui.month_of_year", month=words.say("ui.months").split()[at.month - 1], year=at.year)


def local(moment: datetime, *, like: datetime | None = None) -> datetime:
    """*moment* on the clock on which it is told; *like*: on the clock of another."""
    if like is not None:
        return moment.astimezone(like.tzinfo)
    if moment.tzname() == WIB.tzname(None):
        return moment
    try:
        there = moment.astimezone()
        return moment if there.tzname() == "UTC" else there  # a device that names no place: the desk's clock
    except (ValueError, OverflowError):  # a TZ that no place on earth has
        return moment
