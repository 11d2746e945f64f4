"""Days and hours as people say them in each language: "Wed 2 Dec, 13:00 WIB", "Rabu, 2 Des, 13.00 WIB".

A desk in Jakarta keeps its own clock, whatever the device's zone is; that of any other desk is told on the
reader's clock. The names of days and months are words of the catalogue.
"""

from datetime import date, datetime

from gopay_help.model.text import Catalogue
from gopay_help.model.tree import WIB


def when(moment: datetime, words: Catalogue, now: datetime | None = None) -> str:
    """A day and an hour with its zone; "today" or "tomorrow" where *now* is given and it is that."""
    there = local(moment)
    near = None if now is None else (there.date() - local(now, like=there).date()).days
    told = clock(there, words)
    if near == 0:
        return words.say("ui.today", clock=told)
    if near == 1:
        return words.say("ui.tomorrow", clock=told)
    return words.say("ui.day_and_clock", day=day(there.date(), words), clock=told)


def clock(there: datetime, words: Catalogue) -> str:
    """An hour with its zone."""
    name = there.tzname() or ""
    zone = words.say("ui.zone_wib") if name == WIB.tzname(None) else name
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


def local(moment: datetime, *, like: datetime | None = None) -> datetime:
    """*moment* on the clock on which it is told; *like*: on the clock of another."""
    if like is not None:
        return moment.astimezone(like.tzinfo)
    if moment.tzname() == WIB.tzname(None):
        return moment
    try:
        return moment.astimezone()
    except (ValueError, OverflowError):  # a TZ that no place on earth has
        return moment
