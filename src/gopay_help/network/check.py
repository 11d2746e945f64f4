"""Run a check: every look at once, then the follow-up looks, then the verdict.

Bounded by its budget; leaves no thread that could hold the process; never raises for a bad network.
`look_at_itself` is the same without sending anything.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from gopay_help.model.check import CheckReport, Finding, Status
from gopay_help.network.budget import CheckRun, FindingsLog, is_near, note_goodput, run_all
from gopay_help.network.findings import NOT_THERE
from gopay_help.network.look_closer import hints_at_a_bad_line, in_trouble, look_closer, look_early
from gopay_help.network.look_local import (
    ask_system,
    look_again_at_routes,
    look_around,
    routed,
    watch_gateways,
)
from gopay_help.network.look_names import question_resolvers, resolve
from gopay_help.network.look_path import walk
from gopay_help.network.look_web import knock_80, try_proxy
from gopay_help.network.machine import Neighbour, Network, family_of
from gopay_help.network.observations import fold
from gopay_help.network.system import SystemNetwork
from gopay_help.network.targets import TargetHost, Targets
from gopay_help.network.verdict import consider, judge, judge_alone

_MOST_ADDRESSES = 2


_DECIDED_AFTER_S, _LOOK_EVERY_S, _TELL_EVERY_S = 1.3, 0.1, 1.0


_STALL_S, _STALLED_SHARE = 0.25, 0.25
_DECISIVE = frozenset({("link", "no_link"), ("resolvers", "none")})


_ARRIVED = frozenset({"tcp", "dns_direct", "dns_system", "proxy"})


_TELLING = frozenset({"swap", "small", "chain", "identity", "clock", "gateway", "link", "routes"})
"""What shows by itself why nothing comes back from the service."""


def run_check(
    targets: Targets,
    *,
    budget_s: float = 8.0,
    control: bool = False,
    allow_private: bool = False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    made: date | None = None,
    network: Network | None = None,
    hear: Callable[[str], None] = lambda _row: None,
) -> CheckReport:
    """Look at the network and judge it. Blocks for at most *budget_s*; may run in any thread.

    Args:
        targets: whom to ask about. Nobody else is contacted but the configured resolvers and proxy,
            and the home router where something cuts connections.
        budget_s: seconds for the whole.
        control: True if the person agreed that the neutral hosts of *targets* are contacted.
        allow_private: True if names may lead to private addresses.
        clock: what the report is dated with.
        made: a day that is certainly over: a clock before it is wrong.
        network: the machine, or a fake of it.
        hear: told each second what is still waited for: ``names``, ``way`` or ``service``.
    """
    started_at = clock()
    net = network or SystemNetwork()
    run = CheckRun(net, FindingsLog(budget_s), targets, allow_private)
    if made is not None:
        _clock(run, started_at, made, quiet=True)

    def note_bug(_loop: object, what: Mapping[str, object]) -> None:
        """What asyncio would print: stderr is the person's."""
        kind = type(what.get("exception")).__name__
        run.log.noted("asyncio", "check", Status.CRASHED, kind, run.now(), message=str(what.get("message")))

    with asyncio.Runner() as runner:
        runner.get_loop().set_exception_handler(note_bug)
        runner.run(_bounded(run, targets.controls if control else (), hear))
    verdict, secondary = judge(run.log.findings, run.asked.id)
    elapsed = round((time.monotonic() - run.log.started) * 1000)
    return CheckReport(started_at, elapsed, verdict, secondary, tuple(run.log.findings), tuple(net.contacted))


async def _bounded(run: CheckRun, controls: tuple[TargetHost, ...], hear: Callable[[str], None]) -> None:
    ticker = asyncio.create_task(_tell_what_waits(run, hear))
    pulse = asyncio.create_task(_feel_the_pulse(run))
    try:
        async with asyncio.timeout(run.log.budget_s - 0.15):
            await _look(run, controls)
    except TimeoutError:
        run.log.noted("budget", "check", Status.WARN, "spent", run.log.started)
    finally:
        ticker.cancel()
        pulse.cancel()


