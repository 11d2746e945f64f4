"""A disk that is really full, and one that cannot be written: one clear line each, and old data is intact."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wheel import INSTALLED, installed

HERE = Path(__file__).parent
REASON = {"full": "the disk is full. Make some room", "closed": "this place can only be read."}
IN_WORDS = {"full": "The disk is full", "closed": "Nothing can be written where cases are kept"}


def _can_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    trial = ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]  # noqa: S108 (in its own namespace)
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not _can_mount(), reason="no disk can be mounted in a namespace here")


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What was said on each kind of disk; both are used at the same time."""
    place = tmp_path_factory.mktemp("disks")
    path = os.pathsep.join(map(str, (HERE.parents[1] / "src", HERE.parent, HERE)))
    runs = {
        kind: subprocess.Popen(
            ["unshare", "-rm", sys.executable, str(HERE / "no_room.py"), str(place), kind],
            env={**os.environ, "PYTHONPATH": path, INSTALLED: installed()},
            stdout=subprocess.PIPE,
            text=True,
        )
        for kind in REASON
    }
    said = {kind: run.communicate(timeout=300)[0] for kind, run in runs.items()}
    assert [run.returncode for run in runs.values()] == [0, 0]
    return {kind: json.loads(text) for kind, text in said.items()}


BAD_DISKS = pytest.mark.parametrize("disk", ["full", "closed"])


@BAD_DISKS
@pytest.mark.parametrize("command", ["add", "next", "export", "zip", "draft", "ics"])
def test_what_cannot_be_written_is_one_clear_line(seen, disk, command):
    said = seen[disk]["commands"][command]
    assert said["code"] == 4
    assert said["err"].count("\n") == 1
    assert said["err"].startswith("gopay-help: ")
    assert REASON[disk] in said["err"]


@BAD_DISKS
@pytest.mark.parametrize("command", ["show", "list"])
def test_what_is_there_can_be_read(seen, disk, command):
    said = seen[disk]["commands"][command]
    assert said["code"] == 0
    assert "abcdefghijk2" in said["out"]
    assert said["err"] == ""


@BAD_DISKS
def test_earlier_data_is_intact_and_nothing_half_written_is_left(seen, disk):
    assert seen[disk]["intact"]


def test_a_result_that_cannot_be_written_is_one_clear_line(seen):
    said = seen["full"]["commands"]["stdout"]
    assert said["code"] == 4
    assert said["err"].startswith("gopay-help: The output could not be written: the disk is full")
    assert said["err"].count("\n") == 1


@BAD_DISKS
@pytest.mark.parametrize("when", ["wizard", "later"])
def test_the_wizard_says_so_once_and_goes_on(seen, disk, when):
    run = seen[disk][when]
    assert run["code"] == 0
    assert run["to_see"] == 0, "all questions, and the outcome"
    assert run["said"].count(IN_WORDS[disk]) == 1
    assert run["kept"] == ([] if when == "wizard" else [3]), "what was answered before the disk was spoilt"
    assert run["left"] == []
    assert "case resume" not in run["said"], "what is not whole is not offered"
