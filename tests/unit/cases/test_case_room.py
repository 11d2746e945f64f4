"""The case room as it is walked: entries taken back, documents, urgent steps, ids begun, one clock."""

import json
from datetime import datetime
from importlib.resources import files

import jsonschema
import pytest

from casefile import LANGUAGES, NOW, attempt, case, note, run, shipped, store_in
from fakes import run_program
from gopay_help.cases.draft import parse_rules
from gopay_help.cases.record import attempted, build_plan
from gopay_help.cli import case as command
from gopay_help.model.case import DueKind, Seen
from gopay_help.model.errors import UsageError
from gopay_help.model.tree import WIB, Outcome
from gopay_help.wizard.times import when

ID, OTHER = "abcdefghijk2", "abzzzzzzzzz2"
RULES = parse_rules(shipped().document("case"))
CRITICAL = [node for node in shipped().tree.nodes.values() if isinstance(node, Outcome) and node.critical]


@pytest.fixture
def typed(tmp_path, monkeypatch):
    monkeypatch.setenv("GOPAY_HELP_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def run_(*arguments, lang="en", **options):
        return run_program("case", *arguments, "--lang", lang, "--now", "2026-11-20T08:00:00Z", **options)

    return run_


def documents(text):
    """Every document on stdout, each held against its own schema."""
    found = [json.loads(line) for line in text.splitlines()]
    for document in found:
        name = document["schema"].removeprefix("gopay-help/").removesuffix("@1")
        schema = json.loads((files("gopay_help") / "schemas" / f"{name}.schema.json").read_text("utf-8"))
        jsonschema.validate(document, schema, jsonschema.Draft202012Validator)
    return found


def leaked(outcome="shared_code", **changes):
    node = shipped().tree.nodes[outcome]
    plan = build_plan(node, NOW, RULES.complain_now, RULES.urgent)
    return case(outcome=outcome, cause=str(node.cause), critical=True, plan=plan, **changes)


SEEN = (Seen(NOW, "fail", "captive_portal", "local_network", "high"), Seen(NOW, "ok", "ok", "none", "high"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("show",),
        ("next",),
        ("next", "--works"),
        ("next", "--still"),
        ("next", "--done", "1"),
        ("next", "--ics", "plan.ics"),
        ("diff",),
        ("draft",),
        ("add", "--text", "call 0812 3456 7890"),
        ("add", "--counterparty", "081234567890"),
        ("remove", "1", "--yes"),
        ("export",),
        ("export", "--zip"),
        ("delete", ID, "--yes"),
    ],
)
def test_with_json_there_is_one_document_with_its_schema(typed, tmp_path, arguments):
    store_in(tmp_path, leaked(checks=SEEN))
    result = typed(*arguments, "--json")
    assert result.exit_code == 0, result.output
    (document,) = documents(result.stdout)
    assert "081234567890" not in str(document)


def test_what_changed_is_in_the_document(typed, tmp_path):
    store_in(tmp_path, case(checks=SEEN))
    (document,) = documents(typed("diff", "--json").stdout)
    assert {"field": "status", "before": "fail", "after": "ok"} in document["changes"]
    (document,) = documents(typed("show", "--json").stdout)
    assert document["schema"] == "gopay-help/case@1"
    assert "format" not in document
    (document,) = documents(typed("add", "--amount", "1,5jt", "--json").stdout)
    assert [entry["fields"] for entry in document["entries"]] == [{"amount": "1500000"}]
    (document,) = documents(typed("export", "--json").stdout)
    assert "draft.eml" in document["files"]
    assert document["hidden"] == {"counterparty": 1}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_entry_is_taken_back_by_its_number(tmp_path, lang):
    entries = (note("first"), note("second"), note("third"))
    store = store_in(tmp_path, case(evidence=entries))
    shown = run(tmp_path, lambda setup: command.show_case(setup, ID), lang=lang).out
    words = shipped().catalogue(lang)
    for number in (1, 2, 3):
        assert f"{number}. {words.say('case.kind.note')}" in shown

    def take(setup):
        return command.remove_entry(setup, [ID, "2"])

    ran = run(tmp_path, take, lang=lang, typed="n\n")
    assert len(store.load(ID).evidence) == 3
    assert "second" in ran.out + ran.err, "what it is about is shown before"
    run(tmp_path, take, lang=lang, typed=words.say("case.delete_word") + "\n")
    assert [entry.field("text") for entry in store.load(ID).evidence] == ["first", "third"]
    with pytest.raises(UsageError, match=r"fault\.yes"):
        run(tmp_path, take, lang=lang)


@pytest.mark.parametrize("wrong", [("0",), ("4",), ("²",), ("x",), (ID, "2", "3"), ("9" * 5000,), ("-1",)])
def test_a_number_that_no_entry_has_takes_nothing_back(typed, tmp_path, wrong):
    store = store_in(tmp_path, case())
    result = typed("remove", "--yes", *wrong)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert len(store.load(ID).evidence) == 2


def test_with_its_entry_a_step_that_it_had_done_is_open_again(tmp_path):
    entry = attempt(channel="email")
    made = attempted(case(evidence=(entry,)), "email", entry.at)
    assert [due.kind for due in made.plan if due.done] == [DueKind.COMPLAINT]
    store = store_in(tmp_path, made)
    run(tmp_path, lambda setup: command.remove_entry(setup, ["1"], yes=True))
    assert not [due for due in store.load(ID).plan if due.done]


def test_still_so_opens_a_closed_case_again(typed, tmp_path):
    store = store_in(tmp_path, case(closed=NOW))
    result = typed("next", ID, "--still")
    assert "open once more" in " ".join(result.output.split())
    assert "Closed" not in result.output
    assert store.load(ID).closed is None


def test_it_works_twice_is_said_once(typed, tmp_path):
    store = store_in(tmp_path, case())
    assert "The case is closed" in typed("next", ID, "--works").output
    before = store.load(ID).closed
    assert "closed before" in typed("next", ID, "--works").output
    assert store.load(ID).closed == before


def test_it_cannot_work_and_not_work(typed, tmp_path):
    store = store_in(tmp_path, case())
    result = typed("next", "--works", "--still")
    assert result.exit_code == 2
    assert store.load(ID) == case()


def test_a_calendar_on_stdout_stands_there_alone(typed, tmp_path):
    store_in(tmp_path, leaked())
    result = typed("next", "--ics", "-")
    assert result.stdout.startswith("BEGIN:VCALENDAR")
    assert result.stdout.rstrip().endswith("END:VCALENDAR")
    assert not (tmp_path / "-").exists()
    assert result.stdout.count("UID:") == len({line for line in result.stdout.splitlines() if "UID:" in line})
    assert typed("next", "--ics", "-", "--json").exit_code == 2


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outcome", [node.id for node in CRITICAL])
def test_what_must_not_wait_stands_first_until_it_is_done(tmp_path, outcome, lang):
    """To block, to tell the bank, the scam desk, the police: as far as the outcome has them."""
    store = store_in(tmp_path, leaked(outcome))
    words = shipped().catalogue(lang)
    node = shipped().tree.nodes[outcome]
    wanted = [words.say(f"step.{step}") for step in node.do if step in RULES.urgent]
    assert wanted
    assert store.load(ID).due(NOW)[0].kind is DueKind.ACT, "what a list of cases names first"
    flat = "".join(run(tmp_path, lambda setup: command.next_case(setup, ID), lang=lang).out.split())
    places = [flat.index("".join(text.split())) for text in wanted]
    assert places == sorted(places)
    complaint = "".join(words.say("case.step.complaint").split())
    assert complaint not in flat[: places[-1]]
    run(tmp_path, lambda setup: command.next_case(setup, ID, act=[1]), lang=lang)
    after = "".join(run(tmp_path, lambda setup: command.next_case(setup, ID), lang=lang).out.split())
    assert "".join(wanted[0].split()) not in after
    assert store.load(ID).acts[0].done == NOW
    if len(wanted) > 1:
        assert "2." + "".join(wanted[1].split()) in after, "a step keeps its number"


def test_every_way_to_lose_money_has_its_urgent_steps():
    steps = {node.id: [step for step in node.do if step in RULES.urgent] for node in CRITICAL}
    assert all(steps.values()), steps
    for outcome in ("emergency", "shared_code"):
        assert {"call_own_bank", "report_scam_at_once", "report_police"} <= set(steps[outcome])
        assert {"have_blocked", "have_blocked_id"} & set(steps[outcome])


@pytest.mark.parametrize("number", [0, 99])
def test_a_step_that_there_is_not_is_marked_nowhere(tmp_path, number):
    store = store_in(tmp_path, leaked())
    with pytest.raises(UsageError):
        run(tmp_path, lambda setup: command.next_case(setup, ID, act=[1, number]))
    assert not [due for due in store.load(ID).acts if due.done]


def test_an_outcome_without_danger_has_no_urgent_step():
    node = shipped().tree.nodes["suspicious_contact"]
    assert not [due for due in build_plan(node, NOW, RULES.complain_now, RULES.urgent) if due.step]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_clock_for_people(lang):
    words = shipped().catalogue(lang)
    told = when(datetime(2026, 11, 20, 15, tzinfo=WIB), words)
    clock = {
        "en": "Fri 20 Nov at 15:00 Jakarta time",
        "id": "Jumat, 20 Nov, pukul 15.00 WIB",
        "zh-Hans": "11月20日周五 15:00（雅加达时间）",
    }
    assert told == clock[lang]


def test_an_id_may_be_begun(typed, tmp_path):
    store_in(tmp_path, case(), case(id=OTHER))
    assert ID in typed("show", "abc").output
    assert ID in typed("show", " ABC ").output
    both = typed("show", "ab")
    assert both.exit_code == 2
    assert ID in both.output
    assert OTHER in both.output
    assert typed("show", "x").exit_code == 2
    assert typed("show", "").exit_code == 2
    assert typed("show", "../cases/abc").exit_code == 2


def test_delete_without_an_id_asks_about_the_open_case(typed, tmp_path):
    store = store_in(tmp_path, case(), case(id=OTHER, closed=NOW))
    assert typed("delete", "--yes").exit_code == 2
    assert len(store.ids()) == 2
    ran = run(tmp_path, lambda setup: command.delete_case(setup, None), typed="no\n")
    assert ID in ran.out + ran.err
    assert len(store.ids()) == 2
    run(tmp_path, lambda setup: command.delete_case(setup, None), typed="yes\n")
    assert store.ids() == (OTHER,)
    assert typed("delete", "abz", "--yes").exit_code == 0
    assert store.ids() == ()
