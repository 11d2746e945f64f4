"""Ways are counted as the engine walks them, and the shortest is one that the wizard takes."""

import io
from collections import Counter

import pytest
from drawn import LANGUAGES, PACKS, every_walk, setup_for

from gopay_help.authoring.draw.ways import (
    Mood,
    command,
    count,
    find_ways,
    folded,
    in_order,
    leading_to,
    shortest,
    trail_of_answers,
)
from gopay_help.cli import diagnose
from gopay_help.cli.conversation import collect_given
from gopay_help.cli.tree_show import library
from gopay_help.model.errors import UsageError
from gopay_help.model.tree import NodeId, OptionId, Outcome
from gopay_help.screen.page import cells


@pytest.mark.parametrize("name", PACKS)
def test_every_way_of_the_engine_is_counted_once(name):
    tree = PACKS[name].tree
    walked = Counter(node for node, _ in every_walk(name))
    assert {node: count(reaches) for node, reaches in find_ways(tree).items()} == walked


@pytest.mark.parametrize("name", PACKS)
def test_no_way_has_fewer_answers_than_the_shortest_but_for_stated_facts(name):
    tree = PACKS[name].tree
    fewest: dict[str, int] = {}
    for node, gone in every_walk(name):
        answers = sum(type(tree.nodes[passed]).__name__ == "Question" for passed, _ in gone)
        fewest[node] = min(fewest.get(node, answers), answers)
    for node, reaches in find_ways(tree).items():
        way = shortest(tree, reaches)
        assert len(way.answers) >= fewest[node]
        assert len(way.answers) <= fewest[node] + len(tree.facts)


@pytest.mark.parametrize("name", PACKS)
def test_the_wizard_ends_where_the_shortest_way_does_in_every_mood(name):
    tree = PACKS[name].tree
    setup = setup_for(name)
    shelf = library(setup, setup.words)
    for node, reaches in find_ways(tree).items():
        for mood, reach in reaches.items():
            if isinstance(tree.nodes[node], Outcome):
                advice = shelf.advice(reach.way)
                assert advice.outcome == node
                assert (advice.status == "emergency") == (mood.raised or tree.nodes[node].critical)


@pytest.mark.parametrize("name", PACKS)
def test_the_command_is_one_that_diagnose_understands(name, tmp_path):
    """Its pieces are taken apart as a shell would, and run."""
    tree = PACKS[name].tree
    for node, reaches in find_ways(tree).items():
        if not isinstance(tree.nodes[node], Outcome):
            continue
        way = shortest(tree, reaches)
        facts = way.stated(tree)
        file = tmp_path / f"{node}.yaml"
        brand = facts.pop("brand", None)
        file.write_text("".join(f"{fact}: {value}\n" for fact, value in facts.items()))
        pairs = tuple(f"{question}={option}" for question, option in way.answers)
        given = collect_given(pairs, None, io.StringIO(), {})
        advice = diagnose.consult(setup_for(name), brand, given=given, stated=facts or None)
        assert advice.outcome == node
        line = " ".join(command(tree, way, lang="en", pack=None))
        assert all(f"--answer {question}={option}" in line for question, option in way.answers)
        assert ("--facts -" in line) == bool(facts)
        assert all(f"{fact}: {value}\\n" in line for fact, value in facts.items())


def test_a_folded_command_is_the_same_command():
    tree = PACKS["gopay"].tree
    reaches = find_ways(tree)
    for node in tree.nodes:
        pieces = command(tree, shortest(tree, reaches[node]), lang="zh-Hans", pack="my packs/one")
        lines = folded(pieces, 40)
        assert " ".join(line.removesuffix("\\").strip() for line in lines) == " ".join(pieces)
        assert all(line.endswith(" \\") for line in lines[:-1])
        long = max(map(len, pieces))
        assert all(cells(line) <= max(40, long + 4) for line in lines)
        assert folded(pieces, None) == [" ".join(pieces)]


def test_moods_are_those_of_the_answers():
    tree = PACKS["warung"].tree
    reaches = find_ways(tree)
    assert set(reaches[NodeId("thief")]) == {Mood(raised=True), Mood()}
    assert set(reaches[NodeId("no_network")]) == {
        Mood(brand="warung"),
        Mood(doubted=True, brand="warung"),
        Mood(doubted=True),
    }


def test_a_node_comes_before_those_it_leads_to():
    for pack in PACKS.values():
        order = in_order(pack.tree)
        for target, sources in leading_to(pack.tree).items():
            assert all(order.index(each.node) < order.index(target) for each in sources)


def test_the_trail_goes_through_tables():
    tree = PACKS["warung"].tree
    given = {NodeId("alarm"): OptionId("no"), NodeId("door"): OptionId("unsure")}
    trail = trail_of_answers(tree, given, {"brand": "warung", "network": "broken"})
    assert [choice.node for choice in trail] == ["alarm", "which_app", "door", "sort"]
    assert trail[-1].to == "no_network"


def test_a_trail_may_end_at_a_question():
    tree = PACKS["warung"].tree
    (only,) = trail_of_answers(tree, {NodeId("alarm"): OptionId("yes")}, {})
    assert only.to == "loss"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"alram": "no"}, "did you mean 'alarm'"),
        ({"alarm": "noo"}, "did you mean 'no'"),
        ({"alarm": "no", "loss": "here"}, "loss: never asked"),
    ],
)
def test_answers_that_lead_nowhere_are_refused(given, said):
    with pytest.raises(UsageError, match=said):
        trail_of_answers(PACKS["warung"].tree, given, {})


def test_packs_and_languages_were_found():
    assert {"gopay", "warung"} < set(PACKS)
    assert {"en", "id", "zh-Hans"} <= {lang for _, lang in LANGUAGES}
