"""A recorded run, had again: the same questions with the same answers, by the same wizard.

Shown is the way that was taken in the end. What a record does not hold is not made up: going back and forth,
words that were no answer, how long something was waited for.
"""

from collections.abc import Mapping
from typing import NamedTuple, TextIO

from gopay_help.authoring.trial.walked import Echo, Recorded, key_of
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import UNKNOWN, NodeId, OptionId, Question, Tree
from gopay_help.screen.prompt import NumberedPrompter
from gopay_help.wizard.advice import VERDICT


class Again(NamedTuple):
    """What a replay came to, held against what was recorded."""

    recorded: Recorded
    tree: Tree
    outcome: str | None
    """Where it ends now; None where it stops at a question."""

    @property
    def same_tree(self) -> bool:
        """True if the answers were given to the very same tree."""
        return self.recorded.tree.sha256 == self.tree.sha256

    @property
    def same_outcome(self) -> bool:
        """True if it ends where it ended."""
        return self.recorded.outcome == self.outcome


class Typist:
    """Types the recorded answers at the numbered lines; gone where the record ends."""

    def __init__(
        self,
        tree: Tree,
        answers: Mapping[NodeId, OptionId],
        words: Catalogue,
        out: TextIO,
        width: int | None,
        doors: Mapping[str, str],
    ) -> None:
        self._tree = tree
        self._answers = answers
        self._words = words
        self._out = out
        self._width = width
        self._doors = doors

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        """See `gopay_help.wizard.session.Prompter`."""
        given = self._answers.get(question.id)
        typed = [] if given is None else [key_of(self._tree, question.id, given)]
        prompter = NumberedPrompter(self._words, Echo(typed, self._out), self._out, self._width, self._doors)
        return prompter.ask(question, number=number, kept=kept, hint=hint)


def answers_of(recorded: Recorded, tree: Tree, *sources: str) -> dict[NodeId, OptionId]:
    """The recorded answers of these sources that this tree still offers."""
    found = {}
    for answer in recorded.answers:
        node = tree.nodes.get(NodeId(answer.id))
        if answer.source in sources and isinstance(node, Question) and node.option(answer.value):
            found[node.id] = OptionId(answer.value)
    return found


def facts_of(recorded: Recorded, tree: Tree) -> dict[str, str]:
    """The recorded facts; of those that the tree declares and nobody found out, that they are unknown."""
    return {**dict.fromkeys(map(str, tree.facts), UNKNOWN), **recorded.facts}


def by_person(recorded: Recorded) -> bool:
    """True if a person was asked, and not a script: then there was talk around the questions."""
    return recorded.kept or any(answer.source == "user" for answer in recorded.answers)


def checked(recorded: Recorded) -> bool:
    """True if the network was looked at, and a verdict known in the end: then its hosts were named, too."""
    return VERDICT in recorded.facts
