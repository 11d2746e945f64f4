"""Tables: every combination of facts is answered, by one row only, and no row or fact is idle."""

import itertools
import math
from collections.abc import Iterator

from gopay_help.model.errors import Level, Problem
from gopay_help.model.tree import FactId, NodeId, Table, TableRow, When
from gopay_help.tree.document import Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.nearest import nearest
from gopay_help.tree.rules.registry import Stage, rule

MAX_CELLS = 4096
"""More combinations than this are not looked at one by one, so such a table cannot be proved."""
CLEAR_CELLS = 256
"""More than this nobody reads."""

_TOLD = 3
"""So many open combinations of a table are told one by one; one row often answers them all."""

Cell = tuple[str, ...]
"""A value of each fact of a table, in the order of its facts."""


@rule("REF002", Stage.REFERENCES)
def check_facts(draft: Draft) -> Iterator[Problem]:
    """Tables and evidence look at facts that exist, at values they can take; evidence not at answers."""
    for table in draft.tables:
        for index, fact in enumerate(table.facts):
            if draft.values_of(fact) is None:
                yield _no_fact(draft, ("nodes", table.id, "facts", index), fact)
        for index, row in enumerate(table.rows):
            yield from _check_values(draft, ("nodes", table.id, "rows", index, "when"), row.when)
    yield from _evidence(draft)


def _evidence(draft: Draft) -> Iterator[Problem]:
    for node in draft.questions:
        for index, inference in enumerate(node.infer):
            trail = ("nodes", node.id, "infer", index, "when")
            yield from _check_values(draft, trail, inference.when)
            for fact in inference.when:
                if NodeId(fact) in draft.tree.nodes:
                    message = f"{fact!r} is a question: evidence answers from facts, not from answers"
                    fix = f"use one of: {', '.join(sorted(draft.tree.facts))}"
                    yield draft.tree_file.problem("REF002", (*trail, fact), message, fix)


def _check_values(draft: Draft, trail: Trail, when: When) -> Iterator[Problem]:
    for fact, values in when.items():
        known = draft.values_of(fact)
        if known is None:
            yield _no_fact(draft, (*trail, fact), fact)
            continue
        for value in sorted(values - set(known)):
            fix = nearest(value, known)
            yield draft.tree_file.problem("REF002", (*trail, fact), f"{fact} is never {value!r}", fix)


def _no_fact(draft: Draft, trail: Trail, fact: FactId) -> Problem:
    known = [*sorted(draft.tree.facts), *(question.id for question in draft.questions)]
    fix = f"{nearest(fact, known)} (a fact of `facts:`, or the id of a question)"
    return draft.tree_file.problem("REF002", trail, f"{fact!r} is no fact", fix)


@rule("TAB001", Stage.MEANING)
def check_gaps(draft: Draft) -> Iterator[Problem]:
    """A table answers every combination of values."""
    for table in draft.tables:
        open_cells = [cell for cell, rows in answers(draft, table) if not rows]
        for index, cell in enumerate(open_cells[:_TOLD]):
            rest = len(open_cells) - _TOLD if index == _TOLD - 1 else 0
            message = f"no row answers {_shown(table, cell)}" + (
                f", nor {rest} more like it" if rest > 0 else ""
            )
            row = ", ".join(f"{fact}: [{value}]" for fact, value in zip(table.facts, cell, strict=True))
            fix = f"add its values to a row, or a row of its own: `- {{when: {{{row}}}, to: …}}`"
            yield draft.tree_file.problem("TAB001", ("nodes", table.id, "rows"), message, fix)


@rule("TAB002", Stage.MEANING)
def check_overlaps(draft: Draft) -> Iterator[Problem]:
    """No two rows of a table answer one combination."""
    for table in draft.tables:
        for cell, rows in answers(draft, table):
            if len(rows) > 1:
                numbers = " and ".join(str(row + 1) for row in rows)
                message = f"rows {numbers} all answer {_shown(table, cell)}"
                trail: Trail = ("nodes", table.id, "rows", rows[-1])
                yield draft.tree_file.problem("TAB002", trail, message, "take it out of all but one")


@rule("TAB006", Stage.MEANING, Level.WARNING)
def check_readable(draft: Draft) -> Iterator[Problem]:
    """A table is small enough to be read."""
    for table in draft.tables:
        if CLEAR_CELLS < (cells := _count(draft, table)) <= MAX_CELLS:
            message = f"{table.id} has {cells} combinations; above {CLEAR_CELLS} nobody can review it"
            fix = "split the table in two, or look at fewer facts"
            yield draft.tree_file.problem("TAB006", ("nodes", table.id, "facts"), message, fix)


