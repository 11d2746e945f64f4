"""Faults that people reported in public, rebuilt from the description alone; each row names its report.

The truth of a row was set down before its first run. Where a report leaves the cause open, the reason stands there.
"""

# ruff: noqa: E501 (a table keeps a row on a line)

import random

from tests.lab.plan import Plan, Service, random_name, random_v4
from tests.lab.scenarios import (
    Fault,
    Scenario,
    _nothing,
    answers,
    dns_mode,
    forward,
    real_clock,
)
from tests.lab.scenarios_field import both, certificate, typo_wildcard


def kill_switch(plan: Plan, rng: random.Random) -> None:
    """A VPN was removed, and the interface that swallows everything keeps the best default route."""
    plan.commands += [
        "ip -n cli link add pvpnks0 type veth peer name nowhere",
        "ip -n cli addr add 100.85.0.1/24 dev pvpnks0 && ip -n cli link set pvpnks0 up && ip -n cli link set nowhere up",
        "ip -n cli neigh replace 100.85.0.9 lladdr 02:00:00:00:00:99 dev pvpnks0 nud permanent",
        f"ip -n cli route del default && ip -n cli route add default via {plan.lan}.1 metric 100",
        "ip -n cli route add default via 100.85.0.9 dev pvpnks0 metric 98",
        "ip -n cli -6 route del default",
    ]


def dead_loopback_resolver(plan: Plan, rng: random.Random) -> None:
    """The program that answered names on this device is gone; its address stayed behind."""
    plan.client_resolvers = [f"127.0.0.{rng.randrange(2, 50)}"]


def at_home(plan: Plan, rng: random.Random, *, router: bool = False) -> str:
    """A name server in the home: the router itself, or a small box beside it."""
    server = f"{plan.lan}.1" if router else f"{plan.lan}.{rng.randrange(20, 200)}"
    plan.router_names = [server]
    plan.client_resolvers = [server]
    return server


def home_mode(mode: str, *, router: bool = False, names: bool = False) -> Fault:
    def fault(plan: Plan, rng: random.Random) -> None:
        server = at_home(plan, rng, router=router)
        wanted = [f"^{plan.help.name}", f"^{plan.app.name}"] if names else ["*"]
        plan.dns_modes += [[server, name, "*", mode] for name in wanted]

    return fault


def old_prefix(plan: Plan, rng: random.Random) -> None:
    """The line's IPv6 prefix changed; the device keeps the old one, and its first name server is an IPv6 one."""
    plan.client_resolvers = [plan.resolver6, plan.resolver]
    plan.nft = forward('iifname "c" meta nfproto ipv6 counter drop')


def freezes(plan: Plan, rng: random.Random) -> None:
    """Each connection is mute once some 16 KB have come; small exchanges work."""
    plan.delay_ms = 5
    plan.commands.append("ip netns exec rtr sysctl -qw net.netfilter.nf_conntrack_acct=1")
    plan.set_help(body='{"status": "' + "x" * 90_000 + '"}')
    plan.nft = forward('iifname "s" tcp sport 443 ct reply bytes > 15000 counter drop')


def alternating(plan: Plan, rng: random.Random) -> None:
    """Every other answer leads to an address where nobody lives any more."""
    plan.v6 = False
    dead = random_v4(rng)
    plan.dns_modes.append(["*", "^" + plan.help.name, "*", f"alternate:{plan.help.v4[0]},{dead}"])
    plan.nft = forward(f"ip daddr {dead} counter drop")


def line_without_internet(plan: Plan, rng: random.Random) -> None:
    """Two lines: the preferred one has a router that answers and no Internet behind it."""
    plan.commands += [
        "ip link add e netns cli type veth peer name e netns rtr",
        "ip -n rtr addr add 192.168.253.1/24 dev e && ip -n rtr link set e up",
        "ip -n cli addr add 192.168.253.5/24 dev e && ip -n cli link set e up",
        "ip -n cli route add default via 192.168.253.1 dev e metric 600",
    ]
    plan.v6 = False
    plan.nft = forward('iifname "c" counter drop')


def credit_used_up(plan: Plan, rng: random.Random) -> None:
    """Port 80 leads to a page where credit is bought; 443 connects and stays mute."""
    plan.v6 = False
    plan.services += [
        Service(plan.portal, 80, None, 302, {"Location": f"http://{plan.portal_name}/topup"}, body=""),
        Service(plan.portal, 443, None, behaviour="silent"),
    ]
    plan.nft = (
        "chain nat { type nat hook prerouting priority -100;\n"
        f' iifname "c" tcp dport {{ 80, 443 }} counter dnat ip to {plan.portal}\n}}'
    )


def loop(*, plain: bool = False) -> Fault:
    def fault(plan: Plan, rng: random.Random) -> None:
        to = f"{'http' if plain else 'https'}://{plan.help.name}/status"
        plan.set_help(status=302, headers={"Location": to}, body="")

    return fault


def blocked_by_page(plan: Plan, rng: random.Random) -> None:
    """Censored names lead to one host that shows a page on port 80 and refuses 443; other sites work."""
    plan.services.append(Service(plan.block, 80, None, 200, body=f"<html><p>{random_name(rng)}</p></html>"))
    for machine in (plan.help, plan.app):
        plan.point(machine, v4=[plan.block], v6=[])


def own_page(plan: Plan, rng: random.Random) -> None:
    """The redirect of the service leads to its own page that says it is shut."""
    plan.set_help(status=302, headers={"Location": f"https://{plan.help.name}/maintenance"}, body="")


