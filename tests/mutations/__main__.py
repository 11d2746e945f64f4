"""`python -m tests.mutations`: the table of all seeded mistakes, and 1 if one was missed."""

import importlib
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]


@cache
def rows() -> tuple[Any, ...]:
    """Every mistake of every module here, once. They hold functions, so each process reads them itself."""
    files = (*HERE.glob("rows_*.py"), *HERE.glob("test_*.py"))
    modules = [importlib.import_module(file.stem) for file in sorted(files)]
    return tuple(dict.fromkeys(one for module in modules for one in getattr(module, "MUTATIONS", ())))


@cache
def bench() -> Any:  # noqa: ANN401 (a module found at run time)
    """One copy of the shipped pack a process."""
    importlib.import_module("reading").read_once()
    return importlib.import_module("mutation").Bench(Path(tempfile.mkdtemp(dir=os.environ["MUTATIONS"])))


def try_out(number: int) -> tuple[str, bool]:
    """A line of the table, and whether the mistake was named."""
    mutation, one = importlib.import_module("mutation"), rows()[number]
    problems = bench().spoilt(one)
    return mutation.row(one, problems), one.rule in mutation.found(problems)


def said_before() -> list[str]:
    """The rules that the pack as it is breaks: none, or a mistake could hide behind it."""
    return importlib.import_module("mutation").found(bench().lint())


def main() -> int:
    """Spoil, lint, print, on all processors."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["MUTATIONS"] = scratch
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            before = pool.submit(said_before).result()
            tried = list(pool.map(try_out, range(len(rows())), chunksize=4))
    missed = [line for line, named in tried if not named] + [one for one in rows() if one.rule in before]
    print("\n".join(line for line, _ in tried))
    rules = len({one.rule for one in rows()})
    seconds = time.perf_counter() - start
    print(f"{len(tried)} mistakes, {rules} rules, {len(missed)} missed, {seconds:.0f} s.")
    print(f"Said of the pack as it is: {', '.join(before) or 'nothing'}.")
    return 1 if missed or before else 0


if __name__ == "__main__":
    sys.exit(main())
