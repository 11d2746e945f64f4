"""One node for a terminal: as people see it, where it leads, who leads to it, a command that goes there."""

from collections.abc import Iterator
from dataclasses import dataclass

from gopay_help.authoring.pictures.library import Library
from gopay_help.authoring.pictures.retrace import command, folded
from gopay_help.authoring.pictures.ways import Choice, Reaches, choices, count, leading_to, shortest
from gopay_help.authoring.pictures.wording import (
    details,
    fact_source,
    inferred,
    kind,
    named,
    told,
    way_out,
    ways_in_words,
)
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import Node, NodeId, Outcome, Question, Table, Tree
from gopay_help.screen.page import Block, Kind, Page, block, section
from gopay_help.screen.pages.diagnosis import diagnosis_page
from gopay_help.screen.pages.question import why_block


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of the nodes of one tree in one language."""

    library: Library
    words: Catalogue
    reaches: Reaches
    pack: str | None
    """How commands name an author's pack."""
    width: int | None
    """Cells of the terminal; None for a pipe."""

    @property
    def tree(self) -> Tree:
        """The tree."""
        return self.library.tree

    def page(self, node: Node) -> Page:
        """The whole page; an outcome's own page comes last, as people see it."""
        return (
            block(Kind.TITLE, f"{kind(node, self.words)}: {node.id}"),
            *self._seen(node),
            *section(self._say("led_here"), self._sources(node)),
            *self._ways(node.id),
            *self._advice(node),
        )

    def _say(self, key: str, **values: object) -> str:
        return self.words.say(f"bench.{key}", **values)

    def _seen(self, node: Node) -> Iterator[Block]:
        match node:
            case Question():
                yield from self._question(node)
            case Table():
                yield from self._table(node)
            case Outcome():
                yield block(Kind.TEXT, details(node, self.words))

    def _question(self, question: Question) -> Iterator[Block]:
        if question.advise:
            yield block(
                Kind.NOTE, f"{self._say('first_aid')}: {named(self.tree, question.advise, self.words)}"
            )
        yield block(Kind.QUESTION, self.words.say(f"{question.id}.text"))
        yield why_block(question, self.words)
        for option, choice in zip(question.options, choices(question), strict=True):
            same = f" ({self._say('same_as', option=option.same_as)})" if option.same_as else ""
            yield block(
                Kind.ITEM, f"{way_out(self.tree, choice, self.words)} [{option.id}]{same}", _mark(choice)
            )
            yield self._target(choice)
        yield from (block(Kind.NOTE, text, "*") for text in inferred(self.tree, question, self.words))

    def _table(self, table: Table) -> Iterator[Block]:
        for choice in choices(table):
            yield block(Kind.ITEM, way_out(self.tree, choice, self.words), _mark(choice))
            yield self._target(choice)
        for fact in table.facts:
            yield block(Kind.NOTE, fact_source(self.tree, fact, self.words), "*")
            yield from (block(Kind.NOTE, text, "*", 1) for text in told(self.tree, fact, self.words))

    def _target(self, choice: Choice) -> Block:
        return block(Kind.NOTE, f"-> {named(self.tree, choice.to, self.words)}", depth=1)

    def _sources(self, node: Node) -> Iterator[Block]:
        if node.id == self.tree.start:
            yield block(Kind.TEXT, self._say("start"))
        for choice in leading_to(self.tree).get(node.id, ()):
            source = f"{choice.node}: {way_out(self.tree, choice, self.words)}"
            yield block(Kind.ITEM, source, "-")
        for question in self.tree.nodes.values():
            if isinstance(question, Question) and question.advise == node.id:
                yield block(Kind.ITEM, f"{question.id}: {self._say('first_aid')}", "-")

    def _ways(self, node_id: NodeId) -> Iterator[Block]:
        reaches = self.reaches.get(node_id, {})
        yield block(Kind.TEXT, ways_in_words(count(reaches), self.words))
        if reaches:
            pieces = command(self.tree, shortest(self.tree, reaches), lang=self.words.lang, pack=self.pack)
            lines = (block(Kind.VALUE, line) for line in folded(pieces, self.width))
            yield from section(self._say("shortest"), lines)

    def _advice(self, node: Node) -> Page:
        if not isinstance(node, Outcome):
            return ()
        reaches = self.reaches.get(node.id)
        advice = self.library.advice(shortest(self.tree, reaches)) if reaches else self.library.bare(node)
        return (block(Kind.HEADING, self._say("as_seen")), *diagnosis_page(advice, self.words))


def _mark(choice: Choice) -> str:
    return f"{choice.row + 1}."
