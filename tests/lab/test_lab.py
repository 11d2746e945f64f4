"""The lab as a test: a sized set on real networks, in parallel, and proofs that the lab itself can fail."""

import os

import pytest
from tests.lab.run import Graded, available, run_many
from tests.lab.scenarios import ALL, VISIBLE, Scenario
from tests.lab.scenarios_field import FIELD
from tests.lab.scenarios_reported import REPORTED

pytestmark = pytest.mark.lab
_SEED = int(os.environ.get("LAB_SEED", "1"))
_OURS = (
    "H02",
    "H04",
    "H05",
    "H11",
    "W01",
    "W02",
    "W08",
    "W13",
    "W15",
    "W16",
    "W19",
    "W25",
    "T01",
    "T03",
    "F01",
    "N01",
    "N05",
    "N20",
    "N22",
    "N32",
    "N33",
    "N48",
    "N61",
    "N64",
    "N73",
    "N75",
    "N79",
    *(row.id for row in REPORTED),
)
_MUTATED = ("V10", "V13", "V17", "V20", "V24")
_BY_ID = {row.id: row for row in ALL + FIELD + REPORTED}


@pytest.fixture(scope="module", autouse=True)
def _namespaces():
    why = available()
    if why:
        pytest.skip(why)


@pytest.fixture(scope="module")
def results() -> dict[str, Graded]:
    rows = [*VISIBLE, *(_BY_ID[name] for name in _OURS)]
    os.environ["LAB_CURL"] = "0"
    graded = run_many([(row, _SEED) for row in rows], jobs=4)
    again = [item for item in graded if item.error or not item.right]
    # A busy machine may lose a run; a wrong rule loses both.
    second = {
        item.scenario.id: item for item in run_many([(item.scenario, _SEED + 1) for item in again], jobs=2)
    }
    return {item.scenario.id: second.get(item.scenario.id, item) for item in graded}


def _row(name: str) -> Scenario:
    return _BY_ID[name]


@pytest.mark.parametrize("name", [*(row.id for row in VISIBLE), *_OURS])
def test_scenario(results, name):
    result = results[name]
    if result.error.startswith("skipped"):
        pytest.skip(result.error)
    assert not result.error
    assert result.proved, "the fault was not in force: the lab proves nothing"
    assert (result.cause, result.blame_right) == (_row(name).cause, True)
    assert result.also_right
    assert not result.unexpected
    assert result.stderr == ""
    assert not result.over, f"{result.packets} packets and {result.bytes} bytes to the provider"
    assert not result.accuses_provider_wrongly


def test_sure_means_right(results):
    wrong = [item.scenario.id for item in results.values() if item.confidence == "high" and not item.right]
    assert wrong == []


@pytest.mark.parametrize("name", _MUTATED)
def test_a_fault_left_out_in_silence_comes_out_ok(name):
    (result,) = run_many([(_row(name), _SEED)], jobs=1, mutate=True)
    assert (result.error, result.cause) == ("", "ok")


def test_a_broken_table_is_noticed(monkeypatch):
    monkeypatch.setenv("LAB_WITHOUT", "blocked_sni")
    (result,) = run_many([(_row("V17"), _SEED)], jobs=1)
    assert result.error == ""
    assert not result.cause_right
