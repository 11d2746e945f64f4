"""The page for reviewers: one file with every question, table and outcome, in every language of the pack.

It loads nothing. Without its script it is a long document; with it, a wizard to walk and a list to search.
"""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from html import escape
from itertools import groupby
from pathlib import Path

from gopay_help.authoring.draw.chart import build_chart
from gopay_help.authoring.draw.svg import STYLE, draw
from gopay_help.authoring.draw.ways import (
    Choice,
    Mood,
    Reach,
    Reaches,
    Trail,
    Way,
    choices,
    command,
    condition,
    count,
    details,
    fact_source,
    find_ways,
    in_order,
    inferred,
    kind,
    kind_id,
    leading_to,
    mood_after,
    shortest,
    title,
    told,
    values_in_words,
    way_out,
    ways_in_words,
)
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, safe_line
from gopay_help.model.tree import FactId, Node, NodeId, OptionId, Outcome, Question, Table, Tree
from gopay_help.screen.diagnosis import diagnosis_page, first_aid_page
from gopay_help.screen.documents import utc
from gopay_help.screen.page import Block, Kind, Page
from gopay_help.screen.prompt import why_block
from gopay_help.tree import walk
from gopay_help.wizard.evidence import Stated
from gopay_help.wizard.session import End, Evidence, Session

_NAME = re.compile(r"(\{[a-z_]+\})")
_START, _END = "\ue000", "\ue001"
"""Around a text that stands in for a missing translation; private characters, so no text holds them."""


def marking(words: Catalogue) -> Catalogue:
    """The same words, but a text that falls back on English can be told from a translated one."""
    return Catalogue(words.lang, words.entries, {key: _marked(text) for key, text in words.fallback.items()})


def _marked(template: str) -> str:
    """The template's own words between marks; what its names are filled with may be translated."""
    pieces = _NAME.split(template)
    return "".join(piece if _NAME.fullmatch(piece) else f"{_START}{piece}{_END}" for piece in pieces if piece)


def html(text: str) -> str:
    """Text for HTML; what fell back on English says so to screen readers and to the eye."""
    opening = f'<span lang="{SOURCE_LANGUAGE}" class="untranslated">'
    return escape(text).replace(_START, opening).replace(_END, "</span>")


def bare(text: str) -> str:
    """Text for an attribute, without such marks."""
    return escape(text.replace(_START, "").replace(_END, ""))


def fragment(page: Page, level: int, *, anchor: str = "") -> str:
    """The page as HTML.

    Args:
        page: what is said.
        level: the level of its first title; headings are one below.
        anchor: the id of that title, which then can be given the focus.
    """
    return "".join(_blocks(page, level, anchor))


def _blocks(page: Page, level: int, anchor: str) -> Iterator[str]:
    rest = list(page)
    while rest:
        part = rest[0]
        if part.kind is Kind.ITEM and part.mark:
            entries = list(_entries(rest, part))
            del rest[: sum(len(entry) for entry in entries)]
            yield _list(entries, part, level)
        elif part.mark == ">":
            said = [each for each in rest if each.mark == ">"]
            del rest[: len(said)]
            yield f'<ul class="said">{"".join(f"<li>{html(each.text)}</li>" for each in said)}</ul>'
        else:
            yield _one(rest.pop(0), level, anchor)
            anchor = "" if part.kind is Kind.TITLE else anchor


def _entries(rest: list[Block], first: Block) -> Iterator[Page]:
    """The entries of the list that *rest* begins with, each with what is indented below it."""
    start = 0
    while start < len(rest) and _alike(rest[start], first):
        end = start + 1
        while end < len(rest) and rest[end].depth > first.depth:
            end += 1
        yield tuple(rest[start:end])
        start = end


def _alike(part: Block, first: Block) -> bool:
    return part.kind is Kind.ITEM and part.depth == first.depth and _kind(part.mark) == _kind(first.mark)


def _kind(mark: str) -> str:
    return "number" if mark[:1].isdigit() else mark


