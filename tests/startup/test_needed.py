"""A start builds the command it runs; what a person may have to be told of is built whole."""

import pytest

from gopay_help.cli.app import COMPLETION, GROUPS, app, needed


def built(small):
    return {each.callback.__name__ for each in small.registered_commands} | {
        each.name for each in small.registered_groups
    }


EVERYTHING = built(app) | set(GROUPS)


@pytest.mark.parametrize("word", ["diagnose", "verify", "channels", "funds", "prevent", "check"])
def test_the_first_word_is_built_alone(word):
    assert built(needed([word, "--json"])) == {word}
    assert needed([word]).registered_callback is app.registered_callback


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"]])
def test_the_wizard_and_the_manual_need_the_groups_by_name_only(words):
    small = needed(words)
    assert built(small) == EVERYTHING
    assert all(not each.typer_instance.registered_commands for each in small.registered_groups)


@pytest.mark.parametrize("words", [["chanels"], ["--lang", "id"], ["--lang", "id", "channels"]])
def test_all_else_needs_everything(words):
    small = needed(words)
    assert built(small) == EVERYTHING
    assert all(each.typer_instance.registered_commands for each in small.registered_groups)


def test_a_shell_that_completes_needs_everything(monkeypatch):
    monkeypatch.setenv(COMPLETION, "complete_bash")
    assert all(each.typer_instance.registered_commands for each in needed([]).registered_groups)


@pytest.mark.parametrize("word", GROUPS)
def test_a_group_is_built_with_its_commands_and_alone(word):
    small = needed([word])
    assert built(small) == {word}
    assert small.registered_groups[0].typer_instance.registered_commands


def test_no_command_is_named_otherwise_than_its_function():
    """`needed` looks at the function: a command with another name would be lost."""
    assert [each.name for each in app.registered_commands if each.name] == []


def test_the_whole_stays_whole():
    before = built(app)
    needed(["funds"])
    assert built(app) == before
