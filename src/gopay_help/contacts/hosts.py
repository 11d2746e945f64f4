"""Reads an address: what would be opened for it, and its host as the network and as an eye sees it.

The public suffix list (its private part too) and our own list of shared hosts say where the part begins
that somebody registered. Letters are kept twice: the A-label form, which is compared with the registry, and
the letters an eye sees, every look-alike letter as the plain one it passes for, which look-alikes are
searched in. The table holds letters of other scripts that pass for a-z, taken from Unicode's confusables
(as packaged by confusable_homoglyphs 3.3.1) after case folding and decomposition, letters only. Latin
letters with strokes, hooks and tails need no table: their Unicode name says which letter they are.
"""

import json
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Final, NamedTuple
from unicodedata import category, name, normalize
from urllib.parse import parse_qsl, unquote

import idna
from publicsuffixlist import PublicSuffixList

from gopay_help.model.text import hidden_in

try:
    import ada_url
except ImportError:  # no wheel for this system
    ada_url = None  # type: ignore[assignment]

_PASS_FOR: Final[dict[str, str]] = json.loads(Path(__file__).with_name("confusables.json").read_text("utf-8"))
_PLAIN: Final = {strange: plain for plain, others in _PASS_FOR.items() for strange in others}
_NAMED: Final = re.compile(
    r"LATIN (?:(?:SMALL|CAPITAL) LETTER|LETTER SMALL CAPITAL) "
    r"(?:DOTLESS |SCRIPT |OPEN )?([A-Z])(?: WITH .*)?\Z"
)
_DIGITS: Final = str.maketrans("013457", "oleast")
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("lc", "k"), ("cl", "d"), ("nn", "m"))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """The plain letters that one character passes for; itself where it passes for none."""
    for part in (char, normalize("NFKD", char.casefold()).casefold()):
        if part in _PLAIN:
            return _PLAIN[part]
        if part.isascii():
            return part.lower()
    marked = "".join(
        part for part in normalize("NFKD", char.casefold()) if not category(part).startswith("M")
    )
    return "".join(_letter(part) for part in marked)


def _letter(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    found = _NAMED.match(name(char, "").upper())
    return found.group(1).lower() if found else char


def plain(text: str) -> str:
    """*text* in lower case, every letter as the plain one it passes for."""
    if text.isascii():
        return text.lower()
    return "".join(map(_plain, text))


def alike(text: str) -> str:
    """*text* with i and l made one: they are told apart by no tired eye."""
    return text.replace("i", "l")


def readings(text: str) -> tuple[str, ...]:
    """How *text*, already plain, may be read: as it is, with digits as letters, with letter pairs as one."""
    first = alike(text)
    digits = first.translate(_DIGITS)
    pairs = digits
    for pair, single in _PAIRS:
        pairs = pairs.replace(pair, single)
    return tuple(dict.fromkeys((first, digits, pairs)))


def odd_letters(text: str) -> tuple[str, ...]:
    """The letters of *text* that pass for another one, each with its code point and name."""
    seen = dict.fromkeys(char for char in text if not char.isascii())
    return tuple(f"{char} (U+{ord(char):04X} {name(char, 'unnamed').lower()})" for char in seen)


_RESERVED: Final = frozenset({"example", "test", "invalid", "onion"})
"""No public suffixes, and hosts all the same (RFC 2606, RFC 7686)."""
MAX_HOST: Final = 253
_DOTS: Final = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})


@dataclass(frozen=True, slots=True)
class Host:
    """A host name, split."""

    ascii: str
    """As the network sees it, lower case."""
    shown: str
    """As an eye sees it, before letters are read as plain ones."""
    labels: tuple[str, ...]
    """Plain letters, left to right, without the public suffix."""
    suffix: str
    """The public suffix, or a shared host whose tenants are strangers to each other."""
    registered: str
    """The registrable domain; empty for a suffix itself and for bare addresses."""
    numeric: bool = False
    """A bare network address."""

    @property
    def odd(self) -> bool:
        """True if letters from outside ASCII are in it."""
        return not self.shown.isascii()


