"""What the probes of one run share."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from gopay_help.network.ledger import TALK, Ledger
from gopay_help.network.log import Log
from gopay_help.network.network import Link, Network
from gopay_help.network.targets import Host, Targets


@dataclass(slots=True)
class Round:
    """One run: the machine, the findings so far, whom it asks about, and what it may do."""

    net: Network
    log: Log
    targets: Targets
    allow_private: bool
    requested: set[str] = field(default_factory=set)
    """Hosts whose one request is made or under way."""
    contrasted: set[str] = field(default_factory=set)
    """Hosts at one address of which the contrasts are being tried: one is enough, and packets are counted."""
    inspected: set[tuple[str, int]] = field(default_factory=set)
    """Hosts and families whose certificate was looked at."""

    ledger: Ledger = field(default_factory=Ledger)
    """Packets to the provider."""
    others_ledger: Ledger = field(default_factory=Ledger)
    """Packets to the controls, who deserve no less."""
    greeted: dict[tuple[str, int], asyncio.Future[str]] = field(default_factory=dict)
    """For a host and a family: how the first handshake ended, or will."""
    silent: list[Link] = field(default_factory=list)
    """Connections to the service that have said nothing for a while."""
    looked_up: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once it is known what programs are told of the service's name."""
    drips: int = 0
    """How often somebody waited because bytes came drop by drop."""
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the service asked about proved its name or failed to: then the others have their turn."""

    @property
    def asked(self) -> Host:
        """The service the person asks about."""
        return self.targets.provider[0]

    def ledger_of(self, host: Host) -> Ledger:
        """What may be sent to *host*'s owner."""
        return self.others_ledger if host.control else self.ledger

    async def connect(
        self, host: Host, address: str, port: int, limit_s: float, *, cost: int = TALK, small: bool = False
    ) -> Link:
        """Open a connection to *host*, if what may be sent to its owner leaves room for it."""
        ledger = self.ledger_of(host)
        vital = host is self.asked
        return await ledger.connect(self.net, (address, port), limit_s, cost=cost, small=small, vital=vital)

    @asynccontextmanager
    async def talk(
        self, host: Host, address: str, port: int, limit_s: float, *, small: bool = False
    ) -> AsyncIterator[Link]:
        """The same, closed in the end whatever happens."""
        link = await self.connect(host, address, port, limit_s, small=small)
        try:
            yield link
        finally:
            link.close()

    def now(self) -> float:
        """Monotonic seconds."""
        return time.monotonic()
