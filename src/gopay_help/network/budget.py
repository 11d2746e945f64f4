"""What the looks of one run share: findings so far, time left, packets left, whose turn it is."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from gopay_help.model.check import EvidenceValue, Finding, Status
from gopay_help.network.findings import OVER_BUDGET, failure_for
from gopay_help.network.machine import Connection, Network, OverBudgetError
from gopay_help.network.targets import TargetHost, Targets

T = TypeVar("T")


def run_all(*work: Coroutine[Any, Any, T]) -> asyncio.Task[list[T]]:
    """Begin all of *work*. If one raises, or the wait is cancelled, the rest end before this does.

    asyncio.gather would print a complaint on stderr when its waiter is cancelled.
    """
    tasks = [asyncio.create_task(item) for item in work]
    whole = asyncio.create_task(_all(tasks))
    whole.add_done_callback(lambda _: _stop(tasks))
    return whole


async def _all(tasks: list[asyncio.Task[T]]) -> list[T]:
    if not tasks:
        return []
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        _stop(tasks)
        await asyncio.wait(tasks)
        failed = [task for task in tasks if not task.cancelled() and task.exception()]  # each was looked at
    return [task.result() for task in failed or tasks]


def _stop(tasks: list[asyncio.Task[T]]) -> None:
    for task in tasks:
        task.cancel()


_RESERVE_S = 0.3
"""Kept back for what follows the last wait."""


@dataclass(slots=True)
class FindingsLog:
    """The findings of one run, in the order they came, and the run's deadline."""

    budget_s: float
    started: float = field(default_factory=time.monotonic)
    findings: list[Finding] = field(default_factory=list)

    def limit(self, seconds: float) -> float:
        """*seconds*, or what is left if that is less: a wait must end in a finding before the run ends."""
        left = self.started + self.budget_s - _RESERVE_S - time.monotonic()
        return max(0.01, min(seconds, left))

    def spent(self) -> bool:
        """True once nothing new should be started."""
        return time.monotonic() - self.started > self.budget_s - 2 * _RESERVE_S

    def passed(
        self, check: str, target: str, value: str, since: float, /, **evidence: EvidenceValue
    ) -> Finding:
        """Note something that works."""
        return self.noted(check, target, Status.PASS, value, since, **evidence)

    def failed(
        self, check: str, target: str, value: str, since: float, /, **evidence: EvidenceValue
    ) -> Finding:
        """Note something that does not; or was left out, which is no failure."""
        status = Status.SKIP if value == OVER_BUDGET else Status.FAIL
        return self.noted(check, target, status, value, since, **evidence)

    def noted(
        self, check: str, target: str, status: Status, value: str, since: float, /, **evidence: EvidenceValue
    ) -> Finding:
        """Note something with its status."""
        elapsed = round((time.monotonic() - since) * 1000)
        failure = failure_for(value) if status is Status.FAIL else None
        finding = Finding(check, target, status, value, elapsed, evidence, failure)
        self.findings.append(finding)
        return finding

    async def guarded(self, check: str, target: str, work: Awaitable[object]) -> None:
        """Await *work*; a bug in it becomes a finding and never ends the run."""
        since = time.monotonic()
        try:
            await work
        except Exception as error:  # noqa: BLE001 (a bug in one look must not end the check)
            self.noted(check, target, Status.CRASHED, type(error).__name__, since)


# Limits on what is sent to the provider, counted where connections are opened.

MOST_PACKETS, MOST_BYTES, MOST_AT_ONCE = 60, 64 << 10, 6
_STRAY = 16
"""Kept back for the kernel's own answers to what arrives after a connection has ended."""
_ACKS = 0 if hasattr(socket, "TCP_QUICKACK") else 2
KNOCK, TALK = 2 + min(1, _ACKS), 5 + _ACKS
"""Packets of a connection that is only opened, and of one that says something. A reset ends both."""
_HEADERS = 60
_GREETED_AGAIN_S = (1.0, 2.0, 3.0)
"""When the kernel repeats a greeting that nobody answers."""
_LOOK_EVERY_S = 0.05
_STOP_BELOW = 3


@dataclass(eq=False, slots=True)
class Account:
    """One connection: what was set aside for it, and what the kernel says of it."""

    address: str
    reserved: int
    vital: bool = False
    """True for the service asked about: it is stopped last."""
    since: float = field(default_factory=time.monotonic)
    until: float | None = None
    """When it was given up unopened."""
    link: Connection | None = None

    @property
    def open(self) -> bool:
        """True while more may be sent."""
        return self.until is None and not (self.link and self.link.closed)

    def used(self) -> tuple[int, int]:
        """Packets so far, the reset at the end included, and bytes with their headers."""
        told = self.link.sent() if self.link else None
        if told:
            packets = told[0] + 1
        elif self.link:
            packets = self.reserved
        else:
            waited = (self.until or time.monotonic()) - self.since
            packets = 1 + sum(waited >= at for at in _GREETED_AGAIN_S)
        return packets, (told[1] if told else 0) + packets * _HEADERS

    def grown(self) -> bool:
        """True if it sends more than was set aside for it."""
        return self.open and self.used()[0] > self.reserved


