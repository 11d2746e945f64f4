"""A run is killed at any moment, 200 times: every case opens, and no completed answer is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wheel import INSTALLED, installed

HERE = Path(__file__).parent
KILLS = int(os.environ.get("GOPAY_HELP_KILLS", "70"))
"""So many of each kind: a session that does nothing but save, the program on a terminal, `case add`."""
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and a pseudo-terminal")


@FORKS
def test_atomic_save_survives_kill(tmp_path):
    (seen,) = killed("killed_session.py", [tmp_path, KILLS])
    assert seen["kills"] == KILLS
    assert seen["unreadable"] == []
    assert seen["lost"] == []
    assert seen["while_saving"] > KILLS / 20, "the kills must fall into saves too"
    assert seen["with_answers"] > KILLS / 2


@FORKS
def test_what_was_answered_on_a_terminal_survives_kill(tmp_path):
    """The real program: once the next question stands there, the answer before it is on the disk."""
    half = KILLS // 2
    left, right = killed("killed_terminal.py", [tmp_path / "left", half, 1], [tmp_path / "right", half, 2])
    assert left["kills"] + right["kills"] == half * 2
    assert left["unreadable"] + right["unreadable"] == []
    assert left["lost"] + right["lost"] == []
    moments = [sum(counts) for counts in zip(left["by_questions"], right["by_questions"], strict=True)]
    print(f"\nkilled when so many questions had been seen: {dict(enumerate(moments))}")
    assert sum(count > 0 for count in moments) > len(moments) / 2, "the kills must fall everywhere"
    assert left["with_answers"] + right["with_answers"] > half / 2


@FORKS
def test_what_was_called_noted_survives_kill(tmp_path):
    """`case add`, again and again, killed at any moment: each note that was acknowledged is there."""
    (seen,) = killed("killed_adding.py", [tmp_path, KILLS])
    assert seen["kills"] == KILLS
    assert seen["unreadable"] == []
    assert seen["lost"] == []
    assert seen["acknowledged"] > KILLS


def killed(script, *arguments):
    """What a script that kills found, run once for each of *arguments*, at the same time."""
    environ = {**os.environ, "PYTHONPATH": str(HERE.parent), INSTALLED: installed()}
    runs = [
        subprocess.Popen(
            [sys.executable, str(HERE / script), *map(str, given)],
            stdout=subprocess.PIPE,
            text=True,
            env=environ,
        )
        for given in arguments
    ]
    said = [run.communicate(timeout=300)[0] for run in runs]
    assert [run.returncode for run in runs] == [0] * len(runs)
    return [json.loads(each) for each in said]
