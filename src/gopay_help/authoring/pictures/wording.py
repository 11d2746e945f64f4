"""What a node, a way out of it and a condition are called in a language of the pack."""

from gopay_help.authoring.pictures.ways import Choice
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import FactId, Node, NodeId, Outcome, Question, Table, Tree, When
from gopay_help.render.pages.question import label


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
        words.say("bench.is", fact=fact, values=values_in_words(tree, fact, values, words))
        for fact, values in when.items()
    )


def values_in_words(tree: Tree, fact: FactId, values: frozenset[str], words: Catalogue) -> str:
    """The values of a fact in the order that it was declared; those of a question are its options' words."""
    node = tree.nodes.get(NodeId(fact))
    if isinstance(node, Question):
        offered = {option.id: f"“{label(node, option.id, words)}”" for option in node.options}
        told = [text for option, text in offered.items() if option in values]
        told += [words.say("bench.not_asked")] if values - set(offered) else []
    else:
        told = [value for value in tree.facts[fact].values if value in values]
    return words.say("bench.or").join(told)
