"""Reads a host name as a browser would, and splits it where ownership changes.

The public suffix list (its private part too) and our own list of shared hosts say where the part begins that
somebody registered. Letters are kept twice: the A-label form, which is compared with the registry, and the
letters an eye sees, which look-alikes are searched in.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from typing import Final

import idna
from publicsuffixlist import PublicSuffixList

from gopay_help.contacts.letters import plain

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
