"""Pages of contacts and checklists: one contact with its proof, the registry, one entry in full, a checklist.

A value never stands without its proof: in one breath on every page, in full where one contact is shown.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gopay_help.model.contact import ALWAYS, Channel, ChannelStatus, RouteStep
from gopay_help.model.text import Catalogue
from gopay_help.screen.page import Block, Kind, Page, block, listed
from gopay_help.wizard.route import NAMED, cite
from gopay_help.wizard.times import day, month, when

if TYPE_CHECKING:
    from gopay_help.model.result import Item, ShortStep


def contact(step: RouteStep, mark: str, words: Catalogue, *, how: bool = True) -> Iterator[Block]:
    """One contact, numbered by *mark*; *how* says also how to use it."""
    yield block(Kind.ITEM, _name(step, words), mark)
    yield block(Kind.VALUE, value_for(step, words, whole=True), depth=1)
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
    yield block(Kind.NOTE, seen(step, words), depth=1)


def _opening(step: RouteStep, words: Catalogue) -> Iterator[Block]:
    """Open or closed, where the hours are known."""
    if step.open_now is not None:
        hours = step.channel.hours
        key = (
            "ui.open_always"
            if hours and hours.spec == ALWAYS
            else "ui.open_now"
            if step.open_now
            else "ui.closed_now"
        )
        yield block(Kind.TEXT, words.say(key), depth=1)
    if step.opens_at is not None:
        yield block(Kind.TEXT, words.say("ui.opens_at", time=when(step.opens_at, words)), depth=1)


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
    dated = first.date if first and witness != source else seen.last_seen
    text = words.say(
        "ui.proof",
        grade=words.say(f"ui.grade.{seen.grade}"),
        date=words.say("ui.last_seen", date=day(dated, words, year=True))
        if dated
        else words.say("ui.undated"),
        source=source,
    )
    if seen.last_seen and witness != source:
        last = day(seen.last_seen, words, year=True)
        text += words.say("ui.proof_elsewhere", date=last, source=witness)
    return f"{text}{words.say('ui.stale')}" if step.stale else text


def seen(step: RouteStep, words: Catalogue, *, brief: bool = False, compare: bool = True) -> str:
    """The proof of a contact in one breath: when it was last seen, and where to *compare* it.

    A *brief* one stands in brackets behind the contact. Of one that is not, what is old says so; and whoever
    is called in danger is not to be compared before.
    """
    last = step.channel.provenance.last_seen
    date = day(last, words, year=True) if last else ""
    old = "_old" if last and step.stale else ""
    if old and not brief and "threat" in step.channel.scope:
        return words.say("ui.seen_danger", date=date)
    key = f"ui.{'seen' if last else 'unseen'}{'_brief' if brief else old}"
    compared = compare and step.compare_at
    return words.say(f"{key}_compare" if compared else key, date=date, site=step.compare_at)


def seen_month(step: RouteStep, words: Catalogue) -> str:
    """The proof of a contact in a list of them: the month alone."""
    last = step.channel.provenance.last_seen
    return words.say("ui.seen_brief" if last else "ui.unseen_brief", date=month(last, words) if last else "")


def dated(step: RouteStep, words: Catalogue) -> str:
    """The value of a contact with the day on which it was seen."""
    proof = seen(step, words, brief=True, compare=False)
    return words.say("ui.dated", value=value_for(step, words), proof=proof)


def value_for(step: RouteStep, words: Catalogue, *, whole: bool = False) -> str:
    """The value of a contact for a reader of this language: a page or a menu that exists in it.

    A page without its scheme, unless it is to be *whole*.
    """
    own = dict(step.channel.alternatives).get(words.lang.split("-")[0])
    value = own or step.channel.value or ""
    if step.channel.kind == "in_app":
        app, arrow, rest = value.partition(" app > ")
        return words.say("ui.in_app", app=app, path=rest) if arrow else value
    if step.channel.kind == "web" and not whole:
        return value.removeprefix("https://").removeprefix("www.").rstrip("/")
    return value


def first_contact(step: RouteStep, words: Catalogue) -> str:
    """Whom to reach first, in a line."""
    return words.say("case.pair", name=words.say("ui.first_contact"), text=value_for(step, words))


_HEARD = frozenset({"phone", "office"})


def at_desk(step: "ShortStep", words: Catalogue, *, meant: bool = True) -> str:
    """What to say at a step's desk, or to write where nobody hears it; *meant*: and what it means."""
    heard = step.contact is None or step.contact.channel.kind in _HEARD
    key = "ui.say_there" if heard else "ui.write_there"
    meaning = "_meaning" if meant and step.meaning is not None else ""
    return words.say(f"{key}{meaning}", say=step.say, meaning=step.meaning)


def _name(step: RouteStep, words: Catalogue) -> str:
    """What it is and whose, unless its label says whose by itself."""
    if step.channel.covers or "GoPay" in step.label or step.brand_name in step.label:
        return step.label
    return words.say("ui.of_brand", label=step.label, brand=step.brand_name)


def channels_page(steps: Sequence[RouteStep], words: Catalogue, *, registry: str) -> Page:
    """Contacts by brand, each in the order of the registry; *registry* says which list it is."""
    brands = list(dict.fromkeys(step.brand_name for step in steps))
    blocks = [block(Kind.TITLE, words.say("ui.channels")), block(Kind.NOTE, registry)]
    brand = ""
    for step in sorted(steps, key=lambda step: brands.index(step.brand_name)):
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
        *listed((_pair("ui.retired", _tombstone(channel, words), words) for channel in channels), "x"),
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
        block(Kind.NOTE, proof(step, words), depth=1),
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
        block(Kind.ITEM, _pair("ui.retired", what, words), "x"),
        *_sources(channel, words),
        *(() if named else (block(Kind.NOTE, words.say("ui.retired_where")),)),
    )


def _short(step: RouteStep, words: Catalogue) -> Iterator[Block]:
    yield block(Kind.ITEM, f"{step.label}  [{step.channel.id}]", "-")
    yield block(Kind.VALUE, value_for(step, words, whole=True), depth=1)
    yield from conditions(step, words)
    yield block(Kind.NOTE, seen(step, words), depth=1)


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
        date = day(source.date, words, year=True) if source.date else words.say("ui.undated")
        sort = words.say(key) if words.has(key) else source.type
        yield block(Kind.NOTE, f"{where} ({date}, {sort})", "  *")


def _tombstone(channel: Channel, words: Catalogue) -> str:
    """Whose it was if that is known, the value, and its id."""
    kind, key = words.say(f"ui.kind.{channel.kind}"), f"channel.{channel.id}.label"
    if not channel.value:
        value = words.say("case.pair", name=kind, text=words.say("ui.none_exists"))
    elif words.has(key):
        value = words.say("case.pair", name=words.say(key), text=channel.value)
    else:
        value = words.say("ui.of_brand", label=channel.value, brand=kind)
    return f"{value} [{channel.id}]"


def _pair(key: str, text: str, words: Catalogue) -> str:
    return words.say("case.pair", name=words.say(key), text=text)


def checklist_page(items: "tuple[Item, ...]", words: Catalogue, *, heading: str) -> Page:
    """The items of a checklist, each with its reason."""
    blocks = [block(Kind.TITLE, heading)]
    for item in items:
        blocks.append(block(Kind.ITEM, item.text, "-" if item.do else "x"))
        blocks.append(block(Kind.NOTE, item.why, depth=1))
    blocks.append(block(Kind.NOTE, words.say("ui.unofficial")))
    return tuple(blocks)
