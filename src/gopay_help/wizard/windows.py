"""Which window of the calendar a moment falls into."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def window_of(calendar: Mapping[str, Any], now: datetime) -> str:
    """``night``, ``holiday`` or ``ordinary`` in the calendar's time zone; ``unknown`` where it is not known.

    A holiday wins over a night: what is slow on a holiday is slow at night too.
    """
    try:
        here = now.astimezone(ZoneInfo(calendar["timezone"]))
    except ZoneInfoNotFoundError:
        return "unknown"
    kinds = {window["kind"] for window in calendar["windows"] if _within(window, here)}
    return next((kind for kind in ("holiday", "night") if kind in kinds), "ordinary")


def _within(window: Mapping[str, Any], here: datetime) -> bool:
    if "dates" in window:
        span = window["dates"]
        return date.fromisoformat(span["from"]) <= here.date() <= date.fromisoformat(span["to"])
    start, end = (time.fromisoformat(window["daily"][key]) for key in ("from", "to"))
    clock = here.time()
    return start <= clock < end if start <= end else clock >= start or clock < end
