"""Of the fifth blind round (36 faults, 12 odd but healthy networks, each after a public report) what taught something.

Written and labelled before any run by somebody who had not seen the table; at the first run 44 of 48 causes were right,
17 of 17 at "high", 19 of 22 at "medium", nobody was wrongly accused and no healthy network raised an alarm.
A label says the most that an honest engineer may say from there.

Run as a program, this file is a small server beside the lab's own (`helper`).
"""

# ruff: noqa: E501 (a table keeps a row on a line)

import json
import sys
from dataclasses import replace

from tests.lab.plan import Service, random_name, random_v4
from tests.lab.scenarios import RESET, Scenario, forward, intercepted, proxy_only, to_all
from tests.lab.scenarios_fourth import answer_names, to_nat

ME, PYTHON = __file__, sys.executable
BAD, ANY = "fail degraded", "fail degraded ok inconclusive"


# --- small builders of this file's own


def helper(plan, namespace, wait_for, *arguments):
    """Run a part of this file beside the lab's servers, and wait until it listens."""
    words = " ".join(f"'{item}'" for item in arguments)
    plan.commands += [
        f"ip netns exec {namespace} {PYTHON} {ME} --helper {words} >/dev/null 2>/run/helper.err &",
        listens(namespace, wait_for),
    ]


def listens(namespace, wait_for):
    return f"for n in $(seq 200); do ip netns exec {namespace} ss -Hltun | grep -qF '{wait_for}' && exit 0; sleep 0.05; done; cat /run/helper.err >&2; exit 1"


def mangled_names(plan, rng, mode, **more):
    """The client asks a name server that hands on to the true one and spoils what comes back."""
    address = random_v4(rng)
    plan.extra_addresses.append(address)
    plan.client_resolvers = [address]
    helper(
        plan, "srv", f"{address}:53", "names", address, plan.resolver, mode, json.dumps(more).replace(" ", "")
    )


def on_device(plan, *rules, chain="type filter hook output priority 0;"):
    """Rules of a firewall on the client; the lab counts what they hit as nft:cli."""
    plan.commands += [
        "ip netns exec cli nft 'add table inet fault'",
        f"ip netns exec cli nft 'add chain inet fault drops {{ {chain} }}'",
    ]
    plan.commands += [f"ip netns exec cli nft 'add rule inet fault drops {rule}'" for rule in rules]


def taken_over(plan):
    """The service's own HTTPS listeners go; a helper takes their place."""
    gone = plan.help.v4 + plan.help.v6
    plan.services = [item for item in plan.services if not (item.address in gone and item.port == 443)]
    plan.extra_addresses += gone
    return gone


def via_proxy(plan):
    plan.env |= dict.fromkeys(("HTTPS_PROXY", "https_proxy"), f"http://{plan.lan}.1:3128")


# --- the faults


def other_address_answers(plan, rng):
    """github.com/NLnetLabs/unbound/issues/1026: the name server has two addresses and answers UDP from the one that was not asked; over TCP it works."""
    other = random_v4(rng)
    plan.extra_addresses.append(other)
    mangled_names(plan, rng, "from-other", other=other)


def search_list_wildcard(plan, rng):
    """github.com/onedr0p/containers/issues/942 (comment): a search domain with a wildcard, and ndots: every name is first asked with the suffix, and has an answer."""
    suffix = f"{random_name(rng)}.{random_name(rng, 3)}"
    plan.certificates["suffix"] = {"names": [f"*.{suffix}", suffix], "issuer": "root"}
    plan.services.append(Service(plan.block, 443, "suffix", body="<html><h1>elsewhere</h1></html>"))
    plan.dns_modes += [["*", suffix, "A", f"answer:{plan.block}"], ["*", suffix, "AAAA", "answer:"]]
    plan.commands.append(f"printf 'search {suffix}\\noptions ndots:5\\n' >> /etc/resolv.conf")


def loopback_down(plan, rng):
    """github.com/opnsense/core/issues/3287: the loopback lost its life, and with it the resolver that listens there; the line is well."""
    plan.stub = True
    plan.commands.append("ip -n cli link set lo down")


