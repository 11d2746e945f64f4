"""What people meet in Indonesia, in China and abroad, written by a hand that had not read the rules.

The truth of a row was set down before its first run. Where the design leaves a choice, the reason stands with the row.
"""

# ruff: noqa: E501 (a table keeps a row on a line)

import random
import time
from email.utils import formatdate

from tests.lab.plan import Plan, Service, random_name, random_v4, random_v6
from tests.lab.scenarios import (
    RESET,
    Fault,
    Scenario,
    addresses,
    answers,
    clock,
    dead_proxy,
    dns_mode,
    forward,
    portal,
    to_all,
    tunnel,
    use_proxy,
    v6_dropped,
)


def both(*faults: Fault) -> Fault:
    def fault(plan: Plan, rng: random.Random) -> None:
        for one in faults:
            one(plan, rng)

    return fault


# --- healthy, but odd


def split_routes(plan: Plan, rng: random.Random) -> None:
    """A VPN that leaves the default route alone and covers it with two halves, as OpenVPN does."""
    tunnel(plan, rng)
    plan.commands += [
        "ip -n cli route del default",
        "ip -n cli -6 route del default",
        "ip link add e netns cli type veth peer name e netns rtr",
        "ip -n rtr addr add 192.168.253.1/24 dev e && ip -n rtr link set e up",
        "ip -n cli addr add 192.168.253.5/24 dev e && ip -n cli link set e up",
        "ip -n cli route add default via 192.168.253.1 dev e",
        f"ip -n cli route add 0.0.0.0/1 via {plan.lan}.1 dev tun0",
        f"ip -n cli route add 128.0.0.0/1 via {plan.lan}.1 dev tun0",
        f"ip -n cli -6 route add 2000::/3 via {plan.lan6}::1 dev tun0",
    ]


def carrier_nat(plan: Plan, rng: random.Random) -> None:
    """A phone's network: our address and the name server's are both of the carrier's shared range."""
    plan.lan = f"100.{rng.randrange(64, 96)}.{rng.randrange(1, 250)}"
    plan.resolver = f"100.{rng.randrange(97, 127)}.{rng.randrange(1, 250)}.53"
    plan.client_resolvers = [plan.resolver]


def widen(plan: Plan, rng: random.Random, v4: int, v6: int) -> None:
    """More addresses for the first host."""
    for count, mine, make in ((v4, plan.help.v4, random_v4), (v6, plan.help.v6, random_v6)):
        for _ in range(count):
            fresh = make(rng)
            for service in [item for item in plan.services if item.address == mine[0]]:
                plan.services.append(Service(**{**vars(service), "address": fresh}))
            mine.append(fresh)


def v6_mostly_dead(plan: Plan, rng: random.Random) -> None:
    """Two of three, so that whoever tries more than one meets a dead one."""
    widen(plan, rng, 2, 2)
    plan.nft = forward(*(f"ip6 daddr {address} counter drop" for address in plan.help.v6[:2]))


def big(plan: Plan) -> None:
    """Certificates that do not fit into one packet."""
    for number in range(4):
        plan.certificates[f"cert{number}"]["pad"] = 150


def narrow_but_honest(plan: Plan, rng: random.Random) -> None:
    """A line of 1280 bytes whose router says so."""
    big(plan)
    plan.commands.append("ip -n rtr link set c mtu 1280")


def other_makers(plan: Plan, rng: random.Random) -> None:
    """One host behind a CDN with another certificate maker."""
    plan.certificates["cert0"]["issuer"] = "other"
    plan.certificates["cert1"]["issuer"] = "middle"


def ad_block_hosts(plan: Plan, rng: random.Random) -> None:
    """A long hosts file that names other hosts, one of the provider's among them, and ours in a comment."""
    plan.commands += [
        f"for n in $(seq 400); do echo 0.0.0.0 ads$n.{random_name(rng)}.example >> /etc/hosts; done",
        f"echo 0.0.0.0 metrics-{random_name(rng)}.{plan.zone} >> /etc/hosts",
        f'echo "# {random_v4(rng)} {plan.help.name}" >> /etc/hosts',
    ]


def second_default(plan: Plan, rng: random.Random) -> None:
    """Cable and Wi-Fi at once; the one not used leads nowhere."""
    plan.commands += [
        f"ip -n cli route add default via {plan.lan}.{rng.randrange(50, 200)} metric 600",
        f"ip -n cli -6 route add default via {plan.lan6}::{rng.randrange(0x100, 0xFFFF):x} metric 4000",
    ]


