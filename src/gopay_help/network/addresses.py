"""What kind of address an answer is. Nothing here knows anybody's address ranges but the registries' own."""

import ipaddress
from collections.abc import Callable

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_FAKE_IP = ipaddress.ip_network("198.18.0.0/15")


def kind_of(address: str) -> str:
    """``global``, ``nat64``, ``fake_ip``, ``loopback``, ``unspecified``, ``link_local`` or ``private``.

    ``fake_ip`` is the benchmarking range that VPN clients hand out as stand-ins: odd, and no reason to
    accuse.
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
    return next((kind for kind, holds in _KINDS if holds(parsed)), "private")


_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_KINDS: tuple[tuple[str, Callable[[_Address], bool]], ...] = (
    ("unspecified", lambda address: address.is_unspecified),
    ("loopback", lambda address: address.is_loopback),
    ("link_local", lambda address: address.is_link_local),
    ("global", lambda address: address.is_global and not address.is_multicast),
)


def may_contact(address: str, *, allow_private: bool) -> bool:
    """True if a name of a targets file may lead there."""
    return allow_private or kind_of(address) in {"global", "nat64", "fake_ip"}


def family_of(address: str) -> int:
    """4 or 6."""
    return ipaddress.ip_address(address.partition("%")[0]).version


def near(address: str) -> bool:
    """True for a resolver that sits on this machine or in this home, not at the provider of the line."""
    return kind_of(address) not in {"global", "nat64"}
