"""A run is killed at any moment: every case opens, and no completed answer is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = int(os.environ.get("GOPAY_HELP_KILLS", "200"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_atomic_save_survives_kill(tmp_path):
    script = Path(__file__).with_name("killed_session.py")
    command = [sys.executable, str(script), str(tmp_path), str(KILLS)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout
    seen = json.loads(said)
    assert seen["kills"] == KILLS
    assert seen["unreadable"] == []
    assert seen["lost"] == []
    assert seen["while_saving"] > KILLS / 20, "the kills must fall into saves too"
    assert seen["with_answers"] > KILLS / 2
