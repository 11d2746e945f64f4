"""The hosts that a check asks about: the targets file, read strictly because anybody may write one."""

import ipaddress
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

import idna

from gopay_help.model.addresses import is_public, kind_of
from gopay_help.model.errors import DataError

FORMAT = "gopay-help/targets@1"
_PORTS = {"https": 443, "http": 80}
_MOST_HOSTS = 8
_LONGEST_NAME, _LABEL = 253, re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
"""Programs read a host that ends in one as an address, however it is written (127.1)."""
_KEYS = {"format", "provider", "expect", "zone", "controls", "brands", "provenance"}


class TargetHost(NamedTuple):
    """One host to look at. `control` hosts say whether something else works."""

    id: str
    scheme: str
    name: str
    port: int
    path: str
    control: bool = False

    @property
    def literal(self) -> bool:
        """True if the name is an address already."""
        return is_address(self.name)

    @property
    def here(self) -> bool:
        """True for the names and addresses that mean this machine everywhere (RFC 6761)."""
        if self.literal:
            return kind_of(self.name) == "loopback"
        return self.name == "localhost" or self.name.endswith(".localhost")


class Targets(NamedTuple):
    """Everything a check may contact by name. The first provider host is the service asked about."""

    provider: tuple[TargetHost, ...]
    controls: tuple[TargetHost, ...] = ()
    zone: str | None = None
    expect_status: tuple[int, ...] = ()
    expect_type: str | None = None

    @property
    def domains(self) -> tuple[str, ...]:
        """Names that count as the provider's own in a redirect."""
        names = [host.name for host in self.provider if not host.literal]
        return tuple(dict.fromkeys([*([self.zone] if self.zone else []), *map(parent_domain, names)]))


def is_address(name: str) -> bool:
    """True for an IP address written as a host."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def parent_domain(name: str) -> str:
    """The part of *name* that one owner most likely holds.

    Two labels, or three under a short suffix (co.id).
    """
    labels = name.split(".")
    short_suffix = len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2  # noqa: PLR2004
    return ".".join(labels[-3:] if short_suffix else labels[-2:])


def parse_targets(document: object, *, brand: str | None = None, allow_private: bool = False) -> Targets:
    """Build the targets that *document* names.

    Raises:
        DataError: in one line, what is wrong and what to write instead.
    """
    top = _mapping(document, "the file")
    if top.get("format") != FORMAT:
        raise DataError(f"targets: format is {top.get('format')!r}, this version reads {FORMAT}")
    unknown = set(top) - _KEYS
    if unknown:
        raise DataError(f"targets: unknown key {min(map(str, unknown))!r}")
    chosen = _for_brand(top, brand)
    expect = _mapping(chosen.get("expect") or {}, "expect")
    zone = chosen.get("zone")
    if zone is not None and not isinstance(zone, str):
        raise DataError("targets: zone must be a domain name")
    provider = _hosts(chosen.get("provider"), "provider", allow_private=allow_private)
    if not provider:
        raise DataError("targets: provider needs at least one host")
    return Targets(
        provider=provider,
        controls=_hosts(top.get("controls") or [], "controls", allow_private=allow_private),
        zone=_ascii_name(zone) if zone else None,
        expect_status=_statuses(expect.get("status")),
        expect_type=str(expect["content_type"]) if expect.get("content_type") else None,
    )


def _for_brand(top: Mapping[str, object], brand: str | None) -> Mapping[str, object]:
    if "brands" not in top:
        return top
    brands = _mapping(top["brands"], "brands")
    if brand is None and top.get("provider"):
        return top
    if brand is None or brand not in brands:
        raise DataError(f"targets: no hosts are named for brand {brand!r}")
    return _mapping(brands[brand], f"brands.{brand}")


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise DataError(f"targets: {where} must be a mapping of keys to values")
    return value


def _statuses(value: object) -> tuple[int, ...]:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    numbers = tuple(item for item in listed if isinstance(item, int) and not isinstance(item, bool))
    if len(numbers) != len(listed):
        raise DataError("targets: expect.status must be a list of numbers")
    return numbers


def _hosts(value: object, where: str, *, allow_private: bool) -> tuple[TargetHost, ...]:
    if not isinstance(value, list) or len(value) > _MOST_HOSTS:
        raise DataError(f"targets: {where} must be a list of at most {_MOST_HOSTS} hosts")
    hosts = []
    for number, item in enumerate(value, 1):
        entry = _mapping(item, f"{where}[{number}]")
        url, name = entry.get("url"), entry.get("id", f"{where}{number}")
        if not isinstance(url, str) or not isinstance(name, str):
            raise DataError(f"targets: {where}[{number}] needs an id and a url")
        hosts.append(_host(name, url, control=where == "controls", allow_private=allow_private))
    if len({host.id for host in hosts}) != len(hosts):
        raise DataError(f"targets: two hosts of {where} have the same id")
    return tuple(hosts)


def _host(host_id: str, url: str, *, control: bool, allow_private: bool) -> TargetHost:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise DataError(f"targets: {host_id}: the url cannot be read: {error}") from error
    if parts.scheme not in _PORTS:
        raise DataError(f"targets: {host_id}: the url must begin with https:// or http://")
    if not parts.hostname or parts.username is not None:
        raise DataError(f"targets: {host_id}: the url needs a host and no user name")
    name = _ascii_name(parts.hostname)
    if is_address(name) and not (allow_private or is_public(name)):
        message = f"targets: {host_id}: {name} is not a public address; --allow-private would permit it"
        raise DataError(message)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii() or any(character.isspace() or not character.isprintable() for character in path):
        raise DataError(f"targets: {host_id}: the path must be printable ASCII, percent-encoded where needed")
    return TargetHost(host_id, parts.scheme, name, port or _PORTS[parts.scheme], path, control)


def _ascii_name(name: str) -> str:
    if is_address(name):
        return name
    try:
        plain = name.lower().rstrip(".") if name.isascii() else idna.encode(name, uts46=True).decode()
    except idna.IDNAError:
        plain = ""
    labels = plain.split(".")
    if len(plain) > _LONGEST_NAME or not all(map(_LABEL.fullmatch, labels)) or _NUMBER.fullmatch(labels[-1]):
        raise DataError(f"targets: {name[:60]!r} is not a host name")
    return plain
