"""The graph of the tree: every run ends, nothing is left over, no run is too long."""

from collections.abc import Iterator

from gopay_help.model.errors import Problem
from gopay_help.model.tree import FactId, NodeId, Outcome, Question, Table, Tree
from gopay_help.tree.document import Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.nearest import nearest
from gopay_help.tree.rules.registry import Stage, rule


def successors(tree: Tree, node_id: NodeId) -> tuple[NodeId, ...]:
    """Where a node can lead, in the order of its options or rows; an unknown target is left out."""
    node = tree.nodes[node_id]
    if isinstance(node, Outcome):
        return ()
    if isinstance(node, Table):
        targets = [row.to for row in node.rows]
    else:
        targets = [option.to for option in node.options if option.to is not None]
        if node.advise:
            targets.append(node.advise)
    return tuple(dict.fromkeys(target for target in targets if target in tree.nodes))


@rule("REF001", Stage.REFERENCES)
def check_targets(draft: Draft) -> Iterator[Problem]:
    """Every target exists; `start` is a question or a table, and `advise` an outcome."""
    for trail, target in _targets(draft):
        if target not in draft.tree.nodes:
            message = f"`{trail[-1]}:` leads to {target!r}, and there is no node and no outcome of that name"
            yield draft.tree_file.problem("REF001", trail, message, nearest(target, draft.tree.nodes))
    yield from _wrong_kinds(draft)


def _wrong_kinds(draft: Draft) -> Iterator[Problem]:
    tree, file = draft.tree, draft.tree_file
    if isinstance(tree.nodes.get(tree.start), Outcome):
        yield file.problem("REF001", ("start",), "the tree starts with an outcome", "start with a question")
    for node in draft.questions:
        if node.advise and not isinstance(tree.nodes.get(node.advise), Outcome):
            trail = ("nodes", node.id, "advise")
            yield file.problem(
                "REF001", trail, f"`advise:` names {node.advise!r}, which is no outcome", "name an outcome"
            )


@rule("REF007", Stage.REFERENCES)
def check_ids(draft: Draft) -> Iterator[Problem]:
    """An id stands for one thing: a node, an outcome or a fact."""
    file = draft.tree_file
    for node_id, node in draft.tree.nodes.items():
        # An outcome of the same name took the node's place when the tree was parsed.
        if isinstance(node, Outcome) and ("nodes", node_id) in file.places:
            trail: Trail = ("outcomes", node_id)
            yield file.problem("REF007", trail, f"{node_id!r} is a node and an outcome", "rename one of them")
        if FactId(node_id) in draft.tree.facts:
            trail = ("facts", node_id)
            yield file.problem("REF007", trail, f"{node_id!r} is a fact and a node", "rename one of them")


@rule("REACH001", Stage.MEANING)
def check_reachable(draft: Draft) -> Iterator[Problem]:
    """Every node and outcome can be reached from `start`."""
    tree = draft.tree
    reached = {tree.start}
    queue = [tree.start]
    while queue:
        for target in successors(tree, queue.pop()):
            if target not in reached:
                reached.add(target)
                queue.append(target)
    for node_id, node in tree.nodes.items():
        if node_id not in reached:
            trail = ("outcomes" if isinstance(node, Outcome) else "nodes", node_id)
            message = f"nothing leads to {node_id!r}"
            yield draft.tree_file.problem("REACH001", trail, message, "lead to it, or remove it")


@rule("TERM001", Stage.MEANING)
def check_cycles(draft: Draft) -> Iterator[Problem]:
    """No run comes back to where it was. The message shows the way round."""
    for cycle in find_cycles(draft.tree):
        message = "a run can go round for ever: " + " -> ".join((*cycle, cycle[0]))
        trail = ("nodes", cycle[0])
        yield draft.tree_file.problem("TERM001", trail, message, "let one of these lead to an outcome")


@rule("TERM004", Stage.MEANING)
def check_length(draft: Draft) -> Iterator[Problem]:
    """No path asks more than `limits.max_questions`."""
    if any(find_cycles(draft.tree)):
        return
    longest = longest_path(draft.tree)
    limit = draft.tree.limits.max_questions
    if len(longest) > limit:
        message = f"a path asks {len(longest)} questions, {limit} are promised: {' -> '.join(longest)}"
        fix = "shorten the path, or raise the promise"
        yield draft.tree_file.problem("TERM004", ("limits", "max_questions"), message, fix)


def find_cycles(tree: Tree) -> Iterator[tuple[NodeId, ...]]:
    """A way round for each step that leads back; nothing for a tree in which every run ends.

    Iterative: a deep tree cannot exhaust the stack.
    """
    done: set[NodeId] = set()
    for root in tree.nodes:
        path: dict[NodeId, None] = {}
        stack = [(root, False)]
        while stack:
            node_id, leaving = stack.pop()
            if leaving:
                del path[node_id]
                done.add(node_id)
            elif node_id in path:
                on_path = list(path)
                yield tuple(on_path[on_path.index(node_id) :])
            elif node_id not in done:
                path[node_id] = None
                stack.append((node_id, True))
                stack.extend((target, False) for target in successors(tree, node_id))


def longest_path(tree: Tree) -> tuple[NodeId, ...]:
    """The questions of a longest path through a tree without cycles."""
    following: dict[NodeId, NodeId | None] = {}
    length: dict[NodeId, int] = {}
    stack = [(tree.start, False)]
    while stack:
        node_id, ready = stack.pop()
        if node_id in length:
            continue
        targets = successors(tree, node_id)
        if not ready:
            stack.append((node_id, True))
            stack.extend((target, False) for target in targets)
            continue
        following[node_id] = max(targets, key=length.__getitem__, default=None)
        rest = following[node_id]
        length[node_id] = isinstance(tree.nodes[node_id], Question) + (length[rest] if rest else 0)
    return tuple(node_id for node_id in _chain(tree.start, following) if _asks(tree, node_id))


def _chain(start: NodeId, following: dict[NodeId, NodeId | None]) -> Iterator[NodeId]:
    node_id: NodeId | None = start
    while node_id is not None:
        yield node_id
        node_id = following[node_id]


def _asks(tree: Tree, node_id: NodeId) -> bool:
    return isinstance(tree.nodes[node_id], Question)


def _targets(draft: Draft) -> Iterator[tuple[Trail, NodeId]]:
    yield ("start",), draft.tree.start
    for table in draft.tables:
        for index, row in enumerate(table.rows):
            yield ("nodes", table.id, "rows", index, "to"), row.to
    for question in draft.questions:
        for index, option in enumerate(question.options):
            if option.to is not None:
                yield ("nodes", question.id, "options", index, "to"), option.to
