"""What a check may send to the provider, and what it did: counted here, so that the limit holds by itself."""

import asyncio
import socket
import time
from dataclasses import dataclass, field

from gopay_help.network.network import Link, Network, OverBudgetError

MOST_PACKETS, MOST_BYTES, MOST_AT_ONCE = 60, 64 << 10, 6
_STRAY = 8
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
    link: Link | None = None

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


class Ledger:
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
    ) -> Link:
        """Open a connection that needs about *cost* packets.

        Raises:
            OverBudgetError: there is no room for it.
            OSError: as the network says.
        """
        async with asyncio.timeout(limit_s):
            while self._at_once(at[0]) >= MOST_AT_ONCE:  # noqa: ASYNC110 (a connection's end tells nobody)
                await asyncio.sleep(_LOOK_EVERY_S)
        if self.room() < cost:
            raise OverBudgetError
        account = Account(at[0], cost, vital)
        self._accounts.append(account)
        try:
            account.link = await net.connect(*at, limit_s, small=small)
        except BaseException:
            account.until = time.monotonic()
            raise
        return account.link

    def _at_once(self, address: str) -> int:
        return sum(account.open and account.address == address for account in self._accounts)

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
