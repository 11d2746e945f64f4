"""A pipe or a device where a file is expected: one clear line at once, and nobody waits."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 45
"""Far more than a start needs on a busy machine; a pipe that is waited for never ends."""
pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="needs pipes with names")]


@pytest.mark.parametrize("special", ["pipe", "/dev/zero"])
@pytest.mark.parametrize(
    "command",
    [
        ("diagnose", "--no-input", "--answers", "{}"),
        ("diagnose", "--no-input", "--facts", "{}"),
        ("diagnose", "--write-template", "{}"),
        ("i18n", "import", "{}"),
        ("i18n", "export", "--lang", "id", "--out", "{}"),
        ("tree", "graph", "--format", "svg", "--out", "{}"),
        ("case", "export", "--out", "{}"),
    ],
    ids=" ".join,
)
def test_it_is_refused_at_once(tmp_path, command, special):
    place = tmp_path / special
    if special == "pipe":
        os.mkfifo(place)
    words = [word.format(place) for word in command]
    done = told(tmp_path, words)
    assert done.returncode in (2, 4)
    assert done.stderr.startswith("gopay-help: ")
    assert done.stderr.count("\n") <= 2
    assert "Traceback" not in done.stderr
    assert special == "pipe" or not place.is_file()


def test_a_pipe_in_a_pack_is_refused_at_once(tmp_path):
    pack = tmp_path / "pack"
    shutil.copytree(ROOT / "tests" / "packs" / "smallest", pack)
    os.mkfifo(pack / "claims.json")
    (pack / "claims.yaml").unlink()
    os.mkfifo(pack / "claims.yaml")
    for words in (("tree", "lint", str(pack)), ("diagnose", "--no-input", "--pack", str(pack))):
        done = told(tmp_path, words)
        assert done.returncode in (2, 3, 4)
        assert "Traceback" not in done.stderr


def told(home, words):
    return subprocess.run(
        [sys.executable, "-m", "gopay_help", *words],
        env={"PATH": os.environ["PATH"], "GOPAY_HELP_HOME": str(home), "PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
