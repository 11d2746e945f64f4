"""`page`: the wizard as one file for a phone."""

from pathlib import Path
from typing import Annotated

import typer

from gopay_help.cli.setup import Setup
from gopay_help.cli.tree_show import whole_page
from gopay_help.model.errors import ExitCode, UsageError
from gopay_help.model.files import write_out
from gopay_help.model.text import Phrase

PageFile = Annotated[
    Path | None, typer.Option("--out", help="The file to write.", metavar="FILE", show_default=False)
]


def page(setup: Setup, out: PageFile = None) -> int:
    """Write the page, and say what to do with it.

    Raises:
        UsageError: no file is named.
        DataError: it cannot be written, or something else is there.
    """
    if out is None:
        raise UsageError(Phrase("fault.no_out"))
    content = whole_page(setup, reviewers=False).encode()
    write_out(out, content, f"--out {out}")
    if not setup.settings.json:
        setup.tell(setup.words.say("bench.people.written", file=str(out), size=f"{len(content) / 1000:.0f}"))
    return ExitCode.OK
