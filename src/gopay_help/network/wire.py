"""One TCP connection, and TLS and HTTP on top of it.

Each step apart, so that each can fail with its own name.
"""

import asyncio
import errno
import socket
import ssl
import struct
import time
from contextlib import suppress

from gopay_help import __version__
from gopay_help.network.network import OverBudgetError, Reply, Secured, Trust
from gopay_help.network.socks import open_way
from gopay_help.network.trust import TrustStore

_SMALL_SEGMENT = 536
_TCP_MAXSEG = getattr(socket, "TCP_MAXSEG", None)
_TCP_QUICKACK = getattr(socket, "TCP_QUICKACK", None)
_TCP_INFO = getattr(socket, "TCP_INFO", None)
_COUNTERS = struct.Struct("=100xI32xI60xQ")
"""Where Linux keeps total_retrans, segs_out and bytes_sent in its struct tcp_info."""
_HEAD_LIMIT, _BODY_LIMIT = 16 << 10, 4 << 10
_BODY_WAIT_S = 1.0
_SILENT_S = 0.9
"""A wait that is ended after so long has seen a silence; after less it has seen nothing."""
_ENOUGH_BYTES = 300
_AGENT = f"gopay-help/{__version__} (network check)"


class SmallSegmentsError(OSError):
    """The system cannot be asked for small segments."""


class TcpLink:
    """An open connection (`network.Link`)."""

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
        self._tls = tls  # our last word waits for the request and travels in the same packet
        return Secured(tls.version() or "", tls.getpeercert(binary_form=True) or b"", _rate(flights))

    async def fetch(self, host: str, path: str, accept: str = "*/*") -> Reply:
        """GET *path*, read at most 4 KiB of the body."""
        lines = (
            f"GET {path} HTTP/1.1",
            f"Host: {host}",
            f"User-Agent: {_AGENT}",
            f"Accept: {accept}",
            "Accept-Encoding: identity",
            "Connection: close",
            "",
            "",
        )
        await self._send("\r\n".join(lines).encode("ascii"))
        return await self._read_reply()

    async def tunnel(self, host: str, port: int, credentials: str | None, *, socks: bool = False) -> int:
        """CONNECT through a proxy, or the same in SOCKS 5."""
        if socks:
            return await open_way(self._send, self._exactly, (host, port), credentials)
        at = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        login = f"Proxy-Authorization: Basic {credentials}\r\n" if credentials else ""
        await self._send(f"CONNECT {at} HTTP/1.1\r\nHost: {at}\r\n{login}\r\n".encode("ascii"))
        return int(_parse_head(await self._head(bytearray()))[0])

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

    async def _read_reply(self) -> Reply:
        buffer = bytearray()
        status, headers = _parse_head(await self._head(buffer))
        length = (
            int(headers["content-length"]) if headers.get("content-length", "").isdigit() else _BODY_LIMIT
        )
        ended = False
        try:
            async with asyncio.timeout(_BODY_WAIT_S):
                while len(buffer) < min(length, _BODY_LIMIT) and not buffer.endswith(b"0\r\n\r\n"):
                    buffer += await self._receive()
        except TimeoutError:  # what came so far will do
            pass
        except (EOFError, OSError):
            ended = "content-length" in headers
        return Reply(status, headers, bytes(buffer[:_BODY_LIMIT]), whole=not ended)

    async def _head(self, buffer: bytearray) -> str:
        while b"\r\n\r\n" not in buffer and len(buffer) < _HEAD_LIMIT:
            buffer += await self._receive()
        head, _, rest = bytes(buffer).partition(b"\r\n\r\n")
        buffer[:] = rest
        if head.startswith((b"HTTP/1.1 10", b"HTTP/1.0 10")):
            return await self._head(buffer)
        return head.decode("latin-1")

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
        return data


def _rate(flights: list[list[tuple[float, int]]]) -> float | None:
    """Bytes a second within the biggest flight, after its first piece.

    None if there was too little to tell.
    """
    pieces = max(flights, key=lambda flight: sum(size for _, size in flight))
    rest = sum(size for _, size in pieces[1:])
    took = pieces[-1][0] - pieces[0][0] if pieces else 0.0
    return round(rest / took) if rest >= _ENOUGH_BYTES and took > 0 else None


def _parse_head(head: str) -> tuple[int, dict[str, str]]:
    first, *lines = head.split("\r\n")
    fields = first.split(" ", 2)
    if not first.startswith("HTTP/") or len(fields) < 2 or not fields[1].isdigit():  # noqa: PLR2004
        message = "what answered does not speak HTTP"
        raise ConnectionResetError(errno.ECONNRESET, message)
    pairs = (line.partition(":") for line in lines)
    return int(fields[1]), {name.strip().lower(): value.strip() for name, _, value in pairs}


async def open_link(
    at: tuple[str, int], limit_s: float, trust: TrustStore, arrivals: list[tuple[float, int]], *, small: bool
) -> TcpLink:
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
        started = time.monotonic()
        async with asyncio.timeout(limit_s):
            await asyncio.get_running_loop().sock_connect(sock, info[4])
        return TcpLink(sock, time.monotonic() - started, trust, arrivals)
    except BaseException:
        sock.close()
        raise


def _save_packets(sock: socket.socket) -> None:
    """Let acknowledgements wait for data of ours to travel with (Linux): a third of all packets."""
    if _TCP_QUICKACK is not None:
        with suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, _TCP_QUICKACK, 0)


def _ask_small(sock: socket.socket) -> None:
    if _TCP_MAXSEG is None:
        raise SmallSegmentsError
    try:
        sock.setsockopt(socket.IPPROTO_TCP, _TCP_MAXSEG, _SMALL_SEGMENT)
    except OSError as error:
        raise SmallSegmentsError from error
