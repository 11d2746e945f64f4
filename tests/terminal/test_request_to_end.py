"""A request to end (SIGTERM) while a menu stands: at whatever moment it comes, the terminal is given back."""

import fcntl
import os
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest

from terminal import PATIENCE_S, ROOT
from wheel import installed

MOMENTS = (
    "_patch_iflag",  # the terminal becomes raw
    "_attached_input",
    "_redraw",
    "flush_stdout",
    "_start_auto_refresh_task",
    "_poll_output_size",
    "_run_once",  # the event loop, where an exception would end in "Press ENTER to continue"
    "call_later",
    "select",
    "_remove",
)


def ended(folder: Path, moment: str) -> tuple[int, str, bool]:
    """The exit code, what was shown, and True if the terminal has the modes that it had before.

    This process holds the terminal open: the kernel would put an abandoned one in order by itself.
    """
    master, slave = os.openpty()
    try:
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        before = termios.tcgetattr(slave)
        done = subprocess.run(
            [sys.executable, str(ROOT / "tests/terminal/ended_at.py"), moment, "diagnose", "--offline"],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": installed(),
                "GOPAY_HELP_HOME": str(folder),
                "TERM": "xterm",
                "LANG": "C.UTF-8",
            },
            stdin=slave,
            stdout=slave,
            stderr=slave,
            timeout=PATIENCE_S,
            check=False,
        )
        os.set_blocking(master, False)
        shown = b""
        with suppress(BlockingIOError):
            while part := os.read(master, 65536):
                shown += part
        return done.returncode, shown.decode(), before == termios.tcgetattr(slave)
    finally:
        os.close(master)
        os.close(slave)


@pytest.mark.parametrize(
    "moment",
    [pytest.param(one, marks=() if one == "_patch_iflag" else pytest.mark.slow) for one in MOMENTS],
)
def test_the_terminal_is_given_back_at_whatever_moment(moment, tmp_path):
    code, shown, given_back = ended(tmp_path, moment)
    assert "Traceback" not in shown
    assert "ENTER" not in shown
    assert (code, given_back) == (143, True)
    assert shown.rfind("\x1b[?25h") > shown.rfind("\x1b[?25l"), "the cursor is not given back"
