"""Tables, evidence and questions: one seeded fault a rule."""

import pytest

from fakes import Seeded


def test_a_combination_without_a_row_is_tab001_and_is_shown(pack: Seeded):
    old = "{network: [ok, unknown], your_app: [other, unsure]}"
    problem = pack.change("tree.yaml", old, old.replace("ok, unknown", "ok")).problems()
    assert [(p.rule, p.message) for p in problem] == [
        ("TAB001", "no row answers {network: unknown, your_app: other}"),
        ("TAB001", "no row answers {network: unknown, your_app: unsure}"),
    ]


def test_a_question_not_asked_is_a_combination_too(pack: Seeded):
    problem = pack.change("tree.yaml", "your_app: [warung, unknown]", "your_app: [warung]").problems()
    assert {p.rule for p in problem} == {"TAB001"}
    assert "your_app: unknown" in problem[0].message


def test_a_combination_with_two_rows_is_tab002_at_the_later_row(pack: Seeded):
    old = "your_app: [other, unsure]"
    problem = pack.change("tree.yaml", old, "your_app: [other, unsure, warung]").problems()
    assert {p.rule for p in problem} == {"TAB002"}
    assert problem[0].message == "rows 2 and 3 all answer {network: ok, your_app: warung}"
    assert problem[0].line == pack.place_of("tree.yaml", "your_app: [other, unsure, warung]")[0]


def test_too_many_combinations_are_tab009_and_cost_no_time(pack: Seeded):
    values = ", ".join(f"v{number}" for number in range(70))
    pack.change("tree.yaml", "  window: {", f"  x: {{source: check, values: [{values}, unknown]}}\n"
                f"  y: {{source: check, values: [{values}, unknown]}}\n  window: {{")  # fmt: skip
    pack.change("tree.yaml", "facts: [network, your_app]", "facts: [network, your_app, x, y]")
    (problem,) = (problem for problem in pack.problems() if problem.rule != "SAFE005")
    assert problem.rule == "TAB009"
    assert "60492 combinations" in problem.message


def test_a_row_that_looks_at_more_than_the_table_says_is_tab007(pack: Seeded):
    old = "{network: [broken]}, to: no_network"
    problem = pack.change("tree.yaml", old, "{network: [broken], window: [night]}, to: no_network").problem()
    assert (problem.rule, problem.message) == ("TAB007", "rows look at window, which `facts` does not list")


@pytest.mark.parametrize(
    ("old", "new", "said", "fix"),
    [
        (
            "facts: [brand]",
            "facts: [brnd]",
            "'brnd' is no fact",
            "did you mean 'brand'?",
        ),
        ("when: {brand: [unknown]}", "when: {brand: [other]}", "brand is never 'other'", "warung, unknown"),
        (
            "your_app: [other, unsure]",
            "your_app: [othr, unsure]",
            "your_app is never 'othr'",
            "warung, other, unsure",
        ),
        (
            "{when: {network: [broken]}, answer",
            "{when: {net: [broken]}, answer",
            "'net' is no fact",
            "network",
        ),
        (
            "{when: {network: [broken]}, answer",
            "{when: {network: [dead]}, answer",
            "network is never 'dead'",
            "broken",
        ),
        (
            "{when: {network: [broken]}, answer",
            "{when: {your_app: [other]}, answer",
            "'your_app' is a question",
            "brand, network, window",
        ),
    ],
)
def test_an_unknown_fact_or_value_is_ref002(pack: Seeded, old: str, new: str, said: str, fix: str):
    problems = pack.change("tree.yaml", old, new).problems()
    assert [problem.rule for problem in problems] == ["REF002"]
    assert said in problems[0].message
    assert fix in problems[0].fix
    assert problems[0].line == pack.place_of("tree.yaml", new)[0]


def test_evidence_for_an_option_that_is_not_there_is_ref003(pack: Seeded):
    problem = pack.change("tree.yaml", "answer: nothing}", "answer: nothin}").problem()
    assert (problem.rule, problem.fix) == (
        "REF003",
        "did you mean 'nothing'? Allowed here: nothing, late, locked, unsure",
    )


def test_two_inferences_that_can_disagree_are_inf001(pack: Seeded):
    old = "      - {when: {network: [broken]}, answer: nothing}\n"
    pack.change("tree.yaml", old, old + "      - {when: {window: [night]}, answer: late}\n")
    assert [problem.rule for problem in pack.problems() if problem.rule != "I18N001"] == ["INF001"]


def test_two_inferences_that_exclude_each_other_are_fine(pack: Seeded):
    old = "      - {when: {network: [broken]}, answer: nothing}\n"
    pack.change("tree.yaml", old, old + "      - {when: {network: [ok]}, answer: late}\n")
    from gopay_help.authoring.lint.engine import compile_pack

    assert compile_pack(pack.folder)


