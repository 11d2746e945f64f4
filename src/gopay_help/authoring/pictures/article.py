"""One node for the reviewers' page: first as people see it, then where it leads and who leads to it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby

from gopay_help.authoring.pictures.fragment import bare, fragment, html
from gopay_help.authoring.pictures.library import Library
from gopay_help.authoring.pictures.retrace import command
from gopay_help.authoring.pictures.ways import (
    Choice,
    Mood,
    Reach,
    Reaches,
    choices,
    count,
    leading_to,
    mood_after,
    shortest,
)
from gopay_help.authoring.pictures.wording import (
    condition,
    details,
    fact_source,
    inferred,
    kind,
    kind_id,
    title,
    told,
    values_in_words,
    way_out,
    ways_in_words,
)
from gopay_help.model.text import Catalogue, safe_line
from gopay_help.model.tree import FactId, Node, NodeId, Outcome, Question, Table, Tree
from gopay_help.screen.page import Block, Kind, Page
from gopay_help.screen.pages.diagnosis import diagnosis_page, first_aid_page
from gopay_help.screen.pages.question import why_block

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
            body = next((known for known in bodies if _alike(bodies[known][0], mood, pages)), None)
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


def _alike(one: Mood, other: Mood, pages: Mapping[Mood, Page]) -> bool:
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
