"""One file that runs on a Python that has nothing, without a network, and says what an installation says."""

import subprocess
import sys
from pathlib import Path

import pytest

from wheel import leading_nowhere

pytestmark = pytest.mark.slow
LINES = (
    "--version",
    "channels --json",
    "diagnose --no-input --offline --answer red_flag=yes --json",
    "tree lint --format github",
    "i18n status --json",
)
PROGRAM = "gopay-help"
CLOCK = ("--now", "2026-11-22T08:00:00Z")


def bare(pyz: Path, home: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run it on a Python without any package, in a network that leads nowhere."""
    command = [*(leading_nowhere() or ()), sys.executable, "-I", "-S", str(pyz), *arguments]
    return subprocess.run(
        command,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environ},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("line", LINES)
def test_it_says_what_an_installation_says(pyz, from_wheel, tmp_path_factory, line):
    home = tmp_path_factory.getbasetemp() / "pyz-home"
    home.mkdir(exist_ok=True)
    clock = () if line == "--version" else CLOCK
    one, other = bare(pyz, home, *line.split(), *clock), from_wheel.run(*line.split(), *clock)
    assert (one.returncode, one.stderr) == (other.returncode, other.stderr)
    # Each names the command that a person types to call it; all else is the same.
    assert one.stdout.replace(f"python3 {pyz}", PROGRAM) == other.stdout.replace(
        "python3 -m gopay_help", PROGRAM
    )


@pytest.mark.parametrize("python", ["bare", "venv without pip"])
def test_the_wizard_starts_on_a_machine_without_a_package_index(pyz, tmp_path, python):
    pexpect = pytest.importorskip("pexpect")
    interpreter = [sys.executable, "-I", "-S"]
    if python != "bare":
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
        interpreter = [str(tmp_path / "venv" / "bin" / "python")]
    command, *words = [*(leading_nowhere() or ()), *interpreter, str(pyz)]
    child = pexpect.spawn(
        command,
        words,
        env={
            "HOME": str(tmp_path),
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "PIP_INDEX_URL": "http://127.0.0.1:9/",
        },
        cwd="/",
        dimensions=(40, 80),
        encoding="utf-8",
        timeout=60,
    )
    try:
        for number in (1, 1, 2):
            child.expect("Press (?:1 or 2|a number from 1 to [0-9])")
            child.send(str(number))
        child.expect("DO THIS NOW")
        child.expect(r"\[q\] quit")
        child.send("q")
        child.expect(pexpect.EOF)
    finally:
        child.close(force=True)
    assert child.exitstatus == 0
    assert list((tmp_path / ".local" / "share").rglob("*.json"))


def test_the_commands_that_it_names_can_be_typed(pyz, tmp_path):
    said = bare(pyz, tmp_path, "verify", "gopay.co.id", "08123456789", "--json", *CLOCK).stdout
    assert f"python3 {pyz} channels" in said
    assert f"{PROGRAM} channels" not in said


def test_it_unpacks_itself_once_and_for_its_user_alone(pyz, tmp_path):
    assert bare(pyz, tmp_path, "funds").returncode == 0
    shelf = tmp_path / ".cache" / "gopay-help" / "pyz"
    (folder,) = shelf.iterdir()
    assert (shelf.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o700, 0o700)
    mark = folder / "site" / "mark"
    mark.touch()
    assert bare(pyz, tmp_path, "funds").returncode == 0
    assert mark.exists()


def test_what_others_may_write_is_not_run(pyz, tmp_path):
    assert bare(pyz, tmp_path, "funds").returncode == 0
    (folder,) = (tmp_path / ".cache" / "gopay-help" / "pyz").iterdir()
    (folder / "site" / "gopay_help" / "__main__.py").write_text("raise SystemExit(99)")
    folder.chmod(0o777)
    assert bare(pyz, tmp_path, "funds").returncode == 0


@pytest.mark.parametrize("home", ["/nonexistent", "/proc"])
def test_without_a_home_it_runs_all_the_same(pyz, home):
    assert bare(pyz, Path(home), "funds").returncode == 0


def test_the_same_checkout_gives_the_same_file(builds):
    first, second = builds
    assert first.read_bytes() == second.read_bytes()