class PacketBudget:
    """Every connection to the provider is opened here, and left out once the limit would be passed."""

    def __init__(self, most: int = MOST_PACKETS - _STRAY) -> None:
        self._most = most
        self._accounts: list[Account] = []

    def room(self) -> int:
        """Packets that may still be planned for."""
        packets = size = 0
        for account in self._accounts:
            used, weight = account.used()
            packets += max(account.reserved, used) if account.open else used
            size += weight
        return self._most - packets if size < MOST_BYTES else 0

    async def connect(
        self,
        net: Network,
        at: tuple[str, int],
        limit_s: float,
        *,
        cost: int,
        small: bool = False,
        vital: bool = False,
        via: str | None = None,
    ) -> Connection:
        """Open a connection that needs about *cost* packets.

        Raises:
            OverBudgetError: there is no room for it.
            OSError: as the network says.
        """
        async with asyncio.timeout(limit_s):
            while (  # noqa: ASYNC110 (a connection's end tells nobody)
                sum(account.open and account.address == at[0] for account in self._accounts) >= MOST_AT_ONCE
            ):
                await asyncio.sleep(_LOOK_EVERY_S)
        if self.room() < cost:
            raise OverBudgetError
        account = Account(at[0], cost, vital)
        self._accounts.append(account)
        try:
            account.link = await net.connect(*at, limit_s, small=small, via=via)
        except BaseException:
            account.until = time.monotonic()
            raise
        return account.link

    async def watch(self) -> None:
        """Stop what grows before the kernel's own repeats pass the limit: no plan foresees them."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            room = self.room()
            if room < _STOP_BELOW:
                self._stop(vital=False)
            if room < 0:
                self._stop(vital=True)

    def _stop(self, *, vital: bool) -> None:
        for account in self._accounts:
            if account.link and account.vital is vital and account.grown():
                account.link.stop()


@dataclass(slots=True)
class CheckRun:
    """One run: the machine, the findings so far, whom it asks about, and what it may do."""

    net: Network
    log: FindingsLog
    targets: Targets
    allow_private: bool
    looked: set[str] = field(default_factory=set)
    """Follow-up looks that were made or are under way."""
    requested: set[str] = field(default_factory=set)
    """Hosts whose one request is made or under way."""
    contrasted: set[str] = field(default_factory=set)
    """Hosts at one address of which the contrasts are being tried: one is enough, and packets are counted."""
    inspected: set[tuple[str, int]] = field(default_factory=set)
    """Hosts and families whose certificate was looked at."""

    packets: PacketBudget = field(default_factory=PacketBudget)
    """Packets to the provider."""
    others_packets: PacketBudget = field(default_factory=PacketBudget)
    """Packets to the controls, who deserve no less."""
    greeted: dict[tuple[str, int], asyncio.Future[str]] = field(default_factory=dict)
    """For a host and a family: how the first handshake ended, or will."""
    silent: list[Connection] = field(default_factory=list)
    """Connections to the service that have said nothing for a while."""
    looked_up: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once it is known what programs are told of the service's name."""
    drips: int = 0
    """How often somebody waited because bytes came drop by drop."""
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the service asked about proved its name or failed to: then the others have their turn."""

    @property
    def asked(self) -> TargetHost:
        """The service the person asks about."""
        return self.targets.provider[0]

    def packets_of(self, host: TargetHost) -> PacketBudget:
        """What may be sent to *host*'s owner."""
        return self.others_packets if host.control else self.packets

    async def connect(
        self,
        host: TargetHost,
        address: str,
        port: int,
        limit_s: float,
        *,
        cost: int = TALK,
        small: bool = False,
    ) -> Connection:
        """Open a connection to *host*, if what may be sent to its owner leaves room for it."""
        packets = self.packets_of(host)
        vital = host is self.asked
        return await packets.connect(self.net, (address, port), limit_s, cost=cost, small=small, vital=vital)

    @asynccontextmanager
    async def talk(
        self, host: TargetHost, address: str, port: int, limit_s: float, *, small: bool = False
    ) -> AsyncIterator[Connection]:
        """The same, closed in the end whatever happens."""
        link = await self.connect(host, address, port, limit_s, small=small)
        try:
            yield link
        finally:
            link.close()

    def first_time(self, look: str) -> bool:
        """True once for each *look*."""
        new = look not in self.looked
        self.looked.add(look)
        return new

    def count(self, check: str, target: str) -> int:
        """How often *check* came to a finding about *target*."""
        return sum(item.id == check and item.target == target for item in self.log.findings)

    def proved(self, host: TargetHost) -> bool:
        """True if *host* proved its name, at any of its addresses."""
        return any((item.id, item.target, item.value) == ("tls", host.id, "ok") for item in self.log.findings)

    def now(self) -> float:
        """Monotonic seconds."""
        return time.monotonic()


