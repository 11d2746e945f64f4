"""`tree stats`: what can be counted, and no figure that nobody measured."""

import io
import json
import re

import pytest
import workbench

from fakes import ROOT, run_program
from gopay_help.cli import tree
from gopay_help.model.tree import Outcome


def said(name=None, **settings):
    setup = workbench.setup_of("warung" if name is None else name)
    if name is None:
        setup.pack = workbench.shipped()
    setup.settings = setup.settings._replace(**settings)
    setup.stdout = io.StringIO()
    assert tree.measure_tree(setup) == 0
    return setup.stdout.getvalue()


def test_the_shipped_pack_is_told_what_can_be_counted():
    text = said()
    made = json.loads(said(json=True))
    counts = made["counts"]
    assert (
        f"{counts['questions']} questions, {counts['tables']} tables, {counts['outcomes']} outcomes" in text
    )
    assert f"({counts['ways']} ways" in text
    assert not re.search(r"\bbit\b|%", text), "a figure that nobody measured"


def test_the_shipped_pack_is_told_what_its_structure_says():
    made = json.loads(said(json=True))
    assert made["questions"]["most"] <= made["questions"]["promised"]
    assert sum(made["questions"]["ways"].values()) == made["counts"]["ways"]
    nodes = workbench.shipped().tree.nodes.values()
    assert set(made["outcomes"]) == {node.id for node in nodes if isinstance(node, Outcome)}
    assert made["worst_s"] <= 60


@pytest.mark.parametrize("name", [None, "warung", "worked"])
def test_the_document_keeps_its_schema(document_fits, name):
    document_fits("tree-stats", json.loads(said(name, json=True)))


def test_as_it_is_typed():
    result = run_program("tree", "stats", str(ROOT / "tests" / "packs" / "worked"))
    assert result.exit_code == 0
    assert result.output.startswith("worked 2026.9.0")
    assert "18 ways" in result.output
