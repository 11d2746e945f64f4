"""Each mistake of a writer or translator is named by the rule that is there for it."""

import pytest
import rows_authors
from mutation import Bench, Mutation, each, found, row
from rows_texts import MUTATIONS

from gopay_help.authoring.lint.rule import RULES

OURS = ("I18N", "ASK004", "ASK005", "ASK007", "OUT007", "SAFE002", "SAFE003", "SAFE004")


@each(MUTATIONS)
def test_the_mistake_is_named(
    mutation: Mutation, only: tuple[str, ...], bench: Bench, said_before: frozenset[str]
):
    problems = bench.spoilt(mutation, only)
    print(row(mutation, problems))
    assert mutation.rule not in said_before
    assert mutation.rule in found(problems), "\n".join(map(str, problems[:10]))


@pytest.mark.parametrize("rule", ["I18N003", "I18N010", "ASK004", "SAFE003"])
@pytest.mark.slow
def test_without_its_rule_a_mistake_is_missed(rule: str, bench: Bench, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delitem(RULES, rule)
    for mutation in MUTATIONS:
        if mutation.rule == rule:
            assert rule not in found(bench.spoilt(mutation)), mutation.name


def test_every_rule_of_texts_has_a_mistake():
    rules = {rule for rule in RULES if rule.startswith(OURS)}
    assert rules - {mutation.rule for mutation in (*MUTATIONS, *rows_authors.MUTATIONS)} == set()
