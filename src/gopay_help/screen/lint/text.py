"""Findings for a person: one place a line, as editors and terminals can open it, and what to do next."""

from collections.abc import Iterator

from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import Catalogue, safe_line
from gopay_help.screen.lint.words import LEVELS, Teller, anchor, place
from gopay_help.tree.lint import Findings

_ALLOW = "`# lint: allow RULE reason`"


def render(findings: Findings, words: Catalogue, *, strict: bool) -> str:
    """Every finding, file by file, and a summary, in the language of *words*."""
    return "".join(f"{line}\n" for line in _lines(findings, Teller(words), strict=strict))


def _lines(findings: Findings, teller: Teller, *, strict: bool) -> Iterator[str]:
    file = None
    for problem in findings.problems:
        if file is not None and file != problem.file:
            yield ""
        file = problem.file
        yield from map(safe_line, _finding(problem, teller))
    if findings.problems:
        yield ""
    yield from _summary(findings, teller, strict=strict)


def _finding(problem: Problem, teller: Teller) -> Iterator[str]:
    told, say = teller.tell(problem), teller.words.say
    yield f"{place(problem)}: {told.level}: {told.first} [{problem.rule}]"
    if told.message:
        yield f"    {told.message}"
    first, *more = filter(None, (told.mend, told.fix))
    yield f"    {say('lint.fix', said=first)}"
    yield from (f"        {said}" for said in more)
    yield f"    {say('lint.docs', page=anchor(problem.rule))}"


def _summary(findings: Findings, teller: Teller, *, strict: bool) -> Iterator[str]:
    say = teller.words.say
    if not findings.problems:
        yield say("lint.none", files=findings.files, rules=len(findings.ran))
        return
    counts = {level: teller.counted(f"count.{LEVELS[level]}", findings.count(level)) for level in Level}
    yield say(
        "lint.counts",
        errors=counts[Level.ERROR],
        warnings=counts[Level.WARNING],
        advice=counts[Level.ADVICE],
    )
    if findings.count(Level.ERROR):
        yield say("lint.errors_first")
    elif findings.count(Level.WARNING):
        yield say("lint.warnings_strict" if strict else "lint.warnings", comment=_ALLOW)
    else:
        yield say("lint.advice_only")
    if not findings.complete:
        yield teller.counted("waited", len(findings.rules) - len(findings.ran))
