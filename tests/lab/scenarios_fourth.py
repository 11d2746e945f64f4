"""The fourth blind round: 46 faults and 14 odd but healthy networks, each after a public report named in its docstring.

Written and labelled before any run by somebody who had not seen the table; at the first run 50 of 60 were right, 24 of 27
at "high", 19 of 25 at "medium", nobody was wrongly accused and no healthy network raised an alarm.
A label says the most that an honest engineer may say from there.

Run as a program, this file is a small server beside the lab's own (`helper`).
"""

# ruff: noqa: E501 (a table keeps a row on a line)

import json
import random
import sys

from tests.lab.plan import Plan, Service, random_name, random_v4
from tests.lab.scenarios import (
    RESET,
    Scenario,
    addresses,
    block_page,
    clock,
    forward,
    nat64,
    to_all,
    two_addresses,
    use_proxy,
)

ME, PYTHON = __file__, sys.executable
BAD, BAD_OR_UNKNOWN, ANY = "fail degraded", "fail degraded inconclusive", "fail degraded ok inconclusive"


# --- small builders of this file's own


def helper(plan, namespace, wait_for, *arguments):
    """Run a part of this file beside the lab's servers, and wait until it listens."""
    words = " ".join(f"'{item}'" for item in arguments)
    plan.commands += [
        f"ip netns exec {namespace} {PYTHON} {ME} --helper {words} >/dev/null 2>/run/helper.err &",
        f"for n in $(seq 100); do ip netns exec {namespace} ss -Hltun | grep -qF '{wait_for}' && exit 0; sleep 0.05; done; cat /run/helper.err >&2; exit 1",
    ]


def mangled_names(plan, rng, mode, **more):
    """The client asks a name server that hands on to the true one and spoils what comes back."""
    address = random_v4(rng)
    plan.extra_addresses.append(address)
    plan.client_resolvers = [address]
    helper(
        plan, "srv", f"{address}:53", "names", address, plan.resolver, mode, json.dumps(more).replace(" ", "")
    )


def stray(plan, name, address, peer):
    """A further interface of the client that leads nowhere."""
    plan.commands += [
        f"ip -n cli link add {name} type veth peer name {peer}",
        f"ip -n cli addr add {address} dev {name}",
        f"ip -n cli link set {name} up",
        f"ip -n cli link set {peer} up",
    ]


def on_device(plan, *rules):
    """Rules of a firewall on the client; the lab counts what they hit as nft:cli."""
    plan.commands += [
        "ip netns exec cli nft 'add table inet fault'",
        "ip netns exec cli nft 'add chain inet fault drops { type filter hook output priority 0; }'",
    ]
    plan.commands += [f"ip netns exec cli nft 'add rule inet fault drops {rule}'" for rule in rules]


def to_nat(match, address):
    return f'chain nat {{ type nat hook prerouting priority -100;\n iifname "c" {match} counter dnat ip to {address}\n}}\n'


def big(plan, pad=150, which=range(4)):
    for number in which:
        plan.certificates[f"cert{number}"]["pad"] = pad


# --- mobile carriers, IPv6


def nat64_gone(plan: Plan, rng: random.Random) -> None:
    """github.com/firezone/firezone/pull/5483: DNS64 makes up AAAA answers, and nothing translates them; hosts with IPv6 of their own work."""
    plan.v4 = False
    plan.client_resolvers = [plan.resolver6]
    for machine in (plan.help, plan.app):
        parts = [int(part) for part in machine.v4[0].split(".")]
        plan.point(machine, v6=[f"64:ff9b::{parts[0]:x}{parts[1]:02x}:{parts[2]:x}{parts[3]:02x}"])
    plan.nft = forward("ip6 daddr 64:ff9b::/96 counter drop")


def clat_hangs(plan: Plan, rng: random.Random) -> None:
    """github.com/PurpleI2P/i2pd/issues/2002: the phone's 464XLAT hangs: IPv4 address and route are there and lead nowhere; the service has IPv4 only."""
    plan.client_resolvers = [plan.resolver6]
    for machine in (plan.help, plan.app):
        plan.point(machine, v6=[])
    plan.nft = forward('iifname "c" meta nfproto ipv4 counter drop')


def nat64_large(plan: Plan, rng: random.Random) -> None:
    """github.com/NICMx/Jool/issues/455: through NAT64 the handshake never ends, small packets pass; a lower MSS would cure it."""
    nat64(plan, rng)
    big(plan)
    plan.delay_ms = 5
    plan.nft = forward('iifname "s" meta length > 1300 counter drop')


def v6_half_open(plan: Plan, rng: random.Random) -> None:
    """github.com/eblocker/eblocker/issues/293: over IPv6 connections open and then hang, as the answers take another way past a firewall."""
    plan.nft = forward(
        'iifname "c" meta nfproto ipv6 tcp dport { 80, 443 } tcp flags & syn == 0 counter drop'
    )


def ghost_router(plan: Plan, rng: random.Random) -> None:
    """github.com/MichaIng/DietPi/issues/6168: a router announces itself for IPv6 and is none; IPv4 works."""
    plan.commands.append(
        f"ip -n cli -6 route replace default via {plan.lan6}::{rng.randrange(0x100, 0xFFFF):x}"
    )


