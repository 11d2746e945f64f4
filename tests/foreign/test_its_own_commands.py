"""A run with somebody else's pack never leads back to ours: a command to be typed names its pack."""

import gc
import io
import re
import shlex
import shutil
import sys

import pytest
from walks import PACKS, copied, foreign_pack

from casefile import case, store_in
from gopay_help.cli.app import run
from gopay_help.cli.diagnose import Doors
from gopay_help.cli.options import Settings
from gopay_help.cli.packs import called_as, chosen_folder, open_pack, room_catalogue
from gopay_help.cli.setup import Setup
from gopay_help.tree.pack import pack_folder
from gopay_help.wizard.session import OPEN_CASE

PENYU = PACKS / "penyu"
COMMAND = re.compile(r"gopay-help (?=-|case|channels|check|diagnose|prevent|suggest|verify)")


@pytest.fixture
def said(tmp_path, monkeypatch):
    """What the program says in this process, on both streams, called by its name."""
    monkeypatch.setenv("GOPAY_HELP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GOPAY_HELP_LANG", "en")
    monkeypatch.delenv("GOPAY_HELP_PACK", raising=False)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: "/usr/bin/gopay-help")

    def say(*words):
        streams = {name: io.StringIO() for name in ("stdin", "stdout", "stderr")}
        for name, stream in streams.items():
            monkeypatch.setattr(sys, name, stream)
        monkeypatch.setattr(sys, "argv", ["gopay-help", *map(str, words)])
        run()
        return streams["stdout"].getvalue() + streams["stderr"].getvalue()

    yield say
    gc.unfreeze()  # `check` ends a process of its own without the collector's last walk


def commands(text):
    """What stands behind the program's name, wherever a command is printed."""
    return [" ".join(text[found.end() :].split()) for found in COMMAND.finditer(" ".join(text.split()))]


def test_each_command_names_the_pack_that_was_named(said):
    for words in (("case", "show"), ("case", "show", "nosuchcase"), ("diagnose", "x", "--offline")):
        text = said(*words, "--no-input", "--pack", PENYU)
        assert all(rest.startswith(f"--pack {PENYU}") for rest in commands(text)), text
    assert commands(said("case", "show", "--pack", PENYU))


def test_a_pack_of_the_environment_stays_and_is_not_named(said, monkeypatch):
    monkeypatch.setenv("GOPAY_HELP_PACK", str(PENYU))
    plain = said("case", "show")
    assert commands(plain)
    assert "--pack" not in plain
    for other in (PACKS / "warung", pack_folder("gopay")):
        assert commands(said("case", "show", "--pack", other)) == [f"--pack {other} diagnose"]


def test_ours_is_not_named_where_nothing_else_stands(said):
    assert commands(said("case", "show", "--pack", pack_folder("gopay"))) == ["diagnose"]


def test_a_folder_is_quoted_for_the_shell_and_nothing_in_its_name_is_filled(tmp_path, monkeypatch):
    folder = copied("penyu", tmp_path / "it's {id} here")
    monkeypatch.chdir(folder.parent)
    words = room_catalogue(
        pack_folder("gopay"), "faults", lambda _: "en", called_as({}, chosen_folder(folder, {}))
    )
    line = words.say("fault.no_case", id="abc").rpartition(": ")[2]
    assert shlex.split(line)[-4:] == ["--pack", str(folder), "case", "list"]


def test_every_text_with_a_command_is_told_in_the_pack(tmp_path):
    pack = foreign_pack("penyu")
    for lang in pack.languages:
        words = pack.catalogue(lang)
        with_pack = type(words)(lang, words.entries, words.fallback, called_as({"PATH": ""}, PENYU))
        for key in (*words.entries, *words.fallback):
            assert all(rest.startswith("--pack ") for rest in commands(with_pack.say(key))), key


NAMED = {"case.page.notice", "fault.case_of_ours", "fault.installation", "fault.newer", "ui.list_old"}
"""Texts that name the program and tell nobody to type it as it stands."""


def test_no_text_tells_to_type_the_bare_name_of_the_program():
    """Where it stands as a command it has a word behind it, so that the pack is named."""
    for name in ("penyu", "gopay"):
        pack = foreign_pack(name) if name != "gopay" else open_pack(pack_folder(name))
        for lang in pack.languages:
            words = pack.catalogue(lang)
            typed = type(words)(lang, words.entries, words.fallback, "PROGRAM")
            keys = {key.removeprefix("lent.") for key in (*words.entries, *words.fallback)}
            bare = {key for key in keys if typed.has(key) and "gopay-help" in typed.say(key)}
            assert {key for key in bare if not key.startswith(("lint.", "bench."))} <= NAMED, lang


def test_words_that_lead_nowhere_lead_on_in_the_pack(said):
    for text in ("my money is being taken right now by a thief", "xyzzy"):
        told = said("suggest", text, "--pack", PENYU)
        assert all(rest.startswith(f"--pack {PENYU} diagnose") for rest in commands(told)), told
    assert commands(told), told


def test_a_case_belongs_to_its_pack(said, tmp_path):
    """Ours is offered to nobody who uses another pack, and told apart in the list; with ours it is there."""
    ours = case()
    store_in(tmp_path / "home", ours)
    listed = said("case", "list", "--pack", PENYU)
    assert f"{ours.id}  Of another pack: gopay" in " ".join(listed.split("\n"))
    assert "topup_overdue" not in listed
    for words in (("case", "show"), ("case", "show", ours.id), ("case", "next"), ("case", "resume")):
        assert "belongs to the pack of gopay-help itself" in said(*words, "--pack", PENYU)
    environ = {"GOPAY_HELP_HOME": str(tmp_path / "home")}
    for folder, offered in ((None, True), (PENYU, False)):
        keys = Doors(Setup(Settings(pack=folder), environ), offered=True, cases=True).keys()
        assert (OPEN_CASE in keys) is offered
