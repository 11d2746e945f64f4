"""How a process ends: at once, with everything said; the long way only for whoever watches it."""

import subprocess
import sys

import pytest

PROGRAM = """
import atexit, sys
from gopay_help import __main__ as entry
{before}
def main():
    print("said")
    {end}
entry.main = main
atexit.register(print, "the long way")
entry.entry()
"""


def run(end: str, before: str = "", **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM.format(end=end, before=before)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=20, **options)


@pytest.mark.parametrize(("end", "code"), [("sys.exit(12)", 12), ("sys.exit(0)", 0), ("return", 0)])
def test_all_is_said_and_the_code_is_kept(end, code):
    done = run(end)
    assert (done.returncode, done.stdout, done.stderr) == (code, "said\n", "")


def test_a_debugger_gets_the_long_way():
    done = run("sys.exit(12)", "sys.settrace(lambda *_: None)")
    assert (done.returncode, done.stdout) == (12, "said\nthe long way\n")


def test_a_bug_is_not_swallowed():
    done = run("raise ZeroDivisionError")
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
