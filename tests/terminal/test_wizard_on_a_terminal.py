"""The wizard as a person meets it: a real terminal, three languages, a phone's width and a desk's."""

import os
import re
import time
from pathlib import Path

import pytest

from gopay_help.screen.page import wrap
from terminal import Terminal
from ways import key_of, shipped_pack, way_to_each_cause, ways

SNAPSHOTS = Path(__file__).resolve().parents[1] / "snapshots" / "diagnose"
LANGUAGES = ("en", "id", "zh-Hans")
ONE_OF_LANGUAGES = [
    pytest.param("en", marks=pytest.mark.slow),
    pytest.param("id", marks=pytest.mark.slow),
    "zh-Hans",
]
NOW = "2026-11-23T03:00:00Z"
COMMON = ("--offline", "--no-save", "--now", NOW)


@pytest.fixture(scope="module")
def pack():
    return shipped_pack()


def at_the_red_flag(pack, lang, *options, **size):
    terminal = Terminal("diagnose", "--lang", lang, *COMMON, *options, **size)
    terminal.wait_for(pack.catalogue(lang).say("ui.choose", count=3))
    return terminal


CAUSES = tuple(shipped_pack().tree.causes)
SCREENS = [
    (cause, lang, (40, 80)[(row + column) % 2])
    for row, cause in enumerate(CAUSES)
    for column, lang in enumerate(LANGUAGES)
]
"""Each cause in each language, and both of them at each width: all pairs."""


@pytest.mark.parametrize(("cause", "lang", "columns"), SCREENS)
@pytest.mark.slow
def test_every_cause_is_reached_and_the_screens_stay_as_they_were_looked_at(pack, cause, lang, columns):
    way = way_to_each_cause(pack.tree)[cause]
    words = pack.catalogue(lang)
    stated = [f"--answer={question}={option}" for question, option in way if question == "your_gopay"]
    terminal = at_the_red_flag(pack, lang, *stated, columns=columns, rows=400)
    for number, (question, option) in enumerate(way, 1):
        if question == "your_gopay":  # not asked of everybody: it may follow from the language
            continue
        terminal.wait_for(words.say("ui.question_number", number=number))
        terminal.wait_for(words.say("ui.choose", count=len(pack.tree.nodes[question].options)))
        terminal.press(key_of(pack.tree, question, option))
    shown = terminal.wait_for("[q]")
    assert_is_snapshot(SNAPSHOTS / f"{cause}.{lang}.{columns}.txt", shown)
    terminal.press("q")
    assert terminal.finish() == 0


def test_every_screen_that_is_kept_is_looked_at():
    names = {f"{cause}.{lang}.{columns}.txt" for cause, lang, columns in SCREENS}
    assert {file.name for file in SNAPSHOTS.glob("*.txt")} == names


@pytest.mark.parametrize("lang", ONE_OF_LANGUAGES)
def test_the_red_flag_comes_first_and_fits_a_phone(pack, lang):
    terminal = at_the_red_flag(pack, lang, columns=40, rows=24)
    assert squeezed(pack.catalogue(lang).say("red_flag.text")) in squeezed(terminal.text())
    terminal.press("q")
    assert terminal.finish() == 130


def test_enter_alone_never_answers_the_red_flag(pack):
    terminal = at_the_red_flag(pack, "en")
    terminal.press("\r\r\r")
    terminal.press("w")
    terminal.wait_for(pack.catalogue("en").say("red_flag.why"))
    assert "Question 2" not in terminal.text()
    terminal.press("2")
    terminal.wait_for("Question 2")


@pytest.mark.slow
@pytest.mark.parametrize("key", [pytest.param("b", marks=pytest.mark.slow), "\x1b"])
def test_going_back_offers_the_earlier_answer(pack, key):
    words = pack.catalogue("en")
    terminal = at_the_red_flag(pack, "en", rows=60)
    terminal.press("2")
    terminal.wait_for(words.say("your_gopay.text"))
    terminal.press("1")
    terminal.wait_for("Question 3")
    terminal.press(key)
    terminal.wait_for(words.say("ui.kept", answer=words.say("your_gopay.opt.gopay_id")))
    terminal.press("\r")
    terminal.wait_for("Question 3")
    terminal.press("\x03")
    assert terminal.finish() == 130


def test_a_question_mark_means_not_sure(pack):
    words = pack.catalogue("en")
    terminal = at_the_red_flag(pack, "en", rows=100)
    terminal.press("?")
    terminal.wait_for(words.say("ui.emergency"))
    terminal.press("\x03")
    assert terminal.finish() == 130


@pytest.mark.parametrize(
    "answered", [0, pytest.param(1, marks=pytest.mark.slow), pytest.param(2, marks=pytest.mark.slow), 3]
)
def test_ctrl_c_at_every_prompt_says_how_to_go_on(pack, answered):
    words = pack.catalogue("en")
    terminal = at_the_red_flag(pack, "en", rows=100, columns=300)
    way = next(way for outcome, way in ways(pack.tree) if outcome.id == "pin_frozen")
    for number, (question, option) in enumerate(way[:answered], 1):
        terminal.wait_for(words.say("ui.question_number", number=number))
        terminal.press(key_of(pack.tree, question, option))
    terminal.wait_for(words.say("ui.question_number", number=answered + 1))
    terminal.press("\x03")
    assert terminal.finish() == 130
    assert "python3 -m gopay_help diagnose --offline --lang en" in terminal.text()
    assert terminal.text().count("--answer") == answered


