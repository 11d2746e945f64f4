"""One connection, step by step: TCP, SOCKS, TLS and its certificate, HTTP; each fails under its own name."""

import asyncio
import base64
import errno
import ipaddress
import socket
import ssl
import struct
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

import h11
import truststore

from gopay_help import __version__
from gopay_help.network.machine import OverBudgetError, Reply, Secured, Trust

_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL, which the ssl module passes on and has no name for."""


class TrustStore:
    """Makes the TLS object for a connection, by how much it should believe."""

    def __init__(self) -> None:
        self._full = _system_context()
        self._none = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._none.check_hostname = False
        self._none.verify_mode = ssl.CERT_NONE

    def wrap(
        self, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO, name: str | None, trust: Trust
    ) -> ssl.SSLObject:
        """A client-side TLS object.

        ANY_TIME is FULL without the dates where the system can leave them out.
        """
        if trust is Trust.NOTHING:
            return self._none.wrap_bio(incoming, outgoing, server_hostname=name)
        if trust is Trust.FULL or isinstance(self._full, truststore.SSLContext):
            return self._full.wrap_bio(incoming, outgoing, server_hostname=name)
        flags = self._full.verify_flags
        more = ssl.VERIFY_X509_STRICT if trust is Trust.STRICT else _NO_CHECK_TIME
        try:
            # OpenSSL copies the flags into the connection, so the shared context can have them back at once.
            self._full.verify_flags = ssl.VerifyFlags(int(flags) | more)
            return self._full.wrap_bio(incoming, outgoing, server_hostname=name)
        finally:
            self._full.verify_flags = flags


def _system_context() -> ssl.SSLContext:
    """The system's store: OpenSSL's own paths (and SSL_CERT_FILE) if they hold anything, else truststore.

    truststore loads the store anew for each connection on Linux, which costs more than the connection.
    Python 3.13 made checks strict that browsers do not make; a virus scanner's root must not look like an
    attack.
    """
    context = ssl.create_default_context()
    if context.cert_store_stats()["x509_ca"] or ssl.get_default_verify_paths().capath:
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        return context
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


# SOCKS 5 (RFC 1928; RFC 1929 to log in).


SCHEMES = frozenset({"socks", "socks5", "socks5h"})
_VERSION, _OPEN, _LOGIN, _CONNECT = 5, 0, 2, 1
_V4, _NAME, _V6 = 1, 3, 4
_SIZES = {_V4: 4, _V6: 16}
OK, AUTH, REFUSES = 200, 407, 502
"""What became of it, in HTTP's numbers: the proxy that speaks HTTP says it like that."""

Send = Callable[[bytes], Awaitable[None]]
Read = Callable[[int], Awaitable[bytes]]


async def open_way(send: Send, read: Read, to: tuple[str, int], credentials: str | None) -> int:
    """Ask for a way to *to*, by name, so that the proxy resolves it.

    Raises:
        ConnectionResetError: what answers does not speak SOCKS 5.
    """
    ways = bytes([_OPEN, _LOGIN] if credentials else [_OPEN])
    await send(bytes([_VERSION, len(ways)]) + ways)
    version, way = await read(2)
    if version != _VERSION:
        raise ConnectionResetError("what answered does not speak SOCKS 5")
    if way == _LOGIN and credentials:
        user, _, password = base64.b64decode(credentials).partition(b":")
        await send(bytes([1, len(user)]) + user + bytes([len(password)]) + password)
        if (await read(2))[1]:
            return AUTH
    elif way != _OPEN:
        return AUTH
    await send(bytes([_VERSION, _CONNECT, 0]) + _address(to[0]) + to[1].to_bytes(2, "big"))
    _, answer, _, kind = await read(4)
    if answer:
        return REFUSES
    await read((_SIZES.get(kind) or (await read(1))[0]) + 2)
    return OK


def _address(host: str) -> bytes:
    try:
        packed = ipaddress.ip_address(host).packed
    except ValueError:
        name = host.encode("ascii")
        return bytes([_NAME, len(name)]) + name
    return bytes([_V4 if len(packed) == _SIZES[_V4] else _V6]) + packed


# X.509: issuer, names and dates of a certificate that was *not* trusted. The standard library decodes trusted
# ones alone, and the usual libraries for the rest are compiled, which phones do not have.


_SEQUENCE, _SET, _OID, _UTC_TIME, _CONTEXT_0, _CONTEXT_3 = 0x30, 0x31, 0x06, 0x17, 0xA0, 0xA3
_COMMON_NAME, _ORGANISATION, _ALT_NAMES = b"\x55\x04\x03", b"\x55\x04\x0a", b"\x55\x1d\x11"
_DNS_NAME = 0x82
_LONG_FORM = 0x80
_DATES = 2


