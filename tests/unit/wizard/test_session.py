"""A run of the wizard with a person, with a script, and with a person who goes back."""

from dataclasses import dataclass, field

import pytest

from fakes import BACK, STOP, HeardListener, KnownEvidence, ScriptedPrompter, in_english, warung
from gopay_help.model.errors import UsageError
from gopay_help.model.result import Diagnosis
from gopay_help.model.tree import NodeId, OptionId
from gopay_help.tree.walk import Given, State
from gopay_help.wizard.session import End, MissingAnswer, Session

TREE = warung().tree


@dataclass
class Adviser:
    """Remembers for which outcomes advice was asked; the advice itself is nobody's matter here."""

    ends: list[End] = field(default_factory=list)

    def __call__(self, end: End) -> Diagnosis:
        self.ends.append(end)
        return tuple.__new__(Diagnosis, ())


def session(
    *script: str,
    given: dict[str, str] | None = None,
    facts: dict[str, str] | None = None,
    alone: bool = False,
    state: State | None = None,
    proposed: tuple[str, ...] = (),
) -> Session:
    return Session(
        tree=TREE,
        evidence=KnownEvidence(facts or {}),
        advise=Adviser(),
        given={NodeId(name): OptionId(option) for name, option in (given or {}).items()},
        prompter=None if alone else ScriptedPrompter(script),
        listener=HeardListener(),
        state=state or State(),
        proposed=tuple(map(NodeId, proposed)),
    )


def prompter(run: Session) -> ScriptedPrompter:
    assert isinstance(run.prompter, ScriptedPrompter)
    return run.prompter


def evidence(run: Session) -> KnownEvidence:
    assert isinstance(run.evidence, KnownEvidence)
    return run.evidence


def test_a_person_is_led_to_an_outcome():
    run = session("no", "warung", "late")
    end = run.run()
    assert (end.outcome.id, end.passed) == ("late_money", ("alarm", "your_app", "door"))
    assert prompter(run).asked == ["alarm", "your_app", "door"]
    assert prompter(run).numbers == [1, 2, 3]
    assert {given.source for given in end.state.answers.values()} == {"user"}


def test_the_red_flag_is_asked_first_and_nothing_is_filled_in():
    run = session("no", "other", facts={"network": "broken"})
    run.run()
    assert (prompter(run).asked[0], prompter(run).kept[0]) == ("alarm", None)


def test_a_script_answers_every_question():
    end = session(given={"alarm": "no", "your_app": "warung", "door": "late"}, alone=True).run()
    assert end.outcome.id == "late_money"
    assert {given.source for given in end.state.answers.values()} == {"flag"}


def test_answers_of_the_command_line_are_not_asked_again():
    run = session("late", given={"alarm": "no", "your_app": "warung"})
    assert run.run().outcome.id == "late_money"
    assert (prompter(run).asked, prompter(run).numbers) == (["door"], [3])


def test_a_missing_answer_names_the_question_and_its_options():
    with pytest.raises(MissingAnswer) as caught:
        session(given={"alarm": "no"}, alone=True).run()
    assert in_english(caught.value) == (
        "The question your_app needs an answer. Add --answer your_app=OPTION, "
        "with OPTION one of warung, other, unsure"
    )
    assert caught.value.question.id == "your_app"


def test_every_wrong_answer_of_the_command_line_is_told_before_anything_is_asked():
    run = session(given={"alarn": "no", "door": "lat", "alarm": "no"})
    with pytest.raises(UsageError) as caught:
        run.run()
    unknown, option = in_english(caught.value).splitlines()
    assert unknown == "There is no question “alarn”. Choose one of alarm, loss, loss_kind, your_app, door"
    assert option == "door=lat: choose one of nothing, late, locked, unsure"
    assert prompter(run).asked == []
    assert evidence(run).started == 0


def test_a_table_is_no_question():
    with pytest.raises(UsageError, match=r"fault\.no_question .*sort"):
        session(given={"sort": "lock"}, alone=True).run()


