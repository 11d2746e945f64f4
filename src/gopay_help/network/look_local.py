"""Link, routes, tunnel, proxy settings, hosts file, name servers, the system's own view: nothing is sent."""

import asyncio
import ipaddress
from contextlib import suppress

from gopay_help.model.addresses import kind_of
from gopay_help.model.check import EvidenceValue, Status
from gopay_help.network.budget import CheckRun, run_all
from gopay_help.network.machine import Gateway, Neighbour, family_of, near

_SOMEWHERE = {"v4": "192.0.2.1", "v6": "2001:db8::1"}
"""Documentation addresses: asking for the route there sends nothing."""
_TUNNELS = (
    "tun",
    "utun",
    "wg",
    "ppp",
    "tailscale",
    "ipsec",
    "nordlynx",
    "proton",
    "pvpn",
    "ipv6leak",
    "mullvad",
    "dummy",
)
_SILENT_FOR_S = 1.2
_BRIDGES = ("docker", "br-", "virbr", "vmnet", "vboxnet", "podman", "cni", "lxc")
_CARRIER_NAT = ipaddress.ip_network("100.64.0.0/10")


def look_around(run: CheckRun, *, alone: bool = False) -> None:
    """C01, C02, C04, C05, C06, C08. *alone* asks nobody, not even by way of the system."""
    _link(run)
    for target, address in _SOMEWHERE.items():
        _route(run, target, address)
    for route in run.net.default_routes():
        facts: dict[str, EvidenceValue] = {"family": route.family, "metric": route.metric}
        kind = "tunnel" if route.interface.lower().startswith(_TUNNELS) else "line"
        run.log.passed("default_route", route.interface, kind, run.now(), **facts)
    for host in run.targets.provider:
        if not host.here:  # a line for this machine overrides nothing
            _hosts(run, host.id, host.name)
    since, proxy = run.now(), run.net.proxy_for(run.asked.name, alone=alone)
    kind, server = (proxy.scheme, proxy.host) if proxy else ("none", None)
    run.log.passed("proxy_config", run.asked.id, kind, since, host=server)
    _resolvers(run)


def _link(run: CheckRun) -> None:
    since = run.now()
    adapters = run.net.adapters()
    if adapters is None:
        run.log.noted("link", "device", Status.UNKNOWN, "unknown", since)
        return
    live = [adapter for adapter in adapters if adapter.running]
    usable = any(kind_of(address) != "link_local" for adapter in live for address in adapter.addresses)
    value = "ok" if usable else "link_local_only" if live else "no_link"
    names = tuple(adapter.name for adapter in live)
    note = run.log.passed if value == "ok" else run.log.failed
    note("link", "device", value, since, running=names, down=len(adapters) - len(live))


def _route(run: CheckRun, target: str, address: str) -> None:
    since = run.now()
    try:
        source = run.net.source_for(address)
    except OSError as error:
        run.log.noted("route", target, Status.WARN, "none", since, errno=error.errno)
        return
    if kind_of(source) in {"link_local", "loopback", "unspecified"}:
        run.log.noted("route", target, Status.WARN, "none", since, source_kind=kind_of(source))
        return
    tunnel = _tunnel_of(run, source)
    run.log.passed("route", target, "ok", since, source_kind=kind_of(source), tunnel=tunnel)


def _tunnel_of(run: CheckRun, source: str) -> bool:
    names = [adapter.name for adapter in run.net.adapters() or () if source in adapter.addresses]
    return any(name.lower().startswith(_TUNNELS) for name in names)


def _hosts(run: CheckRun, target: str, name: str) -> None:
    since = run.now()
    found = parse_hosts(run.net.hosts_file(), name)
    status = Status.WARN if found else Status.PASS
    run.log.noted("hosts", target, status, "override" if found else "none", since, addresses=found)


def parse_hosts(text: str, name: str) -> tuple[str, ...]:
    """Addresses that a hosts file gives *name*."""
    rows = (line.partition("#")[0].lower().split() for line in text.splitlines())
    return tuple(fields[0] for fields in rows if len(fields) > 1 and name.lower() in fields[1:])


def _resolvers(run: CheckRun) -> None:
    since = run.now()
    servers = run.net.resolvers()
    if servers is None:
        run.log.noted("resolvers", "device", Status.UNKNOWN, "unknown", since)
    elif servers:
        real = [server for server in servers if kind_of(server) != "loopback"] or servers
        facts: dict[str, EvidenceValue] = {"servers": tuple(servers), "near": any(map(near, real))}
        run.log.passed("resolvers", "device", "list", since, **facts)
        for server in servers:
            run.log.passed("resolver", server, home_of(run, server), since)
    else:
        run.log.failed("resolvers", "device", "none", since)


