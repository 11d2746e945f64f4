"""Who speaks when: the service asked about first, the others once it has, and nobody into a narrow line."""

import asyncio
from contextlib import suppress

from gopay_help.network.narrow import drips, slow_stretches
from gopay_help.network.network import OverBudgetError
from gopay_help.network.round import Round
from gopay_help.network.targets import Host

_NEAR_HOSTS = 2
_TURN_S = 1.0
LOOK_EVERY_S = 0.1


def is_near(round_: Round, host: Host) -> bool:
    """True for the service, the provider's next host and the controls.

    Further hosts add little, and are left alone unless the service is well.
    """
    return host.control or host in round_.targets.provider[:_NEAR_HOSTS]


async def await_turn(round_: Round, host: Host) -> None:
    """Wait until *host* may be spoken to.

    Raises:
        OverBudgetError: it is left alone in this run.
    """
    if host is round_.asked:
        return
    near = is_near(round_, host)
    with suppress(TimeoutError):
        async with asyncio.timeout(_TURN_S if near else None):
            await round_.heard.wait()
    while drips(round_) and not round_.log.spent():  # noqa: ASYNC110 (a line tells nobody that it rests)
        await asyncio.sleep(LOOK_EVERY_S)
    proved = _proved(round_)
    narrow = proved and bool(slow_stretches(round_))
    if (not near and (not proved or round_.drips)) or (narrow and not host.control):
        raise OverBudgetError


def _proved(round_: Round) -> bool:
    asked, found = round_.asked.id, round_.log.findings
    return any(item.id == "tls" and item.target == asked and item.value == "ok" for item in found)
