"""A message on a terminal: lines break between words, and a command in it can still be copied."""

import io
import os
from types import SimpleNamespace

import pytest

from casefile import LANGUAGES, shipped
from gopay_help.cli.exit import wrap_stderr


def on(monkeypatch, width, text):
    monkeypatch.setattr(os, "get_terminal_size", lambda _number: os.terminal_size((width or 0, 24)))
    return wrap_stderr(text, SimpleNamespace(fileno=lambda: 2)).split("\n")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", range(30, 100, 7))
def test_a_command_in_a_sentence_stays_on_one_line(monkeypatch, lang, width):
    words = shipped().catalogue(lang)
    text = "gopay-help: " + words.say("fault.no_case", id="nosuch")
    lines = on(monkeypatch, width, text)
    assert any("gopay-help case list" in line for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_two_commands_are_two(monkeypatch):
    text = "To begin anew: gopay-help diagnose. To remove it: gopay-help case delete abcdefghijk2"
    assert on(monkeypatch, 36, text) == [
        "To begin anew: gopay-help diagnose.",
        "To remove it:",
        "gopay-help case delete abcdefghijk2",
    ]


def test_what_is_wider_than_the_terminal_breaks_like_a_sentence(monkeypatch):
    lines = on(monkeypatch, 16, "Run gopay-help case delete abcdefghijk2")
    assert lines == ["Run", "gopay-help case", "delete", "abcdefghijk2"]


def test_in_a_log_lines_stay_whole():
    text = "word " * 50
    assert wrap_stderr(text, io.StringIO()) == text
