"""The terminal is as it was, however the program is stopped, and the menu stands again when it goes on."""

import os
import re
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from wheel import installed

pexpect = pytest.importorskip("pexpect", reason="needs a terminal that can be played")

pytestmark = [
    pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs a shell with job control"),
]
PROGRAM = f"{sys.executable} -m gopay_help diagnose --offline --no-save --lang en"


@pytest.fixture
def shell(tmp_path):
    """An interactive bash on a terminal of its own."""
    child = pexpect.spawn(
        "bash",
        ["--norc", "--noprofile", "-i"],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONPATH": installed(),
            "TERM": "xterm",
            "LANG": "C.UTF-8",
            "PS1": "READY> ",
        },
        dimensions=(40, 100),
        encoding="utf-8",
        timeout=30,
    )
    child.expect("READY> ")
    yield child
    child.close(force=True)


def begin(shell) -> int:
    """The red flag stands; the id of the program's process."""
    shell.sendline(PROGRAM)
    shell.expect(r"1\. .*2\. .*3\. ")
    time.sleep(0.5)
    (job,) = Path(f"/proc/{shell.pid}/task/{shell.pid}/children").read_text().split()
    return int(job)


def is_cooked(shell) -> bool:
    shell.sendline("stty -a")
    shell.expect("READY> ")
    return {"isig", "icanon", "echo"} <= set(shell.before.split())


@pytest.mark.parametrize("how", ["ctrl-z", "signal"])
def test_a_stopped_menu_gives_the_terminal_back_and_stands_again(shell, how):
    job = begin(shell)
    if how == "ctrl-z":
        shell.send("\x1a")
    else:
        os.kill(job, signal.SIGTSTP)
    shell.expect("Stopped")
    shell.expect("READY> ")
    shell.sendline("fg")
    shell.expect(r"3\. ")
    time.sleep(0.3)
    shell.send("2")  # one key answers: the terminal is as the menu needs it
    shell.expect(re.compile(r"Question 2|2 of|\(2\)|1\. .*2\. ", re.DOTALL))
    shell.send("q")
    shell.expect("READY> ")
    assert is_cooked(shell)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["SIGTERM", *(pytest.param(name, marks=pytest.mark.slow) for name in ("SIGHUP", "SIGQUIT", "SIGUSR1"))],
)
def test_a_request_to_end_leaves_the_terminal_as_it_was(shell, name):
    os.kill(begin(shell), getattr(signal, name))
    shell.expect("READY> ")
    shell.sendline("echo code: $?")
    shell.expect(r"code: (\d+)\r\n")
    assert shell.match[1] == "143"
    shell.expect("READY> ")
    assert is_cooked(shell)


CHORDS = ["\x0f", "\x1b\r", "\x1b#", "\x18o", "\x12", "\x1bx", "\x18\x05", "\x1f"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "keys", [pytest.param(keys, marks=() if keys in CHORDS[1:4:2] else pytest.mark.slow) for keys in CHORDS]
)
def test_a_chord_that_we_did_not_choose_does_nothing(shell, keys):
    begin(shell)
    shell.send(keys)
    time.sleep(0.7)
    shell.send("2")
    shell.expect(re.compile(r"1\. .*2\. ", re.DOTALL))
    shell.send("q")
    shell.expect("READY> ")
    shell.sendline("echo code: $?")
    shell.expect(r"code: (\d+)\r\n")
    assert shell.match[1] == "130"


def test_what_was_typed_too_early_is_dropped_and_said(shell):
    shell.sendline(PROGRAM)
    shell.send("22")
    shell.expect("appeared were ignored")
    shell.expect(r"3\. ")
    time.sleep(0.3)
    shell.send("q")
    shell.expect("READY> ")
