"""What `verify` found, as a page for a person who may be frightened and as the documents of contracts.md.

Headlines are fixed per verdict; the sentences come from the catalogue.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from gopay_help.contacts.answers import MessageLevel, MessageScan, ValueVerdict, Verification, Why
from gopay_help.contacts.registry import proof_entry
from gopay_help.model.contact import Channel, Registry
from gopay_help.model.text import Catalogue, safe_line
from gopay_help.screen.page import Block, Kind, Page, block
from gopay_help.wizard.route import NAMED
from gopay_help.wizard.times import day


def headline_key(answer: Verification) -> str:
    """The key of headline and advice: a stale official value has its own."""
    stale = answer.verdict is ValueVerdict.OFFICIAL and answer.stale
    return f"{answer.verdict}_stale" if stale else str(answer.verdict)


def headline(answer: Verification, words: Catalogue) -> str:
    """What it is, in one line."""
    return words.say(f"verify.headline.{headline_key(answer)}")


def advice(answer: Verification, registry: Registry, words: Catalogue) -> str:
    """What to do now. A regulator's old contact is compared with the regulator's site, not with the app."""
    key = headline_key(answer)
    channel = registry.channel(answer.of) if answer.of else None
    office = channel is not None and bool(channel.covers) and key.endswith("_stale")
    return words.say(f"verify.advice.{key}_office" if office else f"verify.advice.{key}")


def reason(why: Why, words: Catalogue) -> str:
    """Why, in a sentence as documents have it: its day is that of ISO 8601."""
    return words.say(f"verify.reason.{why.id}", **dict(why.values))


def told(why: Why, words: Catalogue) -> str:
    """The same for people: its day as they write it."""
    values = dict(why.values)
    with suppress(KeyError, ValueError):  # it has none, or nobody knows it
        values["date"] = day(date.fromisoformat(values["date"]), words, year=True)
    return words.say(f"verify.reason.{why.id}", **values)


def _day_of(at: date | None, words: Catalogue) -> str:
    return day(at, words, year=True) if at else words.say("verify.ui.undated")


def source_name(source: str, words: Catalogue) -> str:
    """A source in the person's language, where it is no address."""
    key = NAMED.get(source)
    return words.say(key) if key and words.has(key) else source


def replacement(answer: Verification, registry: Registry) -> Channel | None:
    """The contact to use instead of a retired one; None where none may be shown."""
    channel = registry.channel(answer.of) if answer.of else None
    instead = dict(channel.alternatives).get("replaced_by") if channel else None
    found = registry.channel(instead) if instead else None
    return found if found and found.printable else None


def verify_document(answer: Verification, registry: Registry, words: Catalogue) -> dict[str, Any]:
    """The document of one answer; `id` only where a batch line came with one."""
    record = {} if answer.record is None else {"id": answer.record}
    return {
        "schema": "gopay-help/verify@1",
        **record,
        "input": answer.input,
        "kind": str(answer.kind),
        "normalized": answer.normalized,
        "verdict": str(answer.verdict),
        "stale": answer.stale,
        "of": answer.of,
        "reasons": [{"id": why.id, "text": reason(why, words)} for why in answer.reasons],
        "advice": advice(answer, registry, words),
        "provenance": proof_entry(answer.provenance) if answer.provenance else None,
        "registry": stamp(registry),
    }


def message_document(scan: MessageScan, registry: Registry, words: Catalogue) -> dict[str, Any]:
    """The document of a scanned message. The message itself is not repeated."""
    return {
        "schema": "gopay-help/message@1",
        "level": str(scan.level),
        "signals": [
            {
                "id": signal.id,
                "level": str(signal.level),
                "quote": signal.quote,
                "text": words.say(f"verify.signal.{signal.id}", quote=signal.quote),
            }
            for signal in scan.signals
        ],
        "contacts": [verify_document(answer, registry, words) for answer in scan.contacts],
        "truncated": scan.truncated,
        "advice": words.say(f"verify.message.advice.{scan.level}"),
        "registry": stamp(registry),
    }


def stamp(registry: Registry) -> dict[str, str]:
    """Which registry an answer rests on."""
    return {"version": registry.version, "date": registry.date.isoformat()}


_LOUD = frozenset({ValueVerdict.DANGER, ValueVerdict.LOOKALIKE, ValueVerdict.RETIRED})


def verify_page(answer: Verification, registry: Registry, words: Catalogue) -> Page:
    """The page of one answer."""
    loud = Kind.ALERT if answer.verdict in _LOUD else Kind.TITLE
    channel = registry.channel(answer.of) if answer.of else None
    read_as = answer.normalized not in ("", answer.input)
    return (
        block(loud, headline(answer, words)),
        block(Kind.VALUE, words.say("verify.ui.value", value=answer.input)),
        *([block(Kind.NOTE, words.say("verify.ui.read_as", value=answer.normalized))] if read_as else []),
        block(Kind.HEADING, words.say("verify.ui.why")),
        *(block(Kind.ITEM, told(why, words), "-") for why in answer.reasons),
        *(_about(channel, words) if channel and answer.verdict is ValueVerdict.OFFICIAL else ()),
        *_source(answer, words),
        *_instead(replacement(answer, registry), words),
        block(Kind.HEADING, words.say("verify.ui.next")),
        block(Kind.TEXT, advice(answer, registry, words)),
        block(Kind.NOTE, _registry(registry, words)),
    )


