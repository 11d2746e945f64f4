"""The decision tree as a value: what `trees/read.py` builds and `trees/walk.py` walks."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple, NewType

NodeId = NewType("NodeId", str)
FactId = NewType("FactId", str)
OptionId = NewType("OptionId", str)
Cause = NewType("Cause", str)
"""Why the person stands where they stand: one of those that the tree declares."""

UNSURE = OptionId("unsure")
NO = "no"
"""The one answer to a red flag that raises no alarm."""
UNKNOWN = "unknown"
"""The value every fact may take: a probe that did not answer, a question that was not asked."""


class Confidence(StrEnum):
    """How sure a statement is; an order, lowest first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    def lowered(self) -> "Confidence":
        """One step less sure; LOW stays LOW."""
        return Confidence.MEDIUM if self is Confidence.HIGH else Confidence.LOW


When = Mapping[FactId, frozenset[str]]
"""A condition as data: each fact named has one of its values. Facts not named do not matter."""


class Option(NamedTuple):
    """What a question offers. Exactly one of `to` and `same_as` is set."""

    id: OptionId
    to: NodeId | None = None
    same_as: OptionId | None = None
    """The option whose meaning this one takes: how "not sure" is declared."""
    ago: str | None = None
    """How long ago the money was sent, at the least, as a span; where the question asks that."""


class Inference(NamedTuple):
    """Evidence that may answer a question; it is shown, and the person may answer otherwise."""

    when: When
    answer: OptionId


class Question(NamedTuple):
    """A node that asks. Its id is also a fact: later tables may look at the answer."""

    id: NodeId
    options: tuple[Option, ...]
    infer: tuple[Inference, ...] = ()
    alarm: bool = False
    """The red flag: no default, nothing is inferred, and any answer but "no" makes the run critical."""
    advise: NodeId | None = None
    """First aid: an outcome shown before the question, and the end of the run if it stays unanswered."""

    def option(self, option_id: str) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)

    def target(self, option_id: OptionId) -> NodeId:
        """Where an option leads, through `same_as` if need be.

        Raises:
            KeyError: there is no such option, or it leads nowhere; the pack check rules the latter out.
        """
        option = self.option(option_id)
        if option is None:
            raise KeyError(option_id)
        if option.to is not None:
            return option.to
        if option.same_as is None:
            raise KeyError(option_id)
        return self.target(option.same_as)


class TableRow(NamedTuple):
    """One row of a table."""

    when: When
    to: NodeId


class Table(NamedTuple):
    """A node that decides by facts alone. Proved total and free of overlap before it is ever walked."""

    id: NodeId
    facts: tuple[FactId, ...]
    rows: tuple[TableRow, ...]


class After(NamedTuple):
    """A time to act: a span from now, or working days from now."""

    span: timedelta = timedelta()
    working_days: int = 0
    claim: str | None = None
    """The stated fact it rests on; None means that the time is our suggestion and nobody's deadline."""
    counted: str = ""
    """"sending": counted from when the money was sent, where an answer says when; else from now."""
    outside: str = ""
    """A kind of window of the calendar, such as "night": who looks again then looks after its end."""


class FollowUp(NamedTuple):
    """When to look again, and when and where to take it further."""

    recheck: After
    escalate: After
    to: tuple[str, ...]
    """Channel ids to escalate to, in order. Regulators stand here and never in a route."""
    steps: tuple[str, ...] = ()
    """Step ids: what to prepare for it."""


class Act(NamedTuple):
    """A step by which somebody is reached, and what to say there."""

    channel: str
    """Channel id."""
    how: str
    """"call" or "write"."""
    say: str | None = None
    """The sentence for the desk: `say.<id>` in each language; `Pack.desk` has it in the desk's own."""


class Outcome(NamedTuple):
    """A leaf: what it probably is, what to do, what not to do, whom to reach."""

    id: NodeId
    cause: Cause
    confidence: Confidence
    route: tuple[str, ...]
    """Channel ids in the order that fits this case; empty only where no genuine contact is known."""
    do: tuple[str, ...]
    do_not: tuple[str, ...]
    follow_up: FollowUp
    critical: bool = False
    """An emergency: what must not wait comes first."""
    also: tuple[Cause, ...] = ()
    """Other causes that the same signs fit, likeliest first."""
    cannot: frozenset[str] = frozenset()
    """What this person cannot use: "login", "network", "phone". Channels that need it are left out."""
    claims: tuple[str, ...] = ()
    """Stated facts the advice rests on, shown with their source."""
    funds: tuple[str, ...] = ()
    """Fund-safety items that this case needs beside those of its cause."""
    covers: tuple[str, ...] = ()
    offer: str | None = None
    """A command to go on with, here and now: "verify" what a stranger gave."""
    acts: Mapping[str, Act] = MappingProxyType({})
    """By step id: those of `do` that reach somebody."""
    short: tuple[str, ...] = ()
    """The steps of `do` that make the short page, in its order; four at most."""
    short_funds: tuple[str, ...] = ()
    """Fund-safety items of the short page; four at most. Empty: the program chooses."""


