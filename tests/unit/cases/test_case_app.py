"""The options of `case`, as they are typed."""

import json

import pytest

from casefile import case, store_in
from fakes import run_program


@pytest.fixture
def typed(tmp_path, monkeypatch):
    monkeypatch.setenv("GOPAY_HELP_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def run(*arguments, **options):
        return run_program("case", *arguments, "--lang", "en", **options)

    return run


def test_from_an_empty_store_to_an_export(typed, tmp_path):
    assert typed("list").exit_code == 0
    assert typed("show").exit_code == 2
    store = store_in(tmp_path, case())
    assert "abcdefghijk2" in typed("list").output
    assert typed("add", "--amount", "250rb", "--when", "2026-11-20").exit_code == 0
    assert typed("add", "abcdefghijk2", "--text", "-", input="hello").exit_code == 0
    assert store.load("abcdefghijk2").evidence[-1].field("text") == "hello"
    assert typed("next", "--ics", "plan.ics").exit_code == 0
    assert (tmp_path / "plan.ics").is_file()
    assert typed("next", "--still").exit_code == 0
    assert typed("draft", "--format", "eml", "--out", "draft.eml").exit_code == 0
    assert typed("export", "--zip", "--reveal", "counterparty").exit_code == 0
    assert (tmp_path / "gopay-case-abcdefghijk2.zip").is_file()
    assert typed("diff").exit_code == 0
    assert typed("next", "--works").exit_code == 0
    assert typed("delete", "abcdefghijk2", "--yes").exit_code == 0
    assert json.loads(typed("list", "--json").stdout)["cases"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("show", "nonsense"),
        ("delete", "abcdefghijk2"),
        ("add", "--kind", "wish", "--text", "x"),
        ("add", "--text", "x", "--amount", "1", "--channel", "email"),
        ("draft", "--format", "fax"),
        ("draft", "--limit", "3"),
        ("export", "--reveal", "text"),
    ],
)
def test_a_mistake_is_a_usage_error(typed, tmp_path, wrong):
    store_in(tmp_path, case())
    result = typed(*wrong)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_place_that_cannot_be_written_is_named_with_code_4(typed, tmp_path):
    store_in(tmp_path, case())
    result = typed("export", "--out", "/proc/nowhere/x")
    assert result.exit_code == 4
    assert "/proc/nowhere/x" in result.output
    assert "Traceback" not in result.output


def test_a_damaged_case_is_code_4(typed, tmp_path):
    store_in(tmp_path, case())
    (tmp_path / "cases" / "abcdefghijk2.json").write_text('{"format": "gopay-help/case@9"}', "utf-8")
    result = typed("show", "abcdefghijk2")
    assert result.exit_code == 4
    assert "Update gopay-help" in result.output


@pytest.mark.parametrize("command", [("show",), ("next",), ("show", "abcdefghijk2")])
def test_where_only_a_damaged_case_is_left_its_file_and_what_to_do_are_named(typed, tmp_path, command):
    store_in(tmp_path, case())
    file = tmp_path / "cases" / "abcdefghijk2.json"
    file.write_text('{"format', "utf-8")
    result = typed(*command)
    assert result.exit_code == 4
    said = " ".join(result.output.split())
    assert "Case abcdefghijk2 is damaged" in said
    assert str(file) in said
    assert "gopay-help case delete abcdefghijk2" in said
    assert file.read_text("utf-8") == '{"format'


def test_a_damaged_case_beside_a_whole_one_is_in_nobodys_way(typed, tmp_path):
    store_in(tmp_path, case(), case(id="zzzzzzzzzzz2"))
    (tmp_path / "cases" / "zzzzzzzzzzz2.json").write_text("{", "utf-8")
    assert typed("show").exit_code == 0


def test_a_place_that_cannot_be_written_is_one_line(typed, tmp_path):
    store_in(tmp_path, case())
    (tmp_path / "cases" / "abcdefghijk2.lock").unlink()
    (tmp_path / "cases" / "abcdefghijk2.lock").mkdir()
    result = typed("add", "--text", "x")
    assert result.exit_code == 4
    assert result.output.count("\n") == 1
