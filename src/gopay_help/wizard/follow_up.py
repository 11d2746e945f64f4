"""When to look again and when to take it further, as moments in time."""

from datetime import datetime, tzinfo

from gopay_help.model.result import FollowUpPlan
from gopay_help.model.tree import WIB, After, Outcome, moment
from gopay_help.wizard.route import Desk, steps, usable


def build_follow_up(outcome: Outcome, now: datetime, desk: Desk, zone: tzinfo = WIB) -> FollowUpPlan:
    """Turn the outcome's times into moments; each says what it rests on. The desks keep the days of *zone*.

    Who is locked out today may be so then: no channel behind a login. A network can be another one by then.
    """
    plan, words = outcome.follow_up, desk.catalogue
    cannot = outcome.cannot & {"login"}
    return FollowUpPlan(
        recheck_at=moment(plan.recheck, now, zone).astimezone(zone),
        recheck_basis=basis(plan.recheck, desk),
        escalate_at=moment(plan.escalate, now, zone).astimezone(zone),
        escalate_basis=basis(plan.escalate, desk),
        escalate_to=tuple(step for step in steps(plan.to, desk) if usable(step.channel, cannot)),
        steps=tuple(words.say(f"step.{step}") for step in plan.steps),
    )


def basis(after: After, desk: Desk) -> str:
    """What a time rests on, in the person's words: a stated fact, or our suggestion."""
    words = desk.catalogue
    return words.say(f"claim.{after.claim}") if after.claim else words.say("ui.our_suggestion")
