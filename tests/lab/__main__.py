"""`python -m tests.lab`: the scenarios as a table, and what the figures come to."""

import argparse
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

from tests.lab.run import LEVELS, MOST_BYTES, MOST_PACKETS, Graded, available, run_many
from tests.lab.scenarios import ALL as OWN
from tests.lab.scenarios import VISIBLE
from tests.lab.scenarios_blind import BLIND
from tests.lab.scenarios_field import FIELD
from tests.lab.scenarios_fifth import FIFTH
from tests.lab.scenarios_fourth import FOURTH
from tests.lab.scenarios_reported import REPORTED

from gopay_help.model.check import Finding, Status
from gopay_help.network.observations import fold

SOON_S = 3
"""The wizard waits no longer."""
ALL = OWN + FIELD + REPORTED + BLIND + FOURTH + FIFTH


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lab", description=__doc__)
    parser.add_argument("only", nargs="*", help="ids or beginnings of ids, such as V01 or H")
    parser.add_argument("--all", action="store_true", help="our own scenarios too")
    parser.add_argument(
        "--seeds", type=int, default=1, help="how often each runs, with other names and addresses"
    )
    parser.add_argument("--seed", type=int, default=None, help="where the seeds begin; random if not given")
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument(
        "--mutate", action="store_true", help="leave every fault out in silence: all must come out ok"
    )
    parser.add_argument("--no-curl", action="store_true", help="without the naive baseline")
    parser.add_argument("--program", help='what to run instead, as JSON: ["gopay-help", "check"]')
    parser.add_argument("--without", help="drop the rows of this cause, to see the lab notice")
    parser.add_argument(
        "--record", help="add what each run observed to this file, for tests without a network"
    )
    parser.add_argument("--json", help="write every run there")
    parser.add_argument("--show", action="store_true", help="print the checks of each run")
    chosen = parser.parse_args()
    why = available()
    if why:
        print(f"1 skipped: {why}")
        return 0
    os.environ["LAB_CURL"] = "0" if chosen.no_curl else "1"
    if chosen.program:
        os.environ["LAB_PROGRAM"] = json.dumps(json.loads(chosen.program))
    if chosen.without:
        os.environ["LAB_WITHOUT"] = chosen.without
    table = ALL if chosen.all or chosen.only else VISIBLE
    rows = [row for row in table if not chosen.only or row.id.startswith(tuple(chosen.only))]
    base = chosen.seed if chosen.seed is not None else int(time.time()) % 1_000_000
    work = [(row, base + number) for row in rows for number in range(chosen.seeds)]
    begun = time.monotonic()
    results = []
    for result in run_many(work, chosen.jobs, mutate=chosen.mutate):
        results.append(result)
        print(line(result), flush=True)
        if chosen.show and result.document:
            print(
                json.dumps(result.document["verdict"]),
                *(json.dumps(item) for item in result.document["checks"]),
                sep="\n  ",
            )
    failed = report(results, time.monotonic() - begun, base)
    if chosen.record:
        record(results, Path(chosen.record))
    if chosen.json:
        Path(chosen.json).write_text(
            json.dumps([{**vars(item), "scenario": item.scenario.id} for item in results], indent=1)
        )
    return failed


def record(results: list[Graded], path: Path) -> None:
    """One line a scenario: the truth, and what the last run of it observed."""
    kept = {}
    if path.exists():
        kept = {json.loads(line)["id"]: line for line in path.read_text().splitlines()}
    for result in results:
        if result.document and result.proved:
            row, seen = result.scenario, fold(findings_of(result.document), "help")
            kept[row.id] = json.dumps(
                {
                    "id": row.id,
                    "name": row.name,
                    "cause": row.cause,
                    "blames": row.blames,
                    "seen": " ".join(f"{name}={value}" for name, value in seen.items()),
                }
            )
    path.write_text("".join(f"{kept[key]}\n" for key in sorted(kept)))


def findings_of(document: dict) -> list[Finding]:
    """The checks of a document as findings again."""
    return [
        Finding(
            item["id"],
            item["target"],
            Status(item["status"]),
            item["value"],
            item["elapsed_ms"],
            {name: tuple(v) if isinstance(v, list) else v for name, v in item["evidence"].items()},
        )
        for item in document["checks"]
    ]


