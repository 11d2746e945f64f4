"""Rules about the values themselves: form, tombstones, twins, bans."""

from collections.abc import Iterator
from itertools import combinations
from urllib.parse import urlsplit

from rapidfuzz.distance import OSA

from gopay_help.contacts.lint import Draft
from gopay_help.contacts.normal import normalise
from gopay_help.contacts.phone import is_possible
from gopay_help.model.contact import Channel, ChannelStatus, PrintPolicy
from gopay_help.model.errors import Problem

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
        if _declared(draft, first, second):
            continue
        if first.value == second.value:
            fix = "a value stands once; a retired one comes back only with two reviews and a new source"
            yield draft.problem("REG006", second, f"its value is that of {first.id}", fix, "value")
        elif _live(first) and _live(second) and first.kind == second.kind and _close(first, second):
            fix = "if it is on purpose, write `same_value_as`"
            message = f"its value is one sign from that of {first.id}"
            yield draft.problem("REG006", second, message, fix, "value")


def _declared(draft: Draft, first: Channel, second: Channel) -> bool:
    return draft.twins.get(second.id) == first.id or draft.twins.get(first.id) == second.id


def _close(first: Channel, second: Channel) -> bool:
    return OSA.distance(first.value or "", second.value or "", score_cutoff=1) <= 1


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
