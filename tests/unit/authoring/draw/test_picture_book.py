"""The page for reviewers, read as a file: whole, closed to the network, and in the wizard's own words."""

import re
import xml.etree.ElementTree as ET
from base64 import b64encode
from collections import Counter
from functools import cache
from hashlib import sha256
from html import escape
from html.parser import HTMLParser
from itertools import chain

import pytest
from drawn import LANGUAGES, PACKS, every_walk, printed, setup_for, way_of

from gopay_help.authoring.draw.page import html, marking, nested, render_page, templates
from gopay_help.authoring.draw.ways import find_ways, shortest
from gopay_help.cli import tree_show
from gopay_help.cli.tree_show import library, whole_page
from gopay_help.model.contact import ChannelStatus, PrintPolicy, RouteStep
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import Outcome, Question
from gopay_help.screen.diagnosis import Section, diagnosis_page, first_aid_page
from gopay_help.screen.page import Kind, block
from gopay_help.screen.pages import seen, value_for
from gopay_help.wizard.times import day

OURS_IN_CI = [pytest.param(name, marks=pytest.mark.slow if name == "gopay" else ()) for name in PACKS]
VOID = {"meta", "input", "br", "hr", "img", "link"}


class Reader(HTMLParser):
    """Holds the page against what HTML asks for, and keeps the words of each article by its id."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.ids, self.links, self.tags = [], Counter(), [], Counter()
        self.words, self.langs = {}, {}
        self.attributes, self.values = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in attrs]
        if "id" in given:
            self.ids[given["id"]] += 1
        if "href" in given:
            self.links.append(given["href"])
        if tag not in VOID and not self._drawn(tag):
            self.open.append((tag, given))

    def _drawn(self, tag):
        return tag in {"rect", "path"}

    def handle_endtag(self, tag):
        if self._drawn(tag):
            return
        assert self.open, tag
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        lang = next((given["lang"] for _, given in reversed(self.open) if "lang" in given), None)
        for tag, given in self.open:
            if tag == "article":
                self.words.setdefault(given["id"], []).append(data)
        self.langs.setdefault(lang, []).append(data)
        if self.open and self.open[-1][1].get("class") == "value":
            within = next((given["id"] for tag, given in self.open if tag == "article"), None)
            moods = next((given["data-moods"] for _, given in self.open if "data-moods" in given), None)
            self.values.append((within, moods and moods.split(), data))


@cache
def book(name, lang="en"):
    setup = setup_for(name, lang)
    tree_show.draw_tree(setup, output="html")
    return printed(setup)


@cache
def read(name):
    reader = Reader()
    reader.feed(book(name))
    reader.close()
    assert reader.open == []
    return reader


def squeezed(text):
    return "".join(text.split())


def article(name, lang, node):
    return squeezed("".join(read(name).words[f"{lang}.{node}"]))


@pytest.mark.parametrize("name", PACKS)
def test_no_id_twice_and_no_link_leads_out_or_nowhere(name):
    reader = read(name)
    assert [found for found, times in reader.ids.items() if times > 1] == []
    views = {f"#{lang}-walk" for lang in PACKS[name].tree.languages}
    assert {link for link in reader.links if link not in views and link[1:] not in reader.ids} == set()
    assert all(link.startswith("#") for link in reader.links)


@pytest.mark.parametrize("name", PACKS)
def test_nothing_is_loaded_and_nothing_runs_but_what_the_policy_names(name):
    text = book(name)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        inner = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1]
        digest = b64encode(sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert read(name).tags[tag] == 1
    loading = {"src", "srcset", "action", "formaction", "data", "poster", "ping", "style", "background"}
    given = read(name).attributes
    assert [entry for entry in given if entry[1] in loading or entry[1].startswith("on")] == []
    assert not re.search(r"url\(|@import", re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1])
    assert not {"link", "img", "iframe", "object", "embed", "form", "base"} & set(read(name).tags)


@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
def test_every_node_is_there_as_the_wizard_shows_it(name, lang):
    """Each line of each page of the wizard, whatever HTML makes of it."""
    tree, words = PACKS[name].tree, PACKS[name].catalogue(lang)
    shelf = library(setup_for(name, lang), words)
    reaches = find_ways(tree)
    for node in tree.nodes.values():
        seen = article(name, lang, node.id)
        if isinstance(node, Outcome):
            advice = shelf.advice(shortest(tree, reaches[node.id]))
            lines = [part.text for part in diagnosis_page(advice, words)]
        elif isinstance(node, Question):
            lines = [words.say(f"{node.id}.text"), words.say(f"{node.id}.why")]
            lines += [words.say(f"{node.id}.opt.{option.id}") for option in node.options]
            aid = shelf.first_aid(node, shortest(tree, reaches[node.id]))
            lines += [part.text for part in first_aid_page(aid, words)] if aid else []
            assert bool(aid) == bool(node.advise)
        else:
            lines = [*node.facts, *(row.to for row in node.rows)]
        for line in lines:
            assert squeezed(line) in seen, (node.id, line)


@pytest.mark.parametrize("name", OURS_IN_CI)
def test_whatever_the_way_its_mood_decides_what_an_outcome_says(name):
    """Every walk there is: but for the answers repeated, what a check found and when, its page is there."""
    tree = PACKS[name].tree
    setup = setup_for(name)
    shelf = library(setup, setup.words)
    found = {text for key, text in setup.words.entries.items() if key.startswith("fact.")}
    reaches = find_ways(tree)

    def kept(node, way):
        advice, plan = shelf.advice(way), tree.nodes[node].follow_up
        if plan.recheck.counted or plan.escalate.counted:  # from when the money was sent: an answer says it
            always = {"recheck_at": advice.started_at, "escalate_at": advice.started_at}
            always |= {"recheck_basis": "", "escalate_basis": ""}
            advice = advice._replace(follow_up=advice.follow_up._replace(**always))
        page = diagnosis_page(advice, setup.words)
        return [part for part in page if part.mark not in (">", "!") and part.text not in found]

    known = {}
    for node, gone in sorted(every_walk(name)):
        if isinstance(tree.nodes[node], Outcome):
            way, mood = way_of(tree, gone)
            if (node, mood) not in known:
                known[node, mood] = kept(node, reaches[node][mood].way)
            assert kept(node, way) == known[node, mood], (node, gone)


@pytest.mark.parametrize("name", OURS_IN_CI)
def test_every_mood_of_an_outcome_is_in_its_article(name):
    tree = PACKS[name].tree
    setup = setup_for(name)
    shelf = library(setup, setup.words)
    for node, reaches in find_ways(tree).items():
        if isinstance(tree.nodes[node], Outcome):
            seen = article(name, "en", node)
            for mood, reach in reaches.items():
                page = diagnosis_page(shelf.advice(reach.way), setup.words)
                values = [part.text for part in page if part.kind is Kind.VALUE]
                tag = f"{int(mood.raised)}{int(mood.doubted)}.{mood.brand}"
                assert values == [
                    value
                    for within, moods, value in read(name).values
                    if within == f"en.{node}" and (moods is None or tag in moods)
                ]
                start = next(index for index, part in enumerate(page) if part.kind is Kind.HEADING)
                lines = [part.text for part in page[:start]]
                assert all(squeezed(line) in seen for line in lines)


@pytest.mark.parametrize("name", PACKS)
def test_what_may_not_be_shown_is_nowhere_in_the_file(name):
    text = book(name)
    banned = [
        channel.value
        for channel in setup_for(name).registry.channels
        if channel.value and (channel.print is PrintPolicy.NEVER or channel.status is ChannelStatus.RETIRED)
    ]
    assert banned or name not in ("gopay", "warung")
    for value in banned:
        assert not re.search(rf"(?<![\w.@-]){re.escape(value)}(?![\w@-])", text), value


def bare(value):
    """A page's address as the short page has it."""
    return value.removeprefix("https://").removeprefix("www.").rstrip("/")


