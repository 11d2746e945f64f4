"""The reviewers' page in Chromium: by keyboard, judged by axe-core, narrow and wide, on paper, scriptless."""

import io
import re

import pytest
from selenium.webdriver.common.keys import Keys

from fakes import SHIPPED
from gopay_help.authoring.draw.ways import Way, trail_of_answers
from gopay_help.cli import tree_show
from gopay_help.cli.options import Settings
from gopay_help.cli.packs import open_pack
from gopay_help.cli.setup import Setup
from gopay_help.model.tree import NodeId, OptionId, Outcome
from gopay_help.screen.diagnosis import diagnosis_page
from gopay_help.screen.page import Kind

PACK = open_pack(SHIPPED)
LANGUAGES = ("en", "id", "zh-Hans")
NOW = "2026-11-23T03:00:00Z"


def setup_for(lang):
    setup = Setup(Settings(lang=lang, offline=True, now=NOW), environ={}, stdout=io.StringIO())
    setup.__dict__["pack"] = PACK
    return setup


@pytest.fixture(scope="session")
def page(tmp_path_factory):
    file = tmp_path_factory.mktemp("book") / "tree.html"
    tree_show.draw_tree(setup_for("en"), output="html", out=file)
    return file


@pytest.fixture(scope="session")
def axe(from_npm):
    return from_npm("axe-core", "axe.min.js")


@pytest.fixture(autouse=True)
def _nothing_complained(browser):
    yield
    assert browser.ask("return window.complaints || []") == []


def words(lang):
    return PACK.catalogue(lang)


