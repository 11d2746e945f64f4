"""A start builds the command it runs; what a person may have to be told of is built whole."""

import pytest

from gopay_help.cli.app import app, needed


def built(small):
    return {each.callback.__name__ for each in small.registered_commands} | {
        each.name for each in small.registered_groups
    }


@pytest.mark.parametrize("word", ["diagnose", "verify", "channels", "funds", "prevent", "check"])
def test_the_first_word_is_built_alone(word):
    assert built(needed([word, "--json"])) == {word}
    assert needed([word]).registered_callback is app.registered_callback


@pytest.mark.parametrize(
    "words", [[], ["--help"], ["-h"], ["chanels"], ["--lang", "id"], ["--lang", "id", "channels"]]
)
def test_all_else_needs_everything(words):
    assert needed(words) is app


def test_no_command_is_named_otherwise_than_its_function():
    """`needed` looks at the function: a command with another name would be lost."""
    assert [each.name for each in app.registered_commands if each.name] == []


def test_the_whole_stays_whole():
    before = built(app)
    needed(["funds"])
    assert built(app) == before
