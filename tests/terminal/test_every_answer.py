"""The answer of every outcome on a real terminal: the whole page and its keys at once, sections that fit."""

import statistics

import pytest
from answers import advice_of, outcomes

from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.screen.diagnosis import nearest
from gopay_help.screen.page import cells
from gopay_help.screen.pages import value_for
from terminal import Terminal

LANGUAGES = ("en", "id", "zh-Hans")
SIZES = {80: (24, 22), 40: (46, 44)}
"""By columns: lines of the window, and lines that the page may take."""
FIRST = 8
TOLD = 20
"""Letters of a title that tell its page from the one before."""


def squeezed(text):
    return "".join(char for char in text if not char.isspace() and char not in "│╭╮╰╯─")


def whole(text, start, last):
    """True once the page stands there from its title to the last of its keys."""
    return squeezed(text).startswith(start) and "[q]" in text and text.endswith(last)


@pytest.mark.parametrize("columns", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.slow
def test_the_whole_answer_with_its_keys_is_seen_at_once(lang, columns):
    rows, most = SIZES[columns]
    setup = Setup(Settings(lang=lang, now="2026-11-23T03:00:00Z"))
    words = setup.words
    last = words.say("ui.key.end")
    terminal = Terminal(lang, columns=columns, rows=rows, script="answers.py")
    heights = []
    for outcome in outcomes(setup):
        advice = advice_of(setup, outcome)
        start = squeezed(advice.title)[:TOLD]
        shown = terminal.wait_until(lambda text, start=start: whole(text, start, last))
        lines = shown.splitlines()
        heights.append(len(lines))
        assert len(lines) <= most, f"{outcome.id}\n{shown}"
        assert max(map(cells, lines)) <= columns, f"{outcome.id}\n{shown}"
        first = advice.short.contact
        told = nearest(advice, words) or (value_for(first, words) if first else advice.no_route_reason)
        told = told or words.say("ui.no_route")
        top = squeezed("".join(lines[:FIRST]))
        assert squeezed(told)[:30] in top, f"{outcome.id}: no contact, and not why, in\n{shown}"
        terminal.press("q")
    assert terminal.finish() == 0
    assert statistics.median(heights) <= most


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.slow
def test_a_section_is_a_screen_that_goes_back(lang):
    setup = Setup(Settings(lang=lang, now="2026-11-23T03:00:00Z"))
    words = setup.words
    terminal = Terminal(lang, columns=80, rows=24, script="answers.py")
    last = words.say("ui.key.end")
    for outcome in outcomes(setup)[:4]:
        start = squeezed(advice_of(setup, outcome).title)[:TOLD]
        terminal.wait_until(lambda text, start=start: whole(text, start, last))
        for key in ("1", "2", "3", "5"):
            if f"[{key}]" not in terminal.text():
                continue
            terminal.press(key)
            back, more = words.say("ui.key.back"), words.say("ui.key.more", count="").strip()[-12:]
            before = terminal.text()
            while back not in before:
                shown = terminal.wait_until(
                    lambda text, was=before, ends=(back, more): text != was and text.endswith(ends)
                )
                assert len(shown.splitlines()) <= 24
                if back not in shown:
                    terminal.press(" ")
                before = shown
            terminal.press(" ")
            terminal.wait_until(lambda text, start=start: whole(text, start, last))
        terminal.press("q")
    terminal.press("\x03")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_key_that_means_nothing_is_answered(lang):
    words = Setup(Settings(lang=lang)).words
    terminal = Terminal(lang, columns=80, rows=24, script="answers.py")
    terminal.wait_for("[q]")
    terminal.press("9")
    terminal.wait_for(words.say("ui.key.wrong", key="9", keys="")[:8])
    terminal.press("\x03")
