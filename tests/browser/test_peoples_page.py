"""People's page in Chromium on a phone's screen: every outcome as the terminal's short page has it."""

import io

import pytest
from selenium.webdriver.common.keys import Keys

from fakes import SHIPPED
from gopay_help.authoring.draw.ways import find_ways, shortest, without_looking
from gopay_help.cli import tree_show as command
from gopay_help.cli.options import Settings
from gopay_help.cli.packs import open_pack
from gopay_help.cli.setup import Setup
from gopay_help.cli.tree_show import library
from gopay_help.model.tree import Outcome, Question
from gopay_help.screen.diagnosis import Section, diagnosis_page, short_page
from gopay_help.screen.page import Kind

PACK = open_pack(SHIPPED)
LANGUAGES = ("en", "id", "zh-Hans")
NOW = "2026-11-23T03:00:00Z"
WIDTH, HEIGHT = 360, 740
OUTCOMES = [node.id for node in PACK.tree.nodes.values() if isinstance(node, Outcome)]
NOT_ASKED = {
    "en": set(),
    "zh-Hans": set(),
    "id": {"brand_unknown", "czech_gopay", "czech_merchant", "wallet_zh"},
}
"""Readers of Indonesian are taken to use GoPay Indonesia: the others' pages are in Indonesian for whoever
begins in another language."""
BACK_TO = """
const [step] = arguments;
if (step === 0) document.querySelector('[data-do=restart]').click();
else document.querySelectorAll(`#${document.documentElement.lang} .trail a`)[step].click();
"""
"""As far back as a way has in common with the one before: by the trail, as a person would."""
READ = """
const here = document.querySelector('.here');
const shown = what => [...here.querySelectorAll(what)].filter(e => e.checkVisibility());
const own = e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join('');
return {node: here.id.split('.')[1], title: here.querySelector('h3').textContent,
  said: shown('ol > li, ul > li, p').map(own), values: shown('.value').map(e => e.textContent),
  folded: [...here.querySelectorAll('.behind')].map(e => e.textContent).join(''),
  wide: document.documentElement.scrollWidth};
"""
"""What is seen at the end of a way, and what can be unfolded there."""
WALKS = f"""
return arguments[0].map(([back, rows]) => {{
  (function () {{ {BACK_TO} }})(back);
  for (const row of rows) document.querySelector(`.here .choice[data-row="${{row}}"]`).click();
  return (() => {{ {READ} }})();
}});
"""
"""The same of many ways, gone by script: for moods, of which there are many."""


def setup_for(lang):
    setup = Setup(
        Settings(lang=lang, offline=True, now=NOW), environ={}, stdout=io.StringIO(), stderr=io.StringIO()
    )
    setup.__dict__["pack"] = PACK
    return setup


@pytest.fixture(scope="session")
def page(tmp_path_factory):
    file = tmp_path_factory.mktemp("people") / "help.html"
    command.page(setup_for("en"), file)
    return file


@pytest.fixture(autouse=True)
def _nothing_complained(browser):
    yield
    assert browser.ask("return window.complaints || []") == []


def say(lang, key):
    return PACK.catalogue(lang).say(key)


def by_touch(browser, row):
    browser.tap(f'.here .choice[data-row="{row}"]')


def by_key(browser, row):
    """A digit; what has none is focused and entered."""
    if row < 9:
        browser.press(str(row + 1))
    else:
        browser.ask(f"""document.querySelector('.here .choice[data-row="{row}"]').focus()""")
        browser.press(Keys.ENTER)


def one_after_the_other(ways):
    """Ways to nodes, so that each step is taken once: as far back as has to be, and the rows from there."""
    before = []
    rows = [([each.row for each in way.choices if asks(each.node)], node, way) for node, way in ways]
    for gone, node, way in sorted(rows, key=lambda each: each[0]):
        back = next((at for at, pair in enumerate(zip(before, gone, strict=False)) if len(set(pair)) > 1), 0)
        before = gone
        yield node, way, back, gone[back:]


def asks(node):
    return isinstance(PACK.tree.nodes[node], Question)


@pytest.mark.parametrize(
    ("lang", "take", "begin"),
    [("en", by_key, "en"), ("id", by_touch, "en"), ("zh-Hans", by_touch, "zh-Hans")],
)
def test_every_outcome_is_reached_and_says_what_the_terminal_says(browser, page, lang, take, begin):
    """Headline, steps, contacts, at the end of a shortest way; one page load, and nothing by address."""
    words, tree = PACK.catalogue(lang), PACK.tree
    shelf = library(setup_for(lang), words)
    browser.open(page, width=WIDTH, height=HEIGHT)
    assert browser.ask("return [innerWidth, innerHeight]") == [WIDTH, HEIGHT]
    left = set(OUTCOMES)
    for spoken in dict.fromkeys((lang, begin)):
        reaches = find_ways(tree, without_looking(tree, spoken))
        ways = [(node, shortest(tree, reaches[node])) for node in OUTCOMES if node in left & {*reaches}]
        for node, way, back, rows in one_after_the_other(ways):
            if browser.ask("return document.documentElement.lang") != spoken:
                browser.tap(f"label[for=lang-{spoken}]")
            browser.ask(BACK_TO, back)
            for row in rows:
                take(browser, row)
            if spoken != lang:
                browser.tap(f"label[for=lang-{lang}]")
            seen = browser.ask(READ)
            assert seen["node"] == node
            held_against(seen, shelf.advice(way), words)
            left.remove(node)
        assert left == (NOT_ASKED[lang] if spoken == lang else set())


