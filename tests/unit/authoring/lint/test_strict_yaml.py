"""The strict reader: what it takes, what it refuses, and that it says all of it with its place."""

import pytest

from gopay_help.authoring.lint.yaml import MAX_DEPTH, Data, parse_yaml
from gopay_help.model.errors import Problem, TreeError
from growth import grows_faster_than_its_input


def read(text: str | bytes, *, literal: bool = False) -> dict[str, Data]:
    raw = text if isinstance(text, bytes) else text.encode()
    return parse_yaml(raw, "a.yaml", literal=literal).data


def refused(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(TreeError) as caught:
        read(text)
    return caught.value.problems


def only(text: str | bytes) -> tuple[str, int, int]:
    problems = refused(text)
    assert len(problems) == 1, problems
    assert problems[0].fix
    return problems[0].rule, problems[0].line, problems[0].column


def test_plain_words_and_quoted_values_are_read_as_they_stand():
    assert read('a: word\nb: "17:00"\nc: [x, "no"]\nd: {e: f}\n') == {
        "a": "word",
        "b": "17:00",
        "c": ["x", "no"],
        "d": {"e": "f"},
    }


def test_true_false_null_and_small_whole_numbers_are_what_they_look_like():
    assert read("a: true\nb: false\nc: null\nd: 0\ne: 123456\n") == {
        "a": True,
        "b": False,
        "c": None,
        "d": 0,
        "e": 123456,
    }


@pytest.mark.parametrize(
    "value", ["021500", "17:00", "1.10", "1500729", "1_000", "-5", "2026-11-22", "0x1F", ".5"]
)
def test_a_number_that_yaml_would_change_has_to_be_quoted(value: str):
    assert only(f"a: {value}\n") == ("SYN004", 1, 4)


@pytest.mark.parametrize("value", ["yes", "no", "on", "off", "True", "NULL", "~", "=", ""])
def test_a_word_that_yaml_would_change_has_to_be_quoted(value: str):
    assert only(f"a: {value}\n")[0] == "SYN001"


def test_the_fix_shows_the_quoted_value():
    assert refused("a: 021500\n")[0].fix == 'write "021500" in double quotes'


@pytest.mark.parametrize("key", ["yes", "true", "12", "null", "17:00", "<<"])
def test_a_key_that_is_no_word_has_to_be_quoted(key: str):
    assert {problem.line for problem in refused(f"a: b\n{key}: c\n")} == {2}


def test_the_second_of_two_equal_keys_is_refused_where_it_stands():
    assert only("a: 1\nb:\n  c: x\n  c: y\n") == ("SYN002", 4, 3)


def test_equal_keys_of_different_mappings_are_fine():
    assert read("a: {k: x}\nb: {k: y}\n") == {"a": {"k": "x"}, "b": {"k": "y"}}


def test_an_anchor_and_its_alias_are_both_refused():
    assert [(problem.rule, problem.line) for problem in refused("a: &x [b]\nc: *x\n")] == [
        ("SYN003", 1),
        ("SYN003", 2),
    ]


@pytest.mark.parametrize("value", ["!!str 5", "!env HOME", "!!python/object/apply:os.system [ls]"])
def test_a_tag_is_refused(value: str):
    assert "SYN003" in {problem.rule for problem in refused(f"a: {value}\n")}


def test_a_second_document_is_refused():
    assert only("a: b\n---\nc: d\n") == ("SYN003", 2, 1)


def test_an_alias_as_a_key_does_not_shift_what_follows():
    problems = refused("a: &x b\n*x : c\nd: no\n")
    assert [(problem.rule, problem.line) for problem in problems] == [
        ("SYN003", 1),
        ("SYN003", 2),
        ("SYN001", 3),
    ]


def test_a_list_as_a_key_is_one_problem_and_does_not_shift_what_follows():
    problems = refused("? [a, b]\n: c\nd: no\n")
    assert [(problem.rule, problem.line) for problem in problems] == [("SYN008", 1), ("SYN001", 3)]


def test_broken_yaml_says_where():
    rule, line, _ = only("a: b\nc: [d\n")
    assert rule == "SYN000"
    assert line >= 2


def test_broken_yaml_says_the_column_too():
    assert only("x: y\na: b: c\n") == ("SYN000", 2, 5)


def test_all_problems_are_told_in_the_order_of_the_file():
    text = "a: no\nb: 17:00\na: x\nc: &y z\n"
    assert [(problem.line, problem.rule) for problem in refused(text)] == [
        (1, "SYN001"),
        (2, "SYN004"),
        (3, "SYN002"),
        (4, "SYN003"),
    ]


def test_a_thousand_problems_are_a_thousand_lines():
    problems = refused("".join(f"k{number}: no\n" for number in range(1000)))
    assert [problem.line for problem in problems] == list(range(1, 1001))


def test_an_alias_bomb_is_refused_in_a_blink():
    bomb = 'a: &a ["lol", "lol"]\n' + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
    )
    assert not grows_faster_than_its_input(refused, bomb[: bomb.index("i:")])
    assert {problem.rule for problem in refused(bomb)} == {"SYN003"}


