"""The authors' bench on packs that it was not written for: lint, test, draw, show, as a shell runs them."""

import json
import shutil
from xml.etree import ElementTree as ET

import pytest
from program import program
from walks import FOREIGN, OURS, PACKS, foreign_pack

FORMATS = {"mermaid": "flowchart", "dot": "digraph", "svg": "<svg", "html": "<!doctype html>"}


@pytest.mark.parametrize("name", FOREIGN)
def test_it_is_clean_under_strict(name):
    done = program("tree", "lint", str(PACKS / name), "--strict", "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["findings"] == []


@pytest.mark.parametrize("name", FOREIGN)
def test_a_fault_in_it_is_found_where_it_stands(name, tmp_path):
    """The same command is not clean by habit."""
    folder = shutil.copytree(PACKS / name, tmp_path / name)
    tree = folder / "tree.yaml"
    broken = tree.read_text("utf-8").replace("route: [", "route: [nobody, ", 1)
    tree.write_text(broken, "utf-8")
    line = broken[: broken.index("[nobody")].count("\n") + 1
    done = program("tree", "lint", str(folder))
    assert done.returncode == 3
    assert f"tree.yaml:{line}:" in done.stdout
    assert "CON001" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", FOREIGN)
def test_its_runs_are_generated_and_hold(name, tmp_path):
    junit = tmp_path / "out.xml"
    done = program("tree", "test", str(PACKS / name), "--junit", str(junit))
    assert done.returncode == 0, done.stdout + done.stderr
    suite = ET.parse(junit).getroot()  # noqa: S314 (our own file)
    assert int(suite.get("tests", "0")) > len(foreign_pack(name).tree.nodes)
    assert int(suite.get("failures", "0")) == 0


@pytest.mark.slow
@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("name", FOREIGN)
def test_it_is_drawn_with_its_own_words(name, output):
    lang = foreign_pack(name).tree.languages[-1]
    done = program("tree", "graph", str(PACKS / name), "--format", output, "--lang", lang)
    assert done.returncode == 0, done.stderr
    assert FORMATS[output] in done.stdout.lower()
    assert OURS.search(done.stdout) is None


@pytest.mark.parametrize("name", FOREIGN)
def test_each_node_is_shown_with_its_own_words(name):
    pack = foreign_pack(name)
    lang = pack.tree.languages[-1]
    words = pack.catalogue(lang)
    start = pack.tree.start
    whole = program("tree", "show", "--pack", str(PACKS / name), "--lang", lang)
    one = program("tree", "show", start, "--pack", str(PACKS / name), "--lang", lang)
    assert (whole.returncode, one.returncode) == (0, 0), whole.stderr + one.stderr
    first_words = words.say(f"{start}.text")[:12]
    assert first_words in whole.stdout
    assert first_words in one.stdout
    assert OURS.search(whole.stdout + one.stdout) is None


@pytest.mark.parametrize("name", FOREIGN)
def test_its_registry_is_judged_without_look_alike_data(name, tmp_path):
    assert program("channels", "lint", str(PACKS / name)).returncode == 0
    folder = shutil.copytree(PACKS / name, tmp_path / name)
    registry = folder / "channels.yaml"
    registry.write_text(registry.read_text("utf-8").replace("grade: A", "grade: X", 1), "utf-8")
    done = program("channels", "lint", str(folder))
    assert (done.returncode, "REG012" in done.stdout) == (3, True)
