"""A contact with its proof: never a value without grade, date and source."""

from collections.abc import Iterator

from gopay_help.model.channel import Channel
from gopay_help.model.diagnosis import RouteStep
from gopay_help.model.text import Catalogue
from gopay_help.render.page import Block, Kind, block


def contact(step: RouteStep, mark: str, words: Catalogue) -> Iterator[Block]:
    """One contact, numbered by *mark*."""
    depth = 1
    yield block(Kind.ITEM, f"{step.label} ({step.brand_name})", mark)
    yield block(Kind.VALUE, step.channel.value or "", depth=depth)
    for name, value in step.channel.alternatives:
        key = f"ui.{name}"
        if words.has(key):
            yield block(Kind.TEXT, words.say(key, value=value), depth=depth)
    if step.why:
        yield block(Kind.TEXT, step.why, depth=depth)
    for note in _notes(step, words):
        yield block(Kind.NOTE, note, depth=depth)


def proof(channel: Channel, words: Catalogue) -> str:
    """Grade, date and source of a contact in one line."""
    seen = channel.provenance
    source = seen.sources[0].url if seen.sources else words.say("ui.unknown_date")
    return words.say(
        "ui.proof",
        grade=words.say(f"ui.grade.{seen.grade}"),
        date=seen.last_seen.isoformat() if seen.last_seen else words.say("ui.undated"),
        source=source,
    )


def _notes(step: RouteStep, words: Catalogue) -> Iterator[str]:
    if step.caveat:
        yield words.say("ui.take_care", caveat=step.caveat)
    if step.stale:
        yield words.say("ui.stale")
    if step.open_now is not None:
        yield words.say("ui.open_now" if step.open_now else "ui.closed_now")
    if step.channel.needs_login:
        yield words.say("ui.needs_login")
    yield proof(step.channel, words)
