"""What Tab offers in the shells themselves: values, not files."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wheel import ROOT, installed

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="the shells of Unix"),
]
OFFERED = [
    ("check --format ", {"text", "json", "nagios", "junit", "openmetrics", "github"}),
    ("funds acc", {"account_lock"}),
    ("diagnose --brand gopay_c", {"gopay_cz"}),
    ("--lang z", {"zh-Hans"}),
    ("tree show red_f", {"red_flag"}),
    ("check --fail-on ok,dns_s", {"ok,dns_slow"}),
    ("case draft --format e", {"eml"}),
    ("case export --reveal c", {"counterparty"}),
    ("case de", {"delete"}),
    ("channels show id_phone", {"id_phone_1500729"}),
    ("case show abc", {"abcdefghijk2"}),
]
"""What is offered is the program's word: the quick tests ask one shell, all of them ask three."""


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A folder with the program by its name, a case, and files that nobody may be offered."""
    folder = tmp_path_factory.mktemp("shell")
    program = folder / "bin" / "gopay-help"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m gopay_help "$@"\n')
    program.chmod(0o755)
    for name in ("accident.txt", "abcdef.txt"):
        (folder / name).touch()
    kept = folder / "kept" / "cases"
    kept.mkdir(mode=0o700, parents=True)
    shutil.copyfile(ROOT / "tests" / "net" / "case.json", kept / "abcdefghijk2.json")
    environ = {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "GOPAY_HELP_HOME": str(folder / "kept"),
        "PYTHONPATH": installed(),
        "LANG": "C.UTF-8",
        "TERM": "xterm",
    }
    return folder, environ


def shell(world, *command: str, text: str = "") -> str:
    folder, environ = world
    done = subprocess.run(
        command, input=text, env=environ, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def script(world, name: str) -> Path:
    folder, environ = world
    file = folder / f"completion.{name}"
    if file.exists():
        return file
    done = subprocess.run(
        ["gopay-help"],
        env={**environ, "_GOPAY_HELP_COMPLETE": f"source_{name}"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    file.write_text(done.stdout)
    return file


def needs(name: str):
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"there is no {name} here")


@needs("bash")
@pytest.mark.parametrize(("line", "offered"), OFFERED)
def test_bash(world, line, offered):
    words = f"gopay-help {line}".split(" ")
    array = " ".join(f"'{word}'" for word in words)
    asked = (
        f"source {script(world, 'bash')}; COMP_WORDS=({array}); COMP_CWORD={len(words) - 1};"
        " _gopay_help_completion gopay-help; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    assert set(shell(world, "bash", "--norc", "-c", asked).split()) == offered


@pytest.mark.slow
@needs("fish")
@pytest.mark.parametrize(("line", "offered"), OFFERED)
def test_fish(world, line, offered):
    asked = f"source {script(world, 'fish')}; complete -C 'gopay-help {line}'"
    found = {row.split("\t")[0] for row in shell(world, "fish", "--no-config", "-c", asked).splitlines()}
    assert found == offered


@pytest.mark.slow
@needs("zsh")
@pytest.mark.parametrize(("line", "offered"), OFFERED[1:])
def test_zsh(world, line, offered):
    pexpect = pytest.importorskip("pexpect")
    folder, environ = world
    child = pexpect.spawn("zsh", ["-f", "-i"], env=environ, cwd=folder, encoding="utf-8", timeout=30)
    try:
        child.sendline(
            f"autoload -Uz compinit; compinit -u; source {script(world, 'zsh')}; PS1=REA; PS1+='DY> '"
        )
        child.expect("READY> ")
        child.send(f"gopay-help {line}\t")
        (value,) = offered
        child.expect_exact(value[len(line.split(" ")[-1]) :])
    finally:
        child.close(force=True)


@needs("sh")
@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_a_shell_without_completion_is_no_mistake_of_ours(world, option):
    folder, environ = world
    command = ["sh", "-c", f"gopay-help {option}; echo code: $?"]
    done = subprocess.run(command, env=environ, cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "code: 2"
    assert "sh" in done.stdout + done.stderr
