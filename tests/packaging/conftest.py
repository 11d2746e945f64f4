"""The ways to have gopay-help, each made once: nothing here asks a package index."""

import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

import pytest

from wheel import ROOT, Program, built, copy_project


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    """An untouched copy of the project."""
    return copy_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def sdist(project, tmp_path_factory):
    return built(project, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def wheel(sdist, tmp_path_factory):
    """The wheel, built from the unpacked sdist as pip would do it."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (unpacked,) = folder.iterdir()
    return built(unpacked, "wheel", tmp_path_factory.mktemp("wheel"))


def fresh_venv(folder: Path) -> Path:
    """A new environment that sees the dependencies of this one, but not its gopay-help.

    A path in a .pth file is added as it is; the .pth files in that path, an editable install among them, are
    not read.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    scheme = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", scheme))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Path(sysconfig.get_path("scripts", "venv", scheme)) / "python"


def install(python: Path, *what: str) -> None:
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index"]
    command = [*pip, "--no-deps", "--no-build-isolation", *what]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def from_wheel(wheel, tmp_path_factory):
    python = fresh_venv(tmp_path_factory.mktemp("wheel-venv"))
    install(python, str(wheel))
    return Program(str(python))


@pytest.fixture(scope="session")
def from_editable(tmp_path_factory):
    python = fresh_venv(tmp_path_factory.mktemp("editable-venv"))
    install(python, "-e", str(copy_project(tmp_path_factory.mktemp("editable"))))
    return Program(str(python))


@pytest.fixture(scope="session")
def from_checkout(tmp_path_factory):
    python = fresh_venv(tmp_path_factory.mktemp("checkout-venv"))
    return Program(str(python), {"PYTHONPATH": str(ROOT / "src")})


@pytest.fixture(params=["wheel", "editable", "checkout"])
def program(request):
    """gopay-help in each of the three ways."""
    return request.getfixturevalue(f"from_{request.param}")


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def pyz(builds):
    return builds[0]
