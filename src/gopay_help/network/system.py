"""The real machine (`machine.Network`), and DNS questions with retries of our own."""

import asyncio
import base64
import functools
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import ifaddr

from gopay_help.network.machine import Adapter, DefaultRoute, DnsReply, Gateway, Neighbour, Proxy
from gopay_help.network.wire import TcpConnection, TrustStore, leave_by, open_link

_TRIES_AT_S = (0.0, 0.5, 1.1, 1.8)
"""When the question is sent again. Four tries get through one fifth of loss each way."""
_FORGERS_LEAD_S = 1.0
"""How much later than a forged answer the true one may come."""
_LISTENING: set[asyncio.Task[None]] = set()
Contradicted = Callable[[tuple[str, ...]], None]


async def ask_udp(
    server: str,
    name: str,
    qtype: str,
    limit_s: float,
    *,
    port: int = 53,
    contradicted: Contradicted | None = None,
    plain: bool = False,
    via: str | None = None,
) -> DnsReply:
    """Ask over a connected socket, so that a closed port says so at once.

    Args:
        server: whom to ask.
        name: about whom.
        qtype: for what.
        limit_s: seconds for all tries together.
        port: of *server*.
        contradicted: told, while others work on, of a second answer to the same question that has nothing in
            common with the first: whoever forges answers on the way is quick, and cannot stop the true one.
        plain: without EDNS, which some old routers ignore.
        via: the interface to leave by.

    Raises:
        TimeoutError: nothing came within *limit_s*.
        OSError: the machine said why not.
    """
    asked: list[dns.message.Message] = []
    sock = connected(server, port, socket.SOCK_DGRAM, via=via)
    try:
        started = time.monotonic()
        for at in (*_TRIES_AT_S[1:], limit_s):
            # A question of its own each time: the answer's number tells a slow resolver from a lost packet.
            asked.append(
                dns.message.make_query(name, qtype)
                if plain
                else dns.message.make_query(name, qtype, use_edns=0, payload=1232)
            )
            await asyncio.get_running_loop().sock_sendall(sock, asked[-1].to_wire())
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.001, started + min(at, limit_s) - time.monotonic())):
                    answer, number = await _answer_to(asked, sock)
                    reply = _reply(answer, qtype, number)
                    if contradicted is not None:
                        _listen_on(sock.dup(), asked[number - 1], reply, contradicted)
                    return reply
            if at >= limit_s:
                break
    finally:
        sock.close()
    raise TimeoutError(f"no answer from the resolver after {limit_s} s")


def _listen_on(sock: socket.socket, query: dns.message.Message, first: DnsReply, tell: Contradicted) -> None:
    qtype = dns.rdatatype.to_text(query.question[0].rdtype)

    async def listen() -> None:
        with sock, suppress(OSError):  # a timeout is one
            async with asyncio.timeout(_FORGERS_LEAD_S):
                while True:
                    answer, _ = await _answer_to([query], sock)
                    later = _reply(answer, qtype, 1).addresses
                    if later and not set(later) & set(first.addresses):
                        tell(later)
                        return

    task = asyncio.create_task(listen())
    _LISTENING.add(task)
    task.add_done_callback(_LISTENING.discard)


async def _answer_to(
    asked: list[dns.message.Message], sock: socket.socket
) -> tuple[dns.message.Message, int]:
    """The first fitting answer, and which question it belongs to, from 1."""
    while True:
        data = await asyncio.get_running_loop().sock_recv(sock, 4096)
        with suppress(dns.exception.DNSException):
            answer = dns.message.from_wire(data, ignore_trailing=True, raise_on_truncation=False)
            for number, query in enumerate(asked, 1):
                if query.is_response(answer):
                    return answer, number


async def ask_tcp(server: str, name: str, qtype: str, limit_s: float, *, port: int = 53) -> DnsReply:
    """The same over TCP, for an answer that was cut."""
    query = dns.message.make_query(name, qtype)
    wire = query.to_wire()
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(limit_s):
        with connected(server, port, socket.SOCK_STREAM, connect=False) as sock:
            await loop.sock_connect(sock, (server.partition("%")[0], port))
            await loop.sock_sendall(sock, len(wire).to_bytes(2, "big") + wire)
            data = b""
            while len(data) < 2 or len(data) < 2 + int.from_bytes(data[:2], "big"):  # noqa: PLR2004
                piece = await loop.sock_recv(sock, 4096)
                if not piece:
                    raise EOFError("the resolver hung up")
                data += piece
    return _reply(dns.message.from_wire(data[2:], ignore_trailing=True), qtype, 1)