def own_redirect(plan: Plan, rng: random.Random) -> None:
    plan.set_help(status=302, headers={"Location": f"https://{plan.app.name}/status"}, body="")


def old_server(plan: Plan, rng: random.Random) -> None:
    """TLS 1.2, HTTP/1.0, and a chain of three that needs several packets."""
    big(plan)
    plan.certificates["cert0"]["issuer"] = plan.certificates["cert1"]["issuer"] = "middle"
    plan.set_help(behaviour="http10")


def nothing_expected(plan: Plan, rng: random.Random) -> None:
    """A targets file that does not say what a healthy answer is; one that wants 200 is right to report a 204."""
    plan.expect = False


def own_nat64(plan: Plan, rng: random.Random) -> None:
    """IPv6 only, behind a NAT64 with the network's own prefix."""
    plan.v4 = False
    plan.client_resolvers = [plan.resolver6]
    prefix = ":".join(random_v6(rng).split(":")[:4]) + ":0:0"
    for machine in [plan.help, plan.app, *plan.controls]:
        a, b, c, d = (int(part) for part in machine.v4[0].split("."))
        mapped = f"{prefix}:{a:x}{b:02x}:{c:x}{d:02x}"
        for service in list(plan.services):
            if service.address == machine.v4[0]:
                plan.services.append(Service(**{**vars(service), "address": mapped}))
        machine.v6 = [mapped]
        plan.records[machine.name]["AAAA"] = [mapped]


def bypassed_proxy(plan: Plan, rng: random.Random) -> None:
    """A dead proxy that the settings exempt the provider from."""
    dead_proxy(plan, rng)
    plan.env |= {"NO_PROXY": f"localhost,.{plan.zone}", "no_proxy": f"localhost,.{plan.zone}"}


# --- link, route, gateway


def wide_mask(plan: Plan, rng: random.Random) -> None:
    """A hand-set mask of 16 bits: the name server behind the router seems to be a neighbour, and nobody answers."""
    ours = int(plan.lan.split(".")[2])
    plan.resolver = f"192.168.{rng.choice([n for n in range(1, 250) if n != ours])}.53"
    plan.client_resolvers = [plan.resolver]
    plan.commands += [
        f"ip -n cli addr add {plan.lan}.2/16 dev c",
        f"ip -n cli addr del {plan.lan}.2/24 dev c",
        f"ip -n cli route replace default via {plan.lan}.1 dev c",
    ]


def router_without_line(plan: Plan, rng: random.Random) -> None:
    """The router is well and says itself that it has no way on."""
    plan.commands += ["ip -n rtr route del default", "ip -n rtr -6 route del default"]


# --- names


def truncated_only(plan: Plan, rng: random.Random) -> None:
    dns_mode("tc")(plan, rng)
    plan.nft = forward("tcp dport 53 counter drop")


def _page(plan: Plan, rng: random.Random, status: int, headers: dict[str, str]) -> None:
    """Somebody else's machine, with a certificate of its own making."""
    plan.certificates["page"] = {"names": [plan.portal_name], "issuer": "stranger"}
    body = f"<html><title>{random_name(rng)}</title></html>"
    plan.services += [
        Service(plan.block, 443, "page", body=body),
        Service(plan.block, 80, None, status, headers, body=body),
    ]


def wildcard_portal(plan: Plan, rng: random.Random) -> None:
    """A portal that answers for every name there is."""
    _page(plan, rng, 302, {"Location": f"http://{plan.portal_name}/login?{random_name(rng)}"})
    plan.dns_modes.append(["*", "*", "*", f"answer:{plan.block}"])


def lying_nxdomain(plan: Plan, rng: random.Random) -> None:
    """The first of two name servers says that the provider's hosts do not exist; the other knows better."""
    plan.client_resolvers = [plan.resolver, plan.resolver2]
    plan.dns_modes += [
        [plan.resolver, "^" + machine.name, "*", "nxdomain"] for machine in (plan.help, plan.app)
    ]


def to_loopback(plan: Plan, rng: random.Random) -> None:
    plan.dns_modes += [
        ["*", "^" + machine.name, "*", "answer:127.0.0.1,::1"] for machine in (plan.help, plan.app)
    ]


def first_resolver_dead(plan: Plan, rng: random.Random) -> None:
    plan.client_resolvers = [plan.resolver, plan.resolver2]
    plan.dns_modes.append([plan.resolver, "*", "*", "drop"])


