"""Every rule of a pack by its id: how grave it is, when it runs, and the one function that looks.

A rule is a small generator over a `PackSource`, registered by `rule`. It yields a `Found` for each place that
breaks it, and nothing else; its sentences (messages.yaml), order, gravity and exceptions (`# lint: allow`)
are not its business.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from gopay_help.authoring.lint.draft import PackSource
from gopay_help.authoring.lint.yaml import Found, read_document
from gopay_help.model.errors import Filled, Level, Problem

Check = Callable[[PackSource], Iterator[Found]]
_NAME = re.compile(r"\{([a-z_0-9]+)(!r)?\}")


class Stage(IntEnum):
    """When a rule runs. What is broken in one stage and trusted by a later one keeps that from running.

    Syntax and shape come before all of them: a file that breaks those is not read into a draft at all.
    """

    REFERENCES = 1
    """Everything named exists. Looks at names and words; follows no arrow."""
    MEANING = 2
    """Graph, tables, outcomes, contacts. Every target exists by now."""
    MEASURES = 3
    """Whole runs, and figures over them. The graph has no cycle and every table is total by now."""


class LintRule(NamedTuple):
    """One thing that a pack must keep."""

    id: str
    level: Level
    """How grave a break is at most; a single problem may be said to be less."""
    stage: Stage
    check: Check
    may_allow: bool = False
    """True if a break can be right in some place, so that its author may allow it there."""
    needs: str = ""
    """What a pack must have for the rule to look: a document, or `before`, an earlier state of it."""

    def concerns(self, source: PackSource) -> bool:
        """True if the pack has what the rule looks at."""
        there = source.before is not None if self.needs == "before" else self.needs in source.documents
        return there or not self.needs


RULES: dict[str, LintRule] = {}
"""Every registered rule, in the order of registration."""


def rule(
    rule_id: str, stage: Stage, level: Level = Level.ERROR, *, may_allow: bool | None = None, needs: str = ""
) -> Callable[[Check], Check]:
    """Register a function as the rule *rule_id*.

    Args:
        rule_id: as it stands in messages, in docs/rules.md and after ``# lint: allow``.
        stage: when it runs.
        level: how grave a break is at most.
        may_allow: whether ``# lint: allow`` is heard; warnings and advice without it, errors not. An error
            may be allowed only where the rule guesses (from words, say) and the pack stays safe to walk.
        needs: a document without which there is nothing to look at, or `before`.

    Raises:
        ValueError: two functions claim one id.
    """

    def register(check: Check) -> Check:
        if rule_id in RULES:
            raise ValueError(f"two rules are called {rule_id}")
        allowed = level is not Level.ERROR if may_allow is None else may_allow
        RULES[rule_id] = LintRule(rule_id, level, stage, check, allowed, needs)
        return check

    return register


def run_rule(one: LintRule, draft: PackSource) -> Iterator[Problem]:
    """The problems that a rule finds, none graver than the rule."""
    for found in one.check(draft):
        said, fix = (_sentence(one.id, part, found) for part in ("said", "fix"))
        yield Problem(one.id, said, fix, found.file, *found.place, max(one.level, found.level))


def _sentence(rule_id: str, part: str, found: Found) -> str:
    """What is said of a break, or how it is mended: worked out by the rule, or its own sentence."""
    if part in found.values:
        return cast("str", found.values[part])
    template = str(_messages()[".".join(filter(None, (rule_id, found.variant, part)))])
    values = {
        name: repr(found.values[name]) if quoted else found.values[name]
        for name, quoted in _NAME.findall(template)
        if name in found.values
    }
    return Filled(_NAME.sub(r"{\1}", template), **values)


@cache
def _messages() -> Mapping[str, object]:
    return read_document(Path(__file__).with_name("messages.yaml")).data
