"""Splits a link into its parts, and notes every trick that makes browsers and people read it differently."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from gopay_help.model.text import hidden_in

WEB: Final = frozenset({"http", "https", "ftp"})
_WITHOUT_SLASHES: Final = frozenset(
    {
        "mailto",
        "tel",
        "callto",
        "sms",
        "smsto",
        "javascript",
        "data",
        "vbscript",
        "blob",
        "about",
        "intent",
        "view-source",
    }
)
_SCHEME: Final = re.compile(r"\A([a-zA-Z][a-zA-Z0-9+.\-]*):")
_DEFUSED: Final = re.compile(r"[\[({*]|xx", re.IGNORECASE)
_REFANG: Final = (
    (re.compile(r"\Ah(?:xx|tt|\*\*)p(s?)(?::|\[:\])(?://|\[//\])", re.IGNORECASE), r"http\1://"),
    (re.compile(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)", re.IGNORECASE), "."),
    (re.compile(r"\[@\]|\(@\)|\[at\]|\(at\)", re.IGNORECASE), "@"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link in its parts. `tricks` names what no honest link needs."""

    scheme: str
    userinfo: str
    host: str
    path: str
    query: str
    tricks: tuple[str, ...]


def refang(text: str) -> str:
    """*text* with the brackets removed that make a link unclickable."""
    if not _DEFUSED.search(text):
        return text
    for pattern, plain in _REFANG:
        text = pattern.sub(plain, text)
    return text


def scheme(text: str) -> str:
    """The scheme that *text* starts with, lower case; a host with a port has none."""
    found = _SCHEME.match(text)
    if found is None:
        return ""
    name = found.group(1).lower()
    return name if name in _WITHOUT_SLASHES or text[found.end() :].startswith("//") else ""


def read_link(text: str) -> Link | None:
    """The parts of a web link, or None where no host can be read."""
    tricks = ["backslash"] if "\\" in text else []
    tidy = text.replace("\\", "/")
    if unseen := hidden_in(text):
        tricks.append("invisible")
        tidy = tidy.translate(dict.fromkeys(map(ord, unseen)))
    if not scheme(tidy):
        tidy = "http://" + tidy.lstrip("/")
    try:
        parts = urlsplit(tidy)
        authority = parts.netloc
    except ValueError:
        return None
    userinfo, _, server = authority.rpartition("@")
    if userinfo:
        tricks.append("userinfo")
    if "%" in server:
        tricks.append("percent")
        server = unquote(server)
    host = _without_port(server)
    return (
        Link(parts.scheme, unquote(userinfo), host, parts.path, parts.query, tuple(tricks)) if host else None
    )


def _without_port(server: str) -> str:
    if server.startswith("["):
        return server.partition("]")[0] + "]"
    return server.partition(":")[0]
