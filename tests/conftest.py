"""What tests of several rooms share. Its place also makes `fakes` importable from every test."""

import os
from pathlib import Path

import pytest

from fakes import ROOT, Seeded

os.environ["XDG_CACHE_HOME"] = str(ROOT / ".pytest_cache" / "home")
"""Packs are proved once for all tests, and nothing is written to the cache of whoever runs them."""

TESTS = Path(__file__).parent
SLOW_ROOMS = frozenset({"browser", "crash", "lab", "packaging"})
"""Rooms whose every test takes long, or needs a machine of its own: `tools/dev.py all` runs them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in a slow room is slow."""
    for item in items:
        if SLOW_ROOMS & set(item.path.relative_to(TESTS).parts[:1]):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def pack(tmp_path: Path) -> Seeded:
    """A copy of the made-up pack, to seed one fault in."""
    return Seeded(tmp_path)
