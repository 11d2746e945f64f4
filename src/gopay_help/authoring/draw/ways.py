"""Every way through a tree, counted and never listed, with a shortest one to each node.

Ways that nobody can go are left out: a table cannot look at a fact twice and see two different values.
"""

import shlex
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.space import domain, what_matters
from gopay_help.model.errors import UsageError
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import (
    NO,
    UNKNOWN,
    UNSURE,
    FactId,
    Given,
    Node,
    NodeId,
    OptionId,
    Outcome,
    Question,
    State,
    Table,
    Tree,
    When,
)
from gopay_help.screen.page import cells
from gopay_help.screen.prompt import label
from gopay_help.tree import walk
from gopay_help.wizard.session import End, Evidence, Session, Stated

CALENDAR = "calendar"
"""The one source of facts that a run without network knows by itself, so that a way has to state them."""


class Choice(NamedTuple):
    """One way out of a node: an option of a question, or a row of a table."""

    node: NodeId
    to: NodeId
    option: OptionId | None
    """None for a row: nobody chose it."""
    row: int
    """The row of a table, from 0; the place of the option in a question."""
    when: When
    """What the facts are once this way out was taken; the answer to a question is a fact too."""


class Mood(NamedTuple):
    """What changes how an outcome is told, beside the outcome itself."""

    raised: bool = False
    """A red flag was answered with neither "no" nor "not sure"."""
    doubted: bool = False
    """A question after it was answered with "not sure"."""
    brand: str = UNKNOWN
    """Which of the companies that the tree tells apart: the others' contacts are left out."""


class Way(NamedTuple):
    """A shortest way to a node, and what the facts on it may be."""

    choices: tuple[Choice, ...]
    facts: Mapping[FactId, frozenset[str]]

    @property
    def answers(self) -> tuple[tuple[NodeId, OptionId], ...]:
        """The answers on the way, in order."""
        return tuple((choice.node, choice.option) for choice in self.choices if choice.option)

    def stated(self, tree: Tree) -> dict[FactId, str]:
        """Facts that have to be stated to go this way; the others are unknown, as they are offline."""
        # Of the values that the way allows the first, a known one if it can be.
        return {
            fact: min((value for value in tree.facts[fact].values if value in values), key=UNKNOWN.__eq__)
            for fact, values in self.facts.items()
            if fact in tree.facts and (tree.facts[fact].source == CALENDAR or UNKNOWN not in values)
        }


class Reach(NamedTuple):
    """How a node is reached in one mood: by how many ways of how many questions, and a shortest of them."""

    lengths: Mapping[int, int]
    way: Way


Reaches = Mapping[NodeId, Mapping[Mood, Reach]]


def choices(node: Node) -> tuple[Choice, ...]:
    """Every way out of a node, in the order of its options or rows; an outcome has none."""
    if isinstance(node, Question):
        return tuple(
            Choice(
                node.id, node.target(option.id), option.id, index, {FactId(node.id): frozenset({option.id})}
            )
            for index, option in enumerate(node.options)
        )
    if isinstance(node, Table):
        return tuple(Choice(node.id, row.to, None, index, row.when) for index, row in enumerate(node.rows))
    return ()


def leading_to(tree: Tree) -> Mapping[NodeId, tuple[Choice, ...]]:
    """Who leads to each node, in the order of the tree; a node that nobody leads to has no entry."""
    found: dict[NodeId, list[Choice]] = defaultdict(list)
    for node in tree.nodes.values():
        for choice in choices(node):
            found[choice.to].append(choice)
    return {node_id: tuple(sources) for node_id, sources in found.items()}


def find_ways(tree: Tree, known: Mapping[FactId, str] = MappingProxyType({})) -> Reaches:
    """Count the ways to each node and keep a shortest one: fewest answers and stated facts.

    Facts that are *known* beforehand have that value on every way.

    What is reached by first aid alone has no entry. Ways that agree on every fact which is still to be
    looked at are counted together, so this grows with the tree and not with its ways.
    """
    order = in_order(tree)
    live = what_matters(tree)
    states: dict[NodeId, dict[_State, Reach]] = defaultdict(dict)
    facts = {fact: frozenset({value}) for fact, value in known.items()}
    states[tree.start][_State(Mood(), frozenset())] = Reach({0: 1}, Way((), facts))
    for node_id in order:
        node = tree.nodes[node_id]
        asks = isinstance(node, Question)
        for choice in choices(node):
            for state, reach in states[node_id].items():
                then = _after(tree, reach.way.facts, choice)
                if then is None:
                    continue
                kept = frozenset((fact, then[fact]) for fact in live[choice.to] if fact in then)
                lengths = {length + asks: ways for length, ways in reach.lengths.items()}
                after = Reach(lengths, Way((*reach.way.choices, choice), then))
                _add(tree, states[choice.to], _State(mood_after(tree, choice, state.mood), kept), after)
    return {node_id: _by_mood(tree, states[node_id]) for node_id in order if states[node_id]}


