"""The developer's one command; it needs nothing but Python and a package index.

    python3 tools/dev.py test [PYTEST ARGUMENTS]   every test
    python3 tools/dev.py lint                      every linter, every fault at once
    python3 tools/dev.py all                       both: what CI runs
    python3 tools/dev.py lowest [PYTEST ARGUMENTS] the tests with the oldest releases we admit
    python3 tools/dev.py bench                     the start-up table (a minute; on a quiet machine)

It makes .venv by itself, and again whenever pyproject.toml has changed.
"""

import hashlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pyright",),
    ("lint-imports",),
    ("codespell",),
)
ON_ALL_CORES = ("-n", "auto", "--dist", "loadgroup")


class Venv:
    """A virtual environment of this checkout, made when it is needed."""

    def __init__(self, name: str) -> None:
        self.folder = ROOT / name
        self.scripts = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.scripts / ("python.exe" if os.name == "nt" else "python")

    def ready(self, *pins: str) -> "Venv":
        """Install this checkout, editable and with all developer tools, unless that is done already."""
        project = (ROOT / "pyproject.toml").read_bytes() + repr((pins, sys.version)).encode()
        stamp, made_of = self.folder / "made-of", hashlib.sha256(project).hexdigest()
        if stamp.is_file() and stamp.read_text() == made_of and self._editable():
            return self
        _say(f"Making {self.folder.name} (once; about a minute) …")
        if not self._runs("pass"):
            self._create()
        command = [str(self.python), "-m", "pip", "install", "--quiet", "-e", f"{ROOT}[dev]", *pins]
        subprocess.run(command, check=True)
        stamp.write_text(made_of)
        return self

    def run(self, *command: str, quiet: bool = False) -> tuple[int, str]:
        """Run a script of this environment in the checkout; its code, and its output if *quiet*."""
        path = os.pathsep.join((str(self.scripts), os.environ.get("PATH", "")))
        done = subprocess.run(
            [str(self.scripts / command[0]), *command[1:]],
            cwd=ROOT,
            env={**os.environ, "PATH": path, "VIRTUAL_ENV": str(self.folder)},
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        return done.returncode, done.stdout or ""

    def _create(self) -> None:
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(self.folder)], check=False)
        if made.returncode:
            sys.exit(
                "Python could not make a virtual environment; Debian and Ubuntu: apt install python3-venv"
            )

    def _runs(self, code: str) -> bool:
        if not self.python.exists():
            return False
        return not subprocess.run([str(self.python), "-c", code], capture_output=True, check=False).returncode

    def _editable(self) -> bool:
        """False after `pip install .` into the same environment: its tests would not see this source."""
        src = str(ROOT / "src")
        return self._runs(f"import gopay_help as g; assert g.__file__.startswith({src!r})")


def lint() -> int:
    """Run every linter; what fails is shown in full, and nothing stops at the first."""
    venv = Venv(".venv").ready()
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
    """Run pytest on all cores, or as told."""
    return Venv(".venv").ready().run("pytest", *(arguments or ON_ALL_CORES))[0]


def lowest(*arguments: str) -> int:
    """Run pytest with the lowest release of every runtime dependency, so that no bound is a guess."""
    venv = Venv(".venv-lowest").ready(*lowest_pins())
    return venv.run("pytest", *(arguments or ON_ALL_CORES))[0]


def lowest_pins() -> list[str]:
    """The lower bound of each runtime dependency as a pin; a marker stays."""
    import tomllib  # not in the Pythons that main() turns away

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [re.sub(r">=([^,;]+)[^;]*", r"==\1", line) for line in project["dependencies"]]


def run_all(*arguments: str) -> int:
    """Lint, then test; the tests run even if a linter complained."""
    faults = lint()
    code = test(*arguments)
    return code or int(faults > 0)


def bench() -> int:
    """Measure the start-up bars."""
    return Venv(".venv").ready().run("python", "bench/startup.py")[0]


def main() -> int:
    """Run the task that was asked for."""
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
    tasks = {"test": test, "lint": lint, "all": run_all, "lowest": lowest, "bench": bench}
    name, *arguments = sys.argv[1:] or ["help"]
    if name not in tasks:
        _say(__doc__ or "")
        return 0 if name in ("help", "-h", "--help") else 2
    return tasks[name](*arguments)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
