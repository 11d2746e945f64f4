"""docs/architecture.md is true: rooms, floors, import rules, dependencies and every path it names."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "gopay_help"
TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FLOOR = re.compile(r"^floor \d\s{3}(\S.*?)\s{2,}\S", re.MULTILINE)


def rooms_that_exist():
    return {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def floors_drawn():
    """The drawing, top first; ">" is a floor of its own in the import rules."""
    return [floor.strip() for drawn in FLOOR.findall(TEXT) for floor in drawn.split(">")]


def layers_kept():
    (contract,) = (each for each in PROJECT["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    return [layer for layer in contract["layers"] if layer != "__main__"]


def test_every_room_is_drawn_and_every_drawn_room_exists():
    drawn = {room.strip() for floor in floors_drawn() for room in floor.split("|")}
    assert drawn == rooms_that_exist()


def test_every_room_is_described():
    described = set(re.findall(r"^\| `(\w+)` \| ", TEXT.partition("## How a run flows")[0], re.MULTILINE))
    assert described == rooms_that_exist()


def test_the_drawing_is_the_import_contract():
    def as_sets(floors):
        return [{room.strip() for room in floor.split("|")} for floor in floors]

    assert as_sets(floors_drawn()) == as_sets(layers_kept())


@pytest.mark.parametrize("file", sorted(set(re.findall(r"`([\w./-]+\.(?:py|yaml|md|toml))`", TEXT))))
def test_every_file_it_names_exists(file):
    places = (ROOT, PACKAGE, ROOT / "decision_trees" / "gopay", *PACKAGE.iterdir())
    assert any((place / file).is_file() for place in places), file


def test_every_dependency_is_explained_and_nothing_else():
    declared = {re.split(r"[><=;\[ ]", line)[0] for line in PROJECT["project"]["dependencies"]}
    section = TEXT.partition("## Dependencies")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([\w-]+)` \|", section, re.MULTILINE)) == declared


IMPORT_NAMES = {
    "ada-url": "ada_url",
    "dnspython": "dns",
    "email-validator": "email_validator",
    "phonenumberslite": "phonenumbers",
    "prompt-toolkit": "prompt_toolkit",
    "pyyaml": "yaml",
}
WITHOUT_IMPORT = {"tzdata"}  # data that zoneinfo looks for


def test_every_dependency_is_imported_and_every_import_declared():
    source = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    imported = set(re.findall(r"^\s*(?:from|import) (\w+)", source, re.MULTILINE))
    declared = {
        re.split(r"[><=;\[ ]", line)[0] for line in PROJECT["project"]["dependencies"]
    } - WITHOUT_IMPORT
    expected = {IMPORT_NAMES.get(name, name) for name in declared}
    assert expected <= imported
    third_party = {name for name in imported if _is_installed_by_us(name)}
    assert third_party <= expected


def _is_installed_by_us(name):
    """True for a top-level module that lies in site-packages and is not this package."""
    from importlib.util import find_spec

    spec = find_spec(name) if name != "gopay_help" else None
    return bool(spec and spec.origin and "site-packages" in spec.origin)


def test_the_cap_on_typer_has_its_reason():
    (typer,) = (line for line in PROJECT["project"]["dependencies"] if line.startswith("typer"))
    assert re.search(r"<0\.\d+", typer)
    assert f"typer is capped below {typer.partition('<')[2]}" in TEXT
