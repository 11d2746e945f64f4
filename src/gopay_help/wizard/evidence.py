"""Facts found out behind the questions, and facts that are simply stated."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from time import sleep
from typing import Any

from gopay_help.model.tree import UNKNOWN
from gopay_help.wizard.session import Evidence
from gopay_help.wizard.times import is_within


def window_of(calendar: Mapping[str, Any], now: datetime) -> str:
    """``night``, ``holiday`` or ``ordinary`` in the calendar's time zone; ``unknown`` where it is not known.

    A holiday wins over a night: what is slow on a holiday is slow at night too. A day off that a decree names
    is one as well.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 (its tables cost a start)

    try:
        here = now.astimezone(ZoneInfo(calendar["timezone"]))
    except ZoneInfoNotFoundError:
        return "unknown"
    kinds = {window["kind"] for window in calendar["windows"] if is_within(window, here)}
    if any(day["date"] == here.date().isoformat() for day in calendar.get("days_off", ())):
        kinds.add("holiday")
    return next((kind for kind in ("holiday", "night") if kind in kinds), "ordinary")


Look = Callable[[], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Stated:
    """Facts known from the start: none when offline, those of --facts in a scripted run."""

    values: Mapping[str, str] = field(default_factory=dict)
    pending: bool = False
    neutral_hosts: Sequence[str] = ()

    def start(self) -> None:
        """Nothing has to be looked at."""

    def go_further(self) -> None:
        """Nothing can be looked at."""

    def facts(self, limit_s: float) -> Mapping[str, str]:  # noqa: ARG002 (known without waiting)
        """The stated facts."""
        return self.values


@dataclass(frozen=True, slots=True)
class Further:
    """A second look that needs the person's consent: whom it contacts beside the others, and how."""

    hosts: Sequence[str]
    look: Look


class Background:
    """Looks in a daemon thread, so that no question and no exit ever waits for the network.

    `head_start_s` lets the first question be drawn before the check takes the processor: a person needs
    longer to read it than the check is late.
    """

    def __init__(self, look: Look, further: Further | None = None, *, head_start_s: float = 0) -> None:
        self._further = further
        self._head_start_s = head_start_s
        self._found: Mapping[str, str] = {}
        self._thread = self._prepare(look)

    @property
    def pending(self) -> bool:
        """True while the thread looks."""
        return self._thread.is_alive()

    @property
    def neutral_hosts(self) -> Sequence[str]:
        """The hosts of the second look, if the first could not tell what the network is worth."""
        unclear = not self.pending and self._found.get("network") == UNKNOWN
        return self._further.hosts if unclear and self._further else ()

    def start(self) -> None:
        """Begin looking; a second call changes nothing."""
        if self._thread.ident is None:
            self._thread.start()

    def go_further(self) -> None:
        """Begin the second look; there is no third."""
        if self._further is not None:
            self._thread = self._prepare(self._further.look)
            self._further = None
            self._thread.start()

    def facts(self, limit_s: float) -> Mapping[str, str]:
        """What was found, after waiting at most *limit_s* seconds."""
        if self._thread.ident is not None:
            self._thread.join(limit_s)
        return self._found

    def _prepare(self, look: Look) -> Thread:
        return Thread(target=self._run, args=(look,), name="network-check", daemon=True)

    def _run(self, look: Look) -> None:
        """A look that fails leaves what was known before; it must never end the run."""
        sleep(self._head_start_s)
        self._head_start_s = 0
        with suppress(Exception):
            self._found = look()


class Dated:
    """Other evidence, and with it what the calendar says; that is known at once, and only if asked for."""

    def __init__(self, other: Evidence, calendar: Look) -> None:
        self._other = other
        self._calendar = calendar

    @property
    def pending(self) -> bool:
        """True while the other evidence is being looked at."""
        return self._other.pending

    @property
    def neutral_hosts(self) -> Sequence[str]:
        """Hosts that would tell the other more."""
        return self._other.neutral_hosts

    def start(self) -> None:
        """Begin looking."""
        self._other.start()

    def go_further(self) -> None:
        """Look again, at the neutral hosts too."""
        self._other.go_further()

    def facts(self, limit_s: float) -> Mapping[str, str]:
        """All that is known after waiting at most *limit_s* seconds; a stated fact wins over the calendar."""
        return {**self._calendar(), **self._other.facts(limit_s)}
