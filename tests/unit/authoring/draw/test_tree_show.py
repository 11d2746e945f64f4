"""`tree show`: the outline, and every node of two packs, on narrow terminals, in pipes and as JSON."""

import json

import jsonschema
import pytest
from drawn import FOREIGN, LANGUAGES, PACKS, printed, setup_for

from fakes import ROOT
from gopay_help.authoring.draw.listing import NodeTeller, outline_page
from gopay_help.authoring.draw.ways import choices, find_ways, shortest
from gopay_help.cli import diagnose, tree_show
from gopay_help.cli.exit import run_command
from gopay_help.model.errors import ExitCode, UsageError
from gopay_help.model.tree import Outcome, Question
from gopay_help.screen.page import cells, render_plain

SCHEMA = json.loads((ROOT / "src/gopay_help/schemas/nodes.schema.json").read_text("utf-8"))


def shown(name, node=None, lang="en", *, as_json=False):
    setup = setup_for(name, lang, as_json=as_json)
    assert tree_show.show_tree(setup, node and [node]) == ExitCode.OK
    return printed(setup)


@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
def test_the_outline_tells_every_node_once_and_every_way_out(name, lang):
    tree, text = PACKS[name].tree, shown(name, lang=lang)
    ways_out = sum(len(choices(node)) for node in tree.nodes.values())
    aids = sum(isinstance(node, Question) and bool(node.advise) for node in tree.nodes.values())
    assert len(text.splitlines()) == ways_out + aids + 2
    for node in tree.nodes.values():
        told = text.count(f"[{node.id}]")
        assert told >= 1 if isinstance(node, Outcome) else told == 1, node.id


@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
@pytest.mark.parametrize("width", [40, pytest.param(80, marks=pytest.mark.slow)])
def test_every_page_fits_the_terminal(name, lang, width):
    setup = setup_for(name, lang)
    tree = setup.pack.tree
    shelf = tree_show.library(setup, setup.words)
    teller = NodeTeller(shelf, setup.words, find_ways(tree), None, width)
    pages = [outline_page(tree, setup.words), *map(teller.page, tree.nodes.values())]
    for page in pages:
        assert "\x1b" not in render_plain(page, width)
        for line in render_plain(page, width).splitlines():
            assert cells(line) <= width, line


@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
def test_a_question_is_told_with_all_that_hangs_on_it(name, lang):
    tree, words = PACKS[name].tree, PACKS[name].catalogue(lang)
    for question in tree.nodes.values():
        if not isinstance(question, Question):
            continue
        text = shown(name, question.id, lang)
        assert words.say(f"{question.id}.why") in text
        for option, choice in zip(question.options, choices(question), strict=True):
            assert f"{words.say(f'{question.id}.opt.{option.id}')} [{option.id}]" in text
            assert f"[{choice.to}]" in text
        assert text.count("\n* ") == len(question.infer)
        assert not question.advise or f"[{question.advise}]" in text


@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
@pytest.mark.slow
def test_an_outcome_ends_with_the_very_page_of_the_wizard(name, lang, tmp_path):
    tree = PACKS[name].tree
    for node, reaches in find_ways(tree).items():
        if not isinstance(tree.nodes[node], Outcome):
            continue
        way = shortest(tree, reaches)
        facts = way.stated(tree)
        brand = facts.pop("brand", None)
        file = tmp_path / "facts.yaml"
        file.write_text("".join(f"{fact}: {value}\n" for fact, value in facts.items()))
        setup = setup_for(name, lang)
        pairs = tuple(f"{question}={option}" for question, option in way.answers)
        diagnose.diagnose(setup, brand=brand, answer=list(pairs), facts=file if facts else None)
        page = printed(setup)
        if name in FOREIGN:  # whoever is in trouble is told whose help this is
            _, _, page = page.partition("\n\n")
        assert page
        assert shown(name, node, lang).endswith(page), node


def test_a_table_is_told_row_by_row():
    text = shown("warung", "sort")
    assert '3. network is not broken and your_app is "Another one"' not in text
    assert "1. network is broken\n  -> Your network [no_network]" in text
    assert "3. network is not broken and your_app is “Another one” or “Not sure”\n  -> Not clear yet" in text
    assert "* your_app comes from the answer to “Which app is it?”" in text


def test_a_table_says_what_nobody_was_asked():
    assert "your_app is “Warung Pay” or not asked" in shown("warung", "sort")


def test_a_slip_of_the_finger_is_told_in_one_line(capsys):
    setup = setup_for("warung")
    assert run_command(lambda: tree_show.show_tree(setup, ["emergancy"]), debug=False) == ExitCode.USAGE
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(UsageError, match="did you mean 'emergency'"):
        tree_show.show_tree(setup, ["emergancy"])


@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
def test_the_document_holds_to_its_schema(name, lang):
    tree = PACKS[name].tree
    document = json.loads(shown(name, lang=lang, as_json=True))
    jsonschema.validate(document, SCHEMA)
    assert [node["id"] for node in document["nodes"]] == list(tree.nodes)
    exits = {(node["id"], each["to"]) for node in document["nodes"] for each in node["exits"]}
    led = {(each["node"], node["id"]) for node in document["nodes"] for each in node["led_by"]}
    assert exits == led


def test_one_node_alone_and_the_graph_are_documents_too():
    (node,) = json.loads(shown("gopay", "symptom", as_json=True))["nodes"]
    assert node["id"] == "symptom"
    assert node["command"].startswith("gopay-help diagnose --offline --lang en ")
    setup = setup_for("gopay", as_json=True)
    tree_show.draw_tree(setup, output="mermaid")
    assert printed(setup) == shown("gopay", as_json=True)


def test_the_folder_of_a_pack_may_stand_first_as_in_the_other_commands_for_trees():
    """What is shown and offered then is of that pack."""
    folder = str(ROOT / "tests" / "packs" / "smallest")
    for names, wanted in (
        ((folder,), shown("smallest")),
        ((folder, "locked_in"), shown("smallest", "locked_in")),
    ):
        setup = setup_for("gopay", "en")
        tree_show.show_tree(setup, list(names))
        assert printed(setup).splitlines()[0] == wanted.splitlines()[0]
        assert "GoPay" not in printed(setup)
    with pytest.raises(UsageError, match="did you mean 'locked_in'"):
        tree_show.show_tree(setup_for("gopay", "en"), [folder, "locked_inn"])
    with pytest.raises(UsageError, match="is no folder of a pack"):
        tree_show.show_tree(setup_for("gopay", "en"), ["red_flag", "symptom"])
