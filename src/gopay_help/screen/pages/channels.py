"""The contact registry for people: a list, and one entry with everything that proves it."""

from collections.abc import Iterator, Sequence

from gopay_help.model.contact import Channel, RouteStep
from gopay_help.model.text import Catalogue
from gopay_help.screen.page import Block, Kind, Page, block, listed
from gopay_help.screen.pages.contact import conditions, contact, proof
from gopay_help.wizard.cite import NAMED


def channels_page(steps: Sequence[RouteStep], words: Catalogue, *, registry: str) -> Page:
    """Contacts by brand, in the order of the registry; *registry* says which list it is."""
    blocks = [block(Kind.TITLE, words.say("ui.channels")), block(Kind.NOTE, registry)]
    brand = ""
    for step in steps:
        if step.brand_name != brand:
            brand = step.brand_name
            blocks.append(block(Kind.HEADING, brand))
        blocks += _short(step, words)
    blocks += [block(Kind.TEXT, words.say("ui.route_rule")), block(Kind.NOTE, words.say("ui.unofficial"))]
    return tuple(blocks)


def retired_page(channels: Sequence[Channel], words: Catalogue, *, registry: str) -> Page:
    """Tombstones: values that must not be contacted any more, each said to be so."""
    return (
        block(Kind.ALERT, words.say("ui.channels_retired")),
        block(Kind.NOTE, registry),
        *listed((f"{words.say('ui.retired')}: {_tombstone(channel, words)}" for channel in channels), "x"),
    )


def nothing_page(reason: str, words: Catalogue) -> Page:
    """Why no contact is shown."""
    return (
        block(Kind.TITLE, words.say("ui.no_route")),
        block(Kind.TEXT, reason),
        block(Kind.NOTE, words.say("ui.unofficial")),
    )


def channel_page(step: RouteStep, words: Catalogue) -> Page:
    """One contact with its conditions and every source."""
    return (
        *contact(step, "-", words),
        *(block(Kind.TEXT, text, depth=1) for text in _conditions(step.channel, words)),
        *_sources(step.channel, words),
        block(Kind.TEXT, words.say("ui.route_rule")),
        block(Kind.NOTE, words.say("ui.unofficial")),
    )


def tombstone_page(channel: Channel, words: Catalogue, *, named: bool = True) -> Page:
    """One value that must not be contacted, with what is known of it; *named*: whether it may be read."""
    what = _tombstone(channel, words) if named else f"{words.say(f'ui.kind.{channel.kind}')} [{channel.id}]"
    return (
        block(Kind.ALERT, words.say("ui.channels_retired")),
        block(Kind.ITEM, f"{words.say('ui.retired')}: {what}", "x"),
        *_sources(channel, words),
        *(() if named else (block(Kind.NOTE, words.say("ui.retired_where")),)),
    )


def _short(step: RouteStep, words: Catalogue) -> Iterator[Block]:
    yield block(Kind.ITEM, f"{step.label}  [{step.channel.id}]", "-")
    yield block(Kind.VALUE, step.channel.value or "", depth=1)
    yield from conditions(step, words)
    yield block(Kind.NOTE, proof(step, words), depth=1)


def _conditions(channel: Channel, words: Catalogue) -> Iterator[str]:
    if channel.hours is None:
        yield words.say("ui.hours_unknown")
    if channel.never_asks:
        secrets = [words.say(f"ui.secret.{secret}") for secret in channel.never_asks]
        yield words.say("ui.never_asks", secrets=words.say("ui.list").join(secrets))


def _sources(channel: Channel, words: Catalogue) -> Iterator[Block]:
    """Every source in full; what kind it is in words, where there are some."""
    for source in channel.provenance.sources:
        key = f"source.{source.type}"
        known = next((name for name in NAMED if source.url.startswith(name)), None)
        where = words.say(NAMED[known]) + source.url[len(known) :] if known else source.url
        date = source.date.isoformat() if source.date else "-"
        sort = words.say(key) if words.has(key) else source.type
        yield block(Kind.NOTE, f"{where} ({date}, {sort})", "  *")


def _tombstone(channel: Channel, words: Catalogue) -> str:
    kind = words.say(f"ui.kind.{channel.kind}")
    value = f"{channel.value} ({kind})" if channel.value else f"{kind}: {words.say('ui.none_exists')}"
    return f"{value} [{channel.id}]"