def test_a_script_whose_answer_is_never_asked_for_is_refused():
    with pytest.raises(UsageError) as caught:
        session(given={"alarm": "no", "your_app": "other", "door": "late"}, alone=True).run()
    said = in_english(caught.value)
    assert said.startswith("door=late: this is not asked after alarm=no, your_app=other. Leave it out")


def test_an_emergency_is_told_even_if_an_answer_was_never_asked_for():
    end = session(given={"alarm": "yes", "door": "late"}, alone=True).run()
    assert (end.outcome.id, end.unused) == ("emergency", ("door",))


def test_a_person_who_answers_otherwise_keeps_the_advice_although_an_answer_was_never_asked_for():
    end = session("no", "other", given={"door": "late"}).run()
    assert (end.outcome.id, end.unused) == ("other_wallet", ("door",))


def test_first_aid_is_shown_before_the_question_that_it_must_not_wait_for():
    run = session("yes", STOP)
    with pytest.raises(KeyboardInterrupt):
        run.run()
    assert isinstance(run.advise, Adviser)
    assert isinstance(run.listener, HeardListener)
    assert [end.outcome.id for end in run.advise.ends] == ["emergency"]
    assert run.advise.ends[0].passed == ("alarm",)
    assert len(run.listener.aid) == 1


def test_first_aid_is_shown_once_however_many_questions_follow_it():
    run = session("unsure", "here", "stolen")
    assert run.run().outcome.id == "thief"
    assert isinstance(run.listener, HeardListener)
    assert len(run.listener.aid) == 1


def test_a_script_that_says_no_more_than_yes_ends_with_first_aid():
    end = session(given={"alarm": "yes"}, alone=True).run()
    assert (end.outcome.id, end.passed) == ("emergency", ("alarm",))


def test_first_aid_waits_for_nothing():
    run = session(given={"alarm": "yes"}, alone=True)
    run.run()
    assert evidence(run).limits == [0]


def test_the_network_check_is_waited_for_as_long_as_the_tree_says_and_no_longer():
    run = session("no", "warung", "late")
    evidence(run).pending = True
    run.run()
    assert sum(evidence(run).limits) == TREE.limits.probe_wait_s


COUNTED_DOWN = [TREE.limits.probe_wait_s - passed for passed in range(int(TREE.limits.probe_wait_s))]


@pytest.mark.parametrize(("pending", "told"), [(True, COUNTED_DOWN), (False, [])])
def test_a_wait_is_told_only_where_there_is_one(pending: bool, told: list[float]):  # noqa: FBT001 (a table)
    run = session("no", "warung", "late")
    evidence(run).pending = pending
    run.run()
    assert isinstance(run.listener, HeardListener)
    assert run.listener.waits == told


def test_what_the_look_found_is_told_once_and_as_soon_as_it_is_over():
    run = session("no", "warung", "late", facts={"network": "ok"})
    looks, kept = evidence(run), run.on_step
    looks.pending = True

    def over(state):
        looks.pending = False
        kept(state)

    run.on_step = over
    run.run()
    assert run.listener.seen == [{"network": "ok"}]


def test_nothing_is_told_of_a_look_that_there_never_was():
    run = session("no", "warung", "late", facts={"network": "ok"})
    run.run()
    assert run.listener.seen == []


def test_from_the_outcome_a_person_goes_back_to_the_last_question():
    run = session("no", "warung", "late", "late")
    first = run.run()
    assert run.reopen()
    assert run.run().outcome == first.outcome
    assert run.prompter.asked[-1][0] == run.prompter.asked[-2][0]


def test_from_an_outcome_that_nobody_was_asked_for_there_is_no_way_back():
    run = session(given={"alarm": "no", "your_app": "other"})
    run.run()
    assert not run.reopen()


def test_the_end_knows_what_decided_on_the_way():
    assert session("no", "other").run().looked_at == {"brand"}
    assert session("no", "warung", "late").run().looked_at == {"brand", "network"}


def test_evidence_is_looked_for_from_the_start():
    run = session("no", "other")
    run.run()
    assert evidence(run).started == 1


