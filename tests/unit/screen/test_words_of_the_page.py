"""What is said at a desk or written to it; how a filled-in answer and a wrong key are told."""

from types import SimpleNamespace

import pytest

from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.model.result import ShortStep
from gopay_help.screen.menu import wrong_key
from gopay_help.screen.page import render_plain
from gopay_help.screen.pages import at_desk
from gopay_help.screen.prompt import hint_blocks

LANGUAGES = ("en", "id", "zh-Hans")


def words_in(lang):
    return Setup(Settings(lang=lang)).words


@pytest.mark.parametrize(
    ("lang", "heard", "written"),
    [("en", "Say", "Write"), ("id", "Katakan", "Tulis"), ("zh-Hans", "就说", "就写")],
)
@pytest.mark.parametrize("meaning", [None, "My phone was taken"])
def test_where_nobody_hears_it_one_writes(lang, heard, written, meaning):
    words = words_in(lang)
    for kind, verb in {"phone": heard, "office": heard, "email": written, "whatsapp": written}.items():
        contact = SimpleNamespace(channel=SimpleNamespace(kind=kind))
        told = at_desk(ShortStep("Tell them", contact, "HP saya dicuri", "id", meaning), words)
        assert told.startswith(verb)
        assert (meaning or "HP saya dicuri") in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filled_in_answer_ends_its_reason_before_it_says_more(lang):
    words = words_in(lang)
    question = SimpleNamespace(id="fails_how")
    reason = words.say("fact.network.broken")
    told = render_plain(hint_blocks(question, words, "network_words", "fact.network.broken"))
    after = told.replace("\n", " ").partition(reason)[2]
    assert after[:1] in (".", "。")
    assert after[1:].strip()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_key_without_a_sign_is_not_named_as_another_that_works(lang):
    words = words_in(lang)
    for key in ("\x7f", "\x1b[A", "\t", " "):
        assert wrong_key(key, "123?q", words).count("?") == 1
    assert "“x”" in wrong_key("x", "123?q", words)