def hijacked_port(plan: Plan, rng: random.Random) -> None:
    """The provider of the line answers port 53 itself, whomever one asked, and leads to its notice."""
    _page(plan, rng, 302, {"Location": f"http://{plan.portal_name}/"})
    plan.client_resolvers = [plan.resolver2]
    plan.dns_modes += [
        [plan.resolver, "^" + machine.name, "*", f"answer:{plan.block}"] for machine in (plan.help, plan.app)
    ]
    plan.nft = f'chain nat {{ type nat hook prerouting priority -100;\n iifname "c" meta nfproto ipv4 udp dport 53 counter dnat ip to {plan.resolver}\n}}'


# --- TCP and TLS


def greeting_reset(plan: Plan, rng: random.Random) -> None:
    """Connections open; whatever is sent on them is answered by a reset, for any name."""
    plan.nft = forward(*to_all(plan.help, plan.app, match="tcp dport 443 meta length > 200", verdict=RESET))


def v4_443_dropped(plan: Plan, rng: random.Random) -> None:
    plan.nft = forward('iifname "c" meta nfproto ipv4 tcp dport 443 counter drop')


def stale_aaaa(plan: Plan, rng: random.Random) -> None:
    """The AAAA record of one host leads nowhere; IPv6 as such works."""
    plan.nft = forward(f"ip6 daddr {addresses(plan.help, family=6)} counter drop")


def zone_sni_dropped(plan: Plan, rng: random.Random) -> None:
    plan.relay = {"sni": plan.zone, "action": "drop"}


def certificate(*, both_hosts: bool = False, **what: object) -> Fault:
    def fault(plan: Plan, rng: random.Random) -> None:
        for number in range(2 if both_hosts else 1):
            plan.certificates[f"cert{number}"] |= what

    return fault


def other_name(plan: Plan, rng: random.Random) -> None:
    plan.certificates["cert0"]["names"] = [f"{random_name(rng)}.{random_name(rng, 3)}"]


def no_intermediate(plan: Plan, rng: random.Random) -> None:
    """Both hosts' certificates come from one maker under the root; one server forgets to send the maker's."""
    plan.certificates["cert0"] |= {"issuer": "middle", "sends": False}
    plan.certificates["cert1"] |= {"issuer": "middle"}


def narrow_and_mute(plan: Plan, rng: random.Random) -> None:
    """PPPoE somewhere upstream: large packets towards us vanish, and nobody says so."""
    big(plan)
    plan.delay_ms = 5  # by the wire in user space, which joins no packets
    plan.nft = forward('iifname "s" meta length > 1480 counter drop')


# --- HTTP and proxies


def dated_maintenance(plan: Plan, rng: random.Random) -> None:
    answers(503, {"Retry-After": formatdate(time.time() + 5400, usegmt=True)})(plan, rng)


def page_of_a_portal(plan: Plan, rng: random.Random) -> None:
    """No redirect: port 80 is answered with the login page itself, and the rest is silence."""
    body = (
        f'<html><head><meta http-equiv="refresh" content="0; url=http://{plan.portal_name}/"></head></html>'
    )
    portal(plan, rng, status=200, reject=False, body=body)
    plan.nft = plan.nft.replace("priority 0;\n", 'priority 0;\niifname "c" tcp dport 443 counter drop\n')


def clash_not_running(plan: Plan, rng: random.Random) -> None:
    port = rng.randrange(2000, 60000)
    for name in ("http_proxy", "https_proxy"):
        plan.env |= {name: f"http://127.0.0.1:{port}", name.upper(): f"http://127.0.0.1:{port}"}
    plan.env |= dict.fromkeys(("all_proxy", "ALL_PROXY"), f"socks5://127.0.0.1:{port}")


def proxy_without_line(plan: Plan, rng: random.Random) -> None:
    """Only the proxy may go out, and it cannot."""
    use_proxy(plan, "proxy_503")
    plan.nft = forward('iifname "c" tcp dport { 80, 443 } counter drop')


# --- two at once, and what changes meanwhile


def shut_for(seconds: float) -> Fault:
    """The provider's hosts refuse, and soon they do not."""

    def fault(plan: Plan, rng: random.Random) -> None:
        plan.nft = "set shut { type inet_service; elements = { 443 } }\n" + forward(
            *to_all(plan.help, plan.app, match="tcp dport @shut", verdict=RESET)
        )
        plan.later.append((seconds, "ip netns exec rtr nft flush set inet fault shut"))

    return fault


