"""One copy of the shipped pack for all mutations of a process."""

from pathlib import Path

import pytest
from mutation import Bench


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(Path(tmp_path_factory.mktemp("mutations")))


@pytest.fixture(scope="session")
def said_before(bench: Bench) -> frozenset[str]:
    """What is said of the pack as it is shipped: nothing that a mutation could hide behind."""
    return frozenset(problem.rule for problem in bench.lint())
