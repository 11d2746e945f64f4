"""The README is true: it tells of every command and option, and of no other; its lines run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gopay_help.cli.app import every_command
from gopay_help.model.errors import ExitCode
from wheel import leading_nowhere

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "README.md").read_text("utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]
PROGRAM = [line for line in LINES if re.search(r"(^|\| )gopay-help ", line)]
SET_UP = [line for line in LINES if line not in PROGRAM]
CONTACTING = ("gopay-help check", "gopay-help watch")


def commands():
    """Every command of the program, with its path."""
    return every_command()


def options(command):
    return {
        name
        for part in command.params
        for name in (*part.opts, *part.secondary_opts)
        if name.startswith("--")
    }


EVERY_OPTION = {option for _, command in commands() for option in options(command)} | {"--help"}


@pytest.mark.parametrize("path", [" ".join(path) for path, _ in commands() if path])
def test_every_command_is_in_the_readme(path):
    assert re.search(rf"`{path}\b", TEXT), f"the README does not tell of `{path}`"


@pytest.mark.parametrize("option", sorted(EVERY_OPTION))
def test_every_option_is_in_the_readme(option):
    assert re.search(rf"`(?:[^`]* )?{option}\b", TEXT), f"the README does not tell of {option}"


@pytest.mark.parametrize(
    ("path", "option"),
    [(path[0], option) for path, command in commands() if path for option in sorted(options(command))],
)
def test_the_options_of_a_command_stand_with_it(path, option):
    """Those that every command has stand once, for all."""
    everywhere = re.search(r"^Everywhere: (.*?)And `--version`", TEXT, re.MULTILINE | re.DOTALL)
    row = re.search(rf"^\| `{path}` \| (.*) \|$", TEXT, re.MULTILINE)
    assert everywhere
    assert option in everywhere[1] or option == "--help" or (row and option in row[1])


OF_OTHERS = {"--from"}
"""uvx's."""


def test_no_option_is_told_of_that_does_not_exist():
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", TEXT))
    assert told - EVERY_OPTION - OF_OTHERS == set()


def test_no_command_is_told_of_that_does_not_exist():
    known = {path[0] for path, _ in commands() if path}
    quoted = " ".join(re.findall(r"`([^`]+)`", TEXT)) + "\n".join(PROGRAM)
    told = set(re.findall(r"gopay-help ([a-z][a-z0-9]+)", quoted))
    assert told - known == set()


def test_every_exit_code_is_in_the_readme():
    table = TEXT.partition("| code | means |")[2].partition("\n## ")[0]
    told = {
        int(number) for row in re.findall(r"^\| ([\d ]+) \|", table, re.MULTILINE) for number in row.split()
    }
    assert told == {int(code) for code in ExitCode}


def test_every_file_it_links_to_exists():
    missing = [link for link in re.findall(r"\]\(([^)#:]+)\)", TEXT) if not (ROOT / link).exists()]
    assert missing == []


def test_where_to_change_what_is_there():
    rows = TEXT.partition("| to change | open |")[2].partition("\n\n")[0].splitlines()[2:]
    assert len(rows) == 5
    for row in rows:
        places = re.findall(r"`((?:src|decision_trees|tests)/[^`]*)`", row)
        assert places
        assert [place for place in places if not (ROOT / place).exists()] == []


def run(line, folder):
    scripts = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env={
            "PATH": f"{scripts}:{os.environ['PATH']}",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


WHOLE_PACK = re.compile(
    r"gopay-help (?:tree test|tree lint .*--(?:format|lang|strict)|i18n (?:export|status))"
)
"""Lines that look at all of our pack, which other tests do too: seconds each."""


@pytest.mark.skipif(shutil.which("bash") is None, reason="the lines of the README are bash")
@pytest.mark.parametrize(
    "line",
    [
        pytest.param(line, marks=pytest.mark.slow if WHOLE_PACK.match(line) else ())
        for line in PROGRAM
        if not line.startswith(CONTACTING)
    ],
)
def test_every_line_runs(line, tmp_path):
    """As it stands, but for --offline with the wizard: a test contacts nobody."""
    wizard = line.startswith("gopay-help diagnose")
    done = run(f"{line} --offline" if wizard and "--offline" not in line else line, tmp_path)
    if wizard and not re.search("--no-input|--write-template", line):  # nobody can be asked, and it says so
        assert (done.returncode, "--answer" in done.stderr) == (ExitCode.USAGE, True)
        return
    assert done.returncode not in (ExitCode.INTERNAL, ExitCode.USAGE, ExitCode.DATA), done.stderr
    assert done.stdout


@pytest.mark.parametrize("line", [line for line in PROGRAM if line.startswith(CONTACTING)])
def test_every_line_that_looks_at_the_network_runs_without_one(line, tmp_path):
    alone = leading_nowhere()
    if alone is None:
        pytest.skip("no namespace can be made here, and a test contacts nobody")
    done = run(f"{' '.join(alone)} {line}", tmp_path)
    assert done.returncode not in (ExitCode.INTERNAL, ExitCode.USAGE, ExitCode.DATA), done.stderr
    assert done.stdout


def test_the_set_up_is_two_commands_and_ci_runs_the_second():
    assert len(SET_UP) == 2
    assert SET_UP[1] == "python3 tools/dev.py test"
    assert "tools/dev.py" in (ROOT / ".ci" / "run").read_text("utf-8")
