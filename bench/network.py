"""P1 to P6 of the network doctor, measured in the fault lab, with curl on the same chain beside it.

`python bench/network.py` prints a table. Everything runs in namespaces; nothing leaves the machine.
"""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.lab.plan import Plan  # noqa: E402 (a script beside the package)
from tests.lab.run import MOST_BYTES, MOST_PACKETS, Graded, available, run_one  # noqa: E402
from tests.lab.scenarios import ALL, Scenario, many  # noqa: E402

_RTTS_MS = (20, 100, 300)
_SLACK_MS = 60
_HEAVY = ("H14", "V22", "V23", "W01", "W22", "W29", "W42", "W43", "W44")
"""What tempts a check to send more: repeats, contrasts, a narrow line, many hosts."""
_BLACK_HOLES = ("V08", "V14", "V16", "W20", "W12")
_REPEATS = int(os.environ.get("BENCH_REPEATS", "5"))


def at_rtt(rtt_ms: float, *, hosts: int = 2) -> Scenario:
    """A healthy network as long as that, to a provider with two hosts, or with four of four addresses."""

    def fault(plan: Plan, _rng: object) -> None:
        plan.delay_ms = rtt_ms / 2

    broken = many(fault) if hosts > 2 else fault
    return Scenario(f"P{rtt_ms:.0f}", f"rtt {rtt_ms}", "ok", "none", "high", "curl", broken, "ok")


def row(name: str, measured: float, limit: float, unit: str, note: str = "") -> bool:
    """Print one line of the table; True if the bar is held."""
    held = measured <= limit
    print(f"{name:46} {measured:9.1f} {limit:9.1f} {unit:4} {'held' if held else 'MISSED':7} {note}")
    return held


def bar_healthy() -> bool:
    """P1, and curl from its own first question to its end on the same chain."""
    held = True
    for rtt, hosts in ((rtt, hosts) for hosts in (2, 4) for rtt in _RTTS_MS):
        runs = [run_one(at_rtt(rtt, hosts=hosts), 7000 + number) for number in range(_REPEATS)]
        # The least of a few: what a busy machine adds is not the chain's.
        took = min(_first_to_verdict(item, rtt) for item in runs)
        curl = min(item.curl_s * 1000 for item in runs)
        held &= row(
            f"P1 packet to verdict, {hosts} hosts, RTT {rtt} ms",
            took,
            4 * rtt + _SLACK_MS,
            "ms",
            f"curl {curl:.0f} ms",
        )
    return held


def _first_to_verdict(item: Graded, rtt_ms: float) -> float:
    if item.error or item.first_to_verdict_s is None:
        raise SystemExit(item.error)
    return item.first_to_verdict_s * 1000 + rtt_ms / 2  # the name server hears of it half a round trip late


def main() -> int:
    why = available()
    if why:
        print(f"skipped: {why}")
        return 0
    print(f"{'bar':46} {'measured':>9} {'limit':>9}")
    held = bar_healthy()
    rows = {item.id: item for item in ALL}
    dark = [run_one(rows[name], 7100) for name in _BLACK_HOLES]
    light = [run_one(rows[name], 7200) for name in ("V01", "V24", "V04", "V05", "V07")]
    heavy = [run_one(rows[name], 7300) for name in _HEAVY]
    for item in (*dark, *light, *heavy):
        if item.error or item.document is None:
            print(f"{item.scenario.id}: {item.error}")
            return 1
    elapsed = {item.scenario.id: item.document["elapsed_ms"] for item in dark}
    for name, took in elapsed.items():
        chain = _slowest_chain(next(item for item in dark if item.scenario.id == name))
        held &= row(
            f"P2 {name} over its slowest chain of {chain} ms", took - chain, 100, "ms", f"{took} ms in all"
        )
    lag = max(item.exit_lag_s * 1000 for item in (*dark, *light))
    held &= row("P3 verdict to end of process, worst", lag, 150, "ms")
    for item in light[2:]:
        held &= row(f"P4 {item.scenario.id} decided on the device", item.document["elapsed_ms"], 100, "ms")
    held &= row("P5 CPU of the whole process, healthy", light[0].cpu_s * 1000, 300, "ms")
    held &= row("P5 memory", light[0].rss_mb, 80, "MB")
    for item in (light[0], *heavy):
        what = f"{item.scenario.id} {item.scenario.name}"
        held &= row(f"P6 packets, {what}", item.packets, MOST_PACKETS, "")
        held &= row(f"P6 bytes, {what}", item.bytes / 1024, MOST_BYTES / 1024, "KiB")
    held &= row("P6 requests after a 503", light[1].requests - 1, 0, "")
    return 0 if held else 1


def _slowest_chain(item: Graded) -> int:
    """The longest chain of waits that depend on each other, as the findings tell them."""
    checks = item.document["checks"]

    def longest(name: str, **facts: object) -> int:
        found = [
            c["elapsed_ms"] for c in checks if c["id"] == name and facts.items() <= c["evidence"].items()
        ]
        return max(found, default=0)

    pause = 300 if any(c["evidence"].get("attempt") == 2 for c in checks) else 0
    silent = longest("tcp") == 0
    first = max(longest("dns_direct"), longest("dns_system")) if silent else min(longest("dns_direct"), 50)
    connect = longest("tcp", attempt=1) + longest("tcp", attempt=2)
    contrasts = any(c["id"] == "sni_swap" for c in checks)
    again = max(longest("sni_swap"), longest("small_mss"), 300 + longest("tls", attempt=2))
    secure = max(longest("tls", attempt=1), 1000 + again) if contrasts else longest("tls", attempt=1)
    pause = 0 if contrasts else pause
    ask = longest("https", attempt=1) + max(longest("https", attempt=2), longest("small_mss", stage="https"))
    after = max(longest("dns_tcp"), longest("dns_intercepted"), longest("portal_api"))
    after += longest("departures") + longest("quality") + longest("rate")
    return first + connect + pause + secure + ask + after


if __name__ == "__main__":
    if len(sys.argv) > 1:
        os.environ["LAB_PROGRAM"] = json.dumps(sys.argv[1:])
    sys.exit(main())