def test_depth_is_limited_without_recursion():
    fine = "a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert read(fine)
    for deep in ("a: " + "[" * 100_000, "".join(f"{' ' * level}a:\n" for level in range(2000))):
        (problem,) = refused(deep)
        assert (problem.rule, problem.message) == ("SYN007", f"nested deeper than {MAX_DEPTH}")


@pytest.mark.parametrize("name", ["\u202e", "\u200b", "\u00ad", "\u061c", "\u3164", "\U000e0041", "\x07"])
def test_a_hidden_character_is_refused_at_its_own_column(name: str):
    assert only(f'a: b\nc: "de{name}f"\n') == ("SYN005", 2, 7)


def test_a_hidden_character_in_a_comment_is_refused_too():
    assert only("a: b # c\u202ed\n") == ("SYN005", 1, 9)


def test_a_hidden_character_written_as_an_escape_is_refused_too():
    assert only('a: "b\\u202ec"\n') == ("SYN005", 1, 4)


def test_a_character_that_yaml_itself_forbids_is_one_problem():
    (problem,) = refused("a: b\nc: \ufffe\n")
    assert problem.rule == "SYN000"


def test_line_breaks_and_tabs_in_a_text_are_not_hidden():
    assert read('a: "b\\n\\tc"\r\nd: |\r\n  e\r\n  f\r\n') == {"a": "b\n\tc", "d": "e\nf\n"}


@pytest.mark.parametrize(
    ("text", "place"), [("a:\tb\n", (1, 3)), ('a: "b\tc"\n', (1, 6)), ("a:\n\t- b\n", (2, 1))]
)
def test_a_tab_is_refused_because_readers_disagree_on_it(text: str, place: tuple[int, int]):
    problem = refused(text)[0]
    assert (problem.rule, problem.fix, (problem.line, problem.column)) == ("SYN005", "use spaces", place)


def test_chinese_and_emoji_are_text():
    assert read('a: "账户被锁定 ✅"\n') == {"a": "账户被锁定 ✅"}


def test_what_is_not_utf8_says_its_line():
    assert only("a: b\nc: é\n".encode("latin-1")) == ("SYN005", 2, 1)


def test_a_binary_file_is_one_problem():
    assert only(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") == ("SYN005", 1, 1)


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n", "word\n", '"word"\n'])
def test_the_top_has_to_be_a_mapping(text: str):
    assert only(text) == ("SYN006", 1, 1)


def test_every_key_and_value_has_its_place():
    document = parse_yaml(b"a:\n  - b\n  - {c: d}\n", "a.yaml")
    assert document.place("a") == (1, 1)
    assert document.place("a", 0) == (2, 5)
    assert document.place("a", 1, "c") == (3, 6)


def test_a_place_that_is_not_there_is_that_of_what_is_around_it():
    document = parse_yaml(b"a:\n  b: c\n", "a.yaml")
    assert document.place("a", "nowhere", 3) == (1, 1)


def test_a_problem_reads_as_file_line_column():
    assert str(refused("a: no\n")[0]).startswith("a.yaml:1:4: SYN001 no without quotes")


def test_a_literal_file_takes_words_as_they_are_typed():
    text = "red_flag: no\ncode: 021500\nempty:\nnested: {a: yes}\n"
    assert read(text, literal=True) == {
        "red_flag": "no",
        "code": "021500",
        "empty": "",
        "nested": {"a": "yes"},
    }
