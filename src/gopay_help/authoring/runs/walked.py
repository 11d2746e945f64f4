"""A generated run, walked by the real wizard: by a script, by a person, by one who cannot decide."""

import io
import random
from collections.abc import Mapping
from typing import Any, cast
from zlib import crc32

from gopay_help.authoring.echo import Echo
from gopay_help.authoring.recorded import recorded_in
from gopay_help.authoring.runs.cover import Run
from gopay_help.authoring.runs.stand_ins import Asked, Decided, Restless, Undisturbed
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import UNKNOWN, FactId, NodeId, OptionId, Question, Tree
from gopay_help.screen.numbered import NumberedPrompter
from gopay_help.wizard.evidence import Stated
from gopay_help.wizard.ports import Evidence
from gopay_help.wizard.session import End, Session


def by_script(tree: Tree, run: Run, evidence: Evidence) -> End:
    """The run without anybody: what the evidence does not answer comes with the command line.

    Raises:
        UsageError: an answer is missing, or is never asked for.
    """
    given = {name: option for name, option in run.answers.items() if name not in run.inferred}
    return Session(tree=tree, evidence=evidence, advise=_nothing, given=given).run()


def by_person(tree: Tree, run: Run, evidence: Evidence) -> tuple[End, list[Asked], list[End]]:
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


def by_typing(tree: Tree, run: Run, words: Catalogue, width: int) -> tuple[End, str]:
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


def by_doubter(tree: Tree, run: Run) -> End:
    """The run with going back and forth on the way; the same each time for the same run."""
    seed = crc32(repr(sorted(run.answers.items())).encode())
    session = Session(tree=tree, evidence=stated(tree, run.facts), advise=_nothing)
    session.prompter = Restless(tree, run.answers, random.Random(seed), lambda: session.state)  # noqa: S311
    return session.run()


def again(tree: Tree, document: Mapping[str, Any]) -> tuple[End, Evidence]:
    """A run with the answers and facts that a diagnosis document names, and with nothing else.

    Raises:
        UsageError: the answers do not lead to an outcome.
    """
    recorded = recorded_in(document)
    evidence = stated(tree, {FactId(fact): value for fact, value in recorded.facts.items()})
    by_evidence = frozenset(answer.id for answer in recorded.answers if answer.source == "evidence")
    answers = {NodeId(answer.id): OptionId(answer.value) for answer in recorded.answers}
    run = Run({}, answers, frozenset(map(NodeId, by_evidence)), NodeId(recorded.outcome or ""), ())
    return by_script(tree, run, evidence), evidence


def stated(tree: Tree, facts: Mapping[FactId, str]) -> Stated:
    """The facts of a run; the others are unknown."""
    return Stated({str(fact): facts.get(fact, UNKNOWN) for fact in tree.facts})


def _nothing(_end: End) -> Diagnosis:
    raise AssertionError("nobody is there to be given first aid")