def tether_ttl(plan: Plan, rng: random.Random) -> None:
    """github.com/commaai/openpilot/issues/22674: the carrier drops what has passed a phone's hotspot, known by its TTL; names resolve."""
    plan.v6 = False
    plan.nft = forward('iifname "c" meta l4proto tcp ip ttl <= 64 counter drop')


def cgnat_full(plan: Plan, rng: random.Random) -> None:
    """github.com/ipfs/kubo/issues/11326: the carrier's NAT gives this line hardly any new connections; some open, most do not; names resolve."""
    plan.v6 = False
    plan.nft = forward('iifname "c" tcp flags & (syn | ack) == syn numgen random mod 4 < 3 counter drop')


# --- the path


def large_greeting(plan: Plan, rng: random.Random) -> None:
    """github.com/golang/go/issues/80573: a box on the way swallows each large TLS greeting, whatever the name; connections open."""
    plan.nft = forward('iifname "c" tcp dport 443 meta length > 300 counter drop')


def slowed_provider(plan: Plan, rng: random.Random) -> None:
    """github.com/net4people/bbs/issues/65: one service is slowed by dropping packets, all else is quick."""
    big(plan, 150, range(2))
    plan.delay_ms = 5
    limit = "tcp sport 443 limit rate over 2 kbytes/second burst 1600 bytes counter drop"
    plan.nft = forward(
        f'iifname "s" ip saddr {addresses(plan.help, plan.app, family=4)} {limit}',
        f'iifname "s" ip6 saddr {addresses(plan.help, plan.app, family=6)} {limit}',
    )


def upstream_noise(plan: Plan, rng: random.Random) -> None:
    """github.com/raspberrypi/linux/issues/7511 (packet loss towards the gateway; only one way is ours): three of ten packets are lost on their way up, none on the way down."""
    plan.nft = forward('iifname "c" numgen random mod 100 < 30 counter drop')


def syn_reset(plan: Plan, rng: random.Random) -> None:
    """github.com/net4people/bbs/issues/285: each SYN to certain addresses is answered with a forged RST+ACK."""
    plan.nft = forward(*to_all(plan.help, plan.app, match="tcp dport 443 tcp flags syn", verdict=RESET))


def dpi_redirect(plan: Plan, rng: random.Random) -> None:
    """github.com/hagezi/dns-blocklists/issues/3293: Indonesia's DPI sends port 80 of the service to a notice and resets greetings that name it."""
    plan.v6 = False
    plan.services.append(
        Service(plan.portal, 80, None, 302, {"Location": f"http://lamanlabuh.{plan.portal_name}/"}, body="")
    )
    plan.relay = {"sni": plan.zone, "action": "rst"}
    plan.nft = to_nat(f"ip daddr {addresses(plan.help, plan.app, family=4)} tcp dport 80", plan.portal)


def walled_garden(plan: Plan, rng: random.Random) -> None:
    """github.com/ooni/probe/issues/2522: an airline's free tier lets some hosts through; the service's hosts lead to the portal on 80 and are refused on 443."""
    plan.v6 = False
    mine = addresses(plan.help, plan.app, family=4)
    plan.services.append(
        Service(plan.portal, 80, None, 302, {"Location": f"http://{plan.portal_name}/plans"}, body="")
    )
    plan.nft = to_nat(f"ip daddr {mine} tcp dport 80", plan.portal) + forward(
        f'iifname "c" ip daddr {mine} tcp dport 443 counter {RESET}'
    )


# --- device and home


def split_tunnel(plan: Plan, rng: random.Random) -> None:
    """github.com/TunnlTo/desktop-app/issues/185: a tunnel takes only the service's addresses, and its far end is dead."""
    stray(plan, "wg0", "10.66.66.2/32", "wgfar")
    plan.commands.append("ip -n cli link set wg0 arp off")
    plan.commands += [f"ip -n cli route add {item}/32 dev wg0" for item in plan.help.v4 + plan.app.v4]
    plan.commands += [f"ip -n cli -6 route add {item}/128 dev wg0" for item in plan.help.v6 + plan.app.v6]


def black_hole_default(plan: Plan, rng: random.Random) -> None:
    """github.com/peacey/split-vpn/issues/184: a VPN script's kill switch left a blackhole as the default route."""
    plan.commands += [
        "ip -n cli route del default; ip -n cli route add blackhole default",
        "ip -n cli -6 route del default; ip -n cli -6 route add blackhole default",
    ]


def scanner_resets(plan: Plan, rng: random.Random) -> None:
    """github.com/angular/angular.io/issues/1875: an antivirus on the device resets the TLS greeting to one site; other sites work."""
    on_device(
        plan,
        *(
            f"{line.replace('counter drop', '')} counter {RESET}"
            for line in to_all(plan.help, plan.app, match="tcp dport 443 meta length > 200")
        ),
    )


def app_firewall_icmp(plan: Plan, rng: random.Random) -> None:
    """github.com/safing/portmaster/pull/793: an application firewall on the device answers forbidden hosts with an ICMP message."""
    on_device(
        plan,
        *(
            line
            for line in to_all(
                plan.help, plan.app, match="tcp dport 443", verdict="reject with icmpx type admin-prohibited"
            )
        ),
    )