def stale_answer(plan, rng):
    """github.com/stackernews/stacker.news/issues/1054: the first name server still gives the address from before the move; the old machine runs on, its certificate has expired."""
    plan.client_resolvers = [plan.resolver2, plan.resolver]
    for number, machine in enumerate((plan.help, plan.app)):
        old = random_v4(rng)
        plan.certificates[f"old{number}"] = {"names": [machine.name], "issuer": "root", "days": (-120, -30)}
        plan.services.append(Service(old, 443, f"old{number}"))
        plan.dns_modes += [
            [plan.resolver2, "^" + machine.name, "A", f"answer:{old}"],
            [plan.resolver2, "^" + machine.name, "AAAA", "answer:"],
        ]


def filter_proxies_by_dns(plan, rng):
    """github.com/tests-always-included/mo/issues/23 (146.112.61.104 is OpenDNS's): the filter's name server leads the name to its own proxy, which signs the right name by a maker that nobody knows."""
    for number, machine in enumerate((plan.help, plan.app)):
        address = (plan.block, random_v4(rng))[number]
        plan.certificates[f"filter{number}"] = {"names": [machine.name], "issuer": "scanner"}
        plan.services += [
            Service(
                address, 443, f"filter{number}", 403, body="<html><title>This site is blocked</title></html>"
            ),
            Service(address, 80, None, 302, {"Location": f"https://block.{plan.portal_name}/"}, body=""),
        ]
        plan.point(machine, v4=[address], v6=[])


def line_down_10_0_0_1(plan, rng):
    """github.com/RMerl/asuswrt-merlin/issues/1085: while the line is down the router answers every name with 10.0.0.1, where its own notice stands."""
    plan.v6 = False
    plan.router_names = [f"{plan.lan}.1"]
    plan.client_resolvers = [f"{plan.lan}.1"]
    plan.dns_modes += [["*", "*", "A", "answer:10.0.0.1"], ["*", "*", "AAAA", "answer:"]]
    plan.services.append(
        Service("10.0.0.1", 80, None, 302, {"Location": "http://10.0.0.1/error_page.htm?flag=1"}, body="")
    )
    plan.nft = forward('iifname "c" ip daddr != 10.0.0.1 counter drop')


def strict_dot_barred(plan, rng):
    """github.com/systemd/systemd/issues/33871: the device asks over TLS only, port 853 leads nowhere on this network, and its resolver says SERVFAIL after a while."""
    plan.client_resolvers = ["127.0.0.53"]
    plan.dns_modes.append(["nobody", "x.", "A", f"alternate:{plan.resolver}"])
    helper(plan, "cli", "127.0.0.53:53", "dot", "127.0.0.53", plan.resolver)
    plan.nft = forward('iifname "c" tcp dport 853 counter drop')


def app_may_not(plan, rng):
    """github.com/geeksville/arduleader/issues/187: the system forbids this app the network: connect says EACCES; names still resolve, as another process asks for them."""
    plan.commands += [
        f"ip -n cli {family} rule add pref 100 uidrange 0-0 ipproto tcp prohibit" for family in ("-4", "-6")
    ]


def no_neighbours_v6(plan, rng):
    """github.com/firewalld/firewalld/issues/594: the device's firewall drops neighbour discovery, so all of IPv6 is lost in both directions; IPv4 works."""
    on_device(plan, "meta l4proto ipv6-icmp counter drop")


def ecn_swallowed(plan, rng):
    """github.com/systemd/systemd/issues/9748: the device asks for ECN, an old box on the way drops each SYN that does; names resolve (here without the kernel's second try)."""
    plan.commands.append(
        "ip netns exec cli sh -ec 'echo 1 > /proc/sys/net/ipv4/tcp_ecn; echo 0 > /proc/sys/net/ipv4/tcp_ecn_fallback'"
    )
    plan.nft = forward('iifname "c" tcp flags & (syn | ecn | cwr) == (syn | ecn | cwr) counter drop')


def redirect_left_behind(plan, rng):
    """github.com/darkk/redsocks/issues/146: rules on the device send the Web to a local port where nobody listens: "connection refused", whatever the host."""
    on_device(
        plan, "tcp dport { 80, 443 } counter redirect to :12345", chain="type nat hook output priority -100;"
    )