def test_evidence_that_answers_the_red_flag_is_inf002(pack: Seeded):
    pack.change(
        "tree.yaml",
        "    alarm: true\n",
        '    alarm: true\n    infer:\n      - {when: {brand: [warung]}, answer: "no"}\n',
    )
    problem = pack.problem()
    assert problem.rule == "INF002"
    assert "never cancel one" in problem.message


@pytest.mark.parametrize("when", ["{network: [broken, unknown]}", "{}"])
def test_an_answer_inferred_from_not_knowing_is_tab005(pack: Seeded, when: str):
    pack.change("tree.yaml", "{when: {network: [broken]}, answer", f"{{when: {when}, answer")
    assert [problem.rule for problem in pack.problems() if problem.rule != "I18N001"] == ["TAB005"]


def test_first_aid_that_would_wait_for_the_network_is_ask010(pack: Seeded):
    pack.change(
        "tree.yaml", "{when: {brand: [warung]}, answer: here}", "{when: {network: [ok]}, answer: here}"
    )
    problem = pack.problem()
    assert (problem.rule, problem.line) == ("ASK010", pack.place_of("tree.yaml", "{when: {network: [ok]}")[0])


def test_a_question_without_not_sure_is_ask001(pack: Seeded):
    pack.change(
        "tree.yaml",
        "      - {id: stolen, to: thief}",
        "      - {id: robbed, to: emergency}\n      - {id: stolen, to: thief}",
    )
    pack.change("tree.yaml", "to: shop_charge}\n      - {id: unsure, to: emergency}", "to: shop_charge}")
    problem = pack.problem()
    assert (problem.rule, problem.message) == ("ASK001", 'loss_kind has no way to say "not sure"')


def test_an_option_offered_twice_is_ask009(pack: Seeded):
    pack.change("tree.yaml", "{id: late, to: late_money}", "{id: locked, to: late_money}")
    problem = pack.problem()
    assert (problem.rule, problem.message) == ("ASK009", "door offers 'locked' twice")


@pytest.mark.parametrize("meant", ["maybe", "unsure"])
def test_a_meaning_that_is_no_option_with_a_target_is_ref004(pack: Seeded, meant: str):
    pack.change("tree.yaml", '{id: unsure, same_as: "yes"}', f"{{id: unsure, same_as: {meant}}}")
    problem = pack.problem()
    assert (problem.rule, problem.line) == ("REF004", pack.place_of("tree.yaml", f"same_as: {meant}")[0])


def test_a_question_that_changes_nothing_is_term002(pack: Seeded):
    rest = "      - {id: subscription, to: shop_charge}\n      - {id: unsure, to: emergency}"
    tail = f"{{id: stolen, to: thief}}\n{rest}"
    pack.change("tree.yaml", tail, tail.replace("shop_charge", "thief").replace("emergency", "thief"))
    pack.change(
        "tree.yaml", "{id: locked, to: lock}", "{id: locked, to: lock}\n      - {id: shop, to: shop_charge}"
    )
    for lang in ("en", "id"):
        pack.add(f"text/{lang}.yaml", 'door.opt.shop: "A shop"\n')
    problem = pack.problem()
    assert (problem.rule, problem.message) == ("TERM002", "every answer to loss_kind leads to the same place")


def test_a_start_that_is_not_the_red_flag_is_out003(pack: Seeded):
    problem = pack.change("tree.yaml", "    alarm: true\n", "").problem()
    assert (problem.rule, problem.message) == ("OUT003", "`start:` leads to alarm, which is not the red flag")


@pytest.mark.parametrize(
    ("old", "new", "options"),
    [
        ('{id: "yes", to: loss}', '{id: "yes", to: lock}', {"'yes'", "'unsure'"}),
        ('{id: unsure, same_as: "yes"}', '{id: unsure, same_as: "no"}', {"'unsure'"}),
        ('{id: unsure, same_as: "yes"}', "{id: unsure, to: shop_charge}", {"'unsure'"}),
    ],
)
def test_an_alarm_that_does_not_lead_to_first_aid_is_ask002(
    pack: Seeded, old: str, new: str, options: set[str]
):
    problems = [
        problem for problem in pack.change("tree.yaml", old, new).problems() if problem.rule != "REACH001"
    ]
    assert {problem.rule for problem in problems} == {"ASK002"}
    assert {problem.message.split()[0] for problem in problems} == options


def test_first_aid_that_is_not_critical_is_ask002(pack: Seeded):
    old = "    confidence: low\n    critical: true\n"
    problems = pack.change("tree.yaml", old, "    confidence: low\n").problems()
    assert {problem.rule for problem in problems} == {"ASK002"}


def test_a_brand_that_the_registry_does_not_know_is_ref008(pack: Seeded):
    pack.change(
        "tree.yaml",
        "brand: {source: brand, values: [warung,",
        "brand: {source: brand, values: [warung, wrong,",
    )
    assert [problem.rule for problem in pack.problems()] == ["REF008"]
