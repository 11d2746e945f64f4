"""Compares the registry with the official pages it names, on a maintainer's request. It never edits.

Only pages of official hosts are asked for. A value that is not found there may have changed, or the page may
draw it with a script, so a person looks before anything is written.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from typing import Final
from urllib.parse import urlsplit

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
