"""What a run ends with: errors become one clear line and a code, here and nowhere else."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TextIO

from gopay_help.cli.options import can_show, likely_language
from gopay_help.cli.packs import called_as, room_catalogue
from gopay_help.model.errors import (
    Aborted,
    DataError,
    ExitCode,
    GopayHelpError,
    TreeError,
    UsageError,
    reason_of,
)
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, Phrase, quoted, safe, safe_line
from gopay_help.tree.pack import pack_folder

ROOM = "faults"
_COMMAND = re.compile(r"gopay-help(?: --pack (?:'[^']*'|\S+))?(?: (?:--)?[a-z0-9_-]+(?:=\S+)?)+")
_GLUE = "\x7f"
"""Holds a command in a sentence together; no text that is shown has this character (`model/safe.py`)."""
CODE_OF_ERROR: tuple[tuple[type[GopayHelpError], ExitCode], ...] = (
    (UsageError, ExitCode.USAGE),
    (DataError, ExitCode.DATA),
    (Aborted, ExitCode.INTERRUPTED),
)


def run_command(
    command: Callable[[], int], *, debug: bool, lang: str | None = None, pack: Path | None = None
) -> int:
    """Run a command; the exit code of contracts.md, whatever happens. *lang* and *pack* are those of the run.

    The locals of a traceback are never shown: they hold what a person typed.
    """
    try:
        code = command()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except GopayHelpError as error:
        if debug:
            _show_traceback(sys.stderr)
        _explain(error, lang, sys.stderr, pack)
        return next(code for kind, code in CODE_OF_ERROR if isinstance(error, kind))
    except OSError as error:
        if debug:
            _show_traceback(sys.stderr)
        return refused(error, lang)
    except Exception as error:  # noqa: BLE001 (the last line of defence)
        if debug:
            _show_traceback(sys.stderr)
        _explain(GopayHelpError(Phrase("fault.internal", kind=type(error).__name__)), lang, sys.stderr)
        return ExitCode.INTERNAL
    return code


def refused(error: OSError, lang: str | None) -> int:
    """What the system refused, and nobody foresaw: a place that is named cannot be used, else the output.

    A reader that went away is no error, a full disk is one.
    """
    if error.filename is not None and not isinstance(error, BrokenPipeError):
        file = quoted(str(error.filename))
        unreadable = GopayHelpError(Phrase("fault.unreadable", file=file, reason=reason_of(error)))
        _explain(unreadable, lang, sys.stderr)
        return ExitCode.DATA
    if not isinstance(error, BrokenPipeError):
        _explain(GopayHelpError(Phrase("fault.output", reason=reason_of(error))), lang, sys.stderr)
    _silence_stdout()
    return ExitCode.OK if isinstance(error, BrokenPipeError) else ExitCode.DATA


def _show_traceback(err: TextIO) -> None:
    """The message of a foreign error may repeat what was typed: it steers no terminal."""
    import traceback

    with suppress(OSError):
        err.write(safe(traceback.format_exc()))


def _explain(error: GopayHelpError, lang: str | None, err: TextIO, pack: Path | None = None) -> None:
    if isinstance(error, Aborted):
        lines = [safe(str(error))] if str(error) else []
    elif isinstance(error, TreeError):
        count = len(error.problems)
        lines = [safe_line(str(problem)) for problem in error.problems]
        lines.append(f"gopay-help: {count} problem{'s' if count > 1 else ''}; nothing was used.")
    else:
        lines = [f"gopay-help: {safe(told(error, lang, pack))}"]
    with suppress(OSError):  # nowhere to say it: the code is left
        err.writelines(f"{wrap_stderr(line, err)}\n" for line in lines)
        err.flush()


def _silence_stdout() -> None:
    """The reader went away (`| head -1`): nothing more can be said, also not at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def told(error: GopayHelpError, asked: str | None, pack: Path | None = None) -> str:
    """The lines of *error* in the language of the run; else in English, else what can be said without words.

    Never raises: whatever keeps the words from being read must not hide what was to be said. The words are
    read once there is an error: no other run pays for them. What came from outside stays one line.

    Args:
        error: what happened.
        asked: the --lang of this run, which may itself be what is wrong.
        pack: its --pack, which commands name again.
    """
    if not any(isinstance(line, Phrase) for line in error.args):
        return "\n".join(safe_line(str(line)) for line in error.args)
    for wanted in (asked, SOURCE_LANGUAGE):
        with suppress(Exception):
            program = called_as(os.environ, pack)
            words = room_catalogue(pack_folder("gopay"), ROOM, partial(_language, wanted), program)
            return "\n".join(_in_words(line, words) for line in error.args)
    return f"{_NO_WORDS} ({'; '.join(_bare(line) for line in error.args)})"


_NO_WORDS = "something is wrong, and the words for it cannot be read. Install gopay-help again."


def _language(asked: str | None, languages: Sequence[str]) -> str:
    lang = likely_language(asked, os.environ, languages)
    return lang if can_show(lang, sys.stderr) else SOURCE_LANGUAGE


def _in_words(line: object, words: Catalogue) -> str:
    return words.tell(line) if isinstance(line, Phrase) else safe_line(str(line))


def _bare(line: object) -> str:
    """What a phrase says, for whoever helps: its name and its values."""
    if not isinstance(line, Phrase):
        return safe_line(str(line))
    name = line.key.rpartition(".")[2].replace("_", " ")
    values = (f"{key} {_bare(value)}" for key, value in line.values.items())
    return ", ".join([name, *values])


def wrap_stderr(text: str, err: TextIO) -> str:
    """*text* as *err* shows it: on a terminal its lines break between words, in a log they stay whole.

    A command stays whole where it can, so that it can be copied.
    """
    try:
        width = os.get_terminal_size(err.fileno()).columns
    except (OSError, ValueError, AttributeError):
        width = 0
    if not width or all(len(line) * 2 <= width for line in text.splitlines()):  # wide characters too
        return text
    from gopay_help.screen.page import wrap

    def glued(line: str) -> str:
        return _COMMAND.sub(
            lambda found: found[0].replace(" ", _GLUE) if len(found[0]) <= width else found[0], line
        )

    lines = [
        line
        for whole in text.split("\n")
        for line in ([whole] if whole.startswith("gopay-help ") else wrap(glued(whole), width))
    ]
    return "\n".join(lines).replace(_GLUE, " ")
