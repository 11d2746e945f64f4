"""Own words at the door, on a real terminal: proposed, refusable, behind the red flag, kept nowhere."""

from pathlib import Path

import pytest

from terminal import Terminal
from ways import key_of, shipped_pack

PACK = shipped_pack()
SAID = {
    "en": ("my transfer did not arrive zebrafish", "someone stole my phone and my money"),
    "id": ("uang transfer saya belum masuk zebrafish", "hp saya dicuri dan uang saya hilang"),
    "zh-Hans": ("转账的钱没到 zebrafish", "手机被偷了，钱也没了"),
}
"""In each language a trouble that can wait, and one that cannot."""
LANGUAGES = tuple(SAID)
AT_ONCE = {("en", False), ("id", True)}
"""Languages, as a menu or as lines; the others where all is run."""


def opened(lang, *options):
    terminal = Terminal("diagnose", "--offline", "--lang", lang, *options)
    words = PACK.catalogue(lang)
    key = "ui.choose_line" if "--plain" in options else "ui.choose"
    terminal.wait_for(words.say(key, count=3))
    return terminal, words


def say(terminal, words, text, *, plain):
    """Type *text* as a person does: behind a key of the menu, or instead of a number."""
    if plain:
        terminal.press(f"{text}\n")
        return
    terminal.press("s")
    terminal.wait_for(words.say("ui.words.ask")[:20])
    terminal.press(f"{text}\n")


def answer(terminal, question, option, *, plain):
    terminal.press(key_of(PACK.tree, question, option) + ("\n" if plain else ""))


def kept(terminal):
    """Everything that the run left on the device."""
    return "".join(file.read_text("utf-8") for file in Path(terminal.home).rglob("*") if file.is_file())


@pytest.mark.parametrize(
    ("lang", "plain"),
    [
        pytest.param(lang, plain, marks=() if (lang, plain) in AT_ONCE else pytest.mark.slow)
        for lang in LANGUAGES
        for plain in (False, True)
    ],
)
def test_words_are_proposed_behind_the_red_flag_can_be_refused_and_are_kept_nowhere(lang, plain):
    terminal, words = opened(lang, *(["--plain"] if plain else []))
    say(terminal, words, SAID[lang][0], plain=plain)
    told = [words.say(f"ui.words.{key}")[:20] for key in ("first", "alarm")]
    terminal.wait_until(lambda text: any(each in text for each in told))
    assert words.say("proposal.opt.unsure") not in terminal.text()
    answer(terminal, "red_flag", "no", plain=plain)
    if lang != "id":
        terminal.wait_for(words.say("your_gopay.text"))
        answer(terminal, "your_gopay", "gopay_id", plain=plain)
    shown = terminal.wait_for(words.say("proposal.opt.unsure"))
    assert words.say("proposal.text")[-14:] in shown
    last = max(number for number in range(1, 6) if f"{number}. {words.say('proposal.opt.unsure')}" in shown)
    terminal.press(f"{last}\n" if plain else str(last))
    terminal.wait_for(words.say("symptom.text")[:12])
    terminal.press("q\n" if plain else "q")
    assert terminal.finish() == 130
    assert "red_flag" in kept(terminal)
    assert "zebrafish" not in kept(terminal)


@pytest.mark.slow
@pytest.mark.parametrize(
    "lang",
    [pytest.param("en", marks=pytest.mark.slow), "id", pytest.param("zh-Hans", marks=pytest.mark.slow)],
)
def test_words_of_danger_lead_to_the_red_flag_again(lang):
    """Said at a later menu, after a "no": nobody is led past that question."""
    terminal, words = opened(lang)
    answer(terminal, "red_flag", "no", plain=False)
    if lang != "id":
        terminal.wait_for(words.say("your_gopay.text"))
        answer(terminal, "your_gopay", "gopay_id", plain=False)
    terminal.wait_for(words.say("symptom.text")[:12])
    terminal.wait_for(words.say("ui.choose", count=9))
    say(terminal, words, SAID[lang][1], plain=False)
    terminal.wait_for(words.say("ui.words.alarm")[:20])
    terminal.wait_for(words.say("ui.choose", count=3))
    answer(terminal, "red_flag", "yes", plain=False)
    terminal.wait_for(words.say("ui.emergency"))
    terminal.press("\x03")
    assert terminal.finish() == 130


@pytest.mark.slow
def test_a_code_in_the_words_is_not_repeated_and_nothing_is_said_of_words_that_say_nothing():
    terminal, words = opened("en", "--plain")
    terminal.press("blue 482913 xylophone\n")
    terminal.wait_for(words.say("ui.words.none"))
    assert terminal.text().count("482913") == 1  # the terminal's own echo of what was typed
    assert words.say("ui.choose_line", count=3) in terminal.text()
    terminal.press("\n")
    terminal.wait_for("Nothing was typed")
    terminal.press("\x03")
    assert terminal.finish() == 130


@pytest.mark.slow
def test_who_changes_their_mind_is_back_at_the_question():
    terminal, words = opened("en")
    say(terminal, words, "", plain=False)
    terminal.wait_until(lambda text: text.count("Question 1") == 2)
    terminal.press("s")
    terminal.wait_until(lambda text: text.rstrip().endswith(">"))
    terminal.press("\x03")
    assert terminal.finish() == 130
