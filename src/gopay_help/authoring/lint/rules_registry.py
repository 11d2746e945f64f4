"""Rules of the contact registry: what a machine can refuse in it before two people look at it.

Poisoning the registry is the best attack on this program: a change that adds one number. So an active value
needs a page of an official host as its source, or a reason that a test pins; tombstones stay; and what was
found never to exist cannot be added at all.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rapidfuzz.distance import OSA

from gopay_help.authoring.lint.draft import PackSource
from gopay_help.authoring.lint.rule import Stage, rule
from gopay_help.authoring.lint.yaml import Found, Place
from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.contacts.mail import read_mailbox
from gopay_help.contacts.phones import is_possible, keys, read_number
from gopay_help.model.contact import Channel, ChannelStatus, PrintPolicy, Source

_NEAR = 2
"""So few signs apart, two hosts are taken for one another."""
_FORMS = {
    "web": "write an address that begins with https:// and has no ? and no #",
    "phone": "write a number such as +442079460117, or correct `kind`",
    "whatsapp": "write a number such as +442079460117, or correct `kind`",
    "email": "write a mailbox such as help@example.com, or correct `kind`",
    "social": "write the site and the name, such as x.com/name",
    "telegram": "write the site and the name, such as t.me/name",
}
"""What a value of each kind looks like, for whoever wrote something else."""
_OFFICIAL_TYPES = frozenset({"official_page", "official_repo", "official_document_copy"})

Fault = tuple[str, str, str]
"""What is wrong with a channel, how to mend it, and at which of its keys ("" for the whole entry)."""
Look = Callable[[PackSource, Channel], Iterator[Fault]]


def channel_rule(rule_id: str, needs: str = "") -> Callable[[Look], Look]:
    """Register a function that looks at one channel as the rule *rule_id* of all of them."""

    def register(look: Look) -> Look:
        def check(draft: PackSource) -> Iterator[Found]:
            file = draft.documents["channels"]
            for index, channel in enumerate(draft.registry.channels):
                for message, fix, key in look(draft, channel):
                    trail = ("channels", index, key) if key else ("channels", index)
                    yield file.found(trail, said=f"{channel.id}: {message}", fix=fix)

        check.__doc__ = look.__doc__
        rule(rule_id, Stage.MEANING, needs=needs)(check)
        return look

    return register


@channel_rule("REG001")
def check_ids(draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """An id names one channel for ever."""
    if draft.registry.channel(channel.id) is not channel:
        yield "the id stands here twice", "give the new entry its own id", "id"


@channel_rule("REG002")
def check_brands(draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """Brands and references exist."""
    for brand in {channel.brand, *channel.covers} - draft.brands().keys():
        key = "brand" if brand == channel.brand else "covers"
        yield f"the brand {brand!r} is not declared", "add it to `brands:`", key
    named = {dict(channel.alternatives).get("replaced_by"), _twins(draft).get(channel.id)}
    for other in named - {one.id for one in draft.registry.channels} - {None}:
        yield f"it refers to {other!r}, which is no id", "name an id", ""


@channel_rule("REG003", needs="lookalikes")
def check_form(draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """A value is written in its one normal form, in ASCII."""
    if channel.value is None:
        return
    wanted = normalise(channel, draft.lookalikes)
    if not channel.value.isascii():
        yield "the value has letters outside ASCII", "type it anew by hand", "value"
    elif wanted != channel.value:
        form = _FORMS.get(channel.kind, f"write it as the others of the kind {channel.kind}")
        fix = f'write "{wanted}"' if wanted else form
        yield f"{channel.value!r} is not in its normal form", fix, "value"


@channel_rule("REG004")
def check_policy(_draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """Status, print policy and value agree; what is withheld says why."""
    withheld = channel.status is ChannelStatus.RETIRED
    if withheld is not (channel.print is PrintPolicy.NEVER):
        message = f"it is {channel.status} but `print: {channel.print}`"
        yield message, "retired and `print: never` go together", "print"
    if channel.value is None and not withheld:
        yield "it has no value but is not retired", "retire it, or give its value", "value"
    if channel.status is not ChannelStatus.ACTIVE and not channel.reason:
        yield "it does not say why it is not active", "write a `reason`", "reason"


@channel_rule("REG005")
def check_bans(draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """What was found never to exist stays out."""
    for _, ban in draft.rows("channels", "banned"):
        meant = channel.brand == ban["brand"] and channel.kind in ban["kinds"]
        if meant and _live(channel) and str(channel.value).startswith(ban["prefix"]):
            yield f"this must not be added: {ban['why']}", "remove it", "value"


@channel_rule("REG006")
def check_twins(draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """No two live values are equal or one sign apart, and none is a tombstone's, unless declared."""
    twins, value = _twins(draft), channel.value
    for other in draft.registry.channels:
        if other is channel or value is None:
            return
        declared = twins.get(channel.id) == other.id or twins.get(other.id) == channel.id
        if declared or other.value is None:
            continue
        if other.value == value:
            fix = "a value stands once; a retired one comes back only with two reviews and a new source"
            yield f"its value is that of {other.id}", fix, "value"
        elif other.kind == channel.kind and _live(other) and _live(channel) and _close(other.value, value):
            message = f"its value is one sign from that of {other.id}"
            yield message, "if it is on purpose, write `same_value_as`", "value"