@pytest.mark.parametrize("name", PACKS)
def test_no_contact_stands_without_its_proof(name):
    """Every value says when it was seen: beside it in an entry, else in the contacts of the same article."""
    registry, proofs = setup_for(name).registry, {}
    for channel in registry.channels:
        brand, last = registry.brand(channel.brand), channel.provenance.last_seen
        for words in map(PACKS[name].catalogue, PACKS[name].tree.languages if channel.printable else ()):
            step = RouteStep(channel, "", "", "", None, None, None, stale=False)
            told = {
                escape(seen(step._replace(compare_at=site, stale=stale), words, brief=brief))
                for site in ("", *(brand.domains_official if brand else ()))
                for brief in (True, False)
                for stale in (True, False)
            }
            assert last is None or all(escape(day(last, words, year=True)) in text for text in told)
            for whole in (True, False):
                proofs.setdefault(escape(value_for(step, words, whole=whole)), set()).update(told)
    shown = 0
    for part in re.findall(r"<article.*?</article>", book(name), re.DOTALL):
        entries, proved = list(re.finditer(r'<p class="value">([^<]*)</p>(.*?)</li>', part, re.DOTALL)), set()
        for value, rest in (found.groups() for found in entries):
            told = re.sub("<[^>]*>", "", " ".join(re.findall(r'<p class="note">(.*?)</p>', rest)))
            if value in proofs:
                assert any(proof in told for proof in proofs[value]), (value, rest[:200])
                proved.add(bare(value))
        for value, known in proofs.items():
            assert f">{value}<" not in part or bare(value) in proved, (value, part[:200])
            for found in re.finditer(rf"[,，] ?{re.escape(value)}(?![\w/])([^<]*)<", part):
                assert bare(value) in proved or any(proof in found[1] for proof in known), found[0]
        shown += len(proved)
    assert shown > 0


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.slow
def test_each_language_is_told_apart(name):
    languages = set(PACKS[name].tree.languages)
    reader = read(name)
    assert languages <= set(reader.langs)
    assert re.search(r'<html lang="en">', book(name))
    assert all(f'<html lang="{lang}">' in book(name, lang) for lang in languages)
    chinese = {lang for lang, texts in reader.langs.items() if len(re.findall("[的是]", "".join(texts))) > 20}
    assert chinese == languages & {"zh-Hans"}


