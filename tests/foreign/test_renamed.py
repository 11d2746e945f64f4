"""Ids are nobody's words: a pack in which each has another name says and decides the same."""

import itertools
import json
import re
from pathlib import Path

import pytest
import yaml
from program import program
from renaming import KEPT, other_name, renamed
from walks import FOREIGN, PACKS, SHIPPED, Run, copied, diagnosed, documents, foreign_pack, runs

from gopay_help.cli.packs import open_pack
from gopay_help.model.tree import FactId, NodeId, OptionId


@pytest.fixture(scope="module", params=FOREIGN)
def pair(request, tmp_path_factory):
    """A pack and its renamed twin, both proved."""
    folder = tmp_path_factory.mktemp("twin") / request.param
    twin = renamed(documents(PACKS / request.param))
    for file, data in twin.items():
        target = folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        schema = "text" if file.startswith("text") else target.stem
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
        up = "../" * len(Path(file).parts)
        target.write_text(f"# yaml-language-server: $schema={up}schema/{schema}.schema.json\n{text}", "utf-8")
    return request.param, foreign_pack(request.param), open_pack(folder, SHIPPED)


def in_other_names(run, tree):
    """The same answers and facts, by the names of the twin."""
    way = tuple((NodeId(other_name(node)), OptionId(other_name(option))) for node, option in run.way)
    facts = {
        FactId(other_name(fact)): other_name(value) if tree.facts[fact].source == "brand" else value
        for fact, value in run.facts.items()
    }
    return Run(NodeId(other_name(run.outcome)), way, facts)


def test_hardly_an_id_kept_its_name(pair):
    _, pack, twin = pair
    assert set(pack.tree.nodes) & set(twin.tree.nodes) == set()
    assert set(pack.tree.facts) & set(twin.tree.facts) <= KEPT
    assert len(pack.tree.nodes) == len(twin.tree.nodes)


def test_the_same_ways_lead_to_the_same_outcomes(pair):
    _, pack, twin = pair
    expected = {other_name(outcome) for outcome in runs(pack.tree)}
    assert set(runs(twin.tree)) == expected


def test_the_same_page_in_every_language(pair, tmp_path):
    name, pack, twin = pair
    for run, lang in itertools.product(runs(pack.tree).values(), pack.tree.languages):
        page = diagnosed(name, pack, run, lang, tmp_path, as_json=False)
        assert diagnosed(name, twin, in_other_names(run, pack.tree), lang, tmp_path, as_json=False) == page


def test_no_rule_knows_a_name(pair):
    """What is right under one name is right under another; exceptions are comments, and gone."""
    name, _, twin = pair
    accepted = set(re.findall(r"# lint: allow (\w+)", (PACKS / name / "tree.yaml").read_text("utf-8")))
    done = program("tree", "lint", str(twin._folder), "--format", "json")
    assert {finding["rule"] for finding in json.loads(done.stdout)["findings"]} <= accepted


def test_a_fact_of_a_name_that_nobody_finds_out_is_told(tmp_path):
    folder = copied("penyu", tmp_path)
    tree = folder / "tree.yaml"
    text = re.sub(r"(?m)^  brand: ", "  company: ", tree.read_text("utf-8"))
    tree.write_text(
        text.replace("facts: [brand]", "facts: [company]").replace("{brand: ", "{company: "), "utf-8"
    )
    done = program("tree", "lint", str(folder))
    assert done.returncode == 3
    assert "'company' would always be unknown" in done.stdout
