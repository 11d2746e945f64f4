"""Holds a pack against every rule, and compiles one in which no error is found.

Stages: a later one trusts the ones before. The rules are functions in `rules_*.py`; each is registered under
its id and yields every problem of its kind. ``# lint: allow ID reason`` takes one finding back: on its line,
or on lines of its own right above it. Three rules watch over these comments, so that an exception cannot
outlive its cause, go without a reason, or cover what makes a pack unsafe.
"""

import hashlib
import itertools
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

# Imported for what they register: this is the one list of rules that there is.
from gopay_help.authoring.lint import rules_contacts, rules_files, rules_texts, rules_translations, rules_tree  # noqa: F401
from gopay_help.authoring.lint.rule import (
    RULES,
    SCENARIOS,
    LintRule,
    PackSource,
    Stage,
    load_source,
    run_rule,
)
from gopay_help.authoring.lint.rules_graph import answers, longest_path, most_waits
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.space import reached_in_order, targets
from gopay_help.authoring.lint.yaml import Comment, Document, read_document
from gopay_help.model.errors import Filled, Level, Problem, TreeError
from gopay_help.model.tree import Outcome, Question, Table
from gopay_help.tree.pack import PROOF, read_bytes
from gopay_help.tree.walk import fingerprint

SHAPE_OF_RUNS = ("REF", "TERM001", "TERM003", "TAB001", "TAB002", "TAB007", "TAB009")
"""What has to be right before whole runs can be looked at."""


class Judged(NamedTuple):
    """What the rules say of a pack."""

    problems: list[Problem]
    """In the order of files and lines, without those that their authors allow."""
    allowed: list[Problem]
    ran: frozenset[str]
    """Ids of the rules that were run: all, or those up to the stage that has an error."""


def judge(source: PackSource, least: Level = Level.ADVICE, *, only: str | tuple[str, ...] = "") -> Judged:
    """Hold a pack against the rules.

    Args:
        source: the pack.
        least: what is less grave is not looked for; who only opens a pack asks for errors.
        only: the beginning of the ids of the rules to hold it against, or some; all without it.
    """
    rules = {rule.id: rule for rule in rules_for(source) if rule.id.startswith(only)}
    problems: list[Problem] = []
    ran: set[str] = set()
    for stage in Stage:
        chosen = [rule for rule in rules.values() if rule.stage is stage and rule.level <= least]
        problems += (
            problem for rule in chosen for problem in run_rule(rule, source) if problem.level <= least
        )
        ran |= {rule.id for rule in chosen}
        # A wrong word keeps nobody from looking at the graph; what later rules trust does.
        errors = [problem.rule for problem in problems if problem.level is Level.ERROR]
        if any(stage is Stage.REFERENCES or broken.startswith(SHAPE_OF_RUNS) for broken in errors):
            break
    known = [
        problem
        for problem in problems
        if not ((problem.rule, problem.message) in source.allowed and RULES[problem.rule].may_allow)
    ]
    settled, allowed = settle(known, allows_of(source.files), RULES, ran)
    kept = [problem for problem in settled if problem.level <= least]
    return Judged(sorted(kept, key=lambda problem: problem[3:6]), allowed, frozenset(ran))


def rules_for(source: PackSource) -> list[LintRule]:
    """The rules that concern this pack: one that looks at a file which it does not have is left out."""
    return [rule for rule in RULES.values() if rule.concerns(source)]


class Findings(NamedTuple):
    """All that is said of a pack, whether it can be read or not, in the order of files and lines."""

    problems: tuple[Problem, ...]
    ran: frozenset[str]
    """Ids of the rules that were run: none where a file could not be read."""
    rules: tuple[LintRule, ...]
    """Every rule that there is for this pack."""
    files: int
    """How many files were read; 0 where one could not be."""

    @property
    def complete(self) -> bool:
        """True if no rule had to wait for a mistake to be mended."""
        return len(self.ran) >= len(self.rules)

    def count(self, level: Level) -> int:
        """How many findings of one level there are."""
        return sum(problem.level is level for problem in self.problems)


def lint_pack(folder: Path, before: PackSource | None = None) -> Findings:
    """Hold the pack in *folder*, of YAML or compiled, against every rule, and an earlier state of it.

    Raises:
        DataError: a file cannot be read at all, or is of a newer format.
    """
    try:
        source = replace(load_source(folder), before=before)
    except TreeError as error:
        return unread(error)
    judged = judge(source)
    return Findings(_in_order(judged.problems), judged.ran, tuple(rules_for(source)), len(list(source.files)))


def unread(error: TreeError) -> Findings:
    """The findings of a pack of which a file could not be read: every rule has to wait."""
    return Findings(_in_order(error.problems), frozenset(), tuple(RULES.values()), 0)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(
        sorted(problems, key=lambda found: (found.file, found.line, found.column, found.rule, found.level))
    )


