"""Mermaid, DOT and SVG: every node in every language, nothing of a text is ever taken for markup."""

import re
import shutil
import subprocess
from xml.etree import ElementTree as ET

import pytest
from drawn import LANGUAGES, PACKS, printed, setup_for

from gopay_help.authoring.pictures import mermaid
from gopay_help.authoring.pictures.chart import Box, Chart, Exit, build_chart
from gopay_help.authoring.pictures.dot import render_dot
from gopay_help.authoring.pictures.mermaid import render_mermaid
from gopay_help.authoring.pictures.svg import render_svg
from gopay_help.authoring.pictures.trail import trail_of_answers
from gopay_help.cli.commands import tree_graph
from gopay_help.model.errors import UsageError
from gopay_help.model.tree import NodeId

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    'He said "no" & <b>left</b>',
    "1. looks like a list",
    "`markdown` **bold** -- ==> -->|x|",
    "#quot; &amp; #35; %% ;",
    "]] )) }} ]) | subgraph end",
    "a\\nb \\l {field|other} $1",
    "付款<失败>“不确定”，《银行》；（完）。" * 3,
)
WAY = {"red_flag": "no", "your_gopay": "gopay_id", "symptom": "support", "support_what": "no_load"}


def parsed(text):
    return ET.fromstring(text.encode())  # noqa: S314 (our own drawing)


def chart_of(name, lang, trail=()):
    return build_chart(PACKS[name].tree, PACKS[name].catalogue(lang), trail)


def hostile():
    kinds = ["alarm", "question", "table", "outcome", "urgent"]
    boxes = [
        Box(
            NodeId(f"end{i}"),
            kinds[i % 5],
            f"{text} end",
            text,
            (Exit(text, NodeId("last"), i == 0),),
            NodeId("last"),
        )
        for i, text in enumerate(HOSTILE)
    ]
    last = Box(NodeId("last"), "outcome", "graph", "end")
    return Chart("en", HOSTILE[0], HOSTILE[3], HOSTILE[2], (*boxes, last))


def test_mermaid_keeps_texts_in_their_quotes():
    text = render_mermaid(hostile())
    for line in text.splitlines():
        inner = re.findall(r'"([^"]*)"', line)
        assert line.count('"') == 2 * len(inner)
        assert all(re.fullmatch(r"(?:[\w ,:?!'()/]|#\d+;|<br/>)*", part) for part in inner), line
    assert "n_end0" in text
    assert not re.search(r"\bend0\(", text)


def test_what_mermaid_shows_is_what_was_written():
    for text in HOSTILE:
        shown = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), mermaid.escape(text))
        assert shown == text


@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
def test_mermaid_stays_within_what_its_hosts_draw(name, lang):
    text = render_mermaid(chart_of(name, lang))
    assert len(text) < mermaid.MAX_TEXT
    assert len(re.findall(r" (?:-->|==>|-\.->)\|", text)) < mermaid.MAX_EDGES


@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
@pytest.mark.skipif(shutil.which("dot") is None, reason="no graphviz here: its `dot` reads our DOT")
def test_graphviz_draws_every_node_and_every_way_out(name, lang):
    chart = chart_of(name, lang)
    drawn = parsed(_dot(render_dot(chart)))
    groups = [group.get("class") for group in drawn.iter(f"{SVG}g")]
    exits = sum(len(box.exits) + (box.aid is not None) for box in chart.boxes)
    assert groups.count("node") == len(chart.boxes) == len(PACKS[name].tree.nodes)
    assert groups.count("edge") == exits
    shown = "".join("".join(drawn.itertext()).split())
    for box in chart.boxes:
        assert "".join(box.text.split()) in shown


@pytest.mark.skipif(shutil.which("dot") is None, reason="no graphviz here: its `dot` reads our DOT")
def test_graphviz_shows_hostile_texts_as_they_are():
    shown = "".join("".join(parsed(_dot(render_dot(hostile()))).itertext()).split())
    for text in HOSTILE:
        assert "".join(text.split()) in shown


