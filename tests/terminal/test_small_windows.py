"""A window lower than the page, a language that is changed late, and keys that are pressed too early."""

import pytest

from gopay_help.model.tree import Outcome
from terminal import Terminal
from ways import key_of, shipped_pack, way_to_each_cause

PACK = shipped_pack()


def started(lang, *options, **size):
    terminal = Terminal("diagnose", "--lang", lang, "--offline", *options, **size)
    terminal.wait_for(PACK.catalogue(lang).say("ui.choose", count=3))
    return terminal


@pytest.mark.parametrize(("columns", "rows"), [(40, 24), (60, 20)])
def test_a_page_that_is_higher_than_the_window_begins_at_its_top(columns, rows):
    words, (outcome, way) = PACK.catalogue("en"), calm_way()
    given = [f"--answer={name}={option}" for name, option in way[1:]]
    terminal = started("en", "--no-save", *given, columns=columns, rows=rows)
    terminal.press(key_of(PACK.tree, *way[0]))
    head = words.say(f"outcome.{outcome}.title")[:20]
    assert head in terminal.wait_for("more lines: any key")
    terminal.press(" ")
    terminal.wait_for("[q]")
    terminal.press("q")
    assert terminal.finish() == 0


def calm_way():
    """The first way to an outcome past a "no" to the red flag, by its last answer."""
    for way in way_to_each_cause(PACK.tree).values():
        goal = PACK.tree.nodes[way[-1][0]].option(way[-1][1]).to
        if way[0] == ("red_flag", "no") and isinstance(PACK.tree.nodes.get(goal), Outcome):
            return goal, way
    raise AssertionError("no way")


def test_first_aid_begins_at_its_top_in_a_low_window():
    words = PACK.catalogue("zh-Hans")
    terminal = started("zh-Hans", "--no-save", columns=40, rows=24, LANG="C.UTF-8")
    terminal.press("1")
    shown = terminal.wait_for(words.say("ui.key.on"))
    squeezed = shown.replace(" ", "").replace("\n", "")
    assert words.say("ui.emergency").replace(" ", "") in squeezed
    assert "1." in squeezed
    assert words.say("ui.question_number", number=2) not in shown
    terminal.press(" ")
    terminal.wait_for(words.say("ui.question_number", number=2))
    terminal.press("q")
    assert terminal.finish() == 130


@pytest.mark.parametrize("lang", ["en", "id", "zh-Hans"])
def test_a_window_that_becomes_narrower_breaks_the_page_anew(lang):
    words, (_, way) = PACK.catalogue(lang), calm_way()
    given = [f"--answer={name}={option}" for name, option in way[1:]]
    terminal = started(lang, "--no-save", *given, columns=80, rows=60)
    terminal.press(key_of(PACK.tree, *way[0]))
    wide = terminal.wait_for("[q]")
    terminal.resize(columns=40)
    rule = "── " + words.say("ui.do").upper()
    narrow = terminal.wait_until(lambda text: f"[q] {words.say('ui.key.end')}" in text and text != wide)
    shown = next(line for line in narrow.splitlines() if line.startswith(rule))
    assert shown.endswith("─")
    assert narrow.count(words.say("ui.do").upper()) == 1
    terminal.press("q")
    assert terminal.finish() == 0


@pytest.mark.parametrize("lang", ["en", "id", "zh-Hans"])
def test_the_card_of_a_helper_stays_on_the_screen_until_a_key_asks_for_its_code(lang):
    words, (outcome, way) = PACK.catalogue(lang), calm_way()
    given = [f"--answer={name}={option}" for name, option in way[1:]]
    terminal = started(lang, "--helper", *given, columns=80, rows=24)
    terminal.press(key_of(PACK.tree, *way[0]))
    seen = terminal.wait_until(lambda text: text.endswith(words.say("helper.key.code")))
    assert words.say("helper.card.title") in seen
    assert words.say(f"outcome.{outcome}.title") in seen
    assert "█" not in seen
    terminal.press(" ")
    assert terminal.finish() == 0
    assert "█" in terminal.text()


@pytest.mark.slow
def test_a_message_that_is_broken_off_leads_back_to_the_page():
    words, (_, way) = PACK.catalogue("en"), calm_way()
    given = [f"--answer={name}={option}" for name, option in way[1:]]
    terminal = started("en", *given, columns=80, rows=40)
    terminal.press(key_of(PACK.tree, *way[0]))
    terminal.wait_for("[4]")
    terminal.press("4")
    terminal.wait_for(words.say("case.ask.amount").partition("{")[0].strip())
    terminal.press("\x03")
    shown = terminal.wait_for("[4]")
    assert words.say("case.draft.title") not in shown
    terminal.press("q")
    assert terminal.finish() == 0


@pytest.mark.slow
def test_another_language_at_a_later_question_keeps_the_answers():
    terminal = started("en", rows=60)
    terminal.press("2")
    terminal.wait_for("Question 2")
    terminal.press("i")
    words = PACK.catalogue("id")
    terminal.wait_for(words.say("ui.question_number", number=2))
    terminal.press("q")
    assert terminal.finish() == 130
    command = terminal.text().splitlines()[-1].split()
    again = Terminal(*command[command.index("case") :], rows=60, GOPAY_HELP_HOME=terminal.home)
    again.wait_for(words.say("ui.question_number", number=2))
    again.wait_for(f"9. {words.say('symptom.opt.unsure')}")  # what is typed before is dropped
    again.press("q")
    again.finish()


def test_a_key_that_is_pressed_early_does_not_show():
    terminal = Terminal("diagnose", "--lang", "en", "--offline", "--no-save", rows=60)
    terminal.wait_for(PACK.catalogue("en").say("ui.unofficial"))
    terminal.press("zz77")
    shown = terminal.wait_for(PACK.catalogue("en").say("ui.choose", count=3))
    assert "zz77" not in shown
    assert "Question 2" not in shown
    terminal.press("q")
    assert terminal.finish() == 130
