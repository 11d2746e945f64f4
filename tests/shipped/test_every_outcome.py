"""Every outcome, in every language, as the program really shows it."""

import io
import json
import re
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from fakes import ROOT, SHIPPED
from gopay_help.cli import diagnose
from gopay_help.cli.conversation import collect_given
from gopay_help.cli.options import Settings
from gopay_help.cli.packs import open_pack
from gopay_help.cli.setup import Setup
from gopay_help.model.contact import PrintPolicy
from gopay_help.model.tree import Outcome
from gopay_help.screen.diagnosis import diagnosis_page, first_aid_page, short_lines, short_page
from gopay_help.screen.page import Kind, cells, line_text, render_plain
from gopay_help.screen.pages import dated, seen, seen_month, value_for
from gopay_help.wizard.advice import first_sentence
from gopay_help.wizard.times import day, when
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


@cache
def document(outcome, lang):
    setup = setup_for(lang, as_json=True)
    diagnose.diagnose(setup, answer=answers_to(outcome))
    return json.loads(setup.stdout.getvalue())


@cache
def advice(outcome, lang):
    setup = setup_for(lang)
    given = collect_given(tuple(answers_to(outcome)), None, io.StringIO(), {})
    return diagnose.consult(setup, given=given), setup.words


@cache
def banned_values():
    registry = setup_for("en").registry
    return [
        channel.value for channel in registry.channels if channel.print is PrintPolicy.NEVER and channel.value
    ]


def solid(text):
    """*text* without what a line break may put in or take out."""
    return "".join(text.split())


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
    within = [step.contact for step in found.short.do if step.contact is not None]
    told = {
        value_for(step, words, whole=whole): seen(step, words)
        for step in (*found.route, *found.follow_up.escalate_to, *within)
        for whole in (False, True)
    }
    blocks = diagnosis_page(found, words)
    for index, part in enumerate(blocks):
        if part.kind is Kind.VALUE and part.depth:
            proof = next(later.text for later in blocks[index:] if later.kind is Kind.NOTE)
            assert proof == told[part.text]


@EVERY
@pytest.mark.parametrize(
    "width", [20, pytest.param(40, marks=pytest.mark.slow), 80, pytest.param(200, marks=pytest.mark.slow)]
)
def test_no_line_leaves_the_terminal(outcome, lang, width):
    found, words = advice(outcome, lang)
    for page in (diagnosis_page(found, words), first_aid_page(found, words)):
        for line in render_plain(page, width).splitlines():
            assert cells(line) <= width


@EVERY
def test_the_short_page_comes_first_and_says_nothing_that_a_section_says_again(outcome, lang):
    found, words = advice(outcome, lang)
    blocks = diagnosis_page(found, words)
    headings = [part.text for part in blocks if part.kind is Kind.HEADING]
    first = [words.say("ui.do"), words.say("ui.funds"), words.say("ui.follow_up")]
    contacts = [heading for heading in headings[:4] if heading.startswith(words.say("ui.route"))]
    assert [heading for heading in headings[:4] if heading not in contacts][:3] == first
    assert bool(contacts) == bool(found.route)
    assert found.route or found.no_route_reason
    inside, heading = (
        [],
        "",
    )  # what stands under which heading; the list of contacts only names who is told in detail
    for part in blocks:
        heading = part.text if part.kind is Kind.HEADING else heading
        inside.append(heading)
    said = [
        part.text
        for part, under in zip(blocks, inside, strict=True)
        if part.kind is Kind.ITEM and len(part.text) > 30 and under not in contacts
    ]
    assert len(said) == len(set(said))


@EVERY
def test_what_follows_contact_and_a_colon_is_a_contact_and_the_one_of_the_short_page(outcome, lang):
    found, words = advice(outcome, lang)
    plan, blocks = found.follow_up, diagnosis_page(found, words)
    moment = when(plan.escalate_at, words)
    keys = ("ui.escalate", "ui.escalate_passed")
    asked = [part.text for part in blocks].index
    if not plan.escalate_to:
        assert not {words.say(key, time=moment) for key in keys} & {part.text for part in blocks}
        return
    key = keys[plan.escalate_at <= found.started_at]
    after = blocks[asked(words.say(key, time=moment)) + 1 :]
    first = next(part for part in after if part.kind is Kind.ITEM)
    assert first.depth == 1
    named = plan.escalate_to[0]
    assert named.label in first.text or value_for(named, words) in first.text


@EVERY
def test_nothing_falls_back_to_english(outcome, lang):
    found, words = advice(outcome, lang)
    english = PACK.catalogue("en")
    if lang == "en":
        return
    assert found.title != english.say(f"outcome.{outcome}.title")
    assert all(words.entries.get(key) for key in english.entries)


LOCKED_OUT = {"account_lock", "identity_check"}
SAID_TOO = {
    "keep_evidence": {"keep_proof", "keep_receipt", "keep_offer", "keep_threats", "screenshot_balance"},
    "other_means": {"use_other_means"},
    "change_pin": {"change_pin", "change_pin_clean"},
    "call_bank": {"call_own_bank"},
    "review_account": {"check_history"},
}
"""What keeps the money safe, and the steps that ask for the same."""


