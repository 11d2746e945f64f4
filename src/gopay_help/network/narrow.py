"""A narrow line: bytes keep coming, and hardly any."""

import asyncio
from contextlib import suppress

from gopay_help.model.result import Status
from gopay_help.network.ledger import TALK
from gopay_help.network.network import Trust
from gopay_help.network.round import Round
from gopay_help.network.targets import Host
from gopay_help.network.together import together

Arrivals = list[tuple[float, int]]
_STEADY_GAP_S, _STEADY_FOR_S, _STEADY_PIECES, _STEADY_RTT_MS = 0.4, 0.5, 6, 120
SLOW_BYTES_A_SECOND = 16_000
"""Below this a help page with its scripts takes minutes."""
_DRIPS_FOR_S = 0.15
_LOAD, _LOAD_FOR_S, _BURST_BYTES, _LOAD_LIMIT_S = 4, 0.2, 2000, 2.3
LONG_TENTHS = 15
"""A line that was slow for so long needs no second look."""


def steady_stretches(arrivals: Arrivals) -> list[Arrivals]:
    """Arrivals in groups without a pause."""
    groups: list[Arrivals] = []
    for arrival in sorted(arrivals):
        if groups and arrival[0] - groups[-1][-1][0] <= _STEADY_GAP_S:
            groups[-1].append(arrival)
        else:
            groups.append([arrival])
    return groups


def slow_stretches(round_: Round) -> list[tuple[int, int]]:
    """(bytes a second, tenths of a second) of each stretch that a good line would have been done with."""
    if _round_trip_ms(round_) > _STEADY_RTT_MS:
        return []  # on a long line the pauses between questions and answers look alike
    found = []
    for stretch in steady_stretches(round_.net.arrivals):
        took, size = stretch[-1][0] - stretch[0][0], sum(count for _, count in stretch[1:])
        if took >= _STEADY_FOR_S and len(stretch) >= _STEADY_PIECES and size / took < SLOW_BYTES_A_SECOND:
            found.append((round(size / took), round(took * 10)))
    return found


def note_goodput(round_: Round) -> None:
    """Did bytes keep coming for a while.

    Yet hardly any? Only a narrow line, or a tired machine, does that.
    """
    since, slow = round_.now(), slow_stretches(round_)
    for rate, tenths in slow:
        round_.log.noted("goodput", "line", Status.WARN, "slow", since, rate=rate, tenths=tenths)
    if round_.drips > 1 and not slow and _round_trip_ms(round_) <= _STEADY_RTT_MS:
        round_.log.noted("goodput", "line", Status.WARN, "drips", since, looks=round_.drips)


def _round_trip_ms(round_: Round) -> int:
    """The quickest connect so far."""
    opened = [item.elapsed_ms for item in round_.log.findings if item.id == "tcp" and item.value == "ok"]
    return min(opened, default=_STEADY_RTT_MS + 1)


def drips(round_: Round) -> bool:
    """The same as `dripping`, remembered: whoever waited for a line says so in the end."""
    found = dripping(round_)
    round_.drips += found
    return found


def dripping(round_: Round) -> bool:
    """True while bytes come drop by drop: what is missing is under way, and more questions would delay it."""
    groups = steady_stretches(round_.net.arrivals)
    if not groups or round_.now() - groups[-1][-1][0] > _STEADY_GAP_S:
        return False
    took, size = round_.now() - groups[-1][0][0], sum(count for _, count in groups[-1])
    return took >= _DRIPS_FOR_S and size / took < SLOW_BYTES_A_SECOND


def proved_ways(round_: Round) -> list[tuple[Host, str]]:
    """Two addresses to load the line with: of a control, whom nobody else asks, or else of the service."""
    for host in (*round_.targets.controls, round_.asked):
        found = [
            (host, str(item.evidence["address"]))
            for item in round_.log.findings
            if (item.id, item.target, item.value) == ("tls", host.id, "ok")
            and item.evidence.get("control") is host.control
        ]
        if found:
            return list(dict.fromkeys(found))[:2]
    return []


async def load_line(round_: Round, ways: list[tuple[Host, str]]) -> None:
    """A few handshakes at once and nothing else.

    Does the data still trickle? A line idle for a moment passes one.
    """
    since, (first, _) = round_.now(), ways[0]
    number = min(_LOAD, round_.ledger_of(first).room() // TALK)
    if number < len(ways):
        return
    before = len(round_.net.arrivals)

    async def one(host: Host, address: str) -> None:
        with suppress(OSError, EOFError):
            async with (
                asyncio.timeout(round_.log.limit(_LOAD_LIMIT_S)),
                round_.talk(host, address, host.port, _LOAD_LIMIT_S) as link,
            ):
                await link.secure(host.name, Trust.FULL)

    await together(*(one(*way) for way in (ways * number)[:number]))
    came = sorted(round_.net.arrivals[before:])
    took = came[-1][0] - came[0][0] if came else 0.0
    size = sum(count for _, count in came) - _BURST_BYTES
    slow = took >= _LOAD_FOR_S and size / took < SLOW_BYTES_A_SECOND
    rate = round(max(0, size) / took) if took else None
    status = Status.WARN if slow else Status.PASS
    value = "slow" if slow else "ok"
    round_.log.noted("rate", round_.asked.id, status, value, since, rate=rate, pieces=len(came))