def without_looking(tree: Tree, lang: str) -> Mapping[FactId, str]:
    """The facts of somebody who reads *lang*, where nothing can be looked at."""
    return {fact: spec.languages.get(lang, UNKNOWN) for fact, spec in tree.facts.items()}


def shortest(tree: Tree, reaches: Mapping[Mood, Reach]) -> Way:
    """The shortest way of all moods."""
    _, best = min(reaches.items(), key=lambda item: (_cost(tree, item[1].way), item[0]))
    return best.way


def lengths_of(reaches: Mapping[Mood, Reach]) -> Mapping[int, int]:
    """By number of questions, how many ways lead to a node in any mood."""
    return sum((Counter(reach.lengths) for reach in reaches.values()), Counter[int]())


def count(reaches: Mapping[Mood, Reach]) -> int:
    """How many ways lead to a node."""
    return sum(lengths_of(reaches).values())


def in_order(tree: Tree) -> list[NodeId]:
    """Nodes that options and rows lead to, each before those it leads to."""
    done: list[NodeId] = []
    seen = {tree.start}
    stack: list[tuple[NodeId, Iterator[Choice]]] = [(tree.start, iter(choices(tree.nodes[tree.start])))]
    while stack:
        node_id, left = stack[-1]
        following = next((choice.to for choice in left if choice.to not in seen), None)
        if following is None:
            done.append(node_id)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(choices(tree.nodes[following]))))
    return done[::-1]


def mood_after(tree: Tree, choice: Choice, before: Mood) -> Mood:
    """The mood once *choice* was taken."""
    node = tree.nodes[choice.node]
    after = before._replace(brand=_brand(tree, choice) or before.brand)
    if not isinstance(node, Question):
        return after
    if node.alarm:
        return after._replace(raised=before.raised or choice.option not in (NO, UNSURE))
    return after._replace(doubted=before.doubted or choice.option == UNSURE)


def _brand(tree: Tree, choice: Choice) -> str | None:
    """The company that a way out names: an answer of its name, or a row for it alone."""
    told_apart = [spec for spec in tree.facts.values() if spec.source == "brand"]
    if choice.option is not None:
        return next((choice.option for spec in told_apart if choice.option in spec.values), None)
    named = {value for spec in told_apart for value in choice.when.get(spec.id, ())} - {UNKNOWN}
    return named.pop() if len(named) == 1 else None


_K = TypeVar("_K")


class _State(NamedTuple):
    mood: Mood
    facts: frozenset[tuple[FactId, frozenset[str]]]


def _after(
    tree: Tree, facts: Mapping[FactId, frozenset[str]], choice: Choice
) -> Mapping[FactId, frozenset[str]] | None:
    """The facts once *choice* was taken; None if they rule it out."""
    known = dict(facts)
    for fact, values in choice.when.items():
        before = known.get(fact)
        if choice.option is None and before is None:
            before = frozenset(tree.facts[fact].values) if fact in tree.facts else frozenset({UNKNOWN})
        known[fact] = values if before is None else before & values
        if not known[fact]:
            return None
    return known


def _add(tree: Tree, known: dict[_K, Reach], key: _K, reach: Reach) -> None:
    before = known.get(key)
    if before is None:
        known[key] = reach
        return
    best = min(before, reach, key=lambda each: _cost(tree, each.way))
    known[key] = Reach(Counter(before.lengths) + Counter(reach.lengths), best.way)


def _by_mood(tree: Tree, states: Mapping[_State, Reach]) -> dict[Mood, Reach]:
    merged: dict[Mood, Reach] = {}
    for state, reach in states.items():
        _add(tree, merged, state.mood, reach)
    return merged


def _cost(tree: Tree, way: Way) -> tuple[int, int, int]:
    """To state a fact costs as much as to answer a question; of two equals, answers alone are plainer."""
    stated = len(way.stated(tree))
    return len(way.answers) + stated, stated, len(way.choices)


