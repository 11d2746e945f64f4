"""Rules about the values themselves: form, tombstones, twins, bans."""

from collections.abc import Iterator
from itertools import combinations

from rapidfuzz.distance import OSA

from gopay_help.channels.lint import Draft
from gopay_help.channels.normal import normalise
from gopay_help.model.channel import Channel, ChannelStatus, PrintPolicy
from gopay_help.model.errors import Problem

_REFERENCE = "replaced_by"


def check_ids(draft: Draft) -> Iterator[Problem]:
    """REG001: an id names one channel for ever."""
    seen: set[str] = set()
    for channel in draft.registry.channels:
        if channel.id in seen:
            yield draft.problem(
                "REG001", channel, "the id stands here twice", "give the new entry its own id"
            )
        seen.add(channel.id)


def check_brands(draft: Draft) -> Iterator[Problem]:
    """REG002: brands and references exist."""
    brands = {brand.id for brand in draft.registry.brands}
    ids = {channel.id for channel in draft.registry.channels}
    for channel in draft.registry.channels:
        for brand in {channel.brand, *channel.covers} - brands:
            yield draft.problem(
                "REG002", channel, f"the brand {brand!r} is not declared", "add it to `brands:`"
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
                "REG003", channel, "the value has letters outside ASCII", "type it anew by hand"
            )
        elif wanted != channel.value:
            fix = f'write "{wanted}"' if wanted else f"give a value that is a {channel.kind}"
            yield draft.problem("REG003", channel, f"{channel.value!r} is not in its normal form", fix)


def check_policy(draft: Draft) -> Iterator[Problem]:
    """REG004: status, print policy and value agree; what is withheld says why."""
    for channel in draft.registry.channels:
        withheld = channel.status is ChannelStatus.RETIRED
        if withheld is not (channel.print is PrintPolicy.NEVER):
            fix = "retired and `print: never` go together"
            yield draft.problem(
                "REG004", channel, f"it is {channel.status} but `print: {channel.print}`", fix
            )
        if channel.value is None and not withheld:
            yield draft.problem(
                "REG004", channel, "it has no value but is not retired", "retire it, or give its value"
            )
        if channel.status is not ChannelStatus.ACTIVE and not channel.reason:
            yield draft.problem("REG004", channel, "it does not say why it is not active", "write a `reason`")


def check_bans(draft: Draft) -> Iterator[Problem]:
    """REG005: what was found never to exist stays out."""
    for channel in draft.registry.channels:
        for ban in draft.banned:
            if _live(channel) and ban.forbids(channel):
                yield draft.problem("REG005", channel, f"this must not be added: {ban.why}", "remove it")


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
            yield draft.problem("REG006", second, f"its value is that of {first.id}", fix)
        elif _live(first) and _live(second) and first.kind == second.kind and _close(first, second):
            fix = "if it is on purpose, write `same_value_as`"
            yield draft.problem("REG006", second, f"its value is one sign from that of {first.id}", fix)


def _declared(draft: Draft, first: Channel, second: Channel) -> bool:
    return draft.twins.get(second.id) == first.id or draft.twins.get(first.id) == second.id


def _close(first: Channel, second: Channel) -> bool:
    return OSA.distance(first.value or "", second.value or "", score_cutoff=1) <= 1


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


VALUE_RULES = (check_ids, check_brands, check_form, check_policy, check_bans, check_twins)
