"""Rules of the contacts that a tree leads to: in the registry, usable by this person, of their company."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rapidfuzz.distance import OSA

from gopay_help.authoring.lint.rule import PackSource, Stage, rule
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.space import reached_in_order
from gopay_help.authoring.lint.yaml import Broken, Place, Trail
from gopay_help.contacts.links import read_mailbox
from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.contacts.phones import is_possible, keys, read_number
from gopay_help.model.contact import Channel, ChannelStatus, PrintPolicy, Source
from gopay_help.model.errors import Filled, Level
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.model.tree import UNKNOWN, FactId, Node, NodeId, Outcome, Question, Table, Tree


@rule("CON001", Stage.MEANING)
def check_contacts(draft: PackSource) -> Iterator[Broken]:
    """Every contact of an outcome is in the registry."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        for trail, channel_id in _contacts(outcome):
            if channel_id not in channels:
                yield draft.found(trail, channel=channel_id, fix=nearest(channel_id, channels))


@rule("CON007", Stage.MEANING)
def check_showable(draft: PackSource) -> Iterator[Broken]:
    """Every contact of an outcome is in use and may be shown."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        for trail, channel_id in _contacts(outcome):
            channel = channels.get(channel_id)
            if channel is not None and not _showable(channel):
                yield draft.found(trail, channel=channel_id)


@rule("OUT001", Stage.MEANING)
def check_route(draft: PackSource) -> Iterator[Broken]:
    """Every outcome has a contact route; none only where the texts say why."""
    for outcome in draft.outcomes:
        reason = f"outcome.{outcome.id}.no_route"
        if not outcome.route and not draft.text(SOURCE_LANGUAGE, reason):
            yield draft.found(("outcomes", outcome.id, "route"), key=reason)


@rule("OUT004", Stage.MEANING)
def check_usable(draft: PackSource) -> Iterator[Broken]:
    """Some channel of the route is left for a person in this case."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        if outcome.route and not any(is_usable(channels.get(name, {}), outcome) for name in outcome.route):
            without = f" without {' or '.join(sorted(outcome.cannot))}" if outcome.cannot else ""
            yield draft.found(("outcomes", outcome.id, "route"), without=without)


@rule("OUT008", Stage.MEANING)
def check_regulators(draft: PackSource) -> Iterator[Broken]:
    """A regulator is asked after the provider, so it is in `follow_up`; scam desks may be first."""
    channels = draft.channels()
    for outcome, trail, name in draft.listed("route"):
        may_be_first = draft.tree.causes[outcome.cause].regulator_first or outcome.critical
        if channels.get(name, {}).get("covers") and not may_be_first:
            yield draft.found(trail, name=name)


@rule("OUT005", Stage.MEANING, Level.WARNING)
def check_kinds(draft: PackSource) -> Iterator[Broken]:
    """A route does not hang on one kind of channel: when the lines are busy, all of them are."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        usable = [channels[name] for name in outcome.route if is_usable(channels.get(name, {}), outcome)]
        kinds = {channel["kind"] for channel in usable}
        if len(kinds) == 1:
            yield draft.found(
                ("outcomes", outcome.id, "route"),
                channel=kinds.pop(),
                fix=_another(usable, channels, outcome),
            )


def _another(
    usable: list[Mapping[str, Any]], channels: Mapping[str, Mapping[str, Any]], outcome: Outcome
) -> str:
    """A channel of another kind that this person could use, if the registry has one."""
    brands, kinds = {one["brand"] for one in usable}, {one["kind"] for one in usable}
    for name, channel in channels.items():
        if channel["brand"] in brands and channel["kind"] not in kinds and is_usable(channel, outcome):
            return Filled("add one of another kind, {channel} for example", channel=name)
    return "the registry has none of another kind: allow it here, and say so"


@rule("CON006", Stage.MEANING, Level.WARNING)
def check_in_vain(draft: PackSource) -> Iterator[Broken]:
    """A route names no channel that this very outcome says cannot be used; it would never be shown."""
    channels = draft.channels()
    for outcome, trail, name in draft.listed("route"):
        if name in channels and (lacks := _lacks(channels[name], outcome)):
            yield draft.found(trail, name=name, lacks=lacks)


def _contacts(outcome: Outcome) -> Iterator[tuple[Trail, str]]:
    for index, name in enumerate(outcome.route):
        yield ("outcomes", outcome.id, "route", index), name
    for index, name in enumerate(outcome.follow_up.to):
        yield ("outcomes", outcome.id, "follow_up", "to", index), name


def _showable(channel: Mapping[str, Any]) -> bool:
    return (
        channel.get("print") != "never" and channel.get("status") == "active" and bool(channel.get("value"))
    )


def is_usable(channel: Mapping[str, Any], outcome: Outcome) -> bool:
    """True if help can be asked for there: a channel of announcements only is read, never asked."""
    return _showable(channel) and not channel.get("announcements") and not _lacks(channel, outcome)


def _lacks(channel: Mapping[str, Any], outcome: Outcome) -> str:
    """What this person cannot use and the channel needs; empty if nothing."""
    needs = {
        "login": channel.get("needs_login"),
        "network": channel.get("needs_network"),
        "phone": channel.get("kind") == "phone",
    }
    return next((name for name in sorted(outcome.cannot) if needs[name]), "")


@rule("INF003", Stage.MEANING)
def check_same_name(draft: PackSource) -> Iterator[Broken]:
    """Evidence that is itself one of the answers gives that answer: nobody is told another's brand."""
    for node, trail, inference in draft.inferences:
        for fact, values in inference.when.items():
            named = sorted(values & {option.id for option in node.options})
            if named and inference.answer not in named:
                answer = inference.answer
                yield draft.found((*trail, "answer"), fact=fact, named=named[0], answer=answer)


