"""When to look again, and when to stop: politely, without flapping, and with one notice. Pure."""

from dataclasses import dataclass
from enum import StrEnum


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
