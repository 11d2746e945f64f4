"""The whole test of a pack: generated runs, faults, stories; what they cover, and what they found wrong."""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from gopay_help.authoring.runs.checks import Checks, Complaint
from gopay_help.authoring.runs.cover import Run, cover
from gopay_help.authoring.runs.faults import faults, withstand
from gopay_help.authoring.runs.scenario import Ended, Scenario, play
from gopay_help.authoring.runs.told import Desk
from gopay_help.model.contact import Registry
from gopay_help.model.errors import Problem
from gopay_help.model.tree import FactId, NodeId, OptionId, Outcome, Tree
from gopay_help.tree.rules.graph import longest_path
from gopay_help.tree.space import Counts, Element, Kind, Space, elements, tally


class Failure(NamedTuple):
    """One thing found wrong, and the command that shows it again."""

    message: str
    lang: str
    command: str
    problem: Problem | None = None
    """Where it stands, if it stands in a file."""


class Attempt(NamedTuple):
    """One thing that was tried."""

    group: str
    """``run``, ``fault``, ``scenario`` or ``coverage``."""
    name: str
    seconds: float
    failures: tuple[Failure, ...]


class Report(NamedTuple):
    """What a test came to."""

    tree: Tree
    attempts: tuple[Attempt, ...]
    counts: Counts
    never: tuple[Element, ...]
    """Cells that cannot arise: no run can take them."""
    outcomes: tuple[int, int]
    """Reached, and written."""
    longest: int
    """Questions of the longest way through the tree, as its certificate says; no run here need take it."""
    fault_runs: int
    true_causes: tuple[int, int]
    """Stories that end in their true cause, and those of which it is known."""
    seconds: float

    def count(self, group: str) -> int:
        """How many of *group* were tried."""
        return sum(attempt.group == group for attempt in self.attempts)

    @property
    def failed(self) -> bool:
        """True if anything is wrong."""
        return any(attempt.failures for attempt in self.attempts)


class Bench(NamedTuple):
    """What a test needs of a pack."""

    tree: Tree
    registry: Registry
    desks: Sequence[Desk]
    """One a language, the author's first."""
    pseudo: Desk
    scenarios: Sequence[Scenario] = ()
    folder: Path | None = None
    """The author's folder, for the commands; None for the pack of this installation."""


def try_out(bench: Bench) -> Report:
    """Test a proved pack. Deterministic but for the times.

    Raises:
        DataError: the tree has more situations than anybody could review.
    """
    began = perf_counter()
    space = Space(bench.tree)
    checks = Checks(bench.tree, bench.registry, bench.desks, bench.pseudo)
    runs = cover(space)
    attempts = [
        _timed("run", _named(number, run), _run(bench, checks, run)) for number, run in enumerate(runs, 1)
    ]
    fault_attempts, fault_runs = _faults(bench)
    stories, true_causes = _stories(bench, checks)
    taken = {element for run in runs for element in run.takes}
    possible = space.taken()
    left = [element for element in elements(bench.tree) if element not in taken]
    written = [node.id for node in bench.tree.nodes.values() if isinstance(node, Outcome)]
    reached = {run.outcome for run in runs}
    return Report(
        tree=bench.tree,
        attempts=(*_uncovered(left, written, reached), *attempts, *fault_attempts, *stories),
        counts=tally(bench.tree, taken.__contains__, possible),
        never=tuple(element for element in left if element.kind is Kind.CELL and element not in possible),
        outcomes=(len(reached), len(written)),
        longest=len(longest_path(bench.tree)),
        fault_runs=fault_runs,
        true_causes=true_causes,
        seconds=perf_counter() - began,
    )


def command_of(
    answers: Mapping[NodeId, OptionId], facts: Mapping[FactId, str], folder: Path | None, lang: str = ""
) -> str:
    """The command that walks a run again, contacting nobody."""
    words = ["gopay-help", "diagnose", "--no-input", "--offline"]
    words += ["--pack", str(folder)] if folder else []
    words += ["--lang", lang] if lang else []
    words += ["--facts", "/dev/stdin"] if facts else []
    for name, option in answers.items():
        words += ["--answer", f"{name}={option}"]
    before = f"echo {shlex.quote(json.dumps(dict(facts)))} | " if facts else ""
    return before + shlex.join(words)


def _named(number: int, run: Run) -> str:
    return f"{number} to {run.outcome}"


def _timed(group: str, name: str, failures: Iterator[Failure]) -> Attempt:
    began = perf_counter()
    found = tuple(failures)
    return Attempt(group, name, perf_counter() - began, found)


def _run(bench: Bench, checks: Checks, run: Run) -> Iterator[Failure]:
    for complaint in checks.complaints(run):
        yield _failure(bench, run, run.facts, complaint)


def _failure(bench: Bench, run: Run, facts: Mapping[FactId, str], complaint: Complaint) -> Failure:
    given = {name: option for name, option in run.answers.items() if name not in run.inferred}
    lang = complaint.lang if complaint.lang in bench.tree.languages else ""
    return Failure(complaint.message, complaint.lang, command_of(given, facts, bench.folder, lang))


def _faults(bench: Bench) -> tuple[list[Attempt], int]:
    attempts, count = [], 0
    for fault in faults(bench.tree):
        began = perf_counter()
        failures: list[Failure] = []
        for run, complaints in withstand(bench.tree, fault):
            count += 1
            failures += (_failure(bench, run, {**run.facts, **fault.fixed}, one) for one in complaints)
        attempts.append(Attempt("fault", fault.name, perf_counter() - began, tuple(failures)))
    return attempts, count


def _stories(bench: Bench, checks: Checks) -> tuple[list[Attempt], tuple[int, int]]:
    attempts, right, known = [], 0, 0
    for story in bench.scenarios:
        began = perf_counter()
        ended = play(story, bench.tree, bench.registry, bench.desks[0])
        failures = list(_story_failures(bench, story, ended))
        if isinstance(ended, Ended):
            failures += _run(bench, checks, ended.run)
            known += story.true_cause is not None
            right += story.true_cause == ended.cause
        attempts.append(
            Attempt("scenario", f"{story.id}: {story.title}", perf_counter() - began, tuple(failures))
        )
    return attempts, (right, known)


def _story_failures(bench: Bench, story: Scenario, ended: Ended | tuple[Problem, ...]) -> Iterator[Failure]:
    command = command_of(story.answers, story.facts, bench.folder)
    for problem in ended.problems if isinstance(ended, Ended) else ended:
        yield Failure(str(problem), "", command, problem)


def _uncovered(left: Sequence[Element], written: Sequence[NodeId], reached: set[NodeId]) -> Iterator[Attempt]:
    """What no run can take though it is written; a cell that cannot arise is no fault."""
    names = [str(element) for element in left if element.kind is not Kind.CELL]
    names += [outcome for outcome in written if outcome not in reached]
    for name in names:
        yield Attempt("coverage", name, 0, (Failure(f"no run can take {name}", "", "gopay-help tree lint"),))
