"""The real machine (`network.Network`)."""

import asyncio
import base64
import os
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import ifaddr

from gopay_help.network.ask import ask_tcp, ask_udp
from gopay_help.network.network import Adapter, DnsReply, Gateway, Neighbour, Proxy
from gopay_help.network.trust import TrustStore
from gopay_help.network.wire import TcpLink, open_link

if sys.platform == "win32":
    from gopay_help.network import windows as machine
elif sys.platform == "darwin":
    from gopay_help.network import macos as machine
else:
    from gopay_help.network import linux as machine

T = TypeVar("T")


class SystemNetwork:
    """Answers the probes from this machine and notes everything it contacts."""

    def __init__(self) -> None:
        self.contacted: list[str] = []
        self.arrivals: list[tuple[float, int]] = []
        self._trust = TrustStore()
        self._resolvers: list[Sequence[str] | None] = []

    def adapters(self) -> Sequence[Adapter] | None:
        """Interfaces but loopback."""
        try:
            found = [(item.name, item.ips) for item in ifaddr.get_adapters(include_unconfigured=True)]
        except OSError:
            return None
        names = {name: [_plain(ip.ip) for ip in ips] for name, ips in found}
        return [
            Adapter(name, _running(name), tuple(addresses))
            for name, addresses in names.items()
            if not name.startswith("lo") and not set(addresses) & {"127.0.0.1", "::1"}
        ]

    def source_for(self, address: str) -> str:
        """The local address towards *address*; connecting a datagram socket sends nothing."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.connect((address, 9))
            return str(sock.getsockname()[0])

    def gateways(self) -> Sequence[Gateway]:
        """Default gateways."""
        return machine.gateways()

    def neighbour(self, gateway: Gateway) -> Neighbour:
        """Whether the gateway answers on the link."""
        return machine.neighbour(gateway)

    def resolvers(self) -> Sequence[str] | None:
        """Configured DNS servers, read once a run: a system's tool may have to be asked."""
        if not self._resolvers:
            self._resolvers.append(machine.resolvers())
        return self._resolvers[0]

    def hosts_file(self) -> str:
        """The text of the hosts file."""
        root = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"))
        path = root / "System32/drivers/etc/hosts" if sys.platform == "win32" else Path("/etc/hosts")
        try:
            return path.read_text("utf-8", "replace")
        except OSError:
            return ""

    def proxy_for(self, host: str, *, alone: bool = False) -> Proxy | None:
        """The proxy of the settings, with the system's own list of exceptions."""
        proxies = getproxies()
        url = proxies.get("https") or proxies.get("all")
        asks = sys.platform in {"win32", "darwin"}  # by gethostbyname
        if not url or (not (alone and asks) and proxy_bypass(host)):
            return None
        parts = urlsplit(url if "//" in url else f"http://{url}")
        with suppress(ValueError):
            if parts.hostname:
                default = 1080 if parts.scheme.startswith("socks") else 8080
                return Proxy(
                    parts.scheme,
                    parts.hostname,
                    parts.port or default,
                    _login(parts.username, parts.password),
                )
        return Proxy(parts.scheme, "", 0)

    def packets_out(self) -> int | None:
        """Packets sent on real interfaces."""
        return machine.packets_out() if sys.platform.startswith("linux") else None

    def portal_api(self) -> str | None:
        """The captive-portal URI of the lease."""
        return machine.portal_api() if sys.platform.startswith("linux") else None

    async def connectivity(self) -> str | None:
        """What the system itself believes, asked in a thread that never keeps the process alive."""
        return await in_daemon_thread(machine.connectivity)

    async def lookup(self, host: str) -> tuple[str, ...]:
        """getaddrinfo, in a thread that never keeps the process alive."""
        found = await in_daemon_thread(lambda: socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM))
        return tuple(dict.fromkeys(str(item[4][0]) for item in found))

    async def ask(
        self,
        server: str,
        name: str,
        qtype: str,
        limit_s: float,
        contradicted: Callable[[tuple[str, ...]], None] | None = None,
    ) -> DnsReply:
        """One question to one resolver."""
        self._note(server, 53, "udp")
        reply = await ask_udp(server, name, qtype, limit_s, contradicted=contradicted)
        if reply.rcode == "TRUNCATED":
            self._note(server, 53, "tcp")
            reply = await ask_tcp(server, name, qtype, limit_s)
        return reply

    async def reach(self, server: str, port: int, limit_s: float) -> None:
        """Open and close a TCP connection."""
        (await self.connect(server, port, limit_s)).close()

    async def connect(self, address: str, port: int, limit_s: float, *, small: bool = False) -> TcpLink:
        """Open a TCP connection."""
        self._note(address, port, "tcp")
        return await open_link((address, port), limit_s, self._trust, self.arrivals, small=small)

    def _note(self, address: str, port: int, protocol: str) -> None:
        at = f"[{address}]" if ":" in address else address
        entry = f"{at}:{port}/{protocol}"
        if entry not in self.contacted:
            self.contacted.append(entry)


async def in_daemon_thread(call: Callable[[], T]) -> T:
    """Run a blocking *call*.

    Asyncio's own threads are joined at exit and would hold the process for ten seconds.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def work() -> None:
        result: T | None = None
        caught: BaseException | None = None
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001 (handed to the waiting side)
            caught = error
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, caught)

    threading.Thread(target=work, daemon=True).start()
    return await future


def _plain(address: str | tuple[str, int, int]) -> str:
    return address if isinstance(address, str) else address[0]


def _running(name: str) -> bool:
    return machine.running(name) if sys.platform.startswith("linux") else True


def _login(user: str | None, password: str | None) -> str | None:
    if user is None:
        return None
    return base64.b64encode(f"{unquote(user)}:{unquote(password or '')}".encode()).decode("ascii")
