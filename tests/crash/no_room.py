"""Uses the case file on a disk that is full, and on one that cannot be written; prints what was said.

Run by test_no_room in a namespace of its own, where a small disk can be mounted without being root.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from killed_terminal import PATIENCE_S, Run, script

from casefile import case
from gopay_help.cases.store import Store
from wheel import installed

SIZE = "256k"
CASE = "abcdefghijk2"
COMMANDS = {
    "add": ("case", "add", CASE, "--text", "still nothing"),
    "next": ("case", "next", CASE, "--still"),
    "export": ("case", "export", CASE, "--out", "{place}/pack"),
    "zip": ("case", "export", CASE, "--zip", "--out", "{place}/pack.zip"),
    "draft": ("case", "draft", CASE, "--format", "eml", "--out", "{place}/draft.eml"),
    "ics": ("case", "next", CASE, "--ics", "{place}/plan.ics"),
    "show": ("case", "show", CASE),
    "list": ("case", "list"),
}


def mount(place: Path) -> Store:
    """A small disk at *place* with one case on it."""
    place.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", place], check=True)
    store = Store(place / "cases")
    store.save(case())
    return store


def fill(place: Path) -> None:
    """Write until nothing more fits."""
    with (place / "filler").open("wb", buffering=0) as out:
        try:
            while out.write(b"x" * 4096):
                pass
        except OSError:
            return


def close(place: Path) -> None:
    """Let nobody write there any more, not even a program that has a file open there."""
    subprocess.run(["mount", "--bind", place, place], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", place], check=True)


def on_disk(place: Path) -> dict[str, int]:
    """What lies there, but for the filler: names with a sum of their content."""
    files = [file for file in sorted(place.rglob("*")) if file.name != "filler" and file.suffix != ".lock"]
    return {str(file.relative_to(place)): hash(file.read_bytes()) if file.is_file() else 0 for file in files}


def told(place: Path, *arguments: str, out: Path | None = None) -> dict[str, object]:
    """What one command says with its cases there."""
    environ = {
        **os.environ,
        "GOPAY_HELP_HOME": str(place),
        "PYTHONPATH": installed(),
        "LANG": "C.UTF-8",
    }
    command = [sys.executable, "-m", "gopay_help", *(each.format(place=place) for each in arguments)]
    with (out or Path(os.devnull)).open("w") as sink:
        ran = subprocess.run(
            command,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=sink if out else subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
    return {"code": ran.returncode, "out": ran.stdout or "", "err": ran.stderr}


def kept_in(place: Path) -> list[int]:
    """How many answers the run's own case holds."""
    return [len(each.answers) for each in Store(place / "cases").list() if each.id != CASE]


def wizard(place: Path, spoil, after: int) -> dict[str, object]:
    """A run on a terminal whose disk is spoilt once *after* questions were answered."""
    run = Run(place, plain=True, steps=script())
    run.go_on(PATIENCE_S, until=after)
    while after and kept_in(place) != [after]:  # a save under way would make room again when it ends
        time.sleep(0.01)
    spoil(place)
    run.go_on(PATIENCE_S)
    run.child.send("\r")  # nothing to change: the end
    run.hear_all()
    return {
        "code": run.child.exitstatus,
        "said": run.heard,
        "to_see": len(run.steps) - run.seen,
        "kept": kept_in(place),
        "left": [file.name for file in place.glob("cases/.new-*")],
    }


def main(folder: Path, kind: str) -> dict[str, object]:
    """Every command on one kind of bad disk, a run there, and one that it befalls later."""
    spoil, place, late = {"full": fill, "closed": close}[kind], folder / kind, folder / f"{kind}-later"
    store = mount(place)
    spoil(place)
    before = on_disk(place)
    commands = {what: told(place, *arguments) for what, arguments in COMMANDS.items()}
    if kind == "full":
        (place / "out").touch()
        commands["stdout"] = told(place, "case", "show", CASE, out=place / "out")
        (place / "out").unlink()
    intact = on_disk(place) == before and store.load(CASE) == case()
    whole = wizard(place, lambda _place: None, 0)
    mount(late)
    return {"commands": commands, "intact": intact, "wizard": whole, "later": wizard(late, spoil, 3)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
