"""Rules of the graph: every run ends, nothing is left over, tables answer everything, nobody waits long."""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator

from gopay_help.authoring.lint.rule import PackSource, Stage, rule
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.space import Space, looked_at, reached_in_order, targets, worst_seconds
from gopay_help.authoring.lint.yaml import Broken, Trail
from gopay_help.model.errors import DataError, Level
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.model.tree import (
    UNKNOWN,
    UNSURE,
    Confidence,
    FactId,
    Given,
    NodeId,
    OptionId,
    Outcome,
    Question,
    State,
    Table,
    TableRow,
    Tree,
    When,
)
from gopay_help.tree.walk import position


@rule("REF001", Stage.REFERENCES)
def check_targets(draft: PackSource) -> Iterator[Broken]:
    """Every target exists; `start` is a question or a table, and `advise` an outcome."""
    for trail, target in _targets(draft):
        if target not in draft.tree.nodes:
            yield draft.found(trail, key=trail[-1], target=target, fix=nearest(target, draft.tree.nodes))
    yield from _wrong_kinds(draft)


def _wrong_kinds(draft: PackSource) -> Iterator[Broken]:
    tree, file = draft.tree, draft.tree_file
    if isinstance(tree.nodes.get(tree.start), Outcome):
        yield file.found(("start",), "start")
    for node in draft.questions:
        if node.advise and not isinstance(tree.nodes.get(node.advise), Outcome):
            yield file.found(("nodes", node.id, "advise"), "advise", target=node.advise)


@rule("REF007", Stage.REFERENCES)
def check_ids(draft: PackSource) -> Iterator[Broken]:
    """An id stands for one thing: a node, an outcome or a fact."""
    file = draft.tree_file
    for node_id, node in draft.tree.nodes.items():
        # An outcome of the same name took the node's place when the tree was parsed.
        if isinstance(node, Outcome) and ("nodes", node_id) in file.places:
            yield file.found(("outcomes", node_id), node=node_id)
        if FactId(node_id) in draft.tree.facts:
            yield file.found(("facts", node_id), "fact", node=node_id)


@rule("REACH001", Stage.MEANING)
def check_reachable(draft: PackSource) -> Iterator[Broken]:
    """Every node and outcome can be reached from `start`."""
    tree = draft.tree
    reached = set(reached_in_order(tree))
    reached |= {node.advise for node in draft.questions if node.advise and node.id in reached}
    for node_id, node in tree.nodes.items():
        if node_id not in reached:
            yield draft.found(("outcomes" if isinstance(node, Outcome) else "nodes", node_id), node=node_id)


@rule("TERM001", Stage.MEANING)
def check_cycles(draft: PackSource) -> Iterator[Broken]:
    """No run comes back to where it was. The message shows the way round."""
    for cycle in find_cycles(draft.tree):
        yield draft.found(("nodes", cycle[0]), way=" -> ".join((*cycle, cycle[0])))


@rule("TERM004", Stage.MEANING)
def check_length(draft: PackSource) -> Iterator[Broken]:
    """No path asks more than `limits.max_questions`."""
    if any(find_cycles(draft.tree)):
        return
    longest = longest_path(draft.tree)
    limit = draft.tree.limits.max_questions
    if len(longest) > limit:
        yield draft.found(
            ("limits", "max_questions"), count=len(longest), promised=limit, way=" -> ".join(longest)
        )


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
                stack.extend((target, False) for target in targets(tree, node_id))


def longest_path(tree: Tree) -> tuple[NodeId, ...]:
    """The questions of a longest path through a tree without cycles."""
    following: dict[NodeId, NodeId | None] = {}
    length: dict[NodeId, int] = {}
    for node_id in reversed(reached_in_order(tree)):
        following[node_id] = rest = max(targets(tree, node_id), key=length.__getitem__, default=None)
        length[node_id] = isinstance(tree.nodes[node_id], Question) + (length[rest] if rest else 0)
    way: list[NodeId] = []
    here: NodeId | None = tree.start
    while here is not None:
        way += [here] if isinstance(tree.nodes[here], Question) else []
        here = following[here]
    return tuple(way)


def _targets(draft: PackSource) -> Iterator[tuple[Trail, NodeId]]:
    yield ("start",), draft.tree.start
    for _, trail, row in draft.table_rows:
        yield (*trail, "to"), row.to
    for _, trail, option in draft.options:
        if option.to is not None:
            yield (*trail, "to"), option.to


