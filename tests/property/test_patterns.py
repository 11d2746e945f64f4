"""No pattern of ours takes more time than a multiple of its input: a paste must not hang the program."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="counts processor time with a timer of Unix")


@pytest.mark.slow
def test_no_pattern_grows_faster_than_its_input(tmp_path):
    """A cache of its own: proving the pack compiles what the lists of words say."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("patterns.py"))],
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
            "XDG_CACHE_HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["patterns"] > 300
    assert found["slow"] == {}
