"""Two tiers of tests: the quick ones for every change, and all of them, which CI must not forget."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
SELECTING = re.compile(r"(-m|-k|--ignore|--ignore-glob|--deselect|--lf|--last-failed|--sw)\b|tests")
"""What keeps a test from being run."""


def tool():
    """tools/dev.py as a module."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "tools" / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tasks_of(job):
    """The tasks of tools/dev.py that a job runs; `.ci/run` ends in one."""
    lines = [step.get("run", "") for step in WORKFLOW["jobs"][job]["steps"]]
    if any(re.search(r"(^|\s)\.ci/run\b", line) for line in lines):
        lines.append((ROOT / ".ci" / "run").read_text("utf-8"))
    return {found[1] for line in lines for found in re.finditer(r"tools/dev\.py (\w+)", line)}


def collected(*arguments):
    """The files that pytest would take tests from."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:randomly", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": ""},
    )
    return {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}


def test_one_job_of_ci_leaves_no_test_out():
    (job,) = (name for name in WORKFLOW["jobs"] if "all" in tasks_of(name))
    assert "ubuntu" in WORKFLOW["jobs"][job]["runs-on"]  # the fault lab needs network namespaces
    assert "if" not in WORKFLOW["jobs"][job]
    assert not [word for word in tool().EVERYTHING if SELECTING.search(word)]
    options = (ROOT / "pyproject.toml").read_text("utf-8").partition("[tool.pytest.ini_options]")[2]
    assert 'testpaths = ["tests"]' in options
    (added,) = re.findall(r'^addopts = "(.*)"', options, re.MULTILINE)
    assert not SELECTING.search(added)


def test_all_runs_everything_and_test_the_quick_ones():
    tree = ast.parse((ROOT / "tools" / "dev.py").read_text("utf-8"))
    used = {
        node.name: {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and name.id.isupper()}
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    assert "EVERYTHING" in used["run_all"]
    assert used["test"] == {"QUICK"}
    assert used["latest"] & used["lowest"] >= {"OTHER_RELEASES"}


def test_the_newest_and_the_oldest_releases_have_a_job_each():
    tasks = set().union(*map(tasks_of, WORKFLOW["jobs"]))
    assert {"all", "test", "latest", "lowest"} <= tasks


def test_the_whole_fault_lab_runs_every_night():
    """A change runs a spread of the scenarios; none may rest for that."""
    night = yaml.safe_load((ROOT / ".github" / "workflows" / "lab.yml").read_text("utf-8"))
    assert [line["cron"].split()[2:] for line in night[True]["schedule"]] == [["*", "*", "*"]]  # YAML's `on`
    lines = [step.get("run", "") for step in night["jobs"]["lab"]["steps"]]
    assert any(line.endswith("python tools/dev.py lab") for line in lines)
    assert '"tests.lab"' in (source := (ROOT / "tools" / "dev.py").read_text("utf-8"))
    assert '("--all",)' in source


@pytest.mark.slow
def test_each_file_with_slow_tests_is_collected_by_all():
    every, slow = collected(), collected("-m", "slow")
    assert {
        "tests/lab/test_lab.py",
        "tests/packaging/test_installed.py",
        "tests/mutations/test_texts.py",
    } <= slow
    files = {str(file.relative_to(ROOT).as_posix()) for file in (ROOT / "tests").rglob("test_*.py")}
    assert every == files


MEASURING = {"tests/growth.py", "tests/property/patterns.py", "tests/mutations/__main__.py"}
"""Where processor time is looked at: two lengths in one run, and a table for people."""


def test_no_test_is_a_stop_watch():
    """Seconds are bars of `bench/`: on another machine they would say nothing of the program."""
    clocks = re.compile(r"\b(?:process_time|perf_counter|thread_time)\b")
    files = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "tests").rglob("*.py")
        if file != Path(__file__) and clocks.search(file.read_text("utf-8"))
    }
    assert files == MEASURING
