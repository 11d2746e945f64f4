"""What Linux (and Android, as far as it lets us) says of its own network. Reads files, sends nothing."""

import fcntl
import re
import socket
import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from gopay_help.network.machine import DefaultRoute, Gateway, Neighbour, output_of

# What NetworkManager or networkd last found of the internet.


_BUS = Path("/run/dbus/system_bus_socket")
_NM_WORDS = ("unknown", "none", "portal", "limited", "full")
"""NMConnectivityState, in the order of its numbers."""
_NETWORKD_WORDS = {"offline": "none", "partial": "limited", "online": "unknown"}
"""networkd looks at links and routes only: a link that is online tells nothing about the internet."""
_NM_PROPERTY = ("org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager",
                "org.freedesktop.NetworkManager", "Connectivity")  # fmt: skip
_NETWORKD_PROPERTY = ("org.freedesktop.network1", "/org/freedesktop/network1",
                      "org.freedesktop.network1.Manager", "OnlineState")  # fmt: skip


def connectivity() -> str | None:
    """``full``, ``portal``, ``limited``, ``none`` or ``unknown``; None if nobody here has a view."""
    if not _BUS.exists():
        return None  # neither of them could be heard
    return (
        parse_nmcli(output_of("nmcli", "-t", "networking", "connectivity"))
        or parse_networkmanager(_property(*_NM_PROPERTY))
        or parse_networkd(_property(*_NETWORKD_PROPERTY))
    )


def _property(*of: str) -> str:
    # No service is started for our sake.
    return output_of("busctl", "--system", "--auto-start=no", "get-property", *of)


def parse_nmcli(text: str) -> str | None:
    """The word that ``nmcli networking connectivity`` prints."""
    word = text.strip()
    return word if word in _NM_WORDS else None


def parse_networkmanager(text: str) -> str | None:
    """The same as busctl shows the property: ``u 4``."""
    found = re.fullmatch(r"u (\d)", text.strip())
    number = int(found.group(1)) if found else len(_NM_WORDS)
    return _NM_WORDS[number] if number < len(_NM_WORDS) else None


def parse_networkd(text: str) -> str | None:
    """The property of networkd: ``s "online"``."""
    found = re.fullmatch(r's "(\w+)"', text.strip())
    return _NETWORKD_WORDS.get(found.group(1)) if found else None


# The real servers behind systemd-resolved.


_STUBS = frozenset({"127.0.0.53", "127.0.0.54"})
_UPSTREAMS = Path("/run/systemd/resolve/resolv.conf")
"""resolved keeps the real servers there for programs that go round its stub."""


def is_stub(server: str) -> bool:
    """True for an address at which resolved itself answers."""
    return server in _STUBS


def upstreams(servers: Sequence[str]) -> tuple[str, ...]:
    """The real servers behind the stub among *servers*; nothing if there is no stub, or nobody tells."""
    if not any(map(is_stub, servers)):
        return ()
    try:
        found = tuple(parse_nameservers(_UPSTREAMS.read_text("utf-8", "replace")))
    except OSError:
        found = tuple(parse_resolvectl(output_of("resolvectl", "dns")))
    return tuple(dict.fromkeys(server for server in found if not is_stub(server)))


def parse_nameservers(text: str) -> Iterator[str]:
    """The name servers of a resolv.conf."""
    for fields in map(str.split, text.splitlines()):
        if len(fields) > 1 and fields[0] == "nameserver":
            yield fields[1]


def parse_resolvectl(text: str) -> Iterator[str]:
    """The servers in the output of ``resolvectl dns``: for all links, then link by link.

    A port or the name of a certificate may follow; an address of the link itself needs the link's name.
    """
    for line in text.splitlines():
        found = re.fullmatch(r"(?:Global|Link \d+ \((?P<link>[^)]+)\)): *(?P<servers>.*)", line.strip())
        for server in found["servers"].split() if found else ():
            bare = server.partition("#")[0]
            address = re.sub(r"^\[(.+)\](:\d+)?$|^([\d.]+):\d+$", r"\1\3", bare)
            local = address.startswith("fe80:") and "%" not in address and found and found["link"]
            yield f"{address}%{found['link']}" if local and found else address


_SIOCGIFFLAGS = 0x8913
_IFF_UP, _IFF_RUNNING = 0x1, 0x40
_RTM_GETNEIGH, _DUMP = 30, 0x301
_NUD_INCOMPLETE, _NUD_FAILED, _NUD_ALIVE = 0x01, 0x20, 0x02 | 0x80
_NDA_DST = 1
_NONE_V6 = "0" * 32
_TX_PACKETS = 9
_RTF_UP, _RTF_UP_GATEWAY = 0x1, 0x3
_MOST_SERVERS = 3


