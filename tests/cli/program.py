"""Runs the program as a shell would: a process, pipes, an exit code."""

import os
import subprocess
import sys
from pathlib import Path

from wheel import installed

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-11-23T03:00:00Z"


def program(*arguments, stdin="", **environment):
    """Run gopay-help; the finished process with text streams. Nothing is contacted unless a test says so."""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONPATH": installed(),
        "GOPAY_HELP_LANG": "en",
        "TZ": "UTC",
        **environment,
    }
    return subprocess.run(
        [sys.executable, "-m", "gopay_help", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=env,
        timeout=60,
        check=False,
    )


def diagnose(*arguments, **options):
    """`diagnose` without a terminal, a network or a moving clock."""
    return program("diagnose", "--no-input", "--offline", "--now", NOW, *arguments, **options)
