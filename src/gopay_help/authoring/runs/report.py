"""What a test of a tree came to: in lines for authors, as JUnit XML, and as a document."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from gopay_help import __version__
from gopay_help.authoring.runs.checks import WIDTHS
from gopay_help.authoring.runs.trial import Attempt, Failure, Report
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import safe_line
from gopay_help.tree.space import Kind

SCHEMA = "gopay-help/tree-test@1"
_COUNTED = {Kind.OPTION: "options", Kind.ROW: "rows", Kind.CELL: "cells", Kind.INFERENCE: "inferences"}


def lines(report: Report) -> Iterator[str]:
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


def document(report: Report) -> dict[str, Any]:
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
            _failure(attempt, failure) for attempt in report.attempts for failure in attempt.failures
        ],
        "elapsed_ms": round(report.seconds * 1000),
        "exit_code": int(code(report)),
    }


def junit(report: Report) -> str:
    """JUnit XML: a suite for each kind of thing tried."""
    root = ET.Element("testsuites", {"name": "gopay-help tree test", **_totals(report.attempts)})
    for group in dict.fromkeys(attempt.group for attempt in report.attempts):
        attempts = tuple(attempt for attempt in report.attempts if attempt.group == group)
        suite = ET.SubElement(root, "testsuite", {"name": f"{report.tree.id} {group}", **_totals(attempts)})
        for attempt in attempts:
            _case(suite, attempt, report.tree.id)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def code(report: Report) -> ExitCode:
    """The exit code: findings, or none."""
    return ExitCode.FINDINGS if report.failed else ExitCode.OK


def _gathered(report: Report) -> Iterator[tuple[Attempt, Failure, int]]:
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


def _summary(report: Report) -> Iterator[tuple[str, str]]:
    longest, promised = report.longest, report.tree.limits.max_questions
    yield "runs", f"{report.count('run')}; the longest way asks {longest} questions of {promised} promised"
    for kind, name in _COUNTED.items():
        taken, possible, written = report.counts[kind]
        never = f"; {written - possible} of {written} can never arise{_where(report)}"
        yield name, f"{taken} of {possible}" + (never if kind is Kind.CELL and written > possible else "")
    yield "outcomes", f"{report.outcomes[0]} of {report.outcomes[1]}"
    yield "faults", f"{report.count('fault')}, in {report.fault_runs} runs"
    yield "scenarios", _told(report)
    languages = ", ".join(report.tree.languages)
    yield "languages", f"{languages} and a pseudo-language, at {', '.join(map(str, WIDTHS))} cells"
    yield "time", f"{report.seconds:.1f} s"
    count = sum(len(attempt.failures) for attempt in report.attempts)
    yield "failures", str(count) if count else "none"


def _where(report: Report) -> str:
    tables = Counter(element.node for element in report.never)
    return f" ({', '.join(f'{table}: {count}' for table, count in tables.items())}; --json names each)"


def _told(report: Report) -> str:
    count, (right, known) = report.count("scenario"), report.true_causes
    if not count:
        return "none"
    return f"{count}; {right} of {known} end in what it turned out to be" if known else str(count)


def _failure(attempt: Attempt, failure: Failure) -> dict[str, Any]:
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


def _totals(attempts: tuple[Attempt, ...]) -> dict[str, str]:
    return {
        "tests": str(len(attempts)),
        "failures": str(sum(bool(attempt.failures) for attempt in attempts)),
        "errors": "0",
        "skipped": "0",
        "time": f"{sum(attempt.seconds for attempt in attempts):.3f}",
    }


def _case(suite: ET.Element, attempt: Attempt, pack: str) -> None:
    case = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": f"{pack}.{attempt.group}",
            "name": safe_line(attempt.name),
            "time": f"{attempt.seconds:.3f}",
        },
    )
    if attempt.failures:
        said = [f"{failure.lang}: {failure.message}".removeprefix(": ") for failure in attempt.failures]
        shown = [
            f"{text}\n    {failure.command}" for text, failure in zip(said, attempt.failures, strict=True)
        ]
        failed = ET.SubElement(case, "failure", {"message": safe_line(said[0]), "type": attempt.group})
        failed.text = "\n".join(map(safe_line, "\n".join(shown).split("\n")))