def running(interface: str) -> bool:
    """True if *interface* is up and has a carrier. By ioctl: /sys may show another namespace's interfaces."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sh14x", interface.encode()[:15], 0)
        try:
            flags = struct.unpack("16xH14x", fcntl.ioctl(sock, _SIOCGIFFLAGS, request))[0]
        except OSError:
            return False
    return bool(flags & _IFF_UP and flags & _IFF_RUNNING)


def gateways() -> tuple[Gateway, ...]:
    """The default gateways of both families."""
    found = [*parse_route(_read("/proc/net/route")), *parse_ipv6_route(_read("/proc/net/ipv6_route"))]
    return tuple(dict.fromkeys(found))


def parse_route(text: str) -> Iterator[Gateway]:
    """Default gateways of /proc/net/route."""
    for line in text.splitlines()[1:]:
        fields = line.split()
        if fields[1] == "00000000" and int(fields[3], 16) & _RTF_UP_GATEWAY == _RTF_UP_GATEWAY:
            yield Gateway(4, socket.inet_ntoa(struct.pack("<L", int(fields[2], 16))), fields[0])


def parse_ipv6_route(text: str) -> Iterator[Gateway]:
    """Default gateways of /proc/net/ipv6_route."""
    for line in text.splitlines():
        fields = line.split()
        if fields[0] == _NONE_V6 and fields[1] == "00" and fields[4] != _NONE_V6 and fields[9] != "lo":
            yield Gateway(6, socket.inet_ntop(socket.AF_INET6, bytes.fromhex(fields[4])), fields[9])


def default_routes() -> tuple[DefaultRoute, ...]:
    """Every default route of both families, by metric."""
    found = [
        *parse_default_routes(_read("/proc/net/route")),
        *parse_default_ipv6_routes(_read("/proc/net/ipv6_route")),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda route: (route.family, route.metric)))


def parse_default_routes(text: str) -> Iterator[DefaultRoute]:
    """Default routes of /proc/net/route, those without a gateway included."""
    for fields in (line.split() for line in text.splitlines()[1:]):
        if fields[1] == fields[7] == "00000000" and int(fields[3], 16) & _RTF_UP:
            yield DefaultRoute(4, fields[0], int(fields[6]))


def parse_default_ipv6_routes(text: str) -> Iterator[DefaultRoute]:
    """Default routes of /proc/net/ipv6_route; the kernel's own refusals stand on lo."""
    for fields in map(str.split, text.splitlines()):
        if fields[0] == _NONE_V6 and fields[1] == "00" and fields[9] != "lo":
            yield DefaultRoute(6, fields[9], int(fields[5], 16))


def neighbour(gateway: Gateway) -> Neighbour:
    """Whether *gateway* answers on the link, from the kernel's neighbour table."""
    family = socket.AF_INET if gateway.family == 4 else socket.AF_INET6  # noqa: PLR2004
    try:
        states = dict(_neighbours(family))
    except OSError:
        return Neighbour.UNKNOWN
    state = states.get(gateway.address, 0)
    if state & _NUD_ALIVE:
        return Neighbour.ALIVE
    return Neighbour.SILENT if state & (_NUD_INCOMPLETE | _NUD_FAILED) else Neighbour.UNKNOWN


def _neighbours(family: int) -> Iterator[tuple[str, int]]:
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as sock:
        sock.settimeout(0.2)
        sock.send(
            struct.pack("=LHHLL", 28, _RTM_GETNEIGH, _DUMP, 1, 0)
            + struct.pack("=BxxxiHBB", family, 0, 0, 0, 0)
        )
        yield from parse_neighbours(sock.recv(1 << 16), family)


def parse_neighbours(data: bytes, family: int) -> Iterator[tuple[str, int]]:
    """(address, state) of each entry of a netlink dump (rtnetlink(7))."""
    while len(data) >= 28:  # noqa: PLR2004 (two headers)
        length, kind = struct.unpack_from("=LH", data)
        if kind != 28 or length < 28:  # noqa: PLR2004 (RTM_NEWNEIGH)
            return
        state = struct.unpack_from("=H", data, 24)[0]
        attributes = data[28:length]
        while len(attributes) >= 4:  # noqa: PLR2004
            size, name = struct.unpack_from("=HH", attributes)
            if name == _NDA_DST:
                yield socket.inet_ntop(family, attributes[4:size]), state
            attributes = attributes[max(4, (size + 3) & ~3) :]
        data = data[(length + 3) & ~3 :]


def resolvers() -> tuple[str, ...] | None:
    """The name servers of /etc/resolv.conf, and who stands behind a stub among them.

    None where that file is not how the system does it (Android).
    """
    path = Path("/etc/resolv.conf")
    if not path.exists():
        return None
    servers = parse_resolv_conf(_read(str(path)))
    return tuple(dict.fromkeys((*servers, *upstreams(servers))))[:_MOST_SERVERS]


def parse_resolv_conf(text: str) -> tuple[str, ...]:
    """The first three name servers, which is all that the C library uses."""
    return tuple(parse_nameservers(text))[:_MOST_SERVERS]


def packets_out() -> int | None:
    """Packets sent on all interfaces but loopback since they came up."""
    text = _read("/proc/net/dev")
    rows = (line.partition(":") for line in text.splitlines()[2:])
    counts = [int(counters.split()[_TX_PACKETS]) for name, _, counters in rows if name.strip() != "lo"]
    return sum(counts) if counts else None


def portal_api() -> str | None:
    """The captive-portal address that a lease carried (RFC 8910), as networkd or dhclient keep it."""
    leases = ("/run/systemd/netif/links", "/var/lib/dhcp", "/var/lib/dhclient", "/var/lib/NetworkManager")
    for folder in map(Path, leases):
        with suppress(OSError):
            for path in sorted(folder.iterdir()):
                found = parse_portal(_read(str(path)))
                if found:
                    return found
    return None


def parse_portal(text: str) -> str | None:
    """The address in a lease's text."""
    found = re.search(r"(?:CAPTIVE_PORTAL=|captive-portal\s+\"|default-url\s+\")(https?://[^\s\";]+)", text)
    return found.group(1) if found else None


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""