def line(result: Graded) -> str:
    row = result.scenario
    if result.error:
        return f"{row.id}  {row.name:32} {result.error}"
    marks = [
        "" if result.cause_right else f" WANTED {row.cause}",
        "" if result.blame_right else f" WANTED {row.blames}",
        "" if result.confident else f" WANTED >={row.least}",
        "" if result.status_right else f" STATUS {result.status}",
        "" if result.also_right else f" ALSO WANTED {row.also}",
        "" if result.proved else " UNPROVED",
        f" CONTACTED {','.join(result.unexpected)}" if result.unexpected else "",
        f" STDERR {result.stderr}" if result.stderr else "",
        f" OVER {MOST_PACKETS} packets or {MOST_BYTES} bytes" if result.over else "",
        f" (+{','.join(result.secondary)})" if result.secondary else "",
    ]
    figures = f"{result.wall_s:6.2f} {result.exit_lag_s:6.3f} {result.cpu_s:6.2f}"
    figures += f" {result.packets:3d} {result.bytes:5d}"
    said = f"{result.cause:18} {result.blame:16} {result.confidence:7}"
    return f"{row.id}  {row.name:32} {said} {figures}  {result.curl_cause}" + "".join(marks)


def report(results: list[Graded], took_s: float, base: int) -> int:
    """The sums; 1 if a bar is missed."""
    skipped = [item for item in results if item.error.startswith("skipped")]
    ran = [item for item in results if not item.error.startswith("skipped")]
    graded = [item for item in ran if not item.error]
    right = sum(item.cause_right for item in graded)
    accused = Counter(item.blame for item in graded if item.accuses_wrongly)
    took = [item.document["elapsed_ms"] / 1000 for item in graded if item.document]
    late = sum(seconds > SOON_S for seconds in took)
    healthy = [item for item in graded if "none" in item.scenario.blames.split()]
    alarms = sum(not item.right for item in healthy)
    blamed = sum(item.cause_right and not item.blame_right for item in graded)
    levels = {level: [item for item in graded if item.confidence == level] for level in LEVELS}
    bold = sum(LEVELS[item.confidence] > 1 for item in graded)
    print(f"\nseed {base}, {len(ran)} runs, {len(skipped)} skipped, {took_s:.0f} s")
    print(f"cause right        {right}/{len(ran)}")
    print(f"blame wrong        {blamed} (where the cause is right)")
    told = ", ".join(f"{number} {blame}" for blame, number in accused.items())
    print(f"wrongly accused    {accused.total()} of {len(graded)} {told}")
    cpu = median(item.cpu_s for item in graded) if graded else 0
    print(f"over {SOON_S:.0f} s           {late} of {len(graded)}, cpu median {cpu:.2f} s")
    print(f"false alarms       {alarms} of {len(healthy)} healthy")
    print(f"unexpected hosts   {sum(bool(item.unexpected) for item in graded)}")
    over = sum(item.over for item in graded)
    print(f"too many packets   {over} (over {MOST_PACKETS}, or {MOST_BYTES} bytes)")
    print(f"words on stderr    {sum(bool(item.stderr) for item in graded)}")
    print(f"faults not proved  {sum(not item.proved for item in graded)}")
    for level, items in levels.items():
        print(f"{level:18} {sum(item.right for item in items)}/{len(items)} right")
    print(f"medium or better   {bold}/{len(graded)}")
    if graded:

        def worst(name: str) -> float:
            return max(getattr(item, name) for item in graded)

        print(
            f"worst wall {worst('wall_s'):.2f} s, exit lag {worst('exit_lag_s'):.3f} s, "
            f"cpu {worst('cpu_s'):.2f} s, {worst('rss_mb'):.0f} MB, "
            f"{worst('packets'):.0f} packets (of {MOST_PACKETS}) and {worst('bytes'):.0f} bytes "
            f"(of {MOST_BYTES}) to the provider"
        )
        curl = sum(item.curl_cause in item.scenario.cause.split() for item in graded)
        unjust = sum(
            item.curl_blame == "provider" and "provider" not in item.scenario.blames.split()
            for item in graded
        )
        print(f"curl               {curl}/{len(graded)} causes, {unjust} times the provider accused wrongly")
    _stability(graded)
    sound = (
        right >= len(ran) * 0.96 and not (accused or alarms or blamed) and not any(item.error for item in ran)
    )
    return (
        0
        if sound
        and not any(item.unexpected or item.over or item.stderr or not item.proved for item in graded)
        else 1
    )


def _stability(graded: list[Graded]) -> None:
    by_row: dict[str, Counter[str]] = {}
    for item in graded:
        by_row.setdefault(item.scenario.id, Counter())[item.cause] += 1
    runs = {row: sum(found.values()) for row, found in by_row.items()}
    if max(runs.values(), default=0) > 1:
        stable = sum(
            found.most_common(1)[0][1] >= runs[row] - max(1, runs[row] // 5) for row, found in by_row.items()
        )
        print(f"same cause in all runs but one of five   {stable}/{len(by_row)} scenarios")


if __name__ == "__main__":
    sys.exit(main())