def arp_poisoned(plan: Plan, rng: random.Random) -> None:
    """github.com/onmyway133/blog/issues/153: netcut: the gateway's address is tied to a MAC that forwards nothing."""
    mac = "02:" + ":".join(f"{rng.randrange(256):02x}" for _ in range(5))
    plan.commands += [
        f"ip -n cli neigh replace {plan.lan}.1 lladdr {mac} dev c nud permanent",
        f"ip -n cli neigh replace {plan.lan6}::1 lladdr {mac} dev c nud permanent",
    ]


def link_flaps(plan: Plan, rng: random.Random) -> None:
    """github.com/opnsense/src/issues/318: a USB network card says down and up every second."""
    up = (
        f"ip -n cli link set c up; ip -n cli route replace default via {plan.lan}.1; ip -n cli -6 addr replace {plan.lan6}::2/64 dev c nodad;"
        f" ip -n cli -6 route replace default via {plan.lan6}::1"
    )
    for at in (0.03, 1.4, 2.6):
        plan.later += [(at, "touch /run/flapped; ip -n cli link set c down"), (at + 0.5, up)]


def no_lease(plan: Plan, rng: random.Random) -> None:
    """github.com/home-assistant/operating-system/issues/2341, github.com/openfollowapp/openfollow/pull/66: no DHCP answer; the device gave itself an address of 169.254."""
    plan.v6 = False
    plan.commands += [
        f"ip -n cli addr del {plan.lan}.2/24 dev c",
        f"ip -n cli addr add 169.254.{rng.randrange(1, 254)}.{rng.randrange(1, 254)}/16 dev c",
    ]


def docker_takes_gateway(plan: Plan, rng: random.Random) -> None:
    """github.com/docker/for-linux/issues/1110: docker0 took the gateway's address; the gateway is the name server, so questions stay on the device."""
    plan.lan = "172.17.0"
    plan.router_names = ["172.17.0.1"]
    plan.client_resolvers = ["172.17.0.1"]
    stray(plan, "docker0", "172.17.0.1/16", "vethd0")


def block_list_hosts(plan: Plan, rng: random.Random) -> None:
    """github.com/StevenBlack/hosts/issues/718: a block list in the hosts file sends the bank's host to 0.0.0.0."""
    plan.hosts_lines += [f"0.0.0.0 {random_name(rng)}.{random_name(rng, 3)}" for _ in range(40)] + [
        f"0.0.0.0 {plan.help.name}"
    ]


def behind_and_fresh(plan: Plan, rng: random.Random) -> None:
    """github.com/certbot/certbot/issues/8456: the device is seven hours behind and the certificate two hours old: not valid yet, here; all others are."""
    clock(-7 / 24)(plan, rng)
    plan.certificates["cert0"]["days"] = (-0.1, 89.9)


def old_roots(plan: Plan, rng: random.Random) -> None:
    """github.com/acmesh-official/acme.sh/issues/3723: an old device does not know the root of most sites; some have another root and work."""
    for number in range(3):
        plan.certificates[f"cert{number}"]["issuer"] = "stranger"


# --- proxies


def proxy_by_tls(plan: Plan, rng: random.Random) -> None:
    """github.com/encode/httpx/issues/951: HTTPS_PROXY says https://, the proxy speaks plain HTTP."""
    helper(plan, "rtr", f"{plan.lan}.1:3128", "plain400", f"{plan.lan}.1", "3128")
    plan.env |= dict.fromkeys(("HTTPS_PROXY", "https_proxy"), f"https://{plan.lan}.1:3128")


def proxy_of_the_office(plan: Plan, rng: random.Random) -> None:
    """github.com/signalapp/Signal-Desktop/issues/1632: a laptop from the office at home: the proxy's name exists only there."""
    plan.env |= {
        name: f"http://proxy.{random_name(rng)}.corp:8080" for name in ("HTTPS_PROXY", "https_proxy")
    }


def proxy_says_403(plan: Plan, rng: random.Random) -> None:
    """github.com/chobits/ngx_http_proxy_connect_module/issues/173: the proxy denies CONNECT with 403, and nothing goes out directly."""
    use_proxy(plan, "proxy_403")
    plan.nft = forward(f'iifname "c" tcp dport {{ 80, 443 }} counter {RESET}')


# --- names


def every_other_question(plan: Plan, rng: random.Random) -> None:
    """github.com/kubernetes/kubernetes/issues/56903: of A and AAAA asked together one is lost; names take five seconds."""
    plan.nft = forward('iifname "c" udp dport 53 numgen inc mod 2 1 counter drop')


def empty_for_all(plan: Plan, rng: random.Random) -> None:
    """github.com/NLnetLabs/unbound/issues/465: while the line is down its filter answers each question with nothing and no error."""
    plan.dns_modes.append(["*", "*", "*", "answer:"])


def empty_for_names(plan: Plan, rng: random.Random) -> None:
    """github.com/TechnitiumSoftware/DnsServer/issues/1292: a blocker answers the service's names with no address and no error."""
    for machine in (plan.help, plan.app):
        plan.dns_modes.append(["*", "^" + machine.name, "*", "answer:"])


def private_block(plan: Plan, rng: random.Random) -> None:
    """github.com/ooni/backend/issues/543: Iran answers a blocked name with 10.10.34.36, where nobody answers from here."""
    plan.v6 = False
    for machine in (plan.help, plan.app):
        plan.dns_modes += [
            ["*", "^" + machine.name, "A", "answer:10.10.34.36"],
            ["*", "^" + machine.name, "AAAA", "answer:"],
        ]
    plan.nft = forward("ip daddr 10.10.34.0/24 counter drop")


