"""Builds gopay-help.pyz: the program with all that it needs in one file, which any Python 3.11 or newer runs.

    python3 tools/pyz.py [OUT]      ./dist/gopay-help.pyz without OUT; needs a package index

The file holds the wheel of this checkout and what it needs, in the releases of constraints.txt. It unpacks
itself once, into the cache of whoever runs it, under a name that follows from its content; from there it
starts as an installation does. What is compiled runs on the system and the Python that built the file;
elsewhere the parts in plain Python stand in (`verify` then reads plainly written addresses alone).
"""

import hashlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "constraints.txt"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
LEFT_OUT = {"__pycache__", "bin", "Scripts"}
START = '''\
"""Unpacks the program beside nothing else of its user's, once, and runs it."""

import os
import shutil
import stat
import sys
import tempfile
import zipfile
from pathlib import Path

KEY = "{key}"


def cache() -> Path:
    named = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else None)
    usual = Path(named) if named and Path(named).is_absolute() else Path.home() / ".cache"
    return usual / "gopay-help" / "pyz"


def is_ours(folder: Path) -> bool:
    found = folder.lstat()
    mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return stat.S_ISDIR(found.st_mode) and mine and (os.name == "nt" or not found.st_mode & 0o022)


def unpacked(archive: str) -> Path:
    """The folder with the program; whole, or not there."""
    shelf = cache()
    shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = shelf / KEY
    if not folder.exists():
        beside = Path(tempfile.mkdtemp(prefix=".new-", dir=shelf))
        try:
            unpack(archive, beside)
            os.rename(beside, folder)
        except OSError:
            if not folder.exists():
                raise
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    if not (is_ours(shelf) and is_ours(folder)):
        raise PermissionError(folder)
    return folder


def unpack(archive: str, folder: Path) -> None:
    with zipfile.ZipFile(archive) as whole:
        whole.extractall(folder, [name for name in whole.namelist() if name.startswith("site/")])


def run(folder: Path) -> None:
    sys.path.insert(0, str(folder / "site"))
    from gopay_help.__main__ import entry

    entry()


def start() -> None:
    if sys.version_info < (3, 11):
        sys.exit("gopay-help needs Python 3.11 or newer.")
    archive = os.path.dirname(os.path.abspath(__file__))
    try:
        folder = unpacked(archive)
    except (OSError, RuntimeError):  # no home, no room, or somebody else's folder: from a place for this run
        with tempfile.TemporaryDirectory(prefix="gopay-help-") as once:
            unpack(archive, Path(once))
            sys.path.insert(0, os.path.join(once, "site"))
            from gopay_help.__main__ import main

            main()
    run(folder)


start()
'''


def build(out: Path) -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory(prefix="gopay-help-pyz-") as scratch:
        site = Path(scratch) / "site"
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        environ = {**os.environ, "PIP_CONSTRAINT": str(LOCK), "PIP_BUILD_CONSTRAINT": str(LOCK)}
        command = [*pip, "install", "--no-compile", "--target", str(site), str(ROOT)]
        subprocess.run(command, env=environ, check=True)
        files = sorted(file for file in site.rglob("*") if file.is_file() and wanted(file.relative_to(site)))
        contents = {f"site/{file.relative_to(site).as_posix()}": file.read_bytes() for file in files}
    whole = hashlib.sha256()
    for name, content in contents.items():
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    write(out, {"__main__.py": START.replace("{key}", whole.hexdigest()[:32]).encode(), **contents})


def wanted(file: Path) -> bool:
    """True unless it is a leftover of the installation: scripts, caches, and where pip says it came from."""
    return LEFT_OUT.isdisjoint(file.parts) and file.name not in {"direct_url.json", "RECORD", "INSTALLER"}


def write(out: Path, contents: dict[str, bytes]) -> None:
    """One archive with a first line for a shell; the same contents make the same file."""
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(f".new-{out.name}")
    with beside.open("wb") as file:
        file.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in contents.items():
                entry = zipfile.ZipInfo(name, LONG_AGO)
                entry.external_attr = 0o644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
    beside.chmod(beside.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    shutil.move(beside, out)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "gopay-help.pyz"
    build(target)
    sys.stdout.write(f"{target}: {target.stat().st_size / 1e6:.1f} MB\n")
