"""The table of hypotheses proved without a network: reachable, apart, never sure of what cannot be told.

`recorded.jsonl` holds what the runs of the fault lab observed (`python -m tests.lab --all --record FILE`).
"""

import json
import random
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from gopay_help.model.tree import Confidence
from gopay_help.network.hypotheses import TABLE, Hypothesis
from gopay_help.network.observations import BAD, BITS, EVERY, HEALTHY, SOFT
from gopay_help.network.verdict import consider, speak

LEVELS = list(Confidence)
SIGNS = Path(__file__).with_name("signs.txt")
RUNS = [json.loads(line) for line in Path(__file__).with_name("recorded.jsonl").read_text().splitlines()]


def observed(run):
    return dict(part.split("=", 1) for part in run["seen"].split())


def verdict_of(seen, table=TABLE):
    verdict, beside = speak(consider(seen, table))
    return verdict.cause, verdict.blame, verdict.confidence, tuple(item.cause for item in beside)


@cache
def values_in(bits, name):
    return frozenset(value for value in HEALTHY[name] | BAD[name] if BITS[name, value] & bits)


def allowed(row, name):
    """The values of the observation *name* that *row* allows."""
    return values_in(row.allowed & EVERY[name], name)


def witness(*rows):
    """What is seen if all of *rows* hold and nothing else is odd; None if they exclude each other."""
    seen = {}
    for name in HEALTHY:
        common = frozenset.intersection(*(allowed(row, name) for row in rows))
        needed = any(name in row.required for row in rows)
        if not common and needed:
            return None
        choice = sorted(common if needed else common & HEALTHY[name])
        if choice:
            seen[name] = choice[0]
    return seen


def test_the_vocabulary_is_closed_and_every_value_has_a_bit():
    assert len(BITS) == sum(len(HEALTHY[name] | BAD[name]) for name in HEALTHY)
    assert not any(HEALTHY[name] & BAD[name] for name in HEALTHY)
    assert HEALTHY.keys() >= SOFT
    with pytest.raises(ValueError, match="no such"):
        Hypothesis(TABLE[0].cause, TABLE[0].place, 1, {"link": "!nonsense"})
    with pytest.raises(ValueError, match="no such"):
        Hypothesis(TABLE[0].cause, TABLE[0].place, 1, {"nonsense": "+"})


def test_each_observation_is_used_by_a_row():
    unused = set(HEALTHY) - {name for row in TABLE for name in row.allows}
    assert unused == {"here"}, "a service on this machine is judged without the way"


def test_every_odd_value_is_explained_by_some_row():
    unknown = [
        f"{name}={value}"
        for name in HEALTHY
        for value in BAD[name]
        if not any(BITS[name, value] & row.allowed for row in TABLE if not row.blind)
        and not any(value in row.required.get(name, ()) for row in TABLE)
    ]
    assert unknown == ["here=yes"], "a service on this machine is judged without the way"


@pytest.mark.parametrize("row", TABLE, ids=[row.id for row in TABLE])
def test_each_row_is_reached(row):
    judged = consider(witness(row))
    named = [one for explanation in judged.explanations for one in explanation.rows]
    assert row in (judged.beside if row.aside else named)


def test_no_two_rows_are_equal():
    said = [(row.cause, row.place, row.allowed, row.needed, row.status, row.most) for row in TABLE]
    assert len(set(said)) == len(said)


@pytest.mark.slow
def test_what_can_never_be_told_apart_is_never_high():
    sure = []
    for one, other in combinations([row for row in TABLE if not row.aside], 2):
        if one.cause is other.cause:
            continue
        seen = witness(one, other)
        if seen is None or any(
            seen.get(n) not in allowed(row, n) for row in (one, other) for n in row.required
        ):
            continue
        judged = consider(seen)
        causes = {explanation.lead.cause for explanation in judged.explanations}
        if {one.cause, other.cause} <= causes and judged.confidence is Confidence.HIGH:
            sure.append((one.id, other.id))
    assert sure == []


@pytest.mark.parametrize("run", RUNS, ids=[f"{run['id']} {run['name']}" for run in RUNS])
def test_what_the_lab_observed_is_judged_right(run):
    cause, blame, _, _ = verdict_of(observed(run))
    assert cause in run["cause"].split()
    assert blame in run["blames"].split()


@pytest.mark.slow
def test_one_look_less_is_never_surer_and_wrong():
    wrong = []
    for run in RUNS:
        seen = observed(run)
        _, _, before, _ = verdict_of(seen)
        for name in seen:
            cause, blame, after, _ = verdict_of(
                {other: value for other, value in seen.items() if other != name}
            )
            right = cause in run["cause"].split() and blame in run["blames"].split()
            if not right and LEVELS.index(after) > LEVELS.index(before):
                wrong.append((run["id"], name, str(cause)))
    assert wrong == []


def lines():
    """What each row's own signs come to, to compare an edited table with."""
    return [f"{row.id} -> {'/'.join(map(str, verdict_of(witness(row))[:3]))}" for row in TABLE]


def test_each_rows_own_signs_come_to_what_was_written_down():
    """After an edit that is meant: python tests/unit/network/test_table.py."""
    assert lines() == SIGNS.read_text().splitlines()


# Breaking the table on purpose: it has to be noticed by what stands above.


CASES = [observed(run) for run in RUNS] + [witness(row) for row in TABLE]


def answers(table, cases=CASES):
    """Every verdict that the tests above look at, and what remains possible beside it, under *table*."""
    for seen in cases:
        judged = consider(seen, table)
        rows = sorted(row.id for one in judged.explanations for row in one.rows)
        verdict, beside = speak(judged)
        yield verdict, beside, rows


@cache
def sound():
    return tuple(answers(TABLE))


def differs(found):
    """True from the first answer on that is another."""
    return any(now != before for now, before in zip(found, sound(), strict=True))


def test_a_row_that_is_gone_is_noticed():
    quiet = []
    for row in TABLE:
        rest = [other for other in TABLE if other is not row]
        judged = consider(witness(row), rest)
        named = [one for explanation in judged.explanations for one in explanation.rows]
        if row in (judged.beside if row.aside else named):
            quiet.append(row.id)
    assert quiet == []


@pytest.mark.parametrize("name", sorted({name for row in TABLE for name in row.required}))
def test_an_observation_that_is_blinded_is_noticed(name):
    blind = [{other: value for other, value in seen.items() if other != name} for seen in CASES]
    assert differs(answers(TABLE, blind))


@pytest.mark.parametrize("seed", range(40))
def test_a_random_edit_is_noticed(seed):
    rng = random.Random(seed)  # noqa: S311 (no secret)
    row = rng.choice([row for row in TABLE if row.required])
    name = rng.choice(sorted(row.required))
    other = sorted((HEALTHY[name] | BAD[name]) - row.required[name])
    text = f"!{rng.choice(other)}" if other else "-"
    edited = [replace(row, allows={**row.allows, name: text}) if one is row else one for one in TABLE]
    assert differs(answers(edited))


if __name__ == "__main__":
    SIGNS.write_text("".join(f"{line}\n" for line in lines()))
