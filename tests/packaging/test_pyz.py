"""One file that runs on a Python that has nothing, without a network, and says what an installation says."""

import subprocess
import sys
from pathlib import Path

import pytest

from wheel import ROOT, leading_nowhere

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("packaging")]
LINES = (
    "--version",
    "channels --json",
    "funds --lang id",
    "prevent account_lock --lang zh-Hans",
    "verify gopay.co.id 08123456789 --json",
    "diagnose --no-input --offline --answer red_flag=yes --json",
    "tree stats --json",
    "tree lint --format github",
    "i18n status --json",
    "case list --json",
)
PROGRAM = "gopay-help"
CLOCK = ("--now", "2026-11-22T08:00:00Z")


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    """The file twice, built at the same time as its own command builds it; this asks a package index."""
    folder = tmp_path_factory.mktemp("pyz")
    outs = [folder / "gopay-help.pyz", folder / "again.pyz"]
    tool = [sys.executable, str(ROOT / "tools" / "pyz.py")]
    running = [subprocess.Popen([*tool, str(out)], stdout=subprocess.DEVNULL) for out in outs]
    if [build.wait(300) for build in running] != [0, 0]:
        asked = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--no-cache-dir",
            "-d",
            folder,
            "idna",
        ]
        if subprocess.run(asked, check=False, capture_output=True).returncode:
            pytest.skip("no package index can be asked from here")
        pytest.fail("the file cannot be built")
    return outs


@pytest.fixture(scope="module")
def pyz(builds):
    return builds[0]


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
