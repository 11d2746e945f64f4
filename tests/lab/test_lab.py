"""The lab as a test: the 25 of the design and a spread of the rest, and proofs that the lab can fail.

A change runs these, in two minutes; each night a workflow runs all (`python -m tests.lab --all`).
"""

import os

import pytest
from tests.lab.__main__ import ALL
from tests.lab.run import Graded, available, run_many
from tests.lab.scenarios import VISIBLE

pytestmark = pytest.mark.lab
_SEED = int(os.environ.get("LAB_SEED", "1"))
_SPREAD = (
    "H04", "H11", "W01", "W02", "W13", "W15", "W16", "W53", "T03", "F01", "N22", "N32",
    "N48", "N61", "N64", "N75", "N79", "N99", "R01", "R02", "R03", "R06", "R07", "R10",
    "R12", "R15", "R17", "R18", "R20", "P05", "P10", "Q05", "S01", "S09",
)  # fmt: skip
_CHOSEN = [*(row.id for row in VISIBLE), *_SPREAD]
_MUTATED = ("V10", "V13", "V17", "V20", "V24")
_BY_ID = {row.id: row for row in ALL}


@pytest.fixture(scope="module", autouse=True)
def _namespaces():
    why = available()
    if why:
        pytest.skip(why)


@pytest.fixture(scope="session")
def results() -> dict[str, Graded]:
    """Every run, once: tests of other files may stand between two of this one's."""
    os.environ["LAB_CURL"] = "0"
    first = run_many([(_BY_ID[name], _SEED) for name in _CHOSEN], jobs=5)
    graded = {item.scenario.id: item for item in first}
    # A busy machine may lose a run; a wrong rule loses both.
    again = [item.scenario for item in graded.values() if item.error or not item.right]
    return graded | {item.scenario.id: item for item in run_many([(row, _SEED + 1) for row in again], jobs=2)}


@pytest.mark.parametrize("name", _CHOSEN)
def test_scenario(results, name):
    result, row = results[name], _BY_ID[name]
    if result.error.startswith("skipped"):
        pytest.skip(result.error)
    assert not result.error
    assert result.proved, "the fault was not in force: the lab proves nothing"
    assert result.right, f"{result.cause}/{result.blame} for {row.cause}/{row.blames}"
    assert result.also_right
    assert not result.unexpected
    assert result.stderr == ""
    assert not result.over, f"{result.packets} packets and {result.bytes} bytes to the provider"
    assert not result.accuses_wrongly


def test_sure_means_right(results):
    wrong = [item.scenario.id for item in results.values() if item.confidence == "high" and not item.right]
    assert wrong == []


def test_a_fault_left_out_in_silence_comes_out_ok():
    found = run_many([(_BY_ID[name], _SEED) for name in _MUTATED], jobs=3, mutate=True)
    assert [(item.error, item.cause) for item in found] == [("", "ok")] * len(_MUTATED)


def test_a_broken_table_is_noticed(monkeypatch):
    monkeypatch.setenv("LAB_WITHOUT", "blocked_sni")
    (result,) = run_many([(_BY_ID["V17"], _SEED)], jobs=1)
    assert result.error == ""
    assert not result.cause_right