def _dot(text):
    done = subprocess.run(["dot", "-Tsvg"], input=text, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
def test_our_own_drawing_has_every_node_with_its_words(name, lang):
    chart = chart_of(name, lang)
    root = parsed(render_svg(chart))
    assert root.get("lang") == lang
    assert root.find(f"{SVG}title").text == chart.title
    assert root.find(f"{SVG}desc").text == chart.summary
    shown = "".join("".join(root.itertext()).split())
    for box in chart.boxes:
        assert "".join(box.caption.split()) in shown
        for text in (box.text, *(each.text for each in box.exits)):
            assert "".join(text.split()) in shown
    frames = [each for each in root.iter(f"{SVG}rect") if each.get("class") == "frame"]
    assert len(frames) == len(PACKS[name].tree.nodes)
    assert not [each for each in root.iter() if "href" in str(each.attrib)]


def test_our_own_drawing_shows_hostile_texts_as_they_are():
    shown = "".join("".join(parsed(render_svg(hostile())).itertext()).split())
    for text in HOSTILE:
        assert "".join(text.split()) in shown


def test_kinds_differ_by_shape_border_and_word_not_by_colour_alone():
    tree = PACKS["gopay"].tree
    chart = chart_of("gopay", "en")
    of_kind = {box.kind: box for box in chart.boxes}
    assert set(of_kind) == {"alarm", "question", "table", "urgent", "outcome"}
    assert len({box.caption.partition(" · ")[0] for box in of_kind.values()}) == 5
    opening = {kind: shape[0] for kind, shape in mermaid._SHAPE.items()}
    assert len(set(opening.values())) == 5
    assert len(chart.boxes) == len(tree.nodes)


def test_a_way_is_thick_numbered_and_told():
    facts = {"network": "broken"}
    trail = trail_of_answers(PACKS["gopay"].tree, WAY, facts)
    chart = chart_of("gopay", "en", trail)
    passed = [box for box in chart.boxes if box.passed]
    assert {box.id for box in passed} == {choice.node for choice in trail} | {"own_network"}
    assert {"step 1", "step 7"} <= {part for box in passed for part in box.caption.split(" · ")}
    assert "own_network" in chart.summary
    assert render_mermaid(chart).count("==>") == len(trail) == render_svg(chart).count('class="arrow taken"')
    assert render_dot(chart).count("penwidth=4") == len(trail)
    assert re.search(r"linkStyle [\d,]+ stroke-width", render_mermaid(chart))


@pytest.mark.parametrize("style", ["mermaid", "dot", "svg"])
def test_the_command_draws_in_the_language_of_the_run(style):
    setup = setup_for("gopay", "zh-Hans")
    assert tree_graph.run(setup, tree_graph.Request(style)) == 0
    assert "银行" in printed(setup)


def test_facts_and_answers_choose_the_way(tmp_path):
    facts = tmp_path / "facts.yaml"
    facts.write_text("network: broken\n")
    pairs = tuple(f"{question}={option}" for question, option in WAY.items())
    setup = setup_for("gopay")
    tree_graph.run(setup, tree_graph.Request("mermaid", answers=pairs, facts=facts))
    assert "class n_own_network passed" in printed(setup)
    setup = setup_for("gopay")
    tree_graph.run(setup, tree_graph.Request("mermaid", answers=pairs))
    assert "class n_other_sites passed" in printed(setup)


def test_the_file_is_written_and_stdout_stays_empty(tmp_path):
    setup = setup_for("warung")
    out = tmp_path / "tree.svg"
    tree_graph.run(setup, tree_graph.Request("svg", out=out))
    assert printed(setup) == ""
    assert parsed(out.read_text()).tag == f"{SVG}svg"


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (tree_graph.Request("png"), "mermaid, dot, svg, html"),
        (tree_graph.Request("svg", case_id="a" * 12), "there is no case"),
        (tree_graph.Request("svg", case_id="a" * 12, answers=("alarm=no",)), "leave out --answer"),
    ],
)
def test_what_cannot_be_drawn_is_said(request_, said, tmp_path):
    with pytest.raises(UsageError, match=said):
        tree_graph.run(setup_for("warung", home=tmp_path), request_)


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(UsageError, match="--out"):
        tree_graph.run(setup_for("warung"), tree_graph.Request("svg", out=tmp_path / "no" / "tree.svg"))