def prohibited_by_the_gateway(plan, rng):
    """github.com/firewalld/firewalld/issues/1204: the gateway of this zone forbids the Web: "admin prohibited" over IPv4, silence over IPv6; names resolve."""
    plan.nft = forward(
        'iifname "c" meta nfproto ipv4 tcp dport { 80, 443 } counter reject with icmp admin-prohibited',
        'iifname "c" meta nfproto ipv6 tcp dport { 80, 443 } counter drop',
    )


def greetings_reset_in_turn(plan, rng):
    """github.com/Ysurac/openmptcprouter/issues/3546: every now and then a TLS greeting is reset, whatever the site; the next one passes (here each other one)."""
    plan.nft = forward(f'iifname "c" tcp dport 443 meta length > 200 numgen inc mod 2 0 counter {RESET}')


def box_speaks_rubbish(plan, rng):
    """github.com/rustls/rustls/issues/1030: a box that wants to inspect TLS answers greetings with a badly formed record, for every site; port 80 is left alone."""
    plan.v6 = False
    plan.extra_addresses.append(plan.portal)
    helper(plan, "srv", f"{plan.portal}:443", "rubbish", plan.portal, "443")
    plan.nft = to_nat("tcp dport 443", plan.portal)


def proxy_200_then_http(plan, rng):
    """github.com/klzgrad/naiveproxy/issues/51: the proxy says 200 to CONNECT, and what comes then is not TLS: "wrong version number"."""
    via_proxy(plan)
    helper(plan, "rtr", f"{plan.lan}.1:3128", "proxy200", f"{plan.lan}.1", "3128")


def proxy_inspects(plan, rng):
    """github.com/aws-amplify/amplify-cli/issues/8361: behind a company's proxy every certificate is of the proxy's maker, which this program does not know; there is no other way out."""
    intercepted(plan, rng)
    proxy_only(plan, rng)


def ingress_fake(plan, rng):
    """github.com/kubernetes/ingress-nginx/issues/8414: the front shows its self-made "Fake Certificate" instead of the service's; its sister host is well."""
    plan.certificates["cert0"] = {"names": ["ingress.local"], "issuer": "self"}


def hangs_up_444(plan, rng):
    """github.com/NginxProxyManager/nginx-proxy-manager/pull/2942: the front is told to say nothing (444): it takes the request and hangs up."""
    gone = taken_over(plan)
    folder = '$(tr "\\0" "\\n" </proc/$PPID/cmdline | tail -n 1)'
    plan.commands += [
        f"F={folder}; ip netns exec srv {PYTHON} {ME} --helper hangup $F/cert0.pem {' '.join(gone)} >/dev/null 2>/run/helper.err &",
        listens("srv", f"{plan.help.v4[0]}:443"),
    ]


def healthy_answers_over_tcp(plan, rng):
    """github.com/systemd/systemd/issues/10816: more addresses than fit a datagram: every answer is truncated over UDP and whole over TCP."""
    plan.dns_modes.append(["*", "*", "*", "tc"])


def healthy_case_changed(plan, rng):
    """github.com/haproxy/haproxy/issues/566: the answer writes the name in another case than the question; names have no case."""
    mangled_names(plan, rng, "upcase")


def healthy_android_tables(plan, rng):
    """github.com/jackpal/gateway/pull/17: as on Android, the main table has no default route; a rule leads to the table that has it."""
    for family, router in (("-4", f"{plan.lan}.1"), ("-6", f"{plan.lan6}::1")):
        plan.commands += [
            f"ip -n cli {family} route del default",
            f"ip -n cli {family} route add default via {router} dev c table 1017",
            f"ip -n cli {family} rule add pref 40000 lookup 1017",
        ]


def healthy_both_controls_barred(plan, rng):
    """github.com/GrapheneOS/os-issue-tracker/issues/4033: each host used for comparison is barred in this country; the service is well."""
    plan.nft = forward(*to_all(*plan.controls))


def healthy_type_65_dropped(plan, rng):
    """github.com/firezone/firezone/pull/6788: questions of type HTTPS are swallowed; A and AAAA are answered."""
    plan.dns_modes.append(["*", "*", "HTTPS", "drop"])