class Certificate(NamedTuple):
    """What a certificate says of itself; nothing of it is proved."""

    issuer: str
    subject: str
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime

    def is_for(self, host: str) -> bool:
        """True if it claims to be for *host*."""
        claimed = {name.lower() for name in self.names or (self.subject,)}
        return not claimed.isdisjoint((host.lower(), f"*.{host.lower().partition('.')[2]}"))


def read_certificate(der: bytes) -> Certificate:
    """Read *der*.

    Raises:
        ValueError: it is not a certificate.
    """
    try:
        body = _children(_first(_first(der, _SEQUENCE), _SEQUENCE))
        fields = [(tag, value) for tag, value in body if tag != _CONTEXT_0]
        issuer, validity, subject = fields[2][1], fields[3][1], fields[4][1]
        dates = [_time(tag, value) for tag, value in _children(validity)]
        if len(dates) != _DATES:
            raise ValueError("validity has two dates")
        extensions = next((value for tag, value in fields if tag == _CONTEXT_3), b"")
        return Certificate(_name(issuer), _name(subject), _alt_names(extensions), dates[0], dates[1])
    except (IndexError, UnicodeDecodeError) as error:
        raise ValueError("not a certificate") from error


def _children(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length >= _LONG_FORM:
            size = length & 0x7F
            length, at = int.from_bytes(data[at : at + size], "big"), at + size
        if at + length > len(data):
            raise ValueError("a length runs past the end")
        yield tag, data[at : at + length]
        at += length


def _first(data: bytes, wanted: int) -> bytes:
    tag, value = next(_children(data), (0, b""))
    if tag != wanted:
        raise ValueError("not a certificate")
    return value


def _name(data: bytes) -> str:
    parts: dict[bytes, str] = {}
    for _, relative in _children(data):
        for _, pair in _children(relative):
            fields = list(_children(pair))
            parts[fields[0][1]] = fields[1][1].decode("utf-8", "replace")
    return parts.get(_COMMON_NAME) or parts.get(_ORGANISATION) or ""


def _alt_names(data: bytes) -> tuple[str, ...]:
    if not data:
        return ()
    for _, extension in _children(_first(data, _SEQUENCE)):
        fields = list(_children(extension))
        if fields[0] == (_OID, _ALT_NAMES):
            names = _children(_first(fields[-1][1], _SEQUENCE))
            return tuple(value.decode("ascii", "replace") for tag, value in names if tag == _DNS_NAME)
    return ()


def _time(tag: int, value: bytes) -> datetime:
    text = value.decode("ascii")
    if tag == _UTC_TIME:
        text = ("20" if int(text[:2]) < 50 else "19") + text  # noqa: PLR2004 (RFC 5280, 4.1.2.5.1)
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


_SMALL_SEGMENT = 536
_TCP_MAXSEG = getattr(socket, "TCP_MAXSEG", None)
_TCP_QUICKACK = getattr(socket, "TCP_QUICKACK", None)
_TCP_INFO = getattr(socket, "TCP_INFO", None)
_BINDTODEVICE = getattr(socket, "SO_BINDTODEVICE", None)
_COUNTERS = struct.Struct("=100xI32xI60xQ")
"""Where Linux keeps total_retrans, segs_out and bytes_sent in its struct tcp_info."""
_HEAD_LIMIT, _BODY_LIMIT, _READ_LIMIT = 16 << 10, 4 << 10, 24 << 10
"""Heads, what is kept of a body, and what is read of it: some ways freeze after 16 KB."""
_BODY_WAIT_S, _STALL_S = 2.0, 0.9
_SILENT_S = 0.6
"""A wait that is ended after so long has seen a silence; after less it has seen nothing."""
_ENOUGH_BYTES = 300
_PLAIN_ONCE = {"Accept-Encoding": "identity", "Connection": "close"}
_AGENT = f"gopay-help/{__version__} (network check)"


class SmallSegmentsError(OSError):
    """The system cannot be asked for small segments."""


class TcpConnection:
    """An open connection (`network.Connection`)."""

    def __init__(
        self, sock: socket.socket, connect_s: float, trust: TrustStore, arrivals: list[tuple[float, int]]
    ) -> None:
        self.connect_s, self._arrivals = connect_s, arrivals
        self._sock, self._trust = sock, trust
        self._loop = asyncio.get_running_loop()
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls: ssl.SSLObject | None = None
        self._ready: ssl.SSLObject | None = None
        self._stopped = self.closed = False
        self.received = 0
        self._last: tuple[int, int] | None = None

    def prepare(self, name: str | None, trust: Trust) -> None:
        """Work out the greeting while there is time."""
        tls = self._ready = self._trust.wrap(self._incoming, self._outgoing, name, trust)
        with suppress(ssl.SSLWantReadError):
            tls.do_handshake()

    async def secure(self, name: str | None, trust: Trust) -> Secured:
        """Make it TLS. The pieces of the server's flight are timed, which is how a throttled line shows."""
        tls = self._ready or self._trust.wrap(self._incoming, self._outgoing, name, trust)
        flights: list[list[tuple[float, int]]] = [[]]
        try:
            while True:
                try:
                    tls.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    if await self._flush():
                        flights.append([])
                    flights[-1].append((time.monotonic(), await self._feed()))
        except BaseException:
            with suppress(OSError):  # the other side is told why
                await self._flush()
            raise
        self.received = 0
        self._tls = tls  # our last word waits for the request and travels in the same packet
        return Secured(tls.version() or "", tls.getpeercert(binary_form=True) or b"", _rate(flights))

    async def fetch(self, host: str, path: str, accept: str = "*/*") -> Reply:
        """GET *path*, read at most 24 KiB of the body and keep four; no second request can follow."""
        headers = {"Host": host, "User-Agent": _AGENT, "Accept": accept, **_PLAIN_ONCE}
        talk = await self._ask(h11.Request(method="GET", target=path, headers=[*headers.items()]))
        head = await self._response(talk)
        body, whole, begun = bytearray(), True, asyncio.get_running_loop().time()
        last = begun
        stalled = False
        try:
            async with asyncio.timeout(_BODY_WAIT_S) as limit:
                while len(body) < _READ_LIMIT and isinstance(event := await self._event(talk), h11.Data):
                    body += event.data
                    last = asyncio.get_running_loop().time()
                    limit.reschedule(min(last + _STALL_S, begun + _BODY_WAIT_S))
        except TimeoutError:  # what came so far will do
            stalled = asyncio.get_running_loop().time() - last >= _STALL_S
        except (EOFError, OSError):
            whole = _ended_well(talk)
        given = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
        return Reply(
            head.status_code,
            given,
            bytes(body[:_BODY_LIMIT]),
            whole=whole,
            stalled=stalled,
            received=self.received,
        )

    async def tunnel(self, host: str, port: int, credentials: str | None, *, socks: bool = False) -> int:
        """CONNECT through a proxy, or the same in SOCKS 5."""
        if socks:
            return await open_way(self._send, self._exactly, (host, port), credentials)
        at = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        login = [("Proxy-Authorization", f"Basic {credentials}")] if credentials else []
        talk = await self._ask(h11.Request(method="CONNECT", target=at, headers=[("Host", at), *login]))
        return (await self._response(talk)).status_code

    def resent(self) -> int | None:
        """Segments that the kernel sent again (Linux)."""
        told = self._told()
        return told[0] if told else None

    def sent(self) -> tuple[int, int] | None:
        """Segments and bytes of data that the kernel sent so far (Linux)."""
        told = self._told()
        return (told[1], told[2]) if told else self._last

    def stop(self) -> None:
        """Make whoever waits here give up: reading ends on this side, and nothing is sent for it."""
        self._stopped = True
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RD)

    def close(self) -> None:
        """Reset the connection: three packets fewer than a polite goodbye, and nothing is sent again."""
        if self.closed:
            return
        with suppress(OSError):
            rest = self._outgoing.read()
            if rest and self._tls is not None:
                self._sock.send(rest)
        self._last, self.closed = self.sent(), True
        with suppress(OSError):
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._sock.close()

    def _told(self) -> tuple[int, int, int] | None:
        """The kernel's counters of this connection; None where it does not say."""
        if _TCP_INFO is None or self.closed:
            return None
        with suppress(OSError, struct.error):
            found = _COUNTERS.unpack(self._sock.getsockopt(socket.IPPROTO_TCP, _TCP_INFO, _COUNTERS.size))
            return int(found[0]), int(found[1]), int(found[2])
        return None

    async def _ask(self, request: h11.Request) -> h11.Connection:
        talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD_LIMIT)
        await self._send((talk.send(request) or b"") + (talk.send(h11.EndOfMessage()) or b""))
        return talk

    async def _response(self, talk: h11.Connection) -> h11.Response:
        """The head of the final response; interim ones are passed over."""
        while not isinstance(event := await self._event(talk), h11.Response):
            pass
        return event

    async def _event(self, talk: h11.Connection) -> object:
        try:
            while (event := talk.next_event()) is h11.NEED_DATA:
                talk.receive_data(await self._receive())
        except h11.RemoteProtocolError as error:
            raise ConnectionResetError(errno.ECONNRESET, "what answered does not speak HTTP") from error
        return event

    async def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += await self._read(size - len(data))
        return data

    async def _send(self, data: bytes) -> None:
        if self._tls is None:
            await self._loop.sock_sendall(self._sock, data)
        else:
            self._tls.write(data)
            await self._flush()

    async def _receive(self) -> bytes:
        if self._tls is None:
            return await self._read(_HEAD_LIMIT)
        while True:
            try:
                data = self._tls.read(_HEAD_LIMIT)
            except ssl.SSLWantReadError:
                await self._feed()
            except ssl.SSLZeroReturnError as error:
                raise EOFError from error
            else:
                if not data:
                    raise EOFError
                return data

    async def _flush(self) -> bool:
        data = self._outgoing.read()
        if data:
            await self._loop.sock_sendall(self._sock, data)
        return bool(data)

    async def _feed(self) -> int:
        return self._incoming.write(await self._read(1 << 16))

    async def _read(self, most: int) -> bytes:
        _save_packets(self._sock)
        since = time.monotonic()
        data = await self._loop.sock_recv(self._sock, most)
        if self._stopped and not data:
            raise TimeoutError if time.monotonic() - since >= _SILENT_S else OverBudgetError
        if not data:
            raise EOFError
        self._arrivals.append((time.monotonic(), len(data)))
        self.received += len(data)
        return data


