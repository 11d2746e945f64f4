"""Contacts as a person can use them, with their words and in an order; sources as people name them.

Pure: time and registry are handed in.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from gopay_help.model.contact import Brand, Channel, Opening, Registry, RouteStep
from gopay_help.model.text import Catalogue

if TYPE_CHECKING:
    from gopay_help.model.tree import Outcome

NAMED = {
    "source not recorded": "ui.source_not_recorded",
    "our search": "ui.our_search",
    "15,000 Play Store reviews collected by June 2025": "ui.user_reviews",
    "Play Store reviews 2023-2025": "ui.user_reviews",
    "Play Store reviews January-March 2026": "ui.user_reviews",
    "Content study of 200 products' public pages": "ui.page_study",
    "UX Content Intelligence Layer": "ui.page_study",
    "a public repository": "ui.public_repository",
    "public repositories": "ui.public_repository",
}
"""How the facts name sources that have no address of their own."""
UNLINKED = "ui.unlinked_source"
"""What a source is called that is named nowhere: a link to it could send someone to a fraud."""


def cite(source: str, words: Catalogue) -> str:
    """The host of an address; another source as it is named, in the person's language where it has a name."""
    host = urlsplit(source).hostname
    if host:
        return host
    return words.say(next((key for name, key in NAMED.items() if source.startswith(name)), UNLINKED))


class ContactBook(NamedTuple):
    """The registry with what is known of it at this moment, and the words for it."""

    registry: Registry
    catalogue: Catalogue
    is_stale: Callable[[Channel], bool]
    opening: Callable[[Channel], Opening]


NOWHERE: frozenset[str] = frozenset()


def build_route(
    outcome: "Outcome", desk: ContactBook, elsewhere: frozenset[str] = NOWHERE
) -> tuple[RouteStep, ...]:
    """The channels of *outcome* that this person can use, in its order, none of the brands *elsewhere*.

    Whom the steps of the short page reach comes first, in their order: a list that says otherwise is one
    order too many. An outcome without a route has nobody to list.

    Where news are only read, nobody answers: such a channel comes after those that do.

    What may not be shown never is, even if a pack slipped through every check.
    """
    first = [outcome.acts[step].channel for step in outcome.short if step in outcome.acts and outcome.route]
    found = [
        step
        for step in steps(tuple(dict.fromkeys((*first, *outcome.route))), desk)
        if usable(step.channel, outcome.cannot) and step.channel.brand not in elsewhere
    ]
    return tuple(sorted(found, key=lambda step: step.channel.announcements))


def steps(channel_ids: tuple[str, ...], desk: ContactBook) -> Iterator[RouteStep]:
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


def describe(channel: Channel, desk: ContactBook) -> RouteStep:
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
        compare_at=_compare_at(channel, brand) if brand else "",
    )


def _compare_at(channel: Channel, brand: Brand) -> str:
    """The official site to compare a contact with: its own, else one that names it; none for its own page.

    A company's first site that names a contact stands for it, and its first if none does; of several bodies
    under one name, none does.
    """
    domains = brand.domains_official
    own = next((domain for domain in domains if domain in (channel.value or "")), "")
    if own and channel.kind == "web":
        return ""
    hosts = [urlsplit(source.url).hostname or "" for source in channel.provenance.sources]
    named = next((domain for domain in domains if any(host.endswith(domain) for host in hosts)), "")
    if brand.operator and named:
        return named
    return own or named or (domains[0] if domains and (brand.operator or len(domains) == 1) else "")
