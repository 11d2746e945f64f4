"""How every command of typer's ends: its body is run on a `Setup`, and its code becomes the exit."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gopay_help.cli.settings import Settings

if TYPE_CHECKING:
    from gopay_help.cli.wiring import Setup

# A start that ends in --help runs no body: what a body needs is imported when one runs.
# ruff: noqa: PLC0415


def finish(settings: Settings, body: "Callable[[Setup], int]", *, folder: Path | None = None) -> None:
    """Run *body* and leave with its exit code, or with that of the error it raised.

    Args:
        settings: what every command can be told.
        body: the command.
        folder: an author's pack to work with, instead of the shipped one.
    """
    from gopay_help.cli.exit import run_command
    from gopay_help.cli.wiring import Setup

    def command() -> int:
        return body(Setup(settings, folder=folder).checked())

    raise typer.Exit(run_command(command, debug=settings.debug, lang=settings.lang))
