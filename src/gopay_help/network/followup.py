"""Looks that only make sense once something is wrong, or may be: portal, firewall, quality."""

import asyncio
import json
from statistics import median
from urllib.parse import urlsplit

from gopay_help.model.result import Status
from gopay_help.network.addresses import family_of
from gopay_help.network.classify import word_for
from gopay_help.network.ledger import KNOCK
from gopay_help.network.network import Gateway, Neighbour, OverBudgetError, Trust
from gopay_help.network.round import Round
from gopay_help.network.targets import is_address
from gopay_help.network.together import together

_SAMPLES, _APART_S, _SAMPLE_LIMIT_S = 8, 0.06, 2.3
_LOST_AFTER_S = 0.9
"""A SYN is sent again after one second, so a connect this slow has lost a packet."""
_FEWEST_SAMPLES = 3
_KNOCKS = 6
_SLOW_RTT_S = 0.5


async def ask_portal(round_: Round) -> None:
    """C22: the network's own captive-portal API, if its lease named one (RFC 8910, 8908)."""
    uri = round_.net.portal_api()
    if uri is None:
        return
    since, parts = round_.now(), urlsplit(uri)
    try:
        async with asyncio.timeout(round_.log.limit(2.0)):
            host = parts.hostname or ""
            addresses = (host,) if is_address(host) else await round_.net.lookup(host)
            link = await round_.net.connect(
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
        round_.log.noted("portal_api", "network", Status.UNKNOWN, word_for(error), since)
        return
    status = Status.FAIL if captive is True else Status.PASS
    round_.log.noted("portal_api", "network", status, "captive" if captive is True else "free", since)


async def count_departures(round_: Round, address: str, port: int) -> None:
    """Do packets leave this machine at all? The interfaces' own counters know, and need no privilege.

    A firewall on this machine stops a packet before it is counted; every other obstacle is further away.
    """
    since = round_.now()
    await asyncio.sleep(0.06)
    before = round_.net.packets_out()
    if before is None:
        return
    await together(*(_knock(round_, address, port, number * 0.02) for number in range(_KNOCKS)))
    left = (round_.net.packets_out() or 0) - before
    stopped = left * 2 < _KNOCKS  # the machine's own chatter, such as a question for the gateway, is let pass
    family = family_of(address)
    hops = [gateway for gateway in round_.net.gateways() if gateway.family == family]
    hops.append(Gateway(family, address, ""))  # it may be, or be taken for, a machine on the same link
    queued = any(round_.net.neighbour(hop) is Neighbour.SILENT for hop in hops)
    # They wait for a first hop that does not answer: that is no firewall.
    value = "queued" if queued else "none_left" if stopped else "left"
    status = Status.UNKNOWN if queued else Status.FAIL if stopped else Status.PASS
    round_.log.noted(
        "departures",
        "device",
        status,
        value,
        since,
        sent=_KNOCKS,
        left=left,
        port=port,
        family=family,
    )


async def _knock(round_: Round, address: str, port: int, after_s: float) -> None:
    await asyncio.sleep(after_s)
    try:
        if port == 53:  # noqa: PLR2004
            await round_.net.ask(address, ".", "NS", 0.25)
        else:
            (await round_.connect(round_.asked, address, port, 0.25, cost=1)).close()
    except (OSError, EOFError):
        return


async def sample_quality(round_: Round, address: str, port: int) -> None:
    """C25: short connects, spaced, to an address that works."""
    since = round_.now()
    limit = round_.log.limit(_SAMPLE_LIMIT_S)
    number = min(_SAMPLES, round_.ledger.room() // (KNOCK + 1))  # one greeting in two may have to be repeated
    if number < _FEWEST_SAMPLES:
        return

    async def one(after_s: float) -> tuple[float | None, int | None] | None:
        await asyncio.sleep(after_s)
        try:
            link = await round_.connect(round_.asked, address, port, max(0.05, limit - after_s), cost=KNOCK)
        except OverBudgetError:
            return None
        except OSError:
            return None, 1
        resent = link.resent()
        link.close()
        return link.connect_s, resent

    tried = await together(*(one(turn * _APART_S) for turn in range(number)))
    results = [result for result in tried if result is not None]
    times = sorted(took for took, _ in results if took is not None)
    lost = sum(
        1 for took, resent in results if took is None or (took >= _LOST_AFTER_S if resent is None else resent)
    )
    typical = median(times) if times else 0.0
    value = "loss" if lost else "latency" if typical >= _SLOW_RTT_S else "ok"
    status = Status.PASS if value == "ok" else Status.WARN
    round_.log.noted(
        "quality",
        round_.asked.id,
        status,
        value,
        since,
        samples=len(results),
        lost=lost,
        address=address,
        median_ms=round(typical * 1000),
        slowest_ms=round(times[-1] * 1000) if times else None,
    )
