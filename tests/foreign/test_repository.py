"""What other repositories take from here: hooks, an action, workflows. Read by parsers that are not ours."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from codeowners import CodeOwners
from walks import FOREIGN, PACKS, ROOT

BIN = Path(sys.executable).parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCRIPTS = sorted((ROOT / "tools").glob("*.sh"))
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts are for bash")
HOOKS = ("tree-lint", "tree-fmt", "tree-test", "i18n-status", "channels-lint")


def run(*words, cwd=ROOT, **environment):
    """A command with this environment's programs first, and nobody's settings."""
    env = {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(cwd),
        "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
        "PYTHONPATH": str(ROOT / "src"),
        "GOPAY_HELP_LANG": "en",
        "GIT_CONFIG_NOSYSTEM": "1",
        **environment,
    }
    return subprocess.run(
        list(map(str, words)), cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=300
    )


def repository(folder, *, message="first"):
    """Make *folder* a git repository in which everything is committed."""
    git = ("git", "-c", "user.name=somebody", "-c", "user.email=somebody@example.invalid")
    run(*git, "init", "-q", "-b", "main", cwd=folder)
    run(*git, "add", "--all", cwd=folder)
    done = run(*git, "commit", "-q", "-m", message, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


# ---------------------------------------------------------------------------- hooks


def test_pre_commit_itself_reads_the_manifest():
    done = run("pre-commit", "validate-manifest", MANIFEST)
    assert done.returncode == 0, done.stdout
    assert {hook["id"] for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))} == set(HOOKS)


@pytest.fixture
def hooks(tmp_path):
    """This repository's manifest in one of its own; its entries run as they are, nothing is installed."""
    folder = tmp_path / "hooks"
    folder.mkdir()
    text = MANIFEST.read_text("utf-8").replace("language: python", "language: system")
    (folder / MANIFEST.name).write_text(text, "utf-8")
    return repository(folder)


@pytest.fixture
def theirs(tmp_path):
    """Somebody's repository: two packs, and YAML that has nothing to do with them."""
    folder = tmp_path / "theirs"
    for name in ("wireless", "lost_card"):
        shutil.copytree(PACKS / name, folder / "packs" / name)
    (folder / "compose.yaml").write_text("services: {}\n", "utf-8")
    return repository(folder)


def try_repo(hooks, theirs, hook, tmp_path):
    done = run(
        "pre-commit", "try-repo", hooks, hook, "--all-files", "--verbose", "--color=never",
        cwd=theirs, PRE_COMMIT_HOME=str(tmp_path / "cache"),
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "hook", [pytest.param(hook, marks=pytest.mark.slow if hook != "tree-fmt" else ()) for hook in HOOKS]
)
def test_a_hook_passes_over_packs_that_are_well(hooks, theirs, hook, tmp_path):
    code, said = try_repo(hooks, theirs, hook, tmp_path)
    assert code == 0, said
    assert "Passed" in said


@pytest.mark.slow
def test_a_hook_stops_a_commit_that_leads_nowhere_and_names_the_place(hooks, theirs, tmp_path):
    tree = theirs / "packs" / "lost_card" / "tree.yaml"
    broken = tree.read_text("utf-8").replace("to: pin_blocked", "to: pin_lost")
    tree.write_text(broken, "utf-8")
    line = broken[: broken.index("pin_lost")].count("\n") + 1
    code, said = try_repo(hooks, theirs, "tree-lint", tmp_path)
    assert code == 1
    assert f"packs/lost_card/tree.yaml:{line}:" in said
    assert "REF001" in said
    assert "packs/wireless" not in said


def test_the_hooks_look_at_the_packs_of_the_changed_files_only(theirs):
    done = run(
        sys.executable, "-m", "gopay_help.cli.packs", "tree", "lint", "--strict",
        "compose.yaml", "packs/wireless/text/de.yaml", "packs/wireless/tree.yaml",
        cwd=theirs,
    )  # fmt: skip
    assert (done.returncode, done.stdout.count("\n")) == (0, 1), done.stdout
    nothing = run(sys.executable, "-m", "gopay_help.cli.packs", "tree", "lint", "compose.yaml", cwd=theirs)
    assert (nothing.returncode, nothing.stdout) == (0, "")


# ---------------------------------------------------------------------------- action and workflows


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_has_the_shape_that_github_reads(file):
    done = run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", file)
    assert done.returncode == 0, done.stdout


def test_the_action_has_the_shape_that_github_reads(tmp_path):
    check = ("check-jsonschema", "--builtin-schema", "vendor.github-actions")
    assert run(*check, ROOT / "action.yml").returncode == 0
    broken = tmp_path / "action.yml"
    broken.write_text((ROOT / "action.yml").read_text("utf-8").replace("using: composite", "using: shell"))
    assert run(*check, broken).returncode == 1


