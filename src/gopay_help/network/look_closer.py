"""Follow-up looks, made once something is wrong or may be: portal, firewall, loss, throughput."""

import asyncio
import json
from contextlib import suppress
from statistics import median
from urllib.parse import urlsplit

from gopay_help.model.check import Finding, Status
from gopay_help.network.budget import KNOCK, SLOW_BYTES_A_SECOND, TALK, CheckRun, run_all
from gopay_help.network.findings import FindingsView, word_for
from gopay_help.network.look_local import home_of, routed, watch_resolver
from gopay_help.network.look_names import knock_resolvers, test_interception
from gopay_help.network.look_web import knock_80
from gopay_help.network.machine import Gateway, Neighbour, OverBudgetError, Trust, family_of
from gopay_help.network.observations import LONG_TENTHS, scattered
from gopay_help.network.targets import TargetHost, is_address

_SAMPLES, _APART_S, _SAMPLE_LIMIT_S = 8, 0.06, 1.6
_LOST_AFTER_S = 0.9
"""A SYN is sent again after one second, so a connect this slow has lost a packet."""
_FEWEST_SAMPLES = 3
_KNOCKS = 6
_SLOW_RTT_S = 0.5
_DETOUR_S, _WAKE_S = 1.0, 1.4
_ARRIVED = frozenset({"tcp", "tls", "dns_direct", "dns_system", "dns_plain", "proxy"})
_LOAD, _LOAD_FOR_S, _BURST_BYTES, _LOAD_LIMIT_S = 4, 0.2, 2000, 1.8


async def ask_portal(run: CheckRun) -> None:
    """C22: the network's own captive-portal API, if its lease named one (RFC 8910, 8908)."""
    uri = run.net.portal_api()
    if uri is None:
        return
    since, parts = run.now(), urlsplit(uri)
    try:
        async with asyncio.timeout(run.log.limit(2.0)):
            host = parts.hostname or ""
            addresses = (host,) if is_address(host) else await run.net.lookup(host)
            link = await run.net.connect(
                addresses[0], parts.port or (443 if parts.scheme == "https" else 80), 2.0
            )
            try:
                if parts.scheme == "https":
                    await link.secure(host, Trust.FULL)
                reply = await link.fetch(host, parts.path or "/", "application/captive+json")
            finally:
                link.close()
            captive = json.loads(reply.body).get("captive")
    except (OSError, EOFError, ValueError, AttributeError) as error:
        run.log.noted("portal_api", "network", Status.UNKNOWN, word_for(error), since)
        return
    status = Status.FAIL if captive is True else Status.PASS
    run.log.noted("portal_api", "network", status, "captive" if captive is True else "free", since)


async def count_departures(run: CheckRun, address: str, port: int) -> None:
    """Do packets leave this machine at all? The interfaces' own counters know, and need no privilege.

    A firewall on this machine stops a packet before it is counted; every other obstacle is further away.
    """
    since = run.now()
    await asyncio.sleep(0.06)
    before = run.net.packets_out()
    if before is None:
        return
    await run_all(*(_knock(run, address, port, number * 0.02) for number in range(_KNOCKS)))
    left = (run.net.packets_out() or 0) - before
    stopped = left * 2 < _KNOCKS  # the machine's own chatter, such as a question for the gateway, is let pass
    family = family_of(address)
    hops = [gateway for gateway in run.net.gateways() if gateway.family == family]
    hops.append(Gateway(family, address, ""))  # it may be, or be taken for, a machine on the same link
    queued = any(run.net.neighbour(hop) is Neighbour.SILENT for hop in hops)
    # They wait for a first hop that does not answer: that is no firewall.
    value = "queued" if queued else "none_left" if stopped else "left"
    status = Status.UNKNOWN if queued else Status.FAIL if stopped else Status.PASS
    run.log.noted(
        "departures", "device", status, value, since, sent=_KNOCKS, left=left, port=port, family=family
    )


