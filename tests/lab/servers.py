"""The servers of a lab world: names, web and a proxy, misbehaving as the plan says. Runs in a namespace."""

import asyncio
import json
import socket
import ssl
import struct
import sys
import time
from contextlib import suppress
from email.utils import formatdate
from pathlib import Path

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset


class Log:
    def __init__(self, path: Path) -> None:
        self.file = path.open("a", buffering=1)

    def note(self, **what) -> None:
        self.file.write(json.dumps({"at": time.monotonic(), **what}) + "\n")


class Names(asyncio.DatagramProtocol):
    """A name server at one address."""

    def __init__(self, plan: dict, address: str, log: Log) -> None:
        self.plan, self.address, self.log = plan, address, log

    def connection_made(self, transport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, peer) -> None:
        reply = self.answer(data, "udp", peer)
        if reply is not None:
            self.transport.sendto(reply, peer)

    def mode(self, name: str, qtype: str) -> str:
        for server, suffix, wanted, mode in self.plan["dns_modes"]:
            if server in ("*", self.address) and wanted in ("*", qtype) and _under(name, suffix):
                return mode
        return "ok"

    def still_dropping(self, mode: str) -> bool:
        """``drop-first:S`` is silent for S seconds from the first question on."""
        self.begun = getattr(self, "begun", None) or time.monotonic()
        return mode.startswith("drop-first:") and time.monotonic() - self.begun < float(mode[11:])

    def is_new(self, name: str, qtype: str) -> bool:
        """Whether nobody asked this before: a resolver with a cold cache is slow once."""
        self.known = getattr(self, "known", set())
        new = (name, qtype) not in self.known
        self.known.add((name, qtype))
        return new

    def answer(self, data: bytes, transport: str, peer) -> bytes | None:
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text().rstrip(".").lower()
        qtype = dns.rdatatype.to_text(question.rdtype)
        mode = self.mode(name, qtype)
        self.log.note(
            kind="dns", address=self.address, name=name, qtype=qtype, mode=mode, transport=transport
        )
        if mode == "drop" or self.still_dropping(mode) or (mode == "no-edns" and query.edns >= 0):
            return None
        reply = dns.message.make_response(query, recursion_available=True)
        self.shape(reply, mode, transport, (question, name, qtype))
        wait_s = self.wait_s(mode, name, qtype) if transport == "udp" else 0.0
        if not wait_s:
            return reply.to_wire()
        asyncio.get_running_loop().call_later(wait_s, self.transport.sendto, reply.to_wire(), peer)
        if not mode.startswith("inject:"):
            return None
        forged = dns.message.make_response(query, recursion_available=True)
        self.put(forged, question, qtype, [mode[7:]])
        return forged.to_wire()

    def wait_s(self, mode: str, name: str, qtype: str) -> float:
        """How late the true answer comes; after ``inject:ADDRESS`` it is overtaken by a forged one."""
        kind, _, value = mode.partition(":")
        if kind == "delay" or (kind == "slow-first" and self.is_new(name, qtype)):
            return float(value)
        return 0.03 if kind == "inject" and qtype == "A" else 0.0

    def shape(self, reply, mode: str, transport: str, asked: tuple) -> None:
        question, name, qtype = asked
        if mode in ("servfail", "refused", "nxdomain"):
            reply.set_rcode(dns.rcode.from_text(mode.upper()))
        elif mode == "tc" and transport == "udp":
            reply.flags |= dns.flags.TC
        elif mode == "lame":  # refers to the root instead of asking for us
            reply.flags &= ~dns.flags.RA
            reply.authority.append(dns.rrset.from_text(".", 60, "IN", "NS", "a.root."))
        elif mode.startswith("alternate:"):  # each answer another address
            self.turn = getattr(self, "turn", 0) + (qtype == "A")
            choice = mode[10:].split(",")
            self.put(reply, question, qtype, [choice[self.turn % len(choice)]])
        elif mode.startswith("answer:"):
            self.put(reply, question, qtype, list(filter(None, mode[7:].split(","))))
        else:
            self.fill(reply, question, name, qtype)
        if mode == "cname":  # as every CDN does it
            alias = dns.name.from_text(f"edge-{name}.cdn.")
            reply.answer = [
                dns.rrset.from_text(question.name, 60, "IN", "CNAME", alias.to_text()),
                *(dns.rrset.from_rdata_list(alias, item.ttl, list(item)) for item in reply.answer),
            ]

    def fill(self, reply, question, name: str, qtype: str) -> None:
        if not name:
            reply.answer.append(dns.rrset.from_text(".", 60, "IN", "NS", "a.root."))
            return
        if name == self.plan["zone"] and qtype == "SOA":
            reply.answer.append(
                dns.rrset.from_text(f"{name}.", 60, "IN", "SOA", f"ns.{name}. h.{name}. 1 2 3 4 5")
            )
            return
        record = self.plan["records"].get(name)
        if record is None and name != self.plan["zone"]:
            reply.set_rcode(dns.rcode.NXDOMAIN)
            return
        self.put(reply, question, qtype, (record or {}).get(qtype, []))

    def put(self, reply, question, qtype: str, addresses: list[str]) -> None:
        fitting = (
            [item for item in addresses if (":" in item) == (qtype == "AAAA")]
            if qtype in ("A", "AAAA")
            else []
        )
        if fitting:
            reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", qtype, *fitting))

    async def serve_tcp(self, reader, writer) -> None:
        with suppress(asyncio.IncompleteReadError, OSError):
            while True:
                size = struct.unpack("!H", await reader.readexactly(2))[0]
                reply = self.answer(await reader.readexactly(size), "tcp", None)
                if reply is None:
                    await asyncio.sleep(30)
                    return
                writer.write(struct.pack("!H", len(reply)) + reply)
                await writer.drain()