def test_a_signal_stops_as_ctrl_c_does(pack):
    terminal = at_the_red_flag(pack, "en", rows=60)
    terminal.interrupt()
    assert terminal.finish() == 130


@pytest.mark.slow
def test_a_stopped_run_goes_on_where_it_was(pack):
    words = pack.catalogue("en")
    first = Terminal("diagnose", "--lang", "en", "--offline", rows=100)
    first.wait_for(words.say("ui.choose", count=3))
    first.press("2")
    first.wait_for(words.say("ui.choose", count=4))
    first.press("\x03")
    assert first.finish() == 130
    command = first.text().splitlines()[-1].split()
    assert command[:5] == ["python3", "-m", "gopay_help", "case", "resume"]
    again = Terminal(*command[3:], "--lang", "en", "--offline", rows=100, GOPAY_HELP_HOME=first.home)
    again.wait_for(words.say("your_gopay.text"))
    again.wait_for(words.say("ui.choose", count=4))
    again.press("2")
    again.wait_for(words.say("czech_side.text"))
    again.wait_for(words.say("ui.choose", count=3))
    again.press("1")
    shown = again.wait_for("[q]")
    assert words.say("outcome.czech_gopay.title") in shown
    assert words.say("red_flag.text") not in shown
    again.press("q")
    assert again.finish() == 0


def test_plain_reads_lines_and_redraws_nothing(pack):
    words = pack.catalogue("id")
    terminal = Terminal("diagnose", "--lang", "id", "--plain", *COMMON, columns=80, rows=200)
    terminal.wait_for(words.say("ui.choose_line", count=3))
    terminal.press("x\r")
    terminal.wait_for("“x”")
    terminal.press("2\r")
    terminal.wait_for(words.say("ui.chosen", number=2, answer=words.say("red_flag.opt.no")))
    terminal.press("q\r")
    assert terminal.finish() == 130
    assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize(
    "environment", [{"TERM": "dumb"}, pytest.param({"ACCESSIBLE": "1"}, marks=pytest.mark.slow)]
)
def test_simple_terminals_and_screen_readers_get_lines(pack, environment):
    terminal = Terminal("diagnose", "--lang", "en", *COMMON, **environment)
    terminal.wait_for(pack.catalogue("en").say("ui.choose_line", count=3))
    terminal.press("q\r")
    assert terminal.finish() == 130
    assert b"\x1b" not in terminal.raw


def test_what_was_typed_before_the_red_flag_does_not_answer_it(pack):
    terminal = Terminal("diagnose", "--lang", "en", *COMMON, rows=60)
    terminal.press("1")
    terminal.wait_for(pack.catalogue("en").say("ui.choose", count=3))
    time.sleep(0.5)
    terminal.press("2")
    terminal.wait_for("Question 2")
    assert pack.catalogue("en").say("ui.emergency") not in terminal.text()


def test_a_window_that_changes_its_width_gets_the_question_anew(pack):
    words = pack.catalogue("en")
    terminal = at_the_red_flag(pack, "en", columns=80, rows=60)
    terminal.press("2")
    terminal.wait_for(words.say("your_gopay.text"))
    terminal.wait_for(words.say("ui.choose", count=4))
    terminal.resize(columns=30)
    wrapped = wrap(words.say("your_gopay.opt.gopay_zh"), 30 - 3 - 1 - len("3. "))
    assert len(wrapped) > 1
    terminal.wait_for(wrapped[0] + "\n")
    terminal.press("2")
    terminal.wait_for("Question 3")


def test_twenty_columns_are_enough(pack):
    terminal = Terminal("diagnose", "--lang", "en", *COMMON, columns=20, rows=60)
    terminal.wait_for("3. I am not sure")
    terminal.press("2")
    terminal.wait_for("Question 2")
    terminal.press("2")
    terminal.wait_for("Question 3")
    terminal.press("1")
    terminal.wait_for("[q]")
    terminal.press("q")
    assert terminal.finish() == 0


def test_without_a_command_a_person_gets_the_wizard(pack):
    terminal = Terminal("--lang", "en", "--offline")
    terminal.wait_for(pack.catalogue("en").say("ui.choose", count=3))
    terminal.press("q")
    assert terminal.finish() == 130


def squeezed(text):
    """Without any blank, so that it does not matter where a line was broken."""
    return "".join(text.split())


def assert_is_snapshot(file, text):
    """The screen is the committed one. UPDATE_SNAPSHOTS=1 writes it anew: look at it before you commit it."""
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", "utf-8")
    assert file.read_text("utf-8") == text + "\n"


