"""--help, and what is wrong with a command line, in the person's language.

The English stands with each option and with each command in `app.py`, because typer wants it there; the room
`help` of the texts holds every language and is looked up by the English. An English start needs none of it.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, NamedTuple

from gopay_help.cli.exit import wrap_stderr
from gopay_help.cli.options import asked_language, can_show, choose_language
from gopay_help.model.errors import DataError, UsageError
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, safe, safe_line, without_codes
from gopay_help.screen.page import cells, wrap
from gopay_help.tree.pack import pack_folder

# Commands, parameters and faults are Any here: typer keeps their classes to itself.
# ruff: noqa: ANN401


ROOM = "help"
_HEADING = re.compile(r"^(Usage|Arguments|Options|Commands):", re.MULTILINE)
_NO_COMMAND = re.compile(r"No such command '(.*?)'\.(?: Did you mean (.*)\?)?\Z", re.DOTALL)
_FAULT_OF = {
    "NoSuchOption": "no_option",
    "MissingParameter": "missing",
    "BadParameter": "bad_value",
    "BadOptionUsage": "no_value",
}


class Entry(NamedTuple):
    """One text of the manual: whose attribute it is."""

    owner: Any
    attribute: str

    @property
    def text(self) -> str:
        """The text as it stands now; empty if there is none."""
        return str(getattr(self.owner, self.attribute, None) or "")


def entries(command: Any) -> Iterator[Entry]:
    """Every text of a command, of its options and of the commands in it."""
    yield Entry(command, "help")
    yield Entry(command, "epilog")
    for parameter in command.params:
        yield Entry(parameter, "help")
    for inner in getattr(command, "commands", {}).values():
        yield from entries(inner)


def translator(arguments: Sequence[str], environ: Mapping[str, str]) -> Callable[[Any], None]:
    """What puts the manual of a command into the person's language, before it is shown."""
    lang = manual_language(arguments, environ)
    words = manual_words(lang) if lang else None

    def put(command: Any) -> None:
        if words:
            translate(command, words)

    return put


