"""What a node, a way out of it and a condition are called in a language of the pack."""

from collections.abc import Iterator

from gopay_help.authoring.pictures.ways import Choice
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import UNKNOWN, FactId, Node, NodeId, Outcome, Question, Table, Tree, When
from gopay_help.screen.pages.question import label


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
    return words.say("bench.and").join(
        _about_fact(tree, fact, values, words) for fact, values in when.items()
    )


def _about_fact(tree: Tree, fact: FactId, values: frozenset[str], words: Catalogue) -> str:
    """What a fact is, or the one value that it has not."""
    others = frozenset(values_of(tree, fact)) - values
    key, told_of = ("is_not", others) if len(others) == 1 < len(values) else ("is", values)
    return words.say(f"bench.{key}", fact=fact, values=values_in_words(tree, fact, told_of, words))


def values_of(tree: Tree, fact: FactId) -> tuple[str, ...]:
    """Every value that a fact can have; a question that was not asked is unknown as a fact."""
    node = tree.nodes.get(NodeId(fact))
    if isinstance(node, Question):
        return tuple(dict.fromkeys((*(option.id for option in node.options), UNKNOWN)))
    return tree.facts[fact].values


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
    for value in values_of(tree, fact):
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
