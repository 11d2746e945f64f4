"""Generated runs take everything, and every check of them sees the fault it is there for."""

from collections import Counter

import pytest
import workbench

from fakes import outcome
from gopay_help.authoring.lint.space import ElementKind as Taken
from gopay_help.authoring.lint.space import Space
from gopay_help.authoring.trial.checks import ContactRules, misfits
from gopay_help.authoring.trial.walked import EDGES, Restless, by_doubter, by_person, by_script, cover, stated
from gopay_help.authoring.trial.whole_pack import faults, withstand
from gopay_help.model.contact import PrintPolicy, Provenance
from gopay_help.model.tree import (
    UNKNOWN,
    CauseSpec,
    Confidence,
    Emergency,
    FactId,
    Limits,
    NodeId,
    Option,
    OptionId,
    Question,
    Table,
    TableRow,
    Tree,
)
from gopay_help.screen.page import Block, Kind
from gopay_help.wizard.session import Back


@pytest.fixture(scope="module")
def setup():
    return workbench.setup_of()


@pytest.fixture(scope="module")
def runs(setup):
    return cover(Space(setup.pack.tree))


def found(checks, runs):
    return {complaint.message for run in runs for complaint in checks.complaints(run)}


@pytest.mark.parametrize("name", ["warung", "penyu", "lost_card", "wireless", "worked"])
def test_runs_take_everything_that_can_be_taken_and_end_as_the_wizard_does(name):
    tree = workbench.setup_of(name).pack.tree
    space = Space(tree)
    runs = cover(space)
    assert {element for run in runs for element in run.takes} == space.taken()
    for run in runs:
        evidence = stated(tree, run.facts)
        end = by_script(tree, run, evidence)
        assert (end.outcome.id, end.passed) == (run.outcome, tuple(run.answers))
        assert by_person(tree, run, evidence)[0].outcome.id == run.outcome
        assert by_doubter(tree, run).outcome.id == run.outcome


def test_the_runs_are_the_same_each_time_and_none_is_for_nothing(setup, runs):
    assert cover(Space(setup.pack.tree)) == runs
    before = set()
    for run in runs:
        assert not before >= set(run.takes)
        before |= set(run.takes)


def test_the_worked_example_needs_the_runs_that_were_published():
    """Twelve: one for each option or row that ends; two more, because a table stands for `limits.unsure`."""
    tree = workbench.setup_of("worked").pack.tree
    options_and_rows = cover(Space(tree), EDGES - {Taken.INFERENCE})
    assert 12 <= len(options_and_rows) <= 14
    assert len({run.outcome for run in options_and_rows}) == 7


def test_a_pack_without_a_fault_gives_no_complaint(setup, runs):
    assert found(workbench.checks(setup), runs) == set()


def test_an_end_somewhere_else_is_told(setup, runs):
    wrong = runs[0]._replace(outcome=NodeId("lock"))
    messages = found(workbench.checks(setup), [wrong])
    assert {f"{way}ends in {runs[0].outcome}" for way in ("", "typed, it ")} <= {
        message.partition(", and should")[0] for message in messages
    }
    assert any("after going back and forth" in message for message in messages)


def test_a_run_that_breaks_off_is_told(setup, runs):
    answers = dict(list(runs[0].answers.items())[:-1])
    assert any(
        "broke off" in message
        for message in found(workbench.checks(setup), [runs[0]._replace(answers=answers)])
    )


def test_more_questions_than_promised_are_told(setup, runs):
    tree = setup.pack.tree
    short = tree._replace(limits=tree.limits._replace(max_questions=2))
    assert "asks 3 questions, 2 are promised" in found(workbench.checks(setup, tree=short), runs)


def test_a_list_without_no_otp_is_told(setup, runs):
    bare = workbench.desk(setup, spoil=lambda advice: advice._replace(funds=()))
    assert "the list that keeps the money safe lacks no_otp" in found(workbench.checks(setup, bare), runs)


def test_a_document_that_leaves_its_schema_is_told(setup, runs):
    odd = workbench.desk(setup, spoil=lambda advice: advice._replace(status="fine"))
    (message,) = found(workbench.checks(setup, odd), runs)
    assert message.startswith("$.status: 'fine' is not one of")