def cname_to_notice(plan: Plan, rng: random.Random) -> None:
    """github.com/net4people/bbs/issues/401: the Trust Positif zone makes each blocked name a CNAME of the notice's host."""
    names = [plan.help.name, plan.app.name]
    block_page(plan, rng)
    for machine in (plan.help, plan.app):
        plan.point(machine, v4=machine.v4, v6=machine.v6)
        plan.dns_modes.append(["nobody", "^" + machine.name, "A", f"answer:{plan.block}"])
    mangled_names(
        plan, rng, "cname", names=names, alias=f"trustpositif.{random_name(rng, 5)}.id.", to=plan.block
    )


def one_name_servfail(plan: Plan, rng: random.Random) -> None:
    """github.com/getdnsapi/stubby/issues/204: validating resolvers fail one name of a zone, its neighbour resolves."""
    plan.dns_modes.append(["*", "^" + plan.help.name, "*", "servfail"])


def zone_on_hold(plan: Plan, rng: random.Random) -> None:
    """github.com/montagejs/collectionsjs.com/issues/48: the domain was not paid for: no name of it exists any more, for anybody."""
    plan.dns_modes.append(["*", plan.zone, "*", "nxdomain"])


def parked(plan: Plan, rng: random.Random) -> None:
    """github.com/Tygs/0bin/issues/149: the domain lapsed and leads to a registrar's parking page with a certificate of its own."""
    name, address = f"parking.{random_name(rng)}.{random_name(rng, 3)}", random_v4(rng)
    plan.certificates["park"] = {"names": [name], "issuer": "root"}
    page = "<html><title>This domain is for sale</title></html>"
    plan.services += [
        Service(address, 443, "park", 200, body=page),
        Service(address, 80, None, 302, {"Location": f"http://ww1.{plan.help.name}/"}, body=""),
    ]
    for machine in (plan.help, plan.app):
        plan.point(machine, v4=[address], v6=[])


def aaaa_notimp(plan: Plan, rng: random.Random) -> None:
    """github.com/BerlinVagrant/vagrant-dns/issues/76 and tailscale/tailscale/issues/848: a name server says NOTIMP to each AAAA question."""
    mangled_names(plan, rng, "notimp-aaaa")


def aaaa_nxdomain(plan: Plan, rng: random.Random) -> None:
    """github.com/axeII/home-ops/pull/3806: a filter denies the name itself when asked for AAAA; A is answered. Strict programs give up."""
    plan.dns_modes.append(["*", "*", "AAAA", "nxdomain"])


# --- the service


def staging_certificate(plan: Plan, rng: random.Random) -> None:
    """github.com/srvrco/getssl/pull/105: the host serves a certificate of a test maker nobody trusts; its sister host is well."""
    plan.certificates["cert0"]["issuer"] = "stranger"


def waf_202(plan: Plan, rng: random.Random) -> None:
    """github.com/germondai/trawl/pull/82: AWS WAF answers 202 with an empty body and a challenge header."""
    plan.set_help(status=202, headers={"Server": "CloudFront", "x-amzn-waf-action": "challenge"}, body="")


def waf_200(plan: Plan, rng: random.Random) -> None:
    """github.com/mozilla/sumo/issues/3208: the challenge page comes with status 200 where JSON is due."""
    plan.set_help(
        headers={"Server": "CloudFront"},
        body="<!DOCTYPE html><html><head><title></title><script src='challenge.js'></script></head><body><noscript>JavaScript is disabled. Verify that you are not a robot.</noscript></body></html>",
    )


def tunnel_530(plan: Plan, rng: random.Random) -> None:
    """github.com/masterjanic/discord-checker-web/issues/9: the CDN answers 530, error 1033: the origin's tunnel is gone."""
    plan.set_help(
        status=530,
        headers={"Server": "cloudflare", "Content-Type": "text/html"},
        body="<html><title>Argo Tunnel error</title><p>error code: 1033</p></html>",
    )


def limited_1015(plan: Plan, rng: random.Random) -> None:
    """github.com/Skiddle-ID/checkdomain/issues/3: 429 with the CDN's page 1015 and no word on how long."""
    plan.set_help(
        status=429,
        headers={"Server": "cloudflare", "Content-Type": "text/html"},
        body="<html><title>Access denied</title><h1>Error 1015</h1><p>You are being rate limited</p></html>",
    )


def sanctioned_406(plan: Plan, rng: random.Random) -> None:
    """github.com/dailydotdev/daily/issues/527: visitors of a sanctioned country get 406 from the front."""
    plan.set_help(
        status=406,
        headers={"Server": "openresty", "Content-Type": "text/html"},
        body="<html><head><title>406 Not Acceptable</title></head><center>openresty</center></html>",
    )


def one_backend_expired(plan: Plan, rng: random.Random) -> None:
    """github.com/opendata-stuttgart/sensor.community/issues/68: two servers behind one name, the first still with last quarter's certificate."""
    two_addresses(plan, rng, plan.help, "cert0")
    plan.certificates["certold"] = {"names": [plan.help.name], "issuer": "root", "days": (-95, -5)}
    for service in plan.https(plan.help):
        if service.address in (plan.help.v4[0], plan.help.v6[0]):
            service.tls = "certold"
    plan.commands.append(
        f"ip netns exec srv openssl s_client -connect {plan.help.v4[0]}:443 </dev/null 2>/dev/null | openssl x509 -noout -checkend 0 >/dev/null || touch /run/expired"
    )


