"""Moments as a person reads them."""

from datetime import UTC, datetime

from gopay_help.model.text import Catalogue
from gopay_help.model.tree import WIB


def clock_time(moment: datetime, words: Catalogue) -> str:
    """A moment on the clock of the desk that it is about, with its zone: the same as in the case file.

    Not this device's clock: a phone in another zone, or a machine in UTC, would name another hour.
    """
    there = moment.astimezone(WIB) if moment.tzinfo is UTC else moment
    time = f"{there:%Y-%m-%d %H:%M}"
    if there.tzname() == WIB.tzname(None):
        return words.say("case.time", time=time)
    return f"{time} {there.tzname()}"