def _under(name: str, suffix: str) -> bool:
    return (
        suffix == "*"
        or name == suffix.lstrip("^")
        or (not suffix.startswith("^") and name.endswith(f".{suffix}"))
    )


class Web:
    """One listener. `later` replaces parts of it from the second request on."""

    def __init__(self, plan: dict, service: dict, log: Log) -> None:
        self.plan, self.service, self.log = plan, service, log
        self.served = 0

    async def serve(self, reader, writer) -> None:
        service = self.service
        self.log.note(kind="web", address=service["address"], port=service["port"])
        with suppress(OSError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            if service["behaviour"] == "silent":
                await asyncio.sleep(60)
            elif service["behaviour"] == "alert":  # handshake_failure, whatever the name
                await reader.read(1)
                writer.write(b"\x15\x03\x03\x00\x02\x02\x28")
            elif service["behaviour"] == "eof":  # takes the greeting and hangs up
                await reader.read(1)
            elif service["behaviour"].startswith("proxy"):
                await self.proxy(reader, writer)
            else:
                await self.answer(reader, writer)
        with suppress(OSError):
            writer.close()

    async def answer(self, reader, writer) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        service = {**self.service, **(self.service["later"] or {})} if self.served else self.service
        self.served += 1
        line = head.split(b"\r\n", 1)[0].decode()
        self.log.note(
            kind="request",
            address=service["address"],
            port=service["port"],
            line=line,
            status=service["status"],
        )
        if service["behaviour"] == "hang":
            await asyncio.sleep(60)
        if service["behaviour"] == "reset":
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
            return
        body = service["body"].encode()
        headers = {
            "Date": formatdate(time.time() + self.plan["shift_s"], usegmt=True),
            "Content-Type": "application/json" if body.startswith(b"{") else "text/html",
            "Content-Length": str(len(body)),
            "Connection": "close",
            **service["headers"],
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        version = "1.1"
        if service["behaviour"] == "http10":  # says neither how long it is nor that it ends
            version, lines = "1.0", f"Date: {headers['Date']}\r\nContent-Type: {headers['Content-Type']}\r\n"
        if service["behaviour"] == "short":
            body = body[: len(body) // 2]
        writer.write(f"HTTP/{version} {service['status']} X\r\n{lines}\r\n".encode() + body)
        await writer.drain()

    async def socks(self, reader, writer) -> None:
        await reader.readexactly((await reader.readexactly(2))[1])
        writer.write(b"\x05\xff" if self.service["behaviour"].endswith("407") else b"\x05\x00")
        _, _, _, kind, size = await reader.readexactly(5)
        assert kind == 3, "asked by name"
        host = (await reader.readexactly(size)).decode()
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.log.note(kind="proxy", address=self.service["address"], port=self.service["port"], to=host)
        upstream = self.plan["records"][host]["A"][0]
        other_reader, other_writer = await asyncio.open_connection(upstream, port)
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        await asyncio.gather(_pump(reader, other_writer), _pump(other_reader, writer))

    async def proxy(self, reader, writer) -> None:
        if "socks" in self.service["behaviour"]:
            await self.socks(reader, writer)
            return
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        host, _, port = head.split(" ")[1].rpartition(":")
        self.log.note(kind="proxy", address=self.service["address"], port=self.service["port"], to=host)
        code = self.service["behaviour"].removeprefix("proxy").strip("_")
        if code:
            writer.write(f"HTTP/1.1 {code} No\r\nContent-Length: 0\r\n\r\n".encode())
            return
        upstream = self.plan["records"][host]["A"][0]
        other_reader, other_writer = await asyncio.open_connection(upstream, int(port))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(_pump(reader, other_writer), _pump(other_reader, writer))


class Stub(asyncio.DatagramProtocol):
    """A resolver on the client itself that hands each question on, and waits as long as it takes."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream

    def connection_made(self, transport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, peer) -> None:
        self.work = asyncio.ensure_future(self.hand_on(data, peer))

    async def hand_on(self, data: bytes, peer) -> None:
        loop = asyncio.get_running_loop()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock, suppress(OSError):
            sock.settimeout(0)
            sock.connect((self.upstream, 53))
            await loop.sock_sendall(sock, data)
            async with asyncio.timeout(5):
                self.transport.sendto(await loop.sock_recv(sock, 4096), peer)


async def _pump(reader, writer) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()


async def serve_names(plan: dict, log: Log, part: str) -> None:
    loop = asyncio.get_running_loop()
    if part == "servers":
        for address in (plan["resolver"], plan["resolver6"], plan["resolver2"]):
            names = Names(plan, address, log)
            await loop.create_datagram_endpoint(lambda names=names: names, local_addr=(address, 53))
            await asyncio.start_server(names.serve_tcp, address, 53)
    for address in plan["router_names"] if part == "names" else ():
        names = Names(plan, address, log)
        family, _, _, _, at = socket.getaddrinfo(address, 53, type=socket.SOCK_DGRAM)[0]
        sock = socket.socket(family, socket.SOCK_DGRAM)
        sock.bind(at)
        await loop.create_datagram_endpoint(lambda names=names: names, sock=sock)
        await asyncio.start_server(names.serve_tcp, address, 53)
    if part == "stub":
        await loop.create_datagram_endpoint(lambda: Stub(plan["resolver"]), local_addr=("127.0.0.53", 53))


async def main(folder: Path, part: str) -> None:
    plan = json.loads((folder / "plan.json").read_text())
    log = Log(folder / "server.log")
    await serve_names(plan, log, part)
    for service in plan["services"]:
        if part in ("stub", "names") or service["behaviour"].startswith("proxy") != (part == "proxy"):
            continue
        context = None
        if service["tls"]:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(folder / f"{service['tls']}.pem")
            if service["behaviour"] == "tls11":
                context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
                context.set_ciphers("DEFAULT@SECLEVEL=0")
            if service["behaviour"] in ("tls12", "http10"):
                context.maximum_version = ssl.TLSVersion.TLSv1_2
        if service["behaviour"] in ("silent", "eof", "alert"):
            context = None
        web = Web(plan, service, log)
        await asyncio.start_server(web.serve, service["address"], service["port"], ssl=context)
    (folder / f"{part}.ready").touch()
    await asyncio.sleep(600)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
