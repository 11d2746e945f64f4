"""However a run ends and whichever stream is missing: one clear line, the right code, a terminal in order."""

import os
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from program import diagnose, program

from wheel import installed

pexpect = pytest.importorskip("pexpect", reason="needs a terminal that can be played")


def environment():
    return {"PATH": "/usr/bin:/bin", "PYTHONPATH": installed(), "GOPAY_HELP_LANG": "en"}


def in_shell(command):
    return subprocess.run(
        ["sh", "-c", command.replace("gopay-help", f"{sys.executable} -m gopay_help")],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("gopay-help diagnose --offline <&-", 2),
        ("gopay-help diagnose --offline --answers - <&-", 2),
        ("gopay-help diagnose --offline --answer red_flag=yes <&-", 0),
        ("gopay-help verify - <&-", None),
        ("gopay-help verify --message - <&-", 5),
    ],
)
def test_a_closed_stdin_has_no_lines(command, code):
    done = in_shell(command)
    assert "Error" not in done.stderr
    assert done.returncode == code or (code is None and done.returncode in (0, 2))


@pytest.mark.parametrize("option", ["--version", "--help", "diagnose --help"])
def test_even_the_help_on_a_full_disk_is_one_clear_line(option):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "gopay_help", *option.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            check=False,
        )
    assert done.returncode == 4
    assert done.stderr.startswith("gopay-help: The output could not be written: the disk is full")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("plain", [["--plain"], []])
def test_a_request_to_end_gives_the_terminal_back_and_ends_with_143(plain, tmp_path):
    child = pexpect.spawn(
        sys.executable,
        ["-m", "gopay_help", "diagnose", "--offline", "--lang", "en", *plain],
        env={**environment(), "TERM": "xterm", "GOPAY_HELP_HOME": str(tmp_path)},
        timeout=30,
    )
    child.expect("not sure")
    child.expect(">" if plain else "3\\. ")
    os.kill(child.pid, signal.SIGTERM)
    child.expect(pexpect.EOF)
    flags = termios.tcgetattr(child.child_fd)[3]
    child.close()
    assert (child.exitstatus, child.signalstatus) == (143, None)
    assert b"Traceback" not in child.before
    assert flags & termios.ECHO
    assert flags & termios.ICANON


def test_a_traceback_steers_no_terminal():
    done = diagnose("--debug", "--now", "\x1b[31m\u202e")
    assert "Traceback" in done.stderr
    assert not {"\x1b", "\u202e"} & set(done.stderr)


def test_a_parent_that_ignores_the_request_is_obeyed():
    code = (
        "import os, signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "os.execv(sys.executable, [sys.executable, '-c', "
        "'import signal; from gopay_help.__main__ import main\\ntry: main()\\nexcept SystemExit: pass\\n"
        "assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN', 'funds'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_version_needs_nothing():
    assert program("--version").stdout.startswith("gopay-help ")


def test_what_was_under_way_when_asked_to_end_is_not_reported():
    code = (
        "import asyncio, logging, os, signal, sys\n"
        "from gopay_help import __main__ as entry\n"
        "entry._end_in_order()\n"
        "try: os.kill(os.getpid(), signal.SIGTERM)\n"
        "finally: logging.getLogger('asyncio').error('Task exception was never retrieved')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (143, b"")
