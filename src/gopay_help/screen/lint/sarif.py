"""Findings as SARIF 2.1.0, for code scanning and for editors that read it."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gopay_help import __version__
from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import Catalogue
from gopay_help.screen.lint.words import Teller, anchor
from gopay_help.tree.lint import Findings

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "note"}


def document(findings: Findings, words: Catalogue, home: str | None = None) -> Mapping[str, Any]:
    """The log of one run. Messages are English; what a rule is about is told in the language of *words*.

    Args:
        findings: what was found.
        words: the words of lint.
        home: where the project's files can be read, ending in ``/``: rules link to their explanation there.
            Without it they are named by a URN: a link that leads to a stranger would be worse than none.
    """
    teller = Teller(words)
    levels = {rule.id: rule.level for rule in findings.rules}
    ids = sorted({*levels, *(problem.rule for problem in findings.problems)})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "gopay-help",
                        "semanticVersion": __version__,
                        "rules": [_rule(rule, levels.get(rule, Level.ERROR), home, teller) for rule in ids],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": _results(findings.problems, ids),
            }
        ],
    }


def _rule(rule: str, level: Level, home: str | None, teller: Teller) -> dict[str, Any]:
    page = anchor(rule)
    what, mend = teller.what(rule) or rule, teller.mend(rule) or ""
    return {
        "id": rule,
        "fullDescription": {"text": what},
        "helpUri": f"{home}{page}" if home else f"urn:gopay-help:{page}",
        "help": {"text": f"{mend} {page}".strip()},
        "defaultConfiguration": {"level": _LEVELS[level]},
    }


def _results(problems: Sequence[Problem], ids: list[str]) -> list[dict[str, Any]]:
    seen: dict[str, int] = {}
    return [
        {
            "ruleId": problem.rule,
            "ruleIndex": ids.index(problem.rule),
            "level": _LEVELS[problem.level],
            "message": {"text": f"{problem.message} Fix: {problem.fix}"},
            "locations": [{"physicalLocation": _location(problem)}],
            "partialFingerprints": {"finding/v1": _fingerprint(problem, seen)},
        }
        for problem in problems
    ]


def _location(problem: Problem) -> dict[str, Any]:
    path = Path(problem.file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    found: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if problem.line:
        found["region"] = {"startLine": problem.line, "startColumn": max(problem.column, 1)}
    return found


def _fingerprint(problem: Problem, seen: dict[str, int]) -> str:
    """The same for a finding that only moved to another line; two alike in one file are told apart."""
    what = f"{problem.rule}\0{Path(problem.file).as_posix()}\0{problem.message}"
    seen[what] = seen.get(what, 0) + 1
    return hashlib.sha256(f"{what}\0{seen[what]}".encode()).hexdigest()[:32]
