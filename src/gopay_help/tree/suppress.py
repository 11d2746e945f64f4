"""``# lint: allow ID reason``: one finding of one rule, taken back by the author who can say why.

The comment stands on the line of the finding, or on lines of its own right above it. Three rules watch over
it, so that an exception cannot outlive its cause, go without a reason, or cover what makes a pack unsafe.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from gopay_help.model.errors import Level, Problem
from gopay_help.tree.document import Comment, Document
from gopay_help.tree.nearest import nearest
from gopay_help.tree.rules.registry import Rule

NO_REASON, UNUSED, NOT_ALLOWABLE = "LINT001", "LINT002", "LINT003"

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


class Settled(NamedTuple):
    """What is left of some findings once their authors were heard."""

    kept: list[Problem]
    allowed: list[Problem]


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
    problems: Sequence[Problem], allows: Sequence[Allow], rules: Mapping[str, Rule], ran: Collection[str]
) -> Settled:
    """*problems* without those that are allowed, and with those of the exceptions themselves.

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
            message = f"this allows {allow.rule}, and nothing here breaks it"
            unused = allow.problem(UNUSED, message, "remove the comment")
            own.append(unused._replace(level=Level.WARNING))
    kept = [problem for problem in problems if problem not in excused]
    return Settled(kept + own, excused)


def _misspelt(allow: Allow, rules: Mapping[str, Rule]) -> Problem | None:
    """An exception that says of no rule, or of a rule without a reason, that it may be broken."""
    form = f"write `# lint: allow {allow.rule if allow.rule in rules else 'RULE'} why this is right here`"
    if not allow.rule:
        return allow.problem(NO_REASON, "`lint: allow` names no rule", form)
    if allow.rule not in rules and not _is_readers(allow.rule):
        message = f"`lint: allow` names {allow.rule!r}, which is no rule"
        return allow.problem(NO_REASON, message, nearest(allow.rule, rules))
    if not allow.reason:
        return allow.problem(NO_REASON, f"{allow.rule} is allowed here without a reason", form)
    return None


def _too_grave(allow: Allow, covered: Sequence[Problem], rules: Mapping[str, Rule]) -> Problem | None:
    """An exception for what makes a pack unsafe to walk; syntax and shape were fine, or nobody were here."""
    grave = any(problem.level is Level.ERROR for problem in covered) and not rules[allow.rule].may_allow
    if not grave and not _is_readers(allow.rule):
        return None
    message = f"{allow.rule} cannot be allowed: a pack that breaks it can lead somebody wrong"
    return allow.problem(NOT_ALLOWABLE, message, "mend what it finds, and remove this comment")


def _is_readers(rule: str) -> bool:
    """True for what is found while a pack is read: there is no pack yet in which it could be right."""
    return rule.startswith(("SYN", "SCH"))
