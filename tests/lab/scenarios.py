"""The scenarios: each a row with what it breaks, what should be said, and how the world proves that it was broken."""

# ruff: noqa: E501 (a table keeps a row on a line)

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.lab.plan import Machine, Plan, Service, random_name, random_v4, random_v6

Fault = Callable[[Plan, random.Random], None]


@dataclass(frozen=True)
class Scenario:
    id: str
    name: str
    cause: str
    """One, or several where no look from here can tell them apart; likewise the blames and the status."""
    blames: str
    least: str
    prove: str
    fault: Fault
    status: str = "fail"
    also: str = ""
    """Secondary causes that have to be named."""


FORWARD = "chain drops {{ type filter hook forward priority 0;\n{}\n}}"
INPUT = "chain drops {{ type filter hook input priority 0;\n{}\n}}"
OUTPUT = "chain drops {{ type filter hook output priority 0;\n{}\n}}"


def _nothing(plan: Plan, rng: random.Random) -> None:
    pass


def forward(*lines: str) -> str:
    return FORWARD.format("\n".join(lines))


def addresses(*machines: Machine, family: int) -> str:
    found = [item for machine in machines for item in (machine.v4 if family == 4 else machine.v6)]
    return "{ " + ", ".join(found) + " }"


def to_all(*machines: Machine, match: str = "", verdict: str = "drop") -> tuple[str, str]:
    tail = f"{match} counter {verdict}"
    return (
        f"ip daddr {addresses(*machines, family=4)} {tail}",
        f"ip6 daddr {addresses(*machines, family=6)} {tail}",
    )


RESET = "reject with tcp reset"


# --- the 25 of the design


def proxy_only(plan: Plan, rng: random.Random, *, behaviour: str = "proxy") -> None:
    plan.nft = forward(f'iifname "c" tcp dport {{ 80, 443 }} counter {RESET}')
    use_proxy(plan, behaviour)


def use_proxy(plan: Plan, behaviour: str = "proxy") -> None:
    plan.services.append(Service(f"{plan.lan}.1", 3128, None, behaviour=behaviour))
    plan.env |= {"HTTPS_PROXY": f"http://{plan.lan}.1:3128", "https_proxy": f"http://{plan.lan}.1:3128"}


def nat64(plan: Plan, rng: random.Random) -> None:
    plan.v4 = False
    plan.client_resolvers = [plan.resolver6]
    for machine in [plan.help, plan.app, *plan.controls]:
        mapped = []
        for address in machine.v4:
            parts = [int(part) for part in address.split(".")]
            mapped.append(f"64:ff9b::{parts[0]:x}{parts[1]:02x}:{parts[2]:x}{parts[3]:02x}")
        for service in list(plan.services):
            if service.address in machine.v4:
                plan.services.append(Service(**{**vars(service), "address": mapped[0]}))
        machine.v6 = mapped
        plan.records[machine.name]["AAAA"] = mapped


def command(text: str) -> Fault:
    return lambda plan, rng: plan.commands.append(text)


def no_route(plan: Plan, rng: random.Random) -> None:
    plan.commands += ["ip -n cli route del default", "ip -n cli -6 route del default"]


def dead_gateway(plan: Plan, rng: random.Random) -> None:
    plan.commands += [
        f"ip -n cli route replace default via {plan.lan}.{rng.randrange(50, 200)}",
        f"ip -n cli -6 route replace default via {plan.lan6}::{rng.randrange(0x100, 0xFFFF):x}",
    ]


def no_resolver(plan: Plan, rng: random.Random) -> None:
    plan.client_resolvers = []


def resolver_dropped(plan: Plan, rng: random.Random) -> None:
    plan.nft = forward("meta l4proto { tcp, udp } th dport 53 counter drop")


def dns_mode(mode: str, suffix: str = "*", qtype: str = "*", server: str = "*") -> Fault:
    return lambda plan, rng: plan.dns_modes.append(
        [server, suffix.replace("ZONE", plan.zone).replace("HELP", "^" + plan.help.name), qtype, mode]
    )


