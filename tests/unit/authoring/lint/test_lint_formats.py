"""Findings in every format: the same findings, and nothing that a reader of the format would stumble over."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest

from fakes import ROOT, SHIPPED, Seeded
from gopay_help.authoring.lint.engine import Findings, lint_pack
from gopay_help.authoring.lint.report import as_github, as_json, as_sarif, as_text
from gopay_help.cli.packs import room_catalogue
from gopay_help.model.errors import Level, Problem

EN = room_catalogue(SHIPPED, "lint", lambda _found: "en")
SCHEMAS = ROOT / "src" / "gopay_help" / "schemas"
SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text("utf-8"))
NASTY = Problem(
    "SCH001", "100%: a,b\n::error::\x1b[31m no", "write \u202e less", "a b/tree,1:2.yaml", 3, 5, Level.WARNING
)


def findings(*problems: Problem) -> Findings:
    return Findings(problems, frozenset({"SCH001"}), (), 1)


@pytest.fixture
def spoilt(pack: Seeded) -> Findings:
    """Two errors and a warning."""
    pack.change("tree.yaml", "{id: late, to: late_money}", "{id: late, to: late_mony}")
    pack.add("claims.yaml", '  - {id: left_over, grade: C, source: "a page", date: null}\n')
    return lint_pack(pack.change("calendar.yaml", 'to: "05:00"', 'to: "22:00"').folder)


def test_text_names_the_place_the_rule_and_the_way_out(spoilt: Findings):
    said = as_text(spoilt, EN, strict=False)
    first = spoilt.problems[0]
    assert f"{first.file}:{first.line}:{first.column}: error: {first.message} [{first.rule}]" in said
    assert f"    fix: {first.fix}\n    why: gopay-help tree explain {first.rule}\n" in said
    assert re.search(r"\n2 errors, 0 warnings, 0 advice\.\nMend the errors first", said)
    assert re.search(r"run this again: [0-9]+ rules had to wait", said)


def test_text_of_a_clean_pack_is_one_line(pack: Seeded):
    assert re.fullmatch(
        r"Nothing found: 7 files, \d+ rules\.\n", as_text(lint_pack(pack.folder), EN, strict=True)
    )


def test_text_tells_how_warnings_end(pack: Seeded):
    pack.add("claims.yaml", '  - {id: left_over, grade: C, source: "a page", date: null}\n')
    pack.add("text/en.yaml", 'claim.left_over: "Left."\n').add("text/id.yaml", 'claim.left_over: "Sisa."\n')
    found = lint_pack(pack.folder)
    assert [problem.rule for problem in found.problems] == ["REF006"]
    assert "0 errors, 1 warning, 0 advice.\nThe pack can be used." in as_text(found, EN, strict=False)
    assert "--strict counts it as an error" in as_text(found, EN, strict=True)


def test_text_cannot_steer_a_terminal():
    said = as_text(findings(NASTY), EN, strict=False)
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert len(said.splitlines()) == 6


def test_json_keeps_its_schema(spoilt: Findings):
    document = as_json(spoilt, EN, "a/pack", strict=False, code=3)
    jsonschema.Draft202012Validator(json.loads((SCHEMAS / "lint.schema.json").read_text())).validate(
        json.loads(json.dumps(document))
    )
    assert document["counts"] == {"error": 2, "warning": 0, "advice": 0}
    assert [finding["rule"] for finding in document["findings"]] == ["CAL001", "REF001"]
    assert document["complete"] is False


def test_github_gets_one_command_a_finding_and_no_second_one_out_of_a_message():
    said = as_github(findings(NASTY), EN, strict=False)
    (line,) = said.splitlines()
    head, _, message = line.removeprefix("::").partition("::")
    assert head == "warning file=a b/tree%2C1%3A2.yaml,line=3,col=5,title=SCH001"
    assert message.startswith("100%25: a,b%0A::error::")


def test_github_shows_a_warning_as_what_it_counts_for():
    assert as_github(findings(NASTY), EN, strict=True).startswith("::error ")


def test_github_names_no_line_where_none_is_known():
    said = as_github(findings(NASTY._replace(line=0, column=0)), EN, strict=False)
    assert "line=" not in said
    assert "col=" not in said


def valid_sarif(document: object) -> SimpleNamespace:
    plain = json.dumps(document)
    jsonschema.validators.validator_for(SARIF)(SARIF).validate(json.loads(plain))
    return json.loads(plain, object_hook=lambda part: SimpleNamespace(**part)).runs[0]


def test_sarif_keeps_the_schema_of_its_makers(spoilt: Findings):
    run = valid_sarif(as_sarif(spoilt, EN))
    assert [result.ruleId for result in run.results] == ["CAL001", "REF001"]
    for result, problem in zip(run.results, spoilt.problems, strict=True):
        assert run.tool.driver.rules[result.ruleIndex].id == problem.rule
        place = result.locations[0].physicalLocation
        assert (place.region.startLine, place.region.startColumn) == (problem.line, problem.column)
        assert place.artifactLocation.uri.startswith("file:///")


def test_the_schema_would_refuse_another_document(spoilt: Findings):
    document = json.loads(json.dumps(as_sarif(spoilt, EN)))
    document["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        valid_sarif(document)


def test_sarif_of_a_relative_path_is_a_relative_reference():
    run = valid_sarif(as_sarif(findings(NASTY), EN))
    assert run.results[0].locations[0].physicalLocation.artifactLocation.uri == "a%20b/tree%2C1%3A2.yaml"


def test_sarif_links_to_the_page_of_this_very_checkout_or_to_nobody():
    rule = valid_sarif(as_sarif(findings(NASTY), EN)).tool.driver.rules[0]
    assert rule.helpUri == "urn:gopay-help:docs/rules.md#sch001"
    rule = valid_sarif(as_sarif(findings(NASTY), EN, "https://git.example/a/b/blob/c/")).tool.driver.rules[0]
    assert rule.helpUri == "https://git.example/a/b/blob/c/docs/rules.md#sch001"


def test_a_finding_that_moves_keeps_its_fingerprint_and_twins_are_told_apart():
    moved, twins = NASTY._replace(line=90), valid_sarif(as_sarif(findings(NASTY, NASTY), EN))
    prints = [vars(result.partialFingerprints)["finding/v1"] for result in twins.results]
    assert len(set(prints)) == 2
    (other,) = valid_sarif(as_sarif(findings(moved), EN)).results
    assert vars(other.partialFingerprints)["finding/v1"] == prints[0]


def test_the_rules_of_the_whole_pack_are_in_the_log_of_a_clean_one():
    found = lint_pack(SHIPPED)
    ids = {rule.id for rule in valid_sarif(as_sarif(found, EN)).tool.driver.rules}
    assert {"REF001", "REG010", "SAFE005"} <= ids
