"""A wrong shape is told once, at the key that is wrong, with what would be right."""

import pytest

from fakes import Seeded
from gopay_help.authoring.lint.engine import compile_pack
from gopay_help.model.errors import DataError, Problem


def found(problem: Problem) -> tuple[str, str]:
    return problem.message, problem.fix


def test_an_unknown_key_is_shown_with_the_one_that_was_meant(pack: Seeded):
    pack.change("tree.yaml", "    alarm: true\n    options:", "    alarm: true\n    optons:")
    unknown, missing = sorted(pack.problems(), key=lambda problem: problem.message)[::-1]
    assert {found(unknown), found(missing)} == {
        (
            "the key 'optons' is not known here",
            "did you mean 'options'? Allowed here: kind, alarm, advise, infer, options, covers",
        ),
        ("the key 'options' is missing in 'alarm'", "add `options: …`"),
    }
    assert (max(unknown.line, missing.line), 5) == pack.place_of("tree.yaml", "optons:")


def test_an_unknown_key_like_no_other_is_shown_with_all_there_are(pack: Seeded):
    pack.change("claims.yaml", "{id: block_rule,", "{zzz: x, id: block_rule,")
    problem = pack.problem()
    assert found(problem) == (
        "the key 'zzz' is not known here",
        "allowed here: id, grade, source, date, note",
    )
    assert (problem.line, problem.column) == pack.place_of("claims.yaml", "zzz:")


def test_a_wrong_kind_of_node_is_one_problem(pack: Seeded):
    pack.change("tree.yaml", "  which_app:\n    kind: table", "  which_app:\n    kind: tabel")
    problem = pack.problem()
    assert found(problem) == (
        "'tabel' is not allowed as `kind`",
        "did you mean 'table'? Allowed here: question, table",
    )
    assert (problem.line, problem.column) == pack.place_of("tree.yaml", "kind: tabel")


def test_a_node_without_a_kind_is_one_problem(pack: Seeded):
    pack.change("tree.yaml", "  which_app:\n    kind: table\n", "  which_app:\n")
    assert found(pack.problem()) == ("the key 'kind' is missing in 'which_app'", "add `kind: …`")


@pytest.mark.parametrize(
    ("word", "shown"), [("null", "null"), ("true", "true"), ("[table]", "a list"), ("3", "3")]
)
def test_a_wrong_value_is_shown_as_it_was_written(pack: Seeded, word: str, shown: str):
    pack.change("tree.yaml", "  which_app:\n    kind: table", f"  which_app:\n    kind: {word}")
    assert pack.problem().message == f"{shown} is not allowed as `kind`"


def test_a_node_that_is_no_mapping_is_one_problem(pack: Seeded):
    pack.change("tree.yaml", "nodes:\n", "nodes:\n  stray: word\n")
    problem = pack.problem()
    assert problem.message == "'word' is not a mapping (`key: value` lines)"
    assert (problem.line, problem.column) == pack.place_of("tree.yaml", "stray: word")


def test_a_table_with_a_key_of_a_question_is_told_what_a_table_may_hold(pack: Seeded):
    pack.change("tree.yaml", "    facts: [brand]\n", "    facts: [brand]\n    alarm: true\n")
    assert found(pack.problem()) == ("the key 'alarm' is not known here", "allowed here: kind, facts, rows")


def test_a_question_with_a_key_of_a_table_is_told_what_a_question_may_hold(pack: Seeded):
    pack.change(
        "tree.yaml", "    advise: emergency\n    infer:", "    advise: emergency\n    rows: []\n    infer:"
    )
    problem = pack.problem()
    assert problem.message == "the key 'rows' is not known here"
    assert "options" in problem.fix


@pytest.mark.parametrize(
    ("old", "new", "said", "fix"),
    [
        (
            "{id: late, to: late_money}",
            "{id: late}",
            "fits none",
            "write `to:` a node or `same_as:` an option",
        ),
        (
            "{id: late, to: late_money}",
            "{id: late, to: late_money, same_as: locked}",
            "two things",
            "keep either `to:` a node or `same_as:` an option",
        ),
        (
            "{id: late, to: late_money}",
            "{id: Late, to: late_money}",
            "'Late' is not in the right form",
            "an id",
        ),
        (
            "{id: late, to: late_money}",
            "{id: late, too: late_money, to: lock}",
            "'too'",
            "did you mean 'to'?",
        ),
    ],
)
def test_a_wrong_option_is_one_problem_at_its_place(pack: Seeded, old: str, new: str, said: str, fix: str):
    problem = pack.change("tree.yaml", old, new).problem()
    assert said in problem.message
    assert fix in problem.fix
    assert problem.line == pack.place_of("tree.yaml", new)[0]


