"""`watch`: looks now and then until the route answers again, says so once, and stops by itself."""

import random
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from gopay_help.cases.record import record_check, seen_of
from gopay_help.cases.store import StoreError, stamp
from gopay_help.cli.case import chosen
from gopay_help.cli.check import default_brand, require_brand
from gopay_help.cli.options import Brand, argument, number, option
from gopay_help.cli.setup import Setup
from gopay_help.model.case import Seen
from gopay_help.model.check import CheckReport, NetCause
from gopay_help.model.errors import Aborted, ExitCode, UsageError
from gopay_help.model.text import Catalogue, Phrase
from gopay_help.model.tree import UNKNOWN
from gopay_help.wizard.times import clock

# When to look again, and when to stop: politely, without flapping, and with one notice. Pure.


class Event(StrEnum):
    """What one look meant for the watching."""

    LOOK = "look"
    CONFIRMING = "confirming"
    """It answered; one more look makes sure."""
    BACK = "back"
    ALREADY = "already"
    """It answered from the start."""
    GAVE_UP = "gave_up"


LAST = frozenset({Event.BACK, Event.ALREADY, Event.GAVE_UP})
"""Watching ends with these."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to look: more and more seldom, never in step with others."""

    first_s: float = 60
    factor: float = 1.6
    most_s: float = 900
    jitter: float = 0.2
    """Up to this part of a wait is added; never taken off, so that a pause asked for is kept."""
    confirm_s: float = 30
    longest_pause_s: float = 6 * 3600
    """A Retry-After beyond this ends the watching: nobody sits by so long."""

    def wait(self, bad: int, chance: float) -> float:
        """Seconds after the *bad*-th look in a row that did not answer; *chance* is from 0 to 1."""
        grown = min(self.most_s, self.first_s * self.factor ** min(bad - 1, 60))
        return grown * (1 + self.jitter * chance)


@dataclass(frozen=True, slots=True)
class Next:
    """What to say of a look, and the seconds until the next; None at the end."""

    event: Event
    wait_s: float | None = None
    asked: bool = False
    """True if the service asked for this pause."""


@dataclass(slots=True)
class Schedule:
    """The state of one watching. It ends after two good looks in a row, or when the time is over."""

    pace: Pace
    left_s: float
    looks: int = 0
    _good: int = 0
    _bad: int = 0

    def after(self, status: str, chance: float, retry_after_s: float | None = None) -> Next:
        """What follows a look that came to *status* (`check@1`), if the service asked for *retry_after_s*."""
        self.looks += 1
        if status == "ok":
            self._good += 1
            if self._good > 1:
                return Next(Event.BACK if self._bad else Event.ALREADY)
            return self._wait(Event.CONFIRMING, self.pace.confirm_s, chance, retry_after_s)
        self._good = 0
        self._bad += 1
        return self._wait(Event.LOOK, self.pace.wait(self._bad, chance), chance, retry_after_s)

    def spent(self, seconds: float) -> None:
        """So much time went by, looking or waiting."""
        self.left_s -= seconds

    def _wait(self, event: Event, own_s: float, chance: float, retry_after_s: float | None) -> Next:
        asked = retry_after_s is not None and retry_after_s > own_s
        wait = own_s
        if asked and retry_after_s is not None:
            if retry_after_s > self.pace.longest_pause_s:
                return Next(Event.GAVE_UP, asked=True)
            wait = retry_after_s * (1 + self.pace.jitter * chance / 2)
        return Next(Event.GAVE_UP, asked=asked) if wait > self.left_s else Next(event, wait, asked)


_BUDGET_S = 8.0


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the network, and the pause that the service asked for."""

    seen: Seen
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class World:
    """Time, chance and the way to somebody's attention, injected."""

    look: Callable[[], Look]
    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    chance: Callable[[], float]
    notify: Callable[[str], None]


def watch(
    setup: Setup,
    case_id: Annotated[
        str | None, argument("Keep what is seen in this case.", metavar="[CASE]", offers="cases")
    ] = None,
    *,
    brand: Brand = None,
    hours: Annotated[
        float, option("--hours", "Stop after so many hours.", min=0.1, max=72, callback=number)
    ] = 6,
    notice: Annotated[bool, option("--notice", "Also a notice on the desktop.")] = False,
    control: Annotated[bool, option("--control", "Contact neutral hosts too.")] = False,
) -> int:
    """Watch the route of *brand*; 0 once it answers again, else the code of what was seen last.

    Raises:
        UsageError: --offline, or there is no such case or brand.
        Aborted: the person stopped it.
    """
    if setup.settings.offline:
        raise UsageError(Phrase("fault.offline"))
    if case_id is not None:
        brand = brand or chosen(setup, case_id).brand
    setup.words = setup.words_for(_looked_at(setup, brand))
    world = World(
        look=lambda: look_at(setup, brand, control=control),
        now=lambda: datetime.now(UTC),
        sleep=time.sleep,
        chance=random.SystemRandom().random,
        notify=_desktop if notice else lambda _text: None,
    )
    return keep_watch(setup, world, hours=hours, case_id=case_id)