def healthy_v6_not_listening(plan, rng):
    """github.com/c-ares/c-ares/issues/456: the service has an AAAA record and nobody listens there: refused at once, and IPv4 serves."""
    gone = set(plan.help.v6)
    plan.services = [item for item in plan.services if item.address not in gone]
    plan.extra_addresses += sorted(gone)


_ROWS = (
    Scenario("U01", "dns-reply-from-another-address", "dns_unreachable dns_failing inconclusive", "isp local_network inconclusive", "low", "dns:ok ++ curl:28", other_address_answers),
    Scenario("U02", "search-suffix-has-a-wildcard", "dns_tampered cert_wrong_host tls_intercepted inconclusive", "device local_network isp provider_or_path inconclusive", "low", "dns:answer ++ curl:60", search_list_wildcard),
    Scenario("U03", "loopback-down-with-its-resolver", "dns_unreachable dns_failing dns_none", "device", "low", "shell:ip -n cli link show lo | grep -qv ,UP ++ curl:28", loopback_down),
    Scenario("U05", "first-resolver-is-stale", "cert_expired dns_tampered flapping inconclusive", "provider provider_or_path isp local_network inconclusive", "low", "dns:answer ++ curl:60 expired", stale_answer, BAD),
    Scenario("U06", "filter-leads-to-its-own-proxy", "dns_tampered tls_intercepted inconclusive", "isp local_network device provider_or_path inconclusive", "low", "curl:60", filter_proxies_by_dns),
    Scenario("U08", "line-down-all-names-10.0.0.1", "captive_portal dns_tampered", "local_network isp", "low", "dns:answer ++ curl:7", line_down_10_0_0_1),
    Scenario("U10", "strict-dns-over-tls-barred", "dns_failing dns_unreachable", "device local_network isp", "low", "nft ++ curl:6", strict_dot_barred),
    Scenario("U13", "system-forbids-this-app", "firewall_local no_route", "device", "low", "shell:ip -n cli rule | grep -q prohibit ++ curl:7", app_may_not),
    Scenario("U14", "own-firewall-drops-neighbour-discovery", "ipv6_broken firewall_local gateway_dead", "device local_network isp", "low", "nft:cli ++ curl", no_neighbours_v6, "degraded"),
    Scenario("U15", "syn-with-ecn-swallowed", "egress_blocked inconclusive", "local_network isp device inconclusive", "low", "nft ++ curl:28", ecn_swallowed),
    Scenario("U16", "redirect-to-a-dead-local-port", "firewall_local proxy_broken egress_blocked", "device local_network", "low", "nft:cli ++ curl:7", redirect_left_behind),
    Scenario("U20", "gateway-says-admin-prohibited", "egress_blocked", "local_network isp", "low", "nft", prohibited_by_the_gateway),
    Scenario("U22", "each-other-greeting-reset", "flapping packet_loss ok inconclusive", "isp local_network device none inconclusive", "low", "nft", greetings_reset_in_turn, ANY),
    Scenario("U23", "box-answers-tls-with-rubbish", "egress_blocked tls_intercepted inconclusive", "local_network isp device inconclusive", "low", "nft ++ curl:35", box_speaks_rubbish),
    Scenario("U24", "proxy-says-200-and-speaks-http", "proxy_broken", "device local_network", "low", "curl:35", proxy_200_then_http),
    Scenario("U26", "only-way-out-is-an-inspecting-proxy", "tls_intercepted", "device local_network", "low", "curl:60", proxy_inspects),
    Scenario("U29", "ingress-fake-certificate", "cert_wrong_host tls_intercepted provider_error inconclusive", "provider provider_or_path device local_network inconclusive", "low", "curl:60", ingress_fake),
    Scenario("U31", "takes-the-request-and-hangs-up", "provider_error provider_down policy_block inconclusive", "provider provider_or_path inconclusive", "low", "curl:52", hangs_up_444),
    Scenario("U50", "healthy-every-answer-over-tcp", "ok", "none", "low", "dns:tc ++ curl", healthy_answers_over_tcp, "ok"),
    Scenario("U53", "healthy-case-of-names-changed", "ok", "none", "low", "dns:ok ++ curl", healthy_case_changed, "ok"),
    Scenario("U54", "healthy-default-route-in-a-table", "ok", "none", "medium", "shell:! ip -n cli route show default | grep -q . ++ curl", healthy_android_tables, "ok"),
    Scenario("U56", "healthy-both-controls-barred", "ok", "none", "low", "curl", healthy_both_controls_barred, "ok"),
    Scenario("U57", "healthy-type-65-swallowed", "ok", "none", "medium", "curl", healthy_type_65_dropped, "ok"),
    Scenario("U59", "healthy-aaaa-nobody-listens", "ok ipv6_broken", "none provider provider_or_path", "low", "curl", healthy_v6_not_listening, "ok degraded"),
)  # fmt: skip

