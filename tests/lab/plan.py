"""One lab world as data: names, addresses and behaviour, random in every run."""

import ipaddress
import random
import string
from dataclasses import asdict, dataclass, field


def random_name(rng: random.Random, length: int = 8) -> str:
    return "".join(rng.choices(string.ascii_lowercase, k=length))


def random_v4(rng: random.Random) -> str:
    while True:
        address = ipaddress.IPv4Address(rng.getrandbits(32))
        if address.is_global and not address.is_multicast and int(address) % 256 not in (0, 255):
            return str(address)


def random_v6(rng: random.Random) -> str:
    top = 0x2A00 + rng.randrange(0x100)
    return str(ipaddress.IPv6Address((top << 112) | rng.getrandbits(112)))


@dataclass
class Service:
    """Something that listens. `tls` names a certificate of pki.py; None is plain TCP."""

    address: str
    port: int
    tls: str | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = '{"status": "ok"}'
    behaviour: str = "answer"
    """answer, hang (after TLS), reset (after the request), silent (never speaks), eof (hangs up on the TLS
    greeting), short (half of the body), tls12, http10 (of that age in both), proxy, proxy_407, proxy_socks"""
    later: dict[str, object] | None = None
    """What changes for the second request on."""


@dataclass
class Machine:
    """The addresses of one name."""

    name: str
    v4: list[str]
    v6: list[str]


@dataclass
class Plan:
    """Everything a stage needs. Scenarios change it before it is built."""

    seed: int
    zone: str
    help: Machine
    app: Machine
    controls: list[Machine]
    portal: str
    portal_name: str
    block: str
    block6: str
    resolver: str
    resolver6: str
    resolver2: str
    lan: str
    lan6: str
    records: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    dns_modes: list[list[str]] = field(default_factory=list)
    """[resolver address or *, name or suffix or *, qtype or *, mode], first match wins."""
    services: list[Service] = field(default_factory=list)
    extra_addresses: list[str] = field(default_factory=list)
    certificates: dict[str, dict[str, object]] = field(default_factory=dict)
    client_resolvers: list[str] = field(default_factory=list)
    hosts_lines: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    control: bool = True
    allow_private: bool = False
    skew_s: int = 0
    shift_s: int = 0
    """How far the world's clock is ahead of the client's."""
    delay_ms: float = 0.0
    relay: dict[str, object] | None = None
    nft: str = ""
    commands: list[str] = field(default_factory=list)
    later: list[tuple[float, str]] = field(default_factory=list)
    """(seconds after the client's first DNS query, command): for what changes while the check runs."""
    v4: bool = True
    v6: bool = True
    router_names: list[str] = field(default_factory=list)
    """Addresses of the router on the client's link at which it answers questions itself."""
    stub: bool = False
    """A resolver on the client itself stands before the others, as systemd-resolved does."""
    zone_in_targets: bool = True
    expect: bool = True
    """Whether the targets file says what a healthy answer is."""
    more: list[Machine] = field(default_factory=list)
    """Further hosts of the provider."""
    budget: float = 8.0

    def data(self) -> dict[str, object]:
        return asdict(self)

    def https(self, machine: Machine) -> list[Service]:
        return [
            item for item in self.services if item.port == 443 and item.address in machine.v4 + machine.v6
        ]

    def set_help(self, **change: object) -> None:
        for service in self.https(self.help):
            for key, value in change.items():
                setattr(service, key, value)

    def add_host(self, rng: random.Random, each: int = 2) -> None:
        """One more host of the provider, with *each* addresses of either family."""
        machine = Machine(
            f"{random_name(rng, 5)}.{self.zone}",
            [random_v4(rng) for _ in range(each)],
            [random_v6(rng) for _ in range(each)],
        )
        self.more.append(machine)
        self.serve(machine, f"more{len(self.more)}")

    def serve(self, machine: Machine, certificate: str) -> None:
        """Put *machine* on the net: names, a page, and the usual redirect."""
        self.records[machine.name] = {"A": machine.v4, "AAAA": machine.v6}
        self.certificates[certificate] = {"names": [machine.name], "issuer": "root"}
        to_https = {"Location": f"https://{machine.name}/"}
        for address in machine.v4 + machine.v6:
            self.services.append(Service(address, 443, certificate))
            self.services.append(Service(address, 80, None, 301, dict(to_https), body=""))

    def point(self, machine: Machine, *, v4: list[str] | None = None, v6: list[str] | None = None) -> None:
        """Change what DNS says of a machine; the machine stays where it is."""
        record = self.records[machine.name]
        if v4 is not None:
            record["A"] = v4
        if v6 is not None:
            record["AAAA"] = v6


def healthy(seed: int) -> Plan:
    """A network where everything works."""
    rng = random.Random(seed)  # noqa: S311 (names and addresses, no secrets)
    zone = f"{random_name(rng)}.{random_name(rng, 4)}"
    machines = [
        Machine(f"{random_name(rng, 5)}.{zone}", [random_v4(rng)], [random_v6(rng)]),
        Machine(f"{random_name(rng, 5)}.{zone}", [random_v4(rng)], [random_v6(rng)]),
        *(
            Machine(f"{random_name(rng)}.{random_name(rng, 3)}", [random_v4(rng)], [random_v6(rng)])
            for _ in range(2)
        ),
    ]
    plan = Plan(
        seed=seed,
        zone=zone,
        help=machines[0],
        app=machines[1],
        controls=machines[2:],
        portal=random_v4(rng),
        portal_name=f"{random_name(rng)}.{random_name(rng, 3)}",
        block=random_v4(rng),
        block6=random_v6(rng),
        resolver=random_v4(rng),
        resolver6=random_v6(rng),
        resolver2=random_v4(rng),
        lan=f"192.168.{rng.randrange(1, 250)}",
        lan6=random_v6(rng).rsplit(":", 4)[0],
    )
    plan.client_resolvers = [plan.resolver]
    for number, machine in enumerate(machines):
        plan.serve(machine, f"cert{number}")
    return plan
