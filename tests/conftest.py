"""What tests of several rooms share. Its place also makes `fakes` importable from every test."""

from pathlib import Path

import pytest

from fakes import Seeded


@pytest.fixture
def pack(tmp_path: Path) -> Seeded:
    """A copy of the made-up pack, to seed one fault in."""
    return Seeded(tmp_path)
