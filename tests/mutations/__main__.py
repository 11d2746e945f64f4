"""`python -m tests.mutations`: the table of all seeded mistakes, and 1 if one was missed."""

import importlib
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]


def main() -> int:
    """Spoil, lint, print."""
    mutation = importlib.import_module("mutation")
    modules = [
        importlib.import_module(file.stem)
        for file in sorted((*HERE.glob("rows_*.py"), *HERE.glob("test_*.py")))
    ]
    rows = list(dict.fromkeys(one for module in modules for one in getattr(module, "MUTATIONS", ())))
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        bench = mutation.Bench(Path(folder))
        before = set(mutation.found(bench.lint()))
        missed = 0
        for one in rows:
            problems = bench.spoilt(one)
            missed += one.rule not in mutation.found(problems) or one.rule in before
            print(mutation.row(one, problems))
    rules = len({one.rule for one in rows})
    seconds = time.perf_counter() - start
    print(f"{len(rows)} mistakes, {rules} rules, {missed} missed, {seconds:.0f} s.")
    print(f"Said of the pack as it is: {', '.join(sorted(before)) or 'nothing'}.")
    return 1 if missed or before else 0


if __name__ == "__main__":
    sys.exit(main())
