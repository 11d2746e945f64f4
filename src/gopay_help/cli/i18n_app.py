"""The subcommands of `i18n` and their options, for translators; mounted by the command line as one group."""

from pathlib import Path
from typing import Annotated

import typer

from gopay_help.cli.finish import finish
from gopay_help.cli.options import with_settings
from gopay_help.cli.pack_options import Folder, Out, Pack
from gopay_help.cli.settings import Settings

# Each body imports its own module, as in app.py: a start loads what it runs.
# ruff: noqa: PLC0415

i18n_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@i18n_app.callback()
@with_settings
def every(settings: Settings) -> None:
    """Take the common options that stand before the command."""


@i18n_app.command()
@with_settings
def status(
    settings: Settings,
    folder: Folder = None,
    *,
    require: Annotated[
        str | None,
        typer.Option(
            "--require", help="Languages that must be whole, separated by commas.", show_default=False
        ),
    ] = None,
) -> None:
    """What is translated, what is missing, and what has grown stale, by language."""
    from gopay_help.cli.commands import i18n_status as command

    finish(settings, lambda setup: command.run(setup, require=require), folder=folder)


@i18n_app.command("export")
@with_settings
def export(
    settings: Settings,
    folder: Folder = None,
    *,
    output: Annotated[str, typer.Option("--format", help="po.")] = "po",
    out: Out = None,
) -> None:
    """Write the texts of one language (--lang) for Poedit, Weblate or an editor."""
    from gopay_help.cli.commands import i18n_export as command

    finish(settings, lambda setup: command.run(setup, output=output, out=out), folder=folder)


@i18n_app.command("import")
@with_settings
def import_(
    settings: Settings,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PO file that i18n export made.")],
    *,
    pack: Pack = None,
) -> None:
    """Take a translated PO file back into the pack; what is wrong is told and nothing is changed."""
    from gopay_help.cli.commands import i18n_import as command

    finish(settings, lambda setup: command.run(setup, file), folder=pack)


@i18n_app.command()
@with_settings
def confirm(
    settings: Settings,
    keys: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY]...",
            help="Keys of texts; a star stands for any ending. Without any: those not noted yet.",
            show_default=False,
        ),
    ] = None,
    *,
    pack: Pack = None,
) -> None:
    """Note that translations of one language (--lang) say what the English says now."""
    from gopay_help.cli.commands import i18n_confirm as command

    finish(settings, lambda setup: command.run(setup, keys or ()), folder=pack)
