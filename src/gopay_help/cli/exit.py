"""What a run ends with: errors become one clear line and a code, here and nowhere else."""

import os
import sys
import traceback
from collections.abc import Callable
from typing import TextIO

from gopay_help.cli.faults import told
from gopay_help.model.errors import Aborted, DataError, GopayHelpError, TreeError, UsageError, reason_of
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import Phrase, safe, safe_line

CODE_OF_ERROR: tuple[tuple[type[GopayHelpError], ExitCode], ...] = (
    (UsageError, ExitCode.USAGE),
    (DataError, ExitCode.DATA),
    (Aborted, ExitCode.INTERRUPTED),
)


def run_command(command: Callable[[], int], *, debug: bool, lang: str | None = None) -> int:
    """Run a command; the exit code of contracts.md, whatever happens. *lang* is the --lang of the run.

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
        _explain(error, lang, sys.stderr)
        return next(code for kind, code in CODE_OF_ERROR if isinstance(error, kind))
    except OSError as error:
        if debug:
            _show_traceback(sys.stderr)
        return unwritten(error, lang)
    except Exception as error:  # noqa: BLE001 (the last line of defence)
        if debug:
            _show_traceback(sys.stderr)
        _explain(GopayHelpError(Phrase("fault.internal", kind=type(error).__name__)), lang, sys.stderr)
        return ExitCode.INTERNAL
    return code


def unwritten(error: OSError, lang: str | None) -> int:
    """What was to be said cannot be written: a reader that went away is no error, a full disk is one."""
    if not isinstance(error, BrokenPipeError):
        _explain(GopayHelpError(Phrase("fault.output", reason=reason_of(error))), lang, sys.stderr)
    _silence_stdout()
    return ExitCode.OK if isinstance(error, BrokenPipeError) else ExitCode.INTERNAL


def _show_traceback(err: TextIO) -> None:
    """The message of a foreign error may repeat what was typed: it steers no terminal."""
    err.write(safe(traceback.format_exc()))


def _explain(error: GopayHelpError, lang: str | None, err: TextIO) -> None:
    if isinstance(error, Aborted):
        if str(error):
            _say(safe(str(error)), err)
        return
    if isinstance(error, TreeError):
        for problem in error.problems:
            _say(safe_line(str(problem)), err)
        count = len(error.problems)
        _say(f"gopay-help: {count} problem{'s' if count > 1 else ''}; nothing was used.", err)
        return
    _say(f"gopay-help: {safe(told(error, lang))}", err)


def _say(text: str, err: TextIO) -> None:
    from gopay_help.cli.fitted import fitted  # noqa: PLC0415 (a run without an error needs none of it)

    err.write(f"{fitted(text, err)}\n")


def _silence_stdout() -> None:
    """The reader went away (`| head -1`): nothing more can be said, also not at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
