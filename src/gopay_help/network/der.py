"""Reads four things from an X.509 certificate: issuer, names, and its two dates.

Only for looking at a certificate that was *not* trusted: who made it, and for whom. The standard library
decodes trusted certificates alone, and the usual libraries for the rest are compiled, which phones do not
have. Every length is checked against what is there; anything odd raises ValueError.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_SEQUENCE, _SET, _OID, _UTC_TIME, _CONTEXT_0, _CONTEXT_3 = 0x30, 0x31, 0x06, 0x17, 0xA0, 0xA3
_COMMON_NAME, _ORGANISATION, _ALT_NAMES = b"\x55\x04\x03", b"\x55\x04\x0a", b"\x55\x1d\x11"
_DNS_NAME = 0x82
_LONG_FORM = 0x80
_DATES = 2


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of itself; nothing of it is proved."""

    issuer: str
    subject: str
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime

    def is_for(self, host: str) -> bool:
        """True if it claims to be for *host*."""
        return any(_matches(name.lower(), host.lower()) for name in self.names or (self.subject,))


def read_certificate(der: bytes) -> Certificate:
    """Read *der*.

    Raises:
        ValueError: it is not a certificate.
    """
    try:
        body = _children(_first(_first(der, _SEQUENCE), _SEQUENCE))
        fields = [(tag, value) for tag, value in body if tag != _CONTEXT_0]
        issuer, validity, subject = fields[2][1], fields[3][1], fields[4][1]
        dates = [_time(tag, value) for tag, value in _children(validity)]
        if len(dates) != _DATES:
            message = "validity has two dates"
            raise ValueError(message)
        extensions = next((value for tag, value in fields if tag == _CONTEXT_3), b"")
        return Certificate(_name(issuer), _name(subject), _alt_names(extensions), dates[0], dates[1])
    except (IndexError, UnicodeDecodeError) as error:
        message = "not a certificate"
        raise ValueError(message) from error


def _children(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length >= _LONG_FORM:
            size = length & 0x7F
            length, at = int.from_bytes(data[at : at + size], "big"), at + size
        if at + length > len(data):
            message = "a length runs past the end"
            raise ValueError(message)
        yield tag, data[at : at + length]
        at += length


def _first(data: bytes, wanted: int) -> bytes:
    tag, value = next(_children(data), (0, b""))
    if tag != wanted:
        message = "not a certificate"
        raise ValueError(message)
    return value


def _name(data: bytes) -> str:
    parts: dict[bytes, str] = {}
    for _, relative in _children(data):
        for _, pair in _children(relative):
            fields = list(_children(pair))
            parts[fields[0][1]] = fields[1][1].decode("utf-8", "replace")
    return parts.get(_COMMON_NAME) or parts.get(_ORGANISATION) or ""


def _alt_names(data: bytes) -> tuple[str, ...]:
    if not data:
        return ()
    for _, extension in _children(_first(data, _SEQUENCE)):
        fields = list(_children(extension))
        if fields[0] == (_OID, _ALT_NAMES):
            names = _children(_first(fields[-1][1], _SEQUENCE))
            return tuple(value.decode("ascii", "replace") for tag, value in names if tag == _DNS_NAME)
    return ()


def _time(tag: int, value: bytes) -> datetime:
    text = value.decode("ascii")
    if tag == _UTC_TIME:
        text = ("20" if int(text[:2]) < 50 else "19") + text  # noqa: PLR2004 (RFC 5280, 4.1.2.5.1)
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def _matches(pattern: str, host: str) -> bool:
    if pattern.startswith("*."):
        return host.partition(".")[2] == pattern[2:]
    return pattern == host
