"""A minute of each kind, from a seed that is printed with what it found."""

import os
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.fuzz.fuzz import KINDS, fuzz
from tests.fuzz.surroundings import COMMANDS, surroundings, whole
from tests.wheel import installed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals and device files of Unix"),
]
SECONDS = 60


def test_a_minute_of_each_kind_finds_nothing():
    """All kinds at the same time: they wait for programs more than they work."""
    seed = random.SystemRandom().randrange(10**9)
    installed()  # built once for all
    with ThreadPoolExecutor() as pool:
        found = dict(zip(KINDS, pool.map(lambda kind: fuzz(kind, SECONDS, seed), KINDS), strict=True))
    assert all(runs > 2 for runs, _ in found.values())
    assert {kind: wrong for kind, (_, wrong) in found.items() if wrong} == {}, f"seed {seed}, {SECONDS} s"


def test_each_surrounding_and_each_command_ends_by_the_contract():
    """Each once, in turn; all pairs: python -m tests.fuzz surroundings."""
    places = list(surroundings())
    assert (len(places), len(COMMANDS)) == (58, 15)
    pairs = [(where, COMMANDS[index % len(COMMANDS)]) for index, where in enumerate(places)]
    assert whole(pairs) == []
