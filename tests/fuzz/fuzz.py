"""Makes hostile command lines, files and keys from a seed, and says which runs went wrong."""

# Rows of values, as many as fit.
# ruff: noqa: E501

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.wheel import installed, leading_nowhere

from gopay_help.cli.app import every_command
from gopay_help.model.errors import ExitCode

CODES = {int(code) for code in ExitCode} - {int(ExitCode.INTERNAL)}
LIMIT_S = 10
"""A run that takes longer hangs. Those that look at the network or wait by purpose are not among them."""
WORDS = (
    "", "-", "--", "x", "=", "a=b", "red_flag=yes", "red_flag=", "id", "zh", "en", "gopay_id", "nan", "-1", "1e309",
    "0", "9" * 40, "\n", "\t", "\x1b[31m", "::error::x", "%s", "{x}", "../..", "/dev/null", "/dev/full", "/", ".",
    "/proc/self/mem", "\u202e", "\u2800", "\ufeff", "\ud83d", "ａ", "💥", "x" * 300, "x/" * 200, "2026-11-22", "10:00",
    "2026-11-22T08:00:00Z", "https://gopay.co.id/..", "08123456789", "tel:*21*1#", "'", '"', "$(id)", "`id`", "\\",
)  # fmt: skip
PIECES = (
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"{", b"[", b"}", b"- ", b": ", b"&a ", b"*a", b"!!python/object:os.system ",
    b"\n" * 500, b"\r\n", b"\t", b"format: gopay-help/targets@1\n", b"provider:\n", b"answers:\n  red_flag: yes\n",
    b'{"schema": "gopay-help/case@1"}', b'msgid ""\nmsgstr ""\n', b'msgctxt "x"\n', b"'" * 300, b"<script ", b"\x1b[2J",
    b"{id: a, url: 'https://help.wallet.example/'}", "\u202e中文".encode(), b"9" * 5000, b"[" * 3000, b"a: " * 2000,
)  # fmt: skip
KEYS = (
    "1", "2", "3", "4", "9", "0", "b", "w", "q", "?", "\r", "\n", " ", "\x1b", "\x1b[A", "\x1b[B", "\x1b[5~", "\x0f",
    "\x18o", "\x1b\r", "\x1b#", "\x04", "\x1a", "\x7f", "\t", "x", "中", "730519", "\x1b[200~730519\x1b[201~", "\x12",
)  # fmt: skip
WAITS = {("watch",), ("channels", "recheck"), ("tree", "test")}
"""Those that wait by purpose, or work for seconds."""