@channel_rule("REG017", needs="lookalikes")
def check_places(draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """An address hides nobody: no short link, no free mailbox, no host almost the brand's own."""
    value, places = channel.value or "", draft.lookalikes.places
    host = value.rpartition("@")[2].lower() if channel.kind == "email" else ""
    host = urlsplit(value).hostname or "" if channel.kind == "web" else host
    if not host or not _live(channel):
        return
    brand = draft.registry.brand(channel.brand)
    own = brand.domains_official if brand else ()
    near = next((name for name in own if 0 < OSA.distance(_last(host, name), name) <= _NEAR), None)
    if host in places.shorteners:
        yield f"{host!r} hides where it leads", "write the address that it leads to", "value"
    elif host in places.free_mail and own:
        yield f"anybody can have a mailbox at {host!r}", f"name one at {' or '.join(own)}", "value"
    elif near and host not in own and not host.endswith(tuple(f".{name}" for name in own)):
        yield f"{host!r} is almost {near!r}, and is not it", f"write {near!r}, or prove the other", "value"


@channel_rule("REG018")
def check_numbers(_draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """An international number has as many digits as numbers of its country have."""
    value = channel.value or ""
    called = channel.kind in ("phone", "whatsapp") and value.startswith("+")
    if called and _live(channel) and not is_possible(value):
        message = f"no number of that country is as long as {value!r}"
        yield message, "compare it with the source, digit by digit", "value"


@channel_rule("REG010")
def check_primary(draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """An active value has a page of an official host as source, or an accepted reason."""
    if channel.status is not ChannelStatus.ACTIVE:
        return
    official = {domain for brand in draft.registry.brands for domain in brand.domains_official}
    primary = any(_primary(source, official) for source in channel.provenance.sources)
    accepted = channel.id in _accepted(draft)
    if not primary and not accepted:
        fix = "cite a page of an official host, or have its id accepted in `no_primary_source`"
        yield "no page of an official host proves it", fix, "sources"
    if primary and accepted:
        yield "it needs no exception", "remove it from `no_primary_source`", ""


@rule("REG011", Stage.MEANING)
def check_accepted(draft: PackSource) -> Iterator[Found]:
    """Exceptions are for entries that exist and are active."""
    active = {one.id for one in draft.registry.channels if one.status is ChannelStatus.ACTIVE}
    for name in sorted(_accepted(draft).keys() - active):
        yield _of_file(draft, name=name)


@channel_rule("REG012")
def check_grades(_draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """The grade fits the sources, and what may be shown fits the grade."""
    grade, sources = channel.provenance.grade, channel.provenance.sources
    if grade == "A" and not any(source.type in _OFFICIAL_TYPES for source in sources):
        yield "grade A without an official text", "grade it B or C", "grade"
    if grade == "X" and channel.print is not PrintPolicy.NEVER:
        yield "grade X must never be printed", "write `print: never`", "print"
    if grade == "C" and channel.print is PrintPolicy.ALLOW:
        yield "grade C needs a caveat", "write `print: caveat`", "print"
    if channel.status is ChannelStatus.ACTIVE and not sources:
        yield "an active value without any source", "cite where it was read", "sources"


@channel_rule("REG013")
def check_dates(draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """Dates are in order, and none lies after the day the registry was compiled."""
    seen = channel.provenance
    if seen.first_seen and seen.last_seen and seen.first_seen > seen.last_seen:
        yield "it was last seen before it was first seen", "swap the dates", "last_seen"
    cited = [source.date for source in seen.sources if source.date]
    named = (
        ("first_seen", seen.first_seen),
        ("last_seen", seen.last_seen),
        *(("sources", day) for day in cited),
    )
    for key, day in named:
        if day and day > draft.registry.date:
            yield f"{day} lies after the registry's own date", "mend the date", key
    newest = max(cited, default=None)
    shown = channel.status is ChannelStatus.ACTIVE and channel.print is not PrintPolicy.NEVER
    if seen.last_seen and (newest is None or seen.last_seen > newest) and shown:
        message = f"it was last seen on {seen.last_seen}, and no source is of that day or later"
        fix = f'write last_seen: "{newest}"' if newest else "write `last_seen: null`"
        yield message, f"{fix}, or cite what was read", "last_seen"
    if seen.last_seen is None and seen.date_basis != "unknown":
        yield "no date, but a basis for it", "write `date_basis: unknown`", "date_basis"


@channel_rule("REG014")
def check_hours(_draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """Hours name a time zone that exists."""
    try:
        if channel.hours:
            ZoneInfo(channel.hours.tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = channel.hours.tz if channel.hours else ""
        yield f"{zone!r} is no time zone", "write a zone such as Asia/Jakarta", "hours"


@channel_rule("REG015")
def check_caveats(draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """What may only be shown with a caveat has one, in every language."""
    parts = ("label",) if channel.print is PrintPolicy.ALLOW else ("label", "caveat")
    for lang in draft.texts:
        for key in (f"channel.{channel.id}.{part}" for part in parts):
            if draft.text(lang, key) is None:
                yield f"{lang} has no text {key}", f"add `{key}: …` to a file {lang}.yaml of the texts", ""


@rule("REG016", Stage.MEANING, needs="lookalikes")
def check_overlap(draft: PackSource) -> Iterator[Found]:
    """No domain is both the company's and another company's."""
    home = draft.lookalikes.home_brands
    ours = {name for brand in draft.registry.brands if brand.id in home for name in brand.domains_official}
    ours |= {own.host for own in draft.lookalikes.hosts}
    for company in draft.lookalikes.companies:
        for domain in sorted(ours.intersection(company.domains)):
            yield _of_file(draft, domain=domain, name=company.name)


@rule("REG007", Stage.MEANING, needs="before")
def check_history(draft: PackSource) -> Iterator[Found]:
    """What was once in the registry stays in it, as itself or as a tombstone."""
    file, channels = draft.documents["channels"], draft.registry.channels
    places, values = {one.id: at for at, one in enumerate(channels)}, {one.value for one in channels}
    for old in draft.before.registry.channels if draft.before else ():
        if old.id not in places:
            yield _of_file(draft, old=old.id)
        elif old.value is not None and old.value not in values:
            yield file.found(("channels", places[old.id]), "value", old=old.id, value=old.value)


def normalise(channel: Channel, data: Lookalikes) -> str | None:
    """The value of *channel* as it should be written; None where it cannot be read as its kind."""
    value = channel.value or ""
    match channel.kind:
        case "phone" | "whatsapp":
            number = read_number(value)
            return keys(number, data.phones.country_code)[0] if number else None
        case "email":
            box = read_mailbox(value)
            return f"{box.local}@{box.domain}".lower() if box and not box.named else None
        case "web":  # https, a lower-case host, no user, port, query or fragment
            parts = urlsplit(value)
            plain = parts.scheme == "https" and parts.hostname and parts.netloc == parts.hostname
            return f"https://{parts.hostname}{parts.path}" if plain else None
        case "social" | "telegram":
            host, _, name = value.partition("/")
            known = {*data.places.social, *data.places.messengers}
            return f"{host}/{name.lower()}" if host in known and name and "/" not in name else None
        case _:
            return value.strip()


def _live(channel: Channel) -> bool:
    return channel.value is not None and channel.status is not ChannelStatus.RETIRED


def _close(one: str, two: str) -> bool:
    return OSA.distance(one, two, score_cutoff=1) <= 1


def _last(host: str, like: str) -> str:
    """As many parts of *host*, from its end, as *like* has."""
    return ".".join(host.split(".")[-len(like.split(".")) :])


def _primary(source: Source, official: set[str]) -> bool:
    host = urlsplit(source.url).hostname or ""
    proved = any(host == name or host.endswith("." + name) for name in official)
    return source.type == "official_page" and proved


def _of_file(draft: PackSource, **values: object) -> Found:
    return draft.documents["channels"].found_at(Place(), **values)


def _accepted(draft: PackSource) -> Mapping[str, str]:
    """Ids that may be active without a page of an official host, and why."""
    return cast("Mapping[str, str]", draft.documents["channels"].data.get("no_primary_source") or {})


def _twins(draft: PackSource) -> Mapping[str, str]:
    """Ids whose value is, on purpose, that of another one."""
    rows = draft.rows("channels", "channels")
    return {row["id"]: row["same_value_as"] for _, row in rows if "same_value_as" in row}