def test_a_walk_by_keyboard_alone(browser, page):
    browser.open(page)
    say = words("en").say
    browser.press(Keys.TAB)
    assert browser.focused() == say("bench.skip")
    browser.press(Keys.ENTER)
    assert browser.ask("return document.activeElement.id") == "main"
    browser.tab_to(say("red_flag.opt.no"))
    assert browser.ask("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    browser.press(Keys.ENTER)
    assert browser.focused() == say("bench.decides", facts="brand")
    browser.press("4")
    assert browser.focused() == say("your_gopay.text")
    browser.tab_to(say("your_gopay.opt.gopay_id"))
    browser.press(Keys.ENTER)
    assert browser.shown("article h3") == [say("symptom.text")]
    assert len(browser.shown(".trail li")) == 3
    browser.press(Keys.BACKSPACE)
    assert browser.focused() == say("your_gopay.text")
    browser.press_together(Keys.ALT, Keys.ARROW_LEFT)
    assert browser.focused() == say("bench.decides", facts="brand")
    assert len(browser.shown(".trail li")) == 1
    browser.tab_to(say("bench.restart"))
    browser.press(Keys.ENTER)
    assert browser.focused() == say("red_flag.text")
    assert browser.shown(".trail li") == []


def test_the_first_step_back_stays_where_it_is(browser, page):
    browser.open(page)
    browser.press(Keys.BACKSPACE)
    browser.press_together(Keys.ALT, Keys.ARROW_LEFT)
    assert browser.shown("article h3") == [words("en").say("red_flag.text")]


def test_a_step_of_the_trail_leads_back_to_its_question(browser, page):
    browser.open(page, "#en.fails_how")
    first = browser.shown(".trail a")[0]
    browser.tab_to(first)
    browser.press(Keys.ENTER)
    assert browser.focused() == words("en").say("red_flag.text")
    browser.ask("history.back()")
    assert browser.shown("article h3") == [words("en").say("fails_how.text")]


@pytest.mark.parametrize(
    ("lang", "typed", "node"),
    [
        ("en", "PAUSE night", "bank_window"),
        ("id", "fails_evidence", "fails_evidence"),
        ("zh-Hans", "夜里", "bank_window"),
    ],
)
def test_search_finds_by_words_and_ids_and_says_how_many(browser, page, lang, typed, node):
    browser.open(page, f"#{lang}.red_flag")
    browser.press("/")
    browser.press(*typed)
    found = browser.shown(".contents li")
    assert 0 < len(found) < len(PACK.tree.nodes)
    assert any(node in each for each in found)
    (told,) = browser.shown("[role=status]")
    assert str(len(found)) in told or len(found) == 1
    hidden = browser.ask(
        "const words = arguments[0].toLowerCase().split(' ');"
        "return [...document.querySelectorAll('.book:not([style*=x]) .contents li')]"
        ".filter(e => e.hidden && e.closest('.book').checkVisibility())"
        ".filter(e => { const page = document.getElementById(e.closest('.book').lang + '.' + e.dataset.for);"
        "  const text = (e.dataset.for + page.textContent).toLowerCase();"
        "  return words.every(word => text.includes(word)) }).length",
        typed,
    )
    assert hidden == 0
    browser.press(Keys.TAB, Keys.ENTER)
    assert len(browser.shown("article")) == 1
    browser.press("/", Keys.ESCAPE)
    assert len(browser.shown(".contents li")) == len(PACK.tree.nodes)
    assert browser.shown("[role=status]") == [""]


def test_nothing_found_is_said(browser, page):
    browser.open(page)
    browser.press("/", *"qqxxzz")
    assert browser.shown("[role=status]") == [words("en").say("bench.found.none")]


def test_a_language_is_chosen_without_losing_the_way(browser, page):
    browser.open(page, "#en.symptom")
    for lang in LANGUAGES[1:]:
        browser.ask("document.querySelector('input[name=lang]:checked').focus()")
        while browser.ask("return document.documentElement.lang") != lang:
            browser.press(Keys.ARROW_RIGHT)
        assert browser.shown("article h3") == [words(lang).say("symptom.text")]
        assert len(browser.shown(".trail li")) == 3
        assert browser.ask("return document.title").startswith(words(lang).say("symptom.text"))


@pytest.mark.parametrize(
    ("answers", "network", "keys"),
    [
        ("red_flag=unsure flag_gopay=gopay_id what_happened=other_trouble symptom=unsure", "broken", "31891"),
        ("red_flag=no your_gopay=unsure app_source=gopay_id symptom=support support_what=slow", "", "244173"),
        ("red_flag=no your_gopay=gopay_id symptom=blocked blocked_what=unsure", "", "24159"),
        ("red_flag=yes flag_gopay=unsure", "", "14"),
        ("red_flag=yes flag_gopay=gopay_id what_happened=unsure", "", "119"),
    ],
)
def test_a_walk_ends_on_the_page_of_the_wizard(browser, page, answers, network, keys):
    """Alarm, certainty, answers and contacts are those of this very way, not of the shortest."""
    pairs = [pair.split("=") for pair in answers.split()]
    given = {NodeId(question): OptionId(option) for question, option in pairs}
    facts = {"network": network} if network else {}
    browser.open(page)
    browser.press(*keys)
    place = browser.ask("return location.hash")
    node = place.partition(".")[2]
    trail = trail_of_answers(PACK.tree, given, facts)
    assert trail[-1].to == node
    assert isinstance(PACK.tree.nodes[trail[-1].to], Outcome)
    said = words("en")
    shelf = tree_show.library(setup_for("en"), said)
    stated = {fact: frozenset({value}) for fact, value in facts.items()}
    advice = shelf.advice(Way(trail, stated))
    (seen,) = browser.shown("article")
    told = "".join(seen.split())
    found = {said.say(f"fact.{fact}.{value}") for fact, value in facts.items()}
    for part in diagnosis_page(advice, said):
        assert "".join(part.text.split()) in told or part.text in found
    values = [part.text for part in diagnosis_page(advice, said) if part.kind is Kind.VALUE]
    assert browser.shown("article .value") == values
    for certainty in ("low", "medium", "high"):
        line = said.say(f"ui.confidence.{certainty}")
        assert (line in seen) == (advice.confidence == certainty and advice.status != "emergency")
    alarmed = advice.status == "emergency" and not advice.critical
    assert (said.say("ui.alarm_raised") in seen) == alarmed


def test_a_row_that_the_way_rules_out_says_so(browser, page):
    browser.open(page, "#en.fails_evidence")
    struck = browser.shown(".choice.ruled-out")
    assert struck == [words("en").say("outcome.maybe_outage.title")]
    link = "document.querySelector('.here .ruled-out')"
    told = browser.ask(f"return getComputedStyle({link}, '::after').content")
    assert words("en").say("bench.ruled_out") in told


WALKED_AND_ALL = [f"{lang}{place}" for lang in LANGUAGES for place in (".own_network", "-all")]
"""The slowest part: the other kinds of pages are judged in one language."""


@pytest.mark.parametrize(
    "place",
    [*WALKED_AND_ALL, "en.red_flag", "id.flag_gopay", "zh-Hans.fails_evidence", "en.emergency", "en-map"],
)
def test_axe_finds_nothing_and_colours_are_told_apart_in_the_dark(browser, page, axe, place):
    width = 390 if place == "id.flag_gopay" else 1280
    browser.open(page, f"#{place}", width=width)
    assert browser.judge(axe) == []
    browser.look(width=width, dark=True)
    assert browser.ask("return getComputedStyle(document.body).backgroundColor") == "rgb(13, 17, 23)"
    assert browser.judge(axe, ["color-contrast"]) == []


def test_every_page_fits_the_screen(browser, page):
    """Without the script all of them stand in one document."""
    browser.open(page, script=False)
    over = (
        "return [...document.querySelectorAll('article, header, .contents')]"
        ".filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1).map(e => e.id)"
    )
    for lang in LANGUAGES:
        browser.ask("document.getElementById(`lang-${arguments[0]}`).checked = true", lang)
        assert browser.ask(f"return document.querySelector('.in-{lang} h1').checkVisibility()")
        for width in (360, 1280):
            browser.look(width=width)
            assert browser.ask("return innerWidth") == width
            assert len(browser.shown("article")) == len(PACK.tree.nodes)
            assert browser.ask(over) == [], (lang, width)
            assert browser.ask("return document.documentElement.scrollWidth") <= width


def test_without_its_script_it_is_a_long_document_in_a_chosen_language(browser, page):
    browser.open(page, script=False)
    assert browser.shown("h1") == [words("en").say("bench.tree", id="gopay", version=PACK.tree.version)]
    assert browser.shown("[role=status], .views, .steps, .keys") == []
    browser.ask("document.getElementById('lang-en').focus()")
    browser.press(Keys.ARROW_RIGHT)
    assert browser.shown("h1") == [words("zh-Hans").say("bench.tree", id="gopay", version=PACK.tree.version)]
    assert len(browser.shown(".contents li")) == len(PACK.tree.nodes)


def test_on_paper_the_overview_is_the_whole_book_and_a_walk_one_page(browser, page):
    browser.open(page, "#en-all", media="print")
    assert len(browser.shown("article")) == len(PACK.tree.nodes)
    assert browser.shown(".views, .search, .languages, .map") == []
    browser.open(page, "#en.own_network", media="print")
    assert len(browser.shown("article")) == 1


def test_nothing_moves_for_those_who_want_it_so(browser, page):
    browser.open(page)
    assert browser.ask("return getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    browser.look(width=1280, still=False)
    assert browser.ask("return getComputedStyle(document.documentElement).scrollBehavior") == "smooth"


def test_the_map_opens_where_the_walk_stands_and_leads_to_pages(browser, page):
    browser.open(page, "#en.missing_what")
    browser.tab_to(words("en").say("bench.view.map"))
    browser.press(Keys.ENTER)
    seen = browser.ask(
        "const box = document.querySelector('.map a[href=\"#en.missing_what\"]').getBoundingClientRect();"
        "const frame = document.querySelector('.map .wide').getBoundingClientRect();"
        "return box.left >= frame.left && box.top >= frame.top && box.top < frame.bottom"
    )
    assert seen
    browser.ask("document.querySelector('.map a[href=\"#en.own_network\"]').focus()")
    browser.press(Keys.ENTER)
    assert browser.shown("article h3") == [words("en").say("outcome.own_network.title")]


def test_every_link_of_a_walk_can_be_followed(browser, page):
    """Every node by its own address: the page that opens is its own, with the way that its command names."""
    browser.open(page)
    for node in PACK.tree.nodes:
        shown = browser.ask(
            "document.querySelector(`.contents a[href='#en.${arguments[0]}']`).click();"
            "const here = document.querySelector('.here');"
            "return [location.hash, document.querySelectorAll('.here').length, here.id.split('.')[1],"
            " here.querySelector('pre').textContent,"
            " [...document.querySelectorAll('#en .trail a')].map(e => e.hash.split('.')[1])]",
            node,
        )
        assert shown[:3] == [f"#en.{node}", 1, node]
        asked = re.findall(r"--answer (\w+)=", shown[3])
        assert [each for each in shown[4] if each in asked] == asked
