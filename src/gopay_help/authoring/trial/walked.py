"""Runs that together take every option, row, cell and inference, walked by the real wizard.

By a script, by a person, by one who types, by one who changes their mind, by one who cannot decide.
"""

import io
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TextIO, cast
from zlib import crc32

from gopay_help.authoring.lint.space import Element, ElementKind, Situation, Space, Step
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import UNKNOWN, FactId, NodeId, OptionId, Question, State, Tree
from gopay_help.screen.prompt import NumberedPrompter
from gopay_help.tree import walk
from gopay_help.wizard.session import Back, End, Evidence, Session, Stated

EVERYTHING = frozenset(ElementKind)
EDGES = frozenset({ElementKind.OPTION, ElementKind.ROW, ElementKind.INFERENCE})


class PlannedRun(NamedTuple):
    """One whole run, as it has to be walked."""

    facts: Mapping[FactId, str]
    """Facts that are looked at on the way."""
    answers: Mapping[NodeId, OptionId]
    """Every question on the way, in order, with its answer."""
    inferred: frozenset[NodeId]
    """Questions that the evidence answers."""
    outcome: NodeId
    takes: tuple[Element, ...]


def cover(space: Space, kinds: frozenset[ElementKind] = EVERYTHING) -> list[PlannedRun]:
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


def run_of(steps: Sequence[Step]) -> PlannedRun:
    """The run that these steps are; the last one ends it."""
    answered = [(*step.answer, step.by_evidence) for step in steps if step.answer is not None]
    return PlannedRun(
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
            elif not self._left.isdisjoint(steps[at].takes):
                return True
            else:
                stack.append(steps[at].to)
        return False

    def walk(self) -> PlannedRun:
        steps: list[Step] = []
        here = self._space.start
        while possible := self._space.steps[here]:
            steps.append(possible[self._next[here]] if self.pending(here) else possible[0])
            here = steps[-1].to
        return run_of(steps)


# Who a run meets when nobody is there: people with a script, people who change their mind, broken
# looks.


class AskedQuestion(NamedTuple):
    """A question as it was put to a person."""

    question: Question
    number: int
    kept: OptionId | None
    hint: str | None


@dataclass(slots=True)
class Decided:
    """A person who knows the answer to every question, and remembers how each was asked."""

    answers: Mapping[NodeId, OptionId]
    asked: list[AskedQuestion] = field(default_factory=list)

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        """See `gopay_help.wizard.session.Prompter`."""
        self.asked.append(AskedQuestion(question, number, kept, hint))
        return self.answers[question.id]


@dataclass(slots=True)
class Restless:
    """A person who goes back, picks something else, goes back again, and in the end answers as decided."""

    tree: Tree
    answers: Mapping[NodeId, OptionId]
    chance: random.Random
    state: Callable[[], State]
    """What the run knows at this moment."""
    patience: int = 12
    """How often the mind is changed at most."""

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:  # noqa: ARG002
        """See `gopay_help.wizard.session.Prompter`."""
        if self.patience:
            self.patience -= 1
            mood = self.chance.random()
            if mood < _GOES_BACK and number > 1:
                raise Back
            other = self._another(question) if mood < _TRIES_ANOTHER else None
            if other is not None:
                return other
        decided = self.answers.get(question.id)
        state = self.state()
        passed = walk.position(self.tree, state).passed
        if decided is None or any(state.answers[name].option != self.answers.get(name) for name in passed):
            raise Back  # here only because of another answer before
        return decided

    def _another(self, question: Question) -> OptionId | None:
        """An option after which one can still turn back; an outcome would end the run."""
        options = [option.id for option in question.options]
        self.chance.shuffle(options)
        for option in options:
            reached = walk.position(self.tree, walk.answer(self.state(), question, option, "user"))
            if isinstance(reached.node, Question) and not reached.missing:
                return option
        return None


_GOES_BACK = 0.25
_TRIES_ANOTHER = 0.6


class Undisturbed:
    """A listener to whom nothing has to be said twice, or at all."""

    def asking_consent(self, hosts: Sequence[str]) -> None:
        """Nobody is contacted."""

    def first_aid(self, advice: Diagnosis) -> None:
        """It is looked at where it is made."""

    def waiting(self, seconds: float) -> None:
        """Nothing is waited for."""

    def looked(self, found: Mapping[str, str]) -> None:
        """It is looked at where it is made."""


@dataclass(frozen=True, slots=True)
class Late:
    """A look that never ends; only what other looks found is there when the time is up."""

    others: Mapping[str, str]
    pending: bool = True
    neutral_hosts: Sequence[str] = ()

    def start(self) -> None:
        """It begins, and never ends."""

    def go_further(self) -> None:
        """Nothing more comes of it."""

    def facts(self, limit_s: float) -> Mapping[str, str]:  # noqa: ARG002 (the time is up at once)
        """What the others found."""
        return self.others


# A keyboard that types by itself, and a terminal that shows what is typed.


class Echo(io.StringIO):
    """Lines as a person types them: each is written to *screen* when it is read, as a terminal echoes it."""

    def __init__(self, lines: Iterable[str], screen: TextIO) -> None:
        super().__init__("".join(f"{line}\n" for line in lines))
        self._screen = screen

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override] # typeshed mixes bytes in
        """The next line; nothing where the person has gone."""
        line = super().readline(size)
        self._screen.write(line)
        return line


