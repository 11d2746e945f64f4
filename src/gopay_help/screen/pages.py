"""Pages of contacts and checklists: one contact with its proof, the registry, one entry in full, a checklist.

A value never stands without grade, date and source. Moments are said as a person reads them.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from gopay_help.model.contact import Channel, ChannelStatus, RouteStep
from gopay_help.model.result import Item
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import WIB
from gopay_help.screen.page import Block, Kind, Page, block, listed
from gopay_help.wizard.advice import NAMED, cite


def clock_time(moment: datetime, words: Catalogue) -> str:
    """A moment on the clock of the desk that it is about, with its zone: the same as in the case file.

    Not this device's clock: a phone in another zone, or a machine in UTC, would name another hour.
    """
    there = moment.astimezone(WIB) if moment.tzinfo is UTC else moment
    time = f"{there:%Y-%m-%d %H:%M}"
    if there.tzname() == WIB.tzname(None):
        return words.say("case.time", time=time)
    return f"{time} {there.tzname()}"


def contact(step: RouteStep, mark: str, words: Catalogue, *, how: bool = True) -> Iterator[Block]:
    """One contact, numbered by *mark*; *how* says also how to use it."""
    yield block(Kind.ITEM, _name(step), mark)
    yield block(Kind.VALUE, step.channel.value or "", depth=1)
    for name, value in step.channel.alternatives:
        key = f"ui.{name}"
        if words.has(key):
            yield block(Kind.TEXT, words.say(key, value=value), depth=1)
    if step.why and how:
        yield block(Kind.TEXT, step.why, depth=1)
    yield from conditions(step, words)
    yield from _opening(step, words)
    if step.channel.needs_login:
        yield block(Kind.TEXT, words.say("ui.needs_login"), depth=1)
    yield block(Kind.NOTE, proof(step, words), depth=1)


def _opening(step: RouteStep, words: Catalogue) -> Iterator[Block]:
    """Open or closed, where the hours are known."""
    if step.open_now is not None:
        yield block(Kind.TEXT, words.say("ui.open_now" if step.open_now else "ui.closed_now"), depth=1)
    if step.opens_at is not None:
        yield block(Kind.TEXT, words.say("ui.opens_at", time=clock_time(step.opens_at, words)), depth=1)


def conditions(step: RouteStep, words: Catalogue) -> Iterator[Block]:
    """What to know before a contact is used."""
    if step.channel.status is ChannelStatus.DISPUTED:
        yield block(Kind.TEXT, words.say("ui.status.disputed"), depth=1)
    if step.caveat:
        yield block(Kind.TEXT, words.say("ui.take_care", caveat=step.caveat), depth=1)


def proof(step: RouteStep, words: Catalogue) -> str:
    """Grade, date and source of a contact in one line; `channels show` has them in full.

    The date is that of the source beside it. Where another one saw the contact last, that one is named too.
    """
    seen = step.channel.provenance
    first = seen.sources[0] if seen.sources else None
    source = cite(first.url, words) if first else words.say("ui.no_source")
    others = (cite(other.url, words) for other in seen.sources[1:] if other.date == seen.last_seen)
    witness = next(others, source) if first and first.date != seen.last_seen else source
    day = first.date if first and witness != source else seen.last_seen
    text = words.say(
        "ui.proof",
        grade=words.say(f"ui.grade.{seen.grade}"),
        date=words.say("ui.last_seen", date=day.isoformat()) if day else words.say("ui.undated"),
        source=source,
    )
    if seen.last_seen and witness != source:
        text += words.say("ui.proof_elsewhere", date=seen.last_seen.isoformat(), source=witness)
    return f"{text}{words.say('ui.stale')}" if step.stale else text


def _name(step: RouteStep) -> str:
    """What it is and whose, unless its label says whose by itself."""
    told = step.channel.covers or step.brand_name in step.label
    return step.label if told else f"{step.label} ({step.brand_name})"


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


def checklist_page(items: tuple[Item, ...], words: Catalogue, *, heading: str) -> Page:
    """The items of a checklist, each with its reason."""
    blocks = [block(Kind.TITLE, heading)]
    for item in items:
        blocks.append(block(Kind.ITEM, item.text, "-" if item.do else "x"))
        blocks.append(block(Kind.NOTE, item.why, depth=1))
    blocks.append(block(Kind.NOTE, words.say("ui.unofficial")))
    return tuple(blocks)
