"""What a machine can refuse in a registry before two people look at it. Each rule has an id and a way out.

Poisoning the registry is the best attack on this program: a change that adds one number. So an active value
needs a page of an official host as its source, or a reason that a test pins; tombstones stay; and what was
found never to exist cannot be added at all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rapidfuzz.distance import OSA

from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.contacts.mail import read_mailbox
from gopay_help.contacts.phones import is_possible, keys, read_number
from gopay_help.model.contact import Channel, ChannelStatus, PrintPolicy, Registry
from gopay_help.model.errors import Problem

Place = Callable[[tuple[str | int, ...]], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Banned:
    """What must never become an active contact of a brand."""

    brand: str
    kinds: frozenset[str]
    prefix: str
    why: str

    def forbids(self, channel: Channel) -> bool:
        """True if *channel* is one of those."""
        value = channel.value or ""
        return channel.brand == self.brand and channel.kind in self.kinds and value.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class Draft:
    """A registry before it is accepted, with what its rules need beside it."""

    file: str
    registry: Registry
    data: Lookalikes
    accepted: Mapping[str, str] = field(default_factory=dict)
    """Ids that may be active without a page of an official host, and why."""
    banned: tuple[Banned, ...] = ()
    twins: Mapping[str, str] = field(default_factory=dict)
    """Ids whose value is, on purpose, that of another one."""
    caveats: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Per language, the keys of the texts about contacts."""
    place: Place = lambda _trail: (0, 0)

    def problem(self, rule: str, channel: Channel | None, message: str, fix: str, key: str = "") -> Problem:
        """A problem at a channel, or at one *key* of it, or at the file as a whole."""
        line, column = (0, 0)
        if channel is not None:
            rows = enumerate(self.registry.channels)
            trail = ("channels", next(index for index, other in rows if other is channel))
            line, column = self.place((*trail, key) if key else trail)
        about = f"{channel.id}: " if channel else ""
        return Problem(rule, about + message, fix, self.file, line, column)


Rule = Callable[[Draft], Iterator[Problem]]


def lint(draft: Draft, rules: tuple[Rule, ...]) -> list[Problem]:
    """Every problem that *rules* find, in the order of the file."""
    problems = [problem for rule in rules for problem in rule(draft)]
    return sorted(problems, key=lambda problem: (problem.line, problem.rule))


def draft_of(
    document: Mapping[str, object],
    registry: Registry,
    data: Lookalikes,
    *,
    file: str,
    texts: Mapping[str, Mapping[str, object]],
    place: Place = lambda _trail: (0, 0),
) -> Draft:
    """The draft of an already parsed registry, with what only its document says."""
    accepted = document.get("no_primary_source")
    return Draft(
        file=file,
        registry=registry,
        data=data,
        accepted=dict(accepted) if isinstance(accepted, Mapping) else {},
        banned=tuple(
            Banned(entry["brand"], frozenset(entry["kinds"]), entry["prefix"], entry["why"])
            for entry in _listed(document, "banned")
        ),
        twins={
            entry["id"]: entry["same_value_as"]
            for entry in _listed(document, "channels")
            if "same_value_as" in entry
        },
        caveats={lang: frozenset(entries) for lang, entries in texts.items()},
        place=place,
    )


def _listed(document: Mapping[str, object], key: str) -> list[Any]:
    part = document.get(key)
    return part if isinstance(part, list) else []


_OFFICIAL_TYPES = frozenset({"official_page", "official_repo", "official_document_copy"})


def check_primary(draft: Draft) -> Iterator[Problem]:
    """REG010: an active value has a page of an official host as source, or an accepted reason."""
    official = {domain for brand in draft.registry.brands for domain in brand.domains_official}
    for channel in draft.registry.channels:
        if channel.status is not ChannelStatus.ACTIVE:
            continue
        cited = (source for source in channel.provenance.sources if source.type == "official_page")
        hosts = [urlsplit(source.url).hostname or "" for source in cited]
        primary = any(f".{host}".endswith(f".{name}") for host in hosts for name in official)
        if not primary and channel.id not in draft.accepted:
            fix = "cite a page of an official host, or have its id accepted in `no_primary_source`"
            yield draft.problem("REG010", channel, "no page of an official host proves it", fix, "sources")
        if primary and channel.id in draft.accepted:
            yield draft.problem(
                "REG010", channel, "it needs no exception", "remove it from `no_primary_source`"
            )


