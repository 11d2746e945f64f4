"""What the probes of one run share."""

import time
from dataclasses import dataclass, field

from gopay_help.probes.log import Log
from gopay_help.probes.network import Network
from gopay_help.probes.targets import Host, Targets


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

    @property
    def asked(self) -> Host:
        """The service the person asks about."""
        return self.targets.provider[0]

    def now(self) -> float:
        """Monotonic seconds."""
        return time.monotonic()
