"""Casts the net over a program: builds it as a user has it, has every run, compares with the record."""

import difflib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tests.net.runs import LANGUAGES, Row, rows

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RECORD = HERE / "record.tsv"
LENGTH = 10
"""Hexadecimal digits of a hash: enough to see a change, and the record stays small."""


class Variant(NamedTuple):
    """One run: the row's name, the language, and whether JSON was asked for."""

    row: str
    lang: str
    json: bool

    def __str__(self) -> str:
        return f"[{self.lang}{' json' if self.json else ''}] {self.row}"


def variants() -> dict[Variant, dict[str, object]]:
    """Every run."""
    return {
        Variant(row.name, lang, as_json): row.run(lang, as_json=as_json)
        for row in rows()
        for lang, as_json in row.variants
    }


def installed(checkout: Path, into: Path) -> Path:
    """The wheel of *checkout*, unpacked: a folder to put first on the path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into / "dist")]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        sys.exit(f"the net: no wheel of {checkout}\n{done.stdout}{done.stderr}")
    (wheel,) = (into / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(into / "site")
    return into / "site"


def said_by(checkout: Path, every: int = 1) -> dict[Variant, str]:
    """What each run says in *checkout*, or each run of so many."""
    runs = dict(islice(variants().items(), 0, None, every))
    with tempfile.TemporaryDirectory(prefix="net-") as made:
        return said_in(runs, [sys.executable], installed(checkout, Path(made)))


def said_in(
    runs: Mapping[Variant, dict[str, object]], python: Sequence[str], site: Path | None, *command: str
) -> dict[Variant, str]:
    """What each run says under *python*, with *site* first on its path; or as processes of *command*."""
    done = subprocess.run(
        [*python, str(HERE / "worker.py"), *command],
        input=json.dumps(list(runs.values())),
        env={**os.environ, "PYTHONPATH": str(site or ""), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        sys.exit(f"the net broke\n{done.stderr}")
    return dict(zip(runs, map(json.loads, done.stdout.splitlines()), strict=True))


def hashed(said: Mapping[Variant, str]) -> dict[Variant, str]:
    """A short hash of each."""
    return {one: hashlib.sha256(text.encode()).hexdigest()[:LENGTH] for one, text in said.items()}


def read_record() -> dict[Variant, str]:
    """The hashes of what stood before."""
    found = {}
    for line in RECORD.read_text("utf-8").splitlines():
        name, *hashes = line.split("\t")
        columns = [(lang, as_json) for as_json in (False, True) for lang in LANGUAGES]
        for (lang, as_json), value in zip(columns, hashes, strict=False):
            found[Variant(name, lang, as_json)] = value
    return found


def write_record(hashes: Mapping[Variant, str]) -> None:
    """Keep the hashes; a line a row: three languages as text, then as JSON."""
    RECORD.write_text("".join(f"{line}\n" for line in _lines(rows(), hashes)), "utf-8", newline="\n")


def _lines(every: list[Row], hashes: Mapping[Variant, str]) -> Iterator[str]:
    for row in every:
        yield "\t".join(
            [row.name, *(hashes[Variant(row.name, lang, as_json)] for lang, as_json in row.variants)]
        )


def differing(before: Mapping[Variant, str], after: Mapping[Variant, str]) -> list[Variant]:
    """The runs that are not the same on both sides, or on one side only."""
    every = dict.fromkeys([*before, *after])
    return [one for one in every if before.get(one) != after.get(one)]


def shown(one: Variant, before: str, after: str) -> str:
    """A difference to read."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "before", "after", lineterm="", n=1)
    return "\n".join([f"== {one}", *lines, ""])
