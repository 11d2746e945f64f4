"""The case commands, from what is typed to what is written."""

import contextlib
import hashlib
import json
import re
import zipfile
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest

from casefile import LANGUAGES, NOW, attempt, case, note, run, shipped, store_in
from gopay_help.authoring.lint.schema import check_shape
from gopay_help.authoring.lint.yaml import read_document
from gopay_help.cases.draft import parse_rules
from gopay_help.cases.record import build_plan
from gopay_help.cli import case as command
from gopay_help.cli import case_add, case_share, watch
from gopay_help.cli.diagnose import SavedCase
from gopay_help.contacts.registry import parse_registry
from gopay_help.model.case import DueKind, EvidenceKind, Seen
from gopay_help.model.errors import Aborted, DataError, UsageError
from gopay_help.model.tree import Outcome
from gopay_help.tree import walk
from gopay_help.tree.pack import pack_folder
from gopay_help.tree.walk import Given, State
from gopay_help.wizard.advice import build_follow_up

ID = "abcdefghijk2"


def valid(name, document):
    schema = json.loads((files("gopay_help") / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)
    return document


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_speaks_every_language(tmp_path, lang):
    store_in(tmp_path, case(), case(id="zzzzzzzzzzz2", outcome=None, cause=None, plan=()))
    for look in (
        command.list_cases,
        lambda setup: command.show_case(setup, ID),
        lambda setup: command.show_case(setup, "zzzzzzzzzzz2"),
        lambda setup: command.next_case(setup, ID),
        lambda setup: command.next_case(setup, "zzzzzzzzzzz2"),
        lambda setup: command.diff_case(setup, ID),
        lambda setup: case_share.draft(setup, ID),
    ):
        ran = run(tmp_path, look, lang=lang)
        assert ran.code == 0
        assert ran.out
        assert "{" not in ran.out


def test_an_empty_store_says_so(tmp_path):
    assert "No case" in run(tmp_path, command.list_cases).out
    with pytest.raises(UsageError, match=r"fault\.no_cases"):
        run(tmp_path, lambda setup: command.show_case(setup, None))
    assert list(tmp_path.iterdir()) == []


def test_without_an_id_it_is_the_latest_open_case(tmp_path):
    later = case(id="zzzzzzzzzzz2", updated=NOW.replace(hour=20), closed=NOW)
    store_in(tmp_path, case(), later)
    assert ID in run(tmp_path, lambda setup: command.show_case(setup, None)).out


def test_a_damaged_case_is_listed_and_refused(tmp_path):
    store_in(tmp_path, case())
    (tmp_path / "cases" / f"{ID}.json").write_text("{", "utf-8")
    assert f"Damaged, left as it is: {ID}" in run(tmp_path, command.list_cases).out
    with pytest.raises(DataError):
        run(tmp_path, lambda setup: command.show_case(setup, ID))


def test_documents_hold_to_their_schemas(tmp_path):
    store_in(tmp_path, case())
    listed = run(tmp_path, command.list_cases, json=True)
    valid("cases", json.loads(listed.out))
    shown = json.loads(run(tmp_path, lambda setup: command.show_case(setup, ID), json=True).out)
    valid("case", shown)
    assert "key" not in shown
    assert "081234567890" not in str(shown)
    following = json.loads(run(tmp_path, lambda setup: command.next_case(setup, ID), json=True).out)
    valid("case-next", following)
    assert [step["confirmed"] for step in following["steps"]] == [True, False, False]
    valid("case", json.loads((tmp_path / "cases" / f"{ID}.json").read_text("utf-8")))


def test_what_is_not_confirmed_is_called_so(tmp_path):
    store_in(tmp_path, case())
    out = run(tmp_path, lambda setup: command.next_case(setup, ID)).out
    assert out.count("An official deadline is not confirmed.") == 2
    assert "public holidays those that are in the list used here" in out


def test_due_is_said_in_the_list(tmp_path):
    store_in(tmp_path, case())
    assert "Due now" not in run(tmp_path, command.list_cases).out
    later = run(tmp_path, command.list_cases, now="2026-11-25T08:00:00Z").out
    assert "Due now: Look again whether it works" in later


def test_it_works_closes_the_case(tmp_path):
    store = store_in(tmp_path, case())
    run(tmp_path, lambda setup: command.next_case(setup, ID, works=True))
    assert store.load(ID).closed == NOW
    assert store.load(ID).due(NOW.replace(year=2027)) == ()


def test_it_is_still_so_moves_on(tmp_path):
    store = store_in(tmp_path, case())
    ran = run(tmp_path, lambda setup: command.next_case(setup, ID, still=True), now="2026-11-25T08:00:00Z")
    assert store.load(ID).plan[0].done is not None
    assert "If it is still so, complain in writing" in ran.out
    assert "Look again whether it works" not in ran.out


def test_a_look_first_is_kept_and_compared(tmp_path, monkeypatch):
    store = store_in(tmp_path, case())
    seen = Seen(NOW, "ok", "ok", "none", "high")
    monkeypatch.setattr(watch, "look_at", lambda _setup, _brand: watch.Look(seen))
    ran = run(tmp_path, lambda setup: command.next_case(setup, ID, check=True))
    assert store.load(ID).checks[-1] == seen
    assert "status: fail, now ok" in ran.err


def test_delete_asks_and_needs_a_yes(tmp_path):
    store = store_in(tmp_path, case())
    run(tmp_path, lambda setup: command.delete_case(setup, ID), typed="y\n")
    assert store.ids() == (ID,)
    with pytest.raises(UsageError, match=r"fault\.yes"):
        run(tmp_path, lambda setup: command.delete_case(setup, ID))
    ran = run(tmp_path, lambda setup: command.delete_case(setup, ID), typed="yes\n")
    assert store.ids() == ()
    assert "not overwritten" in ran.out + ran.err


def add(home, *, typed=None, **given):
    return run(home, lambda setup: case_add.add(setup, ID, **given), typed=typed)


def test_what_is_added_is_kept(tmp_path):
    store = store_in(tmp_path, case(evidence=()))
    add(tmp_path, amount="250rb", when="20/11/2026", reference="F-1938471123")
    add(tmp_path, channel="email", answer="wait 2 days")
    kinds = [entry.kind for entry in store.load(ID).evidence]
    assert kinds == [EvidenceKind.TRANSACTION, EvidenceKind.ATTEMPT]
    assert store.load(ID).evidence[0].field("amount") == "250000"


def test_a_secret_in_an_option_is_taken_out_and_told(tmp_path):
    store = store_in(tmp_path, case(evidence=()))
    ran = add(tmp_path, text="they have my otp 482910 and my phone 0812 3456 7890")
    assert "482910" not in store.load(ID).evidence[0].field("text") + ran.out + ran.err
    assert "change it in the app now" in ran.err
    assert "otp (a code: removed, stays secret)" in ran.err, "the person sees what stands there now"


@pytest.mark.parametrize(
    "field", [{"amount": "482910x"}, {"when": "soon"}, {"counterparty": "me"}, {"channel": "?"}]
)
def test_a_wrong_shape_says_what_to_write(tmp_path, field):
    store_in(tmp_path, case())
    with pytest.raises(UsageError) as refused:
        add(tmp_path, **field)
    assert next(iter(field.values())) not in str(refused.value)


def test_what_is_missing_says_of_which_entry(tmp_path):
    store_in(tmp_path, case(evidence=()))
    add(tmp_path, amount="250rb", when="2026-11-19", reference="F-1938471123")
    shown = run(tmp_path, lambda setup: command.show_case(setup, ID)).out.split("Still missing")[1]
    assert "You asked for help: Where you asked, When, Reference or ticket number" in shown
    assert "- Transaction:" not in shown
    add(tmp_path, file="shot.png")
    add(tmp_path, channel="email", when="2026-11-20", reference="T-123456")
    assert "Still missing" not in run(tmp_path, lambda setup: command.show_case(setup, ID)).out


def test_what_is_missing_is_told_to_scripts_by_kind(tmp_path):
    store_in(tmp_path, case(evidence=()))
    add(tmp_path, amount="250rb", when="2026-11-19", reference="F-1938471123")
    found = json.loads(run(tmp_path, lambda setup: command.next_case(setup, ID), json=True).out)
    assert valid("case-next", found)["missing_by_kind"] == {
        "screenshot": ["file"],
        "attempt": ["channel", "when", "reference"],
    }


def test_the_timeline_goes_by_what_happened(tmp_path):
    """The last to be noted was the first to happen; a note that says no time stands where it was noted."""
    entries = (note("later"), attempt(channel="email", when="2026-11-19"), attempt(when="2026-11-18 09:30"))
    store_in(tmp_path, case(evidence=entries))
    shown = run(tmp_path, lambda setup: command.show_case(setup, ID)).out.split("What happened when")[1]
    lines = [line for line in shown.splitlines() if line.startswith("- ")]
    assert lines[0] == "- 2026-11-18 09:30: You asked for help (noted 2026-11-20 15:00)"
    assert lines[1] == "- 2026-11-19: You asked for help (noted 2026-11-20 15:00)"
    assert "- 2026-11-20 15:00: Noted: Note" in lines


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_way_to_ask_for_help_that_there_is_not_is_refused_and_those_there_are_named(tmp_path, lang):
    store = store_in(tmp_path, case(evidence=()))
    with pytest.raises(UsageError) as refused:
        run(tmp_path, lambda setup: case_add.add(setup, ID, channel="nope"), lang=lang)
    words = shipped().catalogue(lang)
    for way in ("in_app", "email", "phone", "web", "whatsapp"):
        assert words.say(f"ui.kind.{way}") in str(refused.value)
    assert not store.load(ID).evidence


@pytest.mark.parametrize("way", ["app", "in_app", "phone", "whatsapp", "id_email_gopay"])
def test_a_way_to_ask_for_help_is_a_word_or_a_contact(tmp_path, way):
    store = store_in(tmp_path, case(evidence=()))
    add(tmp_path, channel=way)
    assert store.load(ID).evidence[0].field("channel") == way


def test_a_wrong_way_at_the_prompt_is_asked_again(tmp_path):
    store = store_in(tmp_path, case(evidence=()))
    ran = add(tmp_path, kind="attempt", typed="nope\nemail\n\n\n\n")
    assert "WhatsApp" in ran.err
    assert store.load(ID).evidence[0].field("channel") == "email"


def test_nobody_to_ask_is_a_usage_error(tmp_path):
    store_in(tmp_path, case())
    with pytest.raises(UsageError, match=r"fault\.nothing_to_add"):
        add(tmp_path)


def test_the_questions_are_those_of_the_cause(tmp_path):
    store = store_in(tmp_path, case(evidence=()))
    typed = "250rb\n2026-11-20 17:48\n\nshot.png\nemail\n2026-11-21\nT-12345\n"
    ran = add(tmp_path, typed=typed)
    entries = store.load(ID).evidence
    assert [entry.kind for entry in entries] == [
        EvidenceKind.TRANSACTION,
        EvidenceKind.SCREENSHOT,
        EvidenceKind.ATTEMPT,
    ]
    assert "How much?" in ran.err + ran.out


def test_a_secret_at_the_prompt_is_refused_and_asked_again(tmp_path):
    store = store_in(tmp_path, case(evidence=()))
    ran = add(tmp_path, kind="note", typed="my pin is 482910\nmy pin is blocked\n")
    assert "It was not saved" in ran.err + ran.out
    assert store.load(ID).evidence[0].field("text") == "my pin is blocked"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_code_typed_as_a_sum_is_not_kept_and_the_way_out_is_said(tmp_path, lang):
    store = store_in(tmp_path, case(evidence=()))
    with pytest.raises(UsageError, match=r"Rp250\.000") as refused:
        run(tmp_path, lambda setup: case_add.add(setup, ID, amount="730519"), lang=lang)
    assert "730519" not in str(refused.value)
    ran = run(
        tmp_path,
        lambda setup: case_add.add(setup, ID, kind="transaction"),
        lang=lang,
        typed="730519\nRp730.519\n\n\n\n\n",
    )
    assert "Rp250.000" in ran.out + ran.err
    assert [entry.field("amount") for entry in store.load(ID).evidence] == ["730519"]


def test_what_was_answered_before_an_interrupt_is_kept(tmp_path):
    store = store_in(tmp_path, case(evidence=()))
    with pytest.raises(KeyboardInterrupt):
        add(tmp_path, typed="250rb\n2026-11-20 17:48\n\n")
    assert [entry.kind for entry in store.load(ID).evidence] == [EvidenceKind.TRANSACTION]


def draft(home, lang="zh-Hans", **wanted):
    return run(home, lambda setup: case_share.draft(setup, ID, **wanted), lang=lang)


def test_the_draft_is_in_both_languages(tmp_path):
    store_in(tmp_path, case())
    out = draft(tmp_path).out
    for lang in ("id", "zh-Hans"):
        asked = shipped().catalogue(lang).say("draft.ask.find_money")
        assert asked.partition("，" if lang == "zh-Hans" else ",")[0] in out
    assert "customerservice@gopay.co.id" in out
    assert "2026年9月21日" in out, "the age of the address"
    assert "Rp250.000" in out
    assert "081234567890" not in out


def test_one_language_is_written_once(tmp_path):
    store_in(tmp_path, case())
    assert draft(tmp_path, lang="id").out.count("Mohon transaksi ini ditelusuri") == 1


def test_a_field_is_shown_only_when_asked_for(tmp_path):
    store_in(tmp_path, case())
    assert "081234567890" in draft(tmp_path, reveal=["counterparty"]).out


def test_the_regulator_comes_after_the_complaint(tmp_path):
    store = store_in(tmp_path, case())
    with pytest.raises(UsageError, match="--kind attempt"):
        draft(tmp_path, regulator=True, lang="en")
    store.save(case(evidence=(*case().evidence, attempt(channel="id_email_gopay", when="2026-11-21"))))
    out = draft(tmp_path, regulator=True, lang="en").out
    assert "bicara@bi.go.id" in out
    assert "Saya sudah mengadu ke penyelenggara pada 21 November 2026" in out
    assert "Copy of my complaint to the provider" in out


def test_the_scam_desk_wants_no_complaint_first(tmp_path):
    plan = (replace(case().plan[2], channels=("iasc", "bi_phone")),)
    store_in(tmp_path, case(outcome="scam_transfer", cause="fraud", plan=plan))
    assert "rekening penerima dihentikan" in draft(tmp_path, regulator=True).out


def test_a_case_without_outcome_has_no_draft(tmp_path):
    store_in(tmp_path, case(outcome=None, cause=None, plan=()))
    with pytest.raises(UsageError, match="case resume"):
        draft(tmp_path, lang="en")


def test_a_brand_without_a_company_has_no_recipient(tmp_path):
    store_in(tmp_path, case(brand="gopay_zh", outcome="wallet_zh", cause="other_brand", plan=()))
    ran = draft(tmp_path, lang="en")
    assert "No proved address" in ran.out
    assert "@" not in ran.out


def test_the_draft_is_a_document_too(tmp_path):
    store_in(tmp_path, case())
    ran = run(tmp_path, lambda setup: case_share.draft(setup, ID), json=True)
    document = valid("case-draft", json.loads(ran.out))
    assert [one["lang"] for one in document["drafts"]] == ["id", "en"]
    assert document["to"]["channel"] == "id_email_gopay"


def test_a_short_link_opens_a_mail(tmp_path):
    store_in(tmp_path, case(evidence=()))
    assert draft(tmp_path, form="mailto").out.startswith("mailto:customerservice@gopay.co.id?subject=")


def test_a_long_link_becomes_a_mail_file(tmp_path):
    store_in(tmp_path, case(evidence=(note("长" * 900),)))
    ran = draft(tmp_path, lang="en", form="mailto")
    assert ran.out.startswith("X-Unsent: 1")
    assert "Too long for mailto" in ran.err


def test_without_an_address_there_is_no_link(tmp_path):
    store_in(tmp_path, case(brand="gopay_zh", outcome="wallet_zh", cause="other_brand", plan=()))
    with pytest.raises(UsageError, match="No proved address"):
        draft(tmp_path, lang="en", form="mailto")


def test_a_case_without_a_public_body_says_so(tmp_path):
    store_in(tmp_path, case(plan=()))
    with pytest.raises(UsageError, match="no public authority"):
        draft(tmp_path, lang="en", regulator=True)


def test_a_draft_can_go_into_a_file(tmp_path):
    store_in(tmp_path, case())
    draft(tmp_path, out=tmp_path / "draft.txt")
    assert "Mohon transaksi ini ditelusuri" in (tmp_path / "draft.txt").read_text("utf-8")


def test_a_case_without_outcome_is_exported_without_draft(tmp_path):
    store_in(tmp_path / "home", case(outcome=None, cause=None, plan=(), evidence=()))
    ran = export(tmp_path / "home", tmp_path / "pack")
    assert not (tmp_path / "pack" / "draft.eml").exists()
    assert "Hidden" not in ran.err


def test_the_form_is_cut_between_words(tmp_path):
    store_in(tmp_path, case(evidence=(note("kata " * 500),)))
    ran = draft(tmp_path, form="app", limit=400)
    assert len(ran.out) <= 401
    assert ran.out.rstrip().endswith("kata …")


def export(home, out, **options):
    return run(home, lambda setup: case_share.export(setup, ID, out=out, **options))


def test_the_export_is_whole_and_its_hashes_are_right(tmp_path):
    store_in(tmp_path / "home", case())
    export(tmp_path / "home", tmp_path / "pack")
    names = {file.name for file in (tmp_path / "pack").iterdir()}
    assert names == {
        "case.json",
        "case.html",
        "case.md",
        "draft.eml",
        "plan.ics",
        "manifest.json",
        "MANIFEST.sha256",
    }
    manifest = valid("manifest", json.loads((tmp_path / "pack" / "manifest.json").read_text("utf-8")))
    for row in manifest["files"]:
        content = (tmp_path / "pack" / row["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert f"{row['sha256']}  {row['name']}\n" in (tmp_path / "pack" / "MANIFEST.sha256").read_text(
            "ascii"
        )
    valid("case", json.loads((tmp_path / "pack" / "case.json").read_text("utf-8")))


def test_the_export_hides_and_says_what(tmp_path):
    store_in(tmp_path / "home", case())
    ran = export(tmp_path / "home", tmp_path / "pack")
    written = b"".join(file.read_bytes() for file in (tmp_path / "pack").iterdir())
    assert b"081234567890" not in written
    assert b"abababababababab" not in written, "the case's own key"
    assert "Hidden in this copy: 1" in ran.err
    assert "(account number ending in 7890, mark " in ran.err
    export(tmp_path / "home", tmp_path / "open", reveal=["counterparty"])
    assert b"081234567890" in (tmp_path / "open" / "case.json").read_bytes()


def test_nothing_is_overwritten(tmp_path):
    store_in(tmp_path / "home", case())
    export(tmp_path / "home", tmp_path / "pack")
    for options in ({}, {"packed": True}):
        with pytest.raises(DataError, match=r"fault\.exists"):
            export(tmp_path / "home", tmp_path / "pack", **options)


def test_the_same_case_makes_the_same_zip(tmp_path):
    store_in(tmp_path / "home", case())
    for name in ("a.zip", "b.zip"):
        export(tmp_path / "home", tmp_path / name, packed=True)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 7


def test_a_resumed_case_stands_where_it_stopped():
    tree = shipped().tree
    state = command.restored(case(), tree)
    assert state == State(
        {"red_flag": Given("no", "user"), "symptom": Given("money_missing", "user")}, {"brand": "gopay_id"}, 2
    )
    assert walk.position(tree, state).node.id == "missing_what"


def test_answers_that_are_no_more_offered_are_asked_again():
    from gopay_help.model.result import Answer

    gone = case(answers=(Answer("red_flag", "no", "user"), Answer("gone", "x", "user")))
    state = command.restored(gone, shipped().tree)
    assert list(state.answers) == ["red_flag"]
    assert state.cursor == 1


@pytest.mark.parametrize("typed", ["q\n", ""])
def test_leaving_a_resumed_case_at_once_says_that_it_is_kept(tmp_path, typed):
    store = store_in(tmp_path, case(outcome=None, cause=None, plan=()))
    before = store.load(ID)
    with pytest.raises(Aborted, match=f"kept on this device only(?s:.*)case resume --offline {ID}"):
        run(tmp_path, lambda setup: command.resume_case(setup, ID), typed=typed, offline=True)
    assert store.load(ID) == before


def test_a_run_is_kept_step_by_step(tmp_path):
    store = store_in(tmp_path)
    tree = shipped().tree

    def session(setup):
        keeper = SavedCase(setup, tell=print)
        state = State(facts={"brand": "gopay_id"})
        for option in ("no", "money_missing", "topup", "longer"):
            node = walk.position(tree, state).node
            state = walk.answer(state, node, option, "user")
            keeper.on_step(state)
        end = tree.nodes["topup_overdue"]
        keeper.on_outcome(end, "gopay_id", build_follow_up(end, setup.now, setup.desk))
        return 0

    run(tmp_path, session)
    (kept,) = store.list()
    assert [answer.value for answer in kept.answers] == ["no", "money_missing", "topup", "longer"]
    assert kept.outcome == "topup_overdue"
    assert [due.kind for due in kept.plan] == [DueKind.COMPLAINT, DueKind.RECHECK, DueKind.ESCALATE]


OUTCOMES = [node for node in shipped().tree.nodes.values() if isinstance(node, Outcome)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.id)
def test_every_outcome_has_a_plan_and_its_drafts(tmp_path, outcome, lang):
    """Whatever the outcome: the recipient is one that its route has, and no draft names a number of days."""
    brand = "gopay_cz" if "cz" in outcome.id else "gopay_zh" if "zh" in outcome.id else "gopay_id"
    plan = build_plan(outcome, NOW)
    made = case(
        brand=brand,
        outcome=outcome.id,
        cause=outcome.cause,
        plan=plan,
        evidence=(attempt(channel="email", when="2026-11-19"),),
    )
    store_in(tmp_path, made)
    assert run(tmp_path, lambda setup: command.next_case(setup, ID), lang=lang).code == 0
    registry = parse_registry(shipped().document("channels"))
    bodies = ("bi_email", "ojk_email", "iasc")
    for regulator, names in ((False, outcome.route), (True, bodies)):
        with contextlib.suppress(UsageError):
            out = draft(tmp_path, lang=lang, regulator=regulator).out
            assert "{" not in out
            addresses = set(re.findall(r"[\w.]+@[\w.]+\w", out))
            assert addresses <= {registry.channel(name).value for name in names}
            assert not re.search(r"\d+ (?:days|hari|天|个工作日)", out)
            assert out.count("[") >= 3, "name and number are left to the person"
            continue
        assert regulator, "a draft to support there always is"


def test_the_rules_name_what_there_is():
    """Ids in the pack's rules of complaints are channels, brands, causes, claims and steps of the pack."""
    pack, registry = shipped(), parse_registry(shipped().document("channels"))
    document = read_document(pack_folder("gopay") / "case.yaml").data
    rules = parse_rules(document)
    words = pack.catalogue("en")
    for names in rules.recipients.values():
        assert all(registry.channel(name).printable for name in names)
    for body in rules.regulators:
        assert all(registry.channel(name).printable for name in (body.to, *body.channels))
        assert all(words.has(f"claim.{claim}") for claim in body.claims)
        assert all(words.has(f"draft.document.{name}") for name in body.documents)
        assert words.has(f"draft.regulator.ask.{body.id}")
    assert set(rules.evidence) == set(pack.tree.causes)
    assert all(words.has(f"step.{step}") for step in rules.complain_now)
    assert {brand for brand in rules.languages if registry.brand(brand)} == set(rules.languages)


def test_the_rules_hold_to_their_schema():
    document = read_document(pack_folder("gopay") / "case.yaml")
    schema = pack_folder("gopay").parent / "schema" / "case.schema.json"
    if schema.is_file():
        assert check_shape(document, schema) == []
