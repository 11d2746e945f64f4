"""A start builds the command that it runs; all others are a name and a line."""

import functools
import inspect
import sys

import pytest

from gopay_help.cli import app
from gopay_help.cli.app import Deferred, build, every_command
from gopay_help.cli.options import COMMANDS, function_of, run_bare

FIRST = [each.name for each in COMMANDS if " " not in each.name]
"""What can be typed after the program's name."""


@pytest.fixture
def built(monkeypatch):
    """The names of the commands that were built."""
    names = []
    whole = Deferred.built
    monkeypatch.setattr(Deferred, "built", lambda self: (names.append(self.name), whole(self))[1])
    return names


def test_the_whole_is_names_and_lines(built):
    program = build()
    assert list(program.commands) == FIRST
    assert all(each.help and not each.params for each in program.commands.values())
    assert built == []


@pytest.mark.parametrize("words", [["diagnose"], ["channels"], ["case", "list"], ["tree", "lint"], ["check"]])
def test_what_is_called_is_built_and_nothing_else(built, words, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["gopay-help", *words, "--help"])
    assert app.run() == 0
    assert built == words


def test_the_manual_of_the_whole_builds_nothing(built, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["gopay-help", "--help"])
    assert app.run() == 0
    out = capsys.readouterr().out
    assert all(name in out for name in FIRST)
    assert built == []


def test_every_command_can_be_built():
    paths = [path for path, _ in every_command()]
    assert paths == [(), *(tuple(each.name.split()) for each in COMMANDS)]
    assert all(command.callback for _, command in every_command())


def test_a_new_command_is_one_line_and_one_function():
    """Where the functions stand: modules of this room, imported by nobody else's start."""
    leaves = [each for each in COMMANDS if each.function]
    modules = {each.function.partition(".")[0] for each in leaves}
    assert len({each.function for each in leaves}) == len(leaves)
    assert len(modules) < len(leaves) / 2


def needs_no_more(listed):
    """True if a name is all that a command has to be called with."""
    own = list(inspect.signature(function_of(listed.function)).parameters.values())[1:]
    return all(each.default is not each.empty for each in own)


@pytest.mark.parametrize(
    "listed", [each for each in COMMANDS if each.function and needs_no_more(each)], ids=lambda each: each.name
)
def test_a_bare_name_means_what_typer_makes_of_it(listed, monkeypatch):
    """Without typer the defaults of the function count: typer hands over the very same."""
    function, handed = function_of(listed.function), []

    @functools.wraps(function)
    def heard(setup, **given):
        handed.append((setup.settings, given))
        return 0

    monkeypatch.setattr(
        app, "function_of", lambda where: heard if where == listed.function else function_of(where)
    )
    monkeypatch.setattr(sys, "argv", ["gopay-help", *listed.name.split()])
    assert app.run() == 0
    own = list(inspect.signature(function).parameters.values())[1:]
    assert handed == [(app.Settings(), {each.name: each.default for each in own})]


def test_a_shell_that_asks_what_a_word_could_be_is_answered_by_typer(monkeypatch, capsys):
    monkeypatch.setenv("_GOPAY_HELP_COMPLETE", "complete_bash")
    assert run_bare(["channels"]) is None
    assert capsys.readouterr() == ("", "")
