"""Two programs change one case at the same time: nothing is lost, nothing is mixed."""

import subprocess
import sys
from pathlib import Path

from casefile import NOW, case
from gopay_help.cases.store import Store, read_case

CHANGES = 60
SCRIPT = """
import sys, time
from dataclasses import replace
from pathlib import Path
from casefile import NOW, note
from gopay_help.cases.store import BusyError, Store
store = Store(Path(sys.argv[1]), wait_s=0)
for number in range(int(sys.argv[3])):
    entry = note(f"{sys.argv[2]} {'abcdefghij'[number % 10]}{'abcdefghij'[number // 10]}")
    while True:
        try:
            store.change("abcdefghijk2", lambda found: replace(found, evidence=(*found.evidence, entry)))
            break
        except BusyError:
            time.sleep(0.001)
"""


def test_two_programs_lose_nothing(tmp_path):
    store = Store(tmp_path / "cases")
    store.save(case(evidence=()))
    names = ("left", "right", "third")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(tmp_path / "cases"), name, str(CHANGES)],
            env={"PYTHONPATH": f"{Path(__file__).parents[1]}:{Path(__file__).parents[2] / 'src'}"},
        )
        for name in names
    ]
    while any(writer.poll() is None for writer in writers):  # a reader sees a whole case at every moment
        read_case((tmp_path / "cases" / "abcdefghijk2.json").read_bytes(), "case")
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    texts = [entry.field("text") for entry in store.load("abcdefghijk2").evidence]
    assert len(texts) == len(set(texts)) == CHANGES * len(names)
    for name in names:
        assert [text for text in texts if text.startswith(name)] == sorted(
            (text for text in texts if text.startswith(name)), key=lambda text: (text[-1], text[-2])
        )
    assert store.load("abcdefghijk2").created == NOW


IMPATIENT = """
import sys
from dataclasses import replace
from pathlib import Path
from casefile import note
from gopay_help.cases.store import Store
store = Store(Path(sys.argv[1]))
print(flush=True)
sys.stdin.read()
store.change("abcdefghijk2", lambda found: replace(found, evidence=(*found.evidence, note(sys.argv[2]))))
"""


def test_twelve_notes_at_the_same_moment_are_all_kept(tmp_path):
    store = Store(tmp_path / "cases")
    store.save(case(evidence=()))
    names = [f"note {letter}" for letter in "abcdefghijkl"]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", IMPATIENT, str(tmp_path / "cases"), name],
            env={"PYTHONPATH": f"{Path(__file__).parents[1]}:{Path(__file__).parents[2] / 'src'}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in names
    ]
    for writer in writers:
        writer.stdout.readline()
    for writer in writers:
        writer.stdin.close()
        writer.stdin = None
    said = [writer.communicate()[1].decode() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * len(names), said
    assert sorted(entry.field("text") for entry in store.load("abcdefghijk2").evidence) == names


ADDING = """
import sys
from pathlib import Path
from casefile import run
from gopay_help.cli import case_add
from gopay_help.model.errors import DataError
for number in range(100):
    text = sys.argv[2] + " " + "".join("abcdefghij"[int(digit)] for digit in str(number))
    try:
        done = run(Path(sys.argv[1]), lambda setup: case_add.add(setup, "abcdefghijk2", text=text))
    except DataError:
        continue  # it was told that the case is open elsewhere, and nothing was called noted
    if done.code == 0:
        print(text)
"""


def test_two_people_add_a_hundred_notes_each_and_every_success_is_kept(tmp_path):
    """Through the command, as two windows do it."""
    store = Store(tmp_path / "cases")
    store.save(case(evidence=()))
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", ADDING, str(tmp_path), name],
            env={"PYTHONPATH": f"{Path(__file__).parents[1]}:{Path(__file__).parents[2] / 'src'}"},
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("left", "right")
    ]
    said = [writer.communicate()[0].splitlines() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    noted = [line for lines in said for line in lines]
    kept = [entry.field("text") for entry in store.load("abcdefghijk2").evidence]
    assert sorted(kept) == sorted(noted)
    assert min(map(len, said)) > 50, "both must have had their turns"
