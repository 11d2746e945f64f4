"""C07: what does the system itself believe? A hint: it strengthens a finding of ours, and decides nothing."""

import asyncio

from gopay_help.model.result import Status
from gopay_help.network.round import Round

_LIMIT_S = 1.0
_STATUS = {"full": Status.PASS, "unknown": Status.UNKNOWN}


async def ask_system(round_: Round) -> None:
    """Note the system's word, if it has one in time. Nobody waits for it while all is well."""
    since = round_.now()
    try:
        async with asyncio.timeout(round_.log.limit(_LIMIT_S)):
            word = await round_.net.connectivity()
    except OSError:
        word = "unknown"
    if word is None:
        round_.log.noted("os_view", "device", Status.SKIP, "no_tool", since)
    else:
        round_.log.noted("os_view", "device", _STATUS.get(word, Status.WARN), word, since)