def block_page(plan: Plan, rng: random.Random) -> None:
    name = f"{random_name(rng)}.{random_name(rng, 3)}"
    plan.certificates["block"] = {"names": [name], "issuer": "stranger"}
    page = f"<html><title>{random_name(rng)}</title><p>{random_name(rng)}</p></html>"
    for address in (plan.block, plan.block6):
        plan.services += [
            Service(address, 443, "block", body=page),
            Service(address, 80, None, 200, body=page),
        ]
    for machine in (plan.help, plan.app):
        plan.point(machine, v4=[plan.block], v6=[])


def hosts_override(plan: Plan, rng: random.Random) -> None:
    plan.hosts_lines.append(f"{random_v4(rng)} {plan.help.name}")


def portal(plan: Plan, rng: random.Random, *, status: int = 302, reject: bool = True, body: str = "") -> None:
    headers = {"Location": f"http://{plan.portal_name}/login?x={random_name(rng)}"} if status == 302 else {}
    plan.services.append(Service(plan.portal, 80, None, status, headers, body=body))
    plan.v6 = False
    rule = f'iifname "c" tcp dport 443 counter {RESET}' if reject else ""
    plan.nft = (
        f'chain nat {{ type nat hook prerouting priority -100;\n iifname "c" tcp dport 80 counter dnat ip to {plan.portal}\n}}\n'
        + forward(rule)
    )


def provider_dropped(plan: Plan, rng: random.Random) -> None:
    plan.nft = forward(*to_all(plan.help, plan.app, match="tcp dport 443"))


def provider_closed(plan: Plan, rng: random.Random) -> None:
    gone = set(plan.help.v4 + plan.help.v6 + plan.app.v4 + plan.app.v6)
    plan.services = [service for service in plan.services if service.address not in gone]
    plan.extra_addresses += sorted(gone)


def all_hosts_dropped(plan: Plan, rng: random.Random) -> None:
    plan.nft = forward(*to_all(plan.help, plan.app, *plan.more, match="tcp dport 443"))


def all_443_dropped(plan: Plan, rng: random.Random) -> None:
    plan.nft = forward('iifname "c" tcp dport 443 counter drop')


def sni_filter(action: str, delay_ms: float = 0.0) -> Fault:
    """A filter for the service's name; it can be *delay_ms* away, which is what tells it from one at home."""

    def fault(plan: Plan, rng: random.Random) -> None:
        plan.relay, plan.delay_ms = {"sni": plan.help.name, "action": action}, delay_ms

    return fault


def expired(plan: Plan, rng: random.Random) -> None:
    plan.certificates["cert0"]["days"] = (-400, -10)


def clock(days: float) -> Fault:
    """The client's clock is *days* ahead (negative: behind); told by moving the world instead."""

    def fault(plan: Plan, rng: random.Random) -> None:
        plan.shift_s = round(-days * 86400)

    return fault


def intercepted(plan: Plan, rng: random.Random) -> None:
    for certificate in plan.certificates.values():
        certificate["issuer"] = "scanner"


def v6_dropped(plan: Plan, rng: random.Random) -> None:
    plan.nft = forward('iifname "c" meta nfproto ipv6 counter drop')


def small_mtu(plan: Plan, rng: random.Random) -> None:
    for number in range(4):
        plan.certificates[f"cert{number}"]["pad"] = 150
    plan.commands.append("ip -n rtr link set c mtu 1280")
    plan.nft = OUTPUT.format(
        "icmp type destination-unreachable counter drop\nicmpv6 type packet-too-big counter drop"
    )


def loss(percent: int) -> Fault:
    def fault(plan: Plan, rng: random.Random) -> None:
        plan.nft = forward(f"numgen random mod 100 < {percent} counter drop")

    return fault


def answers(status: int, headers: dict[str, str] | None = None, body: str = "", **more: object) -> Fault:
    def fault(plan: Plan, rng: random.Random) -> None:
        given = {
            name: value.replace("OTHER", f"{random_name(rng)}.{random_name(rng, 3)}")
            for name, value in (headers or {}).items()
        }
        plan.set_help(status=status, headers=given, body=body, **more)

    return fault


def dead_proxy(plan: Plan, rng: random.Random) -> None:
    plan.env |= {"HTTPS_PROXY": f"http://{plan.lan}.1:3128", "https_proxy": f"http://{plan.lan}.1:3128"}


