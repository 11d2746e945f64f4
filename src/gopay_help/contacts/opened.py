"""What a browser, a mail program or a dialler would open for a text, whatever the text looks like.

Web addresses are read by the rules of the WHATWG URL standard, as browsers read them, with the parser that
Node.js uses (ada). Where it has no wheel only plainly written addresses are read, and every other one is no
address here: nobody is told where it leads. Links for mail and calls are taken apart into every recipient
that they name.
"""

import re
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote

from gopay_help.model.text import hidden_in

try:
    import ada_url
except ImportError:  # no wheel for this system
    ada_url = None  # type: ignore[assignment]

WEB: Final = frozenset({"http", "https", "ftp"})
MAIL: Final = frozenset({"mailto"})
CALL: Final = frozenset({"tel", "callto", "sms", "smsto"})
REFUSED: Final = frozenset({"javascript", "data", "vbscript", "blob", "about", "file", "view-source"})
_WITHOUT_SLASHES: Final = MAIL | CALL | REFUSED | {"intent", "whatsapp", "tg"} - {"file"}
_SCHEME: Final = re.compile(r"\A([a-zA-Z][a-zA-Z0-9+.\-]*):")
_BROWSED: Final = re.compile(r"(?i)\A(?:https?|ftp):")
_AUTHORITY: Final = re.compile(r"\A(?:[a-zA-Z][a-zA-Z0-9+.\-]*:)?//([^/?#]*)")
_PLAINLY: Final = re.compile(
    r"(?i)\A(https?|ftp)://([^\s/?#@\\%:\[\](){}<>|^`,;]+)(/[^\s?#\\%]*)?(?:\?([^\s#\\]*))?(?:#(\S*))?\Z"
)
_DEFUSED: Final = re.compile(r"[\[({*]|xx", re.IGNORECASE)
_REFANG: Final = (
    (re.compile(r"\Ah(?:xx|tt|\*\*)p(s?)(?::|\[:\])(?://|\[//\])", re.IGNORECASE), r"http\1://"),
    (re.compile(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)", re.IGNORECASE), "."),
    (re.compile(r"\[@\]|\(@\)|\[at\]|\(at\)", re.IGNORECASE), "@"),
)
_EDGES: Final = "".join(map(chr, range(33)))
"""What browsers leave out around an address."""
_FALLBACK: Final = "S.browser_fallback_url="
_MAX_QUERY: Final = 2048
_COPIES: Final = ("to", "cc", "bcc")


class Opened(NamedTuple):
    """A link as it would be opened: dot segments resolved, letters of the host as the network sees them."""

    scheme: str
    host: str
    path: str
    query: str
    disguised: bool
    """Written with what no honest link needs: a user name, a backslash, a hidden or an escaped letter."""
    typed: str
    """What stands in front of the host as typed, and the host itself."""


def refang(text: str) -> str:
    """*text* with the brackets removed that make a link unclickable."""
    if not _DEFUSED.search(text):
        return text
    for pattern, mended in _REFANG:
        text = pattern.sub(mended, text)
    return text


def scheme(text: str) -> str:
    """The scheme that *text* starts with, lower case; a host with a port has none."""
    found = _SCHEME.match(text)
    if found is None:
        return ""
    name = found.group(1).lower()
    return name if name in _WITHOUT_SLASHES or text[found.end() :].startswith("//") else ""


def open_link(text: str) -> Opened | None:
    """What opening *text* would open, or None where nothing can be opened or nobody can tell."""
    text = text.strip(_EDGES)
    if text.startswith(("//", "\\\\")):
        text = "https:" + text
    elif not scheme(text) and not _BROWSED.match(text):
        text = "https://" + text
    authority = _AUTHORITY.match(text.replace("\\", "/"))
    typed = authority[1] if authority else ""
    found = _parsed(text)
    if found is None:
        return None
    disguised = not typed or "\\" in text or "@" in typed or "%" in typed or bool(hidden_in(text))
    return Opened(*found, disguised, typed) if found[1] else None


def _parsed(text: str) -> tuple[str, str, str, str] | None:
    """Scheme, host, path and query."""
    if ada_url is None:
        plainly = _PLAINLY.match(text)
        if plainly is None or {".", ".."} & set((plainly[3] or "").split("/")):
            return None
        return plainly[1].lower(), plainly[2].lower(), plainly[3] or "/", plainly[4] or ""
    try:
        url = ada_url.URL(text)
    except (ValueError, UnicodeError):
        return None
    return url.protocol.rstrip(":"), url.hostname, url.pathname, url.search.removeprefix("?")


def fields(query: str) -> list[tuple[str, str]]:
    """The parameters of a query, as many as an honest one has."""
    return parse_qsl(query[:_MAX_QUERY], keep_blank_values=True)


def callees(text: str) -> list[str]:
    """Every number or code that a call or message link names; a text that is no such link is one itself."""
    if scheme(text) not in CALL:
        return [text]
    rest = text.partition(":")[2]
    if "?" in rest and scheme(text) in ("tel", "callto"):
        rest = rest.replace("?", ";", 1)  # a dialler knows no parameters there
    path, _, query = rest.partition("?")
    numbers = re.split(r"[,;]", unquote(path).strip("/"))
    more = [
        value for name, value in fields(query) if name.lower() in ("phone", "to", "recipients", "addresses")
    ]
    return [number for number in (*numbers, *more) if number.strip()] or [""]


def addressees(text: str) -> list[str]:
    """Every address that a mail link names, the hidden copies too; a text that is no link is one itself."""
    if scheme(text) not in MAIL:
        return [text]
    path, _, query = text.partition(":")[2].partition("?")
    copies = [value for name, value in fields(query.replace("+", "%2B")) if name.lower() in _COPIES]
    return [
        part for part in (*map(unquote, path.split(",")), *(p for c in copies for p in c.split(","))) if part
    ] or [""]


def intended(text: str) -> list[str]:
    """Every link that an Android intent may open: the named one, and the one for phones without the app."""
    target, _, settings = text.partition("#Intent;")
    rest = target.partition(":")[2].lstrip("/")
    parts = settings.split(";")
    schemes = [part.partition("=")[2] for part in parts if part.startswith("scheme=")] or ["https"]
    named = [f"{name}:{rest}" if name in CALL | MAIL else f"{name}://{rest}" for name in schemes if rest]
    return [*named, *(unquote(part.removeprefix(_FALLBACK)) for part in parts if part.startswith(_FALLBACK))]