@cache
def _public_suffixes() -> PublicSuffixList:
    """Loaded once, with the first host: a number needs none."""
    return PublicSuffixList()


class HostReader:
    """Turns text into a `Host`; *shared* are hosts whose tenants are strangers to each other."""

    def __init__(self, shared: AbstractSet[str]) -> None:
        self._shared = shared

    def read(self, text: str) -> Host | None:
        """The host that *text* names, or None where it is none."""
        name = text.translate(_DOTS).strip(".").lower()
        if not name or len(name) > MAX_HOST:
            return None
        if (numeric := _address(name)) is not None:
            return Host(numeric, numeric, (numeric,), "", "", numeric=True)
        wire = _wire(name)
        if wire is None or len(wire) > MAX_HOST:
            return None
        return self._split(wire, _shown(wire, name))

    def ends_as_hosts_do(self, text: str) -> bool:
        """True if the last part of *text* is a public suffix that exists."""
        last = text.translate(_DOTS).rstrip(".").lower().rpartition(".")[2]
        if not last.isascii():
            last = _wire(last) or ""
        return last in _RESERVED or (
            len(last) > 1 and _public_suffixes().publicsuffix("x." + last, accept_unknown=False) is not None
        )

    def _split(self, wire: str, shown: str) -> Host:
        labels = wire.split(".")
        suffix = self._suffix(wire, labels)
        depth = len(suffix.split(".")) if suffix else 0
        seen = shown.split(".")
        own = tuple(plain(label) for label in seen[: len(seen) - depth])
        registered = ".".join(labels[-depth - 1 :]) if own else ""
        return Host(wire, shown, own, suffix, registered)

    def _suffix(self, wire: str, labels: list[str]) -> str:
        for start in range(len(labels)):
            tail = ".".join(labels[start:])
            if tail in self._shared:
                return tail
        return _public_suffixes().publicsuffix(wire, accept_unknown=True) or labels[-1]


def _address(name: str) -> str | None:
    """A bare IPv4 or IPv6 address, in whatever notation a browser takes for one."""
    bare = name.strip("[]")
    try:
        return str(ip_address(bare))
    except ValueError:
        pass
    last = bare.rpartition(".")[2]
    return bare if last.isdigit() or last.startswith("0x") else None


def _wire(name: str) -> str | None:
    """The A-label form; None where no network could carry it."""
    if name.isascii():
        return name if all(map(_ldh, name.split("."))) else None
    try:
        return idna.encode(name, uts46=True, transitional=False).decode()
    except (idna.IDNAError, UnicodeError):
        return _punycode(name)


def _ldh(label: str) -> bool:
    """Letters, digits, hyphen, and the underscore that some real names carry."""
    return 0 < len(label) <= 63 and label.replace("-", "").replace("_", "").isalnum()  # noqa: PLR2004 (RFC 1035)


def _punycode(name: str) -> str | None:
    """A last resort for letters that IDNA refuses: a forger's name is still a name to judge."""
    try:
        encoded = [
            label if label.isascii() else "xn--" + label.encode("punycode").decode()
            for label in name.split(".")
        ]
    except UnicodeError:
        return None
    return ".".join(encoded) if all(map(_ldh, encoded)) else None


def _shown(wire: str, typed: str) -> str:
    """The Unicode form of every A-label that can be decoded."""
    if "xn--" not in wire:
        return wire
    if not typed.isascii() and typed.count(".") == wire.count("."):
        return typed
    return ".".join(map(_decoded, wire.split(".")))


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError, OverflowError):
        return label


# What a browser, a mail program or a dialler would open for a text, whatever the text looks like. Web
# addresses are read by the rules of the WHATWG URL standard, as browsers read them, with the parser that
# Node.js uses (ada). Where it has no wheel only plainly written addresses are read, and every other one is
# no address here: nobody is told where it leads. Links for mail and calls are taken apart into every
# recipient that they name.


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