def check_accepted(draft: Draft) -> Iterator[Problem]:
    """REG011: exceptions are for entries that exist and are active."""
    active = {channel.id for channel in draft.registry.channels if channel.status is ChannelStatus.ACTIVE}
    for name in sorted(set(draft.accepted) - active):
        yield draft.problem(
            "REG011", None, f"`no_primary_source` names {name!r}", "remove it: it is not active"
        )


def check_grades(draft: Draft) -> Iterator[Problem]:
    """REG012: the grade fits the sources, and what may be shown fits the grade."""
    for channel in draft.registry.channels:
        grade, sources = channel.provenance.grade, channel.provenance.sources
        if grade == "A" and not any(source.type in _OFFICIAL_TYPES for source in sources):
            yield draft.problem(
                "REG012", channel, "grade A without an official text", "grade it B or C", "grade"
            )
        if grade == "X" and channel.print is not PrintPolicy.NEVER:
            yield draft.problem(
                "REG012", channel, "grade X must never be printed", "write `print: never`", "print"
            )
        if grade == "C" and channel.print is PrintPolicy.ALLOW:
            yield draft.problem("REG012", channel, "grade C needs a caveat", "write `print: caveat`", "print")
        if channel.status is ChannelStatus.ACTIVE and not sources:
            yield draft.problem(
                "REG012", channel, "an active value without any source", "cite where it was read", "sources"
            )


def check_dates(draft: Draft) -> Iterator[Problem]:
    """REG013: dates are in order, and none lies after the day the registry was compiled."""
    for channel in draft.registry.channels:
        seen = channel.provenance
        if seen.first_seen and seen.last_seen and seen.first_seen > seen.last_seen:
            yield draft.problem(
                "REG013", channel, "it was last seen before it was first seen", "swap the dates", "last_seen"
            )
        for key, day in _days(channel):
            if day > draft.registry.date:
                message = f"{day} lies after the registry's own date"
                yield draft.problem("REG013", channel, message, "mend the date", key)
        newest = max((source.date for source in seen.sources if source.date), default=None)
        if seen.last_seen and (newest is None or seen.last_seen > newest) and _shown(channel):
            message = f"it was last seen on {seen.last_seen}, and no source is of that day or later"
            fix = f'write last_seen: "{newest}"' if newest else "write `last_seen: null`"
            yield draft.problem("REG013", channel, message, f"{fix}, or cite what was read", "last_seen")
        if seen.last_seen is None and seen.date_basis != "unknown":
            yield draft.problem(
                "REG013", channel, "no date, but a basis for it", "write `date_basis: unknown`", "date_basis"
            )


def _days(channel: Channel) -> Iterator[tuple[str, date]]:
    """Every day that an entry names, with the key where it stands."""
    seen = channel.provenance
    named = (("first_seen", seen.first_seen), ("last_seen", seen.last_seen))
    yield from ((key, day) for key, day in named if day)
    yield from (("sources", source.date) for source in seen.sources if source.date)


def _shown(channel: Channel) -> bool:
    return channel.status is ChannelStatus.ACTIVE and channel.print is not PrintPolicy.NEVER


def check_hours(draft: Draft) -> Iterator[Problem]:
    """REG014: hours name a time zone that exists."""
    for channel in draft.registry.channels:
        if channel.hours is None:
            continue
        try:
            ZoneInfo(channel.hours.tz)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = f"{channel.hours.tz!r} is no time zone"
            yield draft.problem("REG014", channel, message, "write a zone such as Asia/Jakarta", "hours")


def check_caveats(draft: Draft) -> Iterator[Problem]:
    """REG015: what may only be shown with a caveat has one, in every language."""
    for channel in draft.registry.channels:
        wanted = [f"channel.{channel.id}.label"]
        if channel.print is not PrintPolicy.ALLOW:
            wanted.append(f"channel.{channel.id}.caveat")
        for lang, present in draft.caveats.items():
            for key in wanted:
                if key not in present:
                    fix = f"add `{key}: …` to a file {lang}.yaml of the texts"
                    yield draft.problem("REG015", channel, f"{lang} has no text {key}", fix)


