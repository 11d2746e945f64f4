"""Every outcome, in every language, as the program really shows it."""

import io
import json
from pathlib import Path

import jsonschema
import pytest

from fakes import ROOT, SHIPPED
from gopay_help.cli import diagnose
from gopay_help.cli.answers import collect_given
from gopay_help.cli.options import Settings
from gopay_help.cli.packs import open_pack
from gopay_help.cli.setup import Setup
from gopay_help.model.contact import PrintPolicy
from gopay_help.screen.diagnosis import diagnosis_page, first_aid_page
from gopay_help.screen.page import Kind, cells, render_plain
from ways import ways

PACK = open_pack(SHIPPED)
WAYS = {outcome.id: way for outcome, way in ways(PACK.tree)}
LANGUAGES = ("en", "id", "zh-Hans")
SCHEMA = json.loads((Path(ROOT) / "src/gopay_help/schemas/diagnosis.schema.json").read_text("utf-8"))
NOW = "2026-11-23T03:00:00Z"


def setup_for(lang, *, as_json=False):
    setup = Setup(
        Settings(lang=lang, json=as_json, offline=True, no_input=True, now=NOW),
        environ={},
        stdin=io.StringIO(),
        stdout=io.StringIO(),
        stderr=io.StringIO(),
    )
    setup.__dict__["pack"] = PACK
    return setup


def answers_to(outcome):
    return [f"{question}={option}" for question, option in WAYS[outcome]]


def document(outcome, lang):
    setup = setup_for(lang, as_json=True)
    diagnose.diagnose(setup, answer=answers_to(outcome))
    return json.loads(setup.stdout.getvalue())


def advice(outcome, lang):
    setup = setup_for(lang)
    given = collect_given(tuple(answers_to(outcome)), None, io.StringIO(), {})
    return diagnose.run_wizard(setup, given=given)[1], setup.words


def banned_values():
    registry = setup_for("en").registry
    return [
        channel.value for channel in registry.channels if channel.print is PrintPolicy.NEVER and channel.value
    ]


EVERY = pytest.mark.parametrize(
    ("outcome", "lang"), [(outcome, lang) for outcome in WAYS for lang in LANGUAGES]
)


def test_answers_alone_reach_every_outcome():
    outcomes = {name for name, node in PACK.tree.nodes.items() if name in PACK.document("tree")["outcomes"]}
    assert outcomes == set(WAYS)


@EVERY
def test_the_document_keeps_its_schema(outcome, lang):
    found = document(outcome, lang)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    assert found["outcome"] == outcome
    assert found["lang"] == lang


@EVERY
def test_no_value_graded_never_is_shown(outcome, lang):
    assert banned_values()
    found, words = advice(outcome, lang)
    text = render_plain(diagnosis_page(found, words)) + json.dumps(document(outcome, lang))
    assert not [value for value in banned_values() if value in text]


@EVERY
def test_every_contact_shown_carries_grade_and_date(outcome, lang):
    found, words = advice(outcome, lang)
    blocks = diagnosis_page(found, words)
    for index, part in enumerate(blocks):
        if part.kind is Kind.VALUE:
            proof = next(later.text for later in blocks[index:] if later.kind is Kind.NOTE)
            seen = next(
                step.channel.provenance
                for step in (*found.route, *found.follow_up.escalate_to)
                if step.channel.value == part.text
            )
            assert words.say(f"ui.grade.{seen.grade}") in proof
            date = seen.last_seen.isoformat() if seen.last_seen else words.say("ui.undated")
            assert date in proof


@EVERY
@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_leaves_the_terminal(outcome, lang, width):
    found, words = advice(outcome, lang)
    for page in (diagnosis_page(found, words), first_aid_page(found, words)):
        for line in render_plain(page, width).splitlines():
            assert cells(line) <= width


@EVERY
def test_the_checklist_and_the_contacts_come_last(outcome, lang):
    found, words = advice(outcome, lang)
    headings = [part.text for part in diagnosis_page(found, words) if part.kind is Kind.HEADING]
    last = words.say("ui.route") if found.route else words.say("ui.no_route")
    assert headings[-2:] == [words.say("ui.funds"), last]
    assert found.route or found.no_route_reason


@EVERY
def test_nothing_falls_back_to_english(outcome, lang):
    found, words = advice(outcome, lang)
    english = PACK.catalogue("en")
    if lang == "en":
        return
    assert found.title != english.say(f"outcome.{outcome}.title")
    assert all(words.entries.get(key) for key in english.entries)
