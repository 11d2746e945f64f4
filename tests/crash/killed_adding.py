"""Adds notes with the program's own command, is killed at any moment, and prints what was found afterwards.

Run by test_kill. What the command called noted is what must be there.
"""

import io
import json
import os
import random
import signal
import sys
import time
from functools import partial
from itertools import count
from pathlib import Path

from casefile import case, run, store_in
from gopay_help.cases.store import Store
from gopay_help.cli import case_add
from gopay_help.model.errors import DataError

ID = "abcdefghijk2"


def adding(home: Path, pipe: int) -> None:
    """Add note after note; say the number of each that was acknowledged."""
    sys.stdout = sys.stderr = io.StringIO()
    for number in count():
        if run(home, partial(case_add.add, case_id=ID, text=f"note {name(number)}")).code == 0:
            os.write(pipe, f"{number}\n".encode())


def name(number: int) -> str:
    """Letters: a bare number could be a code."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def main(folder: Path, kills: int) -> dict[str, object]:
    """Kill *kills* programs that add notes; what is on the disk after each."""
    chance = random.Random(7)  # noqa: S311 (the same each time)
    seen: dict[str, object] = {
        "kills": kills,
        "unreadable": [],
        "lost": [],
        "acknowledged": 0,
        "left_over": 0,
    }
    for number in range(kills):
        home = folder / str(number)
        store_in(home, case(evidence=()))
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            adding(home, writer)
        os.close(writer)
        with os.fdopen(reader) as said:
            first = said.readline()  # it has begun
            time.sleep(chance.uniform(0, 0.06))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            lines = [first, *said.readlines()]
        acknowledged = [f"note {name(int(line))}" for line in lines if line.endswith("\n")]
        seen["acknowledged"] += len(acknowledged)
        store = Store(home / "cases")
        try:
            kept = [entry.field("text") for entry in store.load(ID).evidence]
        except DataError as error:
            seen["unreadable"].append(str(error))
            continue
        seen["lost"] += [text for text in acknowledged if text not in kept]
        store.save(store.load(ID))  # the lock of the dead is nobody's
    return seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
