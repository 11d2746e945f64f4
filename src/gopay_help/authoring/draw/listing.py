"""The tree for a terminal and for other tools: one node, the whole as a list, `gopay-help/nodes@1`."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from gopay_help import __version__
from gopay_help.authoring.draw import ways
from gopay_help.authoring.draw.ways import told
from gopay_help.authoring.lint.space import ElementKind, Space, elements, reached_in_order, worst_seconds
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import Node, NodeId, Outcome, Question, Table, Tree
from gopay_help.screen.diagnosis import diagnosis_page
from gopay_help.screen.page import Block, Kind, Page, block, section
from gopay_help.screen.prompt import why_block


@dataclass(frozen=True, slots=True)
class NodeTeller:
    """Tells of the nodes of one tree in one language."""

    library: ways.Library
    words: Catalogue
    reaches: ways.Reaches
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
            block(Kind.TITLE, f"{ways.kind(node, self.words)}: {node.id}"),
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
                yield block(Kind.TEXT, ways.details(node, self.words))

    def _question(self, question: Question) -> Iterator[Block]:
        if question.advise:
            yield block(
                Kind.NOTE, f"{self._say('first_aid')}: {ways.named(self.tree, question.advise, self.words)}"
            )
        yield block(Kind.QUESTION, self.words.say(f"{question.id}.text"))
        yield why_block(question, self.words)
        for option, choice in zip(question.options, ways.choices(question), strict=True):
            same = f" ({self._say('same_as', option=option.same_as)})" if option.same_as else ""
            yield block(
                Kind.ITEM, f"{ways.way_out(self.tree, choice, self.words)} [{option.id}]{same}", _mark(choice)
            )
            yield self._target(choice)
        yield from (block(Kind.NOTE, text, "*") for text in ways.inferred(self.tree, question, self.words))

    def _table(self, table: Table) -> Iterator[Block]:
        for choice in ways.choices(table):
            yield block(Kind.ITEM, ways.way_out(self.tree, choice, self.words), _mark(choice))
            yield self._target(choice)
        for fact in table.facts:
            yield block(Kind.NOTE, ways.fact_source(self.tree, fact, self.words), "*")
            yield from (block(Kind.NOTE, text, "*", 1) for text in told(self.tree, fact, self.words))

    def _target(self, choice: ways.Choice) -> Block:
        return block(Kind.NOTE, f"-> {ways.named(self.tree, choice.to, self.words)}", depth=1)

    def _sources(self, node: Node) -> Iterator[Block]:
        if node.id == self.tree.start:
            yield block(Kind.TEXT, self._say("start"))
        for choice in ways.leading_to(self.tree).get(node.id, ()):
            source = f"{choice.node}: {ways.way_out(self.tree, choice, self.words)}"
            yield block(Kind.ITEM, source, "-")
        for question in self.tree.nodes.values():
            if isinstance(question, Question) and question.advise == node.id:
                yield block(Kind.ITEM, f"{question.id}: {self._say('first_aid')}", "-")

    def _ways(self, node_id: NodeId) -> Iterator[Block]:
        reaches = self.reaches.get(node_id, {})
        yield block(Kind.TEXT, ways.ways_in_words(ways.count(reaches), self.words))
        if reaches:
            pieces = ways.command(
                self.tree, ways.shortest(self.tree, reaches), lang=self.words.lang, pack=self.pack
            )
            lines = (block(Kind.VALUE, line) for line in ways.folded(pieces, self.width))
            yield from section(self._say("shortest"), lines)

    def _advice(self, node: Node) -> Page:
        if not isinstance(node, Outcome):
            return ()
        reaches = self.reaches.get(node.id)
        advice = (
            self.library.advice(ways.shortest(self.tree, reaches)) if reaches else self.library.bare(node)
        )
        return (block(Kind.HEADING, self._say("as_seen")), *diagnosis_page(advice, self.words))


def _mark(choice: ways.Choice) -> str:
    return f"{choice.row + 1}."


# The nodes of a tree as a JSON document (`gopay-help/nodes@1`), for tools of other people.


def nodes_document(
    tree: Tree, words: Catalogue, reaches: ways.Reaches, chosen: Iterable[NodeId], *, pack: str | None
) -> dict[str, Any]:
    """The *chosen* nodes: their words, where each leads, who leads there, a command that goes there."""
    sources = ways.leading_to(tree)
    return {
        "schema": "gopay-help/nodes@1",
        "tree": {"id": tree.id, "version": tree.version, "sha256": tree.sha256},
        "lang": words.lang,
        "nodes": [
            {
                **_node(tree, tree.nodes[node_id], words),
                "led_by": [{"node": each.node, "row": each.row} for each in sources.get(node_id, ())],
                **_ways(tree, words.lang, reaches, node_id, pack),
            }
            for node_id in chosen
        ],
    }


def _node(tree: Tree, node: Node, words: Catalogue) -> dict[str, Any]:
    told: dict[str, Any] = {"id": node.id, "kind": ways.kind_id(node), "title": ways.title(node, words)}
    if isinstance(node, Outcome):
        return told | {
            "summary": words.say(f"outcome.{node.id}.summary"),
            "cause": node.cause,
            "confidence": node.confidence,
            "covers": list(node.covers),
            "exits": [],
        }
    exits = [
        {
            "option": each.option,
            "text": ways.way_out(tree, each, words),
            "when": {fact: sorted(values) for fact, values in each.when.items()},
            "to": each.to,
        }
        for each in ways.choices(node)
    ]
    if isinstance(node, Question):
        told |= {"why": words.say(f"{node.id}.why"), "first_aid": node.advise}
    return told | {"exits": exits}


def _ways(tree: Tree, lang: str, reaches: ways.Reaches, node_id: NodeId, pack: str | None) -> dict[str, Any]:
    """How many ways lead to a node, and the command of a shortest; none if only first aid does."""
    found = reaches.get(node_id, {})
    line = " ".join(ways.command(tree, ways.shortest(tree, found), lang=lang, pack=pack)) if found else None
    return {"ways": ways.count(found), "command": line}


# The whole tree as an indented list: each node with what follows from it, once.


def outline_page(tree: Tree, words: Catalogue) -> Page:
    """Every way out below its node; what is shared is told where the way to it is shortest."""
    return (
        block(Kind.TITLE, words.say("bench.tree", id=tree.id, version=tree.version)),
        block(Kind.QUESTION, ways.named(tree, tree.start, words)),
        *_below(tree, tree.start, words, _homes(tree), 0),
    )


def _homes(tree: Tree) -> set[tuple[NodeId, int]]:
    """For each node the one way out, by its node and place, below which the node is told."""
    homes: set[tuple[NodeId, int]] = set()
    seen = {tree.start}
    queue = deque([tree.start])
    while queue:
        for choice in ways.choices(tree.nodes[queue.popleft()]):
            if choice.to not in seen:
                seen.add(choice.to)
                homes.add((choice.node, choice.row))
                queue.append(choice.to)
    return homes


def _below(
    tree: Tree, node_id: NodeId, words: Catalogue, homes: set[tuple[NodeId, int]], depth: int
) -> Iterator[Block]:
    node = tree.nodes[node_id]
    if isinstance(node, Question) and node.advise:
        aid = f"{words.say('bench.first_aid')}: {ways.named(tree, node.advise, words)}"
        yield block(Kind.NOTE, aid, "+", depth)
    for choice in ways.choices(node):
        mark = f"{choice.row + 1}." if choice.option else "-"
        yield block(Kind.ITEM, _line(tree, choice, words, homes), mark, depth)
        if (choice.node, choice.row) in homes:
            yield from _below(tree, choice.to, words, homes, depth + 1)


def _line(tree: Tree, choice: ways.Choice, words: Catalogue, homes: set[tuple[NodeId, int]]) -> str:
    told = (choice.node, choice.row) in homes or isinstance(tree.nodes[choice.to], Outcome)
    target = ways.named(tree, choice.to, words) if told else words.say("bench.see", id=choice.to)
    return f"{ways.way_out(tree, choice, words)} -> {target}"


# What `tree stats` counts: nodes, ways, the questions on a way, and the longest that a run can take.


SCHEMA = "gopay-help/tree-stats@1"


class Structure(NamedTuple):
    """What can be said of any tree."""

    questions: int
    tables: int
    outcomes: int
    edges: int
    """Options and rows."""
    cells: int
    causes: int
    """Causes that some outcome names; `undetermined` names none."""
    ways: Mapping[NodeId, Mapping[int, int]]
    """By outcome, by number of questions: ways that lead there so."""
    worst_s: float
    """The longest that a run can take: every question read, every wait to its end."""

    @property
    def lengths(self) -> Counter[int]:
        """By number of questions: ways."""
        total: Counter[int] = Counter()
        for counts in self.ways.values():
            total.update(counts)
        return total


def structure(space: Space) -> Structure:
    """Measure a tree by its structure alone."""
    tree, reaches = space.tree, ways.find_ways(space.tree)
    nodes = tree.nodes.values()
    written = list(elements(tree))
    outcomes = [node for node in nodes if isinstance(node, Outcome)]
    return Structure(
        questions=sum(isinstance(node, Question) for node in nodes),
        tables=sum(isinstance(node, Table) for node in nodes),
        outcomes=len(outcomes),
        edges=sum(element.kind in (ElementKind.OPTION, ElementKind.ROW) for element in written),
        cells=sum(element.kind is ElementKind.CELL for element in written),
        causes=sum(not tree.causes[cause].unknown for cause in {node.cause for node in outcomes}),
        ways={
            node_id: ways.lengths_of(reaches[node_id])
            for node_id in reached_in_order(tree)
            if isinstance(tree.nodes[node_id], Outcome)
        },
        worst_s=worst_seconds(space),
    )


def mean_questions(counts: Mapping[int, int]) -> float:
    """The mean over ways, each counted once; no statement about how often one is taken."""
    return sum(length * number for length, number in counts.items()) / sum(counts.values())


def median_questions(counts: Mapping[int, int]) -> float:
    """The median over ways."""
    half, seen = sum(counts.values()) / 2, 0
    lengths = sorted(counts)
    for index, length in enumerate(lengths):
        seen += counts[length]
        if seen == half:
            return (length + lengths[index + 1]) / 2
        if seen > half:
            return length
    return 0.0


def stats_lines(tree: Tree, found: Structure) -> Iterator[str]:
    """The figures in words, for authors."""
    lengths = found.lengths
    total, most = sum(lengths.values()), max(lengths.values())
    yield f"{tree.id} {tree.version}, tree {tree.sha256[:12]}"
    yield (
        f"  {found.questions} questions, {found.tables} tables, {found.outcomes} outcomes; "
        f"{found.edges} options and rows, {found.cells} table cells; {found.causes} causes"
    )
    yield f"  the longest run: {found.worst_s:.0f} s, with 8 s a question and every wait to its end"
    yield ""
    yield f"Questions on a way ({total} ways, each counted once: no word on how often one is taken)"
    yield (
        f"  shortest {min(lengths)}, median {median_questions(lengths):g}, "
        f"mean {mean_questions(lengths):.2f}, longest {max(lengths)} of {tree.limits.max_questions} promised"
    )
    for length in sorted(lengths):
        yield f"  {length:>3} {'#' * max(1, round(40 * lengths[length] / most))} {lengths[length]}"
    yield from ("", "Questions to each outcome (fewest, mean over its ways, most)")
    for outcome, counts in sorted(found.ways.items(), key=lambda item: mean_questions(item[1])):
        yield f"  {min(counts):>2} {mean_questions(counts):>5.2f} {max(counts):>3}  {outcome}"


def stats_document(tree: Tree, found: Structure) -> dict[str, Any]:
    """`gopay-help/tree-stats@1`."""
    lengths = found.lengths
    return {
        "schema": SCHEMA,
        "version": __version__,
        "tree": {"id": tree.id, "version": tree.version, "sha256": tree.sha256},
        "counts": {
            "questions": found.questions,
            "tables": found.tables,
            "outcomes": found.outcomes,
            "edges": found.edges,
            "cells": found.cells,
            "causes": found.causes,
            "ways": sum(lengths.values()),
        },
        "questions": {
            **_spread(lengths),
            "promised": tree.limits.max_questions,
            "ways": {str(length): lengths[length] for length in sorted(lengths)},
        },
        "outcomes": {str(outcome): _spread(counts) for outcome, counts in found.ways.items()},
        "worst_s": found.worst_s,
    }


def _spread(counts: Mapping[int, int]) -> dict[str, Any]:
    return {
        "fewest": min(counts),
        "median": median_questions(counts),
        "mean": mean_questions(counts),
        "most": max(counts),
    }
