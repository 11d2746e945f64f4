"""Walking: where a person stands follows from the answers and the facts, and from nothing else."""

import pytest

from fakes import warung
from gopay_help.model.tree import NodeId, OptionId, Question, Table
from gopay_help.tree.walk import (
    Given,
    State,
    answer,
    back,
    holds,
    observe,
    position,
    settle,
    suggestion,
    visible_facts,
)

TREE = warung().tree
NOTHING_KNOWN = {"brand": "unknown", "network": "unknown", "window": "unknown"}


def walked(*answers: str, facts: dict[str, str] | None = None) -> State:
    """The state after answering whatever is asked, one after the other."""
    state = observe(State(), {**NOTHING_KNOWN, **(facts or {})})
    for option in answers:
        node = position(TREE, state).node
        assert isinstance(node, Question)
        state = answer(state, node, OptionId(option), "user")
    return state


def reached(state: State) -> str:
    return position(TREE, state).node.id


def test_a_new_run_stands_at_the_red_flag():
    assert (reached(State()), position(TREE, State()).passed) == ("alarm", ())


def test_each_answer_leads_one_question_on():
    assert reached(walked("no")) == "your_app"
    assert reached(walked("no", "warung")) == "door"
    assert reached(walked("no", "warung", "late")) == "late_money"


def test_the_questions_passed_are_told_in_order():
    assert position(TREE, walked("no", "warung", "late")).passed == ("alarm", "your_app", "door")


def test_an_answer_that_means_another_leads_there():
    assert reached(walked("unsure")) == "loss"


def test_a_table_decides_by_a_fact_without_asking():
    assert position(TREE, walked("no", facts={"brand": "warung"})).passed == ("alarm",)
    assert reached(walked("no", facts={"brand": "warung"})) == "door"


def test_a_table_decides_by_an_answer_on_the_way():
    assert reached(walked("no", "warung", "unsure")) == "late_money"
    assert reached(walked("no", "unsure", "unsure")) == "unclear"


def test_a_question_that_was_not_asked_is_unknown_to_a_table():
    assert reached(walked("no", "unsure", facts={"brand": "warung"})) == "late_money"


def test_an_answer_off_the_way_is_unknown_to_a_table():
    state = walked("no", "unsure", facts={"brand": "warung"})
    kept = State(
        {**state.answers, NodeId("your_app"): Given(OptionId("other"), "user")}, state.facts, state.cursor
    )
    assert reached(kept) == "late_money"


def test_a_fact_that_is_not_known_yet_is_said_to_be_missing():
    state = State({NodeId("alarm"): Given(OptionId("no"), "user")}, {}, 1)
    there = position(TREE, state)
    assert isinstance(there.node, Table)
    assert (there.node.id, there.missing, there.passed) == ("which_app", {"brand"}, ("alarm",))


def test_evidence_for_a_question_is_looked_at_before_it_is_asked():
    state = walked("no", "warung")
    there = position(TREE, State(state.answers, {"brand": "unknown"}, state.cursor))
    assert (there.node.id, there.missing) == ("door", {"network"})


def test_an_answer_is_not_a_missing_fact():
    assert position(TREE, walked("no", "unsure", "unsure")).missing == frozenset()


def test_back_stands_one_question_earlier_and_keeps_every_answer():
    state = walked("no", "warung", "late")
    earlier = back(state)
    assert reached(earlier) == "door"
    assert earlier.answers == state.answers


def test_back_at_the_first_question_changes_nothing():
    assert back(State()) == State()


def test_forward_again_after_back_is_where_it_was():
    state = walked("no", "warung", "late")
    earlier = back(back(state))
    assert reached(earlier) == "your_app"
    forward = answer(earlier, TREE.nodes["your_app"], OptionId("warung"), "user")
    assert reached(forward) == "door"
    assert reached(answer(forward, TREE.nodes["door"], OptionId("late"), "user")) == "late_money"


