"""`case add`: the other side's number is not lost, a way to ask for help is said in anybody's words."""

import json

import pytest

from casefile import LANGUAGES, case, run, shipped, store_in
from gopay_help.cli import case_add, case_share
from gopay_help.screen.page import cells

ID = "abcdefghijk2"
SCAM = "transfer ke 0812-3456-7890 a.n. Rudi, BCA 1234567890"


def add(home, *, lang="en", typed=None, **given):
    return run(home, lambda setup: case_add.add(setup, ID, **given), lang=lang, typed=typed)


def bare(text):
    """Without spaces and ends of lines."""
    return "".join(text.split())


def evidence(home):
    return json.loads((home / "cases" / f"{ID}.json").read_text("utf-8"))["evidence"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hidden_number_may_be_that_of_the_other_side(tmp_path, lang):
    store_in(tmp_path, case(evidence=()))
    ran = add(tmp_path, lang=lang, text=SCAM)
    assert ran.err.count("--counterparty") == 1, "once, whatever was hidden"
    assert f"case add {ID}" in ran.err
    assert "1234567890" not in ran.err + str(evidence(tmp_path))
    ran = add(tmp_path, lang=lang, counterparty="0812-3456-7890")
    assert "--counterparty" not in ran.err
    ran = add(tmp_path, lang=lang, text=SCAM)
    assert "--counterparty" not in ran.err, "the case has it"


def test_a_note_without_a_number_speaks_of_none(tmp_path):
    store_in(tmp_path, case(evidence=()))
    assert "--counterparty" not in add(tmp_path, text="the app says: maintenance").err
    assert "--counterparty" not in add(tmp_path, text="my OTP 482910 is out").err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_at_a_prompt_there_is_a_place_for_it(tmp_path, lang):
    store_in(tmp_path, case(evidence=()))
    ran = add(tmp_path, lang=lang, kind="note", typed=f"{SCAM}\n081234567890\n")
    assert bare(shipped().catalogue(lang).say("case.other_side.hidden")) in bare(ran.err)
    kept = evidence(tmp_path)
    assert [entry["kind"] for entry in kept] == ["note", "transaction"]
    assert kept[1]["fields"] == {"counterparty": "081234567890"}
    whole = run(
        tmp_path,
        lambda setup: case_share.draft(setup, ID, reveal=["counterparty"]),
        lang=lang,
    )
    assert "081234567890" in whole.out, "what the bank and the police need"


def test_the_place_may_stay_empty(tmp_path):
    store_in(tmp_path, case(evidence=()))
    add(tmp_path, kind="note", typed=f"{SCAM}\n\n")
    assert [entry["kind"] for entry in evidence(tmp_path)] == ["note"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1", "app"),
        ("3", "phone"),
        ("aplikasi", "app"),
        ("Telepon", "phone"),
        ("surel", "email"),
        ("应用", "app"),
        ("电话", "phone"),
        ("wa", "whatsapp"),
        ("call center", "phone"),
        ("id_email_gopay", "id_email_gopay"),
    ],
)
def test_a_way_is_a_number_of_the_list_or_a_word_of_any_language(tmp_path, typed, kept):
    store_in(tmp_path, case(evidence=()))
    ran = add(tmp_path, lang="id", kind="attempt", typed=f"{typed}\n\n\n\n")
    assert "1. di aplikasi" in ran.err
    assert "3. telepon" in ran.err
    assert evidence(tmp_path)[0]["fields"] == {"channel": kept}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_label_of_the_list_is_a_word_for_it(tmp_path, lang):
    words = shipped().catalogue(lang)
    for kind, kept in (("in_app", "app"), ("email", "email"), ("web", "web"), ("office", "office")):
        store_in(tmp_path, case(evidence=()))
        add(tmp_path, lang=lang, channel=words.say(f"ui.kind.{kind}"))
        assert evidence(tmp_path)[0]["fields"] == {"channel": kept}


@pytest.mark.parametrize("typed", ["0", "99", "1²", "0" * 5000])
def test_a_number_that_is_not_in_the_list_is_asked_again(tmp_path, typed):
    store_in(tmp_path, case(evidence=()))
    add(tmp_path, kind="attempt", typed=f"{typed}\n2\n\n\n\n")
    assert evidence(tmp_path)[0]["fields"] == {"channel": "email"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_break_between_words(tmp_path, lang, monkeypatch):
    monkeypatch.setattr("gopay_help.cli.setup.Setup.width", 40)
    store_in(tmp_path, case(evidence=()))
    ran = add(tmp_path, lang=lang, kind="screenshot", typed="shot.png\n\n")
    assert all(cells(line.removeprefix("> ")) <= 40 for line in ran.err.splitlines())
    asked = shipped().catalogue(lang).say("case.ask.file")
    assert bare(asked) in bare(ran.err)
    if lang != "zh-Hans":
        assert " ".join(asked.split()) in " ".join(ran.err.split()), "broken between words"
