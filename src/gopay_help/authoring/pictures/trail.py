"""The one way through the tree that given answers and facts lead: through tables too, as far as they go."""

from collections.abc import Mapping

from gopay_help.authoring.pictures.ways import Choice, choices
from gopay_help.model.errors import UsageError
from gopay_help.model.tree import Node, NodeId, OptionId, Question, Tree
from gopay_help.tree import walk
from gopay_help.tree.nearest import nearest

Trail = tuple[Choice, ...]


def trail_of(tree: Tree, state: walk.State) -> Trail:
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
    answers = {name: walk.Given(option, "flag") for name, option in given.items()}
    known = {fact: facts[fact] for fact in tree.facts if fact in facts}
    trail = trail_of(tree, walk.State(answers, known, len(answers)))
    stray = set(given) - {choice.node for choice in trail}
    if stray:
        raise UsageError(f"{', '.join(sorted(stray))}: never asked on the way that the other answers lead")
    return trail


def _taken(node: Node, state: walk.State, passed: list[NodeId]) -> Choice | None:
    """The way out that *state* takes; None at an outcome and at a question that it does not answer."""
    if isinstance(node, Question):
        given = state.answers.get(node.id)
        if given is None or len(passed) >= state.cursor:
            return None
        return next((choice for choice in choices(node) if choice.option == given.option), None)
    facts = walk.visible_facts(state, passed)
    return next((choice for choice in choices(node) if walk.holds(choice.when, facts)), None)
