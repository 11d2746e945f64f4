"""Rules about the proof of a value: sources, grades, dates, hours, and the words that must go with it."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gopay_help.contacts.lint import Draft
from gopay_help.model.contact import Channel, ChannelStatus, PrintPolicy, Source
from gopay_help.model.errors import Problem

_OFFICIAL_TYPES = frozenset({"official_page", "official_repo", "official_document_copy"})


def check_primary(draft: Draft) -> Iterator[Problem]:
    """REG010: an active value has a page of an official host as source, or an accepted reason."""
    official = {domain for brand in draft.registry.brands for domain in brand.domains_official}
    for channel in draft.registry.channels:
        if channel.status is not ChannelStatus.ACTIVE:
            continue
        primary = any(_primary(source, official) for source in channel.provenance.sources)
        if not primary and channel.id not in draft.accepted:
            fix = "cite a page of an official host, or have its id accepted in `no_primary_source`"
            yield draft.problem("REG010", channel, "no page of an official host proves it", fix, "sources")
        if primary and channel.id in draft.accepted:
            yield draft.problem(
                "REG010", channel, "it needs no exception", "remove it from `no_primary_source`"
            )


def _primary(source: Source, official: set[str]) -> bool:
    host = urlsplit(source.url).hostname or ""
    return source.type == "official_page" and any(
        host == name or host.endswith("." + name) for name in official
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
        for lang, keys in draft.caveats.items():
            for key in wanted:
                if key not in keys:
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
