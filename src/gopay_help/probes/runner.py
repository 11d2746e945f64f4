"""Runs every look at once, then the few that only make sense on what was seen, then asks for the verdict.

The whole is bounded by its budget, leaves no thread that could hold the process, and never raises for a bad network.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

from gopay_help.model.finding import Finding, Report, Status
from gopay_help.probes.addresses import family_of
from gopay_help.probes.followup import (
    SLOW_BYTES_A_SECOND,
    ask_portal,
    count_departures,
    sample_quality,
    time_handshake,
)
from gopay_help.probes.local import look_around, watch_gateways
from gopay_help.probes.log import Log
from gopay_help.probes.names import knock_resolvers, question_resolvers, resolve, test_interception
from gopay_help.probes.network import Network
from gopay_help.probes.path import walk
from gopay_help.probes.proxy import try_proxy
from gopay_help.probes.round import Round
from gopay_help.probes.seen import Seen
from gopay_help.probes.system import SystemNetwork
from gopay_help.probes.targets import Host, Targets
from gopay_help.probes.verdict import judge
from gopay_help.probes.web import knock_80

_MOST_ADDRESSES = 2
_SLOW_CONNECT_MS = 480
_QUIET_CHECKS = frozenset({"hosts", "http80", "answer", "route", "clock", "chain"})


def _now() -> datetime:
    return datetime.now(UTC)


def run_check(
    targets: Targets,
    *,
    budget_s: float = 8.0,
    control: bool = False,
    allow_private: bool = False,
    clock: Callable[[], datetime] = _now,
    network: Network | None = None,
) -> Report:
    """Look at the network and judge it. Blocks for at most *budget_s*; may run in any thread.

    Args:
        targets: whom to ask about. Nobody else is contacted but the configured resolvers and proxy.
        budget_s: seconds for the whole.
        control: True if the person agreed that the neutral hosts of *targets* are contacted.
        allow_private: True if names may lead to private addresses.
        clock: what the report is dated with.
        network: the machine, or a fake of it.
    """
    started_at = clock()
    net = network or SystemNetwork()
    round_ = Round(net, Log(budget_s), targets, allow_private)
    with asyncio.Runner() as runner:
        runner.run(_bounded(round_, targets.controls if control else ()))
    verdict, secondary = judge(round_.log.findings, round_.asked.id)
    elapsed = round((time.monotonic() - round_.log.started) * 1000)
    return Report(started_at, elapsed, verdict, secondary, tuple(round_.log.findings), tuple(net.contacted))


async def _bounded(round_: Round, controls: tuple[Host, ...]) -> None:
    try:
        async with asyncio.timeout(round_.log.budget_s - 0.15):
            await _look(round_, controls)
    except TimeoutError:
        round_.log.noted("budget", "check", Status.WARN, "spent", round_.log.started)


async def _look(round_: Round, controls: tuple[Host, ...]) -> None:
    look_around(round_)
    aside = [
        asyncio.create_task(round_.log.guarded("gateway", "device", watch_gateways(round_))),
        asyncio.create_task(round_.log.guarded("dns_root", "resolvers", question_resolvers(round_))),
    ]
    try:
        await asyncio.gather(
            *(round_.log.guarded("approach", host.id, _approach(round_, host))
              for host in (*round_.targets.provider, *controls)),
            round_.log.guarded("proxy", round_.asked.id, try_proxy(round_)),
        )  # fmt: skip
        if in_trouble(round_.log.findings):
            await asyncio.wait(aside, timeout=round_.log.limit(1.5))
            await _look_closer(round_, asked_controls=bool(controls))
    finally:
        for task in aside:
            task.cancel()


async def _approach(round_: Round, host: Host) -> None:
    """Resolve *host* and walk to each of its addresses as soon as it is named."""
    taken: list[str] = []
    walks: list[asyncio.Task[None]] = []

    def found(address: str) -> None:
        if sum(1 for other in taken if family_of(other) == family_of(address)) >= _MOST_ADDRESSES:
            return
        first = not any(family_of(other) == family_of(address) for other in taken)
        taken.append(address)
        walks.append(asyncio.create_task(round_.log.guarded("walk", host.id, walk(round_, host, address))))
        if first and _worth_a_knock(round_, host, address):
            walks.append(
                asyncio.create_task(round_.log.guarded("http80", host.id, knock_80(round_, host, address)))
            )

    try:
        await resolve(round_, host, found)
        while not all(task.done() for task in walks):
            await asyncio.wait(walks)
    finally:
        for task in walks:
            task.cancel()


def _worth_a_knock(round_: Round, host: Host, address: str) -> bool:
    """Port 80 of each provider host once, and of the service asked about once a family."""
    if host.control or host.scheme != "https":
        return False
    try:
        round_.net.source_for(address)
    except OSError:
        return False
    if host is not round_.asked and host.id in round_.knocked:
        return False
    round_.knocked.add(host.id)
    return True


def in_trouble(findings: list[Finding]) -> bool:
    """True if anything that matters failed, or hints at a bad line."""
    bad = any(
        item.status in {Status.FAIL, Status.CRASHED} and item.id not in _QUIET_CHECKS for item in findings
    )
    return bad or not any(item.id == "https" for item in findings) or hints_at_a_bad_line(findings)


def hints_at_a_bad_line(findings: list[Finding]) -> bool:
    """True if a packet had to be sent twice, or a connect or the data came slowly."""
    return any(map(_hint, findings))


def _hint(finding: Finding) -> bool:
    if finding.id not in {"tcp", "tls", "https", "dns_direct"}:
        return False
    facts = finding.evidence
    again = _number(facts.get("resent")) > 0 or (_number(facts.get("tries")) > 1)
    late = finding.id == "tcp" and finding.value == "ok" and finding.elapsed_ms >= _SLOW_CONNECT_MS
    missed = finding.id == "tcp" and finding.value == "timeout"
    return again or late or missed or _trickles(finding)


def _number(value: object) -> float:
    return value if isinstance(value, int | float) else 0


def _trickles(finding: Finding) -> bool:
    rate = finding.evidence.get("rate")
    return isinstance(rate, int | float) and rate < SLOW_BYTES_A_SECOND


async def _look_closer(round_: Round, *, asked_controls: bool) -> None:
    """What is only worth a look once something is wrong."""
    seen = Seen(round_.log.findings, round_.asked.id)
    nameless = not seen.has_address
    work = []
    if not seen.reached and not seen.reached_by_proxy:
        work.append(round_.log.guarded("portal_api", "network", ask_portal(round_)))
    if nameless:
        work.append(round_.log.guarded("dns_tcp", "resolvers", knock_resolvers(round_)))
        if asked_controls:
            work.append(round_.log.guarded("dns_intercepted", "resolvers", test_interception(round_)))
    await asyncio.gather(*work)
    await _sample(round_, seen)
    await _count(round_, seen, nameless=nameless)


async def _sample(round_: Round, seen: Seen) -> None:
    open_ones = [str(item.evidence["address"]) for item in seen.mine("tcp") if item.value == "ok"]
    best = next(
        (address for address in open_ones if address in seen.valid_addresses), next(iter(open_ones), None)
    )
    if best is None or not hints_at_a_bad_line(round_.log.findings) or round_.log.spent():
        return
    work = [sample_quality(round_, best, round_.asked.port)]
    if any(map(_trickles, seen.mine("tls"))) and best in seen.valid_addresses:
        work.append(time_handshake(round_, best))
    await asyncio.gather(*(round_.log.guarded("quality", round_.asked.id, item) for item in work))


async def _count(round_: Round, seen: Seen, *, nameless: bool) -> None:
    """The firewall question, asked only where the first hop is known to live and nothing else makes noise."""
    if seen.reached or seen.reached_by_proxy or any(word == "ok" for word in seen.tcp_last.values()):
        return
    alive = {item.target for item in seen.all("gateway") if item.value == "alive"}
    goals = [(server, 53) for server in seen.resolvers or ()] if nameless else [
        (address, round_.asked.port) for address in seen.tcp_last]  # fmt: skip
    answered = any(
        item.value in {"ok", "nodata", "nxdomain", "servfail", "rcode_refused"}
        for item in seen.dns("dns_direct")
    )
    for address, port in goals:
        if f"v{family_of(address)}" in alive and not (nameless and answered) and not round_.log.spent():
            await round_.log.guarded("departures", "device", count_departures(round_, address, port))
            return