# What a node, a way out of it and a condition are called in a language of the pack.


def title(node: Node, words: Catalogue) -> str:
    """What a person reads first at a node; of a table, what it looks at, since nobody ever sees it."""
    if isinstance(node, Question):
        return words.say(f"{node.id}.text")
    if isinstance(node, Outcome):
        return words.say(f"outcome.{node.id}.title")
    return words.say("bench.decides", facts=words.say("ui.list").join(node.facts))


def kind(node: Node, words: Catalogue) -> str:
    """The word for what a node is; it says what colour and shape say."""
    return words.say(f"bench.kind.{kind_id(node)}")


def kind_id(node: Node) -> str:
    """``alarm``, ``question``, ``table``, ``urgent`` or ``outcome``."""
    if isinstance(node, Question):
        return "alarm" if node.alarm else "question"
    if isinstance(node, Table):
        return "table"
    return "urgent" if node.critical else "outcome"


def way_out(tree: Tree, choice: Choice, words: Catalogue) -> str:
    """An option as people read it, or the condition of a row."""
    node = tree.nodes[choice.node]
    if isinstance(node, Question) and choice.option is not None:
        return label(node, choice.option, words)
    return condition(tree, choice.when, words)


def condition(tree: Tree, when: When, words: Catalogue) -> str:
    """A condition in words: ``network is ok or unknown and service is moved``."""
    if not when:
        return words.say("bench.always")
    parts = []
    for fact, values in when.items():  # what a fact is, or the one value that it has not
        others = frozenset(domain(tree, fact)) - values
        key, told_of = ("is_not", others) if len(others) == 1 < len(values) else ("is", values)
        shown = values_in_words(tree, fact, told_of, words)
        parts.append(words.say(f"bench.{key}", fact=fact, values=shown))
    return words.say("bench.and").join(parts)


def values_in_words(tree: Tree, fact: FactId, values: frozenset[str], words: Catalogue) -> str:
    """The values of a fact in the order that it was declared; those of a question are its options' words."""
    node = tree.nodes.get(NodeId(fact))
    if isinstance(node, Question):
        offered = {option.id: _quoted(label(node, option.id, words)) for option in node.options}
        named = [text for option, text in offered.items() if option in values]
        named += [words.say("bench.not_asked")] if values - set(offered) else []
    else:
        named = [value for value in tree.facts[fact].values if value in values]
    return words.say("bench.or").join(named)


def _quoted(text: str) -> str:
    """A text in quotation marks, unless it has its own."""
    return text if set(text) & set('“”"') else f"“{text}”"


def fact_source(tree: Tree, fact: FactId, words: Catalogue) -> str:
    """Where a table has a fact from."""
    node = tree.nodes.get(NodeId(fact))
    if isinstance(node, Question):
        source = words.say("bench.source.answer", question=title(node, words))
    else:
        source = words.say(f"bench.source.{tree.facts[fact].source}")
    return words.say("bench.facts", id=fact, source=source)


def told(tree: Tree, fact: FactId, words: Catalogue) -> Iterator[str]:
    """What a person is told of a fact, value by value, where there are words for it."""
    for value in domain(tree, fact):
        key = f"fact.{fact}.{value}"
        if words.has(key):
            yield words.say("bench.told", fact=fact, value=value, text=words.say(key))


def inferred(tree: Tree, question: Question, words: Catalogue) -> Iterator[str]:
    """When evidence fills in an answer, rule by rule."""
    for rule in question.infer:
        yield words.say(
            "bench.inferred",
            condition=condition(tree, rule.when, words),
            answer=label(question, rule.answer, words),
        )


def details(outcome: Outcome, words: Catalogue) -> str:
    """What an outcome is for scripts and reviewers: cause, certainty, points of the guide."""
    none = "-"
    return words.say(
        "bench.details",
        cause=words.say("ui.list").join((outcome.cause, *outcome.also)),
        confidence=outcome.confidence,
        covers=words.say("ui.list").join(outcome.covers) or none,
    )


def ways_in_words(ways: int, words: Catalogue) -> str:
    """How many ways lead to a node."""
    return words.say(f"bench.ways.{'none' if not ways else 'one' if ways == 1 else 'many'}", count=ways)


def named(tree: Tree, node_id: NodeId, words: Catalogue) -> str:
    """A node's title with its id, and with its kind where that stands out."""
    node = tree.nodes[node_id]
    head = f"{kind(node, words)}: " if kind_id(node) in ("alarm", "urgent") else ""
    return f"{head}{title(node, words)} [{node_id}]"