@rule("CON008", Stage.MEASURES)
def check_own_company(draft: PackSource) -> Iterator[Broken]:
    """Whoever says which company's user they are finds a contact of it: others are never shown to them."""
    told = _told_apart(draft)
    channels = draft.channels()
    for node_id, comes in _who_comes(draft.tree, told).items():
        outcome = draft.tree.nodes[node_id]
        if not isinstance(outcome, Outcome) or not outcome.route:
            continue
        brands = {name: str(channels.get(name, {}).get("brand", "")) for name in outcome.route}
        for brand, way in comes.items():
            if brand != UNKNOWN and all(one in told and one != brand for one in brands.values()):
                yield draft.found(("nodes", *way), brand=brand, outcome=outcome.id)


@rule("CON009", Stage.MEASURES, Level.WARNING)
def check_shown_to_somebody(draft: PackSource) -> Iterator[Broken]:
    """A contact of one company does not stand where all who come use another."""
    told = _told_apart(draft)
    channels = draft.channels()
    for node_id, comes in _who_comes(draft.tree, told).items():
        outcome = draft.tree.nodes[node_id]
        if not isinstance(outcome, Outcome) or UNKNOWN in comes:
            continue
        for trail, name in _contacts(outcome):
            if not _helps(channels.get(name, {}), frozenset(comes), told):
                yield draft.found(trail, name=name, users=" or ".join(sorted(comes)))


def _helps(channel: Mapping[str, Any], comes: frozenset[str], told: frozenset[str]) -> bool:
    """True unless the channel is another company's, or of a regulator that covers only others of them."""
    if channel.get("brand") in told:
        return channel.get("brand") in comes
    covers = set(channel.get("covers") or ())
    return not covers or not covers <= told or bool(covers & comes)


def _told_apart(draft: PackSource) -> frozenset[str]:
    """The brands that a run tells apart: a contact of one is never shown to users of another."""
    facts = (fact for fact in draft.tree.facts.values() if fact.source == "brand")
    return frozenset(value for fact in facts for value in fact.values) & frozenset(draft.brands())


def _who_comes(tree: Tree, told: frozenset[str]) -> dict[NodeId, dict[str, Trail]]:
    """By node, the brands of those who come there, and the last step that brought the first of them.

    A later answer that names a brand counts, as in a run; a table on the brand lets only its own pass.
    """
    by_brand = {fact for fact, spec in tree.facts.items() if spec.source == "brand"}
    comes: dict[NodeId, dict[str, Trail]] = {node_id: {} for node_id in reached_in_order(tree)}
    known = {value for fact in by_brand for value in tree.facts[fact].values}
    comes[tree.start] = dict.fromkeys(sorted({UNKNOWN, *(known & told)}), ())
    for node_id, here in comes.items():
        for way in _ways(tree.nodes[node_id], by_brand):
            for brand in [way.names] if way.names in told else [one for one in here if way.lets_pass(one)]:
                comes[way.to].setdefault(brand, (node_id, *way.step))
    return comes