@pytest.mark.parametrize(
    ("old", "new", "said", "fix"),
    [
        ("    cause: pending_funds\n", "", "'cause' is missing", "add `cause: …`"),
        ("    do_not: [pay_again]\n", "    do_not: []\n", "the list is too short", "one step at least"),
        ("    do_not: [pay_again]\n", "    do_not: pay_again\n", "'pay_again' is not a list", "a list"),
        ("[news, app_help, mail]", "[news, mail, mail]", "'mail' stands here twice", "keep one"),
        ("{after: P1DT12H}", "{after: 12H}", "'12H' is not in the right form", "a span such as PT30M"),
        (
            "{after: P1DT12H}",
            "{after: P99999D}",
            "'P99999D' is not in the right form",
            "a span such as PT30M",
        ),
        (
            "{after: P1DT12H}",
            '{after: "P1D\\n"}',
            "'P1D\\n' is not in the right form",
            "a span such as PT30M",
        ),
        ("{after: P1DT12H}", "{}", "fits none", "`after:` a span or `working_days:` a number"),
        (
            "{working_days: 2, claim: two_days}",
            "{working_days: 99}",
            "99 is more than 60",
            "a number of working days",
        ),
        (
            "{working_days: 2, claim: two_days}",
            '{working_days: "2"}',
            "'2' is not a whole number",
            "a whole number",
        ),
        (
            "{working_days: 2, claim: two_days}",
            "{after: P1D, working_days: 2}",
            "two things",
            "keep either `after:`",
        ),
        ("cannot: [network]", "cannot: [internet]", "'internet' is not allowed as `cannot`", "network"),
    ],
)
def test_a_wrong_outcome_is_one_problem(pack: Seeded, old: str, new: str, said: str, fix: str):
    problem = pack.change("tree.yaml", old, new).problem()
    assert said in problem.message
    assert fix in problem.fix
    assert problem.line > 1


@pytest.mark.parametrize(
    ("old", "new", "said", "fix"),
    [
        ("{brand: [unknown]}", "{brand: unknown}", "'unknown' is not a list", "a list"),
        ("{brand: [unknown]}", "{brand: []}", "the list is too short", "one value at least"),
        ("{brand: [unknown]}", "{brand: [unknown, unknown]}", "stands here twice", "keep one"),
        ("{brand: [unknown]}", "{BRAND: [unknown]}", "'BRAND' is not right as a key", "an id"),
        (
            "{when: {brand: [unknown]}, to: your_app}",
            "{when: {brand: [unknown]}}",
            "'to' is missing",
            "add `to: …`",
        ),
    ],
)
def test_a_wrong_row_is_one_problem_at_its_place(pack: Seeded, old: str, new: str, said: str, fix: str):
    problem = pack.change("tree.yaml", old, new).problem()
    assert said in problem.message
    assert fix in problem.fix
    assert problem.line == pack.place_of("tree.yaml", new)[0]


@pytest.mark.parametrize(
    ("old", "new", "said", "fix"),
    [
        ("languages: [en, id]", "languages: [id]", "'en' is missing in this list", "add 'en'"),
        ("languages: [en, id]", "languages: [en, Indonesian]", "'Indonesian'", "BCP 47"),
        ('version: "1.2.3"', "version: first", "'first'", "a version such as"),
        ("max_questions: 4", "max_questions: 0", "0 is less than 1", "from 1 to 20"),
        (
            "values: [ok, broken, unknown]",
            "values: [ok, broken]",
            "'unknown' is missing in this list",
            "add 'unknown'",
        ),
        ("source: calendar", "source: clock", "'clock' is not allowed as `source`", "brand, calendar, check"),
        (
            "format: gopay-help/tree@1",
            "format: gopay-help/tre@1",
            "not allowed as `format`",
            "did you mean 'gopay-help/tree@1'?",
        ),
        ("format: gopay-help/tree@1\n", "", "'format' is missing", "add `format: …`"),
    ],
)
def test_a_wrong_head_is_one_problem(pack: Seeded, old: str, new: str, said: str, fix: str):
    problem = pack.change("tree.yaml", old, new).problem()
    assert said in problem.message
    assert fix in problem.fix