def _list(entries: list[Page], first: Block, level: int) -> str:
    items = "".join(
        f"<li>{html(entry[0].text)}{''.join(_blocks(entry[1:], level, ''))}</li>" for entry in entries
    )
    if _kind(first.mark) == "number":
        return f"<ol>{items}</ol>"
    return f"<ul{' class=not' if first.mark == 'x' else ''}>{items}</ul>"


def _one(part: Block, level: int, anchor: str) -> str:
    text = html(part.text)
    if part.kind is Kind.TITLE:
        named = f' id="{anchor}" tabindex="-1"' if anchor else ""
        return f"<h{level}{named}>{text}</h{level}>"
    if part.kind is Kind.HEADING:
        return f"<h{level + 1}>{text}</h{level + 1}>"
    return f'<p class="{part.kind}">{text}</p>'


# What the wizard says at the end of a way: the wizard itself is run, so that no page can say
# otherwise.


@dataclass(frozen=True, slots=True)
class Library:
    """Advice in one language, made at one moment."""

    tree: Tree
    build: Callable[[End, Evidence], Diagnosis]
    """How `diagnose` turns the end of a run into advice."""
    now: datetime
    registry_version: str

    def advice(self, way: Way) -> Diagnosis:
        """The advice at the end of *way*, which leads to an outcome."""
        evidence = Stated(dict(way.stated(self.tree).items()))
        session = Session(self.tree, evidence, self._build, given=dict(way.answers))
        return self.build(session.run(), evidence)

    def first_aid(self, question: Question, way: Way) -> Diagnosis | None:
        """The first aid shown before *question*, to which *way* leads; None where there is none."""
        outcome = self.tree.nodes[question.advise] if question.advise else None
        if not isinstance(outcome, Outcome):
            return None
        given = {node: walk.Given(option, "user") for node, option in way.answers}
        return self._build(End(outcome, walk.State(given, way.stated(self.tree)), tuple(given)))

    def bare(self, outcome: Outcome) -> Diagnosis:
        """The advice of an outcome that no answers lead to: it is first aid alone."""
        return self._build(End(outcome, walk.State(), ()))

    def said(self, outcome: Outcome, question: NodeId, option: OptionId) -> str:
        """An answer as a page of advice repeats it; any *outcome* does."""
        end = End(outcome, walk.State({question: walk.Given(option, "user")}), (question,))
        return self._build(end).why[0].text

    def _build(self, end: End) -> Diagnosis:
        return self.build(end, Stated())


# One node for the reviewers' page: first as people see it, then where it leads and who leads to it.


_LEVEL = 3
"""Titles of nodes stand below the page's own title and those of its parts."""


