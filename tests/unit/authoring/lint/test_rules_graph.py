"""Every run of the tree ends, nothing is left over: one seeded fault a rule."""

from fakes import Seeded


def test_the_made_up_pack_is_clean(pack: Seeded):
    from gopay_help.cli.packs import open_pack

    assert open_pack(pack.folder).tree.id == "warung"


def test_an_option_that_leads_nowhere_is_ref001(pack: Seeded):
    problem = pack.change("tree.yaml", "{id: late, to: late_money}", "{id: late, to: late_mony}").problem()
    assert (problem.rule, problem.line) == ("REF001", pack.place_of("tree.yaml", "late_mony")[0])
    assert "'late_mony'" in problem.message
    assert problem.fix == "did you mean 'late_money'?"


def test_a_row_that_leads_nowhere_is_ref001(pack: Seeded):
    problem = pack.change(
        "tree.yaml", "{brand: [warung]}, to: door}", "{brand: [warung]}, to: dor}"
    ).problem()
    assert (problem.rule, problem.line) == ("REF001", pack.place_of("tree.yaml", "to: dor}")[0])


def test_a_start_that_is_not_there_is_ref001(pack: Seeded):
    problem = pack.change("tree.yaml", "start: alarm", "start: allarm").problem()
    assert (problem.rule, problem.line, problem.column) == (
        "REF001",
        *pack.place_of("tree.yaml", "start: allarm"),
    )


def test_a_start_that_is_an_outcome_is_ref001(pack: Seeded):
    problem = pack.change("tree.yaml", "start: alarm", "start: lock").problem()
    assert (problem.rule, problem.message) == ("REF001", "the tree starts with an outcome")


def test_first_aid_that_is_a_question_is_ref001(pack: Seeded):
    old = "  loss_kind:\n    kind: question\n    advise: emergency"
    problem = pack.change("tree.yaml", old, old.replace("emergency", "door")).problem()
    assert (problem.rule, problem.message) == ("REF001", "`advise:` names 'door', which is no outcome")


def test_an_id_of_a_node_and_an_outcome_is_ref007(pack: Seeded):
    follow_up = "{recheck: {after: PT1H}, escalate: {after: PT1H}, to: []}"
    leaf = f"{{cause: fraud, confidence: low, route: [], do: [wait], do_not: [wait], follow_up: {follow_up}}}"
    pack.change("tree.yaml", "outcomes:\n", f"outcomes:\n  sort: {leaf}\n")
    problem = pack.problem()
    assert (problem.rule, problem.message) == ("REF007", "'sort' is a node and an outcome")
    assert problem.line == pack.place_of("tree.yaml", "  sort: {")[0]


def test_an_id_of_a_node_and_a_fact_is_ref007(pack: Seeded):
    pack.change(
        "tree.yaml", "  window: {source", "  door: {source: check, values: [a, unknown]}\n  window: {source"
    )
    assert [problem.rule for problem in pack.problems()] == ["REF007"]


def test_a_node_that_nothing_leads_to_is_reach001(pack: Seeded):
    pack.change(
        "tree.yaml", "      - {id: subscription, to: shop_charge}", "      - {id: subscription, to: lock}"
    )
    problem = pack.problem()
    assert (problem.rule, problem.message) == ("REACH001", "nothing leads to 'shop_charge'")
    assert problem.line == pack.place_of("tree.yaml", "  shop_charge:")[0]


def test_every_way_round_is_shown_as_term001(pack: Seeded):
    pack.change(
        "tree.yaml", "{id: locked, to: lock}", "{id: locked, to: your_app}\n      - {id: l, to: lock}"
    )
    pack.change("tree.yaml", "{id: elsewhere, to: emergency}", "{id: elsewhere, to: alarm}")
    for lang in ("en", "id"):
        pack.add(f"text/{lang}.yaml", 'door.opt.l: "l"\n')
    found = [problem.message for problem in pack.problems() if problem.rule == "TERM001"]
    rounds = {
        frozenset(message.removeprefix("a run can go round for ever: ").split(" -> ")) for message in found
    }
    assert rounds == {frozenset({"alarm", "loss"}), frozenset({"door", "your_app"})}
    assert len(found) == 2


def test_a_question_that_leads_to_itself_is_term001(pack: Seeded):
    pack.change("tree.yaml", "{id: elsewhere, to: emergency}", "{id: elsewhere, to: loss}")
    problem = pack.problem()
    assert (problem.rule, problem.message) == ("TERM001", "a run can go round for ever: loss -> loss")


def test_a_path_longer_than_promised_is_term004(pack: Seeded):
    problem = pack.change("tree.yaml", "max_questions: 4", "max_questions: 2").problem()
    assert problem.rule == "TERM004"
    assert "asks 3 questions, 2 are promised: alarm -> " in problem.message


def test_a_path_as_long_as_promised_is_fine(pack: Seeded):
    from gopay_help.authoring.lint.engine import compile_pack

    assert compile_pack(pack.change("tree.yaml", "max_questions: 4", "max_questions: 3").folder)


def test_a_thousand_ways_to_nowhere_are_told_at_once_and_briefly(pack: Seeded):
    rows = "".join(f"      - {{when: {{brand: [warung]}}, to: nowhere_{number}}}\n" for number in range(1000))
    old = "      - {when: {brand: [unknown]}, to: your_app}\n"
    problems = pack.change("tree.yaml", old, old + rows).problems()
    assert len(problems) == 1000
    assert max(len(str(problem)) for problem in problems) < 600