def compile_pack(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Read and prove a pack of YAML; its documents by name.

    Raises:
        DataError: a file cannot be read, or is of a newer format.
        TreeError: all problems of the pack that keep it from being used.
    """
    source = load_source(folder)
    if problems := judge(source, Level.ERROR).problems:
        raise TreeError(problems)
    return compiled(source)


def prove_pack(folder: Path) -> tuple[dict[str, Mapping[str, Any]], dict[str, Any]]:
    """As `compile_pack`, and the certificate of it.

    Raises:
        DataError: a file cannot be read, or is of a newer format.
        TreeError: all problems of the pack that keep it from being used.
    """
    source = load_source(folder)
    judged = judge(source)
    if errors := [problem for problem in judged.problems if problem.level is Level.ERROR]:
        raise TreeError(errors)
    documents = compiled(source)
    return documents, prove(source, folder, documents, judged.allowed)


def compiled_files(folder: Path) -> dict[str, bytes]:
    """The files of a pack of YAML as a wheel has them, by path: documents, stories, and the certificate.

    Raises:
        DataError: a file cannot be read, or is of a newer format.
        TreeError: all problems of the pack that keep it from being used.
    """
    documents, proof = prove_pack(folder)
    for file in sorted(folder.glob(f"{SCENARIOS}/*.yaml")):
        documents[f"{SCENARIOS}/{file.stem}"] = read_document(file).data
    files = {name: _compact(values) for name, values in documents.items()}
    proof["files"] = {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items()}
    return {f"{name}.json": raw for name, raw in {**files, PROOF: _compact(proof)}.items()}


def _compact(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def compiled(source: PackSource) -> dict[str, Mapping[str, Any]]:
    """The documents of a proved pack by name; all texts of a language are one of them."""
    documents: dict[str, Mapping[str, Any]] = {name: file.data for name, file in source.documents.items()}
    for lang, files in source.texts.items():
        documents[f"text/{lang}"] = {key: text for file in files for key, text in file.data.items()}
    documents |= {f"desk/{lang}": file.data for lang, file in source.desks.items()}
    for shelf, listed in source.spoken.items():
        documents |= {f"{shelf}/{lang}": file.data for lang, file in listed.items()}
    return documents


NO_REASON, UNUSED, NOT_ALLOWABLE = "LINT001", "LINT002", "LINT003"
READERS = (
    *(f"SYN{number:03}" for number in range(9)),
    *("SCH001", "SCH002", "SCH005"),
    *(NO_REASON, UNUSED, NOT_ALLOWABLE),
)
"""Rules that no function stands for: what is found while a pack is read, and of the comments that allow."""

_MARK = re.compile(r"lint:\s*allow\b[\s:]*(?P<rule>\S*)\s*(?P<reason>.*)\Z")


class Allow(NamedTuple):
    """One exception as it stands in a file."""

    file: str
    place: Comment
    last: int
    """The last line that it is about: its own, or the first below it that holds more than a comment."""
    rule: str
    reason: str

    def covers(self, problem: Problem) -> bool:
        """True if *problem* is the one that this exception is for."""
        here = problem.file == self.file and self.place.line <= problem.line <= self.last
        return here and problem.rule == self.rule

    def problem(self, rule: str, message: str, fix: str) -> Problem:
        """A problem of the exception itself."""
        return Problem(rule, message, fix, self.file, self.place.line, self.place.column)


def allows_of(documents: Iterable[Document]) -> list[Allow]:
    """Every exception of some files, in their order."""
    return [
        Allow(document.file, comment, _last_line(comment, document), found["rule"], found["reason"])
        for document in documents
        for comment in document.comments
        if (found := _MARK.match(comment.text))
    ]


def _last_line(comment: Comment, document: Document) -> int:
    alone = {other.line for other in document.comments if other.alone}
    line = comment.line
    while line in alone:
        line += 1
    return line


def settle(
    problems: Sequence[Problem], allows: Sequence[Allow], rules: Mapping[str, LintRule], ran: Collection[str]
) -> tuple[list[Problem], list[Problem]]:
    """*problems* without those that are allowed and with those of the exceptions themselves; those allowed.

    Args:
        problems: what the rules found.
        allows: the exceptions of the pack.
        rules: every rule that there is, by id.
        ran: ids of the rules that were run: of another one nobody knows whether its exception is needed.
    """
    own, excused = list[Problem](), list[Problem]()
    for allow in allows:
        covered = [problem for problem in problems if allow.covers(problem)]
        fault = _misspelt(allow, rules) or _too_grave(allow, covered, rules)
        if fault:
            own.append(fault)
        elif covered:
            excused += covered
        elif allow.rule in ran:
            message = Filled("this allows {rule}, and nothing here breaks it", rule=allow.rule)
            unused = allow.problem(UNUSED, message, "remove the comment")
            own.append(unused._replace(level=Level.WARNING))
    kept = [problem for problem in problems if problem not in excused]
    return kept + own, excused


def _misspelt(allow: Allow, rules: Mapping[str, LintRule]) -> Problem | None:
    """An exception that says of no rule, or of a rule without a reason, that it may be broken."""
    form = f"write `# lint: allow {allow.rule if allow.rule in rules else 'RULE'} why this is right here`"
    if not allow.rule:
        return allow.problem(NO_REASON, "`lint: allow` names no rule", form)
    if allow.rule not in rules and not _is_readers(allow.rule):
        message = f"`lint: allow` names {allow.rule!r}, which is no rule"
        return allow.problem(NO_REASON, message, nearest(allow.rule, rules))
    if not allow.reason:
        return allow.problem(
            NO_REASON, Filled("{rule} is allowed here without a reason", rule=allow.rule), form
        )
    return None


def _too_grave(allow: Allow, covered: Sequence[Problem], rules: Mapping[str, LintRule]) -> Problem | None:
    """An exception for what makes a pack unsafe to walk; syntax and shape were fine, or nobody were here."""
    grave = any(problem.level is Level.ERROR for problem in covered) and not rules[allow.rule].may_allow
    if not grave and not _is_readers(allow.rule):
        return None
    message = Filled(
        "{rule} cannot be allowed: a pack that breaks it can lead somebody wrong", rule=allow.rule
    )
    return allow.problem(NOT_ALLOWABLE, message, "mend what it finds, and remove this comment")


def _is_readers(rule: str) -> bool:
    """True for what is found while a pack is read: there is no pack yet in which it could be right."""
    return rule.startswith(("SYN", "SCH"))


SCHEMA = "gopay-help/proof@1"


def prove(
    draft: PackSource,
    folder: Path,
    documents: Mapping[str, Mapping[str, Any]],
    allowed: Iterable[Problem] = (),
) -> dict[str, Any]:
    """The certificate of a pack in which no rule found an error: every run of it ends, and well.

    The argument is short. The nodes are finite in number and every target is one of them; each has a
    number, and every step leads to a greater one, so a run makes fewer steps than there are nodes; outcomes
    alone lead nowhere, so it ends at one; and a table has a row for each combination of values, so no step is
    missing. The document holds what is needed to check all of that again without this program: the numbers,
    the rows, and the SHA-256 of the files that it speaks about.

    Args:
        draft: the pack.
        folder: where its files lie; they are named from there.
        documents: the same as it is compiled, by name.
        allowed: what a rule found and its author allows, with a reason in the file.
    """
    tree = draft.tree
    order = {node_id: number for number, node_id in enumerate(reached_in_order(tree), 1)}
    longest = longest_path(tree)
    waits, wait_s = most_waits(tree), tree.limits.probe_wait_s
    return {
        "schema": SCHEMA,
        "tree": {"id": tree.id, "version": tree.version, "sha256": tree.sha256},
        "inputs": {
            path.relative_to(folder).as_posix(): hashlib.sha256(read_bytes(path)).hexdigest()
            for path in map(Path, sorted(each.file for each in (*draft.files, *draft.locks.values())))
        },
        "documents": {name: fingerprint(values) for name, values in sorted(documents.items())},
        "order": order,
        "tables": {table.id: _table(draft, table) for table in draft.tables},
        "longest_path": {
            "questions": len(longest),
            "promised": tree.limits.max_questions,
            "through": longest,
        },
        "waiting": {"times": waits, "seconds_each": wait_s, "bound_s": waits * wait_s},
        "counts": _counts(draft),
        "allowed": [{"rule": problem.rule, "message": problem.message} for problem in allowed],
    }


def _table(draft: PackSource, table: Table) -> dict[str, Any]:
    """Which row answers each combination, in the order of the product of the values: ``[row, how many]``."""
    rows = (row for _, (row,) in answers(draft, table))
    return {
        "facts": {fact: draft.values_of(fact) for fact in table.facts},
        "rows": [[row + 1, len(list(run))] for row, run in itertools.groupby(rows)],
    }


def _counts(draft: PackSource) -> dict[str, int]:
    nodes = draft.tree.nodes.values()
    tables = [node for node in nodes if isinstance(node, Table)]
    questions = [node for node in nodes if isinstance(node, Question)]
    return {
        "questions": len(questions),
        "tables": len(tables),
        "outcomes": sum(isinstance(node, Outcome) for node in nodes),
        "options": sum(len(node.options) for node in questions),
        "inferences": sum(len(node.infer) for node in questions),
        "rows": sum(len(table.rows) for table in tables),
        "cells": sum(len(list(answers(draft, table))) for table in tables),
        "edges": sum(len(targets(draft.tree, node.id)) for node in nodes),
    }
