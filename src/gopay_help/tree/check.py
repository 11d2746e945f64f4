"""Refuses a pack that could send someone the wrong way. Stages: a later one trusts the ones before.

The rules are functions in `rules/`; each is registered under its id and yields every problem of its kind.
"""

from collections.abc import Iterable
from typing import NamedTuple

from gopay_help.model.errors import Level, Problem
from gopay_help.tree.draft import Draft

# Imported for what they register: this is the one list of rules that the engine has.
from gopay_help.tree.rules import (  # noqa: F401
    answers,
    asking,
    beside,
    companies,
    compared,
    contacts,
    evidence,
    files,
    forbidding,
    graph,
    inferences,
    measures,
    named,
    outcomes,
    paths,
    plain_text,
    questions,
    registers,
    safety,
    short_page,
    tables,
    term_base,
    texts,
    translations,
    unfinished,
    unused,
)
from gopay_help.tree.rules.registry import RULES, Rule, Stage, run_rule
from gopay_help.tree.suppress import allows_of, settle

_SHAPE_OF_RUNS = ("REF", "TERM001", "TERM003", "TAB001", "TAB002", "TAB007", "TAB009")
"""What has to be right before whole runs can be looked at."""


class Judged(NamedTuple):
    """What the rules say of a pack."""

    problems: list[Problem]
    """In the order of files and lines, without those that their authors allow."""
    allowed: list[Problem]
    ran: frozenset[str]
    """Ids of the rules that were run: all, or those up to the stage that has an error."""


def check_draft(draft: Draft, least: Level = Level.ADVICE, *, further: Iterable[Rule] = ()) -> list[Problem]:
    """Every problem of *least* gravity or graver, up to the first stage that has an error."""
    return judge(draft, least, further=further).problems


def judge(draft: Draft, least: Level = Level.ADVICE, *, further: Iterable[Rule] = ()) -> Judged:
    """Hold a pack against the rules.

    Args:
        draft: the pack.
        least: what is less grave is not looked for; who only opens a pack asks for errors.
        further: rules that stand on rooms which the engine does not know.
    """
    rules = {rule.id: rule for rule in (*RULES.values(), *further)}
    problems: list[Problem] = []
    ran: set[str] = set()
    for stage in Stage:
        chosen = [rule for rule in rules.values() if rule.stage is stage and rule.level <= least]
        problems += (
            problem for rule in chosen for problem in run_rule(rule, draft) if problem.level <= least
        )
        ran |= {rule.id for rule in chosen}
        if any(_stops(problem, stage) for problem in problems):
            break
    known = [problem for problem in problems if (problem.rule, problem.message) not in draft.allowed]
    settled = settle(known, allows_of(draft.files), rules, ran)
    kept = [problem for problem in settled.kept if problem.level <= least]
    return Judged(sorted(kept, key=lambda problem: problem[3:6]), settled.allowed, frozenset(ran))


def _stops(problem: Problem, stage: Stage) -> bool:
    """True if later rules trust what is broken here: a wrong word keeps nobody from looking at the graph."""
    trusted = stage is Stage.REFERENCES or problem.rule.startswith(_SHAPE_OF_RUNS)
    return trusted and problem.level is Level.ERROR
