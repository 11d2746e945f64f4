"""What kind of network address one is, and whether a stranger's name may lead a program there.

Python calls some ranges global that are not the public internet, or that carry another address inside:
6to4, NAT64 with a prefix of its own, site-local, segment routing, documentation. So IPv6 is public only
inside the one block that is given out, and what holds an IPv4 address is judged by that.
"""

import ipaddress
from typing import Final

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_FAKE_IP: Final = ipaddress.ip_network("198.18.0.0/15")
_GIVEN_OUT: Final = ipaddress.ip_network("2000::/3")
_NOT_GLOBAL: Final = tuple(
    map(
        ipaddress.ip_network,
        ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "192.0.0.0/24", "192.88.99.0/24"),
    )
)
"""Protocol assignments (Teredo, ORCHID …), documentation, 6to4 and its relays."""


def kind_of(address: str) -> str:
    """``global``, ``nat64``, ``fake_ip``, ``loopback``, ``unspecified``, ``link_local`` or ``private``.

    ``fake_ip`` is the benchmarking range that VPN clients hand out as stand-ins: odd, and no reason to
    accuse. ``private`` is everything else that is not the public internet.

    Raises:
        ValueError: it is no address.
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed in _NAT64:
            inner = kind_of(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
            return "nat64" if inner == "global" else inner
        if parsed.ipv4_mapped is not None:
            return kind_of(str(parsed.ipv4_mapped))
    elif parsed in _FAKE_IP:
        return "fake_ip"
    given_out = parsed.version == 4 or parsed in _GIVEN_OUT  # noqa: PLR2004 (IPv4)
    known = any(parsed in network for network in _NOT_GLOBAL if network.version == parsed.version)
    kinds = {
        "unspecified": parsed.is_unspecified,
        "loopback": parsed.is_loopback,
        "link_local": parsed.is_link_local,
        "global": given_out and not known and parsed.is_global and not parsed.is_multicast,
    }
    return next((kind for kind, holds in kinds.items() if holds), "private")


def is_public(address: str) -> bool:
    """True for an address of the public internet; a text that is none is not public."""
    try:
        return kind_of(address) in ("global", "nat64")
    except ValueError:
        return False
