"""Real people's troubles, answered from their words alone: do they end where the true cause was?

The table is printed with `pytest -s`, and by `python -m pytest tests/shipped/test_cases.py -rP`.
"""

from pathlib import Path
from statistics import mean

import pytest

from fakes import SHIPPED
from gopay_help.model.tree import UNKNOWN, Confidence, NodeId, OptionId, Outcome
from gopay_help.trees.pack import open_pack
from gopay_help.trees.strict_yaml import parse_yaml
from gopay_help.wizard.evidence import Stated
from gopay_help.wizard.session import Session

CASES = Path(__file__).parent / "cases"
CAUSE_OF_CODE = {
    "MAINT": "maintenance",
    "PEAK": "peak_load",
    "NET": "network",
    "CHAN": "channel_change",
    "LOCK": "account_lock",
    "PEND": "pending_funds",
    "IDENT": "identity_check",
    "FRAUD": "fraud",
    "PROD": "other_product",
    "BRAND_CZ": "other_brand",
    "BRAND_ZH": "other_brand",
    "UNK": "undetermined",
}
RIGHT_AT_LEAST = 29
QUESTIONS_ON_AVERAGE = 4.5
QUESTIONS_AT_MOST = 8


def walked(tree, case):
    answers = parse_yaml((CASES / f"{case}.yaml").read_bytes(), case, literal=True).data["answers"]
    given = {NodeId(name): OptionId(option) for name, option in answers.items()}
    session = Session(tree=tree, evidence=Stated(), advise=None, given=given)
    session.state = session.state.__class__(facts=dict.fromkeys(tree.facts, UNKNOWN))
    return session.run()


@pytest.fixture(scope="module")
def table():
    tree = open_pack(SHIPPED).tree
    rows = []
    for line in (CASES / "expected.tsv").read_text("utf-8").splitlines()[1:]:
        case, code, _ = line.split("\t")
        end = walked(tree, case)
        rows.append((case, code, end.outcome, len(end.passed)))
    return rows


def right(code: str, outcome: Outcome) -> bool:
    """The true cause; for an unknown one also a fitting guess that says how unsure it is."""
    return outcome.cause == CAUSE_OF_CODE[code] or (code == "UNK" and outcome.confidence is Confidence.LOW)


def test_real_cases_end_in_their_true_cause(table):
    for case, code, outcome, questions in table:
        mark = "right" if right(code, outcome) else "WRONG"
        print(f"{case}  {code:<9} {outcome.cause:<15} {outcome.id:<20} {questions} questions  {mark}")
    score = sum(right(code, outcome) for _, code, outcome, _ in table)
    print(f"{score} of {len(table)} right")
    assert len(table) == 32
    assert score >= RIGHT_AT_LEAST


def test_few_questions_are_asked(table):
    counts = [questions for *_, questions in table]
    print(f"questions: mean {mean(counts):.2f}, at most {max(counts)}")
    assert mean(counts) <= QUESTIONS_ON_AVERAGE
    assert max(counts) <= QUESTIONS_AT_MOST
