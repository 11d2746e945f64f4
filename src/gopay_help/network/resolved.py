"""Who is really asked where systemd-resolved stands in between. Its servers are the machine's own choice."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from gopay_help.network.command import output_of

_STUBS = frozenset({"127.0.0.53", "127.0.0.54"})
_UPSTREAMS = Path("/run/systemd/resolve/resolv.conf")
"""resolved keeps the real servers there for programs that go round its stub."""


def is_stub(server: str) -> bool:
    """True for an address at which resolved itself answers."""
    return server in _STUBS


def upstreams(servers: Sequence[str]) -> tuple[str, ...]:
    """The real servers behind the stub among *servers*; nothing if there is no stub, or nobody tells."""
    if not any(map(is_stub, servers)):
        return ()
    try:
        found = tuple(parse_nameservers(_UPSTREAMS.read_text("utf-8", "replace")))
    except OSError:
        found = tuple(parse_resolvectl(output_of("resolvectl", "dns")))
    return tuple(dict.fromkeys(server for server in found if not is_stub(server)))


def parse_nameservers(text: str) -> Iterator[str]:
    """The name servers of a resolv.conf."""
    for fields in map(str.split, text.splitlines()):
        if len(fields) > 1 and fields[0] == "nameserver":
            yield fields[1]


def parse_resolvectl(text: str) -> Iterator[str]:
    """The servers in the output of ``resolvectl dns``: for all links, then link by link.

    A port or the name of a certificate may follow; an address of the link itself needs the link's name.
    """
    for line in text.splitlines():
        found = re.fullmatch(r"(?:Global|Link \d+ \((?P<link>[^)]+)\)): *(?P<servers>.*)", line.strip())
        for server in found["servers"].split() if found else ():
            bare = server.partition("#")[0]
            address = re.sub(r"^\[(.+)\](:\d+)?$|^([\d.]+):\d+$", r"\1\3", bare)
            local = address.startswith("fe80:") and "%" not in address and found and found["link"]
            yield f"{address}%{found['link']}" if local and found else address
