"""A minute of each kind, from a seed that is printed with what it found."""

import os
import random

import pytest
from tests.fuzz.fuzz import KINDS, fuzz
from tests.fuzz.surroundings import COMMANDS, surroundings, whole

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("fuzz"),
    pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals and device files of Unix"),
]
SECONDS = 60


@pytest.mark.parametrize("kind", KINDS)
def test_a_minute_finds_nothing(kind):
    seed = random.SystemRandom().randrange(10**9)
    runs, wrong = fuzz(kind, SECONDS, seed)
    assert runs > 2
    assert wrong == [], f"again: python -m tests.fuzz {kind} {SECONDS} {seed}"


def test_each_surrounding_and_each_command_ends_by_the_contract():
    """Each once, in turn; all pairs: python -m tests.fuzz surroundings."""
    places = list(surroundings())
    assert (len(places), len(COMMANDS)) == (58, 15)
    pairs = [(where, COMMANDS[index % len(COMMANDS)]) for index, where in enumerate(places)]
    assert whole(pairs) == []
