"""`channels`: the contact registry, and one entry of it with all that proves it."""

from typing import TYPE_CHECKING, Annotated

from gopay_help.cli.options import argument, option
from gopay_help.cli.setup import Setup, require_known
from gopay_help.contacts.registry import Filters, Row, channels_document, chosen
from gopay_help.model.contact import Channel
from gopay_help.model.errors import UsageError
from gopay_help.model.text import Phrase, quoted
from gopay_help.screen.page import Page
from gopay_help.screen.pages import channel_page, channels_page, nothing_page, retired_page, tombstone_page
from gopay_help.wizard.route import describe
from gopay_help.wizard.times import day

if TYPE_CHECKING:
    import typer


def list_channels(
    setup: Setup,
    *,
    brand: Annotated[str | None, option("--brand", "Only this brand.", offers="known_brands")] = None,
    kind: Annotated[
        str | None, option("--kind", "Only this kind: phone, email, web, in_app, …", offers="contact_kinds")
    ] = None,
    retired: Annotated[bool, option("--retired", "Only those not in use any more.")] = False,
) -> int:
    """List the contacts asked for.

    Raises:
        UsageError: no such brand or kind.
    """
    filters = Filters(brand, kind, retired=retired)
    require_known("--brand", brand, sorted(each.id for each in setup.registry.brands))
    require_known("--kind", kind, sorted({channel.kind for channel in setup.registry.channels}))
    found = chosen(setup.registry, filters)
    reason = None if found else _reason(setup, filters)
    rows = (_row(setup, channel) for channel in found)
    code = setup.answer(
        lambda: channels_document(setup.registry, list(rows), brand=brand, reason=reason),
        lambda: _list_page(setup, filters, found, reason),
    )
    setup.tell_age()
    return code


def show_channel(
    setup: Setup,
    context: "typer.Context",
    channel_id: Annotated[str, argument(metavar="ID", offers="contacts")],
) -> int:
    """Show one contact, or its tombstone, with every source.

    A value that must not be contacted is named where --retired stands before `show` alone: elsewhere its
    tombstone has none.

    Raises:
        UsageError: no such contact.
    """
    retired = bool(context.parent and context.parent.params["retired"])
    channel = setup.registry.channel(channel_id)
    if channel is None:
        known = tuple(other.id for other in setup.registry.channels if other.listed or retired)
        raise UsageError(Phrase("fault.no_contact", value=quoted(channel_id), known=known))
    if not channel.listed and not retired:
        channel = channel._replace(value=None)
    row, words = _row(setup, channel), setup.words
    return setup.answer(
        lambda: channels_document(setup.registry, [row], brand=channel.brand, reason=None),
        lambda: (
            channel_page(describe(channel, setup.desk), words)
            if channel.listed
            else tombstone_page(channel, words, named=retired)
        ),
    )


def _list_page(setup: Setup, filters: Filters, found: tuple[Channel, ...], reason: str | None) -> Page:
    words = setup.words
    made = day(setup.registry.date, words, year=True)
    registry = words.say("ui.registry", version=setup.registry.version, date=made)
    if reason is not None:
        return nothing_page(reason, words)
    if filters.retired:
        return retired_page(found, words, registry=registry)
    return channels_page([describe(channel, setup.desk) for channel in found], words, registry=registry)


def _reason(setup: Setup, filters: Filters) -> str:
    """Why nothing is listed: the brand has no genuine contact, or the filters leave none."""
    words = setup.words
    if filters.brand is not None and not filters.retired:
        if words.has(f"brand.{filters.brand}.reason"):
            return words.say(f"brand.{filters.brand}.reason")
        brand = setup.registry.brand(filters.brand)
        if brand and not chosen(setup.registry, Filters(brand=filters.brand)):
            return words.say("ui.channels_none_brand", brand=brand.name)
    return words.say("ui.channels_none")


def _row(setup: Setup, channel: Channel) -> Row:
    words, key = setup.words, f"channel.{channel.id}"
    return Row(
        channel=channel,
        label=words.say(f"{key}.label") if words.has(f"{key}.label") else channel.id,
        caveat=words.say(f"{key}.caveat") if words.has(f"{key}.caveat") else None,
        stale=setup.is_stale(channel),
        open_now=setup.opening(channel).open_now,
    )
