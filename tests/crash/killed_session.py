"""Starts a session again and again and kills it; prints what was found afterwards. Run by test_kill."""

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from gopay_help.cases.record import Recorder, new_case
from gopay_help.cases.store import Store
from gopay_help.cli.packs import open_pack
from gopay_help.model.errors import DataError
from gopay_help.model.tree import NodeId, Outcome
from gopay_help.tree import walk
from gopay_help.tree.pack import pack_folder

TREE = open_pack(pack_folder("gopay")).tree
SCRIPT = {
    "red_flag": "no",
    "your_gopay": "gopay_id",
    "symptom": "money_missing",
    "missing_what": "topup",
    "sent_when": "week",
}


def session(folder: Path, pipe: int) -> None:
    """Answer the questions round after round; after each save, say how many there were."""
    keeper = Recorder(
        Store(folder), new_case(TREE, "id", datetime.now(UTC)), lambda: datetime.now(UTC), print
    )
    saves = 0
    while True:
        state = walk.State()
        while True:
            position = walk.position(TREE, state)
            if position.missing:
                state = walk.observe(state, dict.fromkeys(position.missing, "unknown"))
                continue
            if isinstance(position.node, Outcome):
                keeper.on_outcome(position.node, "gopay_id")
                break
            state = walk.answer(state, position.node, SCRIPT[NodeId(position.node.id)], "user")
            state = walk.observe(state, {}) if saves == 0 else state
            saves += 1
            counted = walk.State(state.answers, {**state.facts, "count": str(saves)}, state.cursor)
            keeper.on_step(counted)
            os.write(pipe, f"{saves} {keeper.case.id}\n".encode())


def main(folder: Path, kills: int) -> dict[str, object]:
    """Kill *kills* sessions at random moments; what is on the disk after each."""
    chance = random.Random(5)  # noqa: S311 (the same each time)
    seen: dict[str, object] = {
        "kills": kills,
        "unreadable": [],
        "lost": [],
        "while_saving": 0,
        "with_answers": 0,
    }
    for number in range(kills):
        home = folder / str(number)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            session(home, writer)
        os.close(writer)
        with os.fdopen(reader) as said:
            first = said.readline() if number % 4 else ""  # three of four have begun by then
            time.sleep(chance.uniform(0.002, 0.06))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            lines = [*first.splitlines(), *said.read().splitlines()]
        judge(home, lines, seen)
    return seen


def judge(home: Path, lines: list[str], seen) -> None:
    """Hold what is on the disk against what the session had completed."""
    store = Store(home)
    seen["while_saving"] += (
        any(file.name.startswith(".new-") for file in home.glob(".*")) if home.exists() else 0
    )
    for case_id in store.ids():
        try:
            case = store.load(case_id)
        except DataError as error:
            seen["unreadable"].append(str(error))
            continue
        with store.hold(case_id):
            store.save(case)
        kept = next((int(fact.value) for fact in case.facts if fact.id == "count"), 0)
        completed = int(lines[-1].split()[0]) if lines else 0
        seen["with_answers"] += bool(kept)
        if kept < completed or (kept and not case.answers):
            seen["lost"].append([kept, completed])
    if lines and not store.ids():
        seen["lost"].append([0, lines[-1]])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
