"""Compares the registry with the official pages it names, on a maintainer's request. It never edits.

Only pages of official hosts are asked for: https only, no redirect, no private address, bounded. A value that
is not found there may have changed, or the page may draw it with a script, so a person looks before anything
is written. The address of a host is resolved once, refused unless it is public, and that very address is
connected to, so a name that changes its mind in between gains nothing.
"""

import re
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from http.client import HTTPException, HTTPSConnection
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from gopay_help import __version__
from gopay_help.model.contact import Channel, ChannelStatus, Registry

_BLOCKED: Final = frozenset({401, 403, 407, 429, 451, 503})
_OK: Final = 200
_TAGS: Final = re.compile(
    r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]{0,2000}>", re.DOTALL | re.IGNORECASE
)
_FILLERS: Final = re.compile(r"[\s().\-\u00a0\u2010-\u2015]+")
_MIN_DIGITS: Final = 6
_FRESH: Final = re.compile(r"\D")


class Result(StrEnum):
    """What a page said of a value."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    NO_PAGE = "no_page"


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: its status, or why there is none."""

    status: int | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A channel, the page that was asked, and what it said."""

    channel: str
    url: str
    result: Result


Fetch = Callable[[str], Page]


def recheck(registry: Registry, fetch: Fetch) -> Iterator[Checked]:
    """One result a live channel, each official page fetched once."""
    pages: dict[str, Page] = {}
    for channel in registry.channels:
        if channel.status is ChannelStatus.RETIRED or channel.value is None:
            continue
        yield _checked(channel, registry, pages, fetch)


def official_pages(channel: Channel, registry: Registry) -> list[str]:
    """The pages of official hosts that should carry the value, the likeliest first."""
    brand = registry.brand(channel.brand)
    official = brand.domains_official if brand else ()
    own = [channel.value or ""] if channel.kind == "web" else []
    cited = [source.url for source in channel.provenance.sources if source.type == "official_page"]
    sites = [
        other.value or ""
        for other in registry.channels
        if other.kind == "web" and other.brand == channel.brand
    ]
    wanted = [*own, *cited, *(sites if channel.kind in ("phone", "email", "whatsapp") else ())]
    return [url for url in dict.fromkeys(wanted) if _official(url, official)]


def _official(url: str, domains: tuple[str, ...]) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme == "https" and any(
        host == domain or host.endswith("." + domain) for domain in domains
    )


def _checked(channel: Channel, registry: Registry, pages: dict[str, Page], fetch: Fetch) -> Checked:
    outcome = Checked(channel.id, "", Result.NO_PAGE)
    for url in official_pages(channel, registry):
        if url not in pages:
            pages[url] = fetch(url)
        outcome = Checked(channel.id, url, judge(channel, url, pages[url]))
        if outcome.result is Result.CONFIRMED:
            break
    return outcome


def judge(channel: Channel, url: str, page: Page) -> Result:
    """What *page* says of *channel*."""
    if page.status is None:
        return Result.UNREACHABLE
    if page.status in _BLOCKED:
        return Result.BLOCKED
    if page.status != _OK:
        return Result.CHANGED
    if channel.kind == "in_app" or url == channel.value:
        return Result.CONFIRMED  # a menu is no text to look for: its page is still there
    return Result.CONFIRMED if _names(page.text, channel) else Result.CHANGED


def _names(html: str, channel: Channel) -> bool:
    """True if the page shows the value, however it groups digits."""
    text = unescape(_TAGS.sub(" ", html))
    value = channel.value or ""
    if channel.kind in ("phone", "whatsapp"):
        return _shows_number(text, value)
    return value.casefold() in text.casefold()


def _shows_number(text: str, value: str) -> bool:
    digits = _FRESH.sub("", value)
    if len(digits) < _MIN_DIGITS:
        return re.search(rf"(?<!\d){digits}(?!\d)", text) is not None
    bare = _FILLERS.sub("", text)
    home = digits[2:] if value.startswith("+") else digits
    return digits in bare or home in bare


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
