"""Words and places that the formats of findings share."""

from gopay_help.model.errors import Level, Problem

LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "advice"}
RULES_PAGE = "docs/rules.md"


def anchor(rule: str) -> str:
    """Where a rule is explained."""
    return f"{RULES_PAGE}#{rule.lower()}"


def place(problem: Problem) -> str:
    """``file:line:column`` as far as it is known: a compiled pack has no lines."""
    return f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file


def counted(count: int, what: str) -> str:
    """``1 error``, ``2 errors``; what cannot be counted stays as it is."""
    return f"{count} {what}" if count == 1 or what == "advice" else f"{count} {what}s"