@EVERY
def test_whom_to_reach_is_said_in_one_order_and_each_with_its_date(outcome, lang):
    """The box or the line at the top, the steps, the list and the last resort tell the same."""
    given, words = advice(outcome, lang)
    lines = [line_text(line) for line in short_lines(given, words, 200)]
    page = solid("".join(lines))
    told = {step.contact.channel.id: step.contact for step in given.short.do if step.contact}
    if given.route:
        assert [step.channel.id for step in given.route][: len(told)] == list(told)
    told |= {step.channel.id: step for step in given.follow_up.escalate_to[:1]}
    for step in told.values():
        assert solid(dated(step, words)) in page or solid(seen(step, words)) in page
    if words.has(f"outcome.{outcome}.first"):
        assert "╭" not in page
        assert words.say(f"outcome.{outcome}.first") in "".join(lines[:4])
    listed = page.split(solid(words.say("ui.route").upper()), 1)[-1].split("──")[0]
    for step in given.route:
        value = solid(value_for(step, words))
        if value in listed and step.channel.id not in told and step.channel.kind != "in_app":
            assert f"{value}{solid(seen_month(step, words))}" in listed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_in_danger_is_told_to_look_a_number_up_before(lang):
    given, words = advice("debt_threats", lang)
    police = given.short.do[0].contact
    assert police.stale
    assert police.compare_at
    told = seen(police, words)
    assert solid(told) in solid(render_plain(short_page(given, words)))
    assert told == words.say(
        "ui.seen_danger", date=day(police.channel.provenance.last_seen, words, year=True)
    )
    assert police.compare_at not in told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outcome", ["suspicious_contact", "own_network"])
def test_what_is_no_matter_to_be_solved_has_its_own_last_words(outcome, lang):
    """Who lost nothing has nothing to solve; and a network that fails is its provider's."""
    given, words = advice(outcome, lang)
    own, usual = (
        ".{1,60}".join(map(re.escape, map(solid, words.say(key, time="|", contact="|").split("|"))))
        for key in (f"outcome.{outcome}.then", "ui.then")
    )
    page = solid(render_plain(short_page(given, words)))
    assert re.search(own, page)
    assert not re.search(usual, page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_owner_of_a_shop_is_no_customer_of_it(lang):
    given, words = advice("own_shop", lang)
    page = render_plain(short_page(given, words))
    assert words.say("outcome.own_shop.first") in page
    assert words.say("funds.no_keys") in page
    assert words.say("step.try_other_shop") not in render_plain(diagnosis_page(given, words))


def test_what_a_step_asks_for_is_not_asked_again_beside_the_money():
    outcomes = [node for node in PACK.tree.nodes.values() if isinstance(node, Outcome)]
    said = {step for outcome in outcomes for step in outcome.short}
    assert set().union(*SAID_TOO.values()) <= said
    twice = [
        (outcome.id, item)
        for outcome in outcomes
        for item in outcome.short_funds
        if SAID_TOO.get(item, set()) & set(outcome.short)
    ]
    assert twice == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_question_is_not_cut_from_what_follows_it(lang):
    words = PACK.catalogue(lang)
    asked = [text for key, text in words.entries.items() if key.startswith("step.") and text[-1] not in "?？"]
    cut = [first_sentence(text) for text in asked]
    assert sum("?" in text or "？" in text for text in cut) > 10
    assert not [text for text in cut if text.endswith(("?", "？"))]


@pytest.mark.parametrize(
    "outcome", [outcome for outcome in WAYS if PACK.tree.nodes[outcome].cause in LOCKED_OUT]
)
def test_whoever_may_be_locked_out_is_not_sent_into_the_app_first(outcome):
    found, _ = advice(outcome, "en")
    assert found.short.contact is not None
    assert not found.short.contact.channel.needs_login
    assert found.short.contact.channel.kind != "in_app"


def test_who_is_to_wait_three_days_for_an_answer_is_sent_to_the_bank_after_three():
    outcomes = PACK.document("tree")["outcomes"]
    told = [
        name for name, outcome in outcomes.items() if any("call_bi" in str(step) for step in outcome["do"])
    ]
    assert told
    assert {name: outcomes[name]["follow_up"]["escalate"]["after"] for name in told} == dict.fromkeys(
        told, "P3D"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_only_news_are_read_nobody_is_sent_for_help(lang):
    given, words = advice("repair_notice", lang)
    assert any(step.channel.kind == "social" for step in given.route)
    page = "\n".join(line_text(line) for line in short_lines(given, words, 200))
    assert "instagram" not in page + render_plain(short_page(given, words))
    assert "instagram" in render_plain(diagnosis_page(given, words))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_working_days_the_day_of_sending_is_none(lang):
    given, words = advice("topup_pending", lang)
    assert words.say("ui.counted_sending_days") in given.follow_up.recheck_basis
    assert words.say("ui.counted_sending") not in given.follow_up.recheck_basis
    counter, words = advice("topup_counter", lang)
    assert words.say("ui.counted_sending") in counter.follow_up.recheck_basis


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_person_said_is_not_called_unsettled(lang):
    given, words = advice("case_refused", lang)
    assert words.say("ui.confidence.undetermined") not in render_plain(diagnosis_page(given, words))
    given, words = advice("error_unclear", lang)
    assert words.say("ui.confidence.undetermined") in render_plain(diagnosis_page(given, words))
