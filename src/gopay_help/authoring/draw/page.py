"""The one-file page, in every language of the pack: for people the wizard, for reviewers all behind it.

It loads nothing and remembers nothing. Without its script it is a long document; with it, a wizard to walk.
What stands where is said by `page.html.jinja`; here is what it is filled with.
"""

import re
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import chain, groupby
from typing import NamedTuple

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from gopay_help.authoring.draw import ways
from gopay_help.authoring.draw.chart import build_chart, chart_style, draw
from gopay_help.authoring.draw.ways import told
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, safe_line
from gopay_help.model.tree import FactId, Node, NodeId, Outcome, Question, Table, Tree
from gopay_help.screen.diagnosis import Section, diagnosis_page, first_aid_page
from gopay_help.screen.documents import utc
from gopay_help.screen.page import Block, Kind, Page
from gopay_help.screen.prompt import why_block

_NAME = re.compile(r"(\{[a-z_]+\})")
_START, _END = "\ue000", "\ue001"
"""Around a text that stands in for a missing translation; private characters, so no text holds them."""
_FALLEN_BACK = re.compile(f"{_START}([^{_START}{_END}]*){_END}")
_BEHIND = tuple(f"ui.section.{part}" for part in Section)
"""Headings of the sections that are folded away for people."""


def marking(words: Catalogue) -> Catalogue:
    """The same words, but a text that falls back on English can be told from a translated one."""
    return Catalogue(words.lang, words.entries, {key: _marked(text) for key, text in words.fallback.items()})


def _marked(template: str) -> str:
    """The template's own words between marks; what its names are filled with may be translated."""
    pieces = _NAME.split(template)
    return "".join(piece if _NAME.fullmatch(piece) else f"{_START}{piece}{_END}" for piece in pieces if piece)


def html(text: object) -> Markup:
    """Text for HTML; what fell back on English says so to screen readers and to the eye."""
    if isinstance(text, Markup):
        return text
    marked = _FALLEN_BACK.sub(
        rf'<span lang="{SOURCE_LANGUAGE}" class="untranslated">\1</span>', escape(str(text))
    )
    return bare_of_marks(marked)


def bare(text: str) -> Markup:
    """Text for an attribute, without such marks."""
    return bare_of_marks(escape(text))


def bare_of_marks(escaped: str) -> Markup:
    """What is escaped already, without marks: a list of names that was taken apart leaves single ones."""
    return Markup(escaped.replace(_START, "").replace(_END, ""))  # noqa: S704 (escaped)


def templates() -> Environment:
    """The templates beside this module. Whatever they print goes through `html`; nothing is undefined."""
    # Their lines are joined: their layout is for those who read them.
    loader = FunctionLoader(lambda name: "".join(map(str.strip, _read(name).splitlines())))
    made = Environment(autoescape=True, undefined=StrictUndefined, finalize=html, loader=loader)
    made.filters["bare"] = bare
    made.globals["ways"] = ways
    return made


def _read(name: str) -> str:
    return files("gopay_help.authoring.draw").joinpath(name).read_text("utf-8")


class Part(NamedTuple):
    """A block of a page, or a list (``ol``, ``ul``, ``not``, ``said``) of what is *within*."""

    kind: str
    text: str = ""
    within: "tuple[Part, ...]" = ()


def nested(page: Page) -> tuple[Part, ...]:
    """A page as blocks and lists; each entry holds what is indented below it."""
    return tuple(_nested(list(page)))


def _nested(rest: list[Block]) -> Iterator[Part]:
    while rest:
        first = rest.pop(0)
        if not first.mark or (first.kind is not Kind.ITEM and first.mark != ">"):
            yield Part(first.kind, first.text)
            continue
        rest.insert(0, first)
        entries: list[Part] = []
        while rest and _alike(rest[0], first):
            entry = rest.pop(0)
            end = next((at for at, part in enumerate(rest) if part.depth <= first.depth), len(rest))
            entries.append(Part("entry", entry.text, nested(tuple(rest[:end]))))
            del rest[:end]
        yield Part(_LISTS.get(_sort(first.mark), "ul"), within=tuple(entries))