async def _feel_the_pulse(run: CheckRun) -> None:
    """Note once that this machine keeps the check waiting: then slowness tells nothing of the network."""
    begun, late, worst = run.now(), 0.0, 0.0
    while worst < _STALL_S or late < _STALLED_SHARE * (run.now() - begun):
        before = run.now()
        await asyncio.sleep(_LOOK_EVERY_S)
        over = run.now() - before - _LOOK_EVERY_S
        late, worst = late + over, max(worst, over)
    run.log.noted("pulse", "device", Status.WARN, "busy", begun, late_ms=round(late * 1000))


async def _tell_what_waits(run: CheckRun, hear: Callable[[str], None]) -> None:
    while True:
        await asyncio.sleep(_TELL_EVERY_S)
        came = {
            item.id for item in run.log.findings if item.status is Status.PASS and item.target == run.asked.id
        }
        hear("service" if "tcp" in came else "way" if came & {"dns_direct", "dns_system"} else "names")


async def _look(run: CheckRun, controls: tuple[TargetHost, ...]) -> None:
    look_around(run)
    hosts = (run.asked, *run.targets.provider[1:], *controls)
    by_proxy = run.log.guarded("proxy", run.asked.id, try_proxy(run))
    # The service first: its questions are what everything waits for.
    mine = run_all(run.log.guarded("approach", run.asked.id, _approach(run, run.asked)), by_proxy)
    others = run_all(*(run.log.guarded("approach", host.id, _approach(run, host)) for host in hosts[1:]))
    told = [
        asyncio.create_task(run.log.guarded("dns_root", "resolvers", question_resolvers(run))),
        asyncio.create_task(run.log.guarded("os_view", "device", ask_system(run))),
    ]
    early = asyncio.create_task(look_early(run, asked_controls=bool(controls)))
    aside = [
        early,
        *told,
        asyncio.create_task(run.log.guarded("gateway", "device", watch_gateways(run))),
        asyncio.create_task(run.packets.watch()),
        asyncio.create_task(run.others_packets.watch()),
    ]
    try:
        await _until_decided(run, (mine, others))
        note_goodput(run)
        if in_trouble(run.log.findings) and not decided_here(run.log.findings) and not _stands(run):
            await asyncio.wait(told, timeout=run.log.limit(1.0))
            if not early.done():
                await asyncio.wait({early}, timeout=run.log.limit(1.0) if run.looked else 0)
            await look_closer(run, asked_controls=bool(controls))
        look_again_at_routes(run)
    finally:
        for task in (mine, others, *aside):
            task.cancel()


async def _until_decided(run: CheckRun, work: tuple[asyncio.Task[list[None]], ...]) -> None:
    """Wait for the service's looks, and for the others' until the verdict stands without them.

    Nor for time-outs once this machine's own state explains everything.
    """
    mine, _ = work
    while not all(task.done() for task in work):
        await asyncio.wait([task for task in work if not task.done()], timeout=_LOOK_EVERY_S)
        late = run.now() - run.log.started > _DECIDED_AFTER_S
        if (late and decided_here(run.log.findings)) or (mine.done() and late and _stands(run)):
            for task in work:
                task.cancel()
            await asyncio.wait(work)


def _stands(run: CheckRun) -> bool:
    """True if what is still out cannot change the verdict: whatever remains possible agrees with it.

    Where the service spoke, or the contrasts have shown what stops it; silence alone is never enough.
    """
    judged = consider(fold(run.log.findings, run.asked.id))
    rows = [one.lead for one in judged.explanations]
    agreed = len({row.cause for row in (*rows, *judged.sleeping)}) == 1
    agreed = agreed and {row.place for row in judged.sleeping} <= {row.place for row in rows}
    spoke = judged.seen.get("reached") != "no" or any(_TELLING & row.required.keys() for row in rows)
    return agreed and spoke and not judged.explanations[0].left and not hints_at_a_bad_line(run.log.findings)