@pytest.mark.parametrize(
    ("file", "old", "new", "said", "fix"),
    [
        (
            "checklists.yaml",
            "causes: [fraud]",
            "causes: [fruad]",
            "'fruad' is no cause of the tree",
            "did you mean 'fraud'?",
        ),
        (
            "checklists.yaml",
            "causes: [fraud]",
            "causes: fraud",
            "fits none",
            "write `all` or a list of causes",
        ),
        (
            "checklists.yaml",
            "{id: freeze, do: true",
            '{id: freeze, do: "yes"',
            "'yes' is not true or false",
            "true",
        ),
        ("claims.yaml", 'source: "a public repository"', "source: x", "the text is too short", "the page"),
        ("claims.yaml", "grade: A", "grade: D", "'D' is not allowed as `grade`", "A, B, C"),
        (
            "claims.yaml",
            'date: "2026-01-02"',
            "date: lately",
            "'lately' is not in the right form",
            "write a date such as",
        ),
        ("claims.yaml", "date: null", "date: false", "fits none", "null for an undated copy or a date"),
        (
            "calendar.yaml",
            'from: "22:00"',
            'from: "24:00"',
            "'24:00' is not in the right form",
            "a time such as",
        ),
        ("calendar.yaml", "kind: night,", "kind: dusk,", "'dusk' is not allowed as `kind`", "night, holiday"),
        (
            "text/id.yaml",
            'loss.why: "(id) So that the contact fits."',
            'loss.why: ""',
            "the text is empty",
            "600",
        ),
        (
            "text/id.yaml",
            'loss.why: "(id) So that the contact fits."',
            "loss.why: [a]",
            "a list is not text",
            "text",
        ),
        ("text/id.yaml", "loss.why:", "Loss.why:", "'Loss.why' is not right as a key", "a key such as"),
    ],
)
def test_other_files_are_held_to_their_shape(
    pack: Seeded, file: str, old: str, new: str, said: str, fix: str
):
    problem = pack.change(file, old, new).problem()
    assert said in problem.message
    assert fix in problem.fix
    assert problem.file.endswith(file)
    assert problem.line == pack.place_of(file, new)[0]


def test_a_long_text_is_not_repeated_in_the_message(pack: Seeded):
    pack.change("text/en.yaml", "Money comes first.", "x" * 700)
    problem = pack.problem()
    assert found(problem) == (
        "the text has more than 600 characters",
        "write one text of at most 600 characters",
    )


def test_problems_of_all_files_are_told_together(pack: Seeded):
    pack.change("tree.yaml", "cause: pending_funds", "cause: X").change("claims.yaml", "grade: A", "grade: x")
    pack.change("text/id.yaml", 'loss.why: "(id) So', 'loss.why: no\nz: "').add(
        "calendar.yaml", "extra: true\n"
    )
    assert {problem.file.rpartition("/")[2] for problem in pack.problems()} == {
        "tree.yaml",
        "claims.yaml",
        "calendar.yaml",
        "id.yaml",
    }


def test_a_thousand_shape_problems_are_all_told(pack: Seeded):
    pack.add("text/en.yaml", "".join(f"Wrong{number}: x\n" for number in range(1000)))
    assert len(pack.problems()) == 1000


@pytest.mark.parametrize("file", ["tree", "checklists", "claims", "calendar"])
def test_a_newer_format_asks_for_an_update(pack: Seeded, file: str):
    pack.change(f"{file}.yaml", f"format: gopay-help/{file}@1", f"format: gopay-help/{file}@2")
    with pytest.raises(DataError, match="update gopay-help") as caught:
        compile_pack(pack.folder)
    assert type(caught.value) is DataError
    assert "\n" not in str(caught.value)


def test_a_window_is_either_of_hours_or_of_days(pack: Seeded):
    pack.change("calendar.yaml", 'daily: {from: "22:00", to: "05:00"}, ', "")
    assert found(pack.problem()) == (
        "this fits none of the allowed forms",
        "write `daily:` from and to a time or `dates:` from and to a date",
    )


def test_each_of_several_missing_keys_is_told_once(pack: Seeded):
    pack.change(
        "claims.yaml", ', grade: A, source: "https://warung.example/help/block", date: "2026-01-02"', ""
    )
    assert [problem.message for problem in pack.problems()] == [
        "the key 'grade' is missing",
        "the key 'source' is missing",
        "the key 'date' is missing",
    ]
