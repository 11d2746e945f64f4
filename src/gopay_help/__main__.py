"""The entry point: --version at once, everything else to the command line."""

import codecs
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # --version answers in the time of bare Python: typing alone would cost it a third more
    from typing import NoReturn

PLAIN = dict(zip("“”‘’–—·•─│✓✗×", "''''--**-|+xx", strict=True)) | {"→": "->", "…": "..."}
"""None of it ends a quotation in JSON or XML."""
PATIENT = 100_000
"""Objects between two garbage collections: a start makes many and drops none (a tenth of its time)."""


def main() -> None:
    """Run gopay-help with the arguments of this process."""
    _mend_streams()
    try:
        code = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:  # while the program is still loading: nothing was asked yet
        code = 130
    except OSError as error:  # before a command ran: --version and --help have no other way to fail
        from gopay_help.cli.exit import refused
        from gopay_help.cli.options import asked_language

        code = refused(error, asked_language(sys.argv[1:]))
    gc.freeze()  # the process ends: what it still holds need not be searched for garbage (10 ms)
    sys.exit(code)


def _run() -> int:
    if sys.argv[1:] == ["--version"]:
        from gopay_help import __version__

        sys.stdout.write(f"gopay-help {__version__}\n")
        return 0
    gc.set_threshold(PATIENT)
    _end_in_order()
    from gopay_help.cli.options import run_bare

    code = run_bare(sys.argv[1:])
    if code is None:
        from gopay_help.cli.app import run

        code = run()
    return code


def _end_in_order() -> None:
    """A request to end ends as all else does: the terminal is given back, the code is 143."""
    import signal

    for name in ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"):  # Windows has the first alone
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _terminated)


def _terminated(_number: int, _frame: object) -> "NoReturn":
    if "logging" in sys.modules:  # what was under way ends in the middle: nothing to report
        sys.modules["logging"].disable()
    raise SystemExit(143)


def entry() -> None:
    """`main`, as the whole of a process."""
    code: object = None
    try:
        main()
    except SystemExit as end:
        code = end.code
    leave(code if isinstance(code, int) else 0)


def leave(code: int) -> "NoReturn":
    """End the process at once: all is said and saved.

    To take Python down piece by piece costs 10 ms, on a busy machine 100; only a debugger wants to see that.
    """
    if sys.gettrace() is None and sys.getprofile() is None:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except BrokenPipeError:
                pass
            except (
                OSError,
                ValueError,
            ):  # whoever meant to say it: it cannot be written
                code = code or 4
        os._exit(code)
    sys.exit(code)


def _mend_streams() -> None:
    """No character may cost the person the rest of the advice; what is closed says and has nothing."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 (open till the end)
    codecs.register_error("plainly", _plainly)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 (open till the end)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="plainly")


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """Signs that an old terminal lacks in those that it has; what has no such sign, as its number."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    told = (PLAIN.get(sign) or sign.encode("ascii", "backslashreplace").decode() for sign in lacking)
    return "".join(told), error.end


if __name__ == "__main__":
    entry()
