"""The whole test of a pack: generated runs, faults, stories; what they cover, what they found, its report."""

import json
import shlex
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple, cast

from gopay_help import __version__
from gopay_help.authoring.lint.rules_graph import longest_path
from gopay_help.authoring.lint.space import Counts, Element, ElementKind, Space, elements, tally
from gopay_help.authoring.trial import walked
from gopay_help.authoring.trial.checks import WIDTHS, Checks, Complaint
from gopay_help.authoring.trial.recorded import Ended, Scenario, play
from gopay_help.model.contact import Registry
from gopay_help.model.errors import ExitCode, Problem
from gopay_help.model.text import safe_line
from gopay_help.model.tree import UNKNOWN, FactId, NodeId, OptionId, Outcome, Tree
from gopay_help.screen.documents import JUnitCase, JUnitFailure, JUnitSuite, junit_xml
from gopay_help.wizard.session import Background, Evidence, Session, Stated

LOOKED_AT = ("check", "calendar")
"""Sources of facts that somebody has to find out; the brand is simply said."""


class Fault(NamedTuple):
    """One thing that goes wrong, and what the wizard then has to do with."""

    name: str
    fixed: Mapping[FactId, str]
    """Facts that have one value because of it."""
    evidence: Callable[[Mapping[str, str]], Evidence]
    """From all facts of a run to what the wizard is handed."""


def faults(tree: Tree) -> Iterator[Fault]:
    """Every fault of every fact, one at a time; then all at once."""
    for fact, spec in tree.facts.items():
        for value in spec.values:
            yield Fault(f"{fact} is {value}", {fact: value}, Stated)
        yield Fault(f"{fact} is a word that the tree does not know", {fact: UNKNOWN}, _odd(fact))
        if spec.source in LOOKED_AT:
            yield Fault(f"{fact} crashed", {fact: UNKNOWN}, _without(fact, Stated))
            yield Fault(f"{fact} timed out", {fact: UNKNOWN}, _without(fact, walked.Late))
    nothing = dict.fromkeys(tree.facts, UNKNOWN)

    def crash() -> Mapping[str, str]:
        raise RuntimeError("a look that fails")

    yield Fault("offline", nothing, lambda _facts: Stated({}))
    yield Fault("the whole check crashed", nothing, lambda _facts: Background(crash))


def withstand(tree: Tree, fault: Fault) -> Iterator[tuple[walked.PlannedRun, list[Complaint]]]:
    """Every run that is still possible under *fault* and meets it, and what is wrong with it.

    A run that does not look at what is at fault is the run that it always was.
    """
    for run in walked.cover(Space(tree, fault.fixed), walked.EDGES):
        if not fault.fixed.keys().isdisjoint(run.facts):
            yield run, list(_complaints(tree, run, fault))


def _complaints(tree: Tree, run: walked.PlannedRun, fault: Fault) -> Iterator[Complaint]:
    known = {str(fact): value for fact, value in run.facts.items()}
    session = Session(
        tree=tree,
        evidence=fault.evidence(known),
        advise=lambda _end: cast("Any", None),  # nobody listens to first aid here
        prompter=walked.Decided(run.answers),
        listener=walked.Undisturbed(),
    )
    try:
        end = session.run()
    except Exception as error:  # noqa: BLE001 (whatever it is, the run did not end)
        yield Complaint(f"the run broke off: {type(error).__name__}: {error}")
        return
    if end.outcome.id != run.outcome:
        yield Complaint(f"ends in {end.outcome.id}, and should in {run.outcome}")
    if len(end.passed) > tree.limits.max_questions:
        yield Complaint(f"asks {len(end.passed)} questions, {tree.limits.max_questions} are promised")


def _without(fact: FactId, kind: Callable[[Mapping[str, str]], Evidence]) -> Callable[..., Evidence]:
    return lambda facts: kind({name: value for name, value in facts.items() if name != fact})


def _odd(fact: FactId) -> Callable[[Mapping[str, str]], Evidence]:
    return lambda facts: Stated({**facts, fact: "?"})


# The whole test of a pack: generated runs, faults, stories; what they cover, and what they found
# wrong.


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


class TestReport(NamedTuple):
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
    desks: Sequence[walked.LanguageBench]
    """One a language, the author's first."""
    pseudo: walked.LanguageBench
    scenarios: Sequence[Scenario] = ()
    folder: Path | None = None
    """The author's folder, for the commands; None for the pack of this installation."""
    always: Sequence[str] = ()
    """Items that no list of what keeps the money safe may lack (`must_have: all`)."""