VISIBLE = (
    Scenario("V01", "healthy-dual-stack", "ok", "none", "high", "curl", _nothing, "ok"),
    Scenario("V02", "proxy-only-working-proxy", "proxy_required", "none", "medium", "nft", proxy_only, "ok"),
    Scenario("V03", "ipv6-only-nat64", "ok", "none", "high", "curl", nat64, "ok"),
    Scenario("V04", "link-down", "no_link", "device", "high", "shell:ip -n cli link show c | grep -qv ,UP", command("ip -n cli link set c down")),
    Scenario("V05", "no-default-route", "no_route", "device", "high", "shell:! ip -n cli route show default | grep -q .", no_route),
    Scenario("V06", "gateway-dead", "gateway_dead", "local_network", "high", "shell:ip -n cli neigh | grep -Eq INCOMPLETE\\|FAILED", dead_gateway),
    Scenario("V07", "resolver-not-configured", "dns_none", "device", "high", "shell:! grep -q nameserver /etc/resolv.conf", no_resolver),
    Scenario("V08", "resolver-black-hole", "dns_unreachable", "isp local_network", "medium", "nft", resolver_dropped),
    Scenario("V09", "resolver-servfail", "dns_failing", "isp", "medium", "dns:servfail", dns_mode("servfail")),
    Scenario("V10", "dns-to-block-page", "dns_tampered", "isp", "high", "web:BLOCK", block_page),
    Scenario("V11", "aaaa-dropped", "dns_aaaa_broken", "isp local_network", "medium", "dns:drop", dns_mode("drop", qtype="AAAA"), "degraded"),
    Scenario("V12", "hosts-override", "hosts_override", "device", "high", "shell:test $(wc -l < /etc/hosts) -gt 1", hosts_override),
    Scenario("V13", "captive-302-443-reset", "captive_portal", "local_network", "high", "nft", portal),
    Scenario("V14", "provider-443-drop", "tcp_unreachable", "provider_or_path", "medium", "nft", provider_dropped),
    Scenario("V15", "provider-refused", "provider_down", "provider_or_path", "medium", "shell:! ip netns exec srv ss -Hltn | grep -q HELP", provider_closed),
    Scenario("V16", "all-443-dropped", "egress_blocked", "local_network isp", "medium", "nft", all_443_dropped),
    Scenario("V17", "sni-reset", "blocked_sni", "isp", "high", "relay", sni_filter("rst", 15)),
    Scenario("V18", "cert-expired-clock-right", "cert_expired", "provider", "high", "web:HELP", expired),
    Scenario("V19", "clock-slow-3-years", "clock_wrong", "device", "high", "web:HELP", clock(-1095)),
    Scenario("V20", "mitm-untrusted-root", "tls_intercepted", "device local_network", "medium", "web:HELP", intercepted),
    Scenario("V21", "ipv6-black-holed", "ipv6_broken", "isp local_network", "high", "nft", v6_dropped, "degraded"),
    Scenario("V22", "pmtu-black-hole-1280", "pmtu_blackhole", "local_network isp", "high", "nft", small_mtu),
    Scenario("V23", "loss-20-percent", "packet_loss", "inconclusive", "medium", "nft", loss(20), "degraded"),
    Scenario("V24", "maintenance-503", "maintenance", "provider", "high", "status:503", answers(503, {"Retry-After": "120"}, "<p>x</p>")),
    Scenario("V25", "proxy-configured-dead", "proxy_broken", "device", "high", "shell:true", dead_proxy),
)  # fmt: skip


# --- our own: odd but healthy, two at once, and what comes and goes


def v4_only(plan: Plan, rng: random.Random) -> None:
    plan.v6 = False


def no_icmp(plan: Plan, rng: random.Random) -> None:
    plan.nft = (
        forward("meta l4proto { icmp, ipv6-icmp } drop")
        + "\n"
        + "chain mine { type filter hook input priority 0;\nicmp type echo-request drop\n}"
    )


def tunnel(plan: Plan, rng: random.Random) -> None:
    """The default route leaves through an interface that looks like a VPN's."""
    plan.commands += [
        "ip -n cli link set c down",
        "ip -n cli link set c name tun0",
        "ip -n cli link set tun0 up",
        f"ip -n cli route add default via {plan.lan}.1 dev tun0",
        f"ip -n cli -6 addr add {plan.lan6}::2/64 dev tun0 nodad || true",
        f"ip -n cli -6 route add default via {plan.lan6}::1 dev tun0",
    ]


