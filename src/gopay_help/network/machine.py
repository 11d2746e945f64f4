"""The interface between looks and machine, kinds of addresses, and system tools.

`system.SystemNetwork` implements `Network` for real, the tests' FakeNetwork from a script. Methods that wait
raise what the machine raised (OSError, ssl.SSLError, TimeoutError, EOFError); `findings.word_for` names it.
"""

import ipaddress
import shutil
import subprocess
from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple, Protocol

from gopay_help.model.addresses import kind_of


class OverBudgetError(OSError):
    """The check has sent what it may; this look is left out, and says nothing about the network."""


class Adapter(NamedTuple):
    """One network interface, loopback left out."""

    name: str
    running: bool
    addresses: tuple[str, ...]
    networks: tuple[str, ...] = ()
    """What is on the link with it, as ``192.168.1.0/24``."""


class Gateway(NamedTuple):
    """The first hop of one family."""

    family: int
    address: str
    interface: str


class DefaultRoute(NamedTuple):
    """One way out of this machine; the one with the lowest metric is taken."""

    family: int
    interface: str
    metric: int


class Neighbour(Enum):
    """What the kernel's neighbour table says of a gateway."""

    ALIVE = "alive"
    SILENT = "silent"
    UNKNOWN = "unknown"


class Proxy(NamedTuple):
    """The proxy that the machine's own settings name for a host. Never printed with its credentials."""

    scheme: str
    host: str
    port: int
    credentials: str | None = None


class DnsReply(NamedTuple):
    """A resolver's answer to one question. `tries` counts the packets it took."""

    rcode: str
    addresses: tuple[str, ...]
    tries: int


class Trust(Enum):
    """How a TLS handshake judges the other side."""

    FULL = "full"
    STRICT = "strict"
    """As FULL, with the checks of form that only newer software makes."""
    ANY_TIME = "any_time"
    """Chain and name must hold, dates need not: tells a wrong clock from a wrong server."""
    NOTHING = "nothing"
    """Looks only, and is never used for anything but looking."""


class Secured(NamedTuple):
    """A finished TLS handshake."""

    version: str
    certificate: bytes
    rate: float | None
    """Bytes a second between the first and the last piece of the server's flight; None if it came at once."""


class Reply(NamedTuple):
    """The first 4 KiB of an HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes
    whole: bool = True
    """False if the other side ended before as much had come as it had announced."""
    stalled: bool = False
    """True if nothing more came for a while, though more was announced."""
    received: int = 0
    """Bytes that came in all, as they were on the wire."""


class Connection(Protocol):
    """One TCP connection."""

    connect_s: float
    closed: bool
    received: int
    """Bytes that came, since the handshake if there was one."""

    def prepare(self, name: str | None, trust: Trust) -> None:
        """Work out a TLS greeting for later; the same *name* and *trust* follow."""
        ...

    async def secure(self, name: str | None, trust: Trust) -> Secured:
        """Make it TLS, asking for *name*."""
        ...

    async def fetch(self, host: str, path: str, accept: str = "*/*") -> Reply:
        """GET *path*; redirects are not followed."""
        ...

    async def tunnel(self, host: str, port: int, credentials: str | None, *, socks: bool = False) -> int:
        """Ask a proxy for a way to *host*; returns its status, in HTTP's numbers for a SOCKS proxy too."""
        ...

    def resent(self) -> int | None:
        """How many segments the kernel had to send again; None where it does not say."""
        ...

    def sent(self) -> tuple[int, int] | None:
        """How many segments, and bytes of data in them, the kernel sent; None where it does not say."""
        ...

    def stop(self) -> None:
        """End every wait on it with OverBudgetError."""
        ...

    def close(self) -> None:
        """Drop the connection."""
        ...


class Network(Protocol):
    """The machine, as the probes see it."""

    contacted: list[str]
    arrivals: list[tuple[float, int]]
    """When bytes came over TLS, and how many: what a throttled line shows."""

    def adapters(self) -> Sequence[Adapter] | None:
        """Interfaces but loopback; None where the system does not say."""
        ...

    def source_for(self, address: str) -> str:
        """The local address that packets to *address* would leave from; OSError if there is no route."""
        ...

    def gateways(self) -> Sequence[Gateway]:
        """Default gateways; empty where unknown."""
        ...

    def default_routes(self) -> Sequence[DefaultRoute]:
        """Every default route, the preferred one of each family first; empty where unknown."""
        ...

    def neighbour(self, gateway: Gateway) -> Neighbour:
        """Whether the gateway answers on the local link. Sends nothing."""
        ...

    def resolvers(self) -> Sequence[str] | None:
        """The configured DNS servers; None where the system does not say."""
        ...

    def hosts_file(self) -> str:
        """The text of the hosts file; empty if there is none."""
        ...

    def proxy_for(self, host: str, *, alone: bool = False) -> Proxy | None:
        """The proxy that the settings name for https to *host*.

        Some systems look up the name to compare its address with their exceptions; not if *alone*.
        """
        ...

    def packets_out(self) -> int | None:
        """Packets this machine has sent on real interfaces; None where the system does not say."""
        ...

    def portal_api(self) -> str | None:
        """The captive-portal URI (RFC 8910) that the lease carried; None if none is known."""
        ...

    async def connectivity(self) -> str | None:
        """``full``, ``portal``, ``limited``, ``none`` or ``unknown``, as the system itself last found.

        None where it has no view. Sends nothing.
        """
        ...

    async def lookup(self, host: str) -> tuple[str, ...]:
        """What any program on this machine gets for *host*."""
        ...

    async def ask(
        self,
        server: str,
        name: str,
        qtype: str,
        limit_s: float,
        contradicted: Callable[[tuple[str, ...]], None] | None = None,
        *,
        plain: bool = False,
        via: str | None = None,
    ) -> DnsReply:
        """Ask one resolver one question, over UDP, then TCP if the answer is cut.

        *contradicted* hears of a second answer that has nothing in common with the first, while time goes on;
        *plain* asks without EDNS; *via* asks through one interface.
        """
        ...

    async def reach(self, server: str, port: int, limit_s: float) -> None:
        """Open and close a TCP connection."""
        ...

    async def connect(
        self, address: str, port: int, limit_s: float, *, small: bool = False, via: str | None = None
    ) -> Connection:
        """Open a TCP connection; *small* asks for small segments both ways, *via* names an interface."""
        ...


def may_contact(address: str, *, allow_private: bool) -> bool:
    """True if a name of a targets file may lead there."""
    return allow_private or kind_of(address) in {"global", "nat64", "fake_ip"}


def family_of(address: str) -> int:
    """4 or 6."""
    return ipaddress.ip_address(address.partition("%")[0]).version


def near(address: str) -> bool:
    """True for a resolver that sits on this machine or in this home, not at the provider of the line."""
    return kind_of(address) not in {"global", "nat64"}


def output_of(*command: str) -> str:
    """What the tool prints; empty if it is missing, fails or takes longer than a second."""
    program = shutil.which(command[0])
    if program is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 (a tool of the system, found by its name)
            [program, *command[1:]], capture_output=True, text=True, timeout=1.0, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
