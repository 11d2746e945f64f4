"""Refuses a pack that could send someone the wrong way. Stages: a later one trusts the ones before.

The rules are functions in `rules/`; each is registered under its id and yields every problem of its kind.
"""

from gopay_help.model.errors import Level, Problem
from gopay_help.trees.draft import Draft

# Imported for what they register: this is the one list of rules that the program has.
from gopay_help.trees.rules import graph, outcomes, questions, registers, tables, texts  # noqa: F401
from gopay_help.trees.rules.registry import RULES, Stage, run_rule


def check_draft(draft: Draft, least: Level = Level.ADVICE) -> list[Problem]:
    """Every problem of *least* gravity or graver, up to the first stage that has an error.

    Args:
        draft: the pack.
        least: rules that can only find less than this are not run; who only opens a pack asks for errors.

    Returns:
        The problems in the order of files and lines.
    """
    problems: list[Problem] = []
    for stage in Stage:
        rules = (rule for rule in RULES.values() if rule.stage is stage and rule.level <= least)
        problems += (found for rule in rules for found in run_rule(rule, draft) if found.level <= least)
        if any(problem.level is Level.ERROR for problem in problems):
            break
    return sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column))
