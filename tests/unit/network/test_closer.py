"""The looks that follow only when something is wrong, on a machine made of a script."""

import asyncio
import socket

import pytest
from fake_network import FakeLink, FakeNetwork, not_trusted

from gopay_help.model.check import Blame, NetCause
from gopay_help.network.budget import CheckRun, FindingsLog, note_goodput, steady_stretches
from gopay_help.network.check import run_check
from gopay_help.network.look_closer import load_line
from gopay_help.network.machine import DnsReply, Neighbour, Proxy, Reply, Secured
from gopay_help.network.targets import parse_targets

DOCUMENT = {
    "format": "gopay-help/targets@1",
    "provider": [{"id": "help", "url": "https://help.wallet.example/status"}],
    "zone": "wallet.example",
    "controls": [{"id": "c1", "url": "https://control-one.example/"}],
}
TARGETS = parse_targets(DOCUMENT)


def check(network, document=DOCUMENT, **options):
    return run_check(parse_targets(document), network=network, **options)


def values(report, name):
    return [item.value for item in report.checks if item.id == name]


def test_silent_resolvers_are_tried_over_tcp_and_with_consent_for_interception():
    network = FakeNetwork(system=OSError(-3, "again"), dns=lambda *_: TimeoutError(), tcp=TimeoutError())
    report = check(network, control=True)
    assert report.verdict.cause is NetCause.DNS_UNREACHABLE
    assert values(report, "dns_tcp") == ["timeout"]
    assert values(report, "dns_intercepted") == ["timeout"]
    assert values(check(network), "dns_intercepted") == []


def test_an_answer_from_where_nobody_lives_is_interception():
    def dns(server, name, qtype):
        return DnsReply("NOERROR", ("x",), 1) if server == "192.0.2.1" else DnsReply("NXDOMAIN", (), 1)

    report = check(FakeNetwork(system=OSError(-2, "none"), dns=dns), control=True)
    assert values(report, "dns_intercepted") == ["answered"]


def test_without_known_resolvers_the_system_is_believed():
    assert check(FakeNetwork(servers=None)).verdict.cause is NetCause.OK
    gone = FakeNetwork(servers=None, system=socket.gaierror(-2, "none"))
    assert check(gone).verdict.cause is NetCause.HOST_GONE


def test_loss_is_told_from_a_spaced_sample():
    network = FakeNetwork(dns=lambda s, n, q: DnsReply("NOERROR", ("20.1.1.1",), 2) if q == "A" else None)
    plain, count = network.connect, iter(range(100))

    async def connect(address, port, limit_s, *, small=False, via=None):
        if port == 443 and next(count) > 3:
            raise TimeoutError
        return await plain(address, port, limit_s, small=small)

    network.connect = connect
    assert check(network).verdict.cause is NetCause.PACKET_LOSS


def test_an_answer_that_is_too_big_for_the_way():
    network = FakeNetwork()
    real = network.connect

    async def connect(address, port, limit_s, *, small=False, via=None):
        link = await real(address, port, limit_s, small=small)
        if port == 443 and not small:

            async def fetch(*_args):
                raise TimeoutError

            link.fetch = fetch
        return link

    network.connect = connect
    assert check(network).verdict.cause is NetCause.PMTU_BLACKHOLE


def test_a_service_asked_over_plain_http():
    document = {**DOCUMENT, "provider": [{"id": "help", "url": "http://help.wallet.example/"}]}
    network = FakeNetwork(plain=Reply(200, {}, b"hello"))
    assert check(network, document).verdict.cause is NetCause.OK
    assert not network.greetings


def test_an_address_needs_no_resolver():
    document = {**DOCUMENT, "provider": [{"id": "help", "url": "https://20.1.1.1/"}]}
    assert check(FakeNetwork(), document).verdict.cause is NetCause.OK


@pytest.mark.parametrize(
    ("proxy", "tls", "value"),
    [
        (Proxy("socks4", "192.168.1.9", 1080), None, "unsupported"),
        (Proxy("http", "", 0), None, "unreadable"),
        (Proxy("http", "192.168.1.9", 3128), not_trusted(20), "tls_untrusted"),
    ],
)
def test_proxies_that_lead_nowhere(proxy, tls, value):
    def inside(address, name, trust, small):
        return tls if address == "192.168.1.9" else None

    assert values(check(FakeNetwork(proxy=proxy, tls=inside)), "proxy") == [value]


def test_a_proxy_by_name_that_has_no_address():
    network = FakeNetwork(proxy=Proxy("http", "proxy.example", 3128))
    real = network.lookup

    async def lookup(host):
        return () if host == "proxy.example" else await real(host)

    network.lookup = lookup
    assert check(network).verdict.cause is NetCause.PROXY_BROKEN


