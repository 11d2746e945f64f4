"""Writes the man page from the help: python3 tools/man.py [OUT], ./dist/gopay-help.1 without OUT.

It runs with the Python in which gopay-help is installed. Whatever --help says is all that it says.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gopay_help import __version__
from gopay_help.cli.app import every_command

ROOT = Path(__file__).resolve().parents[1]
FILES = """\
.SH ENVIRONMENT
.TP
.B GOPAY_HELP_LANG
The language, unless \\-\\-lang is given: en, zh\\-Hans or id.
.TP
.B GOPAY_HELP_PACK
The folder of a pack to use instead of ours, unless \\-\\-pack is given.
.TP
.B GOPAY_HELP_HOME
Where cases are kept.
.TP
.B ACCESSIBLE, NO_COLOR, TERM=dumb
Numbered lines instead of menus; no colour.
.SH EXIT STATUS
0 advice was given, nothing wrong was found; 1 a mistake of ours; 2 the command line; 3 findings; 4 a file
or an output cannot be used; 5 unknown; 10\\-20 the cause; 130 and 143 interrupted and terminated. The README
has the whole table.
"""


def page() -> Iterator[str]:
    """The lines of the page, in the language of man."""
    every = list(every_command())
    program = every[0][1]
    yield f'.TH GOPAY-HELP 1 "" "gopay-help {__version__}" "User Commands"'
    yield ".SH NAME"
    yield "gopay\\-help \\- unofficial help when GoPay customer service cannot be reached"
    yield ".SH SYNOPSIS"
    yield ".B gopay\\-help"
    yield "[OPTIONS] COMMAND [ARGS]..."
    yield ".SH DESCRIPTION"
    yield text(program.help)
    yield ".PP"
    yield text(program.epilog)
    common = {option for part in program.params for option in part.opts}
    yield ".SH OPTIONS"
    yield from options(program.params)
    yield ".SH COMMANDS"
    for path, command in every[1:]:
        yield f".SS {text(' '.join(path))}"
        yield text(command.help)
        yield from options([part for part in command.params if not common & set(part.opts)])
    yield FILES.rstrip()


def options(params: list[Any]) -> Iterator[str]:
    """Each option or argument with what it does."""
    for part in params:
        names = ", ".join(text(name) for name in (*part.opts, *part.secondary_opts) if name.startswith("-"))
        told = getattr(part, "help", None)
        if told:
            yield ".TP"
            yield f".B {names or text(part.metavar or part.name.upper())}"
            yield text(told)


def text(plain: str | None) -> str:
    """*plain* as man reads it: no character of it is a command."""
    escaped = " ".join((plain or "").replace("…", "...").split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "gopay-help.1"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(page()) + "\n", "utf-8")
    sys.stdout.write(f"{target}\n")
