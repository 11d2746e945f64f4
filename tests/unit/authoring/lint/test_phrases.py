"""Findings in the author's language: what the rule is about, the sentence with its values, and what to do."""

import ast
import re

import pytest

from fakes import ROOT, SHIPPED, Seeded
from gopay_help.authoring.lint.engine import Findings, lint_pack
from gopay_help.authoring.lint.report import PARTS, Teller, as_github, as_json, as_sarif, as_text, unquoted
from gopay_help.authoring.lint.rule import RULES
from gopay_help.authoring.lint.yaml import read_document
from gopay_help.cli.packs import room_catalogue
from gopay_help.model.errors import Filled, Problem

LANGUAGES = ("id", "zh-Hans")
WORDS = {lang: room_catalogue(SHIPPED, "lint", lambda _found, lang=lang: lang) for lang in ("en", *LANGUAGES)}
ENGLISH = WORDS["en"].entries
SENTENCES = sorted(key for key in ENGLISH if key.startswith(("lint.said.", "lint.todo.", "lint.part.")))
NAME = re.compile(r"\{([a-z_]+)\}")

SPOILT = {
    "syntax": ("tree.yaml", 'version: "1.2.3"', "version: 1.10", "SYN004"),
    "shape": ("claims.yaml", "claims:", "claim:", "SCH001"),
    "references": ("tree.yaml", "{id: late, to: late_money}", "{id: late, to: late_mony}", "REF001"),
    "meaning": ("tree.yaml", "  # lint: allow REF006 tests seed tables that look at it\n", "", "REF006"),
    "measures": ("tree.yaml", "probe_wait_s: 2", "probe_wait_s: 20", "TERM006"),
}
"""A break of each stage."""


LINT = ROOT / "src" / "gopay_help" / "authoring" / "lint"
NODES = [node for file in LINT.rglob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8")))]
MESSAGES = {key: str(said) for key, said in read_document(LINT / "messages.yaml").data.items()}
WRITTEN = {
    unquoted(said.replace("!r}", "}"))
    for said in (
        *MESSAGES.values(),
        *(node.value for node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)),
    )
}
"""Every sentence of a rule and every string beside it, without the marks around keys."""


def test_every_sentence_is_of_a_rule_and_every_kind_of_break_has_one():
    assert {key.split(".")[0] for key in MESSAGES} <= RULES.keys()
    calls = [node for node in NODES if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    given = [call.args for call in calls if call.func.attr in ("found", "found_at")]
    variants = {arg.value for args in given for arg in args[-1:] if isinstance(arg, ast.Constant)}
    assert variants == {key.split(".")[1] for key in MESSAGES if key.count(".") > 1} - NAMED_LATER


NAMED_LATER = {"nobody", "lost"}
"""Kinds that are chosen before they are told."""


@pytest.mark.parametrize("key", SENTENCES)
def test_a_sentence_that_is_translated_is_one_that_a_rule_says(key: str):
    template = unquoted(ENGLISH[key])
    assert template in WRITTEN


def test_another_sentence_would_not_pass():
    assert "the key {key} was never known here" not in WRITTEN


@pytest.mark.parametrize("key", [key for key in SENTENCES if not key.startswith("lint.part.")])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_values_are_kept_and_no_other_sentence_is_taken_for_it(key: str, lang: str):
    say = WORDS[lang].say
    names = NAME.findall(ENGLISH[key])
    values = {name: ENGLISH["lint.part.number"] if name in PARTS else f"<`{name}`>" for name in names}
    shown = {name: say("lint.part.number") if name in PARTS else f"<{name}>" for name in names}
    assert Teller(WORDS[lang]).said(Filled(ENGLISH[key], **values)) == say(key, **shown)


def test_a_sentence_with_a_part_that_nobody_translated_stays_as_it_is():
    assert Teller(WORDS["id"]).said(Filled("{value} is not {kind}", value="'x'", kind="a wheel")) is None
    assert Teller(WORDS["id"]).said("'x' is not a number") is None, "no sentence is taken apart"


def test_a_sentence_that_nobody_translated_stays_as_it_is():
    problem = Problem("REF001", "something new about 'x'", "try `y`", "a.yaml", 1, 1)
    told = Teller(WORDS["id"]).tell(problem)
    assert (told.message, told.fix) == (problem.message, problem.fix)
    assert told.first == WORDS["id"].say("lint.ref001.what")


def test_a_fix_that_only_says_what_the_rule_says_is_not_told_twice():
    problem = Problem("TAB006", "x has 300 combinations", "split the table in two", "a.yaml", 1, 1)
    assert Teller(WORDS["id"]).tell(problem).fix == ""


def test_a_rule_without_words_is_told_in_english():
    problem = Problem("NEW001", "this is new", "do it", "a.yaml", 1, 1)
    said = as_text(Findings((problem,), frozenset(), (), 1), WORDS["zh-Hans"], strict=False)
    assert "a.yaml:1:1: 错误: this is new [NEW001]\n    改法：do it\n" in said


@pytest.mark.parametrize("stage", SPOILT)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_finding_of_each_stage_is_told_in_the_language_of_its_reader(pack: Seeded, stage: str, lang: str):
    file, old, new, rule = SPOILT[stage]
    found = lint_pack(pack.change(file, old, new).folder)
    problem = next(problem for problem in found.problems if problem.rule == rule)
    say = WORDS[lang].say
    what, mend = (say(f"lint.{rule.lower()}.{part}") for part in ("what", "mend"))
    printed = as_text(found, WORDS[lang], strict=True)
    level = say(f"lint.level.{problem.level.name.lower()}")
    assert f"{problem.file}:{problem.line}:{problem.column}: {level}: {what} [{rule}]\n" in printed
    assert say("lint.fix", said=mend) in printed
    annotated = as_github(found, WORDS[lang], strict=True).splitlines()
    assert any(what in line and mend in line for line in annotated)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_documents_keep_the_english_message_and_add_what_the_rule_is_about(pack: Seeded, lang: str):
    found = lint_pack(pack.change(*SPOILT["references"][:3]).folder)
    say, problem = WORDS[lang].say, found.problems[0]
    document = as_json(found, WORDS[lang], "a/pack", strict=False, code=3)
    assert document["lang"] == lang
    (finding,) = document["findings"]
    assert (finding["message"], finding["fix"]) == (problem.message, problem.fix)
    assert (finding["what"], finding["mend"]) == (say("lint.ref001.what"), say("lint.ref001.mend"))
    driver = as_sarif(found, WORDS[lang])["runs"][0]["tool"]["driver"]
    rule = next(rule for rule in driver["rules"] if rule["id"] == "REF001")
    assert rule["fullDescription"]["text"] == say("lint.ref001.what")
    assert rule["help"]["text"].startswith(say("lint.ref001.mend"))