@dataclass(frozen=True, slots=True)
class Articles:
    """Writes the nodes of one tree in one language."""

    library: Library
    words: Catalogue
    reaches: Reaches
    sources: Mapping[NodeId, tuple[Choice, ...]]
    pack: str | None

    @property
    def tree(self) -> Tree:
        """The tree."""
        return self.library.tree

    def anchor(self, node_id: NodeId) -> str:
        """The id of a node's article; each language has its own."""
        return f"{self.words.lang}.{node_id}"

    def title(self, node_id: NodeId) -> str:
        """A node's title as HTML."""
        return html(safe_line(title(self.tree.nodes[node_id], self.words)))

    def say(self, key: str, **values: object) -> str:
        """Words of the bench as HTML; the values are texts."""
        return html(safe_line(self.words.say(f"bench.{key}", **values)))

    def link(self, node_id: NodeId) -> str:
        """A link to a node, with its id beside it."""
        return f'<a href="#{self.anchor(node_id)}">{self.title(node_id)}</a> {code(node_id)}'

    def article(self, node_id: NodeId) -> str:
        """The whole article."""
        node, anchor = self.tree.nodes[node_id], self.anchor(node_id)
        reaches = self.reaches.get(node_id)
        way = (
            [[choice.node, choice.row] for choice in shortest(self.tree, reaches).choices] if reaches else []
        )
        badge = f'<span class="badge">{html(kind(node, self.words))}</span>'
        return (
            f'<article id="{anchor}" class="node {kind_id(node)}" data-node="{node_id}" '
            f'data-way="{escape(json.dumps(way))}" aria-labelledby="{anchor}.title">'
            f'<p class="caption">{badge} {code(node_id)}</p>'
            f"{''.join(self._seen(node))}"
            f'<div class="about">{"".join(self._about(node, reaches))}</div></article>\n'
        )

    def _seen(self, node: Node) -> Iterator[str]:
        anchor = f"{self.anchor(node.id)}.title"
        if isinstance(node, Outcome):
            yield from self._outcome(node, anchor)
            return
        if isinstance(node, Question):
            yield from self._aid(node)
        yield f'<h{_LEVEL} id="{anchor}" tabindex="-1">{self.title(node.id)}</h{_LEVEL}>'
        if isinstance(node, Question):
            yield f'<p class="note">{html(why_block(node, self.words).text)}</p>'
            yield f'<ol class="choices">{"".join(self._option(choice) for choice in choices(node))}</ol>'
            yield from (
                f'<p class="note">{text}</p>' for text in map(html, inferred(self.tree, node, self.words))
            )
        else:
            yield from self._table(node)

    def _aid(self, question: Question) -> Iterator[str]:
        """First aid stands before its question, as people see it."""
        reaches = self.reaches.get(question.id)
        advice = self.library.first_aid(question, shortest(self.tree, reaches)) if reaches else None
        if advice is not None:
            page = fragment(first_aid_page(advice, self.words), _LEVEL)
            heading = f"<h{_LEVEL}>{self.say('first_aid')}</h{_LEVEL}>"
            yield f'<details class="aid" open><summary>{heading}</summary>{page}</details>'

    def _option(self, choice: Choice) -> str:
        some = next(each for each in self.tree.nodes.values() if isinstance(each, Outcome))
        said = self.library.said(some, choice.node, choice.option) if choice.option else ""
        return (
            f'<li><a class="choice" href="#{self.anchor(choice.to)}" data-row="{choice.row}" '
            f'data-said="{bare(said)}" {self._marks(choice)}>'
            f"{html(way_out(self.tree, choice, self.words))}</a>"
            f' <span class="to">{self.say("leads_to")} {self.title(choice.to)} {code(choice.to)}</span></li>'
        )

    def _table(self, table: Table) -> Iterator[str]:
        yield f'<p class="note">{self.say("choose_row")}</p><div class="wide"><table><thead><tr>'
        yield "".join(f'<th scope="col">{code(fact)}</th>' for fact in table.facts)
        yield f'<th scope="col">{self.say("leads_to")}</th></tr></thead><tbody>'
        yield from (self._row(table, choice) for choice in choices(table))
        yield "</tbody></table></div>"
        for fact in table.facts:
            yield f'<p class="note">{html(fact_source(self.tree, fact, self.words))}</p>'
            yield from (f'<p class="note">{html(text)}</p>' for text in told(self.tree, fact, self.words))

    def _row(self, table: Table, choice: Choice) -> str:
        """A row; on a small screen its cells stand below each other, so each says what it is of."""
        any_ = self.say("any")
        cells = "".join(
            f'<td data-of="{fact}:">{self._values(fact, choice) if fact in choice.when else any_}</td>'
            for fact in table.facts
        )
        by = bare(condition(self.tree, choice.when, self.words))
        return (
            f'<tr>{cells}<td data-of="{bare(self.words.say("bench.leads_to"))}">'
            f'<a class="choice" href="#{self.anchor(choice.to)}" data-row="{choice.row}" '
            f'data-by="{by}" {self._marks(choice)}>{self.title(choice.to)}</a> {code(choice.to)}</td></tr>'
        )

    def _marks(self, choice: Choice) -> str:
        """What the script has to know of a way out: what it says of the facts, and of the mood."""
        facts = {fact: sorted(values) for fact, values in choice.when.items()}
        mood = mood_after(self.tree, choice, Mood())
        flags = f"{' data-raises' if mood.raised else ''}{' data-doubts' if mood.doubted else ''}"
        brand = f' data-brand="{mood.brand}"' if mood.brand != Mood().brand else ""
        return f'data-when="{escape(json.dumps(facts))}"{flags}{brand}'

    def _values(self, fact: FactId, choice: Choice) -> str:
        return html(values_in_words(self.tree, fact, choice.when[fact], self.words))

    def _outcome(self, outcome: Outcome, anchor: str) -> Iterator[str]:
        """The wizard's last page at the end of the shortest way; what other moods say is at hand, hidden."""
        reaches = self.reaches.get(outcome.id)
        if not reaches:
            yield fragment(diagnosis_page(self.library.bare(outcome), self.words), _LEVEL, anchor=anchor)
            return
        pages = {mood: self._page(reach) for mood, reach in reaches.items()}
        way = shortest(self.tree, reaches)
        shown = next(mood for mood, reach in reaches.items() if reach.way == way)
        heads = {mood: page[: _body_start(page)] for mood, page in pages.items()}
        for part, moods in _merged(shown, heads):
            yield _of_moods(fragment((part,), _LEVEL, anchor=anchor), moods, shown, len(pages))
        bodies: dict[str, list[Mood]] = {}
        for mood, page in sorted(pages.items(), key=lambda item: item[0] != shown):
            body = next(
                (known for known in bodies if _alike_in_articles(bodies[known][0], mood, pages)), None
            )
            bodies.setdefault(body or fragment(page[_body_start(page) :], _LEVEL), []).append(mood)
        for body, moods in bodies.items():
            yield _of_moods(body, moods, shown, len(pages))

    def _page(self, reach: Reach) -> Page:
        return diagnosis_page(self.library.advice(reach.way), self.words)

    def _about(self, node: Node, reaches: Mapping[Mood, Reach] | None) -> Iterator[str]:
        if isinstance(node, Outcome):
            yield f"<p>{html(details(node, self.words))}</p>"
        yield f"<h{_LEVEL + 1}>{self.say('led_here')}</h{_LEVEL + 1}><ul>"
        if node.id == self.tree.start:
            yield f"<li>{self.say('start')}</li>"
        for source, group in groupby(self.sources.get(node.id, ()), key=lambda choice: choice.node):
            ways = " · ".join(html(way_out(self.tree, choice, self.words)) for choice in group)
            yield f"<li>{self.link(source)}: {ways}</li>"
        for question in _aided(self.tree, node.id):
            yield f"<li>{self.link(question.id)}: {self.say('first_aid')}</li>"
        yield f"</ul><p>{html(ways_in_words(count(reaches or {}), self.words))}</p>"
        if reaches:
            pieces = command(self.tree, shortest(self.tree, reaches), lang=self.words.lang, pack=self.pack)
            line = " ".join(pieces)
            if isinstance(node, Outcome) and count(reaches) > 1:
                yield f"<p>{self.say('other_ways')}</p>"
            yield f'<p>{self.say("shortest")}:</p><pre tabindex="0" translate="no">{html(line)}</pre>'


