"""Findings for a person: one place a line, as editors and terminals can open it, and what to do next."""

from collections.abc import Iterator

from gopay_help.model.errors import Level, Problem
from gopay_help.model.safe import safe_line
from gopay_help.render.lint.words import LEVELS, anchor, counted, place
from gopay_help.trees.lint import Findings


def render(findings: Findings, *, strict: bool) -> str:
    """Every finding, file by file, and a summary."""
    return "".join(f"{line}\n" for line in _lines(findings, strict=strict))


def _lines(findings: Findings, *, strict: bool) -> Iterator[str]:
    file = None
    for problem in findings.problems:
        if file is not None and file != problem.file:
            yield ""
        file = problem.file
        yield from _finding(problem)
    if findings.problems:
        yield ""
    yield from _summary(findings, strict=strict)


def _finding(problem: Problem) -> Iterator[str]:
    yield safe_line(f"{place(problem)}: {LEVELS[problem.level]}: {problem.message} [{problem.rule}]")
    yield safe_line(f"    fix: {problem.fix}")
    yield safe_line(f"    why: {anchor(problem.rule)}")


def _summary(findings: Findings, *, strict: bool) -> Iterator[str]:
    if not findings.problems:
        yield f"Nothing found: {findings.files} files, {len(findings.ran)} rules."
        return
    yield ", ".join(counted(findings.count(level), LEVELS[level]) for level in Level) + "."
    if findings.count(Level.ERROR):
        yield "Mend the errors first: nobody is led by this pack until they are gone."
    elif findings.count(Level.WARNING):
        yield f"The pack can be used. {_how_warnings_end(strict=strict)}"
    else:
        yield "The pack can be used; this is advice."
    if not findings.complete:
        left = len(findings.rules) - len(findings.ran)
        yield f"Then run this again: {counted(left, 'rule')} had to wait, and may find more."


def _how_warnings_end(*, strict: bool) -> str:
    way = "Mend a warning, or write `# lint: allow RULE reason` above its line"
    return f"{way}; --strict counts it as an error." if strict else f"{way}."
