"""Who a run meets when nobody is there: people with a script, people who change their mind, broken looks."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gopay_help.model.result import Diagnosis
from gopay_help.model.tree import NodeId, OptionId, Question, Tree
from gopay_help.tree import walk
from gopay_help.wizard.ports import Back


class Asked(NamedTuple):
    """A question as it was put to a person."""

    question: Question
    number: int
    kept: OptionId | None
    hint: str | None


@dataclass(slots=True)
class Decided:
    """A person who knows the answer to every question, and remembers how each was asked."""

    answers: Mapping[NodeId, OptionId]
    asked: list[Asked] = field(default_factory=list)

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        """See `gopay_help.wizard.ports.Prompter`."""
        self.asked.append(Asked(question, number, kept, hint))
        return self.answers[question.id]


@dataclass(slots=True)
class Restless:
    """A person who goes back, picks something else, goes back again, and in the end answers as decided."""

    tree: Tree
    answers: Mapping[NodeId, OptionId]
    chance: random.Random
    state: Callable[[], walk.State]
    """What the run knows at this moment."""
    patience: int = 12
    """How often the mind is changed at most."""

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:  # noqa: ARG002
        """See `gopay_help.wizard.ports.Prompter`."""
        if self.patience:
            self.patience -= 1
            mood = self.chance.random()
            if mood < _GOES_BACK and number > 1:
                raise Back
            other = self._another(question) if mood < _TRIES_ANOTHER else None
            if other is not None:
                return other
        decided = self.answers.get(question.id)
        if decided is None or self._strayed():
            raise Back  # here only because of another answer before
        return decided

    def _strayed(self) -> bool:
        """True if an answer on the way here is not the decided one."""
        state = self.state()
        passed = walk.position(self.tree, state).passed
        return any(state.answers[name].option != self.answers.get(name) for name in passed)

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
