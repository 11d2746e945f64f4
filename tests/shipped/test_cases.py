"""Real people's troubles, answered from their words alone: do they end where the true cause was?

They are the scenarios of the shipped pack; `gopay-help tree test` plays them too, and holds each against what
it expects. Here they are held against what turned out to be true. `-rP` prints the table.
"""

from collections.abc import Iterator
from statistics import mean
from typing import NamedTuple

import pytest

from fakes import SHIPPED
from gopay_help.authoring.trial.recorded import Scenario, read_scenarios
from gopay_help.authoring.trial.walked import stated
from gopay_help.cli.packs import open_pack
from gopay_help.model.tree import Confidence, Outcome
from gopay_help.wizard.session import Session

RIGHT_AT_LEAST = 29
QUESTIONS_ON_AVERAGE = 4.5
QUESTIONS_AT_MOST = 8


class Told(NamedTuple):
    story: Scenario
    outcome: Outcome
    questions: int

    @property
    def right(self) -> bool:
        """The true cause; for an unknown one also a fitting guess that says how unsure it is."""
        unsure = self.story.true_cause == "undetermined" and self.outcome.confidence is Confidence.LOW
        return self.outcome.cause == self.story.true_cause or unsure


def told() -> Iterator[Told]:
    tree = open_pack(SHIPPED).tree
    for story in read_scenarios(SHIPPED / "scenarios"):
        if story.true_cause is not None:
            session = Session(tree=tree, evidence=stated(tree, {}), advise=None, given=story.answers)
            end = session.run()
            yield Told(story, end.outcome, len(end.passed))


@pytest.fixture(scope="module")
def table():
    return list(told())


def test_real_cases_end_in_their_true_cause(table):
    for one in table:
        mark = "right" if one.right else "WRONG"
        story, outcome = one.story, one.outcome
        print(
            f"{story.id}  {story.true_cause:<15} {outcome.cause:<15} {outcome.id:<20} {one.questions}  {mark}"
        )
    score = sum(one.right for one in table)
    print(f"{score} of {len(table)} right")
    assert len(table) == 32
    assert score >= RIGHT_AT_LEAST


def test_few_questions_are_asked(table):
    counts = [one.questions for one in table]
    print(f"questions: mean {mean(counts):.2f}, at most {max(counts)}")
    assert mean(counts) <= QUESTIONS_ON_AVERAGE
    assert max(counts) <= QUESTIONS_AT_MOST
