"""What can be seen without sending anything.

Link, routes, tunnel, proxy settings, hosts file, name servers.
"""

import asyncio

from gopay_help.model.result import EvidenceValue, Status
from gopay_help.network.addresses import family_of, kind_of, near
from gopay_help.network.network import Adapter, Neighbour
from gopay_help.network.round import Round
from gopay_help.network.together import together

_SOMEWHERE = {"v4": "192.0.2.1", "v6": "2001:db8::1"}
"""Documentation addresses: asking for the route there sends nothing."""
_TUNNELS = ("tun", "utun", "wg", "ppp", "tailscale", "ipsec", "nordlynx", "proton")
_SILENT_FOR_S = 1.2


def look_around(round_: Round, *, alone: bool = False) -> None:
    """C01, C02, C04, C05, C06, C08. *alone* asks nobody, not even by way of the system."""
    _link(round_)
    for target, address in _SOMEWHERE.items():
        _route(round_, target, address)
    for host in round_.targets.provider:
        if not host.here:  # a line for this machine overrides nothing
            _hosts(round_, host.id, host.name)
    _proxy_config(round_, alone=alone)
    _resolvers(round_)


def _link(round_: Round) -> None:
    since = round_.now()
    adapters = round_.net.adapters()
    if adapters is None:
        round_.log.noted("link", "device", Status.UNKNOWN, "unknown", since)
        return
    live = [adapter for adapter in adapters if adapter.running]
    value = "ok" if any(map(_usable, live)) else "link_local_only" if live else "no_link"
    names = tuple(adapter.name for adapter in live)
    note = round_.log.passed if value == "ok" else round_.log.failed
    note("link", "device", value, since, running=names, down=len(adapters) - len(live))


def _usable(adapter: Adapter) -> bool:
    return any(kind_of(address) != "link_local" for address in adapter.addresses)


def _route(round_: Round, target: str, address: str) -> None:
    since = round_.now()
    try:
        source = round_.net.source_for(address)
    except OSError as error:
        round_.log.noted("route", target, Status.WARN, "none", since, errno=error.errno)
        return
    if kind_of(source) in {"link_local", "loopback", "unspecified"}:
        round_.log.noted("route", target, Status.WARN, "none", since, source_kind=kind_of(source))
        return
    tunnel = _tunnel_of(round_, source)
    round_.log.passed("route", target, "ok", since, source_kind=kind_of(source), tunnel=tunnel)


def _tunnel_of(round_: Round, source: str) -> bool:
    names = [adapter.name for adapter in round_.net.adapters() or () if source in adapter.addresses]
    return any(name.lower().startswith(_TUNNELS) for name in names)


def _hosts(round_: Round, target: str, name: str) -> None:
    since = round_.now()
    found = parse_hosts(round_.net.hosts_file(), name)
    status = Status.WARN if found else Status.PASS
    round_.log.noted("hosts", target, status, "override" if found else "none", since, addresses=found)


def parse_hosts(text: str, name: str) -> tuple[str, ...]:
    """Addresses that a hosts file gives *name*."""
    rows = (line.partition("#")[0].lower().split() for line in text.splitlines())
    return tuple(fields[0] for fields in rows if len(fields) > 1 and name.lower() in fields[1:])


def _proxy_config(round_: Round, *, alone: bool) -> None:
    since = round_.now()
    proxy = round_.net.proxy_for(round_.asked.name, alone=alone)
    value = "none" if proxy is None else proxy.scheme
    round_.log.passed("proxy_config", round_.asked.id, value, since, host=proxy.host if proxy else None)


def _resolvers(round_: Round) -> None:
    since = round_.now()
    servers = round_.net.resolvers()
    if servers is None:
        round_.log.noted("resolvers", "device", Status.UNKNOWN, "unknown", since)
    elif servers:
        real = [server for server in servers if kind_of(server) != "loopback"] or servers
        facts: dict[str, EvidenceValue] = {"servers": tuple(servers), "near": any(map(near, real))}
        round_.log.passed("resolvers", "device", "list", since, **facts)
    else:
        round_.log.failed("resolvers", "device", "none", since)


async def watch_gateways(round_: Round) -> None:
    """C03: look at the kernel's neighbour table until each gateway has answered.

    Kept silent for long enough.
    """
    gateways = round_.net.gateways()
    await together(*(_watch(round_, gateway.family, index) for index, gateway in enumerate(gateways)))


async def _watch(round_: Round, family: int, index: int) -> None:
    since = round_.now()
    gateway = round_.net.gateways()[index]
    silent_since: float | None = None
    while True:
        state = round_.net.neighbour(gateway)
        if state is Neighbour.ALIVE:
            round_.log.passed("gateway", f"v{family}", "alive", since)
            return
        silent_since = (silent_since or round_.now()) if state is Neighbour.SILENT else None
        if silent_since is not None and round_.now() - silent_since > _SILENT_FOR_S:
            round_.log.failed("gateway", f"v{family}", "dead", since)
            return
        await asyncio.sleep(0.05)


def routed(round_: Round, address: str) -> bool:
    """True if this machine has a way to *address*'s family at all."""
    try:
        source = round_.net.source_for(address)
    except OSError:
        return False
    return not (kind_of(source) == "link_local" and family_of(address) == 4)  # noqa: PLR2004
