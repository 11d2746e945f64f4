"""Refuses a pack that could send someone the wrong way. Stages: a later one trusts the ones before.

The rules are functions in `rules/`; each yields every problem of its kind.
"""

from collections.abc import Callable, Iterator

from gopay_help.model.errors import Problem
from gopay_help.trees.draft import Draft
from gopay_help.trees.rules import graph, outcomes, questions, registers, tables, texts

Rule = Callable[[Draft], Iterator[Problem]]

STAGES: tuple[tuple[Rule, ...], ...] = (
    (
        graph.check_targets,
        graph.check_kinds,
        graph.check_ids,
        tables.check_facts,
        tables.check_evidence,
        questions.check_options,
        outcomes.check_references,
        registers.check_once,
        registers.check_calendar,
        registers.check_brands,
        texts.check_languages,
        texts.check_twice,
    ),
    (
        graph.check_cycles,
        graph.check_reachable,
        graph.check_length,
        tables.check_tables,
        tables.check_inferences,
        tables.check_unknown,
        questions.check_asks_something,
        questions.check_alarm,
        questions.check_first_aid,
        outcomes.check_contacts,
        outcomes.check_route,
        outcomes.check_regulators,
        outcomes.check_checklist,
        outcomes.check_order_in_time,
        texts.check_complete,
        texts.check_contacts,
        texts.check_placeholders,
    ),
)


def check_draft(draft: Draft) -> list[Problem]:
    """Every problem of the first stage that has any, in the order of files and lines."""
    for stage in STAGES:
        problems = [problem for rule in stage for problem in rule(draft)]
        if problems:
            return sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column))
    return []
