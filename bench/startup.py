"""How long a start takes, as ratios to what a bare import costs on the same machine in the same minute.

    python bench/startup.py [ROUNDS]

The wheel is built and installed into an environment of its own, with what it needs at run time and nothing
else. Commands take turns, in another order each round, so that a busy machine slows them all alike; the table
compares medians. A terminal is a real pseudo-terminal, and the first question counts as there when its last
answer is on the screen. Where the system can, everything runs in a network of its own that leads nowhere, so
that the check behind the first question starts as it does for a person, and contacts nobody.
"""

import fcntl
import os
import pty
import random
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 25
PATIENCE_S = 30
PACK = ROOT / "decision_trees" / "gopay"


@dataclass(frozen=True)
class Bar:
    """One line of the table: a command, what it is held against, and how much longer it may take."""

    name: str
    arguments: tuple[str, ...]
    reference: str
    limit: float
    terminal: bool = False
    until: bytes | None = None
    checkout: bool = False
    """True for the program of this checkout, held against that of the wheel: `reference` is a line above."""


TYPER = "import typer"
CHECKOUT = (
    f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); from gopay_help.__main__ import entry; entry()"
)
"""As the start script does it, with the modules of this checkout and its packs of YAML."""
BARS = (
    Bar("--version", ("--version",), "pass", 1.5),
    Bar("--help", ("--help",), TYPER, 1.25),
    Bar("channels, piped", ("channels",), TYPER, 1.25),
    Bar(
        "channels, on a terminal", ("channels",), "import typer, rich.console, rich.table", 1.3, terminal=True
    ),
    Bar("the text of the first question", ("diagnose",), TYPER, 1.3, terminal=True, until=b"OTP or PIN?"),
    Bar("the first question", ("diagnose",), "import typer, questionary", 1.4, terminal=True, until=b"3. "),
    Bar(
        "diagnose, scripted and offline",
        ("diagnose", "--no-input", "--offline", "--answer", "red_flag=yes"),
        TYPER,
        1.5,
    ),
    Bar(
        "the short page, scripted",
        ("diagnose", "--no-input", "--offline", "--short", "--answer", "red_flag=yes"),
        TYPER,
        1.5,
    ),
    Bar("channels, in a checkout", ("channels",), "channels, piped", 1.6, checkout=True),
    Bar(
        "diagnose, an author's pack",
        ("diagnose", "--pack", str(PACK), "--no-input", "--offline", "--answer", "red_flag=yes"),
        "diagnose, scripted and offline",
        1.6,
        checkout=True,
    ),
)


def install(folder: Path) -> Path:
    """A clean environment with this checkout's wheel; its interpreter."""
    python = folder / "venv" / "bin" / "python"
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT)],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    # The start script is pip's; that of an old pip loads `re`, half a bare Python.
    subprocess.run([*pip, "install", "--upgrade", "pip"], check=True, stderr=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", str(wheel)], check=True, stderr=subprocess.DEVNULL)
    return python


def piped(command: Sequence[str], environ: dict[str, str]) -> float:
    """Seconds that a command takes with its output in a pipe."""
    start = time.perf_counter()
    subprocess.run(
        command,
        cwd="/",
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - start


def on_terminal(command: Sequence[str], environ: dict[str, str], until: bytes | None) -> float:
    """Seconds until *until* is on the screen, or until the command ends."""
    screen, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    start = time.perf_counter()
    child = subprocess.Popen(
        command,
        cwd="/",
        env=environ,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    seen = b""
    while time.perf_counter() - start < PATIENCE_S:
        if not select.select([screen], [], [], PATIENCE_S)[0]:
            break
        try:
            piece = os.read(screen, 65536)
        except OSError:  # Linux says so when the last one has closed the terminal
            piece = b""
        seen += piece
        if not piece or (until and until in seen):
            break
    took = time.perf_counter() - start
    if until:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    os.close(screen)
    if until and until not in seen:
        sys.exit(f"{' '.join(command)}: the question never came:\n{seen.decode(errors='replace')}")
    if not until and child.returncode:
        sys.exit(f"{' '.join(command)}: ended with {child.returncode}:\n{seen.decode(errors='replace')}")
    return took


def can_be_alone() -> bool:
    """True if a process can be given a network without a way out."""
    return (
        bool(shutil.which("unshare"))
        and not subprocess.run(["unshare", "-rn", "true"], check=False).returncode
    )


def measure(python: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of every command and every reference, by name."""
    home = python.parents[2] / "home"
    home.mkdir()
    environ = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    program = str(python.with_name("gopay-help"))
    alone = ("unshare", "-rn") if can_be_alone() else ()
    runs: dict[str, Callable[[], float]] = {}
    for bar in BARS:
        start = (str(python), "-c", CHECKOUT) if bar.checkout else (program,)
        command = (*alone, *start, *bar.arguments, *(() if alone or not bar.until else ("--offline",)))
        reference = (*alone, str(python), "-c", bar.reference)
        if not bar.checkout:
            runs[bar.reference] = lambda reference=reference: piped(reference, environ)
        runs[bar.name] = (
            (lambda command=command, until=bar.until: on_terminal(command, environ, until))
            if bar.terminal
            else (lambda command=command: piped(command, environ))
        )
    took: dict[str, list[float]] = {name: [] for name in runs}
    names = list(runs)
    for number in range(rounds + 2):
        random.shuffle(names)
        for name in names:
            seconds = runs[name]()
            if number >= 2:  # the first two fill the caches
                took[name].append(seconds)
    return took


def table(took: dict[str, list[float]]) -> tuple[str, bool]:
    """The table as text, and whether every bar is kept."""
    lines = [f"{'':32} {'ms':>6}  {'ratio':>5}  {'bar':>5}        against", "-" * 100]
    kept = True
    for bar in BARS:
        middle, reference = statistics.median(took[bar.name]), statistics.median(took[bar.reference])
        ratio = middle / reference
        kept &= ratio <= bar.limit
        verdict = "kept" if ratio <= bar.limit else "OVER"
        lines.append(
            f"{bar.name:32} {middle * 1000:6.0f}  {ratio:5.2f}  {bar.limit:5.2f}  {verdict}  "
            f"{bar.reference if bar.checkout else f'python -c {bar.reference!r}'} ({reference * 1000:.0f} ms)"
        )
    return "\n".join(lines), kept


def main() -> int:
    """Install, measure, print; 1 if a bar is not kept."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    folder = Path(tempfile.mkdtemp(prefix="gopay-help-bench-"))
    try:
        took = measure(install(folder), rounds)
    finally:
        shutil.rmtree(folder)
    text, kept = table(took)
    sys.stdout.write(f"{text}\n")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
