"""Tables and conditions: every combination of facts is answered, and by one row only."""

import itertools
import math
from collections.abc import Iterator

from gopay_help.model.errors import Problem
from gopay_help.model.tree import UNKNOWN, FactId, NodeId, Table, When
from gopay_help.trees.document import Trail
from gopay_help.trees.draft import Draft
from gopay_help.trees.walk import holds

MAX_CELLS = 4096


def check_facts(draft: Draft) -> Iterator[Problem]:
    """REF002: tables look at facts that exist, and at values that the fact can take."""
    for table in draft.tables:
        for index, fact in enumerate(table.facts):
            if draft.values_of(fact) is None:
                yield _no_fact(draft, ("nodes", table.id, "facts", index), fact)
        for index, row in enumerate(table.rows):
            yield from _check_values(draft, ("nodes", table.id, "rows", index, "when"), row.when)


def check_evidence(draft: Draft) -> Iterator[Problem]:
    """REF002: an inference looks at facts that exist, never at answers."""
    for node in draft.questions:
        for index, rule in enumerate(node.infer):
            trail = ("nodes", node.id, "infer", index, "when")
            yield from _check_values(draft, trail, rule.when)
            for fact in rule.when:
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


def check_tables(draft: Draft) -> Iterator[Problem]:
    """TAB001, TAB002, TAB006, TAB007: a table is total, and no two of its rows hold at once."""
    for table in draft.tables:
        stray = {fact for row in table.rows for fact in row.when} - set(table.facts)
        if stray:
            message = f"rows look at {', '.join(sorted(stray))}, which `facts` does not list"
            fix = "add it to `facts`, or remove it from the rows"
            yield draft.tree_file.problem("TAB007", ("nodes", table.id), message, fix)
        else:
            yield from _check_cells(draft, table)


def _check_cells(draft: Draft, table: Table) -> Iterator[Problem]:
    domains = [draft.values_of(fact) or () for fact in table.facts]
    trail: Trail = ("nodes", table.id, "rows")
    cells = math.prod(map(len, domains))
    if cells > MAX_CELLS:
        message = f"{cells} combinations are too many for one table"
        yield draft.tree_file.problem("TAB006", trail, message, "split the table in two")
        return
    for values in itertools.product(*domains):
        cell = dict(zip(table.facts, values, strict=True))
        rows = [index for index, row in enumerate(table.rows) if holds(row.when, cell)]
        shown = ", ".join(f"{fact}: {value}" for fact, value in cell.items())
        if not rows:
            yield draft.tree_file.problem("TAB001", trail, f"no row answers {{{shown}}}", "add a row for it")
        elif len(rows) > 1:
            message = f"rows {' and '.join(str(row + 1) for row in rows)} all answer {{{shown}}}"
            yield draft.tree_file.problem("TAB002", (*trail, rows[-1]), message, "narrow one of them")


def check_inferences(draft: Draft) -> Iterator[Problem]:
    """REF003, INF001, INF002: evidence gives answers that exist, one at a time, and never to the red flag."""
    for node in draft.questions:
        trail: Trail = ("nodes", node.id, "infer")
        if node.alarm and node.infer:
            message = "evidence must not answer the red flag: it may raise an alarm, never cancel one"
            yield draft.tree_file.problem("INF002", trail, message, "remove `infer`")
        for index, rule in enumerate(node.infer):
            if node.option(rule.answer) is None:
                fix = f"use one of: {', '.join(option.id for option in node.options)}"
                message = f"{rule.answer!r} is no option of {node.id}"
                yield draft.tree_file.problem("REF003", (*trail, index, "answer"), message, fix)
        for (first, one), (second, two) in itertools.combinations(enumerate(node.infer), 2):
            if one.answer != two.answer and _compatible(one.when, two.when):
                message = f"rules {first + 1} and {second + 1} can both hold, with different answers"
                yield draft.tree_file.problem("INF001", (*trail, second), message, "narrow one of them")


def check_unknown(draft: Draft) -> Iterator[Problem]:
    """TAB005: an inference rests on something, and never on not knowing."""
    for node in draft.questions:
        for index, rule in enumerate(node.infer):
            if not rule.when or any(UNKNOWN in values for values in rule.when.values()):
                trail: Trail = ("nodes", node.id, "infer", index)
                message = "this infers an answer from what is not known"
                yield draft.tree_file.problem("TAB005", trail, message, "name facts, without `unknown`")


def _compatible(one: When, two: When) -> bool:
    return all(one[fact] & two[fact] for fact in set(one) & set(two))
