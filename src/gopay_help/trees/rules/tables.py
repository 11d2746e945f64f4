"""Tables and conditions: every combination of facts is answered, and by one row only."""

import itertools
import math
from collections.abc import Iterator

from gopay_help.model.errors import Level, Problem
from gopay_help.model.tree import UNKNOWN, FactId, NodeId, Table, When
from gopay_help.trees.document import Trail
from gopay_help.trees.draft import Draft
from gopay_help.trees.rules.registry import Stage, rule

MAX_CELLS = 4096
"""More combinations than this are not looked at one by one, so such a table cannot be proved."""
CLEAR_CELLS = 256
"""More than this nobody reads."""

Cell = tuple[str, ...]
"""A value of each fact of a table, in the order of its facts."""


@rule("REF002", Stage.REFERENCES)
def check_facts(draft: Draft) -> Iterator[Problem]:
    """Tables and inferences look at facts that exist, at values they can take; inferences never at answers."""
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
            fix = f"use one of: {', '.join(known)}"
            yield draft.tree_file.problem("REF002", (*trail, fact), f"{fact} is never {value!r}", fix)


def _no_fact(draft: Draft, trail: Trail, fact: FactId) -> Problem:
    fix = f"use one of: {', '.join(sorted(draft.tree.facts))}, or a question's id"
    return draft.tree_file.problem("REF002", trail, f"{fact!r} is no fact", fix)


@rule("TAB001", Stage.MEANING)
def check_gaps(draft: Draft) -> Iterator[Problem]:
    """A table answers every combination of values."""
    for table in draft.tables:
        for cell, rows in answers(draft, table):
            if not rows:
                message = f"no row answers {_shown(table, cell)}"
                yield draft.tree_file.problem(
                    "TAB001", ("nodes", table.id, "rows"), message, "add a row for it"
                )


@rule("TAB002", Stage.MEANING)
def check_overlaps(draft: Draft) -> Iterator[Problem]:
    """No two rows of a table answer one combination."""
    for table in draft.tables:
        for cell, rows in answers(draft, table):
            if len(rows) > 1:
                numbers = " and ".join(str(row + 1) for row in rows)
                message = f"rows {numbers} all answer {_shown(table, cell)}"
                trail: Trail = ("nodes", table.id, "rows", rows[-1])
                yield draft.tree_file.problem("TAB002", trail, message, "narrow one of them")


@rule("TAB006", Stage.MEANING)
def check_size(draft: Draft) -> Iterator[Problem]:
    """A table is small enough to be read, and to be proved cell by cell."""
    for table in draft.tables:
        cells = math.prod(map(len, _domains(draft, table)))
        if cells > CLEAR_CELLS:
            message = f"{cells} combinations are too many for one table"
            trail: Trail = ("nodes", table.id, "rows")
            found = draft.tree_file.problem("TAB006", trail, message, "split the table in two")
            yield found._replace(level=Level.ERROR if cells > MAX_CELLS else Level.WARNING)


@rule("TAB007", Stage.MEANING)
def check_stray_facts(draft: Draft) -> Iterator[Problem]:
    """Rows look at facts that the table lists."""
    for table in draft.tables:
        if stray := _stray(table):
            message = f"rows look at {', '.join(sorted(stray))}, which `facts` does not list"
            fix = "add it to `facts`, or remove it from the rows"
            yield draft.tree_file.problem("TAB007", ("nodes", table.id), message, fix)


def answers(draft: Draft, table: Table) -> Iterator[tuple[Cell, list[int]]]:
    """Each combination of values with the rows that answer it; nothing of a table that cannot be proved."""
    domains = _domains(draft, table)
    if _stray(table) or math.prod(map(len, domains)) > MAX_CELLS:
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


def _domains(draft: Draft, table: Table) -> list[tuple[str, ...]]:
    return [draft.values_of(fact) or () for fact in table.facts]


def _stray(table: Table) -> set[FactId]:
    return {fact for row in table.rows for fact in row.when} - set(table.facts)


def _shown(table: Table, cell: Cell) -> str:
    facts = zip(table.facts, cell, strict=True)
    return "{" + ", ".join(f"{fact}: {value}" for fact, value in facts) + "}"


@rule("INF002", Stage.MEANING)
def check_red_flag(draft: Draft) -> Iterator[Problem]:
    """Evidence never answers the red flag."""
    for node in draft.questions:
        if node.alarm and node.infer:
            message = "evidence must not answer the red flag: it may raise an alarm, never cancel one"
            trail: Trail = ("nodes", node.id, "infer")
            yield draft.tree_file.problem("INF002", trail, message, "remove `infer`")


@rule("REF003", Stage.MEANING)
def check_answers(draft: Draft) -> Iterator[Problem]:
    """Evidence gives answers that the question offers."""
    for node in draft.questions:
        for index, inference in enumerate(node.infer):
            if node.option(inference.answer) is None:
                trail: Trail = ("nodes", node.id, "infer", index, "answer")
                fix = f"use one of: {', '.join(option.id for option in node.options)}"
                message = f"{inference.answer!r} is no option of {node.id}"
                yield draft.tree_file.problem("REF003", trail, message, fix)


@rule("INF001", Stage.MEANING)
def check_contradictions(draft: Draft) -> Iterator[Problem]:
    """Evidence gives one answer at a time."""
    for node in draft.questions:
        for (first, one), (second, two) in itertools.combinations(enumerate(node.infer), 2):
            if one.answer != two.answer and _compatible(one.when, two.when):
                trail: Trail = ("nodes", node.id, "infer", second)
                message = f"rules {first + 1} and {second + 1} can both hold, with different answers"
                yield draft.tree_file.problem("INF001", trail, message, "narrow one of them")


@rule("TAB005", Stage.MEANING)
def check_unknown(draft: Draft) -> Iterator[Problem]:
    """An inference rests on something, and never on not knowing."""
    for node in draft.questions:
        for index, inference in enumerate(node.infer):
            if not inference.when or any(UNKNOWN in values for values in inference.when.values()):
                trail: Trail = ("nodes", node.id, "infer", index)
                message = "this infers an answer from what is not known"
                yield draft.tree_file.problem("TAB005", trail, message, "name facts, without `unknown`")


def _compatible(one: When, two: When) -> bool:
    return all(one[fact] & two[fact] for fact in set(one) & set(two))
