"""What somebody types or plants must not steer a terminal, a page or a script (threat model, cases 1-3)."""

import json

import pytest

from gopay_help.model.text import hidden
from verifying import ask, run

STEERING = [
    "\x1b[31mred",
    "\x1b]8;;https://evil.example\x07gopay.co.id\x1b]8;;\x07",
    "\x1b]52;c;Z29wYXk=\x07",
    "\x9b2J",
    "gopay\x00.co.id",
    "bell\x07 back\x08 del\x7f",
    "one\rtwo",
    "\u202egro.live",
    "\u2066isolate\u2069",
    "a\u200bb\u200cc\u200dd\ufeff",
    "tag\U000e0041",
    "line\u2028and\u2029paragraph",
]


@pytest.mark.parametrize("value", STEERING)
@pytest.mark.parametrize("how", ["value", "batch", "message"])
def test_control_bytes_never_reach_terminal(value: str, how: str):
    raw = value.encode("utf-8", "surrogateescape")
    _, out, err = {
        "value": lambda: run(value),
        "batch": lambda: run("-", stdin=raw),
        "message": lambda: run(message="-", stdin=raw),
    }[how]()
    assert not [char for char in out + err if hidden(char) and char not in "\n\t"]


@pytest.mark.parametrize("value", STEERING)
def test_control_bytes_stay_escaped_in_documents(value: str):
    _, out, _ = run(value, json=True)
    assert out.isascii()
    assert json.loads(out)["input"] == value


@pytest.mark.parametrize(
    "value", ["[link=https://evil.example]gopay.co.id[/link]", "[/]", "[bold", "[red]x[/blue]"]
)
def test_markup_in_input_is_literal(value: str):
    _, out, _ = run(value)
    assert value in out


def test_invisible_characters_are_named():
    answer = ask("gopay\u200b.co\u00ad.id")
    named = dict(next(why.values for why in answer.reasons if why.id == "invisible"))["letters"]
    assert named == "\\u200b, \\xad"


def test_letters_of_another_script_are_named():
    _, out, _ = run("g\u043epay.co.id")
    assert "U+043E cyrillic small letter o" in out
    assert "xn--gpay-55d.co.id" in out
