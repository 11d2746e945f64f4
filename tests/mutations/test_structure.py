"""Each mistake in a file, in the tree and in the registry is named by the rule that is there for it."""

import pytest
import rows_authors
import rows_files
import rows_registry
import rows_tree
from mutation import Bench, Mutation, each, found, row

from gopay_help.authoring.lint.rule import RULES

MUTATIONS = (*rows_files.MUTATIONS, *rows_tree.MUTATIONS, *rows_registry.MUTATIONS)


@each(MUTATIONS)
def test_the_mistake_is_named(
    mutation: Mutation, only: tuple[str, ...], bench: Bench, said_before: frozenset[str]
):
    problems = bench.spoilt(mutation, only)
    print(row(mutation, problems))
    assert mutation.rule not in said_before
    assert mutation.rule in found(problems), "\n".join(map(str, problems[:10]))


@pytest.mark.slow
def test_the_shipped_pack_is_clean(bench: Bench):
    assert [str(problem) for problem in bench.lint()] == []


@pytest.mark.parametrize("rule", ["REACH001", "TAB004", "INF002", "ASK002", "OUT004", "CON007", "SAFE001"])
@pytest.mark.slow
def test_without_its_rule_a_mistake_is_missed(rule: str, bench: Bench, monkeypatch: pytest.MonkeyPatch):
    """Rules that later ones trust are left in: without them those would stumble, which is no answer."""
    monkeypatch.delitem(RULES, rule)
    mistakes = [mutation for mutation in MUTATIONS if mutation.rule == rule]
    assert mistakes
    for mutation in mistakes:
        assert rule not in found(bench.spoilt(mutation)), mutation.name


WORDS_AND_FIGURES = (
    "I18N",
    "ASK004",
    "ASK005",
    "ASK007",
    "SAFE002",
    "SAFE003",
    "SAFE004",
    "OUT007",
    "MET",
    "MOD",
)
"""Rules about words and figures, which have mistakes of their own beside these."""


def test_every_rule_about_structure_has_a_mistake():
    ours = {rule for rule in RULES if not rule.startswith(WORDS_AND_FIGURES)}
    ours -= {"REG001"}  # REF009 says it of a whole pack, and stops; `channels lint` alone comes to it
    seeded = {mutation.rule for mutation in (*MUTATIONS, *rows_authors.MUTATIONS)}
    assert sorted(ours - seeded) == []


def test_names_tell_mistakes_apart():
    names = [mutation.name for mutation in MUTATIONS]
    assert len(set(names)) == len(names)
