"""The developer's one command; it needs nothing but Python and a package index.

    python3 tools/dev.py test [PYTEST ARGUMENTS]   every room, the quick tests: three minutes
    python3 tools/dev.py lint                      every linter, every fault at once
    python3 tools/dev.py all                       both, and the slow tests too: what CI runs
    python3 tools/dev.py latest                    the quick tests with the newest releases of everything
    python3 tools/dev.py lowest                    the quick tests with the oldest releases that we admit
    python3 tools/dev.py lock                      write constraints.txt again, with today's releases
    python3 tools/dev.py manual                    put the English of --help into its catalogue
    python3 tools/dev.py lab [ARGUMENTS]           every scenario of the fault lab (Linux; five minutes)
    python3 tools/dev.py bench                     the start-up table (a minute; on a quiet machine)

It makes .venv-dev by itself, with the releases of constraints.txt, and again whenever that or pyproject.toml
has changed. The .venv of the README is left alone: that is the user's.
"""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = "constraints.txt"
LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pyright",),
    ("lint-imports",),
    ("codespell",),
)
ON_ALL_CORES = ("-n", "auto")
QUICK = ("-m", "not slow", *ON_ALL_CORES)
EVERYTHING = ON_ALL_CORES
OTHER_RELEASES = ("--ignore", "tests/net", *QUICK)
"""Not the net: it holds our bytes, and other releases of typer or phonenumbers say some things otherwise."""


class Venv:
    """A virtual environment of this checkout, made when it is needed."""

    def __init__(self, name: str) -> None:
        self.folder = ROOT / name
        self.scripts = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.scripts / ("python.exe" if os.name == "nt" else "python")

    def ready(self, *, locked: bool = True) -> "Venv":
        """Install this checkout, editable and with all developer tools, unless that is done already.

        With the releases of the lock, or else with the newest that pip finds: those are looked up each time.
        """
        made_of = self._made_of()
        stamp = self.folder / "made-of"
        if locked and stamp.is_file() and stamp.read_text() == made_of and self._editable():
            return self
        _say(f"Making {self.folder.name} (about a minute) …")
        if not self.runs("pass"):
            self.create()
        newest = () if locked else ("--upgrade", "--upgrade-strategy", "eager")
        self.pip("install", "--quiet", *newest, "-e", f"{ROOT}[dev]", locked=locked)
        stamp.write_text(made_of)
        return self

    def pip(self, *command: str, locked: bool) -> None:
        """Run pip; if *locked*, what it takes to build is held too.

        `--constraint` does not reach a build's own environment. PIP_CONSTRAINT does so up to pip 25,
        PIP_BUILD_CONSTRAINT from 25.3 on.
        """
        lock = str(ROOT / LOCK)
        environ = {"PIP_CONSTRAINT": lock, "PIP_BUILD_CONSTRAINT": lock} if locked else {}
        command = (str(self.python), "-m", "pip", "--disable-pip-version-check", *command)
        subprocess.run(command, env={**os.environ, **environ}, cwd=ROOT, check=True)

    def run(self, *command: str, quiet: bool = False) -> tuple[int, str]:
        """Run a script of this environment in the checkout; its code, and its output if *quiet*.

        What Python compiles is kept, whatever the shell says of it: two hundred files of tests are many.
        """
        path = os.pathsep.join((str(self.scripts), os.environ.get("PATH", "")))
        environ = {**os.environ, "PATH": path, "VIRTUAL_ENV": str(self.folder)}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        done = subprocess.run(
            [str(self.scripts / command[0]), *command[1:]],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        return done.returncode, done.stdout or ""

    def _made_of(self) -> str:
        parts = [(ROOT / name).read_bytes() for name in ("pyproject.toml", LOCK) if (ROOT / name).is_file()]
        return hashlib.sha256(b"\0".join((*parts, sys.version.encode()))).hexdigest()

    def create(self) -> None:
        """Make it, empty."""
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(self.folder)], check=False)
        if made.returncode:
            sys.exit(
                "Python could not make a virtual environment; Debian and Ubuntu: apt install python3-venv"
            )

    def runs(self, code: str) -> bool:
        """True if its Python runs *code* without an error."""
        if not self.python.exists():
            return False
        return not subprocess.run([str(self.python), "-c", code], capture_output=True, check=False).returncode

    def _editable(self) -> bool:
        """False after `pip install .` into the same environment: its tests would not see this source."""
        src = str(ROOT / "src")
        return self.runs(f"import gopay_help as g; assert g.__file__.startswith({src!r})")