def first_502(plan: Plan, rng: random.Random) -> None:
    """github.com/experimental-berlin/muzhack/issues/69: one backend is bad: the first request of each address gets 502, the next are well."""
    plan.set_help(
        status=502,
        headers={"Server": "nginx"},
        body="<html><h1>502 Bad Gateway</h1></html>",
        later={"status": 200, "headers": {}, "body": '{"status": "ok"}'},
    )


def dripping(plan: Plan, rng: random.Random) -> None:
    """github.com/cloudflare/cloudflared/issues/356: the edge is reached, TLS is well, and the answer takes longer than anybody waits (here: it trickles)."""
    gone = plan.help.v4 + plan.help.v6
    plan.services = [item for item in plan.services if not (item.address in gone and item.port == 443)]
    plan.extra_addresses += gone
    folder = '$(tr "\\0" "\\n" </proc/$PPID/cmdline | tail -n 1)'
    plan.commands += [
        f"F={folder}; ip netns exec srv {PYTHON} {ME} --helper drip $F/cert0.pem {' '.join(gone)} >/dev/null 2>/run/helper.err &",
        f"for n in $(seq 100); do ip netns exec srv ss -Hltn | grep -qF '{plan.help.v4[0]}:443' && exit 0; sleep 0.05; done; cat /run/helper.err >&2; exit 1",
    ]


# --- healthy, but odd


def healthy_use_vc(plan: Plan, rng: random.Random) -> None:
    """github.com/golang/go/issues/29358: UDP questions are lost here, and resolv.conf says use-vc: every program's own look-up works."""
    plan.commands.append("echo 'options use-vc' >> /etc/resolv.conf")
    plan.nft = forward('iifname "c" udp dport 53 counter drop')


def healthy_464xlat(plan: Plan, rng: random.Random) -> None:
    """github.com/celzero/rethink-app/issues/558: a phone with a working 464XLAT: its IPv4 address is of 192.0.0.0/24, its name server an IPv6 one."""
    plan.lan = "192.0.0"
    plan.client_resolvers = [plan.resolver6]


def healthy_onlink(plan: Plan, rng: random.Random) -> None:
    """github.com/projectcalico/libnetwork-plugin/issues/66: an address of 32 bits and the gateway 169.254.1.1, as containers and cloud machines have it."""
    plan.v6 = False
    plan.commands += [
        "ip -n rtr addr add 169.254.1.1/32 dev c",
        f"ip -n cli addr del {plan.lan}.2/24 dev c",
        f"ip -n cli addr add {plan.lan}.2/32 dev c",
        "ip -n cli route add 169.254.1.1 dev c scope link",
        "ip -n cli route add default via 169.254.1.1 dev c",
    ]


def healthy_magic_dns(plan: Plan, rng: random.Random) -> None:
    """github.com/tailscale/tailscale/issues/915: a mesh VPN beside the line; its name server 100.100.100.100 answers all names."""
    plan.resolver = "100.100.100.100"
    plan.client_resolvers = [plan.resolver]
    stray(
        plan,
        "tailscale0",
        f"100.{rng.randrange(64, 99)}.{rng.randrange(256)}.{rng.randrange(1, 255)}/32",
        "tsfar",
    )


def healthy_docker(plan: Plan, rng: random.Random) -> None:
    """github.com/bb-qq/r8152/issues/225 (its list of interfaces): a machine with bridges of containers, one of them down."""
    stray(plan, "docker0", "172.17.0.1/16", "vethd0")
    stray(plan, "br-" + random_name(rng, 8), "172.18.0.1/16", "vethd1")
    plan.commands += ["ip -n cli link set docker0 down", "ip -n cli link set vethd0 down"]


def healthy_ufw(plan: Plan, rng: random.Random) -> None:
    """github.com/Paul-Reed/cloudflare-ufw/issues/12 (a machine with ufw): nothing comes in unasked, all goes out."""
    plan.commands += [
        "ip netns exec cli nft 'add table inet ufw'",
        "ip netns exec cli nft 'add chain inet ufw in { type filter hook input priority 0; policy drop; }'",
        "ip netns exec cli nft 'add rule inet ufw in ct state established,related accept'",
        "ip netns exec cli nft 'add rule inet ufw in iifname lo accept'",
        "ip netns exec cli nft 'add rule inet ufw in icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept'",
    ]


def healthy_http_proxy_only(plan: Plan, rng: random.Random) -> None:
    """github.com/curl/curl/issues/12120: only http_proxy is set, and dead; HTTPS goes directly."""
    plan.env["http_proxy"] = f"http://{plan.lan}.1:3128"


def healthy_no_aaaa(plan: Plan, rng: random.Random) -> None:
    """github.com/pfBlockerNG/pfBlockerNG/issues/3224: the home's resolver answers every AAAA question with nothing, on purpose; the line has IPv6."""
    plan.dns_modes.append(["*", "*", "AAAA", "answer:"])


def healthy_no_quic(plan: Plan, rng: random.Random) -> None:
    """github.com/eblocker/eblocker/issues/399: UDP to port 443 is refused; everything falls back to TCP."""
    plan.nft = forward('iifname "c" udp dport 443 counter reject')