class _Way(NamedTuple):
    """A way out of a node."""

    to: NodeId
    step: Trail
    names: str = ""
    """The answer; where it is the id of a brand, whoever gives it uses that brand."""
    only: frozenset[str] | None = None
    """Of a row that looks at the brand: those whom it is for."""

    def lets_pass(self, brand: str) -> bool:
        """True if users of *brand* can go this way."""
        return self.only is None or brand in self.only


def _ways(node: Node, by_brand: set[FactId]) -> Iterator[_Way]:
    if isinstance(node, Question):
        for index, option in enumerate(node.options):
            yield _Way(node.target(option.id), ("options", index), str(option.id))
    elif isinstance(node, Table):
        for index, row in enumerate(node.rows):
            only = next((row.when[fact] for fact in row.when if fact in by_brand), None)
            yield _Way(row.to, ("rows", index), only=only)


# Rules of the contact registry: what a machine can refuse in it before two people look at it. Poisoning the
# registry is the best attack on this program: a change that adds one number. So an active value needs a
# page of an official host as its source, or a reason that a test pins; tombstones stay; and what was found
# never to exist cannot be added at all.


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


def channel_rule(rule_id: str, level: Level = Level.ERROR, needs: str = "") -> Callable[[Look], Look]:
    """Register a function that looks at one channel as the rule *rule_id* of all of them."""

    def register(look: Look) -> Look:
        def check(draft: PackSource) -> Iterator[Broken]:
            file = draft.documents["channels"]
            for index, channel in enumerate(draft.registry.channels):
                for message, fix, key in look(draft, channel):
                    trail = ("channels", index, key) if key else ("channels", index)
                    yield file.found(trail, said=f"{channel.id}: {message}", fix=fix)

        check.__doc__ = look.__doc__
        rule(rule_id, Stage.MEANING, level, needs=needs)(check)
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
    primary = bool(_own_pages(draft, channel))
    accepted = channel.id in _accepted(draft)
    if not primary and not accepted:
        fix = "cite a page of an official host, or have its id accepted in `no_primary_source`"
        yield "no page of an official host proves it", fix, "sources"
    if primary and accepted:
        yield "it needs no exception", "remove it from `no_primary_source`", ""


def _own_pages(draft: PackSource, channel: Channel) -> list[Source]:
    """The pages of official hosts that prove a channel."""
    official = {domain for brand in draft.registry.brands for domain in brand.domains_official}
    cited = [source for source in channel.provenance.sources if source.type == "official_page"]
    hosts = ((source, f".{urlsplit(source.url).hostname or ''}") for source in cited)
    return [source for source, host in hosts if any(host.endswith(f".{name}") for name in official)]


@channel_rule("REG019", Level.WARNING)
def check_own_dates(draft: PackSource, channel: Channel) -> Iterator[Fault]:
    """What proves an active value best says when it was read; a newspaper's date is not that of the page."""
    pages = _own_pages(draft, channel) if channel.status is ChannelStatus.ACTIVE else []
    if pages and not any(page.date for page in pages):
        fix = "write the day on which you read it as the `date` of that source"
        yield "no page of its own company that proves it has a date", fix, "sources"


@rule("REG011", Stage.MEANING)
def check_accepted(draft: PackSource) -> Iterator[Broken]:
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
def check_overlap(draft: PackSource) -> Iterator[Broken]:
    """No domain is both the company's and another company's."""
    home = draft.lookalikes.home_brands
    ours = {name for brand in draft.registry.brands if brand.id in home for name in brand.domains_official}
    ours |= {own.host for own in draft.lookalikes.hosts}
    for company in draft.lookalikes.companies:
        for domain in sorted(ours.intersection(company.domains)):
            yield _of_file(draft, domain=domain, name=company.name)


@rule("REG007", Stage.MEANING, needs="before")
def check_history(draft: PackSource) -> Iterator[Broken]:
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


def _of_file(draft: PackSource, **values: object) -> Broken:
    return draft.documents["channels"].found_at(Place(), **values)


def _accepted(draft: PackSource) -> Mapping[str, str]:
    """Ids that may be active without a page of an official host, and why."""
    return cast("Mapping[str, str]", draft.documents["channels"].data.get("no_primary_source") or {})


def _twins(draft: PackSource) -> Mapping[str, str]:
    """Ids whose value is, on purpose, that of another one."""
    rows = draft.rows("channels", "channels")
    return {row["id"]: row["same_value_as"] for _, row in rows if "same_value_as" in row}
