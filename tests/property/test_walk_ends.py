"""Whatever tree passes the check and whatever is answered: every run ends, and only the answers count."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import outcome, warung
from gopay_help.authoring.lint.rules_graph import find_cycles, longest_path
from gopay_help.authoring.lint.space import targets
from gopay_help.model.tree import (
    UNKNOWN,
    CauseSpec,
    Emergency,
    FactId,
    FactSpec,
    Inference,
    Limits,
    Node,
    NodeId,
    Option,
    OptionId,
    Outcome,
    Question,
    Table,
    TableRow,
    Tree,
)
from gopay_help.tree.walk import State, answer, back, observe, position, suggestion

VALUES = ("ok", "bad", UNKNOWN)
FACT = FactId("fact")
OPTIONS = ("a", "b", "unsure")
WARUNG = warung().tree

CAUSES = {"fraud": CauseSpec(20), "undetermined": CauseSpec(19, unknown=True)}


@st.composite
def trees(draw: st.DrawFn, *, forward: bool = True) -> Tree:
    """A tree of up to twelve nodes; with *forward*, targets lie behind their node: no way leads back."""
    count = draw(st.integers(1, 12))
    ids = [NodeId(f"n{number}") for number in range(count)]
    leaves = [NodeId(f"o{number}") for number in range(draw(st.integers(1, 3)))]
    nodes: dict[NodeId, Node] = {leaf: outcome(id=leaf) for leaf in leaves}
    for index, node_id in enumerate(ids):
        targets = st.sampled_from((ids[index + 1 :] if forward else ids) + leaves)
        if draw(st.booleans()):
            earlier = draw(st.sampled_from([FACT, *map(FactId, ids[:index])]))
            domain = VALUES if earlier == FACT else (*OPTIONS, UNKNOWN)
            rows = tuple(TableRow({earlier: frozenset({value})}, draw(targets)) for value in domain)
            nodes[node_id] = Table(node_id, (earlier,), rows)
        else:
            options = (
                Option(OptionId("a"), draw(targets)),
                Option(OptionId("b"), draw(targets)),
                Option(OptionId("unsure"), same_as=OptionId("a")),
            )
            rule = Inference({FACT: frozenset({"bad"})}, OptionId("b"))
            nodes[node_id] = Question(node_id, options, (rule,) if draw(st.booleans()) else ())
    spec = {FACT: FactSpec(FACT, "check", VALUES)}
    return Tree("t", "1.0.0", ("en",), ids[0], Limits(20, 0), CAUSES, Emergency(20), spec, nodes, "")


def run(tree: Tree, choose: "st.DataObject", value: str) -> tuple[State, Outcome, int]:
    """Walk from the start, drawing each answer; the end and how many questions were asked."""
    state, asked = State(), 0
    for _ in range(len(tree.nodes) * 2 + 2):
        there = position(tree, state)
        if there.missing:
            state = observe(state, dict.fromkeys(there.missing, value))
        elif isinstance(there.node, Question):
            asked += 1
            option = choose.draw(st.sampled_from([option.id for option in there.node.options]))
            state = answer(state, there.node, option, "user")
        else:
            assert isinstance(there.node, Outcome)
            return state, there.node, asked
    raise AssertionError("the run did not end")


@given(trees(), st.data(), st.sampled_from(VALUES))
@settings(deadline=None)
def test_every_run_ends_in_an_outcome_within_as_many_questions_as_there_are_nodes(
    tree: Tree, choose: st.DataObject, value: str
):
    _, _, asked = run(tree, choose, value)
    assert asked <= len(longest_path(tree)) <= len(tree.nodes)


@given(st.one_of(trees(), trees(forward=False)), st.randoms())
@settings(deadline=None)
def test_a_way_round_is_found_if_and_only_if_there_is_one(tree: Tree, order: random.Random):
    shuffled = list(tree.nodes)
    order.shuffle(shuffled)
    tree = tree._replace(nodes={node_id: tree.nodes[node_id] for node_id in shuffled})
    ended: set[NodeId] = set()  # peeled from the leaves: what never ends lies on a way round, or before one
    while more := {
        node for node in tree.nodes if node not in ended and ended.issuperset(targets(tree, node))
    }:
        ended |= more
    assert any(find_cycles(tree)) == (ended != set(tree.nodes))


@given(trees(forward=False))
@settings(deadline=None)
def test_a_way_round_that_is_found_can_be_gone(tree: Tree):
    for cycle in find_cycles(tree):
        for node_id, following in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
            node = tree.nodes[node_id]
            assert not isinstance(node, Outcome)
            steps = node.rows if isinstance(node, Table) else node.options
            assert following in {step.to for step in steps}


@given(trees(), st.data(), st.sampled_from(VALUES))
@settings(deadline=None)
def test_replaying_a_run_ends_where_it_ended(tree: Tree, choose: st.DataObject, value: str):
    state, end, _ = run(tree, choose, value)
    replayed = State(dict(reversed(state.answers.items())), dict(state.facts), state.cursor)
    assert position(tree, replayed).node == end


@given(
    st.data(),
    st.lists(st.sampled_from(["back", *range(4)]), max_size=40),
    st.sampled_from(["ok", "broken", UNKNOWN]),
)
@settings(deadline=None)
def test_going_back_and_forth_the_outcome_depends_on_the_answers_alone(
    choose: st.DataObject, moves: list[object], network: str
):
    facts = {FactId("brand"): UNKNOWN, FactId("network"): network}
    state = observe(State(), facts)
    for move in moves:
        node = position(WARUNG, state).node
        if move == "back" or not isinstance(node, Question):
            state = back(state)
        else:
            state = answer(state, node, node.options[int(str(move)) % len(node.options)].id, "user")
    while isinstance(node := position(WARUNG, state).node, Question):
        option = choose.draw(st.sampled_from([option.id for option in node.options]))
        state = answer(state, node, option, "user")
    straight = observe(State(), facts)
    for node_id in position(WARUNG, state).passed:
        question = position(WARUNG, straight).node
        assert isinstance(question, Question)
        assert question.id == node_id
        straight = answer(straight, question, state.answers[node_id].option, "user")
    assert position(WARUNG, straight).node == position(WARUNG, state).node


@given(trees(), st.sampled_from(VALUES))
@settings(deadline=None)
def test_what_evidence_suggests_is_always_offered(tree: Tree, value: str):
    state = observe(State(), {FACT: value})
    for node in tree.nodes.values():
        if isinstance(node, Question):
            suggested = suggestion(node, state)
            assert suggested is None or node.option(suggested)
            assert (suggested is not None) == (bool(node.infer) and value == "bad")