def check_overlap(draft: Draft) -> Iterator[Problem]:
    """REG016: no domain is both the company's and another company's."""
    home = draft.data.home_brands
    ours = {name for brand in draft.registry.brands if brand.id in home for name in brand.domains_official}
    ours |= {own.host for own in draft.data.hosts}
    for company in draft.data.companies:
        for domain in sorted(ours.intersection(company.domains)):
            fix = "decide whose it is"
            yield draft.problem("REG016", None, f"{domain} is listed as ours and as {company.name}'s", fix)


PROOF_RULES = (
    check_primary,
    check_accepted,
    check_grades,
    check_dates,
    check_hours,
    check_caveats,
    check_overlap,
)


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
        case "web":
            return _web(value)
        case "social" | "telegram":
            return _account(value, data)
        case _:
            return value.strip()


def _web(value: str) -> str | None:
    """Https, a lower-case host, no user, port, query or fragment."""
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or parts.netloc != parts.hostname:
        return None
    return f"https://{parts.hostname}{parts.path}"


def _account(value: str, data: Lookalikes) -> str | None:
    host, _, name = value.partition("/")
    known = {*data.places.social, *data.places.messengers}
    return f"{host}/{name.lower()}" if host in known and name and "/" not in name else None


_REFERENCE = "replaced_by"
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


def check_ids(draft: Draft) -> Iterator[Problem]:
    """REG001: an id names one channel for ever."""
    seen: set[str] = set()
    for channel in draft.registry.channels:
        if channel.id in seen:
            yield draft.problem(
                "REG001", channel, "the id stands here twice", "give the new entry its own id", "id"
            )
        seen.add(channel.id)


def check_brands(draft: Draft) -> Iterator[Problem]:
    """REG002: brands and references exist."""
    brands = {brand.id for brand in draft.registry.brands}
    ids = {channel.id for channel in draft.registry.channels}
    for channel in draft.registry.channels:
        for brand in {channel.brand, *channel.covers} - brands:
            yield draft.problem(
                "REG002",
                channel,
                f"the brand {brand!r} is not declared",
                "add it to `brands:`",
                "brand" if brand == channel.brand else "covers",
            )
        for other in {dict(channel.alternatives).get(_REFERENCE), draft.twins.get(channel.id)} - ids - {None}:
            yield draft.problem("REG002", channel, f"it refers to {other!r}, which is no id", "name an id")


def check_form(draft: Draft) -> Iterator[Problem]:
    """REG003: a value is written in its one normal form, in ASCII."""
    for channel in draft.registry.channels:
        if channel.value is None:
            continue
        wanted = normalise(channel, draft.data)
        if not channel.value.isascii():
            yield draft.problem(
                "REG003", channel, "the value has letters outside ASCII", "type it anew by hand", "value"
            )
        elif wanted != channel.value:
            form = _FORMS.get(channel.kind, f"write it as the others of the kind {channel.kind}")
            fix = f'write "{wanted}"' if wanted else form
            message = f"{channel.value!r} is not in its normal form"
            yield draft.problem("REG003", channel, message, fix, "value")


def check_policy(draft: Draft) -> Iterator[Problem]:
    """REG004: status, print policy and value agree; what is withheld says why."""
    for channel in draft.registry.channels:
        withheld = channel.status is ChannelStatus.RETIRED
        if withheld is not (channel.print is PrintPolicy.NEVER):
            fix = "retired and `print: never` go together"
            yield draft.problem(
                "REG004", channel, f"it is {channel.status} but `print: {channel.print}`", fix, "print"
            )
        if channel.value is None and not withheld:
            yield draft.problem(
                "REG004",
                channel,
                "it has no value but is not retired",
                "retire it, or give its value",
                "value",
            )
        if channel.status is not ChannelStatus.ACTIVE and not channel.reason:
            message = "it does not say why it is not active"
            yield draft.problem("REG004", channel, message, "write a `reason`", "reason")