def write_articles(library: Library, words: Catalogue, reaches: Reaches, pack: str | None) -> Articles:
    """The writer for one language."""
    return Articles(library, words, reaches, leading_to(library.tree), pack)


def code(node_id: str) -> str:
    """An id, which no translation tool may touch."""
    return f'<code translate="no">{html(node_id)}</code>'


def _aided(tree: Tree, node_id: NodeId) -> list[Question]:
    return [node for node in tree.nodes.values() if isinstance(node, Question) and node.advise == node_id]


def _body_start(page: Page) -> int:
    """Where the part of a page begins that is the same in every mood."""
    return next(index for index, part in enumerate(page) if part.kind is Kind.HEADING)


def _of_moods(piece: str, moods: list[Mood], shown: Mood, count_of_all: int) -> str:
    """A piece that is only told in some *moods*; that of others than the *shown* one is hidden."""
    if len(moods) == count_of_all:
        return piece
    names = " ".join(f"{int(mood.raised)}{int(mood.doubted)}.{mood.brand}" for mood in moods)
    return f'<div data-moods="{names}"{"" if shown in moods else " hidden"}>{piece}</div>'


def _alike_in_articles(one: Mood, other: Mood, pages: Mapping[Mood, Page]) -> bool:
    """True if the contacts are the same: what else a body says of its way, the script fills in."""
    return _values_of(pages[one]) == _values_of(pages[other])