def test_no_word_of_a_stranger_reaches_a_shell():
    """An expression inside `run:` is pasted into the script before the shell sees it."""
    for file in (ROOT / "action.yml", *WORKFLOWS):
        document = yaml.safe_load(file.read_text("utf-8"))
        jobs = document.get("jobs", {"action": document.get("runs")})
        for job in jobs.values():
            for step in job.get("steps", ()):  # none in a job that is another workflow
                pasted = re.findall(r"\$\{\{(.*?)\}\}", step.get("run", ""))
                assert pasted == [], f"{file.name}: {pasted}"


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_the_scripts_are_sound(file):
    done = run("shellcheck", file)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_the_layer_before_a_merge_is_the_script_that_the_action_runs(tmp_path):
    out = tmp_path / "reports"
    done = run("bash", ROOT / "tools" / "check_packs.sh", out, *(PACKS / name for name in FOREIGN))
    assert done.returncode == 0, done.stdout + done.stderr
    for name in FOREIGN:
        assert json.loads((out / f"lint-{name}.sarif").read_text("utf-8"))["version"] == "2.1.0"
        assert ET.parse(out / f"test-{name}.xml").getroot() is not None  # noqa: S314 (our own file)


@pytest.mark.slow
def test_the_layer_before_a_merge_fails_for_one_bad_pack_and_says_the_rest(tmp_path):
    packs = [shutil.copytree(PACKS / name, tmp_path / name) for name in ("lost_card", "wireless")]
    text = packs[0] / "text" / "es.yaml"
    text.write_text(re.sub(r"(?m)^at_risk\.why.*\n", "", text.read_text("utf-8")), "utf-8")
    done = run("bash", ROOT / "tools" / "check_packs.sh", tmp_path / "out", *packs, ANNOTATE="github")
    assert done.returncode == 1
    assert re.search(r"::error file=.*es\.yaml.*I18N001", done.stdout)
    assert f"+ gopay-help channels lint {packs[1]}" in done.stdout


@pytest.fixture
def pages(tmp_path):
    """A stand-in for the program: says what the official pages say today."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "gopay-help"
    program.write_text('#!/bin/sh\ncat "$PAGES"\nexit 3\n', "utf-8")
    program.chmod(0o755)

    def ask(day, *lines):
        said = tmp_path / "pages.txt"
        said.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        script = ROOT / "tools" / "recheck_twice.sh"
        path = f"{folder}{os.pathsep}{os.environ['PATH']}"
        done = run("bash", script, tmp_path / "kept", PATH=path, PAGES=str(said), TODAY=day)
        assert done.returncode == 0, done.stderr
        return (tmp_path / "kept" / "twice.txt").read_text("utf-8").splitlines()

    return ask


LOST, WELL, AWAY = (
    "changed  line  https://a.example",
    "confirmed  mail  https://a.example",
    "unreachable  web  x",
)


def test_a_contact_is_reported_on_the_second_day_and_not_before(pages):
    assert pages("2026-11-20", LOST, WELL, AWAY) == []
    assert pages("2026-11-20", LOST, WELL, AWAY) == [], "twice in one day is once"
    assert pages("2026-11-21", LOST, WELL, AWAY) == [LOST]
    assert pages("2026-11-22", WELL, AWAY) == [], "it is shown again"
    assert pages("2026-11-23", LOST) == []


def test_results_are_kept_for_a_week(pages, tmp_path):
    for day in range(10, 21):
        pages(f"2026-11-{day}", WELL)
    assert len(list((tmp_path / "kept").glob("2026-*.txt"))) == 7


# ---------------------------------------------------------------------------- who reads a change


def test_routing_each_language_and_the_registry_have_readers_of_their_own():
    owners = CodeOwners((ROOT / ".github" / "CODEOWNERS").read_text("utf-8"))

    def readers(path):
        found = {name for _, name in owners.of(path)}
        assert found, f"nobody reads {path}"
        return frozenset(found)

    pack = ROOT / "decision_trees" / "gopay"
    for file in pack.rglob("*"):
        if file.is_file():
            readers(str(file.relative_to(ROOT)))
    kinds = ["tree.yaml", "channels.yaml", *(f"text/{lang}.yaml" for lang in ("en", "id", "zh-Hans"))]
    assert len({readers(f"decision_trees/gopay/{kind}") for kind in kinds}) == len(kinds)
    assert readers("decision_trees/gopay/text-ui/id.yaml") == readers("decision_trees/gopay/text/id.yaml")