def test_one_wrong_document_after_many_right_ones_is_told(setup, runs):
    """What was right once is not looked at again; what is wrong is."""
    count = Counter()

    def spoil(advice):
        count["made"] += 1
        return advice._replace(questions_asked=-1) if count["made"] > 60 else advice

    messages = found(workbench.checks(setup, workbench.desk(setup, spoil=spoil)), runs)
    assert any(message.startswith("$.questions_asked") for message in messages)


def test_a_replay_that_differs_is_told(setup, runs):
    turn = iter(range(100_000))
    moody = workbench.desk(
        setup, spoil=lambda advice: advice._replace(summary=f"{advice.summary} {next(turn)}")
    )
    assert "replayed from its document, it differs in summary" in found(workbench.checks(setup, moody), runs)


@pytest.mark.parametrize(
    "text",
    ["Call +622150000000 now", "Call 021-5000-0000.", "(021) 5000 0000", "+62 21 50000000"],
)
def test_a_banned_value_is_seen_however_it_is_written(setup, runs, text):
    loose = workbench.changed(setup, outcome__lock__summary=text)
    assert any("must never be shown" in message for message in found(workbench.checks(setup, loose), runs))


@pytest.mark.parametrize("text", ["Call 1021500000001", "Order 215000000", "In 2150 weeks"])
def test_another_number_is_no_banned_one(setup, runs, text):
    assert (
        found(workbench.checks(setup, workbench.changed(setup, outcome__lock__summary=text)), runs) == set()
    )


def step_with(advice, **changes):
    first = advice.route[0] if advice.route else None
    if first is None:
        return advice
    return advice._replace(
        route=(first._replace(channel=first.channel._replace(**changes)), *advice.route[1:])
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": "1500998"}, "which is no contact of the registry that may be shown"),
        ({"print": PrintPolicy.NEVER}, "may not be shown"),
        ({"provenance": Provenance("A", None, None, "observed", ())}, "has no source"),
        ({"id": "another"}, "is not that of the registry"),
        ({"value": "1500998"}, "against the registry"),
    ],
)
def test_a_contact_that_is_not_the_registrys_is_told(setup, runs, changes, message):
    desk = workbench.desk(setup, spoil=lambda advice: step_with(advice, **changes))
    assert any(message in one for one in found(workbench.checks(setup, desk), runs))


def test_a_contact_without_its_caveat_is_told(setup, runs):
    def spoil(advice):
        return advice._replace(route=tuple(step._replace(caveat=None) for step in advice.route))

    messages = found(workbench.checks(setup, workbench.desk(setup, spoil=spoil)), runs)
    assert "the channel hotline is shown without its caveat" in messages


def test_a_line_that_is_too_long_is_told():
    deep = Block(Kind.TEXT, "word", depth=20)
    assert any("needs 41 cells at a width of 40" in message for message in misfits(deep))
    assert list(misfits(Block(Kind.TEXT, "word " * 60))) == []


def test_a_character_that_steers_a_terminal_is_told():
    assert any("steers a terminal" in message for message in misfits(Block(Kind.TEXT, "a\x1b[31mb")))


def test_a_sentence_from_no_catalogue_is_told(setup, runs):
    half = workbench.pseudo(setup, outcome__lock__title="You are locked out")
    messages = found(workbench.checks(setup, pseudo_desk=half), runs)
    assert "'You are locked out' comes from no catalogue, in 'You are locked out'" in messages


def test_a_text_that_is_cut_is_told(setup, runs):
    cut = workbench.pseudo(setup, outcome__lock__title="［Ýóú áŕé")
    assert any("is cut" in message for message in found(workbench.checks(setup, pseudo_desk=cut), runs))


def test_a_first_contact_is_one_of_the_registry_or_is_told(setup):
    words = setup.pack.catalogue("en")
    rules = ContactRules(setup.registry, [words])
    channel = next(one for one in setup.registry.channels if one.printable and one.kind == "phone")
    label = words.say("ui.first_contact")
    assert list(rules.of_block(Block(Kind.VALUE, f"{label}: {channel.value}"))) == []
    invented = list(rules.of_block(Block(Kind.VALUE, f"{label}: {channel.value}1")))
    assert any("no contact of the registry" in message for message in invented)