def test_a_missing_translation_says_that_it_is_english():
    words = marking(Catalogue("id", {"a": "Satu"}, {"a": "One", "b": "Two <{n}>"}))
    assert html(words.say("a")) == "Satu"
    english = '<span lang="en" class="untranslated">{}</span>'
    assert html(words.say("b", n="dua")) == f"{english.format('Two &lt;')}dua{english.format('&gt;')}"


def blocks(page, level=3):
    return templates().get_template("parts.html.jinja").module.blocks(nested(page), level)


def test_a_page_becomes_lists_within_lists():
    page = (
        block(Kind.TITLE, "A & B"),
        block(Kind.HEADING, "Do"),
        block(Kind.ITEM, "one", "1."),
        block(Kind.VALUE, "+62", depth=1),
        block(Kind.ITEM, "two", "2."),
        block(Kind.ITEM, "not", "x"),
        block(Kind.ITEM, "why", "-"),
        block(Kind.TEXT, "said", ">", depth=1),
        block(Kind.ITEM, "inner", "1.", depth=1),
        block(Kind.NOTE, "end"),
    )
    assert blocks(page, 3) == (
        "<h3>A &amp; B</h3><h4>Do</h4>"
        '<ol><li>one<p class="value">+62</p></li><li>two</li></ol><ul class="not"><li>not</li></ul>'
        '<ul><li>why<ul class="said"><li>said</li></ul><ol><li>inner</li></ol></li></ul>'
        '<p class="note">end</p>'
    )


HOSTILE = "</script><img src=x onerror=alert(1)> \"'&{{ 7*7 }}{% raw %}"


@pytest.mark.parametrize("reviewers", [pytest.param(True, marks=pytest.mark.slow), False])
def test_no_text_of_a_pack_becomes_markup(reviewers):
    """Whatever stands in a catalogue is words: in text, in attributes, in the title of the file."""
    setup = setup_for("gopay")
    pack = PACKS["gopay"]
    words = Catalogue("en", {key: f"{text} {HOSTILE}" for key, text in pack.catalogue("en").entries.items()})
    shelf = library(setup, words)
    text = render_page([(marking(words), shelf)], {"en": words}, reviewers=reviewers)
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    assert {"img", "raw"} & set(reader.tags) == set()
    assert reader.tags["script"] == 1
    assert not [name for _, name, _ in reader.attributes if name.startswith("on")]
    assert "onerror=alert(1)> \"'&{{ 7*7 }}{% raw %}" in "".join(chain.from_iterable(reader.words.values()))


@cache
def peoples(name):
    setup = setup_for(name)
    return whole_page(setup, reviewers=False)


@pytest.mark.parametrize("name", PACKS)
def test_people_see_no_ids_conditions_tables_or_maps(name):
    text = peoples(name)
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    assert not {"code", "table", "svg", "pre", "form", "link", "img"} & set(reader.tags)
    assert [found for found, times in reader.ids.items() if times > 1] == []
    assert {link[1:] for link in reader.links} <= set(reader.ids)
    shown = " ".join(chain.from_iterable(reader.words.values()))
    facts = PACKS[name].tree.facts
    assert not [each for each in (*PACKS[name].tree.nodes, *facts) if "_" in each and each in shown]
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_people_get_less_than_a_megabyte():
    assert 500_000 < len(peoples("gopay").encode()) < 1_000_000


@pytest.mark.parametrize("name", PACKS)
def test_what_a_folded_section_says_is_in_the_file_once(name):
    """Below its heading, after all pages, for whoever has no script; pages name it by its place there."""
    books = re.split('<section class="book', peoples(name).partition("</main>")[0])[1:]
    for lang, book_ in zip(PACKS[name].tree.languages, books, strict=True):
        asked = {int(place) for some in re.findall('data-parts="(.*?)"', book_) for place in some.split()}
        last = "".join(book_.rpartition('<section class="pages"')[1:])
        heading, told = "", []
        for part in ET.fromstring(last.removesuffix("</section>")):  # noqa: S314 (our own page)
            if part.tag == "h3":
                heading = "".join(part.itertext())
            elif part.tag != "h2":
                told.append((heading, ET.tostring(part)))
        folded = {PACKS[name].catalogue(lang).say(f"ui.section.{part}") for part in Section}
        assert {heading for heading, _ in told} <= folded
        assert asked == set(range(len(told))) != set()
        assert len(set(told)) == len(told)


def test_it_says_what_it_is_and_wants_to_be_found_by_nobody():
    text = book("gopay")
    assert '<meta name="robots" content="noindex">' in text
    assert text.count('class="draft"') == 3
    assert "Unofficial" in text


def test_a_way_is_where_it_begins():
    setup = setup_for("warung")
    tree_show.draw_tree(setup, output="html", answer=["alarm=no"])
    assert '[["alarm", 1], ["which_app", 1]' in printed(setup)
