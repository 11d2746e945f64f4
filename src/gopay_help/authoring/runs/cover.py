"""Runs that together take every option, row, cell and inference that any run can take."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gopay_help.model.tree import FactId, NodeId, OptionId
from gopay_help.tree.space import Element, Kind, Situation, Space, Step

EVERYTHING = frozenset(Kind)
EDGES = frozenset({Kind.OPTION, Kind.ROW, Kind.INFERENCE})


class Run(NamedTuple):
    """One whole run, as it has to be walked."""

    facts: Mapping[FactId, str]
    """Facts that are looked at on the way."""
    answers: Mapping[NodeId, OptionId]
    """Every question on the way, in order, with its answer."""
    inferred: frozenset[NodeId]
    """Questions that the evidence answers."""
    outcome: NodeId
    takes: tuple[Element, ...]


def cover(space: Space, kinds: frozenset[Kind] = EVERYTHING) -> list[Run]:
    """A small set of runs that takes everything of *kinds* that can be taken; the same on every machine.

    Greedy: each run goes where something is left to take as long as there is anything, so it takes several
    elements on its way. It is no smallest set; that would be hard to find and worth nothing.
    """
    left = {element for element in space.taken() if element.kind in kinds}
    search = _Search(space, left)
    runs = []
    while search.pending(space.start):
        run = search.walk()
        left.difference_update(run.takes)
        runs.append(run)
    return runs


def run_of(steps: Sequence[Step]) -> Run:
    """The run that these steps are; the last one ends it."""
    answered = [(*step.answer, step.by_evidence) for step in steps if step.answer is not None]
    return Run(
        facts={fact: value for step in steps for fact, value in step.learned},
        answers={question: option for question, option, _ in answered},
        inferred=frozenset(question for question, _, by_evidence in answered if by_evidence),
        outcome=steps[-1].to.node,
        takes=tuple(element for step in steps for element in step.takes),
    )


class _Search:
    """Finds the next run. What has nothing left stays so: each step is looked at once for that."""

    def __init__(self, space: Space, left: set[Element]) -> None:
        self._space = space
        self._left = left
        self._next: dict[Situation, int] = dict.fromkeys(space.steps, 0)
        """The first step of each situation that may have something left behind it."""

    def pending(self, situation: Situation) -> bool:
        """True if something is left at *situation* or after it."""
        stack = [situation]
        while stack:
            here = stack[-1]
            steps = self._space.steps[here]
            at = self._next[here]
            if at == len(steps):
                stack.pop()
                if stack:
                    self._next[stack[-1]] += 1
            elif self._new(steps[at]):
                return True
            else:
                stack.append(steps[at].to)
        return False

    def walk(self) -> Run:
        steps: list[Step] = []
        here = self._space.start
        while self._space.steps[here]:
            step = self._choose(here)
            steps.append(step)
            here = step.to
        return run_of(steps)

    def _choose(self, here: Situation) -> Step:
        steps = self._space.steps[here]
        return steps[self._next[here]] if self.pending(here) else steps[0]

    def _new(self, step: Step) -> bool:
        return any(element in self._left for element in step.takes)