LONGEST_WAIT_S = 20
"""What a frightened person waits in front of a still screen, all waits of a run together."""


@rule("REACH002", Stage.MEASURES)
def check_rows_in_use(draft: PackSource) -> Iterator[Broken]:
    """Every row and inference can come to hold: no way there has ruled it out."""
    try:
        known = draft.space
    except DataError:
        return  # MET008 says so
    for table, trail, row in draft.table_rows:
        if known.possible(table.id, {}) and not known.possible(table.id, row.when):
            # One that only completes the table may be joined; a target of its own is lost otherwise.
            joins = any(other is not row and other.to == row.to for other in table.rows)
            variant, why = ("" if joins else "lost"), _why(known, table.id, row.when)
            yield draft.found(trail, variant, number=int(trail[-1]) + 1, why=why, target=row.to)
    for node, trail, inference in draft.inferences:
        if known.possible(node.id, {}) and not known.possible(node.id, inference.when):
            why = _why(known, node.id, inference.when)
            yield draft.found(trail, "infer", answer=inference.answer, why=why)


def _why(known: Space, node_id: NodeId, when: When) -> str:
    for fact, values in when.items():
        there = known.values(node_id, fact)
        if not there & values:
            return f"every run that comes here has {fact}: {' or '.join(sorted(there))}"
    return "no run comes here with all of it at once"


@rule("TERM003", Stage.MEANING)
def check_ends(draft: PackSource) -> Iterator[Broken]:
    """From every node an outcome can be reached. A cross-check of TERM001 and REF001."""
    tree = draft.tree
    into: dict[NodeId, set[NodeId]] = defaultdict(set)
    for node_id in tree.nodes:
        for target in targets(tree, node_id):
            into[target].add(node_id)
    ends = [node.id for node in draft.outcomes]
    ending = set(ends)
    while ends:
        for node_id in into[ends.pop()] - ending:
            ending.add(node_id)
            ends.append(node_id)
    for node_id in tree.nodes:
        if node_id not in ending:
            yield draft.found(("nodes", node_id))


@rule("TERM005", Stage.MEANING, Level.WARNING)
def check_asked_twice(draft: PackSource) -> Iterator[Broken]:
    """No run asks the same thing twice in the same words."""
    alike: dict[str, list[Question]] = defaultdict(list)
    for node in draft.questions:
        if text := draft.text(SOURCE_LANGUAGE, f"{node.id}.text"):
            alike["".join(filter(str.isalnum, text.casefold()))].append(node)
    for group in alike.values():
        for node in group if len(group) > 1 else ():
            later = set(reached_in_order(draft.tree, node.id))
            for other in group:
                if other.id in later and other is not node:
                    yield draft.found(("nodes", other.id), other=other.id, node=node.id)


@rule("TERM006", Stage.MEASURES)
def check_waiting(draft: PackSource) -> Iterator[Broken]:
    """The waits of one run do not add up to more than a person waits."""
    wait = draft.tree.limits.probe_wait_s
    times = most_waits(draft.tree)
    if times * wait > LONGEST_WAIT_S:
        yield draft.found(
            ("limits", "probe_wait_s"),
            times=times,
            wait=f"{wait:g}",
            longest=LONGEST_WAIT_S,
            each=LONGEST_WAIT_S // times,
        )


def most_waits(tree: Tree) -> int:
    """How often a run waits at most: where a fact of the check is first wanted, and once more on consent.

    A fact that was looked at stays as it was seen, so no run waits more often than there are such facts.
    """
    slow = {fact for fact, spec in tree.facts.items() if spec.source == "check"}
    if not slow:
        return 0
    seen: dict[NodeId, dict[frozenset[FactId], int]] = {tree.start: {frozenset(): 0}}
    most = 0
    for node_id in reached_in_order(tree):
        wanted = frozenset(slow.intersection(looked_at(tree.nodes[node_id])))
        for known, waited in seen.pop(node_id).items():
            now, times = known | wanted, waited + bool(wanted - known)
            most = max(most, times)
            for target in targets(tree, node_id):
                there = seen.setdefault(target, {})
                there[now] = max(times, there.get(now, 0))
    return most + bool(most)


