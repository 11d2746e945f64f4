"""Fifty-eight surroundings of a program, and fifteen commands: no traceback, a code of the contract.

python -m tests.fuzz surroundings        every command in every surrounding: 870 runs, some minutes
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.wheel import installed

from gopay_help.model.errors import ExitCode

CODES = {int(code) for code in ExitCode} - {int(ExitCode.INTERNAL)}
RUN = f"{sys.executable} -m gopay_help"
COMMANDS = (
    "--version",
    "--help",
    "",
    "diagnose --no-input --offline --answer red_flag=yes",
    "diagnose --no-input --offline",
    "channels",
    "channels --json",
    "verify gopay.co.id",
    "check --offline",
    "funds --lang zh",
    "prevent --lang id",
    "case list",
    "case show",
    "tree lint --format github",
    "i18n status",
)


class Surrounding(NamedTuple):
    """A name, what stands before and after the command in a shell, and what the environment holds."""

    name: str
    before: str = ""
    after: str = ""
    environ: Mapping[str, str] = {}


def surroundings() -> Iterator[Surrounding]:
    """All of them."""
    for name, after in {
        "stdin closed": "<&-",
        "stdout closed": ">&-",
        "stderr closed": "2>&-",
        "all closed": "<&- >&- 2>&-",
        "stdout full": ">/dev/full",
        "stderr full": "2>/dev/full",
        "both full": ">/dev/full 2>&1",
        "stdin null": "</dev/null",
        "stdin zero": "</dev/zero",
        "stdin noise": "</dev/urandom",
        "reader gone": "| true",
        "reader of one line": "| head -n 1 >/dev/null",
        "stderr into a gone reader": "2>&1 | true",
        "stdout read only": "1</dev/null",
        "stdin write only": "0>/dev/null",
    }.items():
        yield Surrounding(name, "", after)
    for variable, values in {
        "LANG": ("C", "POSIX", "zh_CN.GBK", "id_ID.ISO-8859-1", "xx_YY.UTF-8", "\x1b[31m"),
        "GOPAY_HELP_LANG": ("zh", "tlh", "", "\n"),
        "PYTHONIOENCODING": ("ascii", "latin-1", "utf-16", "gbk"),
        "HOME": ("", "/nonexistent", "/dev/null", "/proc", "relative"),
        "XDG_DATA_HOME": ("relative", "/dev/null", "/proc/x"),
        "XDG_CACHE_HOME": ("relative", "/dev/null"),
        "GOPAY_HELP_HOME": ("/dev/null", "/", "relative/deep"),
        "GOPAY_HELP_PACK": ("/nonexistent", "/dev/null", "/"),
        "TERM": ("", "dumb", "nonsense"),
        "COLUMNS": ("0", "-5", "1", "99999", "x"),
        "TZ": ("Nowhere/Else", ":", "UTC+99"),
    }.items():
        for value in values:
            yield Surrounding(f"{variable}={value!r}", environ={variable: value})
    yield Surrounding("umask 0777", "umask 0777; ")
    yield Surrounding("a folder that is gone", "mkdir gone; cd gone; rmdir ../gone; ")


def wrong(surrounding: Surrounding, command: str, folder: Path) -> str | None:
    """What is wrong with one run; None if nothing is."""
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": installed(), "LANG": "C.UTF-8"}
    line = f"{surrounding.before}{RUN} {command} {surrounding.after}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line],
        env={**environ, **surrounding.environ},
        cwd=folder,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    traceback = b"Traceback" in done.stdout + done.stderr
    if done.returncode in CODES and not traceback:
        return None
    return f"code {done.returncode} of `{command}`, {surrounding.name}: {done.stderr[-300:]!r}"


def whole(pairs: list[tuple[Surrounding, str]]) -> list[str]:
    """What is wrong with these runs, a few of them at once."""
    installed()

    def one(pair: tuple[Surrounding, str]) -> str | None:
        with tempfile.TemporaryDirectory(prefix="gopay-help-where-") as folder:
            return wrong(*pair, Path(folder))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [found for found in pool.map(one, pairs) if found]


def everything() -> list[tuple[Surrounding, str]]:
    """Every command in every surrounding."""
    return [(where, command) for where in surroundings() for command in COMMANDS]
