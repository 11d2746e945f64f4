"""Fetches one public page for `channels recheck`: https only, no redirect, no private address, bounded.

The address is resolved once, refused unless it is public, and that very address is connected to, so a name
that changes its mind in between gains nothing.
"""

import socket
import ssl
from collections.abc import Callable
from http.client import HTTPException, HTTPSConnection
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from gopay_help import __version__
from gopay_help.contacts.recheck import Page

LIMIT_S: Final = 10.0
MAX_BYTES: Final = 512 * 1024

Resolve = Callable[[str], str]


def resolve(host: str) -> str:
    """The first address of *host*.

    Raises:
        OSError: it has none.
    """
    return str(socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)[0][4][0])


def is_public(address: str) -> bool:
    """True if *address* is one that a public page can have."""
    try:
        return ip_address(address).is_global
    except ValueError:
        return False


def fetch(url: str, *, resolver: Resolve = resolve) -> Page:
    """The page at *url*; a status of None if it cannot or must not be reached."""
    parts = urlsplit(url)
    host = parts.hostname
    if parts.scheme != "https" or not host or parts.netloc != host or _is_address(host):
        return Page(None)
    try:
        address = resolver(host)
        if not is_public(address):
            return Page(None)
        return _get(host, address, parts.path or "/")
    except (OSError, HTTPException, ValueError):
        return Page(None)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2]
        return last.isdigit() or last.startswith("0x")
    return True


class _Pinned(HTTPSConnection):
    """A connection to one address, with the certificate checked for the name."""

    def __init__(self, host: str, address: str) -> None:
        self._address = address
        self._tls = ssl.create_default_context()
        super().__init__(host, timeout=LIMIT_S, context=self._tls)

    def connect(self) -> None:
        """Connect to the pinned address."""
        plain = socket.create_connection((self._address, 443), LIMIT_S)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def _get(host: str, address: str, path: str) -> Page:
    connection = _Pinned(host, address)
    try:
        connection.request(
            "GET", path, headers={"User-Agent": f"gopay-help/{__version__} recheck", "Host": host}
        )
        response = connection.getresponse()
        return Page(response.status, response.read(MAX_BYTES).decode("utf-8", "replace"))
    finally:
        connection.close()