def check_bans(draft: Draft) -> Iterator[Problem]:
    """REG005: what was found never to exist stays out."""
    for channel in draft.registry.channels:
        for ban in draft.banned:
            if _live(channel) and ban.forbids(channel):
                yield draft.problem(
                    "REG005", channel, f"this must not be added: {ban.why}", "remove it", "value"
                )


def _live(channel: Channel) -> bool:
    return channel.value is not None and channel.status is not ChannelStatus.RETIRED


def check_twins(draft: Draft) -> Iterator[Problem]:
    """REG006: no two live values are equal or one sign apart, and none is a tombstone's, unless declared."""
    valued = [channel for channel in draft.registry.channels if channel.value is not None]
    for first, second in combinations(valued, 2):
        if second.id == draft.twins.get(first.id) or first.id == draft.twins.get(second.id):
            continue
        if first.value == second.value:
            fix = "a value stands once; a retired one comes back only with two reviews and a new source"
            yield draft.problem("REG006", second, f"its value is that of {first.id}", fix, "value")
        elif (
            _live(first)
            and _live(second)
            and first.kind == second.kind
            and OSA.distance(first.value or "", second.value or "", score_cutoff=1) <= 1
        ):
            fix = "if it is on purpose, write `same_value_as`"
            message = f"its value is one sign from that of {first.id}"
            yield draft.problem("REG006", second, message, fix, "value")


def check_places(draft: Draft) -> Iterator[Problem]:
    """REG017: an address hides nobody: no short link, no free mailbox, no host almost the brand's own."""
    brands = {brand.id: brand for brand in draft.registry.brands}
    places = draft.data.places
    for channel in draft.registry.channels:
        host = _host(channel)
        if not host or not _live(channel):
            continue
        own = brands[channel.brand].domains_official if channel.brand in brands else ()
        near = next((name for name in own if 0 < OSA.distance(_last(host, name), name) <= _NEAR), None)
        if host in places.shorteners:
            message, fix = f"{host!r} hides where it leads", "write the address that it leads to"
        elif host in places.free_mail and own:
            message, fix = f"anybody can have a mailbox at {host!r}", f"name one at {' or '.join(own)}"
        elif near and host not in own and not host.endswith(tuple(f".{name}" for name in own)):
            message, fix = (
                f"{host!r} is almost {near!r}, and is not it",
                f"write {near!r}, or prove the other",
            )
        else:
            continue
        yield draft.problem("REG017", channel, message, fix, "value")


def check_numbers(draft: Draft) -> Iterator[Problem]:
    """REG018: an international number has as many digits as numbers of its country have."""
    for channel in draft.registry.channels:
        value = channel.value or ""
        if channel.kind not in ("phone", "whatsapp") or not value.startswith("+") or not _live(channel):
            continue
        if not is_possible(value):
            message = f"no number of that country is as long as {value!r}"
            yield draft.problem(
                "REG018", channel, message, "compare it with the source, digit by digit", "value"
            )


def _host(channel: Channel) -> str:
    value = channel.value or ""
    if channel.kind == "email":
        return value.rpartition("@")[2].lower()
    return urlsplit(value).hostname or "" if channel.kind == "web" else ""


def _last(host: str, like: str) -> str:
    """As many parts of *host*, from its end, as *like* has."""
    return ".".join(host.split(".")[-len(like.split(".")) :])


def check_history(draft: Draft, before: Draft) -> Iterator[Problem]:
    """REG007: what was once in the registry stays in it, as itself or as a tombstone."""
    now = {channel.id: channel for channel in draft.registry.channels}
    for old in before.registry.channels:
        new = now.get(old.id)
        if new is None:
            fix = "put it back with `status: retired` and `print: never`"
            yield draft.problem("REG007", None, f"{old.id} was removed", fix)
        elif old.value is not None and new.value != old.value and old.value not in _values(draft):
            fix = "keep the old value as an entry of its own, retired"
            yield draft.problem("REG007", new, f"its old value {old.value!r} is gone", fix)


def _values(draft: Draft) -> set[str | None]:
    return {channel.value for channel in draft.registry.channels}


VALUE_RULES = (
    check_ids,
    check_brands,
    check_form,
    check_policy,
    check_bans,
    check_twins,
    check_places,
    check_numbers,
)
