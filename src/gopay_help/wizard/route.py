"""The contact route: channels in the case's order, without those that cannot work for this person."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from gopay_help.model.contact import Channel, Registry, RouteStep
from gopay_help.model.text import Catalogue

if TYPE_CHECKING:
    from gopay_help.model.tree import Outcome


class Opening(NamedTuple):
    """Whether a channel is open; None where its hours are not known."""

    open_now: bool | None = None
    opens_at: datetime | None = None


class Desk(NamedTuple):
    """The registry with what is known of it at this moment, and the words for it."""

    registry: Registry
    catalogue: Catalogue
    is_stale: Callable[[Channel], bool]
    opening: Callable[[Channel], Opening]


NOWHERE: frozenset[str] = frozenset()


def build_route(outcome: "Outcome", desk: Desk, elsewhere: frozenset[str] = NOWHERE) -> tuple[RouteStep, ...]:
    """The channels of *outcome* that this person can use, in its order, none of the brands *elsewhere*.

    What may not be shown never is, even if a pack slipped through every check.
    """
    return tuple(
        step
        for step in steps(outcome.route, desk)
        if usable(step.channel, outcome.cannot) and step.channel.brand not in elsewhere
    )


def steps(channel_ids: tuple[str, ...], desk: Desk) -> Iterator[RouteStep]:
    """Channels with their words; unknown ids and values that may not be shown are left out."""
    for channel_id in channel_ids:
        channel = desk.registry.channel(channel_id)
        if channel is not None and channel.printable:
            yield describe(channel, desk)


def usable(channel: Channel, cannot: frozenset[str]) -> bool:
    """False if the channel needs what this person does not have."""
    return not (
        ("login" in cannot and channel.needs_login)
        or ("network" in cannot and channel.needs_network)
        or ("phone" in cannot and channel.kind == "phone")
    )


def describe(channel: Channel, desk: Desk) -> RouteStep:
    """A channel with its words and with what is known of it at this moment."""
    words, key = desk.catalogue, f"channel.{channel.id}"
    opening = desk.opening(channel)
    brand = desk.registry.brand(channel.brand)
    return RouteStep(
        channel=channel,
        label=words.say(f"{key}.label"),
        brand_name=brand.name if brand else channel.brand,
        why=words.say(f"{key}.how") if words.has(f"{key}.how") else "",
        caveat=words.say(f"{key}.caveat") if words.has(f"{key}.caveat") else None,
        open_now=opening.open_now,
        opens_at=opening.opens_at,
        stale=desk.is_stale(channel),
    )