def test_another_answer_after_back_leads_another_way():
    earlier = back(back(walked("no", "warung", "late")))
    assert reached(answer(earlier, TREE.nodes["your_app"], OptionId("other"), "user")) == "other_wallet"


def test_replaying_the_answers_of_a_run_ends_where_it_ended():
    state = walked("no", "unsure", "locked")
    assert reached(State(dict(state.answers), dict(state.facts), len(state.answers))) == "lock"


def test_a_stale_answer_counts_as_not_given():
    stale = State({NodeId("alarm"): Given(OptionId("maybe"), "user")}, NOTHING_KNOWN, 3)
    assert (reached(stale), position(TREE, stale).passed) == ("alarm", ())


def test_settling_takes_back_what_the_replay_did_not_use():
    stale = State({NodeId("alarm"): Given(OptionId("maybe"), "user")}, NOTHING_KNOWN, 3)
    settled = settle(stale, position(TREE, stale))
    assert (settled.cursor, settled.answers) == (0, stale.answers)
    assert reached(answer(settled, TREE.nodes["alarm"], OptionId("no"), "user")) == "your_app"


def test_an_option_that_is_not_offered_is_refused():
    with pytest.raises(KeyError):
        answer(State(), TREE.nodes["alarm"], OptionId("maybe"), "user")


def test_an_answer_remembers_who_gave_it():
    state = answer(State(), TREE.nodes["alarm"], OptionId("no"), "flag")
    assert state.answers == {"alarm": Given(OptionId("no"), "flag")}


def test_a_fact_once_seen_stays_as_it_was_seen():
    assert observe(State(facts={"network": "ok"}), {"network": "broken", "window": "night"}).facts == {
        "network": "ok",
        "window": "night",
    }


def test_evidence_suggests_an_answer_and_a_person_may_give_another():
    state = walked("no", "warung", facts={"network": "broken"})
    door = TREE.nodes["door"]
    assert isinstance(door, Question)
    assert suggestion(door, state) == "nothing"
    assert reached(answer(state, door, OptionId("locked"), "user")) == "lock"


def test_without_evidence_nothing_is_suggested():
    assert suggestion(TREE.nodes["door"], walked("no", "warung")) is None


def test_nothing_is_ever_suggested_for_the_red_flag():
    door, alarm = TREE.nodes["door"], TREE.nodes["alarm"]
    assert isinstance(alarm, Question)
    assert isinstance(door, Question)
    slipped = Question(alarm.id, door.options, door.infer, alarm=True)
    assert suggestion(slipped, observe(State(), {"network": "broken"})) is None


def test_a_condition_holds_if_each_fact_has_one_of_its_values():
    when = {"network": frozenset({"ok", "unknown"}), "window": frozenset({"night"})}
    assert holds(when, {"network": "ok", "window": "night"})
    assert holds(when, {"window": "night"})
    assert not holds(when, {"network": "ok", "window": "ordinary"})
    assert not holds(when, {"network": "ok"})
    assert holds({}, {})


def test_a_table_sees_facts_and_the_answers_on_the_way():
    state = walked("no", "warung")
    assert visible_facts(state, (NodeId("alarm"),)) == {**NOTHING_KNOWN, "alarm": "no"}


def test_the_facts_that_decided_on_the_way_are_told():
    assert position(TREE, State()).looked_at == frozenset()
    assert position(TREE, walked("no")).looked_at == {"brand"}
    assert position(TREE, walked("no", "warung")).looked_at == {"brand", "network"}
    assert position(TREE, walked("no", "unsure", "unsure")).looked_at == {"brand", "network"}


def test_a_fact_that_the_way_did_not_touch_decided_nothing():
    state = walked("no", "other", facts={"network": "broken", "window": "night"})
    assert position(TREE, state).looked_at == {"brand"}


def test_a_fact_that_is_missing_has_not_decided_yet():
    there = position(TREE, State({NodeId("alarm"): Given(OptionId("no"), "user")}, {}, 1))
    assert (there.missing, there.looked_at) == ({"brand"}, frozenset())
