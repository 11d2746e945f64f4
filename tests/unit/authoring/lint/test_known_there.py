"""What can be known at a node, held against every single run of small trees."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import Seeded, outcome
from gopay_help.authoring.lint.engine import lint_pack
from gopay_help.authoring.lint.space import Space
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
from gopay_help.tree.walk import holds

FACTS = (FactId("f"), FactId("g"))
VALUES = ("a", "b", UNKNOWN)
OPTIONS = ("x", "y", "unsure")

CAUSES = {"fraud": CauseSpec(20), "undetermined": CauseSpec(19, unknown=True)}


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A tree of up to nine nodes whose tables are total, over facts and earlier answers."""
    ids = [NodeId(f"n{number}") for number in range(draw(st.integers(2, 9)))]
    leaf = NodeId("end")
    nodes: dict[NodeId, Node] = {leaf: outcome(id=leaf)}
    for index, node_id in enumerate(ids):
        targets = st.sampled_from([*ids[index + 1 :], leaf])
        if index and draw(st.booleans()):
            looked_at = draw(st.sampled_from([*FACTS, *map(FactId, ids[:index])]))
            domain = VALUES if looked_at in FACTS else (*OPTIONS, UNKNOWN)
            rows = tuple(TableRow({looked_at: frozenset({value})}, draw(targets)) for value in domain)
            nodes[node_id] = Table(node_id, (looked_at,), rows)
        else:
            options = (
                Option(OptionId("x"), draw(targets)),
                Option(OptionId("y"), draw(targets)),
                Option(OptionId("unsure"), same_as=OptionId("x")),
            )
            rule = Inference({FACTS[0]: frozenset({"a"}), FACTS[1]: frozenset({"b"})}, OptionId("y"))
            nodes[node_id] = Question(node_id, options, (rule,))
    facts = {fact: FactSpec(fact, "check", VALUES) for fact in FACTS}
    return Tree("t", "1", ("en",), ids[0], Limits(20, 0), CAUSES, Emergency(20), facts, nodes, "")


def every_run(tree: Tree):
    """Each node that some run comes to, with all that is known then."""
    for values in itertools.product(VALUES, repeat=len(FACTS)):
        queue = [(tree.start, dict(zip(FACTS, values, strict=True)))]
        while queue:
            node_id, known = queue.pop()
            node = tree.nodes[node_id]
            yield node_id, known
            if isinstance(node, Table):
                queue += [(row.to, known) for row in node.rows if holds(row.when, known)]
            elif isinstance(node, Question):
                queue += [
                    (node.target(option.id), {**known, FactId(node_id): str(option.id)})
                    for option in node.options
                ]


def conditions(tree: Tree):
    """Each condition of the tree, with its node."""
    for node in tree.nodes.values():
        if isinstance(node, Table):
            yield from ((node.id, row.when) for row in node.rows)
        elif not isinstance(node, Outcome):
            yield from ((node.id, rule.when) for rule in node.infer)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(trees())
def test_a_condition_can_hold_if_and_only_if_it_does_in_some_run(tree: Tree):
    runs = list(every_run(tree))
    known = Space(tree)
    for node_id, when in conditions(tree):
        happens = any(here == node_id and holds(when, facts) for here, facts in runs)
        assert known.possible(node_id, when) is happens, (node_id, when)


def test_the_finding_says_what_is_always_known_there(pack: Seeded):
    old = "  your_app:\n    kind: question\n"
    pack.change("tree.yaml", old, f"{old}    infer:\n      - {{when: {{brand: [warung]}}, answer: warung}}\n")
    found = [problem for problem in lint_pack(pack.folder).problems if problem.rule == "REACH002"]
    (problem,) = found
    assert problem.message == ("your_app never infers 'warung': every run that comes here has brand: unknown")
    assert (
        problem.line == pack.place_of("tree.yaml", "      - {when: {brand: [warung]}, answer: warung}\n")[0]
    )
