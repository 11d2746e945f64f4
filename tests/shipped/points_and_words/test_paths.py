"""Every way through the tree, with nothing known but the answers: how long it is, and where it may end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gopay_help.authoring.lint.yaml import read_document
from gopay_help.model.tree import NodeId, OptionId, Outcome, Tree
from gopay_help.tree.walk import State, answer, observe, parse_tree, position

PACK = Path(__file__).parents[3] / "decision_trees" / "gopay"
TREE: Tree = parse_tree(read_document(PACK / "tree.yaml").data)
Way = tuple[tuple[NodeId, OptionId], ...]


def ways(**facts: str) -> Iterator[tuple[Way, Outcome]]:
    known = {fact: facts.get(fact, "unknown") for fact in TREE.facts}
    stack = [(observe(State(), known), ())]  # type: ignore[var-annotated]
    while stack:
        state, way = stack.pop()
        node = position(TREE, state).node
        if isinstance(node, Outcome):
            yield way, node
            continue
        for option in node.options:  # type: ignore[union-attr]
            step = (node.id, option.id)
            stack.append((answer(state, node, option.id, "user"), (*way, step)))


ALL = tuple(ways())


def test_no_way_asks_more_than_six_questions() -> None:
    assert max(len(way) for way, _ in ALL) <= 6


def test_an_emergency_is_settled_in_three_answers() -> None:
    flagged = [way for way, _ in ALL if way[0][1] != "no"]
    # said to be something else: first aid stands, and the search goes on
    other = ("what_happened", "other_trouble")
    assert all(len(way) <= 3 for way in flagged if other not in way)


@pytest.mark.parametrize("brand", ["gopay_id", "gopay_cz", "gopay_zh"])
def test_a_brand_given_at_the_start_is_not_asked_again(brand: str) -> None:
    asked = {question for way, _ in ways(brand=brand) for question, _ in way}
    assert not asked & {"your_gopay", "app_source"}


def test_every_cause_is_reached_by_answers_alone() -> None:
    assert len({outcome.cause for _, outcome in ALL}) == 11


def test_every_outcome_is_reached_by_answers_alone() -> None:
    reached = {outcome.id for _, outcome in ALL}
    assert reached == {node.id for node in TREE.nodes.values() if isinstance(node, Outcome)}


def test_whoever_is_unsure_all_the_way_is_sent_to_first_aid() -> None:
    state = observe(State(), dict.fromkeys(TREE.facts, "unknown"))
    node = position(TREE, state).node
    while not isinstance(node, Outcome):
        state = answer(state, node, OptionId("unsure"), "user")  # type: ignore[arg-type]
        node = position(TREE, state).node
    assert node.critical


def test_a_broken_network_is_seen_where_nobody_is_sure() -> None:
    for way, outcome in ways(network="broken"):
        if way[-1] == ("symptom", "unsure") or way[-1] == ("fails_how", "unsure"):
            assert outcome.cause == "network"


def test_the_chinese_wallet_never_gets_a_contact() -> None:
    named = [outcome for way, outcome in ALL if any(option == "gopay_zh" for _, option in way)]
    stated = [outcome for way, outcome in ways(brand="gopay_zh") if way == (("red_flag", "no"),)]
    assert len(stated) == 1
    for outcome in (*named, *stated):
        assert outcome.route == ()
        assert set(outcome.follow_up.to) <= {"cn_96110", "cn_12308"}, "the police and consuls of China alone"