def test_a_text_that_is_missing_is_told(setup, runs):
    words = workbench.pseudo(setup).words
    del words.entries["outcome.lock.title"]
    broken = workbench.checks(setup, pseudo_desk=workbench.desk(setup, words))
    assert any("outcome.lock.title" in message for message in found(broken, runs))


def test_who_cannot_decide_goes_back_and_tries_others(setup, runs, monkeypatch):
    went = Counter()
    asked = Restless.ask

    def counting(self, question, **more):
        try:
            chosen = asked(self, question, **more)
        except Back:
            went["back"] += 1
            raise
        went["other" if chosen != self.answers.get(question.id) else "decided"] += 1
        return chosen

    monkeypatch.setattr(Restless, "ask", counting)
    for run in runs:
        by_doubter(setup.pack.tree, run)
    assert went["back"] > len(runs)
    assert went["other"] > len(runs) / 2


def test_answers_left_behind_on_another_way_do_not_count():
    """The table looks at an answer that only the way not taken asks for, and that one can come back from."""

    def asks(name, **leads):
        return Question(NodeId(name), tuple(Option(OptionId(o), NodeId(to)) for o, to in leads.items()))

    looked_at = FactId("aside")
    rows = (
        TableRow({looked_at: frozenset({UNKNOWN})}, NodeId("not_asked")),
        TableRow({looked_at: frozenset({"x", "y"})}, NodeId("asked")),
    )
    nodes = [
        asks("first", a="aside", b="table", c="aside"),
        asks("aside", x="more", y="more"),
        asks("more", x="table", y="table"),
        Table(NodeId("table"), (looked_at,), rows),
        outcome(id=NodeId("not_asked")),
        outcome(id=NodeId("asked")),
    ]
    limits = Limits(3, 0)
    tree = Tree(
        "made",
        "1.0.0",
        ("en",),
        NodeId("first"),
        limits,
        {"pending_funds": CauseSpec(15)},
        Emergency(20),
        {},
        {node.id: node for node in nodes},
        "",
    )
    runs = cover(Space(tree))
    assert {run.outcome for run in runs} == {"not_asked", "asked"}
    for run in runs:
        assert by_doubter(tree, run).outcome.id == run.outcome


def test_every_fact_meets_every_fault(setup):
    tree = setup.pack.tree
    names = [fault.name for fault in faults(tree)]
    for fact, spec in tree.facts.items():
        assert {f"{fact} is {value}" for value in spec.values} <= set(names)
    assert {
        "network crashed",
        "network timed out",
        "window crashed",
        "offline",
        "the whole check crashed",
    } <= set(names)
    assert len(names) == len(set(names))
    looked_at = set().union(*(run.facts for run in cover(Space(tree))))
    assert looked_at
    for fault in faults(tree):
        outcomes = list(withstand(tree, fault))
        assert bool(outcomes) == (not looked_at.isdisjoint(fault.fixed))  # whoever looks meets it
        assert [complaints for _, complaints in outcomes if complaints] == []


def test_a_tree_that_does_not_withstand_a_fault_is_told(setup):
    """A promise that only holds as long as the network is looked at."""
    tree = setup.pack.tree
    short = tree._replace(limits=tree.limits._replace(max_questions=2))
    fault = next(fault for fault in faults(short) if fault.name == "offline")
    messages = {complaint.message for _, complaints in withstand(short, fault) for complaint in complaints}
    assert messages == {"asks 3 questions, 2 are promised"}


def test_under_a_fault_the_run_has_the_facts_of_the_fault(setup):
    for fault in faults(setup.pack.tree):
        for run, _ in withstand(setup.pack.tree, fault):
            assert {fact: run.facts.get(fact, value) for fact, value in fault.fixed.items()} == fault.fixed
    offline = next(fault for fault in faults(setup.pack.tree) if fault.name == "offline")
    assert set(offline.fixed.values()) == {UNKNOWN}


def test_confidence_is_part_of_what_is_compared(setup, runs):
    """The replay compares whole documents: also a field that no page shows."""
    turn = iter(range(100_000))

    def spoil(advice):
        sure = Confidence.LOW if next(turn) % 2 else Confidence.HIGH
        return advice._replace(confidence=sure)

    messages = found(workbench.checks(setup, workbench.desk(setup, spoil=spoil)), runs)
    assert "replayed from its document, it differs in confidence" in messages
