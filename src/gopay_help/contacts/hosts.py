"""Reads a host name: as the network sees it, as an eye sees it, and split where ownership changes.

The public suffix list (its private part too) and our own list of shared hosts say where the part begins
that somebody registered. Letters are kept twice: the A-label form, which is compared with the registry, and
the letters an eye sees, every look-alike letter as the plain one it passes for, which look-alikes are
searched in. The table holds letters of other scripts that pass for a-z, taken from Unicode's confusables
(as packaged by confusable_homoglyphs 3.3.1) after case folding and decomposition, letters only. Latin
letters with strokes, hooks and tails need no table: their Unicode name says which letter they are.
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache
from ipaddress import ip_address
from typing import Final
from unicodedata import category, name, normalize

import idna
from publicsuffixlist import PublicSuffixList

_PASS_FOR: Final = {
    "2": "ƨϩᒿꙅꛯꝛ",
    "3": "ȝɜʒзӡⳍꝫ",
    "a": "ɑαаᎪᗅꓮ",
    "b": "ƅβвьᏏᏴᑲᖯᗷꓐꞵ",
    "c": "сᏟⲥꓚ",
    "d": "ԁᎠᏧᑯᗞᗪꓒꓓ",
    "e": "εеҽᎬⴹꓰꬲ",
    "f": "ϝքᖴẝꓝꬵ",
    "g": "ƍɡԍցᏀᏳꓖ",
    "h": "ηнһհᎻᏂᕼⲏꓧ",
    "i": "ıɩιіӏᎥꙇ",
    "j": "ȷϳјᎫᒍꓙ",
    "k": "ĸκкᏦᛕⲕꓗ",
    "l": "ǀ۱Ꮮᒪᛁⲓⳑⵏꓡꓲ",
    "m": "μϻмᎷᗰᛖⲙꓟ",
    "n": "νոռⲛꓠ",
    "o": "σοоօ۵০੦૦ଠ୦௦౦೦ഠ൦๐໐ဝ၀ჿዐᴑⲟⵔ〇ꓳꬽ",
    "p": "ƿρрᏢᑭⲣꓑ",
    "q": "ԛգզⵕ",
    "r": "гᎡᎱᏒᖇᴦⲅꓣꭇꭈ",
    "s": "ƽѕտᏕᏚꓢ",
    "t": "τтᎢⲧꓔ",
    "u": "ʋυսሀᑌꓴꞟ",
    "v": "ѵ۷Ꮩᐯⴸꓦꛟ",
    "w": "ɯѡԝաᎳᏔꓪ",
    "x": "χхᕁᕽᚷⲭⵝꓫꭓ",
    "y": "ɣγуүყᎩᎽᶌⲩꓬ",
    "z": "ζᏃꓜ",
}
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


class HostReader:
    """Turns text into a `Host`; holds the suffix lists."""

    def __init__(self, shared: AbstractSet[str]) -> None:
        self._shared = shared

    @cached_property
    def _psl(self) -> PublicSuffixList:
        """Loaded with the first host: a number needs none."""
        return PublicSuffixList()

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
            len(last) > 1 and self._psl.publicsuffix("x." + last, accept_unknown=False) is not None
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
        return self._psl.publicsuffix(wire, accept_unknown=True) or labels[-1]


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
