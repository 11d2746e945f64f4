"""Outcomes, lists and texts: one seeded fault a rule."""

import pytest

from fakes import Seeded, warung
from gopay_help.authoring.lint.engine import compile_pack, judge
from gopay_help.authoring.lint.rule import load_source
from gopay_help.model.errors import Level


def test_a_contact_that_is_not_in_the_registry_is_con001(pack: Seeded):
    problem = pack.change("tree.yaml", "route: [hotline]", "route: [hotline, hotlin]").problem()
    assert (problem.rule, problem.message) == ("CON001", "'hotlin' is not in the registry")
    assert problem.line == pack.place_of("tree.yaml", "route: [hotline, hotlin]")[0]


def test_an_escalation_that_is_not_in_the_registry_is_con001(pack: Seeded):
    problem = pack.change("tree.yaml", "to: [mail, board]", "to: [mail, bord]").problem()
    assert (problem.rule, problem.message) == ("CON001", "'bord' is not in the registry")


def test_a_contact_that_must_never_be_shown_is_con007(pack: Seeded):
    problem = pack.change("tree.yaml", "route: [hotline]", "route: [hotline, old_line]").problem()
    assert (problem.rule, problem.message) == ("CON007", "'old_line' must never be shown as a contact")


@pytest.mark.parametrize(
    ("old", "new"),
    [("print: never", "print: allow"), ("status: retired", "status: active")],
)
def test_either_of_retired_and_never_is_enough_for_con007(pack: Seeded, old: str, new: str):
    pack.change("tree.yaml", "route: [hotline]", "route: [hotline, old_line]").change(
        "channels.yaml", old, new
    )
    assert "CON007" in {problem.rule for problem in pack.problems()}


def test_an_outcome_without_a_route_says_why_or_is_out001(pack: Seeded):
    for lang, prefix in (("en", ""), ("id", "(id) ")):
        pack.change(
            f"text/{lang}.yaml",
            f'outcome.other_wallet.no_route: "{prefix}No genuine contact is known."\n',
            "",
        )
    problem = pack.problem()
    assert problem.rule == "OUT001"
    assert "outcome.other_wallet.no_route" in problem.fix


def test_the_reason_for_no_route_is_needed_in_every_language(pack: Seeded):
    pack.change("text/id.yaml", 'outcome.other_wallet.no_route: "(id) No genuine contact is known."\n', "")
    problem = pack.problem()
    assert (problem.rule, problem.message) == (
        "I18N001",
        "the text 'outcome.other_wallet.no_route' is missing in id",
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "cannot: [login]\n    route: [app_help, hotline, mail]",
            "cannot: [login]\n    route: [app_help]",
            "without login",
        ),
        (
            "cannot: [network]\n",
            "cannot: [network, phone]\n",
            "without network or phone",
        ),
        ("    route: [news, app_help, mail]", "    route: [news]", "can be asked for help"),
    ],
)
def test_a_route_that_nobody_in_that_case_can_use_is_out004(pack: Seeded, old: str, new: str, said: str):
    problem = pack.change("tree.yaml", old, new).problem()
    assert problem.rule == "OUT004"
    assert said in problem.message


def test_a_regulator_before_the_provider_is_out008(pack: Seeded):
    problem = pack.change("tree.yaml", "route: [news, app_help, mail]", "route: [board, app_help]").problem()
    assert (problem.rule, problem.message) == (
        "OUT008",
        "'board' is a regulator: the provider has to be asked first",
    )


def test_a_regulator_may_be_first_in_an_emergency(pack: Seeded):
    assert compile_pack(pack.change("tree.yaml", "route: [hotline]", "route: [board, hotline]").folder)


def test_taking_it_further_before_looking_again_is_out009(pack: Seeded):
    problem = pack.change(
        "tree.yaml",
        "follow_up: {recheck: {after: PT1H}, escalate: {after: P1D}, to: [board]}\n    covers: [fund-1]",
        "follow_up: {recheck: {after: P2D}, escalate: {after: P1D}, to: [board]}\n    covers: [fund-1]",
    ).problem()
    assert problem.rule == "OUT009"


def test_a_cause_without_never_give_a_code_is_safe001(pack: Seeded):
    left_out = {"fraud", "other_brand", "undetermined"}
    causes = f"[{', '.join(sorted(set(warung().tree.causes) - left_out))}]"
    problems = pack.change(
        "checklists.yaml", "{id: no_otp, do: false, causes: all", f"{{id: no_otp, do: false, causes: {causes}"
    ).problems()
    assert {problem.rule for problem in problems} == {"SAFE001"}
    assert [problem.message.split(" lacks")[0].split()[-1] for problem in problems] == [
        "fraud",
        "other_brand",
        "undetermined",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("tree.yaml", "claims: [block_rule]", "claims: [block_rules]"),
        ("tree.yaml", "claim: two_days}", "claim: too_days}"),
        ("tree.yaml", "funds: [freeze]", "funds: [freez]"),
        ("checklists.yaml", "claims: [block_rule]", "claims: [blok]"),
    ],
)
def test_a_claim_or_item_that_is_not_there_is_ref006(pack: Seeded, file: str, old: str, new: str):
    problem = pack.change(file, old, new).problem()
    assert problem.rule == "REF005"
    assert (problem.file, problem.line) == (str(pack.folder / file), pack.place_of(file, new)[0])


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("claims.yaml", "{id: two_days", "{id: block_rule"),
        ("checklists.yaml", "{id: freeze", "{id: no_otp"),
        ("checklists.yaml", "{id: strong_pin", "{id: update"),
        ("calendar.yaml", "{id: feast", "{id: night"),
        ("channels.yaml", "- id: news", "- id: mail"),
    ],
)
def test_an_id_that_stands_twice_in_a_list_is_syn002(pack: Seeded, file: str, old: str, new: str):
    problems = [problem for problem in pack.change(file, old, new).problems() if problem.rule == "REF009"]
    assert len(problems) == 1
    assert problems[0].file == str(pack.folder / file)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('to: "2026-03-24"', 'to: "2026-02-30"', "names a day that does not exist"),
        ('to: "2026-03-24"', 'to: "2026-03-01"', "ends before it begins"),
        ('to: "05:00"', 'to: "22:00"', "is empty"),
    ],
)
def test_a_window_that_cannot_be_is_cal001(pack: Seeded, old: str, new: str, said: str):
    problem = pack.change("calendar.yaml", old, new).problem()
    assert problem.rule == "CAL001"
    assert said in problem.message
    assert problem.line == pack.place_of("calendar.yaml", new)[0]


