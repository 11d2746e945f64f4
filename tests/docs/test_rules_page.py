"""docs/rules.md explains every rule that there is, says how grave it is, and explains no other.

The words of `tree lint` do the same in every language; in English they are the first sentences of the page.
"""

import re

import pytest

from fakes import ROOT, SHIPPED
from gopay_help.authoring.lint.engine import NO_REASON, NOT_ALLOWABLE, RULES, UNUSED
from gopay_help.authoring.lint.yaml import read_document
from gopay_help.model.errors import Level

PAGE = (ROOT / "docs" / "rules.md").read_text("utf-8")
ENTRIES = dict(re.findall(r"(?ms)^### ([A-Z0-9]+)\n\n(.*?)(?=^##|\Z)", PAGE))
REGISTERED = RULES
READING = {
    rule
    for name in ("yaml", "schema", "rule")
    for rule in re.findall(
        r'"((?:SYN|SCH)\d{3})"', (ROOT / f"src/gopay_help/authoring/lint/{name}.py").read_text("utf-8")
    )
} | {"SCH002"}
EVERY = {*REGISTERED, *READING, NO_REASON, UNUSED, NOT_ALLOWABLE}
ROOM = SHIPPED / "text-lint"
WORDS = {file.stem: read_document(file).data for file in sorted(ROOM.glob("*.yaml"))}


def test_every_rule_has_an_entry_and_every_entry_a_rule():
    assert len(READING) > 8
    assert sorted(EVERY - set(ENTRIES)) == []
    assert sorted(set(ENTRIES) - EVERY) == []


@pytest.mark.parametrize("rule", sorted(REGISTERED))
def test_an_entry_says_how_grave_a_break_is_and_whether_it_may_be_allowed(rule: str):
    said = re.match(r"\*(error|error or warning|warning|advice)(, may be allowed)?\.\*", ENTRIES[rule])
    assert said, ENTRIES[rule]
    level = REGISTERED[rule].level
    assert said[1].startswith({Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "advice"}[level])
    if level is Level.ERROR:
        assert bool(said[2]) is REGISTERED[rule].may_allow


def test_an_entry_says_more_than_its_level():
    assert [rule for rule, text in ENTRIES.items() if len(text.split()) < 8] == []


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("part", ["what", "mend"])
def test_every_rule_has_its_sentences_in_every_language_and_no_rule_that_is_gone_has(lang: str, part: str):
    told = {found[1].upper() for key in WORDS[lang] if (found := re.fullmatch(rf"lint\.(\w+)\.{part}", key))}
    assert len(WORDS) >= 3
    assert sorted(EVERY - told) == []
    assert sorted(told - EVERY) == []


@pytest.mark.parametrize("lang", WORDS)
def test_a_sentence_is_one_and_ends(lang: str):
    sentences = {key: str(said) for key, said in WORDS[lang].items() if key.endswith((".what", ".mend"))}
    assert [key for key, said in sentences.items() if not said.endswith((".", "。"))] == []


@pytest.mark.parametrize("rule", sorted(EVERY))
def test_an_entry_begins_with_what_a_finding_is_told_with(rule: str):
    """A text of a pack holds no code marks; the page has them around keys."""
    entry = " ".join(ENTRIES[rule].replace("`", "").split())
    told = " ".join(str(WORDS["en"][f"lint.{rule.lower()}.{part}"]) for part in ("what", "mend"))
    assert re.sub(r"^\*[^*]*\* ", "", entry).startswith(told.replace("“", '"').replace("”", '"'))