def developers() -> Venv:
    """The environment that everything here runs in."""
    return Venv(".venv-dev").ready()


def lint() -> int:
    """Run every linter; what fails is shown in full, and nothing stops at the first."""
    venv = developers()
    failed = 0
    for command in LINTERS:
        start = time.perf_counter()
        extra = ("--pythonpath", str(venv.python)) if command[0] == "pyright" else ()
        code, output = venv.run(*command, *extra, quiet=True)
        mark = "FAILED" if code else "ok"
        _say(f"{mark:6}  {time.perf_counter() - start:5.1f} s  {' '.join(command)}")
        if code:
            failed += 1
            _say(output)
    return failed


def test(*arguments: str) -> int:
    """Run the quick tests on all cores, or pytest as told."""
    return developers().run("pytest", *(arguments or QUICK))[0]


def run_all() -> int:
    """Lint, then run every test; the tests run even if a linter complained."""
    faults = lint()
    code = developers().run("pytest", *EVERYTHING)[0]
    return code or int(faults > 0)


def latest(*arguments: str) -> int:
    """Run the quick tests with the newest release of everything: what a lock hides is seen here first."""
    return Venv(".venv-latest").ready(locked=False).run("pytest", *(arguments or OTHER_RELEASES))[0]


def lowest(*arguments: str) -> int:
    """Run the quick tests with the lowest release of all that we name, so that no bound is a guess."""
    uv = str(developers().scripts / "uv")
    venv = Venv(".venv-lowest")
    subprocess.run(
        [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(venv.folder)], check=True
    )
    command = [uv, "pip", "install", "--quiet", "--python", str(venv.python), "--resolution", "lowest-direct"]
    subprocess.run([*command, "-e", f"{ROOT}[dev]"], cwd=ROOT, check=True)
    return venv.run("pytest", *(arguments or OTHER_RELEASES))[0]


def lock(*arguments: str) -> int:
    """Write the lock again, with the newest releases or as *arguments* say (--upgrade-package httpx).

    Needs uv and no more: a lock that fits pyproject.toml no longer must not stand in its own way.
    """
    venv = Venv(".venv-dev")
    if not venv.runs("import uv"):
        venv.create()
        venv.pip("install", "--quiet", "uv", locked=False)
    what = ("--extra", "dev", "--universal", "--python-version", "3.11")
    how = ("--quiet", "--no-annotate", "--custom-compile-command", "python3 tools/dev.py lock")
    to = ("--output-file", LOCK, *(arguments or ("--upgrade",)))
    return venv.run("uv", "pip", "compile", "pyproject.toml", *what, *how, *to)[0]


def manual() -> int:
    """Write the English of --help as the code says it."""
    return developers().run("python", "tools/manual.py")[0]


def lab(*arguments: str) -> int:
    """Break every network of tests/lab, or as *arguments* say, and grade what the check says of it."""
    return developers().run("python", "-m", "tests.lab", *(arguments or ("--all",)))[0]


def bench() -> int:
    """Measure the start-up bars."""
    return developers().run("python", "bench/startup.py")[0]


def main() -> int:
    """Run the task that was asked for."""
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
    tasks = (test, lint, run_all, latest, lowest, lock, manual, lab, bench)
    named = {task.__name__.removeprefix("run_"): task for task in tasks}
    name, *arguments = sys.argv[1:] or ["help"]
    if name not in named:
        _say(__doc__ or "")
        return 0 if name in ("help", "-h", "--help") else 2
    return named[name](*arguments)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
