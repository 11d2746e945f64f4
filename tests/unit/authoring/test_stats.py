"""`tree stats`: figures where they are known, and plain words where they cannot be."""

import copy
import io
import json
import re

import pytest
import workbench
from typer.testing import CliRunner

from fakes import ROOT
from gopay_help.authoring.stats import document, lines, measure
from gopay_help.cli.commands import tree_stats
from gopay_help.cli.tree_app import tree_app
from gopay_help.model.tree import Outcome
from gopay_help.tree.model_doc import parse_model
from gopay_help.tree.parse import parse_tree
from gopay_help.tree.space import Space


def said(name=None, **settings):
    setup = workbench.setup_of("warung" if name is None else name)
    if name is None:
        setup.pack = workbench.shipped()
    setup.settings = setup.settings._replace(**settings)
    setup.stdout = io.StringIO()
    assert tree_stats.run(setup) == 0
    return setup.stdout.getvalue()


def test_the_shipped_pack_is_told_what_cannot_be_said_of_it():
    text = said()
    assert "What cannot be said" in text
    assert "This pack has no model.yaml" in text
    assert "would look like knowledge" in text
    assert not re.search(r"in the mean|\bbit\b|%", text), "a figure that nobody measured"


def test_the_shipped_pack_is_told_what_its_structure_says():
    made = json.loads(said(json=True))
    assert made["model"] is None
    assert made["questions"]["most"] <= made["questions"]["promised"]
    assert sum(made["questions"]["ways"].values()) == made["counts"]["ways"]
    nodes = workbench.shipped().tree.nodes.values()
    assert set(made["outcomes"]) == {node.id for node in nodes if isinstance(node, Outcome)}
    causes, options = made["bound"]["causes"], made["bound"]["options"]
    assert options ** made["bound"]["questions"] == pytest.approx(causes)
    assert made["worst_s"] <= 60


def test_the_worked_example_is_told_everything():
    text = said("worked")
    for figure in (
        "questions in the mean: 2.00, of them 1.00 about the cause; no tree needs fewer than 0.60",
        "2.23 bit at first, 1.40 bit with all facts, 0.81 bit at the end",
        "the true cause for 80.2%; 3.5% end without a cause, 5.0% as an emergency",
        "18 ways",
    ):
        assert figure in text
    assert "What cannot be said" not in text
    assert "No other order of two questions" in text


@pytest.mark.parametrize("name", [None, "warung", "worked"])
def test_the_document_keeps_its_schema(document_fits, name):
    made = json.loads(said(name, json=True))
    document_fits("tree-stats", made)
    assert (made["model"] is None) is (name != "worked")


def test_a_better_order_is_told_in_words_and_in_the_document(document_fits):
    """The worked example with the notice before the door, as `test_measures.py` has it whole."""
    pack = workbench.pack_of("worked")
    data = copy.deepcopy(dict(pack.document("tree")))
    nodes = data["nodes"]
    nodes["d_evidence"]["rows"][3]["to"] = "q_notice"
    nodes["q_notice"]["options"] = [{"id": "yes", "to": "o_maintenance"}, {"id": "no", "to": "q_door"},
                                    {"id": "unsure", "to": "q_door"}]  # fmt: skip
    leads = {"q_notice": "o_peak_load", "twice_unsure": "o_peak_load"}
    for name in ("q_door", "q_other_net"):
        for option in nodes[name]["options"]:
            option["to"] = leads.get(option["to"], option["to"])
    del nodes["twice_unsure"]
    stats = measure(Space(parse_tree(data)), parse_model(pack.document("model")))
    made = json.loads(json.dumps(document(stats)))
    document_fits("tree-stats", made)
    assert made["model"]["plan"]["swaps"][0] == {
        "earlier": "q_notice", "later": "q_door", "straight": made["model"]["plan"]["swaps"][0]["straight"],
    }  # fmt: skip
    text = "\n".join(lines(stats))
    assert re.search(r"Another order would save 0\.\d\d questions: 2\.\d\d to 2\.\d\d; right", text)
    assert "ask q_door before q_notice; after" in text


def test_as_it_is_typed():
    result = CliRunner().invoke(tree_app, ["stats", str(ROOT / "tests" / "packs" / "worked")])
    assert result.exit_code == 0
    assert result.output.startswith("worked 2026.9.0")