@rule("TAB009", Stage.MEANING)
def check_provable(draft: Draft) -> Iterator[Problem]:
    """A table is small enough to be proved, combination by combination."""
    for table in draft.tables:
        if (cells := _count(draft, table)) > MAX_CELLS:
            message = (
                f"{table.id} has {cells} combinations; above {MAX_CELLS} they cannot be looked at one by one"
            )
            fix = "split the table in two, or look at fewer facts"
            yield draft.tree_file.problem("TAB009", ("nodes", table.id, "facts"), message, fix)


@rule("TAB007", Stage.MEANING)
def check_stray_facts(draft: Draft) -> Iterator[Problem]:
    """Rows look at facts that the table lists."""
    for table in draft.tables:
        if stray := _stray(table):
            message = f"rows look at {', '.join(sorted(stray))}, which `facts` does not list"
            fix = "add it to `facts`, or remove it from the rows"
            yield draft.tree_file.problem("TAB007", ("nodes", table.id), message, fix)


@rule("TAB004", Stage.MEANING, Level.WARNING)
def check_mergeable(draft: Draft) -> Iterator[Problem]:
    """Rows that lead to one place and differ in one fact are one row."""
    for table in draft.tables:
        seen: dict[tuple[object, ...], int] = {}
        for index, row in enumerate(table.rows):
            for fact in table.facts:
                others = frozenset((name, values) for name, values in row.when.items() if name != fact)
                first = seen.setdefault((row.to, fact, others), index)
                if first != index:
                    trail: Trail = ("nodes", table.id, "rows", index)
                    values = ", ".join(
                        sorted({*_of(table.rows[first], fact), *_of(row, fact)}) or ["any value"]
                    )
                    message = (
                        f"rows {first + 1} and {index + 1} differ in {fact} alone, and both lead to {row.to}"
                    )
                    fix = f"write one row, with {fact}: [{values}]"
                    yield draft.tree_file.problem("TAB004", trail, message, fix)
                    break


@rule("TAB008", Stage.MEANING, Level.WARNING)
def check_idle_facts(draft: Draft) -> Iterator[Problem]:
    """A table looks at no fact that changes nothing: a run may have to wait for it."""
    for table in draft.tables:
        for index, fact in enumerate(table.facts):
            whole = set(draft.values_of(fact) or ())
            if all(set(_of(row, fact)) in (set(), whole) for row in table.rows):
                trail: Trail = ("nodes", table.id, "facts", index)
                message = f"{table.id} looks at {fact}, and no row depends on it"
                yield draft.tree_file.problem(
                    "TAB008", trail, message, f"remove {fact} from `facts` and the rows"
                )


def answers(draft: Draft, table: Table) -> Iterator[tuple[Cell, list[int]]]:
    """Each combination of values with the rows that answer it; nothing of a table that cannot be proved."""
    domains = _domains(draft, table)
    if _stray(table) or _count(draft, table) > MAX_CELLS:
        return
    everything = (1 << len(table.rows)) - 1
    masks = [
        {value: _mask(table, fact, value) for value in domain}
        for fact, domain in zip(table.facts, domains, strict=True)
    ]
    for cell in itertools.product(*domains):
        rows = everything  # a bit for each row: those that every value of the cell agrees with
        for mask, value in zip(masks, cell, strict=True):
            rows &= mask[value]
        yield cell, [index for index in range(len(table.rows)) if rows >> index & 1]


def _mask(table: Table, fact: FactId, value: str) -> int:
    return sum(1 << index for index, row in enumerate(table.rows) if value in row.when.get(fact, (value,)))


def _of(row: TableRow, fact: FactId) -> frozenset[str]:
    """The values that a row names of a fact; none if the fact does not matter to it."""
    return row.when.get(fact, frozenset())


def _count(draft: Draft, table: Table) -> int:
    return math.prod(map(len, _domains(draft, table)))


def _domains(draft: Draft, table: Table) -> list[tuple[str, ...]]:
    return [draft.values_of(fact) or () for fact in table.facts]


def _stray(table: Table) -> set[FactId]:
    return {fact for row in table.rows for fact in row.when} - set(table.facts)


def _shown(table: Table, cell: Cell) -> str:
    facts = zip(table.facts, cell, strict=True)
    return "{" + ", ".join(f"{fact}: {value}" for fact, value in facts) + "}"