_LISTS = {"number": "ol", "x": "not", ">": "said"}


def _alike(part: Block, first: Block) -> bool:
    return part.kind == first.kind and part.depth == first.depth and _sort(part.mark) == _sort(first.mark)


def _sort(mark: str) -> str:
    return "number" if mark[:1].isdigit() else mark


class Piece(NamedTuple):
    """What an outcome says *behind* a heading (none: it is seen), in some *moods* (none: in all)."""

    behind: str
    parts: tuple[Part, ...]
    moods: str
    hidden: bool


@dataclass(frozen=True)
class Book:
    """The nodes of one tree in one language, as the template asks for them."""

    library: ways.Library
    words: Catalogue
    """Words that tell what fell back on English."""
    plain: Catalogue
    reaches: ways.Reaches
    sources: Mapping[NodeId, tuple[ways.Choice, ...]]
    pack: str | None
    trail: ways.Trail
    reviewers: bool
    facts: Mapping[FactId, str]
    """What is known before anybody answers."""

    @property
    def lang(self) -> str:
        """The language."""
        return self.plain.lang

    @property
    def tree(self) -> Tree:
        """The tree."""
        return self.library.tree

    @property
    def made(self) -> str:
        """When the advice was made."""
        return utc(self.library.now)

    @property
    def own_name(self) -> str:
        """The language's name in itself; its tag where nobody has written it down."""
        return self.plain.entries.get("bench.language", self.lang)

    def say(self, key: str, **values: object) -> str:
        """Words of the bench."""
        return safe_line(self.words.say(f"bench.{key}", **values))

    def attribute(self, key: str) -> Markup:
        """The same for an attribute."""
        return bare(self.say(key))

    def ui(self, key: str, **values: object) -> str:
        """Words that people read."""
        return safe_line(self.words.say(key, **values))

    @property
    def drawn(self) -> Markup:
        """The map."""
        chart = build_chart(self.tree, self.plain, self.trail)
        link = f"#{self.lang}.".__add__
        return Markup(draw(chart, prefix=f"{self.lang}-map", link=link))  # noqa: S704 (escaped by `draw`)

    @cached_property
    def groups(self) -> Sequence[tuple[str, list[Node]]]:
        """Nodes by kind, in the order that people meet them; what only first aid shows comes last."""
        met = dict.fromkeys((*ways.in_order(self.tree), *self.tree.nodes))
        nodes = sorted((self.tree.nodes[each] for each in met), key=lambda node: node.id not in self.reaches)
        sorts = (("question", Question), ("table", Table), ("outcome", Outcome))
        return [(name, [node for node in nodes if isinstance(node, sort)]) for name, sort in sorts]

    def title(self, node_id: NodeId) -> str:
        """What a person reads first there."""
        return safe_line(ways.title(self.tree.nodes[node_id], self.words))

    def way(self, node: Node) -> list[tuple[NodeId, int]]:
        """A shortest way there, for the script."""
        reaches = self.reaches.get(node.id) if self.reviewers else None
        return (
            [(each.node, each.row) for each in ways.shortest(self.tree, reaches).choices] if reaches else []
        )

    def way_out(self, choice: ways.Choice) -> str:
        """An option in its words, a row by its condition."""
        return ways.way_out(self.tree, choice, self.words)

    def said(self, choice: ways.Choice) -> str:
        """An answer as a page of advice repeats it; any outcome does."""
        some = next(each for each in self.tree.nodes.values() if isinstance(each, Outcome))
        return self.library.said(some, choice.node, choice.option) if choice.option else ""

    def when(self, choice: ways.Choice) -> Mapping[FactId, Sequence[str]]:
        """What a way out says of the facts, for the script."""
        return {fact: sorted(values) for fact, values in choice.when.items()}

    def values(self, fact: FactId, choice: ways.Choice) -> str:
        """What a row asks of a fact."""
        if fact not in choice.when:
            return self.say("any")
        return ways.values_in_words(self.tree, fact, choice.when[fact], self.words)

    def told(self, table: Table) -> Iterator[str]:
        """Where the facts of a table come from."""
        for fact in table.facts:
            yield ways.fact_source(self.tree, fact, self.words)
            yield from told(self.tree, fact, self.words)

    def why(self, question: Question) -> str:
        """Why it is asked."""
        return why_block(question, self.words).text

    def aid(self, question: Question) -> tuple[Part, ...]:
        """First aid stands before its question, as people see it."""
        reaches = self.reaches.get(question.id)
        advice = self.library.first_aid(question, ways.shortest(self.tree, reaches)) if reaches else None
        return nested(first_aid_page(advice, self.words)) if advice is not None else ()

    @cached_property
    def outcomes(self) -> Mapping[NodeId, Sequence[tuple[bool, list[Piece]]]]:
        """The wizard's last pages: what is seen and what is folded away, in turns.

        What is said in other moods than that of the shortest way is hidden.
        """
        return {
            node.id: [
                (folded, list(pieces))
                for folded, pieces in groupby(self._pieces(node), key=lambda piece: bool(piece.behind))
            ]
            for node in self.tree.nodes.values()
            if isinstance(node, Outcome)
        }

    def _pieces(self, outcome: Outcome) -> Iterator[Piece]:
        folded = () if self.reviewers else {self.words.say(key) for key in _BEHIND}
        reaches: Mapping[ways.Mood, ways.Reach | Outcome] = self.reaches.get(outcome.id) or {
            ways.Mood(): outcome
        }
        pages = {mood: list(_pieces(self._page(each), folded)) for mood, each in reaches.items()}
        shown = self._shown(outcome)
        for (behind, piece), moods in _merged(shown, pages):
            names = " ".join(f"{int(mood.raised)}{int(mood.doubted)}.{mood.brand}" for mood in moods)
            everywhere = len(moods) == len(pages)
            parts = tuple(map(_anybodys, nested(piece))) if behind else nested(piece)
            yield Piece(behind, parts, "" if everywhere else names, shown not in moods)

    @cached_property
    def shared(self) -> Mapping[tuple[str, Part], int]:
        """What is folded away for people, by heading, each part once, with its place; else most of a file."""
        pieces = chain.from_iterable(pieces for _, pieces in chain.from_iterable(self.outcomes.values()))
        told = dict.fromkeys((piece.behind, part) for piece in pieces if piece.behind for part in piece.parts)
        headings = list(dict.fromkeys(behind for behind, _ in told))
        in_order = sorted(told, key=lambda each: headings.index(each[0]))
        return {each: place for place, each in enumerate(in_order)}

    def share(self, pieces: Sequence[Piece]) -> Iterator[tuple[str, Piece]]:
        """The places of what *pieces* say; those of the same moods together."""
        for _, alike in groupby(pieces, key=lambda piece: piece.moods):
            several = tuple(alike)
            places = (self.shared[piece.behind, part] for piece in several for part in piece.parts)
            yield " ".join(map(str, places)), several[0]

    def _shown(self, outcome: Outcome) -> ways.Mood:
        reaches = self.reaches.get(outcome.id)
        if not reaches:
            return ways.Mood()
        best = ways.shortest(self.tree, reaches)
        return next(mood for mood, reach in reaches.items() if reach.way == best)

    def _page(self, reach: ways.Reach | Outcome) -> Page:
        if isinstance(reach, Outcome):
            return diagnosis_page(self.library.bare(reach), self.words)
        return diagnosis_page(self.library.advice(reach.way), self.words)

    def leading(self, node: Node) -> Iterator[tuple[NodeId, str]]:
        """Who leads to a node, and how."""
        for source, group in groupby(self.sources.get(node.id, ()), key=lambda choice: choice.node):
            yield source, " · ".join(map(self.way_out, group))
        for question in self.tree.nodes.values():
            if isinstance(question, Question) and question.advise == node.id:
                yield question.id, self.say("first_aid")

    def count_leading(self, node: Node) -> str:
        """How many ways out lead to a node."""
        return self.say("count_leading", count=len(self.sources.get(node.id, ())))

    def ways(self, node: Node) -> str:
        """How many ways lead to a node."""
        return ways.ways_in_words(ways.count(self.reaches.get(node.id, {})), self.words)

    def several(self, node: Node) -> bool:
        """True for an outcome that more than one way leads to."""
        return isinstance(node, Outcome) and ways.count(self.reaches.get(node.id, {})) > 1

    def command(self, node: Node) -> str:
        """What to type to come to a node; nothing where only first aid leads there."""
        reaches = self.reaches.get(node.id)
        if not reaches:
            return ""
        return " ".join(
            ways.command(self.tree, ways.shortest(self.tree, reaches), lang=self.lang, pack=self.pack)
        )


