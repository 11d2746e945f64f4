"""What the wizard says at the end of a way: the wizard itself is run, so that no page can say otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from gopay_help.authoring.pictures.ways import Way
from gopay_help.model.result import Diagnosis
from gopay_help.model.tree import NodeId, OptionId, Outcome, Question, Tree
from gopay_help.tree import walk
from gopay_help.wizard.evidence import Stated
from gopay_help.wizard.ports import Evidence
from gopay_help.wizard.session import End, Session


@dataclass(frozen=True, slots=True)
class Library:
    """Advice in one language, made at one moment."""

    tree: Tree
    build: Callable[[End, Evidence], Diagnosis]
    """How `diagnose` turns the end of a run into advice."""
    now: datetime
    registry_version: str

    def advice(self, way: Way) -> Diagnosis:
        """The advice at the end of *way*, which leads to an outcome."""
        evidence = Stated(dict(way.stated(self.tree).items()))
        session = Session(self.tree, evidence, self._build, given=dict(way.answers))
        return self.build(session.run(), evidence)

    def first_aid(self, question: Question, way: Way) -> Diagnosis | None:
        """The first aid shown before *question*, to which *way* leads; None where there is none."""
        outcome = self.tree.nodes[question.advise] if question.advise else None
        if not isinstance(outcome, Outcome):
            return None
        given = {node: walk.Given(option, "user") for node, option in way.answers}
        return self._build(End(outcome, walk.State(given, way.stated(self.tree)), tuple(given)))

    def bare(self, outcome: Outcome) -> Diagnosis:
        """The advice of an outcome that no answers lead to: it is first aid alone."""
        return self._build(End(outcome, walk.State(), ()))

    def said(self, outcome: Outcome, question: NodeId, option: OptionId) -> str:
        """An answer as a page of advice repeats it; any *outcome* does."""
        end = End(outcome, walk.State({question: walk.Given(option, "user")}), (question,))
        return self._build(end).why[0].text

    def _build(self, end: End) -> Diagnosis:
        return self.build(end, Stated())
