"""Builds this checkout's wheel and runs it as a user has it: away from the checkout, its trees compiled."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = (
    "src",
    "decision_trees",
    "docs",
    "hatch_build.py",
    "pyproject.toml",
    "constraints.txt",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
)


@dataclass(frozen=True)
class Program:
    """One way to have gopay-help: which interpreter, and what it is told about paths."""

    python: str
    environ: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()

    def run(self, *arguments: str, code: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run it from the root of the file system, in a home that does not exist; *code* instead of it."""
        start = ["-c", code] if code else ["-m", "gopay_help"]
        return subprocess.run(
            [self.python, *self.flags, *start, *arguments],
            cwd="/",
            env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8", **self.environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )


def leading_nowhere() -> tuple[str, ...] | None:
    """What a command is started with to get a network without a way out; None where that cannot be had."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rn", "true"], check=False).returncode:
        return None
    return ("unshare", "-rn")


def copy_project(folder: Path) -> Path:
    """A copy of what a distribution is built from, free to be spoilt."""
    for name in SOURCES:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return folder


def build(project: Path, target: str, into: Path) -> subprocess.CompletedProcess[str]:
    """Build the "sdist" or the "wheel" of *project*, with the tools that are here: nothing is downloaded."""
    return subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def built(project: Path, target: str, into: Path) -> Path:
    """The one file that a build must give."""
    done = build(project, target, into)
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = into.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return file


INSTALLED = "GOPAY_HELP_INSTALLED"


@cache
def installed() -> str:
    """This checkout as a user has it, made once a process: a folder for PYTHONPATH.

    A start from there takes a tenth of one from the checkout, where every YAML file is read and proved again.
    Whoever starts other processes of the tests may name the one that is made already.
    """
    if made := os.environ.get(INSTALLED):
        return made
    folder = Path(tempfile.mkdtemp(prefix="gopay-help-installed-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return unpacked_wheel(folder).environ["PYTHONPATH"]


def unpacked_wheel(folder: Path) -> Program:
    """This checkout's wheel, unpacked and first on the path of the tests' own interpreter."""
    wheel = built(copy_project(folder / "project"), "wheel", folder / "dist")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return Program(sys.executable, {"PYTHONPATH": str(folder / "site")})
