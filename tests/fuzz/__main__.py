"""Fuzz by hand: python -m tests.fuzz argv|files|keys [SECONDS] [SEED], or python -m tests.fuzz surroundings.

The seed is printed; the same seed makes the same runs.
"""

import sys
import time

from tests.fuzz.fuzz import KINDS, fuzz
from tests.fuzz.surroundings import everything, whole


def main() -> int:
    """Run one kind, or all of them in turn; 1 if anything was found."""
    if sys.argv[1:] == ["surroundings"]:
        pairs = everything()
        found = whole(pairs)
        sys.stdout.writelines(f"{one}\n" for one in (*found, f"{len(pairs)} runs, {len(found)} wrong"))
        return 1 if found else 0
    kind, seconds, seed = (*sys.argv[1:], *("all", "60", str(time.time_ns() % 10**9))[len(sys.argv) - 1 :])
    found = []
    for name in KINDS if kind == "all" else (kind,):
        sys.stdout.write(f"{name}: seed {seed}, {seconds} s\n")
        runs, wrong = fuzz(name, float(seconds), int(seed))
        sys.stdout.write(f"{name}: {runs} runs, {len(wrong)} wrong\n")
        found += wrong
    sys.stdout.writelines(f"{one}\n" for one in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