def _rate(flights: list[list[tuple[float, int]]]) -> float | None:
    """Bytes a second within the biggest flight, after its first piece.

    None if there was too little to tell.
    """
    pieces = max(flights, key=lambda flight: sum(size for _, size in flight))
    rest = sum(size for _, size in pieces[1:])
    took = pieces[-1][0] - pieces[0][0] if pieces else 0.0
    return round(rest / took) if rest >= _ENOUGH_BYTES and took > 0 else None


def _ended_well(talk: h11.Connection) -> bool:
    """True if the message that *talk* received was complete when the other side ended."""
    try:
        talk.receive_data(b"")
        return isinstance(talk.next_event(), h11.EndOfMessage)
    except h11.RemoteProtocolError:
        return False


async def open_link(
    at: tuple[str, int],
    limit_s: float,
    trust: TrustStore,
    arrivals: list[tuple[float, int]],
    *,
    small: bool,
    via: str | None = None,
) -> TcpConnection:
    """Connect to one address and port.

    Raises:
        TimeoutError: no answer within *limit_s*.
        SmallSegmentsError: *small* was asked for and the system has no such option.
        OSError: the machine said why not.
    """
    info = socket.getaddrinfo(*at, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)[0]
    sock = socket.socket(info[0], socket.SOCK_STREAM)
    try:
        sock.settimeout(0)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _save_packets(sock)
        if small:
            _ask_small(sock)
        leave_by(sock, via)
        started = time.monotonic()
        async with asyncio.timeout(limit_s):
            await asyncio.get_running_loop().sock_connect(sock, info[4])
        return TcpConnection(sock, time.monotonic() - started, trust, arrivals)
    except BaseException:
        sock.close()
        raise


def _save_packets(sock: socket.socket) -> None:
    """Let acknowledgements wait for data of ours to travel with (Linux): a third of all packets."""
    if _TCP_QUICKACK is not None:
        with suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, _TCP_QUICKACK, 0)


def leave_by(sock: socket.socket, interface: str | None) -> None:
    """Make *sock* use one interface, whatever the routes prefer (Linux).

    Raises:
        OSError: the system has no such option, or does not let us.
    """
    if interface is not None:
        if _BINDTODEVICE is None:
            raise OSError(errno.EOPNOTSUPP, "an interface cannot be chosen here")
        sock.setsockopt(socket.SOL_SOCKET, _BINDTODEVICE, interface.encode() + b"\0")


def _ask_small(sock: socket.socket) -> None:
    if _TCP_MAXSEG is None:
        raise SmallSegmentsError
    try:
        sock.setsockopt(socket.IPPROTO_TCP, _TCP_MAXSEG, _SMALL_SEGMENT)
    except OSError as error:
        raise SmallSegmentsError from error