def split_dns(plan: Plan, rng: random.Random) -> None:
    """The name leads to an address of this network's own, and that address proves the name."""
    inside = f"10.{rng.randrange(1, 250)}.{rng.randrange(1, 250)}.{rng.randrange(1, 250)}"
    for service in list(plan.services):
        if service.address == plan.help.v4[0]:
            plan.services.append(Service(**{**vars(service), "address": inside}))
    plan.point(plan.help, v4=[inside], v6=[])
    plan.allow_private = True


def geo_dns(plan: Plan, rng: random.Random) -> None:
    """Two name servers, two answers, both right."""
    other = random_v4(rng)
    for service in list(plan.services):
        if service.address == plan.help.v4[0]:
            plan.services.append(Service(**{**vars(service), "address": other}))
    plan.client_resolvers = [plan.resolver, plan.resolver2]
    plan.dns_modes.append([plan.resolver2, "^" + plan.help.name, "A", f"answer:{other}"])


def spare_resolver_dead(plan: Plan, rng: random.Random) -> None:
    plan.client_resolvers = [plan.resolver, plan.resolver2]
    plan.dns_modes.append([plan.resolver2, "*", "*", "drop"])


def port_80_closed(plan: Plan, rng: random.Random) -> None:
    plan.services = [service for service in plan.services if service.port != 80]


def right_hosts_line(plan: Plan, rng: random.Random) -> None:
    plan.hosts_lines.append(f"{plan.help.v4[0]} {plan.help.name}")


def slow_line(delay_ms: float) -> Fault:
    def fault(plan: Plan, rng: random.Random) -> None:
        plan.delay_ms = delay_ms

    return fault


def fake_ip(plan: Plan, rng: random.Random) -> None:
    for number, machine in enumerate((plan.help, plan.app)):
        address = f"198.18.{rng.randrange(256)}.{number + 10}"
        for service in list(plan.services):
            if service.address == machine.v4[0]:
                plan.services.append(Service(**{**vars(service), "address": address}))
        plan.point(machine, v4=[address], v6=[])


def both(*faults: Fault) -> Fault:
    def fault(plan: Plan, rng: random.Random) -> None:
        texts = []
        for one in faults:
            plan.nft = ""
            one(plan, rng)
            texts.append(plan.nft)
        plan.nft = "\n".join(
            text.replace("chain drops", f"chain drops{number}") for number, text in enumerate(texts) if text
        )

    return fault


def clears(after_s: float) -> Fault:
    """Everything is dropped, and then it is not."""

    def fault(plan: Plan, rng: random.Random) -> None:
        plan.nft = forward('iifname "c" tcp dport { 80, 443 } counter drop')
        plan.later.append((after_s, "ip netns exec rtr nft flush chain inet fault drops"))

    return fault


def local_firewall(verdict: str, match: str = "tcp dport { 80, 443 }") -> Fault:
    def fault(plan: Plan, rng: random.Random) -> None:
        rule = f"{match} counter {verdict}"
        base = "type filter hook output priority 0;"
        plan.commands += [
            "ip netns exec cli nft add table inet fault",
            f"ip netns exec cli nft 'add chain inet fault drops {{ {base} }}'",
            f"ip netns exec cli nft 'add rule inet fault drops {rule}'",
        ]

    return fault


def first_resolver_dead(plan: Plan, rng: random.Random) -> None:
    plan.client_resolvers = [plan.resolver2, plan.resolver]
    plan.dns_modes.append([plan.resolver2, "*", "*", "drop"])


def portal_with_certificate(plan: Plan, rng: random.Random) -> None:
    """The portal answers both ports, 443 with a certificate of its own name."""
    portal(plan, rng, reject=False)
    plan.certificates["portal"] = {"names": [plan.portal_name], "issuer": "stranger"}
    plan.services.append(
        Service(plan.portal, 443, "portal", 302, {"Location": f"http://{plan.portal_name}/"})
    )
    plan.nft = (
        "chain nat { type nat hook prerouting priority -100;\n"
        f' iifname "c" tcp dport 80 counter dnat ip to {plan.portal}:80\n'
        f' iifname "c" tcp dport 443 counter dnat ip to {plan.portal}:443\n}}'
    )