def try_out(bench: Bench) -> TestReport:
    """Test a proved pack. Deterministic but for the times.

    Raises:
        DataError: the tree has more situations than anybody could review.
    """
    began = perf_counter()
    space = Space(bench.tree)
    checks = Checks(bench.tree, bench.registry, bench.desks, bench.pseudo, bench.always)
    runs = walked.cover(space)
    attempts = []
    for number, run in enumerate(runs, 1):
        started = perf_counter()
        failures = tuple(_run(bench, checks, run))
        attempts.append(Attempt("run", f"{number} to {run.outcome}", perf_counter() - started, failures))
    fault_attempts, fault_runs = _faults(bench)
    stories, true_causes = _stories(bench, checks)
    taken = {element for run in runs for element in run.takes}
    possible = space.taken()
    left = [element for element in elements(bench.tree) if element not in taken]
    written = [node.id for node in bench.tree.nodes.values() if isinstance(node, Outcome)]
    reached = {run.outcome for run in runs}
    return TestReport(
        tree=bench.tree,
        attempts=(*_uncovered(left, written, reached), *attempts, *fault_attempts, *stories),
        counts=tally(bench.tree, taken.__contains__, possible),
        never=tuple(
            element for element in left if element.kind is ElementKind.CELL and element not in possible
        ),
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
    words += ["--facts", "-"] if facts else []
    for name, option in answers.items():
        words += ["--answer", f"{name}={option}"]
    before = f"echo {shlex.quote(json.dumps(dict(facts)))} | " if facts else ""
    return before + shlex.join(words)


def _run(bench: Bench, checks: Checks, run: walked.PlannedRun) -> Iterator[Failure]:
    for complaint in checks.complaints(run):
        yield _failure(bench, run, run.facts, complaint)


def _failure(
    bench: Bench, run: walked.PlannedRun, facts: Mapping[FactId, str], complaint: Complaint
) -> Failure:
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
        command = command_of(story.answers, story.facts, bench.folder)
        wrong = ended.problems if isinstance(ended, Ended) else ended
        failures = [Failure(str(problem), "", command, problem) for problem in wrong]
        if isinstance(ended, Ended):
            failures += _run(bench, checks, ended.run)
            known += story.true_cause is not None
            right += story.true_cause == ended.cause
        attempts.append(
            Attempt("scenario", f"{story.id}: {story.title}", perf_counter() - began, tuple(failures))
        )
    return attempts, (right, known)


def _uncovered(left: Sequence[Element], written: Sequence[NodeId], reached: set[NodeId]) -> Iterator[Attempt]:
    """What no run can take though it is written; a cell that cannot arise is no fault."""
    names = [str(element) for element in left if element.kind is not ElementKind.CELL]
    names += [outcome for outcome in written if outcome not in reached]
    for name in names:
        yield Attempt("coverage", name, 0, (Failure(f"no run can take {name}", "", "gopay-help tree lint"),))


# What a test of a tree came to: in lines for authors, as JUnit XML, and as a document.


SCHEMA = "gopay-help/tree-test@1"
_COUNTED = {
    ElementKind.OPTION: "options",
    ElementKind.ROW: "rows",
    ElementKind.CELL: "cells",
    ElementKind.INFERENCE: "inferences",
}


def lines(report: TestReport) -> Iterator[str]:
    """The failures, each in one line with the command that shows it again; then what was tried."""
    for attempt, failure, more in _gathered(report):
        lang = f" [{failure.lang}]" if failure.lang else ""
        others = f" (and in {more} more)" if more else ""
        yield safe_line(
            f"FAIL {attempt.group} {attempt.name}{lang}: {failure.message}{others} | {failure.command}"
        )
    tree = report.tree
    yield f"{tree.id} {tree.version}, tree {tree.sha256[:12]}"
    for name, text in _summary(report):
        yield f"  {name:<11} {text}"


def document(report: TestReport) -> dict[str, Any]:
    """`gopay-help/tree-test@1`."""
    tree = report.tree
    covered = {_COUNTED[kind]: counts for kind, counts in report.counts.items()}
    reached, written = report.outcomes
    right, known = report.true_causes
    return {
        "schema": SCHEMA,
        "version": __version__,
        "tree": {"id": tree.id, "version": tree.version, "sha256": tree.sha256},
        "languages": list(tree.languages),
        "widths": list(WIDTHS),
        "coverage": {
            name: {"taken": taken, "possible": possible, "written": all_}
            for name, (taken, possible, all_) in {**covered, "outcomes": (reached, reached, written)}.items()
        },
        "never": [str(element) for element in report.never],
        "questions": {"longest": report.longest, "promised": tree.limits.max_questions},
        "runs": report.count("run"),
        "faults": {"kinds": report.count("fault"), "runs": report.fault_runs},
        "scenarios": {"played": report.count("scenario"), "true_cause": {"named": right, "known": known}},
        "failures": [
            _junit_failure(attempt, failure) for attempt in report.attempts for failure in attempt.failures
        ],
        "elapsed_ms": round(report.seconds * 1000),
        "exit_code": int(code(report)),
    }


def junit(report: TestReport) -> str:
    """JUnit XML: a suite for each kind of thing tried."""
    suites = []
    for group in dict.fromkeys(attempt.group for attempt in report.attempts):
        attempts = [attempt for attempt in report.attempts if attempt.group == group]
        cases = [_case(attempt, report.tree.id) for attempt in attempts]
        seconds = sum(attempt.seconds for attempt in attempts)
        suites.append(JUnitSuite(f"{report.tree.id} {group}", cases, seconds))
    return junit_xml("gopay-help tree test", suites, sum(attempt.seconds for attempt in report.attempts))


def code(report: TestReport) -> ExitCode:
    """The exit code: findings, or none."""
    return ExitCode.FINDINGS if report.failed else ExitCode.OK


def _gathered(report: TestReport) -> Iterator[tuple[Attempt, Failure, int]]:
    """Each different failure once, with where it was met first and how often besides."""
    met = Counter(_same(failure) for attempt in report.attempts for failure in attempt.failures)
    told: set[tuple[str, str]] = set()
    for attempt in report.attempts:
        for failure in attempt.failures:
            if _same(failure) not in told:
                told.add(_same(failure))
                yield attempt, failure, met[_same(failure)] - 1


def _same(failure: Failure) -> tuple[str, str]:
    return failure.message, failure.lang


def _summary(report: TestReport) -> Iterator[tuple[str, str]]:
    longest, promised = report.longest, report.tree.limits.max_questions
    yield "runs", f"{report.count('run')}; the longest way asks {longest} questions of {promised} promised"
    for kind, name in _COUNTED.items():
        taken, possible, written = report.counts[kind]
        never = f"; {written - possible} of {written} can never arise{_where(report)}"
        yield (
            name,
            f"{taken} of {possible}" + (never if kind is ElementKind.CELL and written > possible else ""),
        )
    yield "outcomes", f"{report.outcomes[0]} of {report.outcomes[1]}"
    yield "faults", f"{report.count('fault')}, in {report.fault_runs} runs"
    yield "scenarios", _told(report)
    languages = ", ".join(report.tree.languages)
    yield "languages", f"{languages} and a pseudo-language, at {', '.join(map(str, WIDTHS))} cells"
    yield "time", f"{report.seconds:.1f} s"
    count = sum(len(attempt.failures) for attempt in report.attempts)
    yield "failures", str(count) if count else "none"


def _where(report: TestReport) -> str:
    tables = Counter(element.node for element in report.never)
    return f" ({', '.join(f'{table}: {count}' for table, count in tables.items())}; --json names each)"


def _told(report: TestReport) -> str:
    count, (right, known) = report.count("scenario"), report.true_causes
    if not count:
        return "none"
    return f"{count}; {right} of {known} end in what it turned out to be" if known else str(count)


def _junit_failure(attempt: Attempt, failure: Failure) -> dict[str, Any]:
    place = failure.problem
    return {
        "group": attempt.group,
        "name": attempt.name,
        "lang": failure.lang or None,
        "message": place.message if place else failure.message,
        "rule": place.rule if place else None,
        "fix": place.fix if place else None,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "command": failure.command,
    }


def _case(attempt: Attempt, pack: str) -> JUnitCase:
    failed = None
    if attempt.failures:
        said = [f"{failure.lang}: {failure.message}".removeprefix(": ") for failure in attempt.failures]
        shown = [
            f"{text}\n    {failure.command}" for text, failure in zip(said, attempt.failures, strict=True)
        ]
        lines = map(safe_line, "\n".join(shown).split("\n"))
        failed = JUnitFailure(safe_line(said[0]), attempt.group, "\n".join(lines))
    return JUnitCase(f"{pack}.{attempt.group}", safe_line(attempt.name), attempt.seconds, failure=failed)
