"""Options that the commands for authors and for translators share, declared once."""

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="[FOLDER]", help="A pack's folder; the installed pack without it."),
]
Pack = Annotated[
    Path | None,
    typer.Option("--pack", help="A pack's folder; the installed pack without it.", show_default=False),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="Write there instead of to stdout.", metavar="FILE", show_default=False),
]
