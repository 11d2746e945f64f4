"""The entry point: --version at once, everything else to the command line."""

import gc
import os
import sys

PATIENT = 100_000
"""Objects between two garbage collections: a start makes many and drops none (a tenth of its time)."""


def main() -> None:
    """Run gopay-help with the arguments of this process."""
    _mend_streams()
    if sys.argv[1:] == ["--version"]:
        from gopay_help import __version__

        sys.stdout.write(f"gopay-help {__version__}\n")
        return
    gc.set_threshold(PATIENT)
    try:
        from gopay_help.cli.app import run

        code = run()
    except KeyboardInterrupt:  # while the program is still loading: nothing was asked yet
        code = 130
    gc.freeze()  # the process ends: what it still holds need not be searched for garbage (10 ms)
    sys.exit(code)


def _mend_streams() -> None:
    """No character may cost the person the rest of the advice; what is closed stays silent."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 (open till the end)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    main()
