"""Compares the registry with the official pages it names, on a maintainer's request. It never edits.

Only pages of official hosts are asked for: https only, no redirect, no private address, bounded. A value that
is not found there may have changed, or the page may draw it with a script, so a person looks before anything
is written. The address of a host is resolved once, refused unless it is public, and that very address is
connected to, so a name that changes its mind in between gains nothing.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from ipaddress import ip_address
from threading import Thread
from typing import Final
from urllib.parse import urlsplit

import httpx
import truststore

from gopay_help import __version__
from gopay_help.model.addresses import is_public
from gopay_help.model.contact import Channel, ChannelStatus, Registry

_BLOCKED: Final = frozenset({401, 403, 407, 429, 451, 503})
_OK: Final = 200
_UNSEEN: Final = re.compile(r"<(script|style)\b", re.IGNORECASE)
_CLOSED: Final = {name: re.compile(f"</{name}[^<>]{{0,20}}>", re.IGNORECASE) for name in ("script", "style")}
_TAG_END: Final = re.compile(">")
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
        outcome = Checked(channel.id, url, classify_page(channel, url, pages[url]))
        if outcome.result is Result.CONFIRMED:
            break
    return outcome


def classify_page(channel: Channel, url: str, page: Page) -> Result:
    """What *page* says of *channel*; a page that breaks off in the middle of its markup says nothing."""
    text = visible_text(page.text)
    if page.status is None or text is None:
        return Result.UNREACHABLE
    if page.status in _BLOCKED:
        return Result.BLOCKED
    if page.status != _OK:
        return Result.CHANGED
    if channel.kind == "in_app" or url == channel.value:
        return Result.CONFIRMED  # a menu is no text to look for: its page is still there
    return Result.CONFIRMED if _names(text, channel) else Result.CHANGED


def visible_text(html: str) -> str | None:
    """The text between the tags, scripts and styles left out; None where the markup breaks off. Linear."""
    pieces, at = [], 0
    while (start := html.find("<", at)) >= 0:
        pieces.append(html[at:start])
        tag = _UNSEEN.match(html, start)
        end = _CLOSED[tag[1].lower()].search(html, start) if tag else _TAG_END.search(html, start)
        if end is None:
            return None
        at = end.end()
    return unescape(" ".join((*pieces, html[at:])))


def _names(text: str, channel: Channel) -> bool:
    """True if *text* shows the value, however it groups digits."""
    value = channel.value or ""
    if channel.kind not in ("phone", "whatsapp"):
        return value.casefold() in text.casefold()
    digits = _FRESH.sub("", value)
    if len(digits) < _MIN_DIGITS:
        return re.search(rf"(?<!\d){digits}(?!\d)", text) is not None
    bare = _FILLERS.sub("", text)
    home = digits[2:] if value.startswith("+") else digits
    return digits in bare or home in bare


Resolve = Callable[[str], str]


def first_address(host: str) -> str:
    """The first address of *host*.

    Raises:
        OSError: it has none.
    """
    return str(socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)[0][4][0])


class _UnusableError(Exception):
    """An answer that is too large, or packed although none was asked for."""


@dataclass(frozen=True, slots=True)
class PageReader:
    """Fetches one public page: https only, pinned to the address that was checked, no redirect, bounded.

    `limit_s` is the time for everything together, whatever the server drips. What is larger than `max_bytes`,
    or compressed although that was not asked for, is no page that can be read.
    """

    resolve: Resolve = first_address
    may_contact: Callable[[str], bool] = is_public
    port: int = 443
    tls: ssl.SSLContext | None = None
    limit_s: float = 10.0
    max_bytes: int = 2 * 1024 * 1024

    def __call__(self, url: str) -> Page:
        """The page at *url*; a status of None if it cannot or must not be reached."""
        parts = urlsplit(url)
        host = parts.hostname
        if parts.scheme != "https" or not host or parts.netloc != host or _is_address(host):
            return Page(None)
        try:
            return asyncio.run(self._within_limit(host, parts.path or "/"))
        except (OSError, ValueError, httpx.HTTPError, _UnusableError):
            return Page(None)

    async def _within_limit(self, host: str, path: str) -> Page:
        async with asyncio.timeout(self.limit_s):
            address = await _in_daemon_thread(self.resolve, host)
            return await self._get(host, address, path) if self.may_contact(address) else Page(None)

    async def _get(self, host: str, address: str, path: str) -> Page:
        server = f"[{address}]" if ":" in address else address
        headers = {
            "Host": host,
            "User-Agent": f"gopay-help/{__version__} recheck",
            "Accept-Encoding": "identity",
        }
        url = f"https://{server}:{self.port}{path}"
        tls = self.tls or truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        async with (
            httpx.AsyncClient(verify=tls, trust_env=False, timeout=self.limit_s) as client,
            client.stream(
                "GET",
                url,
                headers=headers,
                extensions={"sni_hostname": host},
            ) as answer,
        ):
            if answer.headers.get("content-encoding", "identity") != "identity":
                raise _UnusableError
            body = bytearray()
            async for part in answer.aiter_raw():
                body += part
                if len(body) > self.max_bytes:
                    raise _UnusableError
            return Page(answer.status_code, body.decode("utf-8", "replace"))


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2]
        return last.isdigit() or last.startswith("0x")
    return True


async def _in_daemon_thread(call: Resolve, host: str) -> str:
    """The result of a call that blocks; a thread that hangs holds up neither the time limit nor the exit."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[str] = loop.create_future()

    def settle(result: str | None, error: OSError | None) -> None:
        if future.done():
            return
        if error is None:
            future.set_result(result or "")
        else:
            future.set_exception(error)

    def work() -> None:
        try:
            result, error = call(host), None
        except OSError as failure:
            result, error = None, failure
        with suppress(RuntimeError):  # the loop is gone: nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    Thread(target=work, daemon=True).start()
    return await future
