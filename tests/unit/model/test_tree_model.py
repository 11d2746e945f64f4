"""The ground floor: orders, errors and the words that schemas and code share."""

import json

import pytest

from fakes import SCHEMAS
from gopay_help.model.errors import DataError, GopayHelpError, Problem, TreeError
from gopay_help.model.tree import CauseSpec, Confidence


def test_less_sure_ends_at_low():
    assert Confidence.HIGH.lowered() is Confidence.MEDIUM
    assert Confidence.MEDIUM.lowered() is Confidence.LOW
    assert Confidence.LOW.lowered() is Confidence.LOW


def test_the_schema_knows_how_sure_a_statement_can_be():
    tree = json.loads((SCHEMAS / "tree.schema.json").read_text("utf-8"))
    assert tree["$defs"]["outcome"]["properties"]["confidence"]["enum"] == list(Confidence)


def test_the_schema_knows_all_that_a_cause_can_be():
    tree = json.loads((SCHEMAS / "tree.schema.json").read_text("utf-8"))
    assert list(tree["properties"]["causes"]["additionalProperties"]["properties"]) == list(CauseSpec._fields)


def test_a_wrong_tree_says_all_of_it():
    problems = [Problem("A", "one.", "mend.", "f", 1, 2), Problem("B", "two.", "mend.", "f")]
    assert str(TreeError(problems)) == "f:1:2: A one. Fix: mend.\nf:0:0: B two. Fix: mend."


@pytest.mark.parametrize("kind", [DataError, TreeError])
def test_what_cannot_be_used_is_a_data_error(kind: type[Exception]):
    assert issubclass(kind, DataError)
    assert issubclass(kind, GopayHelpError)
