"""What Linux's own network managers last found of the internet. Nothing is looked up anew."""

import re
from pathlib import Path

from gopay_help.network.command import output_of

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
