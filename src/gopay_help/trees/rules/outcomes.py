"""Outcomes: each has a route that can work, a checklist, a time to look again, contacts of the registry."""

from collections.abc import Iterator, Mapping
from typing import Any

from gopay_help.model.errors import Problem
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.model.tree import Cause, Outcome
from gopay_help.trees.document import Document, Trail
from gopay_help.trees.draft import CHECKLISTS, Draft
from gopay_help.trees.nearest import nearest
from gopay_help.trees.rules.registry import Stage, rule

NO_OTP = "no_otp"
"""The fund-safety item that no outcome may lack."""


@rule("CON001", Stage.MEANING)
def check_contacts(draft: Draft) -> Iterator[Problem]:
    """Every contact of an outcome is in the registry."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        for trail, channel_id in _contacts(outcome):
            if channel_id not in channels:
                message = f"{channel_id!r} is not in the registry"
                yield draft.tree_file.problem("CON001", trail, message, nearest(channel_id, channels))


@rule("CON007", Stage.MEANING)
def check_showable(draft: Draft) -> Iterator[Problem]:
    """Every contact of an outcome is in use and may be shown."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        for trail, channel_id in _contacts(outcome):
            channel = channels.get(channel_id)
            if channel is not None and not _showable(channel):
                message = f"{channel_id!r} must never be shown as a contact"
                fix = "use a channel in use, with `print: allow` or `caveat`"
                yield draft.tree_file.problem("CON007", trail, message, fix)


@rule("OUT001", Stage.MEANING)
def check_route(draft: Draft) -> Iterator[Problem]:
    """Every outcome has a contact route; none only where the texts say why."""
    for outcome in draft.outcomes:
        trail: Trail = ("outcomes", outcome.id, "route")
        reason = f"outcome.{outcome.id}.no_route"
        if not outcome.route and not draft.text(SOURCE_LANGUAGE, reason):
            fix = f"add one, or say why there is none in `{reason}`"
            yield draft.tree_file.problem("OUT001", trail, f"{outcome.id} has no contact route", fix)


@rule("OUT004", Stage.MEANING)
def check_usable(draft: Draft) -> Iterator[Problem]:
    """Some channel of the route is left for a person in this case."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        if outcome.route and not any(_usable(channels.get(name, {}), outcome) for name in outcome.route):
            trail: Trail = ("outcomes", outcome.id, "route")
            without = f" without {' or '.join(sorted(outcome.cannot))}" if outcome.cannot else ""
            message = f"no channel of {outcome.id} can be asked for help{without}"
            yield draft.tree_file.problem("OUT004", trail, message, "add a channel that can")


@rule("OUT008", Stage.MEANING)
def check_regulators(draft: Draft) -> Iterator[Problem]:
    """A regulator is asked after the provider, so it is in `follow_up`; scam desks may be first."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        if outcome.cause in (Cause.FRAUD, Cause.IDENTITY_CHECK) or outcome.critical:
            continue
        for index, name in enumerate(outcome.route):
            if channels.get(name, {}).get("covers"):
                trail: Trail = ("outcomes", outcome.id, "route", index)
                message = f"{name!r} is a regulator: the provider has to be asked first"
                yield draft.tree_file.problem("OUT008", trail, message, "move it to `follow_up.to`")


@rule("OUT009", Stage.MEANING)
def check_order_in_time(draft: Draft) -> Iterator[Problem]:
    """One looks again before one takes it further, not after."""
    for outcome in draft.outcomes:
        plan = outcome.follow_up
        spans = plan.recheck.working_days == 0 and plan.escalate.working_days == 0
        if (spans and plan.recheck.span > plan.escalate.span) or (
            plan.escalate.working_days and plan.recheck.working_days > plan.escalate.working_days
        ):
            trail: Trail = ("outcomes", outcome.id, "follow_up", "escalate")
            message = f"{outcome.id} is taken further before anyone looks again"
            yield draft.tree_file.problem("OUT009", trail, message, "let `recheck` come first")


@rule("SAFE001", Stage.MEANING)
def check_checklist(draft: Draft) -> Iterator[Problem]:
    """Every cause's fund-safety list holds "never give away a code"."""
    file = draft.documents["checklists"]
    rows = [row for _, row in draft.rows("checklists", "funds")]
    for cause in Cause:
        listed = {row["id"] for row in rows if row["causes"] == "all" or cause.value in row["causes"]}
        if NO_OTP not in listed:
            message = f"the fund-safety list of {cause} lacks {NO_OTP!r}"
            yield file.problem("SAFE001", ("funds",), message, f"give {NO_OTP!r} `causes: all`")


@rule("REF005", Stage.REFERENCES)
def check_references(draft: Draft) -> Iterator[Problem]:
    """Claims and extra fund-safety items exist."""
    claims = draft.claims()
    funds = [row["id"] for _, row in draft.rows("checklists", "funds")]
    for file, trail, claim in named_claims(draft):
        if claim not in claims:
            yield file.problem("REF005", trail, f"{claim!r} is no claim", nearest(claim, claims))
    for outcome in draft.outcomes:
        for index, item in enumerate(outcome.funds):
            if item not in funds:
                place: Trail = ("outcomes", outcome.id, "funds", index)
                message = f"{item!r} is no fund-safety item"
                yield draft.tree_file.problem("REF005", place, message, nearest(item, funds))


def named_claims(draft: Draft) -> Iterator[tuple[Document, Trail, str]]:
    """Every claim that is named, with where."""
    for outcome in draft.outcomes:
        trail: Trail = ("outcomes", outcome.id)
        for index, claim in enumerate(outcome.claims):
            yield draft.tree_file, (*trail, "claims", index), claim
        for key, after in (("recheck", outcome.follow_up.recheck), ("escalate", outcome.follow_up.escalate)):
            if after.claim:
                yield draft.tree_file, (*trail, "follow_up", key, "claim"), after.claim
    for name, key in (*(("checklists", key) for key in CHECKLISTS), ("case", "regulators")):
        for index, row in draft.rows(name, key) if name in draft.documents else ():
            for number, claim in enumerate(row.get("claims", ())):
                yield draft.documents[name], (key, index, "claims", number), claim


def _contacts(outcome: Outcome) -> Iterator[tuple[Trail, str]]:
    for index, name in enumerate(outcome.route):
        yield ("outcomes", outcome.id, "route", index), name
    for index, name in enumerate(outcome.follow_up.to):
        yield ("outcomes", outcome.id, "follow_up", "to", index), name


def _showable(channel: Mapping[str, Any]) -> bool:
    return (
        channel.get("print") != "never" and channel.get("status") == "active" and bool(channel.get("value"))
    )


def _usable(channel: Mapping[str, Any], outcome: Outcome) -> bool:
    """True if help can be asked for there: a channel of announcements only is read, never asked."""
    needs = {
        "login": channel.get("needs_login"),
        "network": channel.get("needs_network"),
        "phone": channel.get("kind") == "phone",
    }
    blocked = any(needs[name] for name in outcome.cannot)
    return _showable(channel) and not channel.get("announcements") and not blocked
