"""The subcommands of `channels` and their options; mounted by the command line as one group."""

from pathlib import Path
from typing import Annotated

import typer

from gopay_help.cli.finish import finish
from gopay_help.cli.options import with_settings
from gopay_help.cli.settings import Settings

# Each body imports its own module, as in app.py: a start loads what it runs.
# ruff: noqa: PLC0415

channels_app = typer.Typer(invoke_without_command=True)


@channels_app.callback()
@with_settings
def channels_list(
    settings: Settings,
    context: typer.Context,
    *,
    brand: Annotated[str | None, typer.Option("--brand", help="Only this brand.", show_default=False)] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help="Only this kind: phone, email, web, in_app, …", show_default=False),
    ] = None,
    open_now: Annotated[bool, typer.Option("--open-now", help="Only those known to be open now.")] = False,
    retired: Annotated[bool, typer.Option("--retired", help="Only those not in use any more.")] = False,
) -> None:
    """List contacts; `channels show ID` shows one with all its sources."""
    if context.invoked_subcommand is not None:
        return
    from gopay_help.cli.commands import channels as command
    from gopay_help.contacts.listing import Filters

    chosen = Filters(brand, kind, open_now=open_now, retired=retired)
    finish(settings, lambda setup: command.list_channels(setup, chosen))


@channels_app.command("show")
@with_settings
def channels_show(
    settings: Settings, context: typer.Context, channel_id: Annotated[str, typer.Argument(metavar="ID")]
) -> None:
    """Show one contact with everything that proves it."""
    from gopay_help.cli.commands import channels as command

    retired = bool(context.parent and context.parent.params["retired"])
    finish(settings, lambda setup: command.show_channel(setup, channel_id, retired=retired))


@channels_app.command("lint")
@with_settings
def channels_lint(
    settings: Settings,
    folder: Annotated[
        Path | None,
        typer.Argument(help="A pack's folder; the installed pack without it.", show_default=False),
    ] = None,
    *,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", help="An earlier channels file: nothing of it may have vanished.", metavar="FILE"
        ),
    ] = None,
) -> None:
    """For maintainers: hold the registry against every rule that needs no network."""
    from gopay_help.cli.commands import channels_lint as command
    from gopay_help.cli.wiring import PACK
    from gopay_help.tree.pack import pack_folder

    finish(
        settings,
        lambda setup: command.run(
            folder or pack_folder(PACK),
            out=setup.stdout,
            against=against,
            words=setup.words_of("lint") if settings.json else None,
        ),
    )


@channels_app.command("recheck")
@with_settings
def channels_recheck(settings: Settings) -> None:
    """For maintainers: ask the official pages whether they still show what we say. Edits nothing."""
    from gopay_help.cli.commands import channels_recheck as command

    finish(
        settings,
        lambda setup: command.run(
            setup.document("channels"),
            out=setup.stdout,
            err=setup.stderr,
            offline=settings.offline,
            as_json=settings.json,
        ),
    )