def wrong_host(plan: Plan, rng: random.Random) -> None:
    plan.certificates["cert0"]["names"] = [f"{random_name(rng)}.{random_name(rng, 3)}"]


def silent_server(plan: Plan, rng: random.Random) -> None:
    plan.set_help(behaviour="silent")


def throttle(plan: Plan, rng: random.Random) -> None:
    for number in range(4):
        plan.certificates[f"cert{number}"]["pad"] = 60
    plan.commands.append("tc -n rtr qdisc add dev c root tbf rate 64kbit burst 2000 latency 4000ms")


def bogon(address: str) -> Fault:
    def fault(plan: Plan, rng: random.Random) -> None:
        plan.point(plan.help, v4=[address], v6=[])

    return fault


def v4_dropped(plan: Plan, rng: random.Random) -> None:
    plan.client_resolvers = [plan.resolver6]
    plan.nft = forward('iifname "c" meta nfproto ipv4 counter drop')


def real_clock(days: float) -> Fault:
    def fault(plan: Plan, rng: random.Random) -> None:
        plan.skew_s = round(days * 86400)

    return fault


def zone_servfail(plan: Plan, rng: random.Random) -> None:
    plan.dns_modes.append(["*", plan.zone, "*", "servfail"])


def in_a_hurry(fault: Fault, budget_s: float) -> Fault:
    """The check is called off in the middle of its waits."""

    def when(plan: Plan, rng: random.Random) -> None:
        fault(plan, rng)
        plan.budget = budget_s

    return when


def no_control(fault: Fault) -> Fault:
    def without(plan: Plan, rng: random.Random) -> None:
        fault(plan, rng)
        plan.control = False

    return without


def portal_by_dns(plan: Plan, rng: random.Random) -> None:
    """Every name leads to the portal."""
    portal(plan, rng)
    plan.nft = ""
    plan.certificates["portal"] = {"names": [plan.portal_name], "issuer": "stranger"}
    plan.services.append(
        Service(plan.portal, 443, "portal", 302, {"Location": f"http://{plan.portal_name}/"})
    )
    plan.dns_modes.append(["*", "*", "A", f"answer:{plan.portal}"])


def portal_v4(plan: Plan, rng: random.Random) -> None:
    """The portal bends IPv4 only; IPv6 looks right on port 80 and is reset on 443 all the same."""
    portal(plan, rng)
    plan.v6 = True


def portal_spares(plan: Plan, rng: random.Random) -> None:
    """Public hotspots let a wallet's hosts through before the log-in."""
    portal(plan, rng)
    spared = addresses(plan.help, plan.app, family=4)
    plan.nft = (
        "chain nat { type nat hook prerouting priority -100;\n"
        f' iifname "c" ip daddr != {spared} tcp dport 80 counter dnat ip to {plan.portal}\n}}\n'
        + forward(f'iifname "c" ip daddr != {spared} tcp dport 443 counter {RESET}')
    )


def first_resolver_denies(plan: Plan, rng: random.Random) -> None:
    plan.client_resolvers = [plan.resolver2, plan.resolver]
    plan.dns_modes.append([plan.resolver2, plan.zone, "*", "nxdomain"])


def first_resolver_lies(plan: Plan, rng: random.Random) -> None:
    """The first resolver leads to a block page, the second to the service."""
    block_page(plan, rng)
    for machine in (plan.help, plan.app):
        plan.point(machine, v4=machine.v4, v6=machine.v6)
    plan.client_resolvers = [plan.resolver2, plan.resolver]
    plan.dns_modes.append([plan.resolver2, plan.zone, "A", f"answer:{plan.block}"])
    plan.dns_modes.append([plan.resolver2, plan.zone, "AAAA", "answer:"])


def one_provider_intercepted(plan: Plan, rng: random.Random) -> None:
    for name in ("cert0", "cert1"):
        plan.certificates[name]["issuer"] = "scanner"


def v6_poisoned(plan: Plan, rng: random.Random) -> None:
    """Only the AAAA answer is wrong."""
    block_page(plan, rng)
    for machine in (plan.help, plan.app):
        plan.point(machine, v4=machine.v4, v6=[plan.block6])