def test_every_mood_of_an_outcome_says_what_the_terminal_says(browser, page):
    words = PACK.catalogue("en")
    shelf = library(setup_for("en"), words)
    browser.open(page, "#en.red_flag", width=WIDTH, height=HEIGHT)
    reaches = find_ways(PACK.tree, without_looking(PACK.tree, "en"))
    moods = [(node, reach.way) for node in OUTCOMES for reach in reaches[node].values()]
    ways = list(one_after_the_other(moods))
    steps = [(back, rows) for _, _, back, rows in ways]
    seen = [each for some in batched(steps) for each in browser.ask(WALKS, some)]
    for (node, way, _, _), page_ in zip(ways, seen, strict=True):
        assert page_["node"] == node
        held_against(page_, shelf.advice(way), words)


def batched(steps, most=40):
    """A browser waits half a minute for a script, and no longer."""
    return [steps[at : at + most] for at in range(0, len(steps), most)]


def held_against(seen, advice, words):
    terminal = short_page(advice, words)
    (title,) = (part.text for part in terminal if part.kind is Kind.TITLE)
    assert seen["title"] == title
    assert seen["values"] == [part.text for part in terminal if part.kind is Kind.VALUE]
    told = [part.text for part in terminal if part.kind not in (Kind.TITLE, Kind.HEADING)]
    assert sorted(seen["said"]) == sorted(told)
    behind = diagnosis_page(advice, words)[len(terminal) :]
    assert seen["folded"] == "".join(part.text for part in behind)
    assert seen["wide"] <= WIDTH


def test_it_opens_with_three_languages_and_the_red_flag(browser, page):
    browser.open(page, width=WIDTH)
    assert browser.shown(".languages label") == [
        say(lang, "bench.language") for lang in ("en", "zh-Hans", "id")
    ]
    assert browser.shown("article h3") == [say("en", "red_flag.text")]
    assert say("en", "ui.unofficial") in browser.shown("header")[0]
    assert browser.shown("code, table, svg, .badge, input:not([type=radio]), textarea") == []
    assert browser.ask("return location.hash + document.cookie + localStorage.length") == "0"


def test_a_finger_finds_every_answer(browser, page):
    browser.open(page, width=WIDTH)
    small = (
        "return [...document.querySelectorAll('.here .choice, button, .languages label, summary')]"
        ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    )
    assert browser.ask(small) == []
    browser.ask("document.querySelector('.here .choice[data-row=\"1\"]').click()")
    assert browser.ask(small) == []


def test_by_keyboard_alone_there_and_back(browser, page):
    browser.open(page, width=WIDTH)
    browser.tab_to(say("en", "red_flag.opt.no"))
    assert browser.ask("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    browser.press(Keys.ENTER)
    assert browser.focused() == say("en", "your_gopay.text")
    assert len(browser.shown(".trail li")) == 1
    browser.press("1")
    assert browser.focused() == say("en", "symptom.text")
    browser.press(Keys.BACKSPACE, Keys.BACKSPACE)
    assert browser.focused() == say("en", "red_flag.text")
    browser.ask("history.back()")
    assert browser.shown("article h3") == [say("en", "your_gopay.text")]


def test_an_old_file_says_so(browser, page):
    browser.open(page, width=WIDTH)
    assert browser.shown(".old") == [say("en", "bench.people.old")]


@pytest.mark.parametrize("place", ["en.red_flag", "id.own_network", "zh-Hans.emergency"])
def test_axe_finds_nothing(browser, page, from_npm, place):
    browser.open(page, f"#{place}", width=WIDTH)
    assert browser.judge(from_npm("axe-core", "axe.min.js")) == []


def test_without_its_script_every_short_page_is_there(browser, page):
    browser.open(page, width=WIDTH, script=False)
    assert len(browser.shown("article")) == len(PACK.tree.nodes)
    assert browser.shown(".behind, .steps, .old") == []
    headings = [say("en", f"ui.section.{part}") for part in Section]
    assert sorted(browser.shown(".pages:last-child h3")) == sorted(headings)
    assert browser.ask("return document.documentElement.scrollWidth") <= WIDTH
