"""A machine made of a script (`network.Network`): what a test does not set works."""

import asyncio
import ssl
from dataclasses import dataclass, field
from email.utils import formatdate

from gopay_help.network.machine import Adapter, DnsReply, Gateway, Neighbour, Reply, Secured, Trust

ADDRESSES = {"A": "20.1.1.1", "AAAA": "2a00::1"}


def dated(headers):
    return {**headers, "date": formatdate(usegmt=True)}


def not_trusted(code=20):
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


@dataclass
class FakeLink:
    """One connection; `site` holds what happens on it."""

    net: "FakeNetwork"
    address: str
    port: int
    small: bool = False
    connect_s: float = 0.001
    closed: bool = False
    received: int = 0
    stopped: bool = False

    def prepare(self, name, trust):
        pass

    async def secure(self, name, trust):
        self.net.greetings.append((self.address, name, trust))
        outcome = self.net.tls
        outcome = outcome(self.address, name, trust, self.small) if callable(outcome) else outcome
        if isinstance(outcome, BaseException):
            raise outcome
        return Secured("TLSv1.3", self.net.certificate, None)

    async def fetch(self, host, path, accept="*/*"):
        self.net.requests.append((self.address, self.port, host, path))
        reply = self.net.plain if self.port == 80 else self.net.reply
        if isinstance(reply, BaseException):
            raise reply
        return reply

    async def tunnel(self, host, port, credentials, *, socks=False):
        self.net.tunnels.append((host, port, socks))
        return self.net.proxy_status

    def resent(self):
        return 0

    def sent(self):
        return None

    def stop(self):
        self.stopped = True

    def close(self):
        self.closed = True


@dataclass
class FakeNetwork:
    """Each field is a way to break it."""

    links: list = field(
        default_factory=lambda: [Adapter("eth0", running=True, addresses=("192.168.1.2", "2a0a::2"))]
    )
    hops: list = field(default_factory=lambda: [Gateway(4, "192.168.1.1", "eth0")])
    hop: Neighbour = Neighbour.ALIVE
    ways: tuple = ()
    servers: tuple | None = ("40.1.1.1",)
    hosts: str = ""
    proxy: object = None
    proxy_status: int = 200
    sent: list = field(default_factory=lambda: [0, 6])
    portal: str | None = None
    view: object = None
    families: tuple = (4, 6)
    system: object = tuple(ADDRESSES.values())
    dns: object = None
    tcp: object = None
    tls: object = None
    certificate: bytes = b""
    reply: object = field(
        default_factory=lambda: Reply(200, dated({"content-type": "application/json"}), b"{}")
    )
    plain: object = field(
        default_factory=lambda: Reply(301, {"location": "https://help.wallet.example/"}, b"")
    )
    contacted: list = field(default_factory=list)
    arrivals: list = field(default_factory=list)
    tunnels: list = field(default_factory=list)
    requests: list = field(default_factory=list)
    greetings: list = field(default_factory=list)

    def adapters(self):
        return self.links

    def source_for(self, address):
        if (6 if ":" in address else 4) not in self.families:
            raise OSError(101, "Network is unreachable")
        return "2a0a::2" if ":" in address else "192.168.1.2"

    def gateways(self):
        return self.hops

    def neighbour(self, gateway):
        return self.hop

    def resolvers(self):
        return self.servers

    def hosts_file(self):
        return self.hosts

    def proxy_for(self, host, *, alone=False):
        return self.proxy

    def packets_out(self):
        return self.sent.pop(0) if len(self.sent) > 1 else self.sent[0]

    def portal_api(self):
        return self.portal

    async def connectivity(self):
        if isinstance(self.view, BaseException):
            raise self.view
        if self.view == "hang":
            await asyncio.sleep(60)
        return self.view

    async def lookup(self, host):
        if isinstance(self.system, BaseException):
            raise self.system
        if self.system == "hang":
            await asyncio.sleep(60)
        return self.system

    def default_routes(self):
        return self.ways

    async def ask(self, server, name, qtype, limit_s, contradicted=None, *, plain=False, via=None):
        self.contacted.append(f"{server}:53/udp")
        answer = self.dns(server, name, qtype) if self.dns else None
        if isinstance(answer, BaseException):
            raise answer
        if answer is not None:
            return answer
        if name == "." or qtype == "SOA":
            return DnsReply("NOERROR", ("x",), 1)
        random_label = len(name.partition(".")[0]) == 12  # of the zone: nobody is called that
        if random_label or not name.startswith(("help.", "app.", "c")):
            return DnsReply("NXDOMAIN", (), 1)
        return DnsReply("NOERROR", (ADDRESSES[qtype],), 1)

    async def reach(self, server, port, limit_s):
        (await self.connect(server, port, limit_s)).close()

    async def connect(self, address, port, limit_s, *, small=False, via=None):
        self.contacted.append(f"{address}:{port}/tcp")
        outcome = self.tcp(address, port) if callable(self.tcp) else self.tcp
        if isinstance(outcome, BaseException):
            raise outcome
        return FakeLink(self, address, port, small)


__all__ = ["FakeNetwork", "Trust", "not_trusted"]