def test_a_fact_that_nobody_found_is_unknown():
    end = session("no", "warung", "late").run()
    assert end.state.facts == {"brand": "unknown", "network": "unknown"}


def test_a_fact_with_a_value_that_the_tree_does_not_know_is_unknown():
    end = session("no", "warung", "late", facts={"network": "sideways"}).run()
    assert end.state.facts["network"] == "unknown"


def test_a_fact_that_the_tree_knows_needs_no_question():
    run = session("no", "late", facts={"brand": "warung"})
    assert run.run().outcome.id == "late_money"
    assert prompter(run).asked == ["alarm", "door"]


def test_evidence_fills_in_an_answer_and_says_why():
    run = session("no", "warung", "nothing", facts={"network": "broken"})
    end = run.run()
    assert (prompter(run).kept[2], prompter(run).hints[2]) == ("nothing", "fact.network.broken")
    assert (end.outcome.id, end.state.answers[NodeId("door")].source) == ("no_network", "user")


def test_a_person_may_answer_otherwise_than_the_evidence():
    assert session("no", "warung", "locked", facts={"network": "broken"}).run().outcome.id == "lock"


def test_evidence_answers_for_a_script():
    end = session(given={"alarm": "no", "your_app": "warung"}, facts={"network": "broken"}, alone=True).run()
    assert end.outcome.id == "no_network"
    assert end.state.answers[NodeId("door")] == Given(OptionId("nothing"), "evidence")


def test_a_script_may_answer_otherwise_than_the_evidence():
    given = {"alarm": "no", "your_app": "warung", "door": "late"}
    assert session(given=given, facts={"network": "broken"}, alone=True).run().outcome.id == "late_money"


def test_back_offers_the_answer_that_was_given():
    run = session("no", "warung", BACK, "unsure", "late")
    assert run.run().outcome.id == "late_money"
    assert prompter(run).asked == ["alarm", "your_app", "door", "your_app", "door"]
    assert prompter(run).kept == [None, None, None, "warung", None]


def test_back_keeps_later_answers_too():
    run = session("no", "warung", BACK, BACK, "no", "warung", "late")
    assert run.run().outcome.id == "late_money"
    assert prompter(run).asked == ["alarm", "your_app", "door", "your_app", "alarm", "your_app", "door"]
    assert prompter(run).kept[5] == "warung"


def test_the_red_flag_offers_no_answer_after_back_either():
    run = session("no", BACK, "no", "other")
    run.run()
    assert prompter(run).kept[2] is None


def test_back_at_the_first_question_asks_it_again():
    run = session(BACK, "no", "other")
    assert run.run().outcome.id == "other_wallet"
    assert prompter(run).asked == ["alarm", "alarm", "your_app"]


def test_back_passes_over_answers_of_the_command_line():
    run = session("no", BACK, "no", "late", given={"your_app": "warung"})
    assert run.run().outcome.id == "late_money"
    assert prompter(run).asked == ["alarm", "door", "alarm", "door"]


def test_back_stays_where_only_the_command_line_answered_before():
    run = session(BACK, "late", given={"alarm": "no", "your_app": "warung"})
    assert run.run().outcome.id == "late_money"
    assert prompter(run).asked == ["door", "door"]


def at_the_door(source: str) -> State:
    """A run that stands at the door, where somebody or something answered before."""
    answers = {
        NodeId("alarm"): Given(OptionId("no"), "user"),
        NodeId("door"): Given(OptionId("nothing"), source),
    }
    return State(answers, {"brand": "warung", "network": "broken"}, 1)


def test_an_answer_that_a_person_gave_is_not_shown_as_filled_in():
    run = session("nothing", state=at_the_door("user"))
    run.run()
    assert (prompter(run).kept, prompter(run).hints) == (["nothing"], [None])


def test_an_answer_that_evidence_gave_is_shown_as_filled_in():
    run = session("nothing", state=at_the_door("evidence"))
    run.run()
    assert (prompter(run).kept, prompter(run).hints) == (["nothing"], ["fact.network.broken"])


