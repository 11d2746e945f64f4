"""The situations of a tree hold every run: checked against walking every answer and every fact."""

import itertools
from collections import Counter

import pytest

from fakes import ROOT, SHIPPED, warung
from gopay_help.authoring.draw.listing import structure
from gopay_help.authoring.lint.rule import load_source
from gopay_help.authoring.lint.space import (
    Element,
    ElementKind,
    Space,
    domain,
    elements,
    tally,
    what_matters,
)
from gopay_help.cli.packs import open_pack
from gopay_help.model.tree import UNKNOWN, Outcome, Question, Table
from gopay_help.tree import walk


def walked(tree, state):
    """Every step that any run takes from *state* on, found by walking; and where runs end, with how many."""
    reached = walk.position(tree, state)
    if isinstance(reached.node, Outcome):
        yield ("end", reached.node.id, tuple((name, state.answers[name].option) for name in reached.passed))
        return
    assert not reached.missing
    question = reached.node
    seen = walk.suggestion(question, state)
    if seen is not None:
        yield ("inference", question.id, seen)
    for option in question.options:
        yield ("option", question.id, option.id)
        yield from walked(tree, walk.answer(state, question, option.id, "user"))


def every_run(tree):
    for values in itertools.product(*(spec.values for spec in tree.facts.values())):
        facts = dict(zip(tree.facts, values, strict=True))
        yield from walked(tree, walk.State(facts=facts))


@pytest.fixture(scope="module", params=["warung", "wireless", "lost_card", "worked"])
def tree(request):
    return load_source(ROOT / "tests" / "packs" / request.param).tree


def test_options_inferences_and_outcomes_are_those_that_walking_finds(tree):
    found = set(every_run(tree))
    taken = Space(tree).taken()
    assert {(e.node, e.name) for e in taken if e.kind is ElementKind.OPTION} == {
        step[1:] for step in found if step[0] == "option"
    }
    inferred = {
        (e.node, tree.nodes[e.node].infer[int(e.name) - 1].answer)
        for e in taken
        if e.kind is ElementKind.INFERENCE
    }
    assert inferred == {step[1:] for step in found if step[0] == "inference"}
    ends = {step[1] for step in found if step[0] == "end"}
    assert {s.node for s in Space(tree).steps if isinstance(tree.nodes[s.node], Outcome)} == ends


def test_evidence_answers_only_where_it_is_there(tree):
    for situation, steps in Space(tree).steps.items():
        for step in steps:
            if step.by_evidence:
                question = tree.nodes[situation.node]
                rule = question.infer[int(step.takes[0].name) - 1]
                assert walk.holds(rule.when, dict((*situation.known, *step.learned)))
                assert step.answer == (question.id, rule.answer)


def test_ways_are_distinct_answers_and_rows(tree):
    """By outcome and length, as many ways as there are different answers, where no table tells ways apart."""
    space = Space(tree)
    by_answers = {}
    for step in every_run(tree):
        if step[0] == "end":
            by_answers.setdefault(step[1], set()).add(step[2])
    counted = {outcome: sum(counts.values()) for outcome, counts in structure(space).ways.items()}
    assert set(counted) == set(by_answers)
    for outcome, answers in by_answers.items():
        assert counted[outcome] >= len(answers)
        assert set(structure(space).ways[outcome]) == {len(way) for way in answers}


def test_the_shipped_tree_is_small_enough_to_be_looked_at_whole():
    tree = open_pack(SHIPPED).tree
    space = Space(tree)
    assert len(space.steps) < 500
    assert sum(structure(space).lengths.values()) > 300


def test_a_cell_that_cannot_arise_is_written_and_not_taken():
    """`sort` is reached with a network that was not looked at, or that did not infer another way."""
    tree = warung().tree
    taken = Space(tree).taken()
    never = [str(element) for element in elements(tree) if element not in taken]
    assert never == [
        "sort {network: ok, your_app: other}",
        "sort {network: broken, your_app: other}",
        "sort {network: unknown, your_app: other}",
    ]
    counts = tally(tree, taken.__contains__, taken)
    assert counts[ElementKind.CELL] == (11, 11, 14)


def test_a_fixed_fact_has_no_other_value():
    tree = warung().tree
    steps = [step for steps in Space(tree, {"network": UNKNOWN}).steps.values() for step in steps]
    values = {value for step in steps for fact, value in step.learned if fact == "network"}
    assert values == {UNKNOWN}
    assert not [
        e for step in steps for e in step.takes if e.kind is ElementKind.INFERENCE and e.node == "door"
    ]


def test_what_matters_is_what_is_looked_at_further_down():
    matters = what_matters(warung().tree)
    assert matters["sort"] == {"network", "your_app"}
    assert matters["alarm"] == {"brand", "network", "your_app"}
    assert matters["loss_kind"] == set()


def test_a_question_looked_at_as_a_fact_may_be_unasked():
    tree = warung().tree
    assert domain(tree, "your_app") == ("warung", "other", "unsure", UNKNOWN)
    assert domain(tree, "network") == ("ok", "broken", UNKNOWN)


def test_elements_name_everything_that_is_written():
    tree = warung().tree
    written = Counter(element.kind for element in elements(tree))
    nodes = tree.nodes.values()
    questions = [node for node in nodes if isinstance(node, Question)]
    tables = [node for node in nodes if isinstance(node, Table)]
    assert written[ElementKind.OPTION] == sum(len(node.options) for node in questions)
    assert written[ElementKind.INFERENCE] == sum(len(node.infer) for node in questions)
    assert written[ElementKind.ROW] == sum(len(node.rows) for node in tables)
    assert str(Element(ElementKind.OPTION, "door", "late")) == "door=late"
    assert str(Element(ElementKind.ROW, "sort", "2")) == "sort row 2"
