"""Mermaid's own parser and drawer, in a real browser, on everything that `tree graph` writes for it."""

import pytest

from fakes import ROOT, SHIPPED
from gopay_help.authoring.draw.chart import Box, Chart, Exit, build_chart, render_mermaid
from gopay_help.authoring.draw.ways import trail_of_answers
from gopay_help.cli.packs import open_pack
from gopay_help.model.tree import NodeId, OptionId

GOPAY = open_pack(SHIPPED)
FOREIGN = {file.parent.name: file.parent for file in ROOT.glob("tests/packs/*/tree.yaml")}
PACKS = {"gopay": GOPAY, **{name: open_pack(folder, GOPAY) for name, folder in FOREIGN.items()}}
HOSTILE = (
    'He said "no" & <b>left</b>',
    "1. looks like a list",
    "- so does this",
    "`markdown` **bold** -- ==> -->|x|",
    "#quot; &amp; #35; %% ;",
    "]] )) }} ]) | subgraph end",
    "付款<失败>“不确定”，《银行》；（完）。",
)
DRAW = """
const [text, done] = arguments;
mermaid.initialize({startOnLoad: false});
(async () => {
    const parsed = await mermaid.parse(text);
    const {svg} = await mermaid.render('drawn', text);
    document.body.innerHTML = svg;
    const shown = [...document.querySelectorAll('.nodeLabel, .edgeLabel')].map(e => e.textContent).join(' ');
    done({type: parsed.diagramType, nodes: document.querySelectorAll('g.node').length, shown});
})().catch(error => done({error: String(error)}));
"""


@pytest.fixture(scope="session")
def page(from_npm, tmp_path_factory):
    script = from_npm("mermaid", "dist/mermaid.min.js")
    file = tmp_path_factory.mktemp("mermaid") / "page.html"
    file.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body><script src="{script.as_uri()}"></script>')
    return file


def draw(browser, page, chart):
    browser.open(page)
    return browser.run_async(DRAW, render_mermaid(chart))


@pytest.mark.parametrize(
    ("name", "lang"), [(name, lang) for name, pack in PACKS.items() for lang in pack.tree.languages]
)
def test_it_is_parsed_and_drawn_with_every_node(browser, page, name, lang):
    pack = PACKS[name]
    found = draw(browser, page, build_chart(pack.tree, pack.catalogue(lang)))
    assert found.get("error") is None
    assert found["type"].startswith("flowchart")
    assert found["nodes"] == len(pack.tree.nodes)


def test_a_way_is_drawn_too(browser, page):
    pack = PACKS["warung"]
    trail = trail_of_answers(pack.tree, {NodeId("alarm"): OptionId("no")}, {})
    found = draw(browser, page, build_chart(pack.tree, pack.catalogue("en"), trail))
    assert found["nodes"] == len(pack.tree.nodes)


def test_hostile_texts_are_shown_as_they_are(browser, page):
    boxes = [
        Box(NodeId(f"end{i}"), "question", text, text, (Exit(text, NodeId("end")),))
        for i, text in enumerate(HOSTILE)
    ]
    last = Box(NodeId("end"), "outcome", "graph", "end")
    found = draw(browser, page, Chart("en", HOSTILE[0], HOSTILE[4], "aid", (*boxes, last)))
    assert found.get("error") is None
    assert found["nodes"] == len(boxes) + 1
    shown = "".join(found["shown"].split())
    for text in HOSTILE:
        assert "".join(text.split()) in shown
