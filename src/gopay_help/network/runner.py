"""Runs every look at once, then the few that only make sense on what was seen, then asks for the verdict.

The whole is bounded by its budget, leaves no thread that could hold the process, and never raises for a bad
network.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from gopay_help.model.result import CheckReport, Finding, Status
from gopay_help.network.addresses import family_of
from gopay_help.network.closer import in_trouble, look_closer
from gopay_help.network.local import look_around, routed, watch_gateways
from gopay_help.network.log import Log
from gopay_help.network.names import question_resolvers, resolve
from gopay_help.network.narrow import note_goodput
from gopay_help.network.network import Network
from gopay_help.network.os_view import ask_system
from gopay_help.network.path import walk
from gopay_help.network.proxy import try_proxy
from gopay_help.network.round import Round
from gopay_help.network.seen import NOT_THERE
from gopay_help.network.system import SystemNetwork
from gopay_help.network.targets import Host, Targets
from gopay_help.network.together import together
from gopay_help.network.turn import is_near
from gopay_help.network.verdict import judge
from gopay_help.network.web import knock_80

_MOST_ADDRESSES = 2


_DECIDED_AFTER_S = 1.6


_DECISIVE = frozenset({("link", "no_link"), ("resolvers", "none")})


_ARRIVED = frozenset({"tcp", "dns_direct", "dns_system", "proxy"})


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
) -> CheckReport:
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
        runner.get_loop().set_exception_handler(lambda _, what: _note_bug(round_, what))
        runner.run(_bounded(round_, targets.controls if control else ()))
    verdict, secondary = judge(round_.log.findings, round_.asked.id)
    elapsed = round((time.monotonic() - round_.log.started) * 1000)
    return CheckReport(
        started_at, elapsed, verdict, secondary, tuple(round_.log.findings), tuple(net.contacted)
    )


def _note_bug(round_: Round, what: Mapping[str, object]) -> None:
    """What asyncio would print: stderr is the person's."""
    kind = type(what.get("exception")).__name__
    round_.log.noted("asyncio", "check", Status.CRASHED, kind, round_.now(), message=str(what.get("message")))


async def _bounded(round_: Round, controls: tuple[Host, ...]) -> None:
    try:
        async with asyncio.timeout(round_.log.budget_s - 0.15):
            await _look(round_, controls)
    except TimeoutError:
        round_.log.noted("budget", "check", Status.WARN, "spent", round_.log.started)


async def _look(round_: Round, controls: tuple[Host, ...]) -> None:
    look_around(round_)
    hosts = (*round_.targets.provider, *controls)
    ways = [round_.log.guarded("approach", host.id, _approach(round_, host)) for host in hosts]
    by_proxy = round_.log.guarded("proxy", round_.asked.id, try_proxy(round_))
    core = together(*ways, by_proxy)  # first: its questions are what everything waits for
    aside = [
        asyncio.create_task(round_.log.guarded("gateway", "device", watch_gateways(round_))),
        asyncio.create_task(round_.log.guarded("dns_root", "resolvers", question_resolvers(round_))),
        asyncio.create_task(round_.log.guarded("os_view", "device", ask_system(round_))),
        asyncio.create_task(round_.ledger.watch()),
        asyncio.create_task(round_.others_ledger.watch()),
    ]
    try:
        await _until_decided(round_, core)
        note_goodput(round_)
        if in_trouble(round_.log.findings) and not decided_here(round_.log.findings):
            await asyncio.wait(aside[1:3], timeout=round_.log.limit(1.5))
            await look_closer(round_, asked_controls=bool(controls))
    finally:
        for task in (core, *aside):
            task.cancel()


async def _until_decided(round_: Round, core: asyncio.Task[list[None]]) -> None:
    """Wait for *core*, but not for its timeouts once this machine's own state explains everything."""
    await asyncio.wait([core], timeout=_DECIDED_AFTER_S)
    if not core.done() and decided_here(round_.log.findings):
        core.cancel()
    await asyncio.wait([core])


def decided_here(findings: list[Finding]) -> bool:
    """True if this machine's own state explains everything: a closer look would only cost time."""
    if any(item.id in _ARRIVED and item.status is Status.PASS for item in findings):
        return False
    words = {(item.id, item.value) for item in findings}
    hops = {item.value for item in findings if item.id == "gateway"}
    return hops == {"dead"} or ("route", "ok") not in words or bool(words & _DECISIVE)


async def _approach(round_: Round, host: Host) -> None:
    """Resolve *host* and walk to each of its addresses as soon as it is named."""
    taken: list[str] = []
    work: list[asyncio.Task[None]] = []
    knocks: asyncio.Queue[str | None] = asyncio.Queue()
    most = _MOST_ADDRESSES if host.control or host is round_.asked else 1

    def found(address: str) -> None:
        before = sum(family_of(other) == family_of(address) for other in taken)
        if before >= most:
            return
        taken.append(address)
        knocks.put_nowait(address)
        step = walk(round_, host, address, spare=before > 0)
        work.append(asyncio.create_task(round_.log.guarded("walk", host.id, step)))

    if host.scheme == "https" and not host.control and is_near(round_, host):
        work.append(asyncio.create_task(round_.log.guarded("http80", host.id, _knock(round_, host, knocks))))
    try:
        await resolve(round_, host, found)
        knocks.put_nowait(None)
        while not all(task.done() for task in work):
            await asyncio.wait(work)
    finally:
        if host is round_.asked:
            round_.heard.set()
        for task in work:
            task.cancel()


async def _knock(round_: Round, host: Host, addresses: asyncio.Queue[str | None]) -> None:
    """Port 80 of one address; of the next family's too if that one is silent."""
    tried: set[int] = set()
    while (address := await addresses.get()) is not None:
        if family_of(address) in tried or not routed(round_, address):
            continue
        tried.add(family_of(address))
        if await knock_80(round_, host, address) not in NOT_THERE:
            return
