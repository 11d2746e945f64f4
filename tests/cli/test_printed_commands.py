"""Every command that the program prints is one that it has, called as it can be called where it runs."""

import gc
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from casefile import case, store_in
from fakes import SHIPPED
from gopay_help.cli import help as manual
from gopay_help.cli.app import run
from gopay_help.cli.options import COMMANDS
from gopay_help.model.errors import ExitCode
from wheel import installed

LANGUAGES = ("en", "id", "zh-Hans")
AUTHORS = {"text-lint", "text-authoring"}
CASE = case().id
NAMES = {listed.name for listed in COMMANDS}
FILLED = {
    "{id}": CASE,
    "{brand}": "gopay_id",
    "NUMBER": "1",
    "NOMOR": "1",
    "序号": "1",
    "号码": "081234567890",
}
CONTACTING = {"check": ["--offline"], "diagnose": ["--offline"], "case resume": ["--offline"]}
"""These look at the network where nobody says otherwise."""
ENDS = frozenset(ExitCode) - {ExitCode.INTERNAL, ExitCode.DATA}
"""Nobody can be asked here, so an answer may be missing; nothing else is wrong."""


def command_of(rest):
    """The words behind the program's name up to where prose goes on: commands, options, what is filled in."""
    taken, named = [], ""
    for found in re.findall(r"[^\s\"'“”。，；,;:]+", rest):
        word = found.rstrip(".")
        called = f"{named} {word}".strip() if word else ""
        filled = word.startswith("--") or word.isdecimal() or word in (*FILLED, CASE)
        value = bool(taken) and taken[-1].startswith("--") and re.fullmatch("[A-Za-z-]+", word)
        if called in NAMES:
            named = called
        elif not word or not (filled or value):
            break
        taken.append(word)
    return taken


def printed():
    """Each command of the texts for people once, with a text that has it."""
    found = {}
    for file in sorted(SHIPPED.glob("text*/*.yaml")):
        if file.parent.name not in AUTHORS and file.stem in LANGUAGES:
            for key, text in yaml.safe_load(file.read_text("utf-8")).items():
                for rest in text.split("gopay-help ")[1:]:
                    words = command_of(rest)
                    if words:
                        found.setdefault(" ".join(words), f"{file.stem} {key}")
    return found


@pytest.fixture
def surroundings(tmp_path, monkeypatch):
    """A device with one case, nobody to ask, and whatever is said told apart from what is misspelt."""
    store_in(tmp_path / "cases").save(case())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOPAY_HELP_HOME", str(tmp_path / "cases"))
    monkeypatch.setenv("GOPAY_HELP_LANG", "en")
    misspelt = []
    explain = manual.explain

    def note(fault, *rest):
        if type(fault).__name__ != "NoArgsIsHelpError":  # a group alone shows its commands
            misspelt.append(fault)
        return explain(fault, *rest)

    monkeypatch.setattr(manual, "explain", note)
    yield misspelt
    gc.unfreeze()  # `check` ends a process of its own without the collector's last walk


def executed(monkeypatch, words):
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, stream, io.StringIO())
    monkeypatch.setattr(sys, "argv", ["gopay-help", *words])
    return run()


@pytest.mark.slow
def test_every_command_of_the_texts_is_there_and_takes_what_is_printed(surroundings, monkeypatch):
    told = printed()
    assert {"case show {id}", "case next {id} --works", "prevent", "channels --retired", "check"} <= set(told)
    assert len(told) > 20
    for line, where in told.items():
        words = [FILLED.get(word, word) for word in line.split()]
        offline = next((more for name, more in CONTACTING.items() if line.startswith(name)), [])
        code = executed(monkeypatch, [*words, *offline])
        assert surroundings == [], f"{line!r} of {where}: {surroundings[-1]}"
        assert code in ENDS, f"{line!r} of {where} ended with {code}"


def test_a_command_that_is_not_there_would_be_seen(surroundings, monkeypatch):
    assert executed(monkeypatch, ["case", "shew", CASE]) == 2
    assert executed(monkeypatch, ["case", "next", CASE, "--dune", "1"]) == 2
    assert len(surroundings) == 2


@pytest.fixture(scope="module")
def called(tmp_path_factory):
    """The program in a folder of its own, with a blank in its name, which no PATH leads to."""
    script = tmp_path_factory.mktemp("a place") / "gopay-help"
    script.write_text(f"#!{sys.executable}\nfrom gopay_help.__main__ import main\nmain()\n")
    script.chmod(0o755)
    return script


def in_shell(line, folder):
    """What a command line says in a shell that finds nothing of ours, and its code."""
    env = {"HOME": str(folder), "GOPAY_HELP_HOME": str(folder / "cases"), "PYTHONPATH": installed()}
    env |= {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "COLUMNS": "400"}
    shell = ["/bin/sh", "-c", line]
    done = subprocess.run(
        shell,
        cwd=folder,
        env=env,
        input="",
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr, done.returncode


SAYING = (
    "diagnose --no-input --offline --answer red_flag=yes",
    "case show nosuchcase",
    f"case show {CASE}",
    "verify +622150849000",
)
"""A page, an error's hint, a case, a verdict: each prints commands."""


@pytest.mark.slow
def test_what_is_printed_can_be_typed_where_the_program_is_on_no_path(called):
    folder = Path(called).parent
    store_in(folder / "cases").save(case())
    name = shlex.quote(str(called))
    found = set()
    for words in SAYING:
        said, _ = in_shell(f"{name} --lang en {words}" if words[0] == "-" else f"{name} {words}", folder)
        bare = [rest for rest in said.replace(name, "").split("gopay-help ")[1:] if command_of(rest)]
        assert bare == [], said
        for rest in said.split(f"{name} ")[1:]:
            found.add(" ".join(FILLED.get(word, word) for word in command_of(rest.split("\n")[0])))
    assert len(found - {""}) >= 6, found
    for command in sorted(found - {""})[:8]:
        said, code = in_shell(f"{name} {command}", folder)
        assert code in ENDS, (command, said)
        assert "not found" not in said
