"""What macOS says of its own network.

`/etc/resolv.conf` misses a VPN's name servers there, so scutil is asked.
"""

import re

from gopay_help.network.machine import Gateway, Neighbour, output_of


def gateways() -> tuple[Gateway, ...]:
    """The default gateways of both families."""
    texts = (
        (4, output_of("route", "-n", "get", "default")),
        (6, output_of("route", "-n", "get", "-inet6", "default")),
    )
    return tuple(gateway for family, text in texts for gateway in [parse_route(text, family)] if gateway)


def parse_route(text: str, family: int) -> Gateway | None:
    """The gateway in the output of ``route -n get default``."""
    address = re.search(r"^\s*gateway:\s*(\S+)", text, re.MULTILINE)
    interface = re.search(r"^\s*interface:\s*(\S+)", text, re.MULTILINE)
    if not address or not interface:
        return None
    return Gateway(family, address.group(1).partition("%")[0], interface.group(1))


def connectivity() -> str | None:
    """``none`` without a way out; macOS tells no more than whether there is one."""
    return parse_nwi(output_of("scutil", "--nwi"))


def parse_nwi(text: str) -> str | None:
    """The reachability in the output of ``scutil --nwi``, the better one of both families."""
    found = re.findall(r"^\s*REACH : flags 0x[0-9a-f]+ \(([^)]*)\)", text, re.MULTILINE)
    if not found:
        return None
    return "none" if all(word == "Not Reachable" for word in found) else "unknown"


def neighbour(gateway: Gateway) -> Neighbour:
    """Whether *gateway* answers on the link."""
    text = output_of("arp", "-an") if gateway.family == 4 else ""  # noqa: PLR2004
    return parse_arp(text, gateway.address)


def parse_arp(text: str, address: str) -> Neighbour:
    """The state of *address* in the output of ``arp -an``."""
    found = re.search(rf"\({re.escape(address)}\) at (\S+)", text)
    if not found:
        return Neighbour.UNKNOWN
    return Neighbour.SILENT if found.group(1) == "(incomplete)" else Neighbour.ALIVE


def resolvers() -> tuple[str, ...] | None:
    """The name servers in the order they are asked."""
    text = output_of("scutil", "--dns")
    return parse_scutil_dns(text) if text else None


def parse_scutil_dns(text: str) -> tuple[str, ...]:
    """The name servers of every resolver that is not scoped, in order, each once."""
    general = text.partition("DNS configuration (for scoped queries)")[0]
    found = re.findall(r"nameserver\[\d+\]\s*:\s*(\S+)", general)
    return tuple(dict.fromkeys(found))[:3]