Node = Question | Table | Outcome


class FactSpec(NamedTuple):
    """A fact that tables and inferences may look at, and every value it can take."""

    id: FactId
    source: str
    """"brand", "calendar" or "check"."""
    values: tuple[str, ...]
    languages: Mapping[str, str] = MappingProxyType({})
    """Of a brand: what readers of a language are taken to use, where they do not say it."""


class CauseSpec(NamedTuple):
    """A cause that outcomes of this tree may name, and what the program has to know of it."""

    exit_code: int
    """Of `diagnose --exit-code`."""
    unknown: bool = False
    """It says that no cause was found."""
    elsewhere: bool = False
    """It is no trouble of this provider: somebody else's matter."""
    network: bool = False
    """What the network check found explains it, and how to mend that is told."""
    exposed: bool = False
    """Somebody else may know a secret of the person's: what a message quotes is masked."""
    regulator_first: bool = False
    """Whoever watches over the provider may be the first to go to."""


class Emergency(NamedTuple):
    """What an alarm is here: an outcome with `critical: true`, or an alarming answer to the red flag."""

    exit_code: int
    """Of `diagnose --exit-code`; it wins over that of the cause."""


class Limits(NamedTuple):
    """Promises of the tree, proved by the check."""

    max_questions: int
    probe_wait_s: float
    """Seconds that a node waits at most for a fact that is still being looked at."""


class Tree(NamedTuple):
    """A whole tree, already proved: every target exists, no cycle, every table total."""

    id: str
    version: str
    languages: tuple[str, ...]
    start: NodeId
    limits: Limits
    causes: Mapping[Cause, CauseSpec]
    emergency: Emergency
    facts: Mapping[FactId, FactSpec]
    nodes: Mapping[NodeId, Node]
    sha256: str


class Given(NamedTuple):
    """An answer and who gave it: "user", "evidence" or "flag"."""

    option: OptionId
    source: str


class State(NamedTuple):
    """All that a run knows. `cursor` counts the questions that lie behind the person.

    Going back lowers the cursor and keeps every answer, so that the way forward is offered again.
    """

    answers: Mapping[NodeId, Given] = MappingProxyType({})
    facts: Mapping[FactId, str] = MappingProxyType({})
    cursor: int = 0


WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian Time; it has no summer time."""


def zone_named(name: str) -> tzinfo | None:
    """The zone of this name; None on a device that does not know it."""
    if name == "Asia/Jakarta":
        return WIB
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 (a start pays for it)

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):  # the latter: nothing that could name one
        return None


_WEEKEND = 5


class DaysOff(NamedTuple):
    """The days on which desks rest, beside Saturday and Sunday."""

    dates: frozenset[date] = frozenset()
    """Public holidays and days of joint leave, year by year, as decrees name them."""
    yearly: frozenset[tuple[int, int]] = frozenset()
    """Month and day of the holidays that fall on one date every year: all that is known without a decree."""

    def is_decreed(self, year: int) -> bool:
        """True if a decree names the holidays of a year."""
        return any(day.year == year for day in self.dates)

    def rests(self, day: date) -> bool:
        """True for a weekend, a day that a decree names, and without a decree a holiday of every year."""
        if day.weekday() >= _WEEKEND or day in self.dates:
            return True
        return (day.month, day.day) in self.yearly and not self.is_decreed(day.year)


WEEKENDS = DaysOff()
"""Nothing but the weekend: what is known of desks whose holidays nobody wrote down."""


_SPAN: Final = r"P(?:(?P<days>[0-9]{1,3})D)?(?:T(?:(?P<hours>[0-9]{1,3})H)?(?:(?P<minutes>[0-9]{1,3})M)?)?"
"""Compiled when the first span is read: many a start reads none."""


@cache
def parse_span(text: str) -> timedelta:
    """An ISO 8601 span of days, hours and minutes, such as ``PT1H`` or ``P1DT12H``.

    Raises:
        ValueError: not such a span.
    """
    match = re.fullmatch(_SPAN, text)
    if not match or not any(match.groups()):
        raise ValueError(f"{text!r} is no span such as PT1H or P3D")
    return timedelta(**{unit: int(number) for unit, number in match.groupdict(default="0").items()})


def moment(after: After, start: datetime, zone: tzinfo = WIB, off: DaysOff = WEEKENDS) -> datetime:
    """The moment *after* from *start*, to the minute, in UTC. Working days are those of desks in *zone*."""
    end = (start + after.span).astimezone(zone)
    days = after.working_days
    while days:
        end += timedelta(days=1)
        days -= not off.rests(end.date())
    return end.replace(second=0, microsecond=0).astimezone(UTC)