# Order of speaking: the service asked about first, the others once it has answered, nobody into a slow line.

_NEAR_HOSTS = 2
_TURN_S = 1.0
LOOK_EVERY_S = 0.1


def is_near(run: CheckRun, host: TargetHost) -> bool:
    """True for the service, the provider's next host and the controls.

    Further hosts add little, and are left alone unless the service is well.
    """
    return host.control or host in run.targets.provider[:_NEAR_HOSTS]


async def await_turn(run: CheckRun, host: TargetHost) -> None:
    """Wait until *host* may be spoken to.

    Raises:
        OverBudgetError: it is left alone in this run.
    """
    if host is run.asked:
        return
    near = is_near(run, host)
    with suppress(TimeoutError):
        async with asyncio.timeout(_TURN_S if near else None):
            await run.heard.wait()
    while drips(run) and not run.log.spent():  # noqa: ASYNC110 (a line tells nobody that it rests)
        await asyncio.sleep(LOOK_EVERY_S)
    proved = run.proved(run.asked)
    narrow = proved and bool(slow_stretches(run))
    if (not near and (not proved or run.drips)) or (narrow and not host.control):
        raise OverBudgetError


# Throughput, from the times at which bytes arrived.

Arrivals = list[tuple[float, int]]
_STEADY_GAP_S, _STEADY_FOR_S, _STEADY_PIECES, _STEADY_RTT_MS = 0.4, 0.5, 6, 120
SLOW_BYTES_A_SECOND = 16_000
"""Below this a help page with its scripts takes minutes."""
_DRIPS_FOR_S = 0.15


def steady_stretches(arrivals: Arrivals) -> list[Arrivals]:
    """Arrivals in groups without a pause."""
    groups: list[Arrivals] = []
    for arrival in sorted(arrivals):
        if groups and arrival[0] - groups[-1][-1][0] <= _STEADY_GAP_S:
            groups[-1].append(arrival)
        else:
            groups.append([arrival])
    return groups


def slow_stretches(run: CheckRun) -> list[tuple[int, int]]:
    """(bytes a second, tenths of a second) of each stretch that a good line would have been done with."""
    if _round_trip_ms(run) > _STEADY_RTT_MS:
        return []  # on a long line the pauses between questions and answers look alike
    found = []
    for stretch in steady_stretches(run.net.arrivals):
        took, size = stretch[-1][0] - stretch[0][0], sum(count for _, count in stretch[1:])
        if took >= _STEADY_FOR_S and len(stretch) >= _STEADY_PIECES and size / took < SLOW_BYTES_A_SECOND:
            found.append((round(size / took), round(took * 10)))
    return found


def note_goodput(run: CheckRun) -> None:
    """Note each stretch in which bytes kept coming at less than SLOW_BYTES_A_SECOND."""
    since, slow = run.now(), slow_stretches(run)
    for rate, tenths in slow:
        run.log.noted("goodput", "line", Status.WARN, "slow", since, rate=rate, tenths=tenths)
    if run.drips > 1 and not slow and _round_trip_ms(run) <= _STEADY_RTT_MS:
        run.log.noted("goodput", "line", Status.WARN, "drips", since, looks=run.drips)


def _round_trip_ms(run: CheckRun) -> int:
    """The quickest connect so far."""
    opened = [item.elapsed_ms for item in run.log.findings if item.id == "tcp" and item.value == "ok"]
    return min(opened, default=_STEADY_RTT_MS + 1)


def drips(run: CheckRun) -> bool:
    """The same as `dripping`; counts how often it was true, for `note_goodput`."""
    found = dripping(run)
    run.drips += found
    return found


def dripping(run: CheckRun) -> bool:
    """True while bytes come drop by drop: what is missing is under way, and more questions would delay it."""
    groups = steady_stretches(run.net.arrivals)
    if not groups or run.now() - groups[-1][-1][0] > _STEADY_GAP_S:
        return False
    took, size = run.now() - groups[-1][0][0], sum(count for _, count in groups[-1])
    return took >= _DRIPS_FOR_S and size / took < SLOW_BYTES_A_SECOND