@pytest.mark.parametrize(
    "key",
    [
        "door.text", "door.why", "door.opt.late", "fact.network.broken", "outcome.lock.title",
        "outcome.lock.summary", "step.wait", "step.pay_again", "step.write_down", "cause.fraud",
        "claim.two_days", "funds.freeze", "funds.freeze.why", "prevention.update",
    ],
)  # fmt: skip
def test_a_text_that_a_run_can_ask_for_is_needed_in_each_language(pack: Seeded, key: str):
    """English stands in, so it is a warning; not for what keeps money safe."""
    pack.change("text/id.yaml", f'\n{key}: "', f'\nx.{key}: "')
    [problem] = [found for found in judge(load_source(pack.folder)).problems if found.rule == "I18N001"]
    assert problem.message == f"the text {key!r} is missing in id"
    assert problem.file.endswith("id.yaml")
    safe = key.startswith("step.pay_again") or key == "funds.freeze"
    assert problem.level is (Level.ERROR if safe else Level.WARNING)


@pytest.mark.parametrize("key", ["channel.mail.label", "channel.hotline.caveat"])
@pytest.mark.parametrize("lang", ["en", "id"])
def test_what_is_said_of_a_contact_is_needed_and_missed_once(pack: Seeded, key: str, lang: str):
    pack.change(f"text/{lang}.yaml", f'\n{key}: "', f'\nx.{key}: "')
    found = [one for one in judge(load_source(pack.folder)).problems if one.rule in ("I18N001", "REG015")]
    about = [problem for problem in found if key in problem.message and f"x.{key}" not in problem.message]
    assert [(problem.rule, problem.level) for problem in about] == [("REG015", Level.ERROR)]


@pytest.mark.parametrize("key", ["door.text", "claim.two_days", "funds.freeze.why"])
def test_a_text_that_is_missing_in_english_is_an_error(pack: Seeded, key: str):
    pack.change("text/en.yaml", f'\n{key}: "', f'\nx.{key}: "')
    assert {problem.rule for problem in pack.problems()} == {"I18N001"}


def test_a_language_without_any_text_is_i18n011(pack: Seeded):
    problem = pack.change("tree.yaml", "languages: [en, id]", "languages: [en, id, fr]").problem()
    assert (problem.rule, problem.message) == ("I18N011", "there is no text in fr")


def test_texts_in_a_language_that_the_tree_does_not_name_are_i18n011(pack: Seeded):
    problem = pack.change("tree.yaml", "languages: [en, id]", "languages: [en]").problem()
    assert (problem.rule, problem.message) == ("I18N011", "'id' is no language of the tree")


def test_a_text_in_two_files_of_a_language_is_syn002(pack: Seeded):
    (pack.folder / "text-ui").mkdir()
    problem = pack.add("text-ui/en.yaml", 'door.text: "again"\n').problem()
    assert (problem.rule, problem.line) == ("I18N012", 1)


def test_texts_of_several_folders_are_one_catalogue(pack: Seeded):
    (pack.folder / "text-ui").mkdir()
    for lang in ("en", "id"):
        pack.add(f"text-ui/{lang}.yaml", 'ui.more: "more"\n')
    assert compile_pack(pack.folder)["text/en"]["ui.more"] == "more"


@pytest.mark.parametrize(
    "text",
    [
        "See https://warung.example", "See www.warung.example", "See warung-help.com", "Write to help@warung",
        "Follow @warung", "Dial *21*1#", "Dial #21", "Call +62 21 5000 000", "Call (021) 500-0000",
        "Call 1500999", "Call 131999", "Call １５００９９９", "Write to help＠warung",
    ],
)  # fmt: skip
def test_a_contact_in_a_text_is_i18n005(pack: Seeded, text: str):
    problem = pack.change("text/en.yaml", '"Money comes first."', f'"{text}"').problem()
    assert (problem.rule, problem.line) == ("I18N005", pack.place_of("text/en.yaml", "alarm.why")[0])


@pytest.mark.parametrize(
    "text", ["It takes 60 minutes, or 2 to 14 days.", "Rp 20.000 at most", "5 % in 2026"]
)
def test_small_numbers_in_a_text_are_fine(pack: Seeded, text: str):
    assert compile_pack(pack.change("text/en.yaml", '"Money comes first."', f'"{text}"').folder)


def test_a_translation_that_fills_in_other_names_is_i18n004(pack: Seeded):
    problem = pack.change("text/id.yaml", "(id) ({source}, {date}", "(id) ({sauce}, {date}").problem()
    assert (problem.rule, problem.fix) == ("I18N004", "use: {date}, {source}")


def test_no_problem_is_told_before_those_it_may_come_from(pack: Seeded):
    pack.change("tree.yaml", "{id: late, to: late_money}", "{id: late, to: late_mony}")
    pack.change("tree.yaml", "max_questions: 4", "max_questions: 1")
    assert {problem.rule for problem in pack.problems()} == {"REF001"}