def test_a_certificate_that_cannot_be_read_is_said():
    def tls(address, name, trust, small):
        return not_trusted(20) if trust.value == "full" else None

    assert "unreadable" in values(check(FakeNetwork(tls=tls)), "chain")


def test_a_portal_api_that_talks_rubbish_is_unknown():
    network = FakeNetwork(tcp=lambda address, port: None if port == 8080 else TimeoutError())
    network.portal, network.reply = "http://192.168.1.1:8080/", Reply(200, {}, b"[]")
    assert len(values(check(network), "portal_api")) == 1


# --- the narrow line


def test_arrivals_in_stretches():
    assert [len(group) for group in steady_stretches([(0.0, 1), (0.1, 1), (1.0, 1), (0.2, 1)])] == [3, 1]
    assert steady_stretches([]) == []


def round_with(arrivals, connect_ms=5):
    run = CheckRun(FakeNetwork(arrivals=arrivals), FindingsLog(8.0), TARGETS, allow_private=False)
    run.log.passed("tcp", "help", "ok", run.now() - connect_ms / 1000)
    return run


@pytest.mark.parametrize(
    ("arrivals", "connect_ms", "found"),
    [
        ([(number * 0.2, 1400) for number in range(8)], 5, 1),
        ([(number * 0.2, 1400) for number in range(8)], 300, 0),
        ([(number * 0.01, 1400) for number in range(8)], 5, 0),
        ([(number * 0.2, 90_000) for number in range(8)], 5, 0),
        ([(number * 0.2, 1400) for number in range(3)], 5, 0),
    ],
)
def test_a_narrow_line_keeps_dripping(arrivals, connect_ms, found):
    run = round_with(arrivals, connect_ms)
    note_goodput(run)
    assert sum(item.id == "goodput" for item in run.log.findings) == found


@pytest.mark.parametrize(("pause_s", "word"), [(0.2, "slow"), (0.0, "ok")])
def test_a_loaded_line_confirms_it(pause_s, word):
    run = round_with([])
    count = iter(range(100))

    class Connection(FakeLink):
        async def secure(self, _name, _trust):
            await asyncio.sleep(next(count) * pause_s)
            run.net.arrivals.append((run.now(), 1200))
            return Secured("TLSv1.3", b"", None)

    async def connect(address, port, _limit_s, **_more):
        return Connection(run.net, address, port)

    run.net.connect = connect
    asyncio.run(load_line(run, [(run.asked, "20.1.1.1"), (run.asked, "2a00::1")]))
    assert [item.value for item in run.log.findings if item.id == "rate"] == [word]


@pytest.mark.parametrize(
    ("silent", "word", "cause"),
    [
        ("40.1.1.1", "queued", NetCause.DNS_UNREACHABLE),
        ("192.168.1.9", "none_left", NetCause.FIREWALL_LOCAL),
    ],
)
def test_packets_that_wait_for_a_neighbour_are_stopped_by_no_firewall(silent, word, cause):
    """A name server taken for a neighbour, or a box at home that is off, never lets a packet leave."""
    network = FakeNetwork(
        system=OSError(-3, "again"), dns=lambda *_: TimeoutError(), tcp=TimeoutError(), sent=[0]
    )
    network.neighbour = lambda hop: Neighbour.SILENT if hop.address == silent else Neighbour.ALIVE
    report = check(network)
    assert (values(report, "departures"), report.verdict.cause) == ([word], cause)


@pytest.mark.parametrize(("system", "greeted"), [(("50.1.1.1",), True), (("50.1.1.1", "20.1.1.1"), False)])
def test_the_address_that_programs_get_is_heard_although_another_proved_itself(system, greeted):
    """The resolver that nobody listens to is right and quick; the machine's own lookup comes later."""
    network = FakeNetwork(
        families=(4,),
        dns=lambda server, name, qtype: DnsReply("NOERROR", ("20.1.1.1",) if qtype == "A" else (), 1),
    )

    async def lookup(host):
        await asyncio.sleep(0.05)
        return system

    network.lookup = lookup
    report = check(network)
    found = [item.evidence["address"] for item in report.checks if (item.id, item.target) == ("tls", "help")]
    assert ("50.1.1.1" in found) is greeted
    assert "20.1.1.1" in found


def test_a_name_server_0_0_0_0_is_this_machine_and_no_firewall_is_suspected():
    nobody = "0.0.0.0"  # noqa: S104 (a name server as it stands in a file)
    refused = FakeNetwork(
        servers=(nobody,), system=OSError(-3, "again"), dns=lambda *_: ConnectionRefusedError()
    )
    report = check(refused)
    assert values(report, "resolver") == ["loopback"]
    assert report.verdict.blame is Blame.DEVICE
    assert not values(report, "departures")
