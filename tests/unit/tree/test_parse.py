"""Plain values become the model; spans become times."""

from datetime import timedelta

import pytest

from fakes import warung
from gopay_help.model.tree import (
    Act,
    After,
    Confidence,
    NodeId,
    Option,
    OptionId,
    Outcome,
    Question,
    Table,
    parse_span,
)
from gopay_help.tree.walk import fingerprint, parse_tree


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("PT30M", timedelta(minutes=30)),
        ("PT4H", timedelta(hours=4)),
        ("P3D", timedelta(days=3)),
        ("P1DT12H5M", timedelta(days=1, hours=12, minutes=5)),
    ],
)
def test_a_span_is_days_hours_and_minutes(text: str, span: timedelta):
    assert parse_span(text) == span


@pytest.mark.parametrize("text", ["", "P", "PT", "P1", "PT1S", "P1W", "1D", "P1D\n", "P٣D", "P9999D", "-P1D"])
def test_what_is_no_span_is_refused(text: str):
    with pytest.raises(ValueError, match="is no span"):
        parse_span(text)


def test_an_outcome_is_read_with_all_it_says():
    node = warung().tree.nodes["late_money"]
    assert isinstance(node, Outcome)
    assert (node.cause, node.confidence, node.critical) == ("pending_funds", Confidence.HIGH, False)
    assert node.route == ("news", "app_help", "mail")
    assert node.follow_up.recheck == After(span=timedelta(days=1, hours=12))
    assert node.follow_up.escalate == After(working_days=2, claim="two_days")
    assert (node.follow_up.to, node.follow_up.steps) == (("mail", "board"), ("write_down",))


def test_an_outcome_may_offer_a_command_to_go_on_with():
    unclear, thief = (warung().tree.nodes[NodeId(leaf)] for leaf in ("unclear", "thief"))
    assert isinstance(unclear, Outcome)
    assert isinstance(thief, Outcome)
    assert (unclear.offer, thief.offer) == ("verify", None)


def test_what_an_outcome_does_not_say_is_empty():
    node = warung().tree.nodes["thief"]
    assert isinstance(node, Outcome)
    assert (node.also, node.cannot, node.claims, node.funds, node.covers) == ((), frozenset(), (), (), ())


def _outcome(**keys: object) -> Outcome:
    """The outcome of a tree of one leaf, with some keys of its own."""
    leaf = {
        "cause": "fraud",
        "confidence": "low",
        "route": [],
        "do_not": ["share_code"],
        "follow_up": {"recheck": {"after": "PT1H"}, "escalate": {"after": "P1D"}, "to": []},
    }
    tree = {
        "id": "one",
        "version": "1.0.0",
        "languages": ["en"],
        "start": "leaf",
        "limits": {"max_questions": 1, "probe_wait_s": 0},
        "causes": {"fraud": {"exit_code": 20}},
        "emergency": {"exit_code": 20},
        "facts": {},
        "nodes": {},
        "outcomes": {"leaf": leaf | keys},
    }
    node = parse_tree(tree).nodes[NodeId("leaf")]
    assert isinstance(node, Outcome)
    return node


def test_a_step_that_reaches_somebody_says_whom_and_what_to_say():
    do = [
        {"step": "block", "call": "hotline", "say": "block_me"},
        "breathe",
        {"step": "tell", "write": "mail"},
    ]
    node = _outcome(do=do)
    assert node.do == ("block", "breathe", "tell")
    assert node.acts == {"block": Act("hotline", "call", "block_me"), "tell": Act("mail", "write")}


def test_the_short_page_is_what_is_declared_or_the_first_four_steps():
    do = ["one", "two", "three", "four", "five"]
    assert _outcome(do=do).short == ("one", "two", "three", "four")
    chosen = _outcome(do=do, short=["five", "one"], short_funds=["no_otp"])
    assert (chosen.short, chosen.short_funds) == (("five", "one"), ("no_otp",))
    assert _outcome(do=["one"]).short_funds == ()


def test_questions_and_tables_keep_their_order():
    tree = warung().tree
    question, table = tree.nodes["door"], tree.nodes["sort"]
    assert isinstance(question, Question)
    assert isinstance(table, Table)
    assert [option.id for option in question.options] == ["nothing", "late", "locked", "unsure"]
    assert question.infer[0].when == {"network": frozenset({"broken"})}
    assert table.facts == ("network", "your_app")
    assert [row.to for row in table.rows] == ["no_network", "late_money", "unclear"]


def test_a_meaning_taken_from_another_option_leads_where_that_leads():
    question = warung().tree.nodes["alarm"]
    assert isinstance(question, Question)
    assert question.target("unsure") == question.target("yes") == "loss"
    with pytest.raises(KeyError):
        question.target("maybe")


def test_an_option_that_leads_nowhere_has_no_target():
    with pytest.raises(KeyError):
        Question(NodeId("q"), (Option(OptionId("a")),)).target(OptionId("a"))


def test_the_fingerprint_follows_the_values_and_not_their_order():
    assert fingerprint({"a": 1, "b": "é"}) == fingerprint({"b": "é", "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})