# The one way through the tree that given answers and facts lead: through tables too, as far as they
# go.


Trail = tuple[Choice, ...]


def trail_of(tree: Tree, state: State) -> Trail:
    """Every node that *state* passes, and the way out that it takes there. A fact it lacks is unknown."""
    taken: list[Choice] = []
    passed: list[NodeId] = []
    node = tree.nodes[tree.start]
    while (choice := _taken(node, state, passed)) is not None:
        if choice.option is not None:
            passed.append(node.id)
        taken.append(choice)
        node = tree.nodes[choice.to]
    return tuple(taken)


def trail_of_answers(tree: Tree, given: Mapping[NodeId, OptionId], facts: Mapping[str, str]) -> Trail:
    """The way that these answers lead, whatever their order.

    Raises:
        UsageError: an answer names no question or no option, or is never asked for on that way.
    """
    questions = {node.id: node for node in tree.nodes.values() if isinstance(node, Question)}
    for name, option in given.items():
        if name not in questions:
            raise UsageError(f"{name!r} is no question; {nearest(name, questions)}")
        offered = [each.id for each in questions[name].options]
        if option not in offered:
            raise UsageError(f"{name} has no option {option!r}; {nearest(option, offered)}")
    answers = {name: Given(option, "flag") for name, option in given.items()}
    known = {fact: facts[fact] for fact in tree.facts if fact in facts}
    trail = trail_of(tree, State(answers, known, len(answers)))
    stray = set(given) - {choice.node for choice in trail}
    if stray:
        raise UsageError(f"{', '.join(sorted(stray))}: never asked on the way that the other answers lead")
    return trail


def _taken(node: Node, state: State, passed: list[NodeId]) -> Choice | None:
    """The way out that *state* takes; None at an outcome and at a question that it does not answer."""
    if isinstance(node, Question):
        given = state.answers.get(node.id)
        if given is None or len(passed) >= state.cursor:
            return None
        return next((choice for choice in choices(node) if choice.option == given.option), None)
    facts = walk.visible_facts(state, passed)
    return next((choice for choice in choices(node) if walk.holds(choice.when, facts)), None)


# The command that walks a way: to be copied, run and compared.


_BRAND = FactId("brand")
"""The one fact that has an option of its own."""


def command(tree: Tree, way: Way, *, lang: str, pack: str | None) -> list[str]:
    """The pieces of a line for the shell that ends where *way* ends, without any network.

    Args:
        tree: the tree.
        way: where to go.
        lang: the language to go in.
        pack: the folder of an author's pack; None for the one of the installation.
    """
    stated = way.stated(tree)
    pieces = ["gopay-help diagnose", "--offline", f"--lang {shlex.quote(lang)}"]
    pieces += [f"--pack {shlex.quote(pack)}"] if pack else []
    pieces += [f"--brand {stated.pop(_BRAND)}"] if _BRAND in stated else []
    pieces += [f"--answer {node}={option}" for node, option in way.answers]
    if not stated:
        return pieces
    lines = "".join(f"{fact}: {value}\\n" for fact, value in stated.items())
    return [f"printf '{lines}' |", *pieces, "--facts -"]


def folded(pieces: list[str], width: int | None) -> list[str]:
    """The command in lines of at most *width* cells that still can be copied as one; None is one line."""
    if width is None:
        return [" ".join(pieces)]
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]} {piece}" if lines else piece
        if lines and cells(longer) <= width - 2:  # the space and the backslash of a line that goes on
            lines[-1] = longer
        else:
            lines.append(piece if not lines else f"  {piece}")
    return [f"{line} \\" for line in lines[:-1]] + lines[-1:]


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
        given = {node: Given(option, "user") for node, option in way.answers}
        return self._build(End(outcome, State(given, way.stated(self.tree)), tuple(given)))

    def bare(self, outcome: Outcome) -> Diagnosis:
        """The advice of an outcome that no answers lead to: it is first aid alone."""
        return self._build(End(outcome, State(), ()))

    def said(self, outcome: Outcome, question: NodeId, option: OptionId) -> str:
        """An answer as a page of advice repeats it; any *outcome* does."""
        end = End(outcome, State({question: Given(option, "user")}), (question,))
        return self._build(end).why[0].text

    def _build(self, end: End) -> Diagnosis:
        return self.build(end, Stated())
