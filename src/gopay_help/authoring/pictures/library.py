"""What the wizard says at the end of a way: the wizard itself is run, so that no page can say otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gopay_help.advice.build import Run, Shelf, build_diagnosis
from gopay_help.advice.route import Desk
from gopay_help.authoring.pictures.ways import Way
from gopay_help.model.diagnosis import Answer, Diagnosis, Fact
from gopay_help.model.tree import UNKNOWN, NodeId, OptionId, Outcome, Question, Tree
from gopay_help.trees import walk
from gopay_help.wizard.evidence import Stated
from gopay_help.wizard.session import End, Session


@dataclass(frozen=True, slots=True)
class Library:
    """All that advice in one language is made of, and the moment it is made at."""

    tree: Tree
    desk: Desk
    checklists: Mapping[str, Any]
    claims: Mapping[str, Mapping[str, Any]]
    now: datetime
    version: str

    def advice(self, way: Way) -> Diagnosis:
        """The advice at the end of *way*, which leads to an outcome."""
        evidence = Stated(dict(way.stated(self.tree).items()))
        session = Session(self.tree, evidence, self._build, given=dict(way.answers))
        return self._build(session.run())

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
        given = end.state.answers
        run = Run(
            answers=tuple(Answer(name, given[name].option, given[name].source) for name in end.passed),
            facts=tuple(
                Fact(name, value, self.tree.facts[name].source, self.now)
                for name, value in end.state.facts.items()
                if value != UNKNOWN
            ),
            started_at=self.now,
            version=self.version,
            looked_at=end.looked_at,
            contradictions=tuple(self._contradictions(end)),
        )
        return build_diagnosis(end.outcome, run, Shelf(self.tree, self.desk, self.checklists, self.claims))

    def _contradictions(self, end: End) -> list[str]:
        """Questions answered otherwise than the facts say, as `diagnose` finds them."""
        asked = [node for name in end.passed if isinstance(node := self.tree.nodes[name], Question)]
        return [
            question.id
            for question in asked
            if walk.suggestion(question, end.state) not in (None, end.state.answers[question.id].option)
        ]
