"""Findings as workflow commands of GitHub Actions: each becomes an annotation at its line."""

from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import Catalogue
from gopay_help.screen.ci_reports import github_annotation
from gopay_help.screen.lint.words import Teller, anchor
from gopay_help.tree.lint import Findings

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "notice"}


def render(findings: Findings, words: Catalogue, *, strict: bool) -> str:
    """One line a finding; under *strict* a warning is shown as the error that it counts as."""
    teller = Teller(words)
    return "".join(_line(problem, teller, strict=strict) for problem in findings.problems)


def _line(problem: Problem, teller: Teller, *, strict: bool) -> str:
    level = Level.ERROR if strict and problem.level is Level.WARNING else problem.level
    where = {"file": problem.file, "line": problem.line, "col": problem.column}
    named = {key: str(value) for key, value in where.items() if value}
    return github_annotation(_COMMANDS[level], _said(problem, teller), {**named, "title": problem.rule})


def _said(problem: Problem, teller: Teller) -> str:
    told, say = teller.tell(problem), teller.words.say
    first, *more = filter(None, (told.mend, told.fix))
    fix, why = say("lint.fix", said=first), say("lint.docs", page=anchor(problem.rule))
    lines = (told.first, told.message, _capital(fix), *more, _capital(why))
    return "\n".join(filter(None, lines))


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]
