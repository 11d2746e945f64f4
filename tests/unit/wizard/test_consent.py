"""Neutral hosts are contacted after a person agreed to it, once, and never otherwise."""

import threading

from fakes import BACK, HeardListener, KnownEvidence, ScriptedPrompter, warung
from gopay_help.model.tree import OptionId
from gopay_help.wizard.session import Background, Further, Session, Stated

TREE = warung().tree
HOSTS = ("one.example", "two.example")


def unclear_run(*script, prompter=True):
    evidence = KnownEvidence(found={"network": "unknown"}, neutral_hosts=HOSTS, further={"network": "broken"})
    session = Session(
        tree=TREE,
        evidence=evidence,
        advise=lambda end: None,
        prompter=ScriptedPrompter(script) if prompter else None,
        listener=HeardListener(),
        given={}
        if prompter
        else {"alarm": OptionId("no"), "your_app": OptionId("warung"), "door": OptionId("late")},
    )
    return session, session.run()


def test_the_person_is_asked_with_the_names_and_a_yes_looks_further():
    session, end = unclear_run("no", "warung", "yes", "nothing")
    assert session.listener.hosts == list(HOSTS)
    assert end.state.facts["network"] == "broken"


def test_a_no_an_unsure_and_going_back_contact_nobody():
    for said in ("no", "unsure", BACK):
        session, end = unclear_run("no", "warung", said, "late")
        assert end.state.facts["network"] == "unknown"
        assert session.evidence.neutral_hosts == HOSTS


def test_consent_is_no_answer_of_the_tree():
    assert "consent" not in unclear_run("no", "warung", "yes", "nothing")[1].passed


def test_nobody_is_asked_without_a_terminal():
    session, end = unclear_run(prompter=False)
    assert session.listener.hosts == []
    assert end.state.facts["network"] == "unknown"


def test_a_look_that_crashes_leaves_everything_unknown():
    def crash():
        raise RuntimeError

    evidence = Background(crash)
    evidence.start()
    assert evidence.facts(5) == {}
    assert not evidence.pending


def test_a_slow_look_is_not_waited_for():
    gate = threading.Event()
    evidence = Background(lambda: {"network": "ok"} if gate.wait(10) else {})
    evidence.start()
    assert evidence.pending
    assert evidence.facts(0.01) == {}
    gate.set()
    assert evidence.facts(5) == {"network": "ok"}


def test_the_second_look_is_offered_only_where_the_first_could_not_tell():
    for network, offered in (("unknown", HOSTS), ("ok", ()), ("broken", ())):
        evidence = Background(lambda network=network: {"network": network}, Further(HOSTS, dict))
        evidence.start()
        evidence.facts(5)
        assert tuple(evidence.neutral_hosts) == offered


def test_there_is_no_third_look():
    evidence = Background(lambda: {"network": "unknown"}, Further(HOSTS, lambda: {"network": "unknown"}))
    evidence.start()
    evidence.facts(5)
    evidence.go_further()
    evidence.facts(5)
    assert tuple(evidence.neutral_hosts) == ()


def test_stated_facts_offer_nothing_and_wait_for_nothing():
    stated = Stated({"network": "ok"})
    assert (stated.pending, stated.neutral_hosts, stated.facts(9)) == (False, (), {"network": "ok"})
