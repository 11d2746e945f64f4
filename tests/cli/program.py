"""Runs the program as a shell would: a process, streams that are no terminal, an exit code."""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from wheel import installed

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-11-23T03:00:00Z"
LIMIT_S = 60


def program(*arguments, stdin="", **environment):
    """Run gopay-help; the finished process with text streams. Nothing is contacted unless a test says so.

    Each run is a process of its own. Where the system can fork, it is split off from one that has loaded
    the program already: a tenth of the time of a start, and there are a thousand of them.
    """
    env = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONPATH": installed(),
        "GOPAY_HELP_LANG": "en",
        "TZ": "UTC",
        **environment,
    }
    if hasattr(os, "fork"):
        return split_off(arguments, stdin, env)
    return subprocess.run(
        [sys.executable, "-m", "gopay_help", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=env,
        timeout=LIMIT_S,
        check=False,
    )


def split_off(arguments, stdin, env):
    """The same as `subprocess.run`, by a child of the process that stands ready."""
    with tempfile.TemporaryFile() as fed, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        fed.write(stdin.encode("utf-8", "surrogateescape"))
        fed.seek(0)
        ready, streams = standing_ready(), [stream.fileno() for stream in (fed, out, err)]
        order = json.dumps({"arguments": arguments, "environ": env, "cwd": str(Path.cwd())})
        socket.send_fds(ready, [order.encode()], streams)
        started = int(ready.recv(32))
        try:
            code = int(ready.recv(32))
        except TimeoutError:
            os.kill(started, signal.SIGKILL)
            ready.recv(32)
            raise subprocess.TimeoutExpired(arguments, LIMIT_S) from None
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read().decode("utf-8", "replace"))
    return subprocess.CompletedProcess(arguments, code, *said)


@cache
def standing_ready():
    """The way to a process that has loaded the program and splits itself for each order."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("ready.py")), str(theirs.fileno())],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": installed()},
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        cwd="/",
    )
    theirs.close()
    ours.settimeout(LIMIT_S)
    atexit.register(process.wait)
    atexit.register(ours.close)  # runs first, and ends it
    return ours


def diagnose(*arguments, **options):
    """`diagnose` without a terminal, a network or a moving clock."""
    return program("diagnose", "--no-input", "--offline", "--now", NOW, *arguments, **options)