def _reply(answer: dns.message.Message, qtype: str, tries: int) -> DnsReply:
    if answer.flags & dns.flags.TC:
        return DnsReply("TRUNCATED", (), tries)
    wanted = dns.rdatatype.from_text(qtype)
    addresses = tuple(str(item) for rrset in answer.answer if rrset.rdtype == wanted for item in rrset)
    return DnsReply(dns.rcode.to_text(answer.rcode()), addresses, tries)


def connected(
    server: str, port: int, kind: socket.SocketKind, *, connect: bool = True, via: str | None = None
) -> socket.socket:
    """A non-blocking socket to the resolver, scope id included."""
    info = socket.getaddrinfo(server, port, type=kind, flags=socket.AI_NUMERICHOST)[0]
    sock = socket.socket(info[0], kind)
    sock.settimeout(0)
    if connect:
        try:
            leave_by(sock, via)
            sock.connect(info[4])
        except OSError:
            sock.close()
            raise
    return sock


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
        linux = sys.platform.startswith("linux")
        names = {name: [_plain(ip.ip) for ip in ips] for name, ips in found}
        links = {name: tuple(f"{_plain(ip.ip)}/{ip.network_prefix}" for ip in ips) for name, ips in found}
        return [
            Adapter(name, not linux or machine.running(name), tuple(addresses), links[name])
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

    def default_routes(self) -> Sequence[DefaultRoute]:
        """Every default route; where the system tells of gateways only, those."""
        if sys.platform.startswith("linux"):
            return machine.default_routes()
        return [
            DefaultRoute(hop.family, hop.interface, place) for place, hop in enumerate(machine.gateways())
        ]

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
        asks = sys.platform in {"win32", "darwin"}  # by gethostbyname
        if not asks and not any(name.lower().endswith("_proxy") for name in os.environ):
            return None
        from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 (10 ms of a check; few have a proxy)

        proxies = getproxies()
        url = proxies.get("https") or proxies.get("all")
        if not url or (not (alone and asks) and proxy_bypass(host)):
            return None
        parts = urlsplit(url if "//" in url else f"http://{url}")
        with suppress(ValueError):
            if parts.hostname:
                default = 1080 if parts.scheme.startswith("socks") else 8080
                login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}".encode()
                secret = None if parts.username is None else base64.b64encode(login).decode("ascii")
                return Proxy(parts.scheme, parts.hostname, parts.port or default, secret)
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
        *,
        plain: bool = False,
        via: str | None = None,
    ) -> DnsReply:
        """One question to one resolver; asked plainly if it does not understand EDNS."""
        self._note(server, 53, "udp")
        how = functools.partial(ask_udp, server, name, qtype, limit_s, contradicted=contradicted, via=via)
        reply = await how(plain=plain)
        if reply.rcode in {"FORMERR", "NOTIMP"} and not plain:
            reply = await how(plain=True)
        if reply.rcode == "TRUNCATED":
            self._note(server, 53, "tcp")
            reply = await ask_tcp(server, name, qtype, limit_s)
        return reply

    async def reach(self, server: str, port: int, limit_s: float) -> None:
        """Open and close a TCP connection."""
        (await self.connect(server, port, limit_s)).close()

    async def connect(
        self, address: str, port: int, limit_s: float, *, small: bool = False, via: str | None = None
    ) -> TcpConnection:
        """Open a TCP connection."""
        self._note(address, port, "tcp")
        return await open_link((address, port), limit_s, self._trust, self.arrivals, small=small, via=via)

    def _note(self, address: str, port: int, protocol: str) -> None:
        at = f"[{address}]" if ":" in address else address
        entry = f"{at}:{port}/{protocol}"
        if entry not in self.contacted:
            self.contacted.append(entry)


async def in_daemon_thread(call: Callable[[], T]) -> T:
    """Run a blocking *call*.

    Asyncio's own threads are joined at exit and would hold the process for ten seconds.
    """
    future: Future[T] = Future()

    def work() -> None:
        with suppress(InvalidStateError):  # nobody waits any more
            try:
                future.set_result(call())
            except BaseException as error:  # noqa: BLE001 (handed to the waiting side)
                future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return await asyncio.wrap_future(future)


def _plain(address: str | tuple[str, int, int]) -> str:
    return address if isinstance(address, str) else address[0]