# Who may say "not known" as the cause may say so as the status, too.
FIFTH = tuple(
    replace(row, status=f"{row.status} inconclusive")
    if "inconclusive" in row.cause and "inconclusive" not in row.status
    else row
    for row in _ROWS
)


# --- what runs beside the lab's servers


def serve_names(address, upstream, mode, options):
    import socket
    import struct

    import dns.message
    import dns.name
    import dns.rrset

    more = json.loads(options)

    def asked(data):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(3)
            sock.sendto(data, (upstream, 53))
            return sock.recv(65535)

    def reply_to(data):
        query = dns.message.from_wire(data)
        if mode == "upcase":
            got = dns.message.from_wire(asked(data))
            got.answer = [
                dns.rrset.from_rdata_list(
                    dns.name.from_text(item.name.to_text().upper()), item.ttl, list(item)
                )
                for item in got.answer
            ]
            # no compression with the question's spelling: it would restore the old case
            bare = dns.message.make_response(query, recursion_available=True)
            bare.use_edns(-1)
            wire = bytearray(bare.to_wire())
            body = b"".join(
                item.name.to_wire()
                + struct.pack("!HHIH", rdata.rdtype, rdata.rdclass, item.ttl, len(rdata.to_wire()))
                + rdata.to_wire()
                for item in got.answer
                for rdata in item
            )
            wire[2:4] = struct.pack("!H", int(got.flags) | got.rcode())
            wire[6:8] = struct.pack("!H", sum(len(item) for item in got.answer))
            return bytes(wire) + body
        return asked(data)

    answer_names(address, reply_to, more["other"] if mode == "from-other" else None)


def serve_dot(address, upstream):
    """A resolver on the device that asks over TLS only; where it cannot, it says SERVFAIL."""
    import contextlib
    import socket

    import dns.message
    import dns.rcode

    def reply_to(data):
        with contextlib.suppress(OSError):
            socket.create_connection((upstream, 853), timeout=1.5).close()
        own = dns.message.make_response(dns.message.from_wire(data), recursion_available=True)
        own.set_rcode(dns.rcode.SERVFAIL)
        return own.to_wire()

    answer_names(address, reply_to)


def serve_plain(address, port, talk):
    """A listener that does with each connection what *talk* does."""
    import contextlib
    import socket
    import threading

    listener = socket.create_server(
        (address, int(port)), family=socket.AF_INET6 if ":" in address else socket.AF_INET, backlog=64
    )

    def one(conn):
        with conn, contextlib.suppress(OSError):
            conn.settimeout(60)
            talk(conn)

    while True:
        threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()


BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def bad_request(conn):
    conn.recv(65535)
    conn.sendall(BAD_REQUEST)


def rubbish(conn):
    conn.recv(65535)
    conn.sendall(b"\x16\x03\x03\x00\x26\x00\x00\x00\x7f\xff" + bytes(range(33)))


def proxy_200(conn):
    conn.recv(65535)
    conn.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    bad_request(conn)


def hangup(pem, *where):
    import asyncio
    import contextlib
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)

    async def one(reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.close()
            await writer.wait_closed()

    async def all_of_them():
        for address in where:
            await asyncio.start_server(one, address, 443, ssl=context)
        await asyncio.sleep(600)

    asyncio.run(all_of_them())


if __name__ == "__main__":
    what, *rest = sys.argv[2:]
    kinds = {"names": serve_names, "dot": serve_dot, "hangup": hangup}
    talks = {"rubbish": rubbish, "proxy200": proxy_200}
    serve_plain(*rest, talks[what]) if what in talks else kinds[what](*rest)