def healthy_exempt(plan: Plan, rng: random.Random) -> None:
    """github.com/CloudGenix/cloudgenix_config/issues/46: an office re-signs the Web, with a maker this program does not know, and leaves finance alone (this half is ours): the service's hosts prove themselves."""
    for number in (2, 3):
        plan.certificates[f"cert{number}"]["issuer"] = "scanner"


def healthy_port_53_taken(plan: Plan, rng: random.Random) -> None:
    """github.com/blokadaorg/blokada/issues/143: the line answers port 53 itself, whomever one asks, and answers truly."""
    plan.client_resolvers = [plan.resolver2]
    plan.nft = to_nat("meta nfproto ipv4 meta l4proto { tcp, udp } th dport 53", plan.resolver)


def healthy_seven_hours(plan: Plan, rng: random.Random) -> None:
    """github.com/linuxmint/linuxmint/issues/426: two systems on one machine: the clock is seven hours ahead, every certificate is valid all the same."""
    clock(7 / 24)(plan, rng)


def healthy_formerr(plan: Plan, rng: random.Random) -> None:
    """github.com/wahern/dns/issues/4: an old name server says FORMERR to EDNS; plain questions, as every program asks them, are answered."""
    mangled_names(plan, rng, "formerr-edns")


def healthy_web_cache(plan: Plan, rng: random.Random) -> None:
    """github.com/opnsense/core/issues/2302 (a transparent proxy beside the portal): port 80 of everybody is answered by the line's cache, rightly; 443 is left alone."""
    plan.extra_addresses.append(plan.portal)
    helper(plan, "srv", f"{plan.portal}:80", "cache", plan.portal, "80")
    plan.nft = to_nat("tcp dport 80", plan.portal)