def route_goes(plan: Plan, rng: random.Random) -> None:
    """The Wi-Fi is left while the names are being asked."""
    plan.delay_ms = 60
    plan.later += [(0.03, "ip -n cli route del default; ip -n cli -6 route del default")]


# --- a second round, after the first had been mended, set down before its own first run


def box_is_off(plan: Plan, rng: random.Random) -> None:
    """The name server is a small box at home, and somebody pulled its plug; the router is well."""
    plan.client_resolvers = [f"{plan.lan}.{rng.randrange(20, 200)}"]


def vpn_peer_dead(plan: Plan, rng: random.Random) -> None:
    """The two halves of a VPN lead to a next hop that is gone; the plain default below them is well."""
    split_routes(plan, rng)
    dead = f"{plan.lan}.{rng.randrange(50, 200)}"
    plan.commands += [
        f"ip -n cli route replace 0.0.0.0/1 via {dead} dev tun0",
        f"ip -n cli route replace 128.0.0.0/1 via {dead} dev tun0",
        "ip -n cli -6 route del 2000::/3",
    ]


def portal_takes_443(plan: Plan, rng: random.Random) -> None:
    """A portal that answers TLS too, with a certificate of its own."""
    portal(plan, rng, reject=False)
    plan.certificates["page"] = {"names": [plan.portal_name], "issuer": "stranger"}
    plan.services.append(
        Service(plan.portal, 443, "page", status=302, headers={"Location": f"http://{plan.portal_name}/"})
    )
    plan.nft = plan.nft.replace("counter dnat ip to", "counter dnat ip to", 1).replace(
        "\n}", f'\n iifname "c" tcp dport 443 counter dnat ip to {plan.portal}\n}}', 1
    )


def portal_for_v4_only(plan: Plan, rng: random.Random) -> None:
    """The portal forgot IPv6: everything works over it."""
    portal(plan, rng, reject=False)
    plan.v6 = True
    plan.nft = plan.nft.replace(
        "priority 0;\n", f'priority 0;\niifname "c" meta nfproto ipv4 tcp dport 443 counter {RESET}\n'
    )


def date_off(seconds: int) -> Fault:
    """The first host's own clock is wrong; everybody else's is right."""

    def fault(plan: Plan, rng: random.Random) -> None:
        for service in plan.services:
            if service.address in plan.help.v4 + plan.help.v6:
                service.headers["Date"] = formatdate(time.time() + seconds, usegmt=True)

    return fault


def fake_addresses(plan: Plan, rng: random.Random) -> None:
    """A tunnel program that gives out addresses of 198.18/15 and carries them itself."""
    for machine in (plan.help, plan.app, *plan.controls):
        fake = f"198.18.{rng.randrange(256)}.{rng.randrange(1, 250)}"
        for service in [item for item in plan.services if item.address == machine.v4[0]]:
            plan.services.append(Service(**{**vars(service), "address": fake}))
        plan.point(machine, v4=[fake], v6=[])


def injected(*, answering: bool) -> Fault:
    """A forged answer overtakes the true one, as at China's border; nobody, or somebody else, is where it leads."""

    def fault(plan: Plan, rng: random.Random) -> None:
        goal = plan.block if answering else random_v4(rng)
        if answering:
            _page(plan, rng, 200, {})
        for machine in (plan.help, plan.app):
            plan.point(machine, v6=[])
            plan.dns_modes.append(["*", "^" + machine.name, "*", f"inject:{goal}"])

    return fault


def v6_only_without_nat64(plan: Plan, rng: random.Random) -> None:
    plan.v4 = False
    plan.client_resolvers = [plan.resolver6]
    for machine in (plan.help, plan.app):
        plan.point(machine, v6=[])


def v6_mute(plan: Plan, rng: random.Random) -> None:
    """Large packets vanish over IPv6 only."""
    narrow_and_mute(plan, rng)
    plan.nft = forward('iifname "s" meta nfproto ipv6 meta length > 1300 counter drop')


def far(milliseconds: float, fault: Fault) -> Fault:
    def slower(plan: Plan, rng: random.Random) -> None:
        fault(plan, rng)
        plan.delay_ms = milliseconds

    return slower


def many_hosts(fault: Fault) -> Fault:
    def more(plan: Plan, rng: random.Random) -> None:
        for _ in range(3):
            plan.add_host(rng)
        fault(plan, rng)

    return more


# --- a third round, likewise


def better_route_dead(plan: Plan, rng: random.Random) -> None:
    """The Wi-Fi that leads nowhere is preferred to the cable that works."""
    plan.commands += [
        "ip -n cli route del default",
        f"ip -n cli route add default via {plan.lan}.1 metric 600",
        f"ip -n cli route add default via {plan.lan}.{rng.randrange(50, 200)} metric 100",
        "ip -n cli -6 route del default",
    ]