def message_page(scan: MessageScan, registry: Registry, words: Catalogue) -> Page:
    """The page of a scanned message: what it wants first, then every contact in it."""
    signals = [signal for signal in scan.signals if words.has(f"verify.signal.{signal.id}")]
    blocks = [_verdict(scan, words)]
    if scan.truncated:
        blocks.append(block(Kind.NOTE, words.say("verify.message.truncated")))
    if signals:
        blocks.append(block(Kind.HEADING, words.say("verify.message.seen")))
        texts = (words.say(f"verify.signal.{signal.id}", quote=signal.quote) for signal in signals)
        blocks += [block(Kind.ITEM, text, "-") for text in texts]
    if scan.contacts:
        blocks.append(block(Kind.HEADING, words.say("verify.message.contacts")))
        for answer in scan.contacts:
            blocks += _short(answer, words)
    blocks.append(block(Kind.HEADING, words.say("verify.ui.next")))
    blocks.append(block(Kind.TEXT, words.say(f"verify.message.advice.{scan.level}")))
    blocks.append(block(Kind.NOTE, _registry(registry, words)))
    return tuple(blocks)


def line(answer: Verification, words: Catalogue) -> str:
    """One line of a batch in three columns: verdict, value, the first reason. No value makes a column."""
    first = told(answer.reasons[0], words) if answer.reasons else ""
    stale = " (stale)" if answer.stale else ""
    return "\t".join(map(safe_line, (f"{answer.verdict}{stale}", answer.input, first)))


def _verdict(scan: MessageScan, words: Catalogue) -> Block:
    match scan.level:
        case MessageLevel.DANGER:
            return block(Kind.ALERT, words.say("verify.message.stop"))
        case MessageLevel.CAREFUL:
            return block(Kind.ALERT, words.say("verify.message.careful"))
        case MessageLevel.NONE:
            return block(Kind.TITLE, words.say("verify.message.nothing"))


def _short(answer: Verification, words: Catalogue) -> Iterator[Block]:
    yield block(Kind.ITEM, answer.input, "-")
    yield block(Kind.TEXT, headline(answer, words), depth=1)
    if answer.reasons:
        yield block(Kind.TEXT, told(answer.reasons[0], words), depth=1)


def _instead(channel: Channel | None, words: Catalogue) -> Iterator[Block]:
    """The contact that took a retired one's place, with its proof and what to take care of."""
    if channel is None:
        return
    proof = channel.provenance
    seen = _day_of(proof.last_seen, words)
    label = words.say(f"channel.{channel.id}.label")
    said = words.say("verify.ui.instead", label=label, value=channel.value, date=seen, grade=proof.grade)
    yield block(Kind.TEXT, said)
    yield from _caveat(channel, words)


def _caveat(channel: Channel, words: Catalogue) -> Iterator[Block]:
    if words.has(f"channel.{channel.id}.caveat"):
        caveat = words.say(f"channel.{channel.id}.caveat")
        yield block(Kind.TEXT, words.say("verify.ui.caveat", caveat=caveat))


def _about(channel: Channel, words: Catalogue) -> Iterator[Block]:
    """What to know before using an official contact."""
    yield block(Kind.TEXT, words.say("verify.ui.contact", label=words.say(f"channel.{channel.id}.label")))
    yield from _caveat(channel, words)
    if channel.kind in ("phone", "whatsapp"):
        hours = channel.hours
        known = words.say("verify.ui.hours", spec=hours.spec, tz=hours.tz) if hours else None
        yield block(Kind.TEXT, known or words.say("verify.ui.hours_unknown"))
    if channel.never_asks:
        secrets = ", ".join(words.say(f"verify.secret.{secret}") for secret in channel.never_asks)
        yield block(Kind.TEXT, words.say("verify.ui.never_asks", secrets=secrets))


def _source(answer: Verification, words: Catalogue) -> Iterator[Block]:
    if answer.provenance is None:
        return
    for source in answer.provenance.sources[:1]:
        named = {"source": source_name(source.url, words), "date": _day_of(source.date, words)}
        yield block(Kind.NOTE, words.say("verify.ui.source", **named, grade=answer.provenance.grade))


def _registry(registry: Registry, words: Catalogue) -> str:
    dated = {"version": registry.version, "date": _day_of(registry.date, words)}
    return words.say("verify.ui.registry", **dated, unofficial=words.say("ui.unofficial"))
