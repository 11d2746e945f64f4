"""Mermaid, DOT and SVG: every node in every language, nothing of a text is ever taken for markup."""

import re
import shutil
import subprocess
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest
from drawn import FOREIGN, GOPAY, LANGUAGES, NOW, PACKS, printed, setup_for

from gopay_help.authoring.draw import chart as charts
from gopay_help.authoring.draw.chart import (
    Box,
    Chart,
    Exit,
    build_chart,
    chart_style,
    render_dot,
    render_mermaid,
    render_svg,
)
from gopay_help.authoring.draw.ways import trail_of_answers
from gopay_help.cases.record import new_case, step
from gopay_help.cases.store import open_store
from gopay_help.cli import tree_show
from gopay_help.cli.packs import open_pack
from gopay_help.model.errors import DataError, UsageError
from gopay_help.model.tree import FactId, NodeId, OptionId, Question
from gopay_help.tree.walk import Given, State

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
        shown = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), charts.escape_mermaid(text))
        assert shown == text


@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
def test_mermaid_stays_within_what_its_hosts_draw(name, lang):
    text = render_mermaid(chart_of(name, lang))
    assert len(text) < charts.MAX_TEXT
    assert len(re.findall(r" (?:-->|==>|-\.->)\|", text)) < charts.MAX_EDGES


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
    opening = {kind: shape[0] for kind, shape in charts._SHAPE.items()}
    assert len(set(opening.values())) == 5
    assert len(chart.boxes) == len(tree.nodes)


def luminance(colour):
    digits = colour.lstrip("#")
    whole = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(whole[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_of_the_drawing_are_told_apart(scheme):
    """axe-core cannot tell what lies behind a text of a drawing, so it is reckoned here (WCAG 2.2, AA)."""
    light, dark = (dict(re.findall(r"--([\w-]+):(#\w+)", part)) for part in chart_style().split("@media"))
    colours = {**light, **(dark if scheme == "dark" else {})}
    assert set(light) == set(dark)
    for fill in ("paper", "alarm", "question", "table", "outcome"):
        assert contrast(colours["ink"], colours[fill]) >= 4.5
        assert contrast(colours["soft"], colours[fill]) >= 4.5
    for kind in ("alarm", "question", "table", "outcome"):
        assert contrast(colours[f"{kind}-edge"], colours["paper"]) >= 3
    assert contrast(colours["line"], colours["paper"]) >= 3


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
    assert tree_show.draw_tree(setup, output=style) == 0
    assert "银行" in printed(setup)


def test_a_chart_that_mermaid_would_not_draw_is_told(monkeypatch):
    monkeypatch.setattr(charts, "MAX_TEXT", 100)
    setup = setup_for("warung")
    tree_show.draw_tree(setup, output="mermaid")
    assert " 100 " in setup.stderr.getvalue()
    assert printed(setup).startswith("%%")


def test_facts_and_answers_choose_the_way(tmp_path):
    facts = tmp_path / "facts.yaml"
    facts.write_text("network: broken\n")
    pairs = tuple(f"{question}={option}" for question, option in WAY.items())
    setup = setup_for("gopay")
    tree_show.draw_tree(setup, output="mermaid", answer=list(pairs), facts=facts)
    assert "class n_own_network passed" in printed(setup)
    setup = setup_for("gopay")
    tree_show.draw_tree(setup, output="mermaid", answer=list(pairs))
    assert "class n_other_sites passed" in printed(setup)


def test_the_file_is_written_and_stdout_stays_empty(tmp_path):
    setup = setup_for("warung")
    out = tmp_path / "tree.svg"
    tree_show.draw_tree(setup, output="svg", out=out)
    assert printed(setup) == ""
    assert parsed(out.read_text()).tag == f"{SVG}svg"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"output": "png"}, "mermaid, dot, svg, html"),
        ({"case_id": "a" * 12}, r"fault\.no_case"),
        ({"case_id": "a" * 12, "answer": ["alarm=no"]}, "leave out --answer"),
    ],
)
def test_what_cannot_be_drawn_is_said(options, said, tmp_path):
    with pytest.raises(UsageError, match=said):
        tree_show.draw_tree(setup_for("warung", home=tmp_path), **options)


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(DataError, match="--out"):
        tree_show.draw_tree(setup_for("warung"), output="svg", out=tmp_path / "no" / "tree.svg")


@pytest.fixture
def kept(tmp_path):
    """A case of a person who is locked out, kept as the wizard keeps it."""
    now = datetime.fromisoformat(NOW)
    tree = PACKS["warung"].tree
    answers = {"alarm": "no", "your_app": "warung", "door": "locked"}
    given = {NodeId(question): Given(OptionId(option), "user") for question, option in answers.items()}
    state = State(given, {FactId("brand"): "unknown"}, cursor=3)
    store = open_store({"GOPAY_HELP_HOME": str(tmp_path)})
    case = step(new_case(tree, "en", now), state, now)
    store.save(case)
    return tmp_path, case


def test_the_way_of_a_case_by_its_id_and_by_its_file(kept):
    home, case = kept
    by_id, by_file = setup_for("warung", home=home), setup_for("warung")
    tree_show.draw_tree(by_id, output="mermaid", case_id=case.id)
    tree_show.draw_tree(by_file, output="mermaid", case_id=str(home / "cases" / f"{case.id}.json"))
    assert printed(by_id) == printed(by_file)
    assert re.findall(r"class n_(\w+) passed", printed(by_id)) == [
        "alarm",
        "which_app",
        "your_app",
        "door",
        "lock",
    ]
    assert case.id not in printed(by_id)


def test_a_case_of_another_tree_is_drawn_and_told(kept):
    home, case = kept
    setup = setup_for("gopay", home=home)
    tree_show.draw_tree(setup, output="mermaid", case_id=case.id)
    assert PACKS["gopay"].catalogue("en").say("case.other_tree") in setup.stderr.getvalue()
    assert " passed\n" not in printed(setup)


def test_a_damaged_case_file_is_refused(tmp_path):
    file = tmp_path / "case.json"
    file.write_text("{}")
    with pytest.raises(DataError, match="damaged"):
        tree_show.draw_tree(setup_for("warung"), output="mermaid", case_id=str(file))


def first_aid_alone():
    """The made-up tree, in which nothing but first aid leads to its emergency."""
    tree = PACKS["warung"].tree
    thief = NodeId("thief")
    nodes = {
        node_id: node._replace(
            options=tuple(
                option._replace(to=thief) if option.to == "emergency" else option for option in node.options
            )
        )
        if isinstance(node, Question)
        else node
        for node_id, node in tree.nodes.items()
    }
    return tree._replace(nodes=nodes)


@pytest.mark.parametrize("style", ["mermaid", "dot", "svg", "html"])
def test_what_only_first_aid_shows_is_drawn_too(style):
    setup = setup_for("warung")
    pack = open_pack(FOREIGN["warung"], GOPAY)
    pack.__dict__["tree"] = first_aid_alone()
    setup.__dict__["pack"] = pack
    tree_show.draw_tree(setup, output=style)
    assert pack.catalogue("en").say("outcome.emergency.title") in printed(setup)
    shown = setup_for("warung")
    shown.__dict__["pack"] = pack
    tree_show.show_tree(shown, ["emergency"])
    assert pack.catalogue("en").say("bench.ways.none") in printed(shown)