def router_names_nobody(plan: Plan, rng: random.Random) -> None:
    """The router is the name server of the settings, and no such service runs on it."""
    plan.client_resolvers = [f"{plan.lan}.1"]


def first_resolver(mode: str) -> Fault:
    def fault(plan: Plan, rng: random.Random) -> None:
        plan.client_resolvers = [plan.resolver, plan.resolver2]
        plan.dns_modes.append([plan.resolver, "*", "*", mode])

    return fault


def typo_wildcard(plan: Plan, rng: random.Random) -> None:
    """Names that do not exist lead to a page with advertisements; those that do are right."""
    _page(plan, rng, 200, {})
    known = [machine.name for machine in (plan.help, plan.app, *plan.controls)]
    plan.dns_modes += [["*", "^" + name, "*", "ok"] for name in (*known, plan.zone)]
    plan.dns_modes += [["*", "^", "*", "ok"], ["*", "*", "A", f"answer:{plan.block}"]]


def controls_barred(plan: Plan, rng: random.Random) -> None:
    """The neutral hosts are abroad and barred; the service is not."""
    plan.nft = forward(*to_all(*plan.controls))


def port_80_dropped(plan: Plan, rng: random.Random) -> None:
    plan.nft = forward('iifname "c" tcp dport 80 counter drop')


def long_headers(plan: Plan, rng: random.Random) -> None:
    """Cookies and policies of ten thousand characters."""
    plan.set_help(headers={f"X-Policy-{number}": random_name(rng, 900) for number in range(11)})


def local_v6_only(plan: Plan, rng: random.Random) -> None:
    """IPv6 as far as the router: addresses of its own, and no way on."""
    plan.commands.append("ip -n cli -6 route del default")


def names_by_proxy_only(plan: Plan, rng: random.Random) -> None:
    """An office: its name server knows nothing outside, nothing goes out directly, the proxy does it all."""
    use_proxy(plan)
    plan.dns_modes.append(["*", "*", "*", "nxdomain"])
    plan.nft = forward('iifname "c" tcp dport { 80, 443 } counter drop')


def sni_over_v4(plan: Plan, rng: random.Random) -> None:
    """IPv6 passes the filter: its packets take another way."""
    plan.nft = forward(
        f'iifname "c" ip daddr {addresses(plan.help, plan.app, family=4)} tcp dport 443 meta length > 200 counter {RESET}'
    )


def udp_53_dropped(plan: Plan, rng: random.Random) -> None:
    plan.nft = forward('iifname "c" udp dport 53 counter drop')


def bundle_used_up(plan: Plan, rng: random.Random) -> None:
    """Names are free of charge; everything else waits for the next top-up."""
    plan.nft = forward('iifname "c" meta l4proto tcp th dport != 53 counter drop')


_MAINTENANCE_ID = "<html><title>Pemeliharaan</title><p>Mohon maaf, sistem sedang dalam pemeliharaan. Silakan coba lagi nanti.</p></html>"

