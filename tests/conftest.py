"""What tests of several rooms share. Its place also makes `fakes` importable from every test."""

import os
import sys
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from fakes import ROOT, Seeded
from gopay_help.tree.pack import PackCache
from reading import read_once

read_once()
os.environ["XDG_CACHE_HOME"] = str(ROOT / ".pytest_cache" / "home")
"""Packs are proved once for all tests, and nothing is written to the cache of whoever runs them."""

TESTS = Path(__file__).parent
SLOW_ROOMS = frozenset({"browser", "crash", "lab", "packaging"})
"""Rooms whose every test takes long, or needs a machine of its own: `tools/dev.py all` runs them."""

LANGUAGES = ("en", "id", "zh-Hans")
TOGETHER = (
    "tests/lab/test_lab.py",
    "tests/browser/",
    "tests/packaging/",
    "tests/fuzz/",
    "tests/terminal/",
    "tests/redaction/test_other_hand.py",
    "tests/unit/authoring/draw/test_picture_book.py",
    "tests/unit/cli/test_no_sentence_in_python.py",
    "tests/startup/",
    "tests/docs/test_readme.py",
    "tests/shipped/test_every_outcome.py",
)
"""What is made once for several tests is made by one process. The longest stand first: they begin first."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Any:  # noqa: ANN401
    """What belongs together goes to one process, all else to whichever is free.

    Not by the mark `xdist_group`: xdist 3.8 writes it where pytest 9.2 no longer looks, and nothing says so.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)

    config.option.loadscopereorder = False
    return Scheduling(config, log)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Who asks for the quick tests alone does not wait until a slow room is imported."""
    quick = config.option.markexpr == "not slow"
    return True if quick and collection_path.parent == TESTS and collection_path.name in SLOW_ROOMS else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in a slow room is slow. What takes long begins first: no process waits for it."""
    for item in items:
        if SLOW_ROOMS & set(item.path.relative_to(TESTS).parts[:1]) or not _of_this_turn(item):
            item.add_marker(pytest.mark.slow)
    places = {place: number for number, place in enumerate(TOGETHER)}
    items.sort(
        key=lambda item: (
            next((number for place, number in places.items() if item.nodeid.startswith(place)), len(places)),
            not item.get_closest_marker("slow"),
        )
    )


def _of_this_turn(item: pytest.Item) -> bool:
    """False for an outcome in a language whose turn it is not: quick tests see each in one of three."""
    given = getattr(getattr(item, "callspec", None), "params", {})
    if not {"outcome", "lang"} <= given.keys() or given["lang"] not in LANGUAGES:
        return True
    return LANGUAGES[crc32(str(given["outcome"]).encode()) % len(LANGUAGES)] == given["lang"]


@pytest.fixture(autouse=True)
def one_program(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program goes by its name, however pytest was called; no home of a test proves a pack again.

    The cache's own tests have it as it is.
    """
    monkeypatch.setattr(sys, "argv", ["gopay-help"])
    if request.path.name != "test_cache.py":
        shared = PackCache(Path(os.environ["XDG_CACHE_HOME"]) / "gopay-help" / "packs")
        monkeypatch.setattr("gopay_help.cli.packs.open_cache", lambda *_: shared)


@pytest.fixture
def pack(tmp_path: Path) -> Seeded:
    """A copy of the made-up pack, to seed one fault in."""
    return Seeded(tmp_path)