def many(*faults: Fault) -> Fault:
    """A provider with four hosts and four addresses each, as real ones have."""

    def fault(plan: Plan, rng: random.Random) -> None:
        for machine, certificate in ((plan.help, "cert0"), (plan.app, "cert1")):
            two_addresses(plan, rng, machine, certificate)
        for _ in range(2):
            plan.add_host(rng)
        for one in faults:
            one(plan, rng)

    return fault


def stub(*faults: Fault) -> Fault:
    """With a resolver on the client itself, as systemd-resolved is one."""

    def fault(plan: Plan, rng: random.Random) -> None:
        for one in faults:
            one(plan, rng)
        plan.stub = True

    return fault


def socks_only(plan: Plan, rng: random.Random) -> None:
    proxy_only(plan, rng, behaviour="proxy_socks")
    plan.env = {"ALL_PROXY": f"socks5://{plan.lan}.1:3128"}


def socks_dead(plan: Plan, rng: random.Random) -> None:
    plan.env["ALL_PROXY"] = f"socks5h://{plan.lan}.1:3128"


def both_of_two(*faults: Fault) -> Fault:
    """The service has two addresses of either family."""

    def fault(plan: Plan, rng: random.Random) -> None:
        two_addresses(plan, rng, plan.help, "cert0")
        for one in faults:
            one(plan, rng)

    return fault


def two_addresses(plan: Plan, rng: random.Random, machine: Machine, certificate: str) -> None:
    machine.v4.append(random_v4(rng))
    machine.v6.append(random_v6(rng))
    plan.services = [item for item in plan.services if item.address not in machine.v4 + machine.v6]
    plan.serve(machine, certificate)


def one_address_dead(plan: Plan, rng: random.Random) -> None:
    """One of the service's two IPv4 addresses is dropped."""
    plan.nft = forward(f"ip daddr {plan.help.v4[1]} counter drop")


def tls12(plan: Plan, rng: random.Random) -> None:
    for service in plan.services:
        if service.tls:
            service.behaviour = "tls12"
    plan.delay_ms = 50