def fuzz(kind: str, seconds: float, seed: int) -> tuple[int, list[str]]:
    """How many runs there were in so many seconds, and those that went wrong."""
    chance = random.Random(f"{kind}-{seed}")  # noqa: S311 (a repeatable one)
    installed()  # built once, before the clock runs
    end, runs, wrong = time.monotonic() + seconds, 0, []
    home = Path(tempfile.mkdtemp(prefix="gopay-help-fuzz-"))
    try:
        while time.monotonic() < end:
            runs += 1
            wrong += KINDS[kind](chance, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return runs, wrong


def _environ(home: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "PYTHONPATH": installed(),
        "LANG": "C.UTF-8",
        "TERM": "xterm",
    }


def _run(words: list[str], home: Path, given: bytes = b"") -> list[str]:
    words = [word.replace("\0", "") for word in words]
    command = [*(leading_nowhere() or ()), sys.executable, "-m", "gopay_help", *words]
    encoded = [
        word.encode("utf-8", "surrogateescape" if word.isascii() else "surrogatepass") for word in command
    ]
    try:
        done = subprocess.run(
            encoded,
            input=given,
            env=_environ(home),
            cwd=home,
            capture_output=True,
            timeout=LIMIT_S * 3,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"hangs: {words!r} < {given[:200]!r}"]
    traced = b"Traceback" in done.stdout + done.stderr and "--debug" not in words
    bad = done.returncode not in CODES or traced
    return [f"code {done.returncode}: {words!r} < {given[:200]!r}\n{done.stderr[-500:]!r}"] if bad else []


COMMANDS = [(path, command) for path, command in every_command() if path and path not in WAITS]


def argv(chance: random.Random, home: Path) -> list[str]:
    """One command line of a real command, its options and whatever else."""
    path, command = chance.choice(COMMANDS)
    options = [name for part in command.params for name in part.opts if name.startswith("-")]
    words = list(path)
    for _ in range(chance.randint(0, 4)):
        words.append(chance.choice(options) if options and chance.random() < 0.6 else _word(chance))
        if chance.random() < 0.6:
            words.append(_word(chance))
    if path[0] in {"check", "diagnose", "case"}:
        words.append("--offline")
    return _run(words, home, chance.choice(PIECES))


def _word(chance: random.Random) -> str:
    word = chance.choice(WORDS)
    return word + chance.choice(WORDS) if chance.random() < 0.3 else word


READERS: tuple[Callable[[str], list[str]], ...] = (
    lambda file: ["diagnose", "--no-input", "--offline", "--answers", file],
    lambda file: ["diagnose", "--no-input", "--offline", "--facts", file],
    lambda file: ["check", "--offline", "--targets", file],
    lambda file: ["tree", "lint", file],
    lambda file: ["tree", "replay", file],
    lambda file: ["tree", "graph", "--case", file],
    lambda file: ["i18n", "import", file],
    lambda file: ["channels", "lint", "--against", file],
    lambda _file: ["verify", "-"],
    lambda _file: ["verify", "--message", "-"],
    lambda _file: ["diagnose", "--no-input", "--offline", "--answers", "-"],
)


def files(chance: random.Random, home: Path) -> list[str]:
    """One hostile file, for one command that reads such files."""
    content = b"".join(chance.choice(PIECES) for _ in range(chance.randint(0, 12)))
    file = home / chance.choice(("given.yaml", "given.json", "given.po", "tree.yaml"))
    file.write_bytes(content)
    return _run(chance.choice(READERS)(str(file)), home, content)


def hearing() -> None:
    """Ctrl-C means what it means at a terminal, though the fuzz itself runs in the background and ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def keys(chance: random.Random, home: Path) -> list[str]:
    """One person at a menu, who presses whatever there is."""
    import pexpect

    plain = ["--plain"] if chance.random() < 0.3 else []
    words = ["-m", "gopay_help", "diagnose", "--offline", "--lang", chance.choice(("en", "id", "zh")), *plain]
    child = pexpect.spawn(
        sys.executable,
        words,
        env=_environ(home),
        cwd=home,
        dimensions=(24, 80),
        timeout=LIMIT_S,
        preexec_fn=hearing,
    )
    typed = []
    try:
        with contextlib.suppress(pexpect.EOF, pexpect.TIMEOUT, OSError):
            child.expect("3\\.")
            for pressed in _presses(chance):
                typed.append(pressed)
                child.send(pressed)
                with contextlib.suppress(pexpect.TIMEOUT):
                    child.expect(pexpect.EOF, timeout=chance.choice((0.02, 0.1, 0.3)))
                    break
        for last in ("\x1b", "q", "\x04", "\x03", "\x03"):
            if not child.isalive():
                break
            with contextlib.suppress(OSError):
                child.send(last)
            with contextlib.suppress(pexpect.TIMEOUT):
                child.expect(pexpect.EOF, timeout=LIMIT_S / 4)
        if child.isalive():
            os.kill(child.pid, signal.SIGKILL)
            return [f"hangs: {words!r} {typed!r}"]
        child.close()
        said = child.before if isinstance(child.before, bytes) else b""
        bad = child.exitstatus not in CODES or b"Traceback" in said
        return [f"code {child.exitstatus}: {words!r} {typed!r}\n{said[-500:]!r}"] if bad else []
    finally:
        child.close(force=True)


def _presses(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.randint(1, 25)):
        yield chance.choice(KEYS)


KINDS: dict[str, Callable[[random.Random, Path], list[str]]] = {"argv": argv, "files": files, "keys": keys}