async def _knock(run: CheckRun, address: str, port: int, after_s: float) -> None:
    await asyncio.sleep(after_s)
    try:
        if port == 53:  # noqa: PLR2004
            await run.net.ask(address, ".", "NS", 0.25)
        else:
            (await run.connect(run.asked, address, port, 0.25, cost=1)).close()
    except (OSError, EOFError):
        return


async def sample_quality(run: CheckRun, address: str, port: int) -> None:
    """C25: short connects, spaced, to an address that works."""
    since = run.now()
    limit = run.log.limit(_SAMPLE_LIMIT_S)
    number = min(_SAMPLES, run.packets.room() // (KNOCK + 1))  # one greeting in two may have to be repeated
    if number < _FEWEST_SAMPLES:
        return

    async def one(after_s: float) -> tuple[float | None, int | None] | None:
        await asyncio.sleep(after_s)
        try:
            link = await run.connect(run.asked, address, port, max(0.05, limit - after_s), cost=KNOCK)
        except OverBudgetError:
            return None
        except OSError:
            return None, 1
        resent = link.resent()
        link.close()
        return link.connect_s, resent

    tried = await run_all(*(one(turn * _APART_S) for turn in range(number)))
    results = [result for result in tried if result is not None]
    times = sorted(took for took, _ in results if took is not None)
    lost = sum(
        1 for took, resent in results if took is None or (took >= _LOST_AFTER_S if resent is None else resent)
    )
    typical = median(times) if times else 0.0
    value = "loss" if lost else "latency" if typical >= _SLOW_RTT_S else "ok"
    status = Status.PASS if value == "ok" else Status.WARN
    run.log.noted(
        "quality",
        run.asked.id,
        status,
        value,
        since,
        samples=len(results),
        lost=lost,
        address=address,
        median_ms=round(typical * 1000),
        slowest_ms=round(times[-1] * 1000) if times else None,
    )


_SLOW_CONNECT_MS = 480


_QUIET_CHECKS = frozenset({"hosts", "http80", "answer", "route", "clock", "chain"})


def in_trouble(findings: list[Finding]) -> bool:
    """True if anything that matters failed, or hints at a bad line."""
    bad = any(
        item.status in {Status.FAIL, Status.CRASHED} and item.id not in _QUIET_CHECKS for item in findings
    )
    return bad or not any(item.id == "https" for item in findings) or hints_at_a_bad_line(findings)


def hints_at_a_bad_line(findings: list[Finding]) -> bool:
    """True if a packet had to be sent twice, or a connect or the data came slowly."""
    mute = {item.target for item in findings if item.id == "http80" and item.value == "timeout"}
    tcp = [item for item in findings if item.id == "tcp"]
    failed = {item.evidence.get("address") for item in tcp if item.status is Status.FAIL}
    came_back = any(item.value == "ok" and item.evidence.get("address") in failed for item in tcp)
    return came_back or any(map(_hint, findings)) or len(mute) > 1


def _hint(finding: Finding) -> bool:
    if finding.id not in {"tcp", "tls", "https", "dns_direct"}:
        return finding.id == "goodput"
    facts = finding.evidence
    again = _number(facts.get("resent")) > 0 or _number(facts.get("tries")) > 1
    late = finding.id == "tcp" and finding.value == "ok" and finding.elapsed_ms >= _SLOW_CONNECT_MS
    return again or late


def _number(value: object) -> float:
    return value if isinstance(value, int | float) else 0


_NOTHING_FOR_S = 1.2
"""When nothing has come back for so long, the looks for a silent network are made beside the waits."""


async def look_early(run: CheckRun, *, asked_controls: bool) -> None:
    """What a closer look would ask in the end, while the first looks still wait in vain."""
    await asyncio.sleep(_NOTHING_FOR_S)
    if not any(item.id in _ARRIVED and item.status is Status.PASS for item in run.log.findings):
        await look_closer(run, asked_controls=asked_controls)


async def look_closer(run: CheckRun, *, asked_controls: bool) -> None:
    """What is only worth a look once something is wrong; each look is made once."""
    seen = FindingsView(run.log.findings, run.asked.id)
    nameless = not seen.has_address
    work = []
    if not seen.reached and not seen.reached_by_proxy and run.first_time("portal_api"):
        work.append(run.log.guarded("portal_api", "network", ask_portal(run)))
    if not seen.reached_by_proxy:
        work += [
            run.log.guarded("http80", host.id, knock_80(run, host, at))
            for host, at in _unknocked(run, seen)
            if run.first_time(f"http80 {host.id} {at}")
        ]
    if nameless and run.first_time("dns_tcp"):
        work.append(run.log.guarded("dns_tcp", "resolvers", knock_resolvers(run)))
        work.append(run.log.guarded("resolver_hop", "resolvers", watch_resolver(run)))
        work.append(run.log.guarded("gateway", "device", wake_gateways(run)))
        if asked_controls:
            work.append(run.log.guarded("dns_intercepted", "resolvers", test_interception(run)))
    silent = not seen.reached and not seen.reached_by_proxy and "ok" not in seen.tcp_last.values()
    if silent and run.first_time("detour"):
        work.append(run.log.guarded("detour", "device", take_other_ways(run, seen)))
    if silent and (nameless or seen.tcp_last):
        work.append(_count(run, seen, nameless=nameless))
    await run_all(*work)
    await _sample(run, seen)


async def wake_gateways(run: CheckRun) -> None:
    """Knock at an IPv4 gateway that nothing was sent through yet: the system learns whether it is there.

    With a name server on this link, questions pass it by.
    """
    told = {item.target for item in run.log.findings if item.id == "gateway"}
    for gateway in run.net.gateways():
        if gateway.family == 4 and "v4" not in told:  # noqa: PLR2004
            with suppress(OSError):
                await run.net.reach(gateway.address, 53, run.log.limit(_WAKE_S))
            return


async def take_other_ways(run: CheckRun, seen: FindingsView) -> None:
    """Where the preferred way out brings nothing back: does another default route?"""
    routes = run.net.default_routes()
    for family in (4, 6):
        mine = [route for route in routes if route.family == family]
        others = list(
            dict.fromkeys(route.interface for route in mine if route.interface != mine[0].interface)
        )
        for interface in others[:1]:
            await _take(run, seen, family, interface)


async def _take(run: CheckRun, seen: FindingsView, family: int, interface: str) -> None:
    since = run.now()
    addresses = [address for address in seen.tcp_last if family_of(address) == family]
    servers = [server for server in seen.resolvers or () if family_of(server) == family]
    try:
        if addresses:
            at = (addresses[0], run.asked.port)
            link = await run.packets.connect(run.net, at, run.log.limit(_DETOUR_S), cost=KNOCK, via=interface)
            link.close()
        elif servers:
            await run.net.ask(servers[0], ".", "NS", run.log.limit(_DETOUR_S), via=interface)
        else:
            return
    except (OSError, EOFError) as error:
        run.log.noted("detour", f"v{family}", Status.WARN, word_for(error), since, interface=interface)
        return
    run.log.passed("detour", f"v{family}", "ok", since, interface=interface)


def _unknocked(run: CheckRun, seen: FindingsView) -> list[tuple[TargetHost, str]]:
    """Where plain HTTP is worth another look: a portal may bend one family, or spare the service."""
    if seen.reached:
        spared = seen.control_asked and not seen.control_ok
        return _first_addresses(run, seen, run.targets.controls) if spared else []
    if run.asked.scheme != "https":
        return []
    done = {
        family_of(str(item.evidence["address"])) for item in seen.mine("http80") if "address" in item.evidence
    }
    left = {family_of(address): address for address in seen.tcp_last if family_of(address) not in done}
    return [(run.asked, address) for address in left.values()]


def _first_addresses(
    run: CheckRun, seen: FindingsView, hosts: tuple[TargetHost, ...]
) -> list[tuple[TargetHost, str]]:
    found = []
    for host in hosts:
        addresses = [str(item.evidence["address"]) for item in seen.all("tcp", host.id)]
        usable = [address for address in addresses if routed(run, address)]
        v4_first = sorted(dict.fromkeys(usable), key=family_of)
        found += [(host, address) for address in v4_first[:1]]
    return found


async def _sample(run: CheckRun, seen: FindingsView) -> None:
    open_ones = [str(item.evidence["address"]) for item in seen.mine("tcp") if item.value == "ok"]
    best = next(
        (address for address in open_ones if address in seen.valid_addresses), next(iter(open_ones), None)
    )
    if best is None or not hints_at_a_bad_line(run.log.findings) or run.log.spent():
        return
    target = run.asked.id
    narrow = [item for item in run.log.findings if item.id == "goodput"]
    slow = [item for item in narrow if item.value == "slow"]
    tells = seen.asked_again if slow else not scattered(seen)  # a full queue loses what comes late
    if tells and run.first_time("quality"):
        await run.log.guarded("quality", target, sample_quality(run, best, run.asked.port))
    long = sum(int(_number(item.evidence.get("tenths"))) for item in slow) >= LONG_TENTHS
    ways = proved_ways(run)
    if narrow and not long and ways and not run.log.spent():
        await run.log.guarded("rate", target, load_line(run, ways))


async def _count(run: CheckRun, seen: FindingsView, *, nameless: bool) -> None:
    """The firewall question, asked of packets that leave this machine.

    And where the first hop is not dead.
    """
    if seen.on_this_machine:
        return
    dead = {item.target for item in seen.all("gateway") if item.value == "dead"}
    words = {"ok", "nodata", "nxdomain", "servfail", "rcode_refused"}
    answered = any(item.value in words for item in seen.dns("dns_direct"))
    if nameless and answered:
        return
    goals = (
        [(server, 53) for server in seen.resolvers or ()]
        if nameless
        else [(at, run.asked.port) for at in seen.tcp_last]
    )
    for address, port in goals:
        leaves = home_of(run, address) not in {"loopback", "own"}
        hop_dead = f"v{family_of(address)}" in dead
        if leaves and not hop_dead and routed(run, address) and not run.log.spent():
            if run.first_time("departures"):
                await run.log.guarded("departures", "device", count_departures(run, address, port))
            return


def proved_ways(run: CheckRun) -> list[tuple[TargetHost, str]]:
    """Two addresses to load the line with: of a control, whom nobody else asks, or else of the service."""
    for host in (*run.targets.controls, run.asked):
        found = [
            (host, str(item.evidence["address"]))
            for item in run.log.findings
            if (item.id, item.target, item.value) == ("tls", host.id, "ok")
            and item.evidence.get("control") is host.control
        ]
        if found:
            return list(dict.fromkeys(found))[:2]
    return []


async def load_line(run: CheckRun, ways: list[tuple[TargetHost, str]]) -> None:
    """A few handshakes at once and nothing else.

    Does the data still trickle? A line idle for a moment passes one.
    """
    since, (first, _) = run.now(), ways[0]
    number = min(_LOAD, run.packets_of(first).room() // TALK)
    if number < len(ways):
        return
    before = len(run.net.arrivals)

    async def one(host: TargetHost, address: str) -> None:
        with suppress(OSError, EOFError):
            async with (
                asyncio.timeout(run.log.limit(_LOAD_LIMIT_S)),
                run.talk(host, address, host.port, _LOAD_LIMIT_S) as link,
            ):
                await link.secure(host.name, Trust.FULL)

    await run_all(*(one(*way) for way in (ways * number)[:number]))
    came = sorted(run.net.arrivals[before:])
    took = came[-1][0] - came[0][0] if came else 0.0
    size = sum(count for _, count in came) - _BURST_BYTES
    slow = took >= _LOAD_FOR_S and size / took < SLOW_BYTES_A_SECOND
    rate = round(max(0, size) / took) if took else None
    status = Status.WARN if slow else Status.PASS
    value = "slow" if slow else "ok"
    run.log.noted("rate", run.asked.id, status, value, since, rate=rate, pieces=len(came))
