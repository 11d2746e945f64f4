"""All that is said of a pack, whether it can be read or not: what `tree lint` reports."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from gopay_help.model.errors import Level, Problem, TreeError
from gopay_help.tree.check import judge
from gopay_help.tree.draft import Draft
from gopay_help.tree.load import load_draft
from gopay_help.tree.rules.registry import RULES, Rule


class Findings(NamedTuple):
    """The findings of one pack, in the order of files and lines."""

    problems: tuple[Problem, ...]
    ran: frozenset[str]
    """Ids of the rules that were run: none where a file could not be read."""
    rules: tuple[Rule, ...]
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


def lint_pack(folder: Path, further: Callable[[Draft], Iterable[Rule]] = lambda _draft: ()) -> Findings:
    """Hold the pack in *folder*, of YAML or compiled, against every rule.

    Args:
        folder: the pack.
        further: rules that stand on rooms which the engine does not know, for this very pack.

    Raises:
        DataError: a file cannot be read at all, or is of a newer format.
    """
    try:
        draft = load_draft(folder)
    except TreeError as error:
        return Findings(_in_order(error.problems), frozenset(), tuple(RULES.values()), 0)
    rules = tuple(further(draft))
    judged = judge(draft, further=rules)
    every = (*RULES.values(), *rules)
    return Findings(_in_order(judged.problems), judged.ran, every, len(list(draft.files)))


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(
        sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column, problem.rule))
    )