def _values_of(page: Page) -> list[str]:
    return [part.text for part in page if part.kind is Kind.VALUE]


def _merged(shown: Mood, heads: Mapping[Mood, Page]) -> list[tuple[Block, list[Mood]]]:
    """The blocks of all heads in one order, each with the moods that it belongs to."""
    merged = list(heads[shown])
    for head in heads.values():
        place = 0
        for part in head:
            if part not in merged:
                merged.insert(place, part)
            place = merged.index(part) + 1
    return [(part, [mood for mood, head in heads.items() if part in head]) for part in merged]


_HERE = Path(__file__).parent
_MARKED = frozenset({"alarm", "urgent"})
"""Kinds that stand out in their group."""
_GROUPS = (("question", Question), ("table", Table), ("outcome", Outcome))


def render_book(
    languages: Sequence[tuple[Catalogue, Library]],
    plain: Mapping[str, Catalogue],
    *,
    pack: str | None,
    trail: Trail = (),
) -> str:
    """The whole file.

    Args:
        languages: words that tell what fell back on English, and what advice is made of; the first is shown.
        plain: the same words by language, without such marks.
        pack: how commands name an author's pack.
        trail: a way to begin with, and to highlight on the map.
    """
    style = "".join((_read("viewer.css"), STYLE, _one_language(plain)))
    script = _read("viewer.js")
    tree = languages[0][1].tree
    reaches = find_ways(tree)
    first = plain[languages[0][0].lang]
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = escape(first.say("bench.tree", id=tree.id, version=tree.version))
    way = escape(json.dumps([[choice.node, choice.row] for choice in trail]))
    return "".join(
        (
            f'<!DOCTYPE html>\n<html lang="{first.lang}">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n',
            f"<title>{title}</title>\n<style>{style}</style>\n</head>\n",
            f'<body data-trail="{way}" data-start="{tree.start}">\n',
            *(_skip(words) for words in plain.values()),
            _switch(tuple(plain.values())),
            '<main id="main" tabindex="-1">\n',
            *(
                part
                for words, library in languages
                for part in _section(write_articles(library, words, reaches, pack), plain[words.lang], trail)
            ),
            f"</main>\n<script>{script}</script>\n</body>\n</html>\n",
        )
    )


