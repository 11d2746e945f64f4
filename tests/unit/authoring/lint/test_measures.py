"""What is counted of the worked example, and of ways and waits."""

import shutil
from collections import Counter

import pytest

from fakes import ROOT
from gopay_help.authoring.draw.listing import mean_questions, median_questions, structure
from gopay_help.authoring.lint.engine import judge
from gopay_help.authoring.lint.rule import load_source
from gopay_help.authoring.lint.space import Space, worst_seconds
from gopay_help.cli.packs import open_pack

WORKED = ROOT / "tests" / "packs" / "worked"


@pytest.fixture(scope="module")
def space():
    return Space(load_source(WORKED).tree)


def test_the_structure_as_published(space):
    found = structure(space)
    assert sum(found.lengths.values()) == 18
    assert len(found.ways) == 7
    assert max(found.lengths) == 4
    # One table more than in the example: what `limits.unsure` says there is a table here.
    assert (found.edges, found.cells) == (18 + 2, 16 + 6)


@pytest.mark.parametrize(
    ("counts", "mean", "median"),
    [({1: 1}, 1, 1), ({1: 1, 2: 1}, 1.5, 1.5), ({1: 1, 2: 2, 6: 1}, 2.75, 2), ({2: 1, 3: 5}, 17 / 6, 3)],
)
def test_mean_and_median_of_ways(counts, mean, median):
    assert mean_questions(Counter(counts)) == pytest.approx(mean)
    assert median_questions(Counter(counts)) == median


def test_the_longest_run_is_all_its_questions_and_its_waits():
    """Two questions, one look: alarm, door, with the network looked at before the door. Worst: four asked."""
    tree = open_pack(ROOT / "tests" / "packs" / "warung").tree
    assert worst_seconds(Space(tree)) == 3 * 8 + 1 * 2


def test_a_run_of_more_than_a_minute_is_met008(pack, tmp_path):
    worked = shutil.copytree(WORKED, tmp_path / "worked")
    tree = worked / "tree.yaml"
    tree.write_text(tree.read_text("utf-8").replace("probe_wait_s: 6", "probe_wait_s: 20"), "utf-8")
    late = [problem for problem in judge(load_source(worked)).problems if problem.rule == "MET008"]
    assert [problem.message for problem in late] == ["a run can take 72 seconds; 60 are bearable"]
    pack.change("tree.yaml", "probe_wait_s: 2", "probe_wait_s: 20")
    assert not [problem for problem in judge(load_source(pack.folder)).problems if problem.rule == "MET008"]
