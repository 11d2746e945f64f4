"""When something happened, as people say it: read in Jakarta, whose clock a case goes by.

The words are the pack's (`case.yaml`). A day that has not come yet, or lies before there was anything to
complain about, is a slip; what could be two moments is said back in words by whoever asks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from gopay_help.cases.shape import ShapeError
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import WIB

FIRST_YEAR = 2015
"""A year before the wallet began; what is said to be older was mistyped."""
_A_DAY = timedelta(days=1)
"""Far enough for every zone: where the sun rises earlier it may be tomorrow."""


@dataclass(frozen=True, slots=True)
class DayWords:
    """How people call days, months and zones, in every language at once; small letters."""

    days_ago: Mapping[str, int]
    months: Mapping[str, int]
    fillers: frozenset[str]
    """Words before an hour, such as `jam`."""
    zones: Mapping[str, int]
    """Hours east of Greenwich."""
    afternoon: Mapping[str, bool]
    """`pm` is true, `am` is false."""


NO_WORDS = DayWords({}, {}, frozenset(), {}, {})


def parse_day_words(document: Mapping[str, Any]) -> DayWords:
    """The words in the pack's `when`."""
    return DayWords(
        days_ago={word: row["days"] for row in document["days_ago"] for word in row["words"]},
        months={word: row["month"] for row in document["months"] for word in row["words"]},
        fillers=frozenset(document["fillers"]),
        zones={row["word"]: row["hours"] for row in document["zones"]},
        afternoon={row["word"]: row["afternoon"] for row in document["halves"]},
    )


def when(value: str, now: datetime, words: DayWords = NO_WORDS) -> str:
    """A day, and a time if it is known: `2026-11-20 17:48`, `20/11/26`, `20 Nov`, `kemarin 21:00`.

    Kept as `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`, in Jakarta. The day stands first, as in Indonesia.

    Raises:
        ShapeError: it is none, lies after *now*, or before there was a wallet.
    """
    here = now.astimezone(WIB)
    text = " ".join(value.lower().translate(_WIDE).split())
    exact = _stamp(text)
    if exact is not None:
        return _kept(exact.date(), (exact.hour, exact.minute, _HERE), here)
    text, clock = _clock(_BETWEEN.sub(" ", text), words)
    if text or clock is None:
        return _kept(_day(text, here.date(), words), clock, here)
    kept = _kept(here.date(), clock, here)
    if datetime.fromisoformat(kept).replace(tzinfo=WIB) > here:
        raise ShapeError("when", "future")  # an hour alone is one of today that is over
    return kept


def in_words(kept: str, words: Catalogue) -> str:
    """A kept moment in full, the month by its name and with its zone, so that a slip shows."""
    try:
        at = datetime.fromisoformat(kept)
    except ValueError:
        return kept
    day = words.say("case.day", day=at.day, month=words.say(f"case.month.{at.month}"), year=at.year)
    if ":" not in kept:
        return day
    return words.say("case.time", time=words.say("case.day.time", day=day, time=f"{at:%H:%M}"))


_WIDE = str.maketrans("０１２３４５６７８９：／．，\u3000\xa0", "0123456789:/.,  ")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?\s?(?:z|[+-]\d\d:?\d\d)", re.ASCII)
_CLOCK = re.compile(
    r"(?<![0-9/.\-])([01]?[0-9]|2[0-3])(?::([0-5][0-9])(?::[0-5][0-9])?|点(?:([0-5]?[0-9])分?)?|\.([0-5][0-9])(?![.0-9]))(?![0-9/\-])"
)
_NUMERIC = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d\d)", re.ASCII),
    re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?", re.ASCII),
)
_NAMED = (
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ \-]?(?P<month>[a-z]+)\.?(?:[ ,\-]{1,2}(?P<year>\d{4}))?", re.ASCII
    ),
    re.compile(r"(?P<month>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>\d{4}))?", re.ASCII),
)
_BETWEEN = re.compile(r"(?<=[0-9])t(?=[0-9])")
_NOON = 12
_HERE = 7

_Clock = tuple[int, int, int]
"""Hour, minute, and hours east of Greenwich."""


def _stamp(text: str) -> datetime | None:
    """A moment with its zone, as a machine writes it."""
    if not _STAMP.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.replace(" ", "t", 1).replace(" ", "").upper()).astimezone(WIB)
    except (ValueError, OverflowError):
        raise ShapeError("when", "when") from None


def _clock(text: str, words: DayWords) -> tuple[str, _Clock | None]:
    """The time in *text*, and what is left of the text."""
    found = list(_CLOCK.finditer(text))
    if len(found) != 1:
        if found:
            raise ShapeError("when", "when")
        return text, None
    one = found[0]
    hour, minute = int(one[1]), int(one[2] or one[3] or one[4] or 0)
    before, after = text[: one.start()].rstrip(" ,"), text[one.end() :].strip()
    for word, afternoon in words.afternoon.items():
        if after.split(" ")[0] == word:
            if not 1 <= hour <= _NOON:
                raise ShapeError("when", "when")
            hour, after = hour % _NOON + _NOON * afternoon, after[len(word) :].strip()
    zone = words.zones.get(after)
    after = after if zone is None else ""
    for filler in sorted(words.fillers, key=len, reverse=True):
        if before == filler or before.endswith(f" {filler}"):
            before = before[: -len(filler)].strip()
    return f"{before} {after}".strip(" ,"), (hour, minute, _HERE if zone is None else zone)


def _day(text: str, today: date, words: DayWords) -> date:
    if text in words.days_ago:
        return today - timedelta(days=words.days_ago[text])
    for pattern in (*_NUMERIC, *_NAMED):
        found = pattern.fullmatch(text)
        month = found and (
            int(found["month"]) if found["month"].isdecimal() else words.months.get(found["month"])
        )
        if found and month:
            return _date(found["year"], month, int(found["day"]), today)
    raise ShapeError("when", "when")


def _date(year: str | None, month: int, day: int, today: date) -> date:
    """A date; without a year the last one that has come."""
    try:
        if year is not None:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)  # noqa: PLR2004 (two digits)
        this = date(today.year, month, day)
        return this if this <= today + _A_DAY else date(today.year - 1, month, day)
    except ValueError:
        raise ShapeError("when", "when") from None


def _span(clock: _Clock) -> timedelta:
    return timedelta(hours=clock[0] - clock[2] + _HERE, minutes=clock[1])


def _kept(day: date, clock: _Clock | None, here: datetime) -> str:
    if day.year < FIRST_YEAR:
        raise ShapeError("when", "early")
    at = datetime.combine(day, datetime.min.time(), WIB) + (_span(clock) if clock else timedelta())
    if at.astimezone(UTC) > here.astimezone(UTC) + _A_DAY:
        raise ShapeError("when", "future")
    return f"{at:%Y-%m-%d %H:%M}" if clock else f"{at:%Y-%m-%d}"