FIELD = (
    Scenario("N01", "vpn-split-routes", "ok", "none", "high", "curl ++ shell:ip -n cli route get 9.9.9.9 | grep -q tun0", split_routes, "ok"),
    Scenario("N02", "carrier-nat", "ok", "none", "high", "curl", carrier_nat, "ok"),
    # 0.6 s once is a cold cache, not a slow resolver: the second question is answered at once.
    Scenario("N03", "resolver-with-cold-cache", "ok", "none", "medium", "curl ++ dns:slow-first", dns_mode("slow-first:0.6"), "ok"),
    Scenario("N04", "two-aaaa-of-three-dead", "ok", "none", "medium", "curl ++ nft", v6_mostly_dead, "ok"),
    # Answered at once, and every program gets its A record: nobody notices.
    Scenario("N05", "aaaa-servfail", "ok", "none", "medium", "curl ++ dns:servfail", dns_mode("servfail", qtype="AAAA"), "ok"),
    Scenario("N06", "mtu-1280-honest", "ok", "none", "medium", "curl ++ shell:ip -n rtr link show c | grep -q 'mtu 1280'", narrow_but_honest, "ok"),
    Scenario("N07", "cdn-with-other-maker", "ok", "none", "high", "curl", other_makers, "ok"),
    Scenario("N08", "ad-block-hosts-file", "ok", "none", "high", "curl ++ shell:test $(wc -l < /etc/hosts) -gt 400", ad_block_hosts, "ok"),
    Scenario("N09", "two-default-routes", "ok", "none", "high", "curl ++ shell:ip -n cli route show default | grep -q 600", second_default, "ok"),
    Scenario("N10", "clock-3-minutes-fast", "ok", "none", "high", "curl", clock(3 / 1440), "ok"),
    Scenario("N11", "redirect-in-the-family", "ok", "none", "medium", "status:302", own_redirect, "ok"),
    Scenario("N12", "old-server-long-chain", "ok", "none", "high", "curl", old_server, "ok"),
    # The host is there and proves itself; that the address has no page says nothing about the way to it.
    Scenario("N13", "404-where-a-page-was", "ok", "none", "low", "status:404", both(nothing_expected, answers(404, {}, "<html>Not found</html>")), "ok"),
    Scenario("N14", "204-without-body", "ok", "none", "medium", "status:204", both(nothing_expected, answers(204)), "ok"),
    Scenario("N15", "nat64-own-prefix", "ok", "none", "high", "curl", own_nat64, "ok"),
    Scenario("N16", "dead-proxy-bypassed", "ok", "none", "medium", "curl", bypassed_proxy, "ok"),
    Scenario("N20", "netmask-too-wide", "dns_unreachable", "local_network device", "medium", "shell:ip -n cli neigh | grep -Eq INCOMPLETE\\|FAILED", wide_mask),
    Scenario("N21", "router-without-line", "dns_unreachable", "local_network isp", "medium", "shell:! ip -n rtr route show default | grep -q .", router_without_line),
    Scenario("N22", "resolver-lame", "dns_failing", "isp local_network", "low", "dns:lame", dns_mode("lame")),
    # It never gives an answer one can use: rule 7 (no answer in the end), though it is alive.
    Scenario("N23", "truncated-and-tcp-dropped", "dns_unreachable", "isp local_network", "low", "dns:tc ++ nft", truncated_only),
    Scenario("N24", "wildcard-to-portal", "captive_portal", "local_network", "medium", "web:BLOCK", wildcard_portal),
    Scenario("N25", "one-resolver-lies-nxdomain", "dns_tampered", "isp local_network", "medium", "dns:nxdomain", lying_nxdomain),
    Scenario("N26", "answers-loopback", "dns_tampered", "isp local_network", "medium", "dns:answer", to_loopback),
    Scenario("N27", "zone-servfail", "provider_dns", "provider", "medium", "dns:servfail", dns_mode("servfail", suffix="ZONE")),
    # Every program on the machine waits for the dead one first.
    Scenario("N28", "first-resolver-dead", "dns_slow", "isp local_network", "medium", "dns:drop", first_resolver_dead, "degraded"),
    Scenario("N29", "port-53-hijacked", "dns_tampered", "isp local_network", "medium", "web:BLOCK ++ nft", hijacked_port),
    # TCP opens, so it is not tcp_unreachable; no name helps, so it is not the name: the service is down as seen from here.
    Scenario("N30", "greeting-reset-any-name", "provider_down", "provider_or_path", "low", "nft", greeting_reset),
    Scenario("N31", "ipv4-443-dropped", "ipv4_broken", "isp local_network", "medium", "curl ++ nft", v4_443_dropped, "degraded"),
    # Not the network's IPv6 (rule 12): the app's and the controls' work. Programs go by IPv4, and whoever keeps the record wants to know.
    Scenario("N32", "stale-aaaa-of-provider", "ok", "none", "medium", "curl ++ nft", stale_aaaa, "ok", also="tcp_unreachable"),
    Scenario("N33", "zone-sni-dropped", "blocked_sni", "isp", "medium", "relay", zone_sni_dropped),
    Scenario("N34", "only-provider-intercepted", "tls_intercepted", "isp local_network device inconclusive provider_or_path", "low", "curl:60", certificate(both_hosts=True, issuer="stranger")),
    Scenario("N35", "intermediate-expired", "cert_expired", "provider", "medium", "curl:60 expired", certificate(issuer="late")),
    # From outside the same as a scanner that sends its leaf alone (rule 15): nobody may be blamed.
    Scenario("N36", "intermediate-not-sent", "tls_intercepted", "inconclusive", "low", "curl:60", no_intermediate),
    Scenario("N37", "wrong-name", "cert_wrong_host", "provider", "medium", "curl:60 subject", other_name),
    Scenario("N38", "clock-2-years-fast", "clock_wrong", "device", "high", "curl:60", clock(730)),
    Scenario("N39", "pppoe-mute", "pmtu_blackhole", "isp local_network", "medium", "nft", narrow_and_mute),
    Scenario("N40", "server-hangs-up-on-greeting", "provider_down", "provider_or_path", "low", "web:HELP", lambda plan, rng: plan.set_help(behaviour="eof")),
    Scenario("N41", "503-until-a-date", "maintenance", "provider", "high", "status:503", dated_maintenance),
    Scenario("N42", "502-of-the-front", "provider_error", "provider", "medium", "status:502", answers(502, {"Server": "nginx"}, "<html><h1>502 Bad Gateway</h1></html>")),
    Scenario("N43", "403-country", "policy_block", "provider", "medium", "status:403", answers(403, {"Server": "cloudflare"}, "<html>Error 1009: your country is not allowed</html>")),
    Scenario("N44", "maintenance-page-200-id", "maintenance", "provider", "medium", "status:200", answers(200, {}, _MAINTENANCE_ID)),
    Scenario("N45", "portal-page-200-443-dropped", "captive_portal", "local_network", "medium", "nft", page_of_a_portal),
    Scenario("N46", "moved-abroad", "host_moved", "provider", "medium", "status:301", answers(301, {"Location": "https://OTHER/"})),
    # Rule 16: valid TLS, then nothing; the host itself is at fault.
    Scenario("N47", "hang-after-request", "provider_error", "provider", "medium", "web:HELP", lambda plan, rng: plan.set_help(behaviour="hang")),
    Scenario("N48", "half-a-body", "provider_error", "provider provider_or_path", "low", "curl:18", lambda plan, rng: plan.set_help(behaviour="short", body='{"status": "' + "x" * 4000 + '"}')),
    Scenario("N49", "clash-not-running", "proxy_broken", "device", "high", "curl:7", clash_not_running),
    Scenario("N50", "proxy-503-direct-dropped", "proxy_broken", "device local_network", "medium", "curl:56", proxy_without_line),
    Scenario("N60", "two: first-resolver-dead + 503", "maintenance", "provider", "high", "status:503 ++ dns:drop", both(first_resolver_dead, answers(503, {"Retry-After": "900"}))),
    Scenario("N61", "two: expired + ipv6-dead", "cert_expired", "provider", "medium", "curl:60 expired ++ nft", both(certificate(days=(-90, -3)), v6_dropped), also="ipv6_broken"),
    Scenario("N62", "two: portal + clock-slow", "captive_portal", "local_network", "medium", "nft", both(portal, clock(-1200))),
    Scenario("N63", "refused-clears-after-0.2-s", "flapping", "inconclusive", "low", "nft", shut_for(0.2), "degraded"),
    Scenario("N70", "box-at-home-is-off", "dns_unreachable", "local_network", "medium", "shell:ip -n cli neigh | grep -Eq INCOMPLETE\\|FAILED", box_is_off),
    Scenario("N71", "vpn-peer-dead", "gateway_dead", "local_network device", "medium", "shell:ip -n cli neigh show dev tun0 | grep -Eq INCOMPLETE\\|FAILED", vpn_peer_dead),
    Scenario("N72", "portal-takes-443", "captive_portal", "local_network", "medium", "nft", portal_takes_443),
    # Whoever has IPv6 gets through, so the portal is no obstacle here; that IPv4 is shut is the network's part, for it is shut for the controls too.
    Scenario("N73", "portal-for-ipv4-only", "ipv4_broken", "isp local_network", "low", "nft ++ curl", portal_for_v4_only, "degraded"),
    Scenario("N74", "servers-own-clock-off", "ok", "none", "medium", "curl", date_off(-90000), "ok"),
    # The server's own Date explains its expired certificate only if one believes that server alone.
    Scenario("N75", "servers-clock-off-and-expired", "cert_expired", "provider", "medium", "curl:60 expired", both(date_off(-86400 * 30), certificate(days=(-90, -5)))),
    Scenario("N76", "fake-ip-tunnel", "ok", "none", "medium", "curl", fake_addresses, "ok"),
    Scenario("N77", "cname-to-a-cdn", "ok", "none", "high", "curl ++ dns:cname", dns_mode("cname", suffix="ZONE"), "ok"),
    Scenario("N78", "forged-answer-first-other-server", "dns_tampered", "isp", "medium", "dns:inject", injected(answering=True)),
    Scenario("N79", "forged-answer-first-nobody-there", "dns_tampered", "isp", "low", "dns:inject", injected(answering=False)),
    Scenario("N80", "ipv6-only-no-nat64", "ipv4_broken", "local_network isp", "low", "curl:7", v6_only_without_nat64),
    Scenario("N81", "large-packets-lost-over-ipv6", "pmtu_blackhole", "local_network isp", "medium", "nft", v6_mute, "degraded"),
    Scenario("N82", "sni-dropped-far-away", "blocked_sni", "isp", "medium", "relay", far(120, zone_sni_dropped)),
    Scenario("N83", "sni-dropped-many-hosts", "blocked_sni", "isp", "medium", "relay", many_hosts(zone_sni_dropped)),
    # It answers, and offers only what nobody may use any more.
    Scenario("N84", "server-knows-tls-1.1-only", "provider_down", "provider_or_path provider", "low", "curl:35", lambda plan, rng: plan.set_help(behaviour="tls11")),
    Scenario("N85", "not-yet-valid-clock-right", "cert_expired", "provider", "medium", "curl:60 not yet", certificate(days=(2, 90))),
    Scenario("N86", "503-bare", "overloaded", "provider", "medium", "status:503", answers(503, {}, "<html>Service Unavailable</html>")),
    Scenario("N87", "522-of-the-front", "provider_error", "provider", "medium", "status:522", answers(522, {"Server": "cloudflare"}, "<html>Connection timed out</html>")),
    Scenario("N88", "maintenance-page-200-zh", "maintenance", "provider", "medium", "status:200", answers(200, {}, "<html><title>系统维护中</title><p>请稍后再试</p></html>")),
    Scenario("N89", "two: sni-reset + first-resolver-dead", "blocked_sni", "isp", "medium", "relay ++ dns:drop", both(first_resolver_dead, lambda plan, rng: setattr(plan, "relay", {"sni": plan.zone, "action": "rst"})), also="dns_slow"),
    Scenario("N90", "preferred-route-dead", "gateway_dead", "local_network device", "medium", "shell:ip -n cli neigh | grep -Eq INCOMPLETE\\|FAILED", better_route_dead),
    Scenario("N91", "router-without-name-server", "dns_unreachable", "local_network", "medium", "shell:! ip netns exec rtr ss -Hlnu | grep -q :53", router_names_nobody),
    # The C library goes on to the next at once.
    Scenario("N92", "first-resolver-refuses", "ok", "none", "medium", "curl ++ dns:refused", first_resolver("refused"), "ok"),
    Scenario("N93", "first-resolver-servfail", "ok", "none", "medium", "curl ++ dns:servfail", first_resolver("servfail"), "ok"),
    Scenario("N94", "advertising-wildcard", "ok", "none", "medium", "curl ++ dns:answer", typo_wildcard, "ok"),
    Scenario("N95", "controls-barred", "ok", "none", "medium", "curl ++ nft", controls_barred, "ok"),
    Scenario("N96", "port-80-dropped", "ok", "none", "medium", "curl ++ nft", port_80_dropped, "ok"),
    Scenario("N97", "headers-of-10-kB", "ok", "none", "medium", "curl", long_headers, "ok"),
    Scenario("N98", "ipv6-of-the-house-only", "ok", "none", "high", "curl ++ shell:! ip -n cli -6 route show default | grep -q .", local_v6_only, "ok"),
    Scenario("N99", "names-by-proxy-only", "proxy_required", "none", "medium", "curl ++ dns:nxdomain", names_by_proxy_only, "ok"),
    # Any name is reset there. IPv4 as such works (the controls'), and programs that prefer IPv6 notice nothing: as N32, told beside the verdict.
    Scenario("N65", "greeting-reset-over-ipv4", "ok", "none", "low", "nft ++ curl", sni_over_v4, "ok", also="tcp_unreachable"),
    Scenario("N66", "udp-53-dropped", "dns_unreachable", "isp local_network", "medium", "nft", udp_53_dropped),
    # Everything beyond the router fails in one way, controls included (rule 12).
    Scenario("N67", "data-bundle-used-up", "egress_blocked", "local_network isp", "low", "nft", bundle_used_up),
    Scenario("N68", "loss-35-percent", "packet_loss", "inconclusive", "low", "nft", lambda plan, rng: setattr(plan, "nft", forward("numgen random mod 100 < 35 counter drop")), "degraded"),
    Scenario("N64", "route-goes-meanwhile", "no_route", "device", "low", "shell:! ip -n cli route show default | grep -q .", route_goes),
)  # fmt: skip
