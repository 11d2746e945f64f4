"""One question to one resolver, with retries of our own: the system's would take ten seconds."""

import asyncio
import socket
import time
from collections.abc import Callable
from contextlib import suppress

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype

from gopay_help.network.network import DnsReply

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

    Raises:
        TimeoutError: nothing came within *limit_s*.
        OSError: the machine said why not.
    """
    asked: list[dns.message.Message] = []
    sock = connected(server, port, socket.SOCK_DGRAM)
    try:
        started = time.monotonic()
        for at in (*_TRIES_AT_S[1:], limit_s):
            # A question of its own each time: the answer's number tells a slow resolver from a lost packet.
            asked.append(dns.message.make_query(name, qtype, use_edns=0, payload=1232))
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
                    message = "the resolver hung up"
                    raise EOFError(message)
                data += piece
    return _reply(dns.message.from_wire(data[2:], ignore_trailing=True), qtype, 1)


def _reply(answer: dns.message.Message, qtype: str, tries: int) -> DnsReply:
    if answer.flags & dns.flags.TC:
        return DnsReply("TRUNCATED", (), tries)
    wanted = dns.rdatatype.from_text(qtype)
    addresses = tuple(str(item) for rrset in answer.answer if rrset.rdtype == wanted for item in rrset)
    return DnsReply(dns.rcode.to_text(answer.rcode()), addresses, tries)


def connected(server: str, port: int, kind: socket.SocketKind, *, connect: bool = True) -> socket.socket:
    """A non-blocking socket to the resolver, scope id included."""
    info = socket.getaddrinfo(server, port, type=kind, flags=socket.AI_NUMERICHOST)[0]
    sock = socket.socket(info[0], kind)
    sock.settimeout(0)
    if connect:
        try:
            sock.connect(info[4])
        except OSError:
            sock.close()
            raise
    return sock
