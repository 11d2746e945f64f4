"""Mistakes by another hand are named by the rule that tells a person what to mend, where, and how."""

import test_structure
import test_texts
from mutation import Bench, Mutation, each, found, row
from rows_authors import MUTATIONS


@each(MUTATIONS, beside=(*test_structure.MUTATIONS, *test_texts.MUTATIONS))
def test_the_mistake_is_named_with_its_place_and_a_way_out(
    mutation: Mutation, only: tuple[str, ...], bench: Bench, said_before: frozenset[str]
):
    problems = bench.spoilt(mutation, only)
    print(row(mutation, problems))
    assert mutation.rule not in said_before
    assert mutation.rule in found(problems), "\n".join(map(str, problems[:10]))
    told = next(problem for problem in problems if problem.rule == mutation.rule)
    assert (told.line > 0, told.column > 0, bool(told.message), bool(told.fix)) == (True, True, True, True)


def test_names_tell_mistakes_apart():
    names = [mutation.name for mutation in MUTATIONS]
    assert len(set(names)) == len(names) >= 90