@rule("ASK003", Stage.MEASURES, may_allow=True)
def check_never_sure(draft: PackSource) -> Iterator[Broken]:
    """Whoever is never sure, while nothing is known, is not told one cause as if it were known."""
    tree = draft.tree
    unsure = {node.id: Given(UNSURE, "user") for node in draft.questions}
    start = tree.nodes[tree.start]
    firsts = [option.id for option in start.options] if isinstance(start, Question) else [UNSURE]
    told: dict[NodeId, Outcome] = {}
    for first, facts in itertools.product(firsts, _little_known(tree)):
        answers = {**unsure, tree.start: Given(OptionId(first), "user")}
        end = position(tree, State(answers, facts, len(tree.nodes)))
        if isinstance(end.node, Outcome) and _too_sure(tree, end.node) and len(end.passed) > 1:
            told[end.passed[-1]] = end.node
    for question, outcome in told.items():
        yield draft.found(("nodes", question, "options"), cause=outcome.cause, outcome=outcome.id)


def _little_known(tree: Tree) -> Iterator[dict[FactId, str]]:
    """Nothing was found out; which brand it is may be known, for that can be stated at the start."""
    nothing = dict.fromkeys(tree.facts, UNKNOWN)
    yield nothing
    for fact, spec in tree.facts.items():
        if spec.source == "brand":
            yield from ({**nothing, fact: value} for value in spec.values)


def _too_sure(tree: Tree, outcome: Outcome) -> bool:
    """A "not sure" on the way lowers confidence by a step, so only a high one stays above low."""
    of = tree.causes[outcome.cause]
    return (
        not of.unknown and not of.elsewhere and not outcome.critical and outcome.confidence is Confidence.HIGH
    )


MAX_CELLS = 4096
"""More combinations than this are not looked at one by one, so such a table cannot be proved."""
CLEAR_CELLS = 256
"""More than this nobody reads."""

_TOLD = 3
"""So many open combinations of a table are told one by one; one row often answers them all."""

Cell = tuple[str, ...]
"""A value of each fact of a table, in the order of its facts."""


@rule("REF002", Stage.REFERENCES)
def check_facts(draft: PackSource) -> Iterator[Broken]:
    """Tables and evidence look at facts that exist, at values they can take; evidence not at answers."""
    for table in draft.tables:
        for index, fact in enumerate(table.facts):
            if draft.values_of(fact) is None:
                yield _no_fact(draft, ("nodes", table.id, "facts", index), fact)
    for _, trail, row in draft.table_rows:
        yield from _check_values(draft, (*trail, "when"), row.when)
    for _, trail, inference in draft.inferences:
        yield from _check_values(draft, (*trail, "when"), inference.when)
        for fact in inference.when:
            if NodeId(fact) in draft.tree.nodes:
                names = ", ".join(sorted(draft.tree.facts))
                yield draft.found((*trail, "when", fact), "question", fact=fact, names=names)


def _check_values(draft: PackSource, trail: Trail, when: When) -> Iterator[Broken]:
    for fact, values in when.items():
        known = draft.values_of(fact)
        if known is None:
            yield _no_fact(draft, (*trail, fact), fact)
            continue
        for value in sorted(values - set(known)):
            yield draft.found((*trail, fact), "value", fact=fact, value=value, fix=nearest(value, known))


def _no_fact(draft: PackSource, trail: Trail, fact: FactId) -> Broken:
    known = [*sorted(draft.tree.facts), *(question.id for question in draft.questions)]
    return draft.found(trail, fact=fact, nearest=nearest(fact, known))


@rule("TAB001", Stage.MEANING)
def check_gaps(draft: PackSource) -> Iterator[Broken]:
    """A table answers every combination of values."""
    for table in draft.tables:
        open_cells = [cell for cell, rows in answers(draft, table) if not rows]
        for index, cell in enumerate(open_cells[:_TOLD]):
            rest = len(open_cells) - _TOLD if index == _TOLD - 1 else 0
            more = f", nor {rest} more like it" if rest > 0 else ""
            row = ", ".join(f"{fact}: [{value}]" for fact, value in zip(table.facts, cell, strict=True))
            yield draft.found(
                ("nodes", table.id, "rows"),
                cell=_shown(table, cell) + more,
                row=f"{{when: {{{row}}}, to: …}}",
            )


@rule("TAB002", Stage.MEANING)
def check_overlaps(draft: PackSource) -> Iterator[Broken]:
    """No two rows of a table answer one combination."""
    for table in draft.tables:
        for cell, rows in answers(draft, table):
            if len(rows) > 1:
                *others, last = (str(row + 1) for row in rows)
                yield draft.found(
                    ("nodes", table.id, "rows", rows[-1]),
                    first=" and ".join(others),
                    second=last,
                    cell=_shown(table, cell),
                )