def keep_watch(
    setup: Setup, world: World, *, hours: float, pace: Pace | None = None, case_id: str | None = None
) -> int:
    """Watch in *world*; the exit code.

    Raises:
        Aborted: the person stopped it.
    """
    schedule = Schedule(pace or Pace(), hours * 3600)
    if not setup.settings.json:
        end = world.now() + timedelta(hours=hours)
        setup.tell(setup.words.say("watch.start", time=_clock(end, setup.words)))
    try:
        return _until_the_end(setup, world, schedule, case_id)
    except KeyboardInterrupt:
        raise Aborted("" if setup.settings.json else setup.words.say("watch.stopped")) from None


def _until_the_end(setup: Setup, world: World, schedule: Schedule, case_id: str | None) -> int:
    before: Seen | None = None
    while True:
        started = world.now()
        look = world.look()
        schedule.spent((world.now() - started).total_seconds())
        step = schedule.after(look.seen.status, world.chance(), look.retry_after_s)
        _say(setup, world, schedule, look, step)
        if case_id is not None and (before is None or before.status != look.seen.status):
            _keep(setup, case_id, look.seen)
        before = look.seen
        if step.event in LAST:
            return _end(setup, world, step, look.seen)
        world.sleep(step.wait_s or 0)
        schedule.spent(step.wait_s or 0)


def _end(setup: Setup, world: World, step: Next, seen: Seen) -> int:
    """The one notice, in words, with a bell on a terminal."""
    text = setup.words.say(_NOTICE[step.event])
    if not setup.settings.json:
        if step.event is Event.BACK and setup.interactive:
            setup.talk.write("\a")
        setup.tell(text)
    if step.event is Event.BACK:
        world.notify(text)
    if step.event is not Event.GAVE_UP:
        return ExitCode.OK
    code = NetCause(seen.cause).code
    return code if code is not ExitCode.OK else ExitCode.UNDETERMINED


_NOTICE = {Event.BACK: "watch.back", Event.ALREADY: "watch.already", Event.GAVE_UP: "watch.given_up"}


def _say(setup: Setup, world: World, schedule: Schedule, look: Look, step: Next) -> None:
    """A line for a person, an event for a program."""
    now = world.now()
    if setup.settings.json:
        setup.write_json(_event(schedule, look.seen, step, now))
        setup.stdout.flush()
        return
    words = setup.words
    if step.asked:
        setup.tell(words.say("watch.asked_to_wait"))
    if step.event is Event.CONFIRMING:
        setup.tell(words.say("watch.confirming"))
    elif step.wait_s is not None:
        state = words.say(f"watch.state.{look.seen.status}")
        later = _clock(now + timedelta(seconds=step.wait_s), words)
        setup.tell(
            words.say("watch.line", time=_clock(now, words), number=schedule.looks, state=state, next=later)
        )


def _event(schedule: Schedule, seen: Seen, step: Next, now: datetime) -> dict[str, object]:
    """`gopay-help/watch@1`."""
    return {
        "schema": "gopay-help/watch@1",
        "event": step.event,
        "at": stamp(now),
        "look": schedule.looks,
        "status": seen.status,
        "cause": seen.cause,
        "blame": seen.blame,
        "wait_s": None if step.wait_s is None else round(step.wait_s, 1),
        "asked_by_service": step.asked,
    }


def _keep(setup: Setup, case_id: str, seen: Seen) -> None:
    """Note a change in the case; that it cannot be noted stops nothing."""
    try:
        setup.store.change(case_id, lambda case: record_check(case, seen))
    except StoreError as error:
        setup.tell(setup.words.say("case.not_saved", reason=error.said(setup.words)))


def look_at(setup: Setup, brand: str | None, *, control: bool = False) -> Look:
    """One look with the network check; whom it contacts is what `check` contacts."""
    name = _looked_at(setup, brand)
    from gopay_help.network.check import run_check
    from gopay_help.network.targets import parse_targets

    targets = parse_targets(setup.document("targets"), brand=name)
    return look_of(run_check(targets, budget_s=_BUDGET_S, control=control))


def _looked_at(setup: Setup, brand: str | None) -> str:
    """The brand whose hosts are looked at.

    Raises:
        UsageError: no host of it is known.
    """
    targets = setup.document("targets")
    name = brand if brand and brand != UNKNOWN else default_brand(targets)
    require_brand(targets, name)
    return name


def look_of(report: CheckReport) -> Look:
    """What a report comes to for the watching."""
    pauses = [finding.evidence.get("retry_after_s") for finding in report.checks]
    asked = [float(pause) for pause in pauses if isinstance(pause, int | float)]
    return Look(seen_of(report), max(asked, default=None))


def _clock(at: datetime, words: Catalogue) -> str:
    return clock(at.astimezone(words.zone()), words)


def _desktop(text: str) -> None:
    """A notice on the desktop, where there is a program for it; nothing else happens where there is none."""
    program = shutil.which("notify-send")
    if program is not None:
        subprocess.run([program, "gopay-help", text], check=False, timeout=5, capture_output=True)  # noqa: S603
