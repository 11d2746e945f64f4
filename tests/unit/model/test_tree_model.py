"""The ground floor: orders, errors and the words that schemas and code share."""

import json

import pytest

from fakes import SCHEMAS
from gopay_help.model.errors import DataError, GopayHelpError, Problem, TreeError
from gopay_help.model.exit_code import CODE_OF_CAUSE, ExitCode
from gopay_help.model.tree import Cause, Confidence


def test_every_cause_has_a_code_and_fraud_wins_over_all():
    assert set(CODE_OF_CAUSE) == set(Cause)
    assert CODE_OF_CAUSE[Cause.FRAUD] is ExitCode.FUNDS_AT_RISK


def test_less_sure_ends_at_low():
    assert Confidence.HIGH.lowered() is Confidence.MEDIUM
    assert Confidence.MEDIUM.lowered() is Confidence.LOW
    assert Confidence.LOW.lowered() is Confidence.LOW


def test_the_schemas_know_the_causes_of_the_model():
    tree = json.loads((SCHEMAS / "tree.schema.json").read_text("utf-8"))
    lists = json.loads((SCHEMAS / "checklists.schema.json").read_text("utf-8"))
    assert tree["$defs"]["cause"]["enum"] == list(Cause)
    assert tree["$defs"]["outcome"]["properties"]["confidence"]["enum"] == list(Confidence)
    (listed,) = [
        form for form in lists["$defs"]["items"]["items"]["properties"]["causes"]["anyOf"] if "items" in form
    ]
    assert listed["items"]["enum"] == list(Cause)


def test_a_wrong_tree_says_all_of_it():
    problems = [Problem("A", "one.", "mend.", "f", 1, 2), Problem("B", "two.", "mend.", "f")]
    assert str(TreeError(problems)) == "f:1:2: A one. Fix: mend.\nf:0:0: B two. Fix: mend."


@pytest.mark.parametrize("kind", [DataError, TreeError])
def test_what_cannot_be_used_is_a_data_error(kind: type[Exception]):
    assert issubclass(kind, DataError)
    assert issubclass(kind, GopayHelpError)