OWN = (
    Scenario("H01", "healthy-no-control-asked", "ok", "none", "high", "curl", no_control(_nothing), "ok"),
    Scenario("H02", "healthy-ipv4-only", "ok", "none", "high", "curl", v4_only, "ok"),
    Scenario("H03", "healthy-icmp-blocked", "ok", "none", "high", "curl", no_icmp, "ok"),
    Scenario("H04", "healthy-tunnel", "ok", "none", "high", "curl", tunnel, "ok"),
    Scenario("H05", "healthy-split-dns", "ok", "none", "high", "curl", split_dns, "ok"),
    Scenario("H06", "healthy-geo-dns", "ok", "none", "high", "curl", geo_dns, "ok"),
    Scenario("H07", "healthy-spare-resolver-dead", "ok", "none", "high", "curl", spare_resolver_dead, "ok"),
    Scenario("H08", "healthy-port-80-closed", "ok", "none", "high", "curl", port_80_closed, "ok"),
    Scenario("H09", "healthy-right-hosts-line", "ok", "none", "high", "curl", right_hosts_line, "ok"),
    Scenario("H10", "healthy-rtt-300", "ok", "none", "high", "curl", slow_line(150), "ok"),
    Scenario("H11", "healthy-fake-ip", "ok", "none", "high", "curl", fake_ip, "ok"),
    Scenario("H12", "healthy-tls12", "ok", "none", "high", "curl", tls12, "ok"),
    Scenario("H13", "healthy-proxy-and-direct", "ok", "none", "high", "curl", lambda plan, rng: use_proxy(plan), "ok"),
    Scenario("H14", "healthy-four-hosts-of-four-addresses", "ok", "none", "high", "curl", many(_nothing), "ok"),
    Scenario("H15", "healthy-stub-resolver", "ok", "none", "high", "curl", stub(_nothing), "ok"),
    # From as near as the home router nobody can tell whose it is.
    Scenario("W56", "sni-reset-from-nearby", "blocked_sni", "isp", "medium", "relay", sni_filter("rst")),
    Scenario("W01", "sni-drop", "blocked_sni", "isp", "medium", "relay", sni_filter("drop")),
    Scenario("W02", "portal-with-own-certificate", "captive_portal", "local_network", "medium", "nft", portal_with_certificate),
    Scenario("W03", "portal-511", "captive_portal", "local_network", "medium", "nft", lambda p, r: portal(p, r, status=511)),
    Scenario("W04", "rate-limited-429", "rate_limited", "provider", "high", "status:429", answers(429)),
    Scenario("W05", "overloaded-503", "overloaded", "provider", "medium", "status:503", answers(503)),
    Scenario("W06", "moved-301", "host_moved", "provider", "medium", "status:301", answers(301, {"Location": "https://OTHER/"})),
    Scenario("W07", "gone-410", "host_moved", "provider", "medium", "status:410", answers(410)),
    Scenario("W08", "error-500", "provider_error", "provider", "medium", "status:500", answers(500)),
    Scenario("W09", "policy-451", "policy_block", "provider", "medium", "status:451", answers(451)),
    Scenario("W10", "maintenance-page-200", "maintenance", "provider", "medium", "status:200", answers(200, None, "<html><h1>Sedang dalam pemeliharaan</h1></html>")),
    Scenario("W11", "retry-after-date", "maintenance", "provider", "high", "status:503", answers(503, {"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"})),
    Scenario("W12", "hang-after-request", "provider_error", "provider", "medium", "web:HELP", answers(200, behaviour="hang")),
    Scenario("W13", "host-nxdomain", "host_gone", "provider_or_path", "medium", "dns:nxdomain", dns_mode("nxdomain", "HELP")),
    Scenario("W14", "zone-servfail", "provider_dns", "provider provider_or_path", "medium", "dns:servfail", zone_servfail),
    Scenario("W15", "first-resolver-dead", "dns_slow", "isp local_network", "medium", "dns:drop", first_resolver_dead, "degraded"),
    Scenario("W16", "local-firewall-drop", "firewall_local", "device", "medium", "nft:cli", local_firewall("drop")),
    Scenario("W17", "local-firewall-reject", "firewall_local", "device", "medium", "nft:cli", local_firewall(RESET)),
    Scenario("W18", "ipv4-black-holed", "ipv4_broken", "isp local_network", "medium", "nft", v4_dropped, "degraded"),
    Scenario("W19", "wrong-host-certificate", "cert_wrong_host", "provider", "medium", "web:HELP", wrong_host),
    Scenario("W20", "server-silent", "provider_down", "provider_or_path", "medium", "web:HELP", silent_server),
    Scenario("W21", "proxy-wants-login", "proxy_broken", "device", "medium", "shell:true", lambda plan, rng: use_proxy(plan, "proxy_407")),
    Scenario("W22", "throttled-64-kbit", "throttled", "isp local_network inconclusive", "medium", "shell:tc -n rtr -s qdisc show dev c | grep -q tbf", throttle, "degraded"),
    Scenario("W23", "answer-is-loopback", "dns_tampered", "isp", "medium", "dns:ok", bogon("127.0.0.1")),
    Scenario("W24", "clock-fast-90-days", "clock_wrong", "device", "medium", "web:HELP", real_clock(90)),
    Scenario("W25", "aaaa-answer-poisoned", "dns_tampered", "isp", "medium", "dns:ok", v6_poisoned, "degraded"),
    Scenario("W27", "rtt-640", "high_latency", "inconclusive isp", "medium", "curl", slow_line(320), "degraded"),
    Scenario("W28", "loss-10-percent", "packet_loss", "inconclusive", "medium", "nft", loss(12), "degraded"),
    Scenario("W29", "throttled-short-queue", "throttled", "isp local_network inconclusive", "medium", "shell:tc -n rtr -s qdisc show dev c | grep -q tbf", command("tc -n rtr qdisc add dev c root tbf rate 64kbit burst 2000 latency 2000ms"), "degraded"),
    Scenario("W30", "resolver-takes-1.5-s", "dns_slow", "isp local_network", "medium", "dns:delay", dns_mode("delay:1.5"), "degraded"),
    Scenario("W31", "portal-by-dns", "captive_portal", "local_network", "medium", "dns:answer", portal_by_dns),
    Scenario("W32", "portal-ipv4-only", "captive_portal", "local_network", "medium", "nft", portal_v4),
    Scenario("W33", "dns-clears-after-1-s", "flapping", "inconclusive", "low", "dns:drop-first", dns_mode("drop-first:1.0"), "degraded"),
    Scenario("W34", "hosts-line-and-provider-dropped-no-control", "tcp_unreachable", "inconclusive provider_or_path", "low", "nft", no_control(provider_dropped)),
    Scenario("W35", "first-resolver-denies", "dns_tampered", "isp", "medium", "dns:nxdomain", first_resolver_denies),
    Scenario("W36", "first-resolver-lies", "dns_tampered", "isp", "medium", "dns:answer", first_resolver_lies),
    Scenario("W37", "provider-alone-intercepted", "tls_intercepted", "isp local_network inconclusive", "medium", "web:HELP", one_provider_intercepted),
    Scenario("W38", "local-firewall-drops-questions", "firewall_local", "device", "medium", "nft:cli", local_firewall("drop", "meta l4proto { tcp, udp } th dport 53")),
    Scenario("W39", "portal-spares-the-service", "captive_portal", "local_network", "medium", "nft", portal_spares, "degraded"),
    Scenario("W40", "clock-two-days-slow-all-valid", "clock_wrong", "device", "medium", "curl", real_clock(-2), "degraded"),
    Scenario("W42", "many: sni-drop", "blocked_sni", "isp", "medium", "relay", many(sni_filter("drop"))),
    Scenario("W43", "many: loss-20-percent", "packet_loss", "inconclusive", "medium", "nft", many(loss(20)), "degraded"),
    Scenario("W44", "many: throttled", "throttled", "isp local_network inconclusive", "medium", "shell:tc -n rtr -s qdisc show dev c | grep -q tbf", many(throttle), "degraded"),
    Scenario("W45", "many: provider-443-drop", "tcp_unreachable", "provider_or_path", "medium", "nft", many(all_hosts_dropped)),
    Scenario("W46", "many: pmtu-black-hole", "pmtu_blackhole", "local_network isp", "medium", "nft", many(small_mtu)),
    Scenario("W47", "many: clock-slow", "clock_wrong", "device", "medium", "web:HELP", many(clock(-1095))),
    Scenario("W48", "many: intercepted", "tls_intercepted", "device local_network", "medium", "web:HELP", many(intercepted)),
    # As V08: silence of a far server may be due to anything between here and there.
    Scenario("W49", "stub: upstream-black-hole", "dns_unreachable", "isp local_network", "medium", "nft", stub(resolver_dropped)),
    Scenario("W50", "stub: upstream-servfail", "dns_failing", "isp", "medium", "dns:servfail", stub(dns_mode("servfail"))),
    Scenario("W51", "socks-only-working-proxy", "proxy_required", "none", "medium", "nft", socks_only, "ok"),
    Scenario("W52", "socks-configured-dead", "proxy_broken", "device", "high", "shell:true", socks_dead),
    Scenario("W26", "resolver-refuses", "dns_failing", "isp", "medium", "dns:refused", dns_mode("refused")),
    Scenario("W53", "one-address-of-two-dead", "ok", "none", "high", "nft", both_of_two(one_address_dead), "ok", also="tcp_unreachable"),
    Scenario("W54", "one-address-of-two-dead + 503", "maintenance", "provider", "high", "status:503", both_of_two(one_address_dead, answers(503, {"Retry-After": "60"})), also="tcp_unreachable"),
    Scenario("W55", "resolver-black-hole-in-2-s", "dns_unreachable", "isp local_network", "low", "nft", in_a_hurry(resolver_dropped, 2.0)),
    Scenario("T01", "two: ipv6-dead + maintenance", "maintenance", "provider", "high", "status:503", both(v6_dropped, answers(503, {"Retry-After": "60"})), also="ipv6_broken"),
    Scenario("T02", "two: hosts-line + aaaa-dropped", "hosts_override", "device", "medium", "dns:drop", both(hosts_override, dns_mode("drop", qtype="AAAA"))),
    Scenario("T03", "two: clock-slow + ipv6-dead", "clock_wrong", "device", "medium", "nft", both(clock(-1095), v6_dropped), also="ipv6_broken"),
    Scenario("T04", "two: dead-proxy + 429", "proxy_broken", "device", "high", "status:429", both(dead_proxy, answers(429)), also="rate_limited"),
    Scenario("F01", "clears-after-1.5-s", "flapping", "inconclusive", "low", "shell:! ip netns exec rtr nft list chain inet fault drops | grep -q counter", clears(1.5), "degraded"),
)  # fmt: skip

ALL = VISIBLE + OWN