FOURTH = (
    Scenario("X01", "dns64-without-nat64", "ipv4_broken tcp_unreachable", "isp local_network provider_or_path inconclusive", "low", "nft", nat64_gone),
    Scenario("X02", "464xlat-hangs-ipv4-only-service", "ipv4_broken", "isp local_network device", "low", "nft", clat_hangs),
    Scenario("X03", "nat64-loses-large-packets", "pmtu_blackhole", "isp local_network", "low", "nft", nat64_large),
    Scenario("X04", "ipv6-opens-and-hangs", "ipv6_broken pmtu_blackhole", "local_network isp", "low", "nft", v6_half_open, BAD),
    Scenario("X05", "ipv6-router-that-is-none", "ipv6_broken gateway_dead", "local_network isp device", "low", "shell:ip -n cli -6 neigh | grep -Eq INCOMPLETE\\|FAILED", ghost_router, "degraded"),
    Scenario("X06", "tethering-barred-by-ttl", "egress_blocked", "isp local_network", "low", "nft", tether_ttl),
    Scenario("X07", "cgnat-out-of-sessions", "packet_loss flapping tcp_unreachable egress_blocked throttled inconclusive", "isp local_network provider_or_path inconclusive", "low", "nft", cgnat_full, BAD_OR_UNKNOWN),
    Scenario("X08", "large-greetings-swallowed", "egress_blocked pmtu_blackhole inconclusive", "local_network isp inconclusive", "low", "nft", large_greeting, "fail inconclusive"),
    Scenario("X09", "one-service-slowed", "throttled packet_loss flapping tcp_unreachable inconclusive", "isp provider_or_path inconclusive", "low", "nft", slowed_provider, BAD_OR_UNKNOWN),
    Scenario("X10", "loss-on-the-way-up", "packet_loss flapping", "inconclusive isp local_network", "low", "nft", upstream_noise, BAD),
    Scenario("X11", "syn-answered-by-forged-reset", "provider_down tcp_unreachable", "provider_or_path isp inconclusive", "low", "nft", syn_reset),
    Scenario("X12", "dpi-notice-on-80-reset-on-443", "blocked_sni", "isp local_network", "low", "relay", dpi_redirect),
    Scenario("X13", "free-tier-lets-others-through", "captive_portal tcp_unreachable provider_down", "local_network isp provider_or_path inconclusive", "low", "nft", walled_garden),
    Scenario("X14", "tunnel-for-the-service-only-dead", "tcp_unreachable no_route firewall_local", "device local_network provider_or_path inconclusive", "low", "shell:ip -n cli route show dev wg0 | grep -q .", split_tunnel),
    Scenario("X15", "blackhole-as-default-route", "no_route firewall_local", "device", "low", "shell:ip -n cli route show default | grep -q blackhole", black_hole_default),
    # From outside the same as N30, whose label says that the service is down as seen from here; nobody is accused.
    Scenario("X16", "antivirus-resets-one-site", "blocked_sni firewall_local tcp_unreachable provider_down inconclusive", "device isp local_network provider_or_path inconclusive", "low", "nft:cli", scanner_resets, "fail inconclusive"),
    Scenario("X17", "app-firewall-says-prohibited", "firewall_local tcp_unreachable", "device local_network isp provider_or_path inconclusive", "low", "nft:cli", app_firewall_icmp),
    Scenario("X18", "gateway-mac-poisoned", "gateway_dead dns_unreachable inconclusive", "local_network device inconclusive", "low", "shell:ip -n cli neigh | grep -q PERMANENT", arp_poisoned, "fail inconclusive"),
    Scenario("X19", "network-card-flaps", "flapping no_link no_route packet_loss inconclusive ok", "device local_network inconclusive none", "low", "shell:test -e /run/flapped", link_flaps, ANY),
    Scenario("X20", "no-dhcp-lease", "no_address", "local_network device", "low", "shell:ip -n cli addr show c | grep -q 169.254", no_lease),
    Scenario("X21", "docker-took-the-gateways-address", "dns_unreachable", "device local_network", "low", "shell:ip -n cli addr show docker0 | grep -q 172.17.0.1", docker_takes_gateway),
    Scenario("X22", "hosts-block-list-to-zero", "hosts_override", "device", "medium", "shell:test $(wc -l < /etc/hosts) -gt 20", block_list_hosts),
    Scenario("X23", "clock-behind-fresh-certificate", "clock_wrong", "device", "low", "curl:60", behind_and_fresh),
    Scenario("X24", "old-device-lacks-a-root", "tls_intercepted inconclusive", "device local_network provider_or_path inconclusive", "low", "curl:60", old_roots, "fail inconclusive"),
    Scenario("X25", "proxy-url-says-https", "proxy_broken", "device local_network", "low", "curl:35", proxy_by_tls),
    Scenario("X26", "proxy-name-of-the-office", "proxy_broken", "device local_network", "low", "curl:5", proxy_of_the_office),
    Scenario("X27", "proxy-denies-with-403", "proxy_broken policy_block egress_blocked", "device local_network", "low", "curl:56", proxy_says_403),
    Scenario("X28", "every-other-question-lost", "dns_slow dns_unreachable dns_failing dns_aaaa_broken packet_loss flapping", "isp local_network inconclusive", "low", "nft", every_other_question, BAD),
    Scenario("X29", "every-answer-empty", "dns_failing dns_tampered", "isp local_network", "low", "dns:answer ++ curl:6", empty_for_all),
    Scenario("X30", "services-names-empty", "dns_tampered provider_dns host_gone dns_failing inconclusive", "isp local_network device provider provider_or_path inconclusive", "low", "dns:answer ++ curl:6", empty_for_names, "fail inconclusive"),
    Scenario("X31", "answer-10.10.34.36", "dns_tampered", "isp local_network", "low", "dns:answer", private_block),
    Scenario("X32", "cname-to-the-notice", "dns_tampered", "isp local_network", "low", "curl:60", cname_to_notice),
    Scenario("X33", "one-name-servfail", "dns_failing provider_dns dns_tampered inconclusive", "isp local_network provider provider_or_path inconclusive", "low", "dns:servfail", one_name_servfail, "fail inconclusive"),
    Scenario("X34", "domain-on-hold", "provider_dns host_gone dns_tampered dns_failing inconclusive", "provider provider_or_path isp local_network inconclusive", "low", "dns:nxdomain ++ curl:6", zone_on_hold, "fail inconclusive"),
    Scenario("X35", "domain-parked", "host_gone host_moved cert_wrong_host dns_tampered inconclusive", "provider provider_or_path isp inconclusive", "low", "curl:60", parked, "fail inconclusive"),
    Scenario("X36", "aaaa-not-implemented", "dns_aaaa_broken", "local_network isp", "low", "dns:ok ++ curl", aaaa_notimp, "degraded"),
    Scenario("X37", "aaaa-denies-the-name", "dns_aaaa_broken", "local_network isp", "low", "dns:nxdomain", aaaa_nxdomain, "degraded"),
    Scenario("X38", "test-certificate-in-production", "tls_intercepted provider_error inconclusive", "provider provider_or_path device local_network inconclusive", "low", "curl:60", staging_certificate, "fail inconclusive"),
    Scenario("X39", "waf-202-empty", "policy_block provider_error", "provider provider_or_path", "low", "status:202", waf_202),
    Scenario("X40", "waf-page-with-200", "policy_block provider_error maintenance", "provider provider_or_path", "low", "web:HELP", waf_200),
    Scenario("X41", "530-tunnel-gone", "provider_error provider_down", "provider", "low", "status:530", tunnel_530),
    Scenario("X42", "429-page-1015", "rate_limited", "provider provider_or_path", "low", "status:429", limited_1015),
    Scenario("X43", "406-for-a-country", "policy_block provider_error", "provider provider_or_path", "low", "status:406", sanctioned_406),
    Scenario("X44", "one-of-two-servers-expired", "cert_expired flapping ok", "provider provider_or_path none", "low", "shell:test -e /run/expired", one_backend_expired, ANY),
    Scenario("X45", "first-request-502", "provider_error flapping ok", "provider provider_or_path none", "low", "status:502", first_502, ANY),
    Scenario("X46", "answer-trickles", "provider_down provider_error overloaded throttled", "provider provider_or_path", "low", "curl:28", dripping),
    Scenario("X50", "healthy-use-vc-udp-53-lost", "ok", "none", "low", "shell:grep -q use-vc /etc/resolv.conf ++ curl", healthy_use_vc, "ok"),
    Scenario("X51", "healthy-464xlat", "ok", "none", "medium", "curl", healthy_464xlat, "ok"),
    Scenario("X52", "healthy-gateway-169.254.1.1", "ok", "none", "medium", "curl", healthy_onlink, "ok"),
    Scenario("X53", "healthy-mesh-name-server", "ok", "none", "medium", "curl", healthy_magic_dns, "ok"),
    Scenario("X54", "healthy-container-bridges", "ok", "none", "medium", "curl", healthy_docker, "ok"),
    Scenario("X55", "healthy-device-firewall", "ok", "none", "medium", "curl", healthy_ufw, "ok"),
    Scenario("X56", "healthy-dead-http-proxy-only", "ok", "none", "low", "curl", healthy_http_proxy_only, "ok"),
    Scenario("X57", "healthy-aaaa-filtered", "ok", "none", "low", "curl ++ dns:answer", healthy_no_aaaa, "ok"),
    Scenario("X58", "healthy-no-quic", "ok", "none", "medium", "curl", healthy_no_quic, "ok"),
    Scenario("X59", "healthy-inspection-spares-service", "ok tls_intercepted", "none device local_network", "low", "curl", healthy_exempt, "ok degraded"),
    Scenario("X60", "healthy-port-53-taken-true-answers", "ok", "none", "low", "nft ++ curl", healthy_port_53_taken, "ok"),
    Scenario("X61", "healthy-clock-7-h-ahead", "ok clock_wrong", "none device", "low", "curl", healthy_seven_hours, "ok degraded"),
    Scenario("X62", "healthy-formerr-to-edns", "ok", "none", "low", "dns:ok ++ curl", healthy_formerr, "ok"),
    Scenario("X63", "healthy-port-80-by-a-cache", "ok", "none", "low", "curl", healthy_web_cache, "ok"),
)  # fmt: skip