def _read(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _one_language(every: Mapping[str, Catalogue]) -> str:
    """One language is seen at a time, script or not; a browser that cannot do that shows them one by one."""
    chosen = "".join(f"body:has(#lang-{lang}:checked) .in-{lang}{{display:block}}" for lang in every)
    return f"@supports selector(:has(*)){{.book,.skip{{display:none}}{chosen}}}"


def _skip(words: Catalogue) -> str:
    text = html(words.say("bench.skip"))
    return f'<a class="skip in-{words.lang}" lang="{words.lang}" href="#main">{text}</a>\n'


def _switch(every: Sequence[Catalogue]) -> str:
    """Radio buttons, since they need no script to choose."""
    legend = " / ".join(
        f'<span lang="{words.lang}">{html(words.say("bench.languages"))}</span>' for words in every
    )
    buttons = "".join(
        f'<span><input type="radio" name="lang" id="lang-{words.lang}" value="{words.lang}"'
        f'{"" if number else " checked"}><label for="lang-{words.lang}" lang="{words.lang}">'
        f"{html(_own_name(words))}</label></span>"
        for number, words in enumerate(every)
    )
    return f'<nav class="languages"><fieldset><legend>{legend}</legend>{buttons}</fieldset></nav>\n'


def _own_name(words: Catalogue) -> str:
    """The language's name in itself; its tag where nobody has written it down."""
    return words.entries.get("bench.language", words.lang)


def _section(writer: Articles, plain: Catalogue, trail: Trail) -> Iterator[str]:
    lang, tree, say = plain.lang, writer.tree, writer.say
    library = writer.library
    found = "".join(
        f' data-found-{number}="{escape(plain.say(f"bench.found.{number}"))}"'
        for number in ("one", "many", "none")
    )
    ruled_out = escape(plain.say("bench.ruled_out"))
    yield f'<section class="book in-{lang}" lang="{lang}" id="{lang}"{found} data-ruled-out="{ruled_out}">\n'
    yield f"<header><h1>{say('tree', id=tree.id, version=tree.version)}</h1>"
    made = say("made", time=utc(library.now), version=tree.version, registry=library.registry_version)
    yield f'<p class="draft"><strong>{say("draft")}</strong> {made}</p>'
    yield _views(writer)
    yield "</header>\n"
    yield f'<div class="walk"><nav class="trail" aria-label="{escape(plain.say("bench.trail"))}" hidden>'
    yield f"<h2>{say('trail')}</h2><ol></ol></nav>"
    yield f'<p class="steps" hidden><button type="button" data-do="back">{say("back")}</button> '
    yield f'<button type="button" data-do="restart">{say("restart")}</button></p></div>\n'
    yield from _contents(writer, plain)
    chart = build_chart(tree, plain, trail)
    drawn = draw(chart, prefix=f"{lang}-map", link=lambda node_id: f"#{lang}.{node_id}")
    yield f'<section class="map" aria-labelledby="{lang}-map"><h2 id="{lang}-map" tabindex="-1">'
    yield f'{say("view.map")}</h2><div class="wide" tabindex="0" role="group" aria-labelledby="{lang}-map">'
    yield f"{drawn}</div></section>\n"
    for name, nodes in _grouped(tree, writer.reaches):
        yield f'<section class="pages" aria-labelledby="{lang}-{name}s"><h2 id="{lang}-{name}s">'
        yield f"{say(f'kinds.{name}')}</h2>\n"
        yield from (writer.article(node_id) for node_id in nodes)
        yield "</section>\n"
    yield "</section>\n"


def _views(writer: Articles) -> str:
    """What the script offers; without it everything is on the page anyway."""
    lang = writer.words.lang
    views = "".join(
        f'<li><a href="#{lang}-{view}" data-view="{view}">{writer.say(f"view.{view}")}</a></li>'
        for view in ("walk", "all", "map")
    )
    label = escape(writer.words.say("bench.views"))
    return (
        f'<nav class="views" aria-label="{label}" hidden><ul>{views}</ul></nav>'
        f'<p class="note keys" hidden>{writer.say("keys")}</p>'
    )


def _contents(writer: Articles, plain: Catalogue) -> Iterator[str]:
    lang = plain.lang
    yield f'<section class="contents" aria-labelledby="{lang}-all"><h2 id="{lang}-all" tabindex="-1">'
    yield f'{writer.say("contents")}</h2><div class="search" role="search" hidden>'
    yield f'<label for="{lang}-search">{writer.say("search")}</label>'
    yield f'<input type="search" id="{lang}-search" autocomplete="off" spellcheck="false">'
    yield '<p role="status" class="found"></p></div>\n'
    for name, nodes in _grouped(writer.tree, writer.reaches):
        heading = f"{writer.say(f'kinds.{name}')} ({len(nodes)})"
        yield f'<div class="group"><h3>{heading}</h3><ul>\n'
        for node_id in nodes:
            yield _entry(writer, node_id)
        yield "</ul></div>\n"
    yield "</section>\n"


def _entry(writer: Articles, node_id: NodeId) -> str:
    node = writer.tree.nodes[node_id]
    leading = len(writer.sources.get(node_id, ()))
    kind = kind_id(node)
    badge = f'<span class="badge">{writer.say(f"kind.{kind}")}</span> ' if kind in _MARKED else ""
    return (
        f'<li data-for="{node_id}" class="{kind}"><a href="#{writer.anchor(node_id)}">'
        f"{writer.title(node_id)}</a> {code(node_id)} {badge}"
        f'<span class="count">{writer.say("count_leading", count=leading)}</span></li>\n'
    )


def _grouped(tree: Tree, reaches: Reaches) -> Iterator[tuple[str, list[NodeId]]]:
    """Nodes by kind, in the order that people meet them; what only first aid shows comes last."""
    met = dict.fromkeys((*in_order(tree), *tree.nodes))
    for name, type_ in _GROUPS:
        nodes = [node_id for node_id in met if isinstance(tree.nodes[node_id], type_)]
        yield name, sorted(nodes, key=lambda node_id: node_id not in reaches)