def explain(fault: Any, arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """What is wrong with a command line, in the person's language; English is typer's own.

    Where a command is missing, the manual says which there are.
    """
    lang = manual_language(arguments, environ)
    words = manual_words(lang) if lang else None
    if type(fault).__name__ == "NoArgsIsHelpError" or str(fault) == "Missing command.":
        if words is not None:
            translate(fault.ctx.command, words)
        return f"{fault.ctx.get_help()}\n"
    if words is not None:
        return wrap_stderr(fault_text(fault, words), sys.stderr)
    out = StringIO()
    fault.show(out)
    return safe(without_codes(out.getvalue()))


def translate(command: Any, words: Catalogue) -> None:
    """Exchange every text of the manual, and its headings; what has no translation stays English."""
    said = {english: words.say(key) for key, english in words.fallback.items()}
    for entry in entries(command):
        if entry.text in said:
            setattr(entry.owner, entry.attribute, said[entry.text])
    for one in _commands(command):
        one.get_help = _Headed(one, words)


class _Headed:
    """`get_help` of a command, with its headings and its own option exchanged."""

    def __init__(self, command: Any, words: Catalogue) -> None:
        self._command = command
        self._get_help = command.get_help
        self._words = words

    def __call__(self, context: Any) -> str:
        say = self._words.say
        self._command.get_help_option(context).help = say("help.gopay_help.help")
        width = min(shutil.get_terminal_size().columns, _WIDEST) - 2
        context.terminal_width = context.max_content_width = _UNBROKEN
        # What is to be put in, `[required]` and `[default: …]` are named by the pairs of `help.words`.
        names = dict(pair.split("=", 1) for pair in say("help.words").split())
        manual = self._get_help(context)
        whole = _NAMES.sub(lambda found: names.get(found[0].removesuffix(" range"), found[0]), manual)
        headed = _HEADING.sub(lambda found: say(f"help.heading.{found[1].lower()}"), whole)
        return "\n".join(_broken(headed.split("\n"), width))


_WIDEST = 80
_UNBROKEN = 5000
"""Columns in which typer breaks no line and cuts no list: it counts characters, a screen counts cells."""
_COLUMN = 28
_NAMES = re.compile(r"(?<=[<\[])(?:[a-z]+(?: range)?)(?=[>:\]])|\b[A-Z]{3,}\b")


def _broken(lines: Sequence[str], width: int) -> Iterator[str]:
    """Lines broken by cells; an option and what it does in two columns."""
    rows: list[tuple[str, str]] = []
    for line in [*lines, ""]:
        row = _ROW.match(line)
        if row:
            rows.append((row[1], row[2]))
        elif rows and line.startswith(" " * 4):  # what stands below an option that is too long for its column
            rows[-1] = (rows[-1][0], line.strip())
        else:
            yield from _columns(rows, width)
            rows = []
            indent = len(line) - len(line.lstrip())
            yield from (f"{' ' * indent}{part}" for part in wrap(line.strip(), width - indent))


_ROW = re.compile(r"  (-\S.*?|\S+(?: \S+)*?)(?:\s{2,}(\S.*))?$")


def _columns(rows: Sequence[tuple[str, str | None]], width: int) -> Iterator[str]:
    column = min(max((cells(name) for name, _ in rows), default=0), _COLUMN, width // 2)
    for name, told in rows:
        parts = wrap(told or "", max(width - column - 4, 10))
        if cells(name) > column:
            yield from (f"  {part}" for part in wrap(name, width - 2))
        else:
            yield f"  {name}{' ' * (column - cells(name))}  {parts.pop(0)}".rstrip()
        yield from (f"{' ' * (column + 4)}{part}" for part in parts if part)


def fault_text(fault: Exception, words: Catalogue) -> str:
    """What is wrong with a command line, and how to see what is right; two lines."""
    key = _FAULT_OF.get(type(fault).__name__, "other")
    context, parameter = getattr(fault, "ctx", None), getattr(fault, "param", None)
    option = getattr(fault, "option_name", None) or (parameter.get_error_hint(context) if parameter else "")
    near = ", ".join(getattr(fault, "possibilities", None) or ())
    if slip := _NO_COMMAND.match(str(fault)):
        key, option, near = "no_command", slip[1], (slip[2] or "").replace("'", "")
    said = words.say(f"help.fault.{key}", option=_again(str(option)), message=_again(str(fault)))
    more = words.say("help.fault.near", near=_again(near)) if near else ""
    path = context.command_path if context else "gopay-help"
    return f"{said}{more}\n{words.say('help.fault.look', command=f'{path} --help')}\n"


def _again(typed: str) -> str:
    """What was typed, said again: one line that steers no terminal and shows no code."""
    return safe_line(without_codes(typed))


def manual_language(arguments: Sequence[str], environ: Mapping[str, str]) -> str | None:
    """The language, looked up before anything is parsed; None for English, or where none can be told."""
    try:
        folder = pack_folder("gopay")
        shelf = folder / ("text" if (folder / "tree.json").is_file() else f"text-{ROOM}")
        lang = choose_language(
            asked_language(arguments), environ, sorted(file.stem for file in shelf.iterdir())
        )
    except (DataError, UsageError, OSError):  # what is missing is told by whoever needs it
        return None
    return None if lang == SOURCE_LANGUAGE or not can_show(lang, sys.stderr) else lang


def manual_words(lang: str) -> Catalogue | None:
    """The words of the manual; None where they cannot be read, since English is there anyway."""
    from gopay_help.cli.packs import called_as, room_catalogue  # an English --help reads no texts

    try:
        return room_catalogue(pack_folder("gopay"), ROOM, lambda _: lang, called_as(os.environ))
    except DataError:
        return None


def _commands(command: Any) -> Iterator[Any]:
    yield command
    for inner in getattr(command, "commands", {}).values():
        yield from _commands(inner)
