"""What a run ends in (`diagnosis@1`), and what a look at the network saw and what it means (`check@1`)."""

from datetime import datetime
from typing import NamedTuple

from gopay_help.model.contact import RouteStep
from gopay_help.model.tree import Cause, Confidence


class Answer(NamedTuple):
    """An answer and who gave it: "user", "evidence" or "flag" (the command line)."""

    id: str
    value: str
    source: str


class Fact(NamedTuple):
    """A fact as it stood when the advice was given."""

    id: str
    value: str
    source: str
    at: datetime


class Reason(NamedTuple):
    """Why we say so, in the person's words. `source` is an answer id, a fact id or a claim's source."""

    text: str
    source: str
    cite: str = ""
    """The source in short, for people; empty for answers and facts."""


class Item(NamedTuple):
    """A line of a checklist. `do` is False for a thing not to do."""

    id: str
    text: str
    why: str
    covers: tuple[str, ...]
    do: bool


class FollowUpPlan(NamedTuple):
    """When to look again and when to take it further, as moments in time.

    `recheck_basis` and `escalate_basis` say what the times rest on, in the person's words.
    """

    recheck_at: datetime
    recheck_basis: str
    escalate_at: datetime
    escalate_basis: str
    escalate_to: tuple[RouteStep, ...]
    steps: tuple[str, ...]


class ShortStep(NamedTuple):
    """A step of the short page. Where it reaches somebody: whom, and what to say there.

    `say` is in the language of the desk (`say_lang`), `meaning` the same in the reader's, if that is another.
    """

    text: str
    contact: RouteStep | None = None
    say: str | None = None
    say_lang: str | None = None
    meaning: str | None = None


class ShortAdvice(NamedTuple):
    """What stands on the answer's one screen beside the title, the route and the times."""

    calm: str
    do: tuple[ShortStep, ...]
    funds: tuple[Item, ...]
    contact: RouteStep | None
    """Whom to reach first: that of the first step that names one, else the first of the route."""
    also: str = ""
    """A fault of the device's network that was found, where the trouble is another."""


class Diagnosis(NamedTuple):
    """The whole advice of one run."""

    version: str
    brand: str
    lang: str
    tree_id: str
    tree_version: str
    tree_sha256: str
    registry_version: str
    started_at: datetime
    answers: tuple[Answer, ...]
    facts: tuple[Fact, ...]
    outcome: str
    cause: Cause
    causes: tuple[tuple[Cause, float | None], ...]
    status: str
    """"emergency", "advice" or "undetermined"."""
    critical: bool
    """Money may be at risk by the outcome itself, and not only by the answer to the red flag."""
    confidence: Confidence
    title: str
    summary: str
    why: tuple[Reason, ...]
    route: tuple[RouteStep, ...]
    no_route_reason: str | None
    do: tuple[str, ...]
    do_not: tuple[str, ...]
    funds: tuple[Item, ...]
    prevention: tuple[Item, ...]
    follow_up: FollowUpPlan
    questions_asked: int
    notes: tuple[str, ...]
    """What the person must know of this run: a contradiction, a fallback to English, a clock that is off."""
    exit_code: int
    short: ShortAdvice
    case_id: str | None = None
