"""How long `tree test` takes on the shipped pack, as a wheel has it, and how that grows with the tree.

    python bench/tree_test.py [ROUNDS]

The shipped pack is compiled to JSON and tested whole, with its stories; the made-up packs are those of
`bench/lint.py`. Reading the pack is part of it for the shipped one. The best of some rounds counts, in
processor time: other work on the machine does not, as far as it does not share a core. The exponent is the
slope of a line through the logarithms from 100 nodes on: 1 is linear. The runs grow with the tree; a run of
a large tree costs what one of a small tree does.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from math import log
from pathlib import Path
from typing import NamedTuple

from lint import SHIPPED, SIZES, make_pack

from gopay_help.authoring.lint.engine import compiled, compiled_files
from gopay_help.authoring.lint.rule import load_source
from gopay_help.authoring.trial.recorded import read_scenarios
from gopay_help.authoring.trial.whole_pack import TestReport, try_out
from gopay_help.cli.options import Settings
from gopay_help.cli.packs import open_pack
from gopay_help.cli.setup import Setup
from gopay_help.cli.tree import bench_of
from gopay_help.tree.pack import Pack

LIMIT_S = 5.0
"""For the shipped pack (tree-format.md, C9): a pull request waits for it."""


class Taken(NamedTuple):
    """What one pack took."""

    nodes: int
    runs: int
    seconds: float


def setup_of(pack: Pack) -> Setup:
    """A setup of a pack, at a fixed hour."""
    setup = Setup(Settings(lang="en", now="2026-11-22T08:00:00Z", offline=True))
    setup.pack = pack
    return setup


def compiled_in(folder: Path) -> Path:
    """The shipped pack as the wheel has it."""
    for name, content in compiled_files(SHIPPED).items():
        file = folder / "gopay" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder / "gopay"


def told(name: str, report: TestReport, seconds: float) -> Taken:
    """Print a line of the table."""
    tree, runs = report.tree, report.count("run")
    each = 1000 * seconds / (runs + report.fault_runs)
    failed = sum(len(attempt.failures) for attempt in report.attempts)
    numbers = f"{len(tree.nodes):6} {runs:7} {report.fault_runs:9} {seconds:9.2f} {each:9.2f}"
    print(f"{name:12} {numbers}  {failed} failures", flush=True)
    return Taken(len(tree.nodes), runs, seconds)


def shipped(folder: Path, rounds: int) -> Taken:
    """Read and test the shipped pack."""
    return best(
        "shipped",
        lambda: try_out(bench_of(setup_of(open_pack(folder)), read_scenarios(SHIPPED / "scenarios"))),
        rounds,
    )


def made_up(size: int, scratch: Path, beneath: Path, rounds: int) -> Taken:
    """Test a made-up pack; a large one once."""
    folder = make_pack(scratch, size)
    pack = Pack(folder, compiled(load_source(folder)), open_pack(beneath))
    return best(f"made up {size}", lambda: try_out(bench_of(setup_of(pack))), rounds if size < 1000 else 1)


def best(name: str, work: Callable[[], TestReport], rounds: int) -> Taken:
    """The quickest of some rounds, as a line of the table."""
    took = []
    for _ in range(rounds):
        start = time.process_time()
        report = work()
        took.append((time.process_time() - start, report))
    seconds, report = min(took, key=lambda one: one[0])
    return told(name, report, seconds)


def main() -> int:
    """Measure and print; 1 if the shipped pack takes too long."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print(f"{'pack':12} {'nodes':>6} {'runs':>7} {'with fault':>9} {'all s':>8} {'ms a run':>9}")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = compiled_in(scratch)
        grown = [made_up(size, scratch, folder, rounds) for size in SIZES]
        whole = shipped(folder, rounds)
    large = [one for one in grown if one.nodes >= 90]
    slope = statistics.linear_regression(
        [log(one.nodes) for one in large], [log(one.seconds) for one in large]
    ).slope
    print(f"time grows with the power {slope:.2f} of the nodes")
    kept = whole.seconds < LIMIT_S
    print(f"shipped pack: {whole.seconds:.2f} s, limit {LIMIT_S:.0f} s: {'kept' if kept else 'OVER'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
