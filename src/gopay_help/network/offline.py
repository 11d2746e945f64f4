"""What a machine shows of itself: nobody is contacted, and little is proved."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from gopay_help.model.result import CheckReport, Status
from gopay_help.network.alone import judge_alone
from gopay_help.network.local import look_around
from gopay_help.network.log import Log
from gopay_help.network.network import Neighbour, Network
from gopay_help.network.os_view import ask_system
from gopay_help.network.round import Round
from gopay_help.network.system import SystemNetwork
from gopay_help.network.targets import Targets

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
    round_ = Round(net, Log(_LIMIT_S), targets, allow_private=False)
    look_around(round_, alone=True)
    _gateways(round_)
    if made is not None:
        _clock(round_, started_at, made)
    asyncio.run(round_.log.guarded("os_view", "device", ask_system(round_)))
    verdict, secondary = judge_alone(round_.log.findings, round_.asked)
    elapsed = round((round_.now() - round_.log.started) * 1000)
    return CheckReport(
        started_at, elapsed, verdict, secondary, tuple(round_.log.findings), tuple(net.contacted)
    )


def _gateways(round_: Round) -> None:
    """The neighbour table as it stands. Who was not spoken to lately is not dead for that."""
    since = round_.now()
    for gateway in round_.net.gateways():
        alive = round_.net.neighbour(gateway) is Neighbour.ALIVE
        status, value = (Status.PASS, "alive") if alive else (Status.UNKNOWN, "unknown")
        round_.log.noted("gateway", f"v{gateway.family}", status, value, since)


def _clock(round_: Round, now: datetime, made: date) -> None:
    since = round_.now()
    floor = datetime.combine(made, time(tzinfo=UTC)) - _A_DAY_OR_TWO
    value, status = ("slow", Status.FAIL) if now < floor else ("plausible", Status.PASS)
    round_.log.noted("clock", "device", status, value, since, not_before=made.isoformat())
