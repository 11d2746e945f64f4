"""A contact with its proof: never a value without grade, date and source."""

from collections.abc import Iterator

from gopay_help.model.contact import ChannelStatus, RouteStep
from gopay_help.model.text import Catalogue
from gopay_help.screen.page import Block, Kind, block
from gopay_help.screen.pages.clock import clock_time
from gopay_help.wizard.cite import cite


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
