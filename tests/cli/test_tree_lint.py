"""`tree lint` as authors and CI run it: exit codes, formats, files, packs of every kind."""

import json
import shutil

import jsonschema
import pytest
from program import ROOT, program

WARUNG = ROOT / "tests" / "packs" / "warung"
SCHEMAS = ROOT / "src" / "gopay_help" / "schemas"


@pytest.fixture
def pack(tmp_path):
    return shutil.copytree(WARUNG, tmp_path / "warung")


def change(pack, file, old, new):
    text = (pack / file).read_text("utf-8")
    assert text.count(old) == 1
    (pack / file).write_text(text.replace(old, new), "utf-8")


def lint(*arguments):
    return program("tree", "lint", *map(str, arguments))


def test_the_shipped_pack_is_clean_under_strict():
    done = lint("--strict")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing found: ")


def test_a_file_of_the_pack_stands_for_it(pack):
    assert lint(pack / "tree.yaml").stdout == lint(pack).stdout


def test_an_error_is_three_and_can_be_opened_from_where_one_stands(pack):
    change(pack, "tree.yaml", "{id: late, to: late_money}", "{id: late, to: late_mony}")
    done = lint(pack)
    assert (done.returncode, done.stderr) == (3, "")
    assert done.stdout.startswith(f"{pack}/tree.yaml:")


def test_a_warning_is_three_only_under_strict(pack):
    change(pack, "tree.yaml", "  # lint: allow REF006 tests seed tables that look at it\n", "")
    assert lint(pack).returncode == 0
    assert lint(pack, "--strict").returncode == 3


def test_syntax_and_shape_are_findings(pack):
    change(pack, "tree.yaml", 'version: "1.2.3"', "version: 1.10")
    change(pack, "claims.yaml", "claims:", "claim:")
    done = lint(pack, "--json")
    assert done.returncode == 3
    assert {finding["rule"] for finding in json.loads(done.stdout)["findings"]} == {"SYN004", "SCH001"}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("tree.yaml", "gopay-help/tree@1", "gopay-help/tree@2", "update gopay-help"),
        ("tree.yaml", None, None, "holds no tree.yaml"),
    ],
)
def test_what_cannot_be_read_is_four(pack, file, old, new, said):
    if old:
        change(pack, file, old, new)
    else:
        (pack / file).unlink()
    done = lint(pack)
    assert (done.returncode, done.stdout) == (4, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_all_files_that_are_missing_are_told_at_once_with_what_they_begin_with(pack):
    for name in ("claims", "calendar", "checklists"):
        (pack / f"{name}.yaml").unlink()
    done = lint(pack)
    assert (done.returncode, done.stderr) == (3, "")
    for name in ("claims", "calendar", "checklists"):
        assert f"{name}.yaml: error: the file {name}.yaml is missing [SCH005]" in done.stdout
        assert f"`format: gopay-help/{name}@1`" in done.stdout


@pytest.mark.parametrize(("lang", "said"), [("id", "Tujuan yang ditulis"), ("zh-Hans", "这里的去向")])
def test_findings_are_told_in_the_language_that_is_asked_for(pack, lang, said):
    change(pack, "tree.yaml", "{id: late, to: late_money}", "{id: late, to: late_mony}")
    done = lint(pack, "--lang", lang)
    assert (done.returncode, done.stderr) == (3, "")
    assert said in done.stdout
    assert "'late_mony'" in done.stdout
    chosen = program("tree", "lint", str(pack), GOPAY_HELP_LANG=lang)
    assert chosen.stdout == done.stdout


def test_another_format_is_two():
    done = lint("--format", "xml")
    assert done.returncode == 2
    assert "text, json, github, sarif" in done.stderr


def test_json_is_the_json_format_and_keeps_its_schema(pack):
    change(pack, "tree.yaml", "{id: late, to: late_money}", "{id: late, to: late_mony}")
    short, long = lint(pack, "--json"), lint(pack, "--format", "json")
    assert short.stdout == long.stdout
    document = json.loads(short.stdout)
    jsonschema.Draft202012Validator(json.loads((SCHEMAS / "lint.schema.json").read_text())).validate(document)
    assert document["exit_code"] == short.returncode == 3


@pytest.mark.parametrize("format_", ["text", "json", "github", "sarif"])
def test_out_gets_what_stdout_would_have(pack, tmp_path, format_):
    change(pack, "tree.yaml", "{id: late, to: late_money}", "{id: late, to: late_mony}")
    said = lint(pack, "--format", format_)
    written = lint(pack, "--format", format_, "--out", tmp_path / "found")
    assert (written.returncode, written.stdout) == (3, "")
    assert (tmp_path / "found").read_text("utf-8") == said.stdout


def test_the_proof_is_written_and_keeps_its_schema(pack):
    done = lint(pack, "--proof")
    assert (done.returncode, done.stderr) == (0, "")
    proof = json.loads(done.stdout)
    jsonschema.Draft202012Validator(json.loads((SCHEMAS / "proof.schema.json").read_text())).validate(proof)


def test_nothing_is_proved_of_a_wrong_pack(pack):
    change(pack, "tree.yaml", "{id: late, to: late_money}", "{id: late, to: late_mony}")
    done = lint(pack, "--proof")
    assert (done.returncode, done.stdout) == (4, "")
    assert "REF001" in done.stderr


def test_against_an_earlier_state(pack, tmp_path):
    earlier = shutil.copytree(pack, tmp_path / "earlier")
    assert lint(pack, "--against", earlier).returncode == 0
    change(pack, "tree.yaml", "recheck: {after: PT30M}", "recheck: {after: PT45M}")
    done = lint(pack, "--against", earlier)
    assert done.returncode == 3
    assert "[SCH004]" in done.stdout
    change(pack, "tree.yaml", 'version: "1.2.3"', 'version: "1.2.4"')
    assert lint(pack, "--against", earlier).returncode == 0