def home_of(run: CheckRun, address: str) -> str:  # noqa: PLR0911 (a case each)
    """Where a name server lives: ``loopback``, ``own``, ``router``, ``lan``, ``tunnel`` or ``far``.

    ``own`` is an address of this device, or one on a bridge that programs on this device have made.
    """
    bare = address.partition("%")[0]
    if kind_of(address) in {"loopback", "unspecified"}:  # both are this machine
        return "loopback"
    adapters = run.net.adapters() or ()
    if any(bare in adapter.addresses for adapter in adapters):
        return "own"
    if any(hop.address == bare for hop in run.net.gateways()):
        return "router"
    on_link = [adapter for adapter in adapters if any(_covers(network, bare) for network in adapter.networks)]
    if any(adapter.name.startswith(_BRIDGES) for adapter in on_link):
        return "own"
    if not near(address) or (":" not in bare and ipaddress.ip_address(bare) in _CARRIER_NAT):
        return "lan" if on_link else "far"
    if not on_link:
        with suppress(OSError):
            source = run.net.source_for(bare)
            if _tunnel_of(run, source):
                return "tunnel"
    return "lan"


def _covers(network: str, address: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    return False


async def watch_resolver(run: CheckRun) -> None:
    """Whether a name server on this link answers there at all, from the kernel's table; nothing is sent."""
    hops = run.net.gateways()
    for server in (run.net.resolvers() or ())[:1]:
        if home_of(run, server) not in {"lan", "router"}:
            continue
        since, bare = run.now(), server.partition("%")[0]
        state = run.net.neighbour(Gateway(family_of(bare), bare, hops[0].interface if hops else ""))
        word = {Neighbour.ALIVE: "alive", Neighbour.SILENT: "silent"}.get(state, "unknown")
        status = Status.PASS if word == "alive" else Status.WARN
        run.log.noted("resolver_hop", server, status, word, since)


def look_again_at_routes(run: CheckRun) -> None:
    """Whether the ways out are still there at the end."""
    had = {item.target for item in run.log.findings if item.id == "route" and item.value == "ok"}
    for target in had:
        try:
            run.net.source_for(_SOMEWHERE[target])
        except OSError:
            had = had - {target}
    value = "ok" if had else "none"
    run.log.noted("route_again", "device", Status.PASS if had else Status.WARN, value, run.now())


async def watch_gateways(run: CheckRun) -> None:
    """C03: look at the kernel's neighbour table until each gateway has answered.

    Kept silent for long enough.
    """
    gateways = run.net.gateways()
    await run_all(*(_watch(run, gateway.family, index) for index, gateway in enumerate(gateways)))


async def _watch(run: CheckRun, family: int, index: int) -> None:
    since = run.now()
    hops = run.net.gateways()
    if index >= len(hops):  # it went meanwhile
        return
    gateway = hops[index]
    silent_since: float | None = None
    while True:
        state = run.net.neighbour(gateway)
        if state is Neighbour.ALIVE:
            run.log.passed("gateway", f"v{family}", "alive", since)
            return
        silent_since = (silent_since or run.now()) if state is Neighbour.SILENT else None
        if silent_since is not None and run.now() - silent_since > _SILENT_FOR_S:
            run.log.failed("gateway", f"v{family}", "dead", since)
            return
        await asyncio.sleep(0.05)


def routed(run: CheckRun, address: str) -> bool:
    """True if this machine has a way to *address*'s family at all."""
    try:
        source = run.net.source_for(address)
    except OSError:
        return False
    return not (kind_of(source) == "link_local" and family_of(address) == 4)  # noqa: PLR2004


_LIMIT_S = 1.0
_STATUS = {"full": Status.PASS, "unknown": Status.UNKNOWN}


async def ask_system(run: CheckRun) -> None:
    """Note the system's word, if it has one in time. Nobody waits for it while all is well."""
    since = run.now()
    try:
        async with asyncio.timeout(run.log.limit(_LIMIT_S)):
            word = await run.net.connectivity()
    except OSError:
        word = "unknown"
    if word is None:
        run.log.noted("os_view", "device", Status.SKIP, "no_tool", since)
    else:
        run.log.noted("os_view", "device", _STATUS.get(word, Status.WARN), word, since)