def _anybodys(part: Part) -> Part:
    """A part without the answers of one way and without a number of its own."""
    within = () if part.kind == "said" else tuple(map(_anybodys, part.within))
    return Part("ul" if part.kind == "ol" else part.kind, part.text, within)


Told = tuple[str, Page]
"""Blocks that belong together, and the heading that they are folded away under."""


def _pieces(page: Page, folded: Collection[str]) -> Iterator[Told]:
    """A page cut before each heading, and at each block that stands before the first or is folded away."""
    piece: list[Block] = []
    behind, alone = "", True
    for part in page:
        heading = part.kind is Kind.HEADING
        if piece and (heading or (alone and part.depth == 0)):
            yield behind, tuple(piece)
            piece = []
        if heading:
            alone = part.text in folded
            behind = part.text if alone else ""
        if not (heading and alone):
            piece.append(part)
    yield behind, tuple(piece)


def _merged(shown: ways.Mood, pages: Mapping[ways.Mood, list[Told]]) -> list[tuple[Told, list[ways.Mood]]]:
    """The pieces of all moods in one order, each with its moods; the script fills in the answers."""
    merged: list[tuple[Told, Told, list[ways.Mood]]] = []
    for mood in sorted(pages, key=lambda mood: mood != shown):
        place = 0
        for told_ in pages[mood]:
            key = (told_[0], tuple(part for part in told_[1] if part.mark != ">"))
            at = next((at for at, (known, _, _) in enumerate(merged) if known == key), None)
            if at is None:
                merged.insert(place, (key, told_, []))
                at = place
            merged[at][2].append(mood)
            place = at + 1
    return [(told_, moods) for _, told_, moods in merged]