def test_a_stale_answer_is_not_offered_any_more():
    facts = {"brand": "warung", "network": "unknown"}
    answers = {
        NodeId("alarm"): Given(OptionId("no"), "user"),
        NodeId("door"): Given(OptionId("gone"), "user"),
    }
    run = session("late", state=State(answers, facts, 2))
    assert run.run().outcome.id == "late_money"
    assert (prompter(run).kept, prompter(run).numbers) == ([None], [2])


def test_a_run_goes_on_from_where_it_stopped():
    first = session("no", "warung", STOP)
    with pytest.raises(KeyboardInterrupt):
        first.run()
    second = session("late", state=first.state)
    assert second.run().outcome.id == "late_money"
    assert prompter(second).asked == ["door"]


def test_a_resumed_run_counts_only_answers_that_still_lead_on():
    answers = {
        NodeId("alarm"): Given(OptionId("no"), "user"),
        NodeId("your_app"): Given(OptionId("gone"), "user"),
    }
    run = session(
        "warung", BACK, "warung", "late", state=State(answers, {"brand": "unknown", "network": "ok"}, 5)
    )
    assert run.run().outcome.id == "late_money"
    assert prompter(run).asked == ["your_app", "door", "your_app", "door"]


def test_a_run_without_a_listener_gives_no_first_aid():
    run = Session(TREE, KnownEvidence(), Adviser(), prompter=ScriptedPrompter(["yes", "elsewhere"]))
    assert run.run().outcome.id == "emergency"


@pytest.mark.parametrize("option", ["yes", "unsure"])
def test_not_sure_about_the_red_flag_counts_as_yes(option: str):
    assert session(given={"alarm": option}, alone=True).run().outcome.critical


def test_typed_words_are_offered_after_the_red_flag_and_the_brand():
    run = session("no", "warung", "late_money", proposed=("late_money",))
    end = run.run()
    assert end.outcome.id == "late_money"
    assert prompter(run).asked == ["alarm", "your_app", "proposal"]
    assert {given.source for given in end.state.answers.values()} == {"user"}


def test_what_is_offered_can_be_refused_and_is_not_offered_again():
    run = session("no", "warung", "unsure", "late", proposed=("late_money",))
    assert run.run().outcome.id == "late_money"
    assert prompter(run).asked == ["alarm", "your_app", "proposal", "door"]


def test_typed_words_never_stand_before_the_red_flag():
    run = session(given={"alarm": "yes"}, alone=True, proposed=("late_money",))
    assert run.run().outcome.critical


def test_a_script_is_led_by_a_clear_lead_alone():
    given = {"alarm": "no", "your_app": "warung"}
    assert session(given=given, alone=True, proposed=("late_money",)).run().outcome.id == "late_money"
    with pytest.raises(MissingAnswer):
        session(given=given, alone=True, proposed=("late_money", "lock")).run()


def test_words_heard_at_the_first_question_change_nothing_but_what_is_offered():
    run = session("no", "warung", "late_money")
    assert not run.hear((NodeId("late_money"),), alarm=True)
    assert run.run().outcome.id == "late_money"
    assert prompter(run).asked == ["alarm", "your_app", "proposal"]


@pytest.mark.parametrize(
    ("goal", "alarm", "again"),
    [("late_money", False, False), ("late_money", True, True), ("emergency", False, True)],
)
def test_words_of_danger_and_of_another_way_lead_to_the_red_flag_again(goal, alarm, again):
    run = session("no", "warung", STOP, *(["no", "warung"] if again else []), STOP)
    with pytest.raises(KeyboardInterrupt):
        run.run()
    assert run.hear((NodeId(goal),), alarm=alarm) is again
    with pytest.raises(KeyboardInterrupt):
        run.run()
    assert (prompter(run).asked[3:4] == ["alarm"]) is again
    assert not any(prompter(run).kept[3:4]) or not again


def test_a_place_that_cannot_be_reached_from_here_is_not_offered():
    run = session("no", "warung", "late", proposed=("nowhere",))
    assert run.run().outcome.id == "late_money"
    assert "proposal" not in prompter(run).asked
