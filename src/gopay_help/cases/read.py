"""Sums and moments as people write them, read into the one form that a case keeps.

What could be two sums, or a code, is refused. A moment is read on the clock of the pack, by which a case
goes, with the words of the pack (`case.yaml`). A day that has not come yet, or lies before there was anything
to complain about, is a slip; what could be two moments is said back in words by whoever asks.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from gopay_help.model.errors import UsageError
from gopay_help.model.text import Catalogue, Phrase
from gopay_help.model.tree import WIB


class ShapeError(UsageError):
    """A field has the wrong shape. `field` says which; its words are those of a case."""

    def __init__(self, field: str, value_kind: str) -> None:
        self.field = field
        self.value_kind = value_kind
        super().__init__(Phrase(f"case.bad.{value_kind}"))


HOME = "IDR"
"""The currency that a kept sum has where none stands beside it."""

_WIDE = str.maketrans("０１２３４５６７８９．，￥\u3000\xa0\u202f", "0123456789.,¥   ")
Money = Mapping[str, Sequence[str]]
"""By currency, what people call it beside its code; small letters."""
_CURRENCIES = (
    (HOME, r"rp\.?|idr|rupiah|perak|印尼盾|印尼卢比|盾"),
    ("CNY", r"cny|rmb|人民币|元|块"),
    ("EUR", r"eur|euro|€"),
    ("CZK", r"czk|kč|kc"),
    ("USD", r"usd|us\$"),
    ("SGD", r"sgd|s\$"),
    ("MYR", r"myr|rm|ringgit"),
    ("JPY", r"jpy|yen|日元"),
)
_TWO_CURRENCIES = re.compile(r"[¥$]|dollars?|dolar")
"""Signs that more than one country has."""
_FACTORS = (
    (Decimal(1000), r"ribu|rb|k|千"),
    (Decimal(10_000), r"万"),
    (Decimal(1_000_000), r"juta|jt|百万"),
)
_NOTHING_AFTER = re.compile(r"[.,]\s?[-\u2013\u2014]{1,2}$|\s?=?[-\u2013\u2014]$")
"""How a receipt says that no cents follow: `1.500.000,-`."""
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<by>[., ])[0-9]{3}(?:(?P=by)[0-9]{3})*)(?P<cents>[.,][0-9]{2})?"
)
_PLAIN = re.compile(r"(?P<whole>[0-9]{1,12})(?P<cents>[.,][0-9]{1,2})?")
_COULD_BE_CODE = re.compile(r"0[0-9]*|(?:[0-9][0-9]){2,3}(?<!00)")
_LONGEST = 10**12
_SHORT = 3


def parse_amount(value: str, home: str | None = HOME, money: Money = MappingProxyType({})) -> str:
    """A sum: `Rp250.000`, `Rp 2.000.000,00`, `1.500.000,-`, `250rb`, `1,5 juta`, `5万`, `IDR 500,000.00`.

    Kept as a whole number or with two decimals; another currency than the rupiah stands behind it. *home* is
    the currency of a sum that names none; where it is None, a sum has to name one. *money* has the pack's own
    words: what it calls a currency is that one, a sign that several countries have too.

    Four or six bare digits that are no round sum are what a code looks like, and a sum is kept unmasked.
    Whoever means a sum has an easy way to say so: Rp, a dot, a unit.

    Raises:
        ShapeError: it is none, could be two, or could be a code.
    """
    text = " ".join(value.translate(_WIDE).lower().split())
    bare = text.replace(" ", "")
    if _COULD_BE_CODE.fullmatch(bare):
        raise ShapeError("amount", "bare")
    currency, rest = _currency(text, money if home is None else {home: (), **money})
    number, factor = _factor(_NOTHING_AFTER.sub("", rest).strip())
    exact = _times(number, factor) if factor else _number(number, currency or home)
    if currency is None and home is None:
        raise ShapeError("amount", "currency")
    return _kept_sum(exact, currency or home or HOME)


def _currency(text: str, money: Money) -> tuple[str | None, str]:
    """The currency that stands before or behind a number, and what is left."""
    own = tuple(
        (code, "|".join(map(re.escape, sorted((code.lower(), *words), key=len, reverse=True))))
        for code, words in money.items()
    )
    called = "|".join(names for _, names in own)
    if _TWO_CURRENCIES.search(re.sub(called, "", text) if own else text) and not re.search(r"us\$|s\$", text):
        raise ShapeError("amount", "currency")
    for code, names in (*own, *_CURRENCIES):
        for pattern in (rf"(?:{names})\s?(?=[0-9])", rf"(?<=[0-9a-z千万,.\-\u2013\u2014 ])\s?(?:{names})"):
            found = re.match(pattern, text) if pattern.endswith("[0-9])") else re.search(pattern + "$", text)
            if found:
                return code, (text[: found.start()] + text[found.end() :]).strip()
    return None, text


def _factor(text: str) -> tuple[str, Decimal | None]:
    for factor, names in _FACTORS:
        found = re.search(rf"(?<=[0-9])\s?(?:{names})$", text)
        if found:
            return text[: found.start()], factor
    return text, None


def _times(number: str, factor: Decimal) -> Decimal:
    """`1,5` of a million. Three decimals could be thousands of it, so they are refused."""
    found = _PLAIN.fullmatch(number)
    if found is None:
        raise ShapeError("amount", "amount")
    return Decimal(number.replace(",", ".")) * factor


def _number(number: str, currency: str | None) -> Decimal:
    """A number without a unit: groups of three, or none. `50.00` of rupiah could be a `50.000` cut short."""
    if found := _GROUPED.fullmatch(number):
        cents = found["cents"] or ""
        if cents.startswith(found["by"]):
            raise ShapeError("amount", "amount")
        return Decimal(re.sub(r"[., ]", "", found["whole"]) + cents.replace(",", "."))
    found = _PLAIN.fullmatch(number)
    if found is None or (found["cents"] and currency == HOME and len(found["whole"]) <= _SHORT):
        raise ShapeError("amount", "amount")
    return Decimal(number.replace(",", "."))


def _kept_sum(exact: Decimal, currency: str) -> str:
    cents = exact % 1
    if not 0 < exact < _LONGEST or exact * 100 % 1 or (cents and currency == HOME):
        raise ShapeError("amount", "amount")
    plain = f"{exact:.2f}" if cents else f"{int(exact)}"
    return plain if currency == HOME else f"{plain} {currency}"


def shown(kept: str, words: Catalogue) -> str:
    """A kept sum as people read it: `Rp250.000`, `12,50 EUR`; one that is none stays as it is."""
    number, _, currency = kept.partition(" ")
    found = _PLAIN.fullmatch(number)
    if found is None:
        return kept
    whole = f"{int(found['whole']):,}".replace(",", words.say("case.thousands"))
    exact = whole + (found["cents"] or "").replace(".", words.say("case.decimal"))
    return f"{exact} {currency}" if currency else f"Rp{exact}"


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


def parse_when(value: str, now: datetime, words: DayWords = NO_WORDS, zone: tzinfo = WIB) -> str:
    """A day, and a time if it is known: `2026-11-20 17:48`, `20/11/26`, `20 Nov`, `kemarin 21:00`.

    Kept as `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`, in *zone*. The day stands first, as in Indonesia.

    Raises:
        ShapeError: it is none, lies after *now*, or before there was a wallet.
    """
    here = now.astimezone(zone)
    text = " ".join(value.lower().translate(_WIDE_DAY).split())
    exact = _stamp(text, zone)
    if exact is not None:
        return _kept_at(exact.date(), (exact.hour, exact.minute, None), here)
    text, clock = _clock(_BETWEEN.sub(" ", text), words)
    if text or clock is None:
        return _kept_at(_day(text, here.date(), words), clock, here)
    kept = _kept_at(here.date(), clock, here)
    if datetime.fromisoformat(kept).replace(tzinfo=zone) > here:
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
    time = words.say("case.day.time", day=day, time=f"{at:%H:%M}")
    return with_zone(time, at.replace(tzinfo=words.zone()), words)


def with_zone(text: str, at: datetime, words: Catalogue) -> str:
    """*text* with the name of the zone of a case, as it is at that moment."""
    zone = words.zone()
    key = f"ui.zone_{at.astimezone(zone).tzname()}".lower()
    return words.say("case.time", time=text, zone=words.say(key) if words.has(key) else str(zone))


_WIDE_DAY = str.maketrans("０１２３４５６７８９：／．，\u3000\xa0", "0123456789:/.,  ")
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
    re.compile(
        r"(?<![a-z])(?P<month>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>\d{4}))?", re.ASCII
    ),
)
_BETWEEN = re.compile(r"(?<=[0-9])t(?=[0-9])")
_NOON = 12

_Clock = tuple[int, int, int | None]
"""Hour, minute, and hours east of Greenwich, if they were said."""


def _stamp(text: str, zone: tzinfo) -> datetime | None:
    """A moment with its zone, as a machine writes it."""
    if not _STAMP.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.replace(" ", "t", 1).replace(" ", "").upper()).astimezone(zone)
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
    return f"{before} {after}".strip(" ,"), (hour, minute, zone)


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


def _kept_at(day: date, clock: _Clock | None, here: datetime) -> str:
    if day.year < FIRST_YEAR:
        raise ShapeError("when", "early")
    if day > here.date() + 2 * _A_DAY:
        raise ShapeError("when", "future")
    hour, minute, east = clock or (0, 0, None)
    there = here.tzinfo if east is None else timezone(timedelta(hours=east))
    at = datetime.combine(day, time(hour, minute), there).astimezone(here.tzinfo)
    if at.astimezone(UTC) > here.astimezone(UTC) + _A_DAY:
        raise ShapeError("when", "future")
    return f"{at:%Y-%m-%d %H:%M}" if clock else f"{at:%Y-%m-%d}"
