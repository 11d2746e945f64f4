"""Findings as `gopay-help/lint@1`."""

from collections.abc import Mapping
from typing import Any

from gopay_help import __version__
from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import Catalogue
from gopay_help.screen.lint.words import LEVELS, Teller, anchor
from gopay_help.tree.lint import Findings


def document(
    findings: Findings, words: Catalogue, pack: str, *, strict: bool, code: int
) -> Mapping[str, Any]:
    """The document; *pack* is the folder as it was named. Messages are English in every language."""
    teller = Teller(words)
    return {
        "schema": "gopay-help/lint@1",
        "version": __version__,
        "lang": words.lang,
        "pack": pack,
        "strict": strict,
        "complete": findings.complete,
        "rules": sorted(findings.ran),
        "counts": {LEVELS[level]: findings.count(level) for level in Level},
        "findings": [_finding(problem, teller) for problem in findings.problems],
        "exit_code": code,
    }


def _finding(problem: Problem, teller: Teller) -> dict[str, Any]:
    return {
        "rule": problem.rule,
        "level": LEVELS[problem.level],
        "file": problem.file,
        "line": problem.line or None,
        "column": problem.column or None,
        "message": problem.message,
        "fix": problem.fix,
        "what": teller.what(problem.rule),
        "mend": teller.mend(problem.rule),
        "docs": anchor(problem.rule),
    }