def render_page(
    languages: Sequence[tuple[Catalogue, ways.Library]],
    plain: Mapping[str, Catalogue],
    *,
    reviewers: bool,
    pack: str | None = None,
    trail: ways.Trail = (),
) -> str:
    """The whole file.

    Args:
        languages: words that tell what fell back on English, and what advice is made of; the first is shown.
        plain: the same words by language, without such marks.
        reviewers: with ids, conditions, tables, maps and search. People's page knows no facts, since it looks
            at nothing: what it says rests on answers alone.
        pack: how commands name an author's pack.
        trail: a way to begin with, and to highlight on the map.
    """
    tree = languages[0][1].tree
    sources = ways.leading_to(tree)
    known = {lang: {} if reviewers else ways.without_looking(tree, lang) for lang in plain}
    every = {lang: dict(ways.find_ways(tree, facts)) for lang, facts in known.items()}
    # Who begins in another language may come where readers of this one are not led.
    led = {node: reaches for others in every.values() for node, reaches in others.items()}
    books = [
        Book(
            library, words, plain[lang], {**led, **every[lang]}, sources, pack, trail, reviewers, known[lang]
        )
        for words, library in languages
        for lang in [words.lang]
    ]
    # One language is seen at a time, script or not; a browser that cannot do that shows them one by one.
    chosen = "".join(f"body:has(#lang-{lang}:checked) .in-{lang}{{display:block}}" for lang in plain)
    one = f"@supports selector(:has(*)){{.book,.skip{{display:none}}{chosen}}}"
    style = "".join((_read("viewer.css"), chart_style() if reviewers else "", one))
    script = _read("viewer.js")
    return (
        templates()
        .get_template("page.html.jinja")
        .render(
            books=books,
            first=books[0],
            tree=tree,
            reviewers=reviewers,
            trail=[(choice.node, choice.row) for choice in trail],
            style=Markup(style),  # noqa: S704 (ours)
            script=Markup(script),  # noqa: S704 (ours)
            digests=[_digest(script), _digest(style)],
        )
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