@pytest.mark.parametrize("lang", ONE_OF_LANGUAGES)
def test_an_error_breaks_between_words_on_a_narrow_terminal(lang):
    terminal = Terminal("check", "--lang", lang, "--format", "other than", columns=40)
    assert terminal.finish() == 2
    shown = terminal.text()
    assert len(shown.splitlines()) > 1
    assert {"openmetrics", "github"} <= set(re.split(r"[\s,、]+", shown))


@pytest.mark.slow
def test_a_code_pasted_into_a_menu_answers_one_question_at_most():
    terminal = Terminal("diagnose", "--offline", "--lang", "en")
    terminal.wait_for("3. I am not sure")
    terminal.press("214748")
    terminal.wait_for("Question 2")
    time.sleep(1.0)
    assert "Question 3" not in terminal.text()
    terminal.press("q")
    assert terminal.finish() == 130
    assert "case resume --offline" in terminal.text() or "diagnose --offline" in terminal.text()


@pytest.mark.slow
def test_a_line_that_could_be_a_code_is_not_shown_again():
    terminal = Terminal("diagnose", "--offline", "--lang", "id", "--plain")
    terminal.wait_for("q = keluar")
    terminal.press("482-913\n")
    terminal.wait_for("bukan salah satu nomor")
    terminal.press("pin saya 48 29 13\n")  # own words: nothing of them is repeated either
    shown = terminal.wait_until(lambda text: text.count("q = keluar") == 2)
    assert [shown.count(code) for code in ("482-913", "48 29 13")] == [1, 1], "the terminal's own echo alone"
    terminal.press("q\n")
    terminal.finish()


@pytest.mark.parametrize("lang", ONE_OF_LANGUAGES)
def test_first_aid_and_the_second_question_stand_on_one_screen(pack, lang):
    words = pack.catalogue(lang)
    terminal = at_the_red_flag(pack, lang, columns=80, rows=24)
    terminal.press("1")
    first, last = (squeezed(words.say(f"flag_gopay.opt.{option}")) for option in ("gopay_id", "unsure"))
    asked = squeezed(words.say("flag_gopay.text"))
    shown = terminal.wait_until(lambda text: last in squeezed(text).partition(asked)[2].partition(first)[2])
    lines = shown.splitlines()
    start = next(index for index, line in enumerate(lines) if words.say("ui.emergency") in line)
    aid = lines[start : next(i for i, line in enumerate(lines[start:], start) if not line.strip())]
    assert len(aid) <= 8
    assert [line[:2] for line in aid if line[:1].isdigit()] == ["1.", "2.", "3.", "4."]
    assert squeezed(words.say("flag_gopay.text")) in squeezed(shown)
    for option in ("gopay_id", "unsure"):
        assert squeezed(words.say(f"flag_gopay.opt.{option}")) in squeezed(shown)
    terminal.press("q")


@pytest.mark.slow
def test_from_the_answer_a_person_goes_back_to_the_questions(pack):
    words = pack.catalogue("en")
    terminal = at_the_red_flag(pack, "en", rows=60)
    terminal.press("2")
    terminal.wait_for(words.say("ui.choose", count=4))
    terminal.press("2")
    terminal.wait_for(words.say("czech_side.text"))
    terminal.press("1")
    terminal.wait_for("[q]")
    terminal.press("b")
    terminal.wait_for(words.say("ui.kept", answer=words.say("czech_side.opt.payer")))
    terminal.press("2")
    terminal.wait_for(words.say("outcome.czech_merchant.title"))
    terminal.press("q")
    assert terminal.finish() == 0


@pytest.mark.parametrize(("key", "lang"), [("i", "id"), pytest.param("z", "zh-Hans", marks=pytest.mark.slow)])
def test_another_language_is_a_key_of_the_first_question(pack, key, lang):
    terminal = at_the_red_flag(pack, "en", rows=60)
    terminal.press(key)
    terminal.wait_for(pack.catalogue(lang).say("red_flag.opt.yes"))
    terminal.wait_for(pack.catalogue(lang).say("ui.choose", count=3))
    terminal.press("q")
    assert terminal.finish() == 130


@pytest.mark.slow
def test_an_open_case_is_offered_again(pack):
    words = pack.catalogue("en")
    first = Terminal("diagnose", "--lang", "en", "--offline", "--now", NOW, rows=60)
    first.wait_for(words.say("ui.choose", count=3))
    first.press("2")
    first.wait_for(words.say("ui.choose", count=4))
    first.press("2")
    first.wait_for(words.say("ui.choose", count=3))
    first.press("1")
    first.wait_for("[q]")
    first.press("q")
    assert first.finish() == 0
    title = words.say("outcome.czech_gopay.title")
    again = Terminal("diagnose", "--lang", "en", "--offline", rows=60, GOPAY_HELP_HOME=first.home)
    again.wait_for("(Mon 23 Nov)")
    again.press("c")
    again.wait_for("[q]")
    assert title in again.text()
    again.press("q")
    assert again.finish() == 0


def test_a_wrong_key_at_a_question_is_answered(pack):
    terminal = at_the_red_flag(pack, "en")
    terminal.press("x")
    terminal.wait_for("“x” does nothing here. Keys: 1 2 3 w ? i z s q")
    terminal.press("q")
    assert terminal.finish() == 130
