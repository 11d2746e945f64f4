"""What tests of several rooms share. Its place also makes `fakes` importable from every test."""

import os
from pathlib import Path

import pytest

from fakes import ROOT, Seeded

os.environ["XDG_CACHE_HOME"] = str(ROOT / ".pytest_cache" / "home")
"""Packs are proved once for all tests, and nothing is written to the cache of whoever runs them."""


@pytest.fixture
def pack(tmp_path: Path) -> Seeded:
    """A copy of the made-up pack, to seed one fault in."""
    return Seeded(tmp_path)