def decided_here(findings: list[Finding]) -> bool:
    """True if this machine's own state explains everything: a closer look would only cost time."""
    if any(item.id in _ARRIVED and item.status is Status.PASS for item in findings):
        return False
    words = {(item.id, item.value) for item in findings}
    hops = {item.value for item in findings if item.id == "gateway"}
    return hops == {"dead"} or ("route", "ok") not in words or bool(words & _DECISIVE)


async def _approach(run: CheckRun, host: TargetHost) -> None:
    """Resolve *host* and walk to each of its addresses as soon as it is named."""
    taken: list[str] = []
    work: list[asyncio.Task[None]] = []
    knocks: asyncio.Queue[str | None] = asyncio.Queue()
    most = _MOST_ADDRESSES if host.control or host is run.asked else 1

    def found(address: str) -> None:
        before = sum(family_of(other) == family_of(address) for other in taken)
        if before >= most:
            return
        taken.append(address)
        knocks.put_nowait(address)
        step = walk(run, host, address, spare=before > 0)
        work.append(asyncio.create_task(run.log.guarded("walk", host.id, step)))

    if host.scheme == "https" and not host.control and is_near(run, host):
        work.append(asyncio.create_task(run.log.guarded("http80", host.id, _knock(run, host, knocks))))
    try:
        await resolve(run, host, found)
        knocks.put_nowait(None)
        while not all(task.done() for task in work):
            await asyncio.wait(work)
    finally:
        if host is run.asked:
            run.heard.set()
        for task in work:
            task.cancel()


async def _knock(run: CheckRun, host: TargetHost, addresses: asyncio.Queue[str | None]) -> None:
    """Port 80 of one address; of the next family's too if that one is silent."""
    tried: set[int] = set()
    while (address := await addresses.get()) is not None:
        if family_of(address) in tried or not routed(run, address):
            continue
        tried.add(family_of(address))
        if await knock_80(run, host, address) not in NOT_THERE or host is not run.asked:
            return


_LIMIT_S = 3.0
_A_DAY_OR_TWO = timedelta(days=2)
"""No time zone is further away, and a release may be dated ahead."""


def look_at_itself(
    targets: Targets,
    *,
    clock: Callable[[], datetime],
    made: date | None = None,
    network: Network | None = None,
) -> CheckReport:
    """Link, addresses, routes, hosts file, settings, clock, and what the system believes already.

    Args:
        targets: whom the person asks about. They are not contacted, and neither is anybody else.
        clock: this machine's.
        made: a day that is certainly over.
        network: the machine, or a fake of it.
    """
    started_at = clock()
    net = network or SystemNetwork()
    run = CheckRun(net, FindingsLog(_LIMIT_S), targets, allow_private=False)
    look_around(run, alone=True)
    _gateways(run)
    if made is not None:
        _clock(run, started_at, made)
    asyncio.run(run.log.guarded("os_view", "device", ask_system(run)))
    verdict, secondary = judge_alone(run.log.findings, run.asked)
    elapsed = round((run.now() - run.log.started) * 1000)
    return CheckReport(started_at, elapsed, verdict, secondary, tuple(run.log.findings), tuple(net.contacted))


def _gateways(run: CheckRun) -> None:
    """The neighbour table as it stands. Who was not spoken to lately is not dead for that."""
    since = run.now()
    for gateway in run.net.gateways():
        alive = run.net.neighbour(gateway) is Neighbour.ALIVE
        status, value = (Status.PASS, "alive") if alive else (Status.UNKNOWN, "unknown")
        run.log.noted("gateway", f"v{gateway.family}", status, value, since)


def _clock(run: CheckRun, now: datetime, made: date, *, quiet: bool = False) -> None:
    since = run.now()
    floor = datetime(made.year, made.month, made.day, tzinfo=UTC) - _A_DAY_OR_TWO
    value, status = ("slow", Status.FAIL) if now < floor else ("plausible", Status.PASS)
    if value == "slow" or not quiet:
        run.log.noted("clock", "device", status, value, since, not_before=made.isoformat())
