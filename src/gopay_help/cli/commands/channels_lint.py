"""`channels lint`: holds the contact registry against the rules of packs that are about it."""

from dataclasses import replace
from pathlib import Path
from typing import TextIO

from gopay_help.authoring.lint.draft import PackSource, load_registry
from gopay_help.authoring.lint.engine import Findings, judge, rules_for, unread
from gopay_help.authoring.lint.report import as_json
from gopay_help.authoring.lint.yaml import read_document
from gopay_help.model.errors import TreeError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import Catalogue, safe_line
from gopay_help.screen.documents import write_json

RULES = "REG"
"""How the ids of these rules begin."""


def run(folder: Path, *, out: TextIO, against: Path | None = None, words: Catalogue | None = None) -> int:
    """Print every problem of the registry in *folder*, one a line; 3 if there is any.

    Args:
        folder: a pack.
        out: where problems go.
        against: an earlier channels file; nothing of it may have vanished.
        words: the words of lint; with them one document instead, as `tree lint` writes it.

    Raises:
        DataError: a file cannot be read, or is of a newer format.
    """
    try:
        findings = find(folder, against)
    except TreeError as error:
        findings = unread(error)
    code = ExitCode.FINDINGS if findings.problems else ExitCode.OK
    if words is not None:
        write_json(as_json(findings, words, str(folder), strict=True, code=code), out)
    else:
        out.writelines(safe_line(str(problem)) + "\n" for problem in findings.problems)
    return code


def find(folder: Path, against: Path | None) -> Findings:
    """All that the rules find in a registry, in the order of the file.

    Raises:
        TreeError: problems of syntax or shape; the rules need a file that can be read.
        DataError: a file cannot be read, or is of a newer format.
    """
    source = load_registry(folder)
    if against is not None:
        source = replace(source, before=PackSource({"channels": read_document(against)}, {}))
    judged = judge(source, only=RULES)
    problems = sorted(judged.problems, key=lambda problem: (problem.line, problem.rule))
    rules = tuple(rule for rule in rules_for(source) if rule.id.startswith(RULES))
    return Findings(tuple(problems), judged.ran, rules, len(list(source.files)))
