"""The lock: every release that an install takes, exactly, for each Python and system."""

import itertools
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LINES = [
    line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")
]
PINS = [Requirement(line) for line in LINES]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = {"linux": "posix", "darwin": "posix", "win32": "nt"}
ASKED = {
    "dependencies": PROJECT["project"]["dependencies"],
    "dev": PROJECT["project"]["optional-dependencies"]["dev"],
    "build": PROJECT["build-system"]["requires"],
}
SURROUNDINGS = [
    {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "os_name": name,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    for python, (system, name) in itertools.product(PYTHONS, SYSTEMS.items())
]


def held(requirement: Requirement, surroundings: dict[str, str]) -> list[str]:
    """The releases that the lock has of a package there."""
    name = canonicalize_name(requirement.name)
    return [
        str(pin.specifier).removeprefix("==")
        for pin in PINS
        if canonicalize_name(pin.name) == name and (pin.marker is None or pin.marker.evaluate(surroundings))
    ]


@pytest.mark.parametrize("line", LINES)
def test_each_line_is_one_exact_release_and_no_address(line):
    pin = Requirement(line)
    assert re.fullmatch(r"==[0-9][0-9a-z.+]*", str(pin.specifier))
    assert pin.url is None
    assert not pin.extras  # pip refuses extras in a constraint
    assert not re.search(r"://|--|@", line)


@pytest.mark.parametrize(
    "surroundings", SURROUNDINGS, ids=lambda s: f"{s['sys_platform']}-{s['python_version']}"
)
def test_all_that_an_install_asks_for_stands_in_the_lock_once_and_fits(surroundings):
    for line in itertools.chain.from_iterable(ASKED.values()):
        asked = Requirement(line)
        if asked.marker is None or asked.marker.evaluate(surroundings):
            (release,) = held(asked, surroundings)
            assert asked.specifier.contains(release), line


@pytest.mark.parametrize("line", sorted(set(itertools.chain.from_iterable(ASKED.values()))))
def test_each_requirement_has_a_lower_bound(line):
    assert any(bound.operator in (">=", "~=", "==") for bound in Requirement(line).specifier), line


def test_whoever_installs_takes_the_lock():
    readme = (ROOT / "README.md").read_text("utf-8")
    (command,) = re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)
    # The first is what a build obeys up to pip 25, the second from 25.3 on.
    assert (
        "PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt .venv/bin/pip install ."
        in command
    )
    assert "pip install -c constraints.txt ." in readme
    workflow = (ROOT / ".github" / "workflows" / "recheck.yml").read_text("utf-8")
    assert "PIP_CONSTRAINT: constraints.txt, PIP_BUILD_CONSTRAINT: constraints.txt" in workflow


def test_the_lock_is_made_by_a_command_that_there_is():
    header = (ROOT / "constraints.txt").read_text("utf-8").splitlines()[1]
    assert header.strip("# ") == "python3 tools/dev.py lock"
    assert "\ndef lock(" in (ROOT / "tools" / "dev.py").read_text("utf-8")
