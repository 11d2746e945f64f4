"""An answer for a person who may be frightened: what it is, why, what to do now."""

from collections.abc import Iterator

from gopay_help.model.contact import Channel, Registry
from gopay_help.model.text import Catalogue
from gopay_help.model.verification import MessageScan, ValueVerdict, Verification
from gopay_help.screen.page import Block, Kind, Page, block
from gopay_help.screen.verify.words import advice, headline, reason, replacement, source_name

_LOUD = frozenset({ValueVerdict.DANGER, ValueVerdict.LOOKALIKE, ValueVerdict.RETIRED})
_STOP = frozenset({"secret", "identity", "dial_code", "app_file", "remote_control", "danger"})


def verify_page(answer: Verification, registry: Registry, words: Catalogue) -> Page:
    """The page of one answer."""
    loud = Kind.ALERT if answer.verdict in _LOUD else Kind.TITLE
    channel = registry.channel(answer.of) if answer.of else None
    return (
        block(loud, headline(answer, words)),
        block(Kind.VALUE, words.say("verify.ui.value", value=answer.input)),
        *_read_as(answer, words),
        block(Kind.HEADING, words.say("verify.ui.why")),
        *(block(Kind.ITEM, reason(why, words), "-") for why in answer.reasons),
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
    blocks.append(block(Kind.TEXT, words.say("verify.message.advice")))
    blocks.append(block(Kind.NOTE, _registry(registry, words)))
    return tuple(blocks)


def line(answer: Verification, words: Catalogue) -> str:
    """One line of a batch: verdict, value, the first reason."""
    first = reason(answer.reasons[0], words) if answer.reasons else ""
    return f"{answer.verdict}{' (stale)' if answer.stale else ''}\t{answer.input}\t{first}"


def _verdict(scan: MessageScan, words: Catalogue) -> Block:
    found = {signal.id for signal in scan.signals} | {str(answer.verdict) for answer in scan.contacts}
    if found & _STOP:
        return block(Kind.ALERT, words.say("verify.message.stop"))
    if found - {"unknown", "official", "other_company", "invalid"}:
        return block(Kind.ALERT, words.say("verify.message.careful"))
    return block(Kind.TITLE, words.say("verify.message.nothing"))


def _short(answer: Verification, words: Catalogue) -> Iterator[Block]:
    yield block(Kind.ITEM, answer.input, "-")
    yield block(Kind.TEXT, headline(answer, words), depth=1)
    if answer.reasons:
        yield block(Kind.TEXT, reason(answer.reasons[0], words), depth=1)


def _read_as(answer: Verification, words: Catalogue) -> Iterator[Block]:
    if answer.normalized not in ("", answer.input):
        yield block(Kind.NOTE, words.say("verify.ui.read_as", value=answer.normalized))


def _instead(channel: Channel | None, words: Catalogue) -> Iterator[Block]:
    """The contact that took a retired one's place, with its proof and what to take care of."""
    if channel is None:
        return
    proof = channel.provenance
    seen = proof.last_seen.isoformat() if proof.last_seen else words.say("verify.ui.undated")
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
        date = source.date.isoformat() if source.date else words.say("verify.ui.undated")
        yield block(
            Kind.NOTE,
            words.say(
                "verify.ui.source",
                source=source_name(source.url, words),
                date=date,
                grade=answer.provenance.grade,
            ),
        )


def _registry(registry: Registry, words: Catalogue) -> str:
    return words.say("verify.ui.registry", version=registry.version, date=registry.date.isoformat())
