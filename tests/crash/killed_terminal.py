"""Runs `gopay-help diagnose` on a terminal again and again and kills it; prints what was found afterwards.

Run by test_kill. A person is played who answers as soon as a question stands there; every second one has
the menu, the others have numbered lines.
"""

import json
import os
import random
import re
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pexpect

from gopay_help.cases.store import Store
from gopay_help.cli.packs import open_pack
from gopay_help.model.errors import DataError
from gopay_help.tree.pack import pack_folder
from wheel import installed

ROOT = Path(__file__).resolve().parents[2]
PACK = open_pack(pack_folder("gopay"))
WORDS = PACK.catalogue("en")
PATIENCE_S = 60


@dataclass(frozen=True)
class Step:
    """A question, its last option, what is typed then, and the answers that must be kept by then."""

    shown: str
    last: str
    typed: str
    kept: dict[str, str]


def script() -> list[Step]:
    """Five answers, one of them taken back and given anew, up to the outcome."""
    first = {"red_flag": "no"}
    second = {**first, "your_gopay": "gopay_id"}
    other, third = {**second, "symptom": "blocked"}, {**second, "symptom": "money_missing"}
    fourth = {**third, "missing_what": "topup"}
    last = {**fourth, "sent_when": "week"}
    asked = [
        ("red_flag", "no", {}),
        ("your_gopay", "gopay_id", first),
        ("symptom", "blocked", second),
        ("blocked_what", "b", other),
        ("symptom", "money_missing", other),
        ("missing_what", "topup", third),
        ("sent_when", "week", fourth),
    ]
    steps = [
        Step(WORDS.say(f"{name}.text"), last_option(name), key_of(name, option), kept)
        for name, option, kept in asked
    ]
    return [*steps, Step(WORDS.say("outcome.topup_overdue.title"), "", "", last)]


def last_option(question: str) -> str:
    """What stands last before an answer is taken: what was typed earlier is dropped."""
    return WORDS.say(f"{question}.opt.{PACK.tree.nodes[question].options[-1].id}")


def key_of(question: str, option: str) -> str:
    """The digit of an option; `b` is itself."""
    if option == "b":
        return option
    return str([each.id for each in PACK.tree.nodes[question].options].index(option) + 1)


_DRAWING = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|[@-Z\\-_]|\][^\x07]*\x07)|\s")


def squeezed(text: str) -> str:
    """Letters alone: without what moves the cursor, colours and breaks lines."""
    return _DRAWING.sub("", text)


@dataclass
class Run:
    """One run of the program, and how many of its questions were seen."""

    home: Path
    plain: bool
    steps: list[Step]
    seen: int = 0
    first_at: float | None = None
    heard: str = ""
    _text: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "GOPAY_HELP_HOME": str(self.home),
            "PYTHONPATH": installed(),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
        }
        arguments = ["-m", "gopay_help", "diagnose", "--offline", "--lang", "en"]
        self.child = pexpect.spawn(
            sys.executable,
            [*arguments, *(["--plain"] if self.plain else [])],
            env=environ,
            dimensions=(60, 120),
            encoding="utf-8",
            codec_errors="replace",
        )
        self.child.delaybeforesend = None

    def go_on(self, limit_s: float, until: int | None = None) -> None:
        """Answer what is asked for *limit_s* seconds, or until so many questions were seen."""
        deadline = time.monotonic() + limit_s
        last = len(self.steps) if until is None else until
        while (left := deadline - time.monotonic()) > 0 and self.seen < last:
            try:
                self._hear(self.child.read_nonblocking(65536, timeout=left))
            except (pexpect.TIMEOUT, pexpect.EOF):
                break
            self._answer()

    def kill(self) -> None:
        """Kill it, and look at what it had drawn by then."""
        self.child.kill(signal.SIGKILL)
        self.hear_all()
        self._see()

    def hear_all(self) -> None:
        """Hear it out."""
        while True:
            try:
                self._hear(self.child.read_nonblocking(65536, timeout=PATIENCE_S))
            except pexpect.EOF:
                break
        self.child.close()

    def _hear(self, chunk: str) -> None:
        self._text += chunk
        self.heard += chunk

    def _see(self) -> bool:
        """True if the next question stands there; what was drawn before it is forgotten."""
        if self.seen == len(self.steps):
            return False
        step, text = self.steps[self.seen], squeezed(self._text)
        _, shown, after = text.partition(squeezed(step.shown))
        _, last, after = after.partition(squeezed(step.last)) if step.last else ("", shown, after)
        if not (shown and last):
            return False
        self._text = after
        self.seen += 1
        self.first_at = self.first_at or time.monotonic()
        return True

    def _answer(self) -> None:
        while self._see():
            typed = self.steps[self.seen - 1].typed
            if typed:
                self.child.send(typed + ("\r" if self.plain else ""))


def judge(run: Run, seen) -> None:
    """Hold what is on the disk against what stood on the terminal."""
    store = Store(run.home / "cases")
    wanted = run.steps[run.seen - 1].kept if run.seen else {}
    following = run.steps[min(run.seen, len(run.steps) - 1)].kept
    seen["by_questions"][run.seen] += 1
    seen["while_saving"] += any(run.home.glob("cases/.new-*"))
    try:
        cases = [store.load(case_id) for case_id in store.ids()]
    except DataError as error:
        seen["unreadable"].append(str(error))
        return
    kept = {answer.id: answer.value for case in cases for answer in case.answers}
    lost = [name for name, option in wanted.items() if kept.get(name) not in (option, following.get(name))]
    if lost or len(cases) > 1:
        seen["lost"].append([run.seen, wanted, kept])
    if run.seen == len(run.steps) and not (cases and cases[0].outcome and cases[0].plan):
        seen["lost"].append([run.seen, "outcome", kept])
    seen["with_answers"] += bool(kept)


def measured(folder: Path, plain: bool, steps: list[Step]) -> tuple[float, float]:  # noqa: FBT001 (two ways)
    """Seconds until the first question, and from one question to the next, of a run that nobody kills."""
    started = time.monotonic()
    run = Run(folder / f"whole{plain}", plain, steps)
    run.go_on(PATIENCE_S)
    if run.seen < len(steps) or run.first_at is None:
        raise RuntimeError(f"the script does not fit: {run.seen} of {len(steps)} were seen")
    ended = time.monotonic()
    run.child.close(force=True)
    return run.first_at - started, (ended - run.first_at) / len(steps)


def main(folder: Path, kills: int, seed: int) -> dict[str, object]:
    """Kill *kills* runs soon after a random answer, one in ten before it asks; what is on the disk then."""
    chance = random.Random(seed)  # noqa: S311 (the same each time)
    steps = script()
    seen: dict[str, object] = {
        "kills": kills,
        "unreadable": [],
        "lost": [],
        "while_saving": 0,
        "with_answers": 0,
        "by_questions": [0] * (len(steps) + 1),
    }
    lasts = {plain: measured(folder, plain, steps) for plain in (False, True)}
    for number in range(kills):
        run = Run(folder / str(number), number % 2 == 1, steps)
        start_s, answer_s = lasts[run.plain]
        if number % 10 == 0:
            run.go_on(chance.uniform(0, start_s))
        else:
            run.go_on(PATIENCE_S, until=chance.randint(1, len(steps)))
            time.sleep(chance.uniform(0, answer_s))
        run.kill()
        judge(run, seen)
    return seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