# --- what runs beside the lab's servers


def answer_names(address, reply_to, out=None):
    """A name server over UDP and TCP that says what *reply_to* makes of a question.

    *out*: the address that its UDP answers come from, if another.
    """
    import socket
    import struct
    import threading

    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind((address, 53))
    back = udp
    if out is not None:
        back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        back.bind((out, 53))
    tcp = socket.create_server((address, 53))

    def one_udp(data, peer):
        back.sendto(reply_to(data), peer)

    def one_tcp(conn):
        with conn, conn.makefile("rb") as file:
            while size := file.read(2):
                answer = reply_to(file.read(struct.unpack("!H", size)[0]))
                conn.sendall(struct.pack("!H", len(answer)) + answer)

    def all_tcp():
        while True:
            threading.Thread(target=one_tcp, args=(tcp.accept()[0],), daemon=True).start()

    threading.Thread(target=all_tcp, daemon=True).start()
    while True:
        data, peer = udp.recvfrom(65535)
        threading.Thread(target=one_udp, args=(data, peer), daemon=True).start()


def serve_names(address, upstream, mode, options):
    import socket

    import dns.flags
    import dns.message
    import dns.query
    import dns.rcode
    import dns.rdatatype
    import dns.rrset

    more = json.loads(options)

    def reply_to(data):
        query = dns.message.from_wire(data)
        question = query.question[0]
        name, kind = question.name.to_text().rstrip(".").lower(), dns.rdatatype.to_text(question.rdtype)
        own = dns.message.make_response(query, recursion_available=True)
        if mode == "formerr-edns" and query.edns >= 0:
            own.use_edns(-1)
            own.set_rcode(dns.rcode.FORMERR)
            return own.to_wire()
        if mode == "notimp-aaaa" and kind == "AAAA":
            own.set_rcode(dns.rcode.NOTIMP)
            return own.to_wire()
        if mode == "cname" and name in more["names"] and kind in ("A", "AAAA"):
            own.answer.append(dns.rrset.from_text(question.name, 60, "IN", "CNAME", more["alias"]))
            if kind == "A":
                own.answer.append(dns.rrset.from_text(more["alias"], 60, "IN", "A", more["to"]))
            return own.to_wire()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(3)
            sock.sendto(data, (upstream, 53))
            return sock.recv(65535)

    answer_names(address, reply_to)


def serve_plain(address, port, answer):
    """A listener that answers what comes with what *answer* makes of it, and hangs up."""
    import socket
    import threading

    listener = socket.create_server((address, int(port)), backlog=64)

    def one(conn):
        with conn:
            conn.settimeout(10)
            conn.sendall(answer(conn.recv(65535)))

    while True:
        threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()


def bad_request(_data):
    return b"HTTP/1.1 400 Bad Request\r\nServer: squid/5.7\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def cached(data):
    head = data.decode("latin-1").split("\r\n")
    host = next((line[5:].strip() for line in head if line.lower().startswith("host:")), "")
    if not host:
        return bad_request(data)
    return f"HTTP/1.1 301 Moved Permanently\r\nLocation: https://{host}/\r\nVia: 1.1 cache.isp (squid)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


def drip(pem, *where):
    import asyncio
    import contextlib
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)

    async def one(reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            for letter in b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Wait: " + b"x" * 4000:
                writer.write(bytes([letter]))
                await writer.drain()
                await asyncio.sleep(0.7)

    async def all_of_them():
        for address in where:
            await asyncio.start_server(one, address, 443, ssl=context)
        await asyncio.sleep(600)

    asyncio.run(all_of_them())


if __name__ == "__main__":
    what, *rest = sys.argv[2:]
    kinds = {"names": serve_names, "drip": drip}
    pages = {"plain400": bad_request, "cache": cached}
    serve_plain(*rest, pages[what]) if what in pages else kinds[what](*rest)
