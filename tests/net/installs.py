"""The net over every way to have the program: one file, pipx, uv tool and uvx say what the wheel says.

Each comes from the wheel (the one file from the checkout), with the releases of constraints.txt; that asks a
package index. All runs are had inside one process of each way, as the record has them; a spread of them also
as processes of the command that a person types.
"""

import os
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tests.net.cast import ROOT, Variant, said_in, variants
from tests.wheel import leading_nowhere

LOCK = str(ROOT / "constraints.txt")
PROGRAM = "gopay-help"
BARE = (sys.executable, "-I", "-S")
"""A Python that has nothing but itself."""


class Install(NamedTuple):
    """One way: the Python that its packages run in, where they lie, and the command."""

    name: str
    python: tuple[str, ...]
    site: Path | None
    command: tuple[str, ...]


def run(*command: str, **environ: str) -> None:
    """Run a tool that may ask the package index."""
    locked = {"PIP_CONSTRAINT": LOCK, "PIP_BUILD_CONSTRAINT": LOCK, "UV_CONSTRAINT": LOCK}
    locked |= {"UV_NATIVE_TLS": "1"}  # the certificates that pip trusts here, those of the system
    done = subprocess.run(
        command, env={**os.environ, **locked, **environ}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise OSError(f"{command[0]}: {done.stderr[-2000:]}")


def installs(wheel: Path, pyz: Path, folder: Path) -> list[Install]:
    """Each way, made in *folder*."""
    uv = (sys.executable, "-m", "uv", "tool")
    pipx, tools = folder / "pipx", folder / "uv"
    run(*uv, "run", "pipx", "install", "--python", sys.executable, str(wheel),
        PIPX_HOME=str(pipx), PIPX_BIN_DIR=str(pipx / "bin"))  # fmt: skip
    run(*uv, "install", "--python", sys.executable, str(wheel),
        UV_TOOL_DIR=str(tools), UV_TOOL_BIN_DIR=str(tools / "bin"))  # fmt: skip
    once = (
        *uv,
        "run",
        "--native-tls",
        "--python",
        sys.executable,
        "--constraints",
        LOCK,
        "--from",
        str(wheel),
        "python",
    )
    return [
        one_file(pyz, folder / "pyz"),
        Install(
            "pipx",
            (str(pipx / "venvs" / "gopay-help" / "bin" / "python"),),
            None,
            (str(pipx / "bin" / PROGRAM),),
        ),
        Install(
            "uv tool", (str(tools / "gopay-help" / "bin" / "python"),), None, (str(tools / "bin" / PROGRAM),)
        ),
        Install("uvx", once, None, ()),
    ]


def one_file(pyz: Path, folder: Path) -> Install:
    """The file, by the name of the program on the path, and what it has unpacked of itself."""
    folder.mkdir()
    program = Path(shutil.copy(pyz, folder / PROGRAM))
    run(*BARE, str(program), "--version", XDG_CACHE_HOME=str(folder / "cache"))
    (site,) = (folder / "cache").glob("gopay-help/pyz/*/site")
    return Install("pyz", (sys.executable, "-S"), site, (*BARE, str(program)))


def in_one_process(install: Install, every: int) -> dict[Variant, str]:
    """What each run of so many says there."""
    runs = dict(islice(variants().items(), 0, None, every))
    return said_in(runs, install.python, install.site)


def by_processes(install: Install, every: int) -> dict[Variant, str]:
    """The same through the command itself: no terminal, this machine, a network that leads nowhere."""
    runs = {one: run for one, run in variants().items() if not run["terminal"] and run["machine"] == "plain"}
    here = (*(leading_nowhere() or ()), sys.executable)
    return said_in(dict(islice(runs.items(), 0, None, every)), here, None, *install.command)
