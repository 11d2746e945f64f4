"""How a run ends whatever is closed, full, gone or hostile: a code of the contract, and one clean line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program import ROOT, program

from fakes import WARUNG
from gopay_help.cli.exit import refused, told
from gopay_help.cli.options import can_show
from gopay_help.model.errors import UsageError
from gopay_help.model.text import Phrase

COMMANDS = (
    "--help",
    "--version",
    "channels",
    "funds",
    "check --offline",
    "verify gopay.co.id",
    "diagnose --no-input --offline --answer red_flag=yes",
    "diagnose --no-input",
    "chanels",
    "tree lint /nowhere",
    "case show",
)
CODES = {0, 2, 3, 4, 5, 19, 20}
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is full")


ENVIRON = {
    "PYTHONPATH": str(ROOT / "src"),
    "HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
}
WHERE = [">/dev/full", "2>/dev/full", ">/dev/full 2>&1", ">&- 2>&-", "<&- >/dev/full"]


def shell(line: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    environ = {**ENVIRON, **more}
    return subprocess.run(["bash", "-c", line], env=environ, capture_output=True, timeout=60, check=False)


def ended(command: str, redirection: str = "", **more: str) -> subprocess.CompletedProcess[bytes]:
    return shell(f"{sys.executable} -m gopay_help {command} {redirection}", **more)


@needs_full
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("where", WHERE)
@pytest.mark.slow
def test_a_code_of_the_contract_whatever_is_full_or_closed(command: str, where: str):
    done = ended(command, where)
    assert done.returncode in CODES, done
    assert b"Traceback" not in done.stdout + done.stderr


@needs_full
@pytest.mark.parametrize("command", ["channels", "--help", "funds --json"])
def test_what_cannot_be_written_is_code_four_and_names_the_output(command: str):
    done = ended(command, ">/dev/full")
    assert (done.returncode, done.stderr.count(b"\n")) == (4, 1)
    assert b"The output could not be written" in done.stderr


@pytest.mark.parametrize("command", ["--help", "channels", "funds", "tree --help"])
def test_a_reader_that_goes_away_is_no_error(command: str):
    done = ended(command, "| true; exit ${PIPESTATUS[0]}")
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_place_that_cannot_be_read_is_named_and_code_four(capsys):
    error = PermissionError(13, "Permission denied", "/a/place")
    assert refused(error, "en") == 4
    assert "/a/place" in capsys.readouterr().err
    long = "x" * 300
    done = program("tree", "lint", long, "--lang", "en")
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert long[:50] in done.stderr


def test_a_folder_that_is_gone_under_our_feet_is_no_mistake_of_ours(tmp_path: Path):
    gone = tmp_path / "gone"
    gone.mkdir()
    done = shell(f"cd {gone} && rmdir {gone} && {sys.executable} -m gopay_help tree lint {WARUNG}")
    assert done.returncode == ended(f"tree lint {WARUNG}").returncode
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("tree", "lint"), ("diagnose", "--pack"), ("check", "--targets")])
def test_a_name_from_outside_is_one_line_and_no_workflow_command(words: tuple[str, ...], tmp_path: Path):
    place = tmp_path / "x\n::error::y\x1b[31m"
    done = program(*words, str(place), "--lang", "en")
    assert done.returncode in {2, 4}
    assert done.stderr.count("\n") == 1
    assert "\x1b" not in done.stderr


def test_without_any_words_there_is_a_sentence_and_no_raw_key(monkeypatch):
    def gone(_name: str) -> None:
        raise MemoryError

    monkeypatch.setattr("gopay_help.cli.exit.pack_folder", gone)
    said = told(UsageError(Phrase("fault.unreadable", file="x", reason=Phrase("fault.reason.missing"))), None)
    assert "fault." not in said
    assert "unreadable, file x, reason missing" in said


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("nosuch", 2),
        ("--help", 0),
        ("--lang id nosuch", 2),
        ("funds", 4),
        ("verify 157", 4),
        ("tree lint", 4),
    ],
)
def test_an_installation_without_its_packs_says_so(command: str, code: int, tmp_path: Path):
    shutil.copytree(
        ROOT / "src" / "gopay_help", tmp_path / "gopay_help", ignore=shutil.ignore_patterns("__pycache__")
    )
    done = ended(command, PYTHONPATH=str(tmp_path))
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False)
    assert code == 0 or done.stderr.count(b"\n") <= 6


class Ascii:
    encoding = "ascii"


def test_a_terminal_without_chinese_is_told_and_gets_english():
    assert not can_show("zh-Hans", Ascii())
    assert can_show("id", Ascii())
    assert "不" in ended("funds --lang zh").stdout.decode()
    done = ended("funds --lang zh", PYTHONIOENCODING="ascii")
    assert (done.returncode, rb"\u" in done.stdout + done.stderr) == (0, False)
    assert b"Never give an OTP" in done.stdout
    assert b"zh-Hans" in done.stderr


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize(
    "command",
    ["diagnose --no-input --offline --answer red_flag=yes", "funds", "prevent", "check --offline", "--help"],
)
def test_an_old_terminal_gets_the_signs_that_it_has(command: str, lang: str):
    done = ended(f"{command} --lang {lang}", PYTHONIOENCODING="ascii")
    assert rb"\u" not in done.stdout + done.stderr
    assert len(done.stdout) > 400