def only_resolver_is_link_local(plan: Plan, rng: random.Random) -> None:
    plan.client_resolvers = ["fe80::53%c"]
    plan.router_names = ["fe80::53%c"]


_BOTH = "curl:60"

REPORTED = (
    # https://github.com/ProtonVPN/linux-app/issues/32: packets leave by an interface that leads nowhere, so the device has no usable way out.
    Scenario("R01", "kill-switch-left-behind", "no_route", "device local_network", "medium", "shell:ip -n cli route get 9.9.9.9 | grep -q pvpnks0", kill_switch),
    # https://github.com/tailscale/tailscale/issues/12504
    Scenario("R02", "resolver-on-loopback-gone", "dns_unreachable", "device", "medium", "curl:6", dead_loopback_resolver),
    # https://github.com/pi-hole/pi-hole/issues/2337
    Scenario("R03", "blocker-answers-0.0.0.0", "dns_tampered", "local_network", "medium", "dns:answer", home_mode("answer:0.0.0.0,::", names=True)),
    Scenario("R04", "blocker-denies-the-name", "dns_tampered", "local_network", "medium", "dns:nxdomain", home_mode("nxdomain", names=True)),
    # https://github.com/home-assistant/operating-system/issues/5000
    Scenario("R05", "old-ipv6-prefix-and-resolver", "ipv6_broken", "local_network isp device", "medium", "nft ++ curl", old_prefix, "degraded"),
    # https://github.com/net4people/bbs/issues/490: the line does it to certain hosts; from one place a server that hangs looks the same.
    Scenario("R06", "freezes-after-16-kb", "throttled", "isp provider_or_path", "low", "nft", freezes),
    # https://github.com/haproxy/haproxy/issues/1286: works every other time, and the names are the service's.
    Scenario("R07", "every-other-answer-dead", "flapping", "provider_or_path provider", "medium", "dns:alternate", alternating, "degraded"),
    # https://github.com/curl/curl/issues/2197: cannot be told from a scanner that sends its leaf alone.
    Scenario("R08", "intermediate-forgotten-by-both", "tls_intercepted", "inconclusive provider_or_path", "low", _BOTH, certificate(both_hosts=True, issuer="middle", sends=False)),
    # https://github.com/balena-os/wifi-connect/issues/500
    Scenario("R09", "preferred-line-without-internet", "egress_blocked", "local_network device", "medium", "nft", line_without_internet),
    # https://github.com/medic/cht-core/issues/1754
    Scenario("R10", "credit-used-up", "captive_portal", "local_network isp", "medium", "nft", credit_used_up),
    # https://github.com/roots/clay/issues/528
    Scenario("R11", "redirect-to-itself", "provider_error", "provider", "medium", "status:302", loop()),
    Scenario("R12", "redirect-to-http-and-back", "provider_error", "provider", "medium", "status:302", loop(plain=True)),
    # https://github.com/laxamentumtech/audnexus/issues/822
    Scenario("R13", "cdn-origin-523", "provider_error", "provider", "medium", "status:523", answers(523, {"Server": "cloudflare"}, "<html>Origin is unreachable</html>")),
    Scenario("R14", "browser-check-503", "policy_block", "provider", "medium", "status:503", answers(503, {"Server": "cloudflare"}, "<html><title>Just a moment...</title></html>")),
    # https://github.com/net4people/bbs/issues/319
    Scenario("R15", "block-host-page-443-refuses", "dns_tampered", "isp", "medium", "dns:ok", blocked_by_page),
    # https://github.com/systemd/systemd/issues/5873
    Scenario("R16", "home-resolver-servfail", "dns_failing", "local_network", "medium", "dns:servfail", home_mode("servfail", router=True)),
    # The clock is proved wrong by itself, and a validating resolver fails under it.
    Scenario("R17", "clock-before-build-resolver-silent", "clock_wrong", "device", "medium", "dns:drop", both(home_mode("drop", router=True), real_clock(-3650))),
    # https://github.com/fatedier/frp/issues/3618
    Scenario("R18", "alert-for-every-name", "provider_down", "provider_or_path provider", "low", "web:HELP", lambda plan, rng: plan.set_help(behaviour="alert")),
    # https://github.com/wahern/dns/issues/4: every program's own lookup works.
    Scenario("R19", "modem-ignores-edns", "ok", "none", "medium", "curl ++ dns:no-edns", home_mode("no-edns", router=True), "ok"),
    # https://github.com/pi-hole/pi-hole/issues/872 and https://github.com/NLnetLabs/ldns/issues/176
    Scenario("R20", "names-that-do-not-exist-are-sold", "ok", "none", "medium", "curl ++ dns:answer", typo_wildcard, "ok"),
    Scenario("R21", "only-resolver-is-fe80", "ok", "none", "medium", "curl", only_resolver_is_link_local, "ok"),
    # A resolver that denies every name, the root included, is never the service's fault.
    Scenario("R22", "resolver-denies-everything", "dns_failing", "local_network isp", "medium", "dns:nxdomain", dns_mode("nxdomain")),
    Scenario("R23", "home-resolver-denies-everything", "dns_failing", "local_network", "medium", "dns:nxdomain", home_mode("nxdomain", router=True)),
    Scenario("R24", "redirect-to-own-maintenance-page", "maintenance", "provider", "medium", "status:302", own_page),
    Scenario("R25", "home-resolver-healthy", "ok", "none", "high", "curl", lambda plan, rng: (at_home(plan, rng), _nothing(plan, rng)), "ok"),
)  # fmt: skip
