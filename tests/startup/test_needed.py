"""A start builds the command that it runs; all others are a name and a line."""

import sys

import pytest

from gopay_help.cli import app
from gopay_help.cli.app import COMMANDS, Deferred, build, every_command

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
