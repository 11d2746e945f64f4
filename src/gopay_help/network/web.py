"""What HTTP says: the service's own answer, and whether plain HTTP is altered on the way."""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

from gopay_help.model.result import EvidenceValue, Status
from gopay_help.network.classify import OVER_BUDGET, word_for
from gopay_help.network.network import Link, OverBudgetError, Reply, Trust
from gopay_help.network.reply import judge_plain, judge_reply
from gopay_help.network.round import Round
from gopay_help.network.targets import Host
from gopay_help.network.together import together
from gopay_help.network.turn import await_turn

HTTP_S = 3.0


_KNOCK_S = 2.2


_PAUSE_S = 0.3


_AGAIN_AFTER = {500, 502, 504}


_GOOD = {"ok", "redirect_own", "redirect_other"}


async def request(round_: Round, host: Host, link: Link, facts: Mapping[str, EvidenceValue]) -> None:
    """C20 on a connection that is open already.

    Asked once more only after a plain server error or a silence.
    """
    value = await _request_once(round_, host, link, {**facts, "attempt": 1})
    status = value[1]
    if value[0] in {"timeout", "reset", "eof"} or status in _AGAIN_AFTER:
        await asyncio.sleep(_PAUSE_S)
        await together(
            _request_anew(round_, host, {**facts, "attempt": 2}),
            *([_request_small(round_, host, facts)] if value[0] == "timeout" else []),
        )


async def _request_once(
    round_: Round, host: Host, link: Link, facts: Mapping[str, EvidenceValue]
) -> tuple[str, int]:
    since = round_.now()
    try:
        async with asyncio.timeout(round_.log.limit(HTTP_S)):
            reply = await link.fetch(host.name, host.path)
    except (OSError, EOFError) as error:
        word = word_for(error)
        round_.log.failed("https", host.id, word, since, **facts, resent=link.resent())
        return word, 0
    finally:
        link.close()
    note_date(round_, host, reply, "https", round_.now() - since)
    value, seen = judge_reply(reply, host, round_.targets)
    status = Status.PASS if value in _GOOD else Status.FAIL
    round_.log.noted("https", host.id, status, value, since, **facts, **seen)
    return value, reply.status


async def _request_anew(round_: Round, host: Host, facts: Mapping[str, EvidenceValue]) -> None:
    from_address = str(facts["address"])
    since = round_.now()
    try:
        async with asyncio.timeout(2 * HTTP_S), round_.talk(host, from_address, host.port, HTTP_S) as link:
            if host.scheme == "https":
                async with asyncio.timeout(round_.log.limit(HTTP_S)):
                    await link.secure(host.name, Trust.FULL)
            await _request_once(round_, host, link, facts)
    except (OSError, EOFError) as error:
        round_.log.failed("https", host.id, word_for(error), since, **facts)


async def _request_small(round_: Round, host: Host, facts: Mapping[str, EvidenceValue]) -> None:
    """C19 for an answer that never came: perhaps it was too big for the way."""
    since = round_.now()
    value = "silent"
    try:
        async with (
            asyncio.timeout(round_.log.limit(HTTP_S)),
            round_.talk(host, str(facts["address"]), host.port, HTTP_S, small=True) as link,
        ):
            await link.secure(host.name, Trust.FULL)
            await link.fetch(host.name, host.path)
            value = "served"
    except OverBudgetError:
        return
    except (OSError, EOFError):
        pass
    status = Status.PASS if value == "served" else Status.FAIL
    round_.log.noted("small_mss", host.id, status, value, since, **facts, stage="https")


def note_date(round_: Round, host: Host, reply: Reply, source: str, took_s: float) -> None:
    """C17: how far this machine's clock is from the server's."""
    since = round_.now()
    try:
        when = parsedate_to_datetime(reply.headers.get("date", ""))
    except (TypeError, ValueError):
        return
    offset = round(when.replace(tzinfo=when.tzinfo or UTC).timestamp() - time.time() + took_s / 2)
    value = "ok" if abs(offset) < CLOCK_LIMIT_S else "slow" if offset > 0 else "fast"
    status = Status.PASS if value == "ok" else Status.WARN
    round_.log.noted(
        "clock", host.id, status, value, since, offset_s=offset, source=source, control=host.control
    )


CLOCK_LIMIT_S = 300
"""Five minutes (network.md, rule 14)."""


async def date_of(round_: Round, host: Host, link: Link, source: str) -> None:
    """Ask only for the time."""
    since = round_.now()
    try:
        async with asyncio.timeout(round_.log.limit(1.0)):
            note_date(round_, host, await link.fetch(host.name, "/"), source, round_.now() - since)
    except (OSError, EOFError):
        return


async def knock_80(round_: Round, host: Host, address: str) -> str:
    """C21: plain HTTP, where a portal or a filter shows itself. In a word what came of it."""
    since = round_.now()
    facts: dict[str, EvidenceValue] = {"address": address, "control": host.control}
    try:
        async with asyncio.timeout(round_.log.limit(_KNOCK_S)):
            async with round_.talk(host, address, 80, _KNOCK_S) as link:
                await await_turn(round_, host)
                reply = await link.fetch(host.name, "/")
    except (OSError, EOFError) as error:
        word = word_for(error)
        status = Status.SKIP if word == OVER_BUDGET else Status.WARN
        round_.log.noted("http80", host.id, status, word, since, **facts)
        return word
    note_date(round_, host, reply, "http", round_.now() - since)
    value, seen = judge_plain(reply, host, round_.targets)
    status = Status.FAIL if value in {"portal_redirect", "portal_511"} else Status.PASS
    round_.log.noted("http80", host.id, status, value, since, **facts, **seen)
    return value