# A generated run, walked by the real wizard: by a script, by a person, by one who cannot decide.


def by_script(tree: Tree, run: PlannedRun, evidence: Evidence) -> End:
    """The run without anybody: what the evidence does not answer comes with the command line.

    Raises:
        UsageError: an answer is missing, or is never asked for.
    """
    given = {name: option for name, option in run.answers.items() if name not in run.inferred}
    return Session(tree=tree, evidence=evidence, advise=_nothing, given=given).run()


def by_person(tree: Tree, run: PlannedRun, evidence: Evidence) -> tuple[End, list[AskedQuestion], list[End]]:
    """The run as a person has it; how each question was put, and where first aid was given on the way.

    Raises:
        KeyError: something is asked that the run has no answer to.
    """
    person = Decided(run.answers)
    aided: list[End] = []

    def remembering(early: End) -> Diagnosis:
        aided.append(early)
        return cast("Diagnosis", early)  # for `Undisturbed`, who does not listen

    session = Session(
        tree=tree, evidence=evidence, advise=remembering, prompter=person, listener=Undisturbed()
    )
    return session.run(), person.asked, aided


def by_typing(tree: Tree, run: PlannedRun, words: Catalogue, width: int) -> tuple[End, str]:
    """The run as a person types it at the numbered lines; all that is written meanwhile.

    Raises:
        KeyboardInterrupt: more was asked than the run has answers.
    """
    said = io.StringIO()
    typed = Echo((key_of(tree, name, option) for name, option in run.answers.items()), said)
    prompter = NumberedPrompter(words, typed, said, width)
    session = Session(tree=tree, evidence=stated(tree, run.facts), advise=_nothing, prompter=prompter)
    return session.run(), said.getvalue()


def key_of(tree: Tree, name: NodeId, option: OptionId) -> str:
    """The digit that is typed for an option.

    Raises:
        ValueError: the question does not offer it.
    """
    question = tree.nodes[name]
    offered = [one.id for one in question.options] if isinstance(question, Question) else []
    return str(offered.index(option) + 1)


def by_doubter(tree: Tree, run: PlannedRun) -> End:
    """The run with going back and forth on the way; the same each time for the same run."""
    seed = crc32(repr(sorted(run.answers.items())).encode())
    session = Session(tree=tree, evidence=stated(tree, run.facts), advise=_nothing)
    session.prompter = Restless(tree, run.answers, random.Random(seed), lambda: session.state)  # noqa: S311
    return session.run()


def stated(tree: Tree, facts: Mapping[FactId, str]) -> Stated:
    """The facts of a run; the others are unknown."""
    return Stated({str(fact): facts.get(fact, UNKNOWN) for fact in tree.facts})


def _nothing(_end: End) -> Diagnosis:
    raise AssertionError("nobody is there to be given first aid")


class LanguageBench(NamedTuple):
    """Where advice is given in one language."""

    words: Catalogue
    advise: Callable[[End, Evidence], Diagnosis]