@rule("TAB006", Stage.MEANING, Level.WARNING)
def check_readable(draft: PackSource) -> Iterator[Broken]:
    """A table is small enough to be read."""
    for table in draft.tables:
        if CLEAR_CELLS < (cells := _count(draft, table)) <= MAX_CELLS:
            yield draft.found(("nodes", table.id, "facts"), cells=cells, most=CLEAR_CELLS)


@rule("TAB009", Stage.MEANING)
def check_provable(draft: PackSource) -> Iterator[Broken]:
    """A table is small enough to be proved, combination by combination."""
    for table in draft.tables:
        if (cells := _count(draft, table)) > MAX_CELLS:
            yield draft.found(("nodes", table.id, "facts"), cells=cells, most=MAX_CELLS)


@rule("TAB007", Stage.MEANING)
def check_stray_facts(draft: PackSource) -> Iterator[Broken]:
    """Rows look at facts that the table lists."""
    for table in draft.tables:
        if stray := _stray(table):
            yield draft.found(("nodes", table.id), names=", ".join(sorted(stray)))


@rule("TAB004", Stage.MEANING, Level.WARNING)
def check_mergeable(draft: PackSource) -> Iterator[Broken]:
    """Rows that lead to one place and differ in one fact are one row."""
    for table in draft.tables:
        seen: dict[tuple[object, ...], int] = {}
        for index, row in enumerate(table.rows):
            for fact in table.facts:
                others = frozenset((name, values) for name, values in row.when.items() if name != fact)
                first = seen.setdefault((row.to, fact, others), index)
                if first != index:
                    values = ", ".join(
                        sorted({*_of(table.rows[first], fact), *_of(row, fact)}) or ["any value"]
                    )
                    yield draft.found(
                        ("nodes", table.id, "rows", index),
                        first=first + 1,
                        number=index + 1,
                        fact=fact,
                        target=row.to,
                        values=values,
                    )
                    break


@rule("TAB008", Stage.MEANING, Level.WARNING)
def check_idle_facts(draft: PackSource) -> Iterator[Broken]:
    """A table looks at no fact that changes nothing: a run may have to wait for it."""
    for table in draft.tables:
        for index, fact in enumerate(table.facts):
            whole = set(draft.values_of(fact) or ())
            if all(set(_of(row, fact)) in (set(), whole) for row in table.rows):
                yield draft.found(("nodes", table.id, "facts", index), fact=fact)


def answers(draft: PackSource, table: Table) -> Iterator[tuple[Cell, list[int]]]:
    """Each combination of values with the rows that answer it; nothing of a table that cannot be proved."""
    domains = _domains(draft, table)
    if _stray(table) or _count(draft, table) > MAX_CELLS:
        return
    everything = (1 << len(table.rows)) - 1
    masks = [
        {
            value: sum(1 << at for at, row in enumerate(table.rows) if value in row.when.get(fact, (value,)))
            for value in domain
        }
        for fact, domain in zip(table.facts, domains, strict=True)
    ]
    for cell in itertools.product(*domains):
        rows = everything  # a bit for each row: those that every value of the cell agrees with
        for mask, value in zip(masks, cell, strict=True):
            rows &= mask[value]
        yield cell, [index for index in range(len(table.rows)) if rows >> index & 1]


def _of(row: TableRow, fact: FactId) -> frozenset[str]:
    """The values that a row names of a fact; none if the fact does not matter to it."""
    return row.when.get(fact, frozenset())


def _count(draft: PackSource, table: Table) -> int:
    return math.prod(map(len, _domains(draft, table)))


def _domains(draft: PackSource, table: Table) -> list[tuple[str, ...]]:
    return [draft.values_of(fact) or () for fact in table.facts]


def _stray(table: Table) -> set[FactId]:
    return {fact for row in table.rows for fact in row.when} - set(table.facts)


def _shown(table: Table, cell: Cell) -> str:
    facts = zip(table.facts, cell, strict=True)
    return "{" + ", ".join(f"{fact}: {value}" for fact, value in facts) + "}"


LONGEST_S = 60


@rule("MET008", Stage.MEASURES, Level.WARNING)
def check_time(draft: PackSource) -> Iterator[Broken]:
    """No run keeps a frightened person for more than a minute."""
    try:
        seconds = worst_seconds(draft.space)
    except DataError as error:
        yield draft.found(("facts",), "unknown", error=error)
        return
    if seconds > LONGEST_S:
        yield draft.found(("limits",), seconds=f"{seconds:.0f}", longest=LONGEST_S)
