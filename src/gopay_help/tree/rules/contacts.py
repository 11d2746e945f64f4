"""Contacts of the tree: in the registry, showable, usable by this person, and not all of one kind."""

from collections.abc import Iterator, Mapping
from typing import Any

from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.model.tree import Cause, Outcome
from gopay_help.tree.document import Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.nearest import nearest
from gopay_help.tree.rules.registry import Stage, rule


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
        if outcome.route and not any(is_usable(channels.get(name, {}), outcome) for name in outcome.route):
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


@rule("OUT005", Stage.MEANING, Level.WARNING)
def check_kinds(draft: Draft) -> Iterator[Problem]:
    """A route does not hang on one kind of channel: when the lines are busy, all of them are."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        usable = [channels[name] for name in outcome.route if is_usable(channels.get(name, {}), outcome)]
        kinds = {channel["kind"] for channel in usable}
        if len(kinds) == 1:
            trail: Trail = ("outcomes", outcome.id, "route")
            message = f"whoever ends at {outcome.id} has one kind of channel only: {kinds.pop()}"
            fix = _another(usable, channels, outcome)
            yield draft.tree_file.problem("OUT005", trail, message, fix)


def _another(
    usable: list[Mapping[str, Any]], channels: Mapping[str, Mapping[str, Any]], outcome: Outcome
) -> str:
    """A channel of another kind that this person could use, if the registry has one."""
    brands, kinds = {one["brand"] for one in usable}, {one["kind"] for one in usable}
    for name, channel in channels.items():
        if channel["brand"] in brands and channel["kind"] not in kinds and is_usable(channel, outcome):
            return f"add one of another kind, {name} for example"
    return "the registry has none of another kind: allow it here, and say so"


@rule("CON006", Stage.MEANING, Level.WARNING)
def check_in_vain(draft: Draft) -> Iterator[Problem]:
    """A route names no channel that this very outcome says cannot be used; it would never be shown."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        for index, name in enumerate(outcome.route):
            if name in channels and (lacks := _lacks(channels[name], outcome)):
                trail: Trail = ("outcomes", outcome.id, "route", index)
                message = (
                    f"{name} is never shown at {outcome.id}: it needs what `cannot: [{lacks}]` rules out"
                )
                fix = "remove it from the route, or the word from `cannot`"
                yield draft.tree_file.problem("CON006", trail, message, fix)


def _contacts(outcome: Outcome) -> Iterator[tuple[Trail, str]]:
    for index, name in enumerate(outcome.route):
        yield ("outcomes", outcome.id, "route", index), name
    for index, name in enumerate(outcome.follow_up.to):
        yield ("outcomes", outcome.id, "follow_up", "to", index), name


def _showable(channel: Mapping[str, Any]) -> bool:
    return (
        channel.get("print") != "never" and channel.get("status") == "active" and bool(channel.get("value"))
    )


def is_usable(channel: Mapping[str, Any], outcome: Outcome) -> bool:
    """True if help can be asked for there: a channel of announcements only is read, never asked."""
    return _showable(channel) and not channel.get("announcements") and not _lacks(channel, outcome)


def _lacks(channel: Mapping[str, Any], outcome: Outcome) -> str:
    """What this person cannot use and the channel needs; empty if nothing."""
    needs = {
        "login": channel.get("needs_login"),
        "network": channel.get("needs_network"),
        "phone": channel.get("kind") == "phone",
    }
    return next((name for name in sorted(outcome.cannot) if needs[name]), "")
