"""Whole checks on a machine made of a script: what is asked, what is left alone, and when it ends."""

import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from fake_network import FakeLink, FakeNetwork, not_trusted

from gopay_help.model.check import Blame, Health, NetCause, Status
from gopay_help.network.check import run_check
from gopay_help.network.machine import Adapter, DnsReply, Neighbour, Proxy, Reply, Trust
from gopay_help.network.targets import parse_targets

DOCUMENT = {
    "format": "gopay-help/targets@1",
    "provider": [{"id": "help", "url": "https://help.wallet.example/status"}],
    "expect": {"status": [200], "content_type": "application/json"},
    "zone": "wallet.example",
    "controls": [{"id": "c1", "url": "https://control-one.example/", "operator": "One"}],
}


def check(network, *, control=False, **options):
    return run_check(parse_targets(DOCUMENT), network=network, control=control, **options)


def test_a_healthy_network_is_ok_and_asked_once():
    network = FakeNetwork()
    report = check(network)
    assert (report.verdict.status, report.verdict.cause, report.secondary) == (Health.OK, NetCause.OK, ())
    assert [item for item in network.requests if item[1] == 443] == [
        ("20.1.1.1", 443, "help.wallet.example", "/status")
    ]
    assert report.elapsed_ms < 4000, "of eight seconds none is waited out"


def test_a_machine_that_has_no_time_says_so():
    class Stalling(FakeNetwork):
        def neighbour(self, gateway):
            time.sleep(0.4)
            return super().neighbour(gateway)

    found = check(Stalling(tls=TimeoutError())).checks
    assert [item.value for item in found if item.id == "pulse"] == ["busy"]


def test_controls_are_left_alone_without_consent():
    network = FakeNetwork()
    check(network)
    assert all(name != "control-one.example" for _, name, _ in network.greetings)
    asked = FakeNetwork()
    check(asked, control=True)
    assert any(name == "control-one.example" for _, name, _ in asked.greetings)


def test_nobody_is_contacted_who_was_not_named():
    network = FakeNetwork(tls=TimeoutError())
    check(network)
    hosts = {entry.rpartition(":")[0] for entry in network.contacted}
    assert hosts == {"40.1.1.1", "20.1.1.1", "2a00::1"}


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "169.254.169.254", "10.1.2.3", "192.168.1.1", "::1", "fe80::1", "::ffff:127.0.0.1"],
)
def test_a_name_that_leads_inside_is_reported_and_not_contacted(address):
    network = FakeNetwork(system=(address,), dns=lambda server, name, qtype: DnsReply("NOERROR", (), 1))
    report = check(network)
    assert not [
        entry for entry in network.contacted if entry.endswith("/tcp") and not entry.startswith("40.1.1.1")
    ]
    assert [item.evidence["contacted"] for item in report.checks if item.id == "answer"] == [False]


def test_a_private_address_is_contacted_if_that_was_allowed():
    network = FakeNetwork(system=("10.1.2.3",), dns=lambda server, name, qtype: DnsReply("NOERROR", (), 1))
    assert check(network, allow_private=True).verdict.cause is NetCause.OK


@pytest.mark.parametrize(("status", "cause"), [(429, NetCause.RATE_LIMITED), (503, NetCause.OVERLOADED)])
def test_a_service_that_asks_for_quiet_is_asked_no_more(status, cause):
    network = FakeNetwork(reply=Reply(status, {}, b""))
    assert check(network).verdict.cause is cause
    assert len([item for item in network.requests if item[1] == 443]) == 1


def test_a_server_error_is_asked_once_more():
    network = FakeNetwork(reply=Reply(500, {}, b""))
    assert check(network).verdict.cause is NetCause.PROVIDER_ERROR
    assert len([item for item in network.requests if item[1] == 443]) == 2


def test_a_probe_that_crashes_is_a_finding_and_the_rest_goes_on():
    network = FakeNetwork(plain=ZeroDivisionError())
    report = check(network)
    assert [(item.id, item.value) for item in report.checks if item.status is Status.CRASHED] == [
        ("http80", "ZeroDivisionError")
    ]
    assert report.verdict.cause is NetCause.OK


async def hang(*_args, **_kwargs):
    await asyncio.sleep(60)


def test_the_budget_holds_when_nothing_answers():
    network = FakeNetwork(system="hang")
    network.ask = hang
    started = time.monotonic()
    report = check(network, budget_s=1.0)
    assert time.monotonic() - started < 10
    assert report.verdict.status is not Health.OK


def test_a_dead_gateway_ends_the_wait():
    network = FakeNetwork(hop=Neighbour.SILENT, system="hang")
    network.ask = hang
    started = time.monotonic()
    assert check(network, budget_s=60).verdict.cause is NetCause.GATEWAY_DEAD
    assert time.monotonic() - started < 20


def test_no_link_needs_no_waiting():
    network = FakeNetwork(
        links=[Adapter("eth0", running=False, addresses=())], families=(), system=OSError(101, "no")
    )
    network.dns = lambda *_: OSError(101, "no")
    report = check(network)
    assert (report.verdict.cause, report.verdict.blame) == (NetCause.NO_LINK, Blame.DEVICE)
    assert report.elapsed_ms < 4000, "of eight seconds none is waited out"


def test_the_name_is_the_trigger():
    def tls(address, name, trust, small):
        return ConnectionResetError(104, "reset") if name == "help.wallet.example" else None

    report = check(FakeNetwork(tls=tls))
    assert (report.verdict.cause, report.verdict.blame) == (NetCause.BLOCKED_SNI, Blame.ISP)


def test_the_size_is_the_trigger():
    def tls(address, name, trust, small):
        return None if small else TimeoutError()

    assert check(FakeNetwork(tls=tls)).verdict.cause is NetCause.PMTU_BLACKHOLE


def test_a_wrong_clock_is_told_by_the_server():
    def tls(address, name, trust, small):
        return not_trusted(9) if trust in {Trust.FULL, Trust.STRICT} else None

    dated = Reply(
        301, {"location": "https://help.wallet.example/", "date": "Fri, 01 Jan 2100 00:00:00 GMT"}, b""
    )
    assert check(FakeNetwork(tls=tls, plain=dated, reply=dated)).verdict.cause is NetCause.CLOCK_WRONG


def test_a_proxy_that_is_the_only_way_is_fine():
    def tcp(address, port):
        return None if port == 3128 else ConnectionRefusedError(111, "refused")

    network = FakeNetwork(tcp=tcp, proxy=Proxy("http", "192.168.1.9", 3128, "c2VjcmV0"))
    report = check(network)
    assert (report.verdict.cause, report.verdict.status) == (NetCause.PROXY_REQUIRED, Health.OK)
    assert "c2VjcmV0" not in repr(report)


@pytest.mark.parametrize("status", [407, 502])
def test_a_proxy_that_refuses(status):
    network = FakeNetwork(proxy=Proxy("http", "192.168.1.9", 3128), proxy_status=status)
    assert check(network).verdict.cause is NetCause.PROXY_BROKEN


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "127.0.0.1", "169.254.169.254", "192.0.0.8", "2002:7f00:1::", "64:ff9b:1::1", "fec0::1"],
)
def test_a_proxy_is_not_asked_for_a_name_that_leads_inside(address, monkeypatch):
    asked = []

    async def tunnel(_link, *goal, **_options):
        asked.append(goal)
        return 200

    monkeypatch.setattr(FakeLink, "tunnel", tunnel)
    proxy = Proxy("http", "192.168.1.9", 3128, "c2VjcmV0")
    inside = {"system": (address,), "dns": lambda server, name, qtype: DnsReply("NOERROR", (), 1)}
    report = check(FakeNetwork(proxy=proxy, **inside))
    assert ([item.value for item in report.checks if item.id == "proxy"], asked) == (["inside"], [])
    assert report.verdict.cause not in {NetCause.PROXY_BROKEN, NetCause.PROXY_REQUIRED}
    check(FakeNetwork(proxy=proxy, **inside), allow_private=True)
    assert len(asked) == 1


def test_packets_that_never_leave_are_this_machines_doing():
    network = FakeNetwork(tcp=TimeoutError(), sent=[7, 7])
    assert check(network).verdict.cause is NetCause.FIREWALL_LOCAL


def test_a_portal_api_is_believed():
    network = FakeNetwork(
        tcp=lambda address, port: None if address == "192.168.1.1" else TimeoutError(),
        portal="http://192.168.1.1/api",
    )
    network.plain = Reply(200, {}, b'{"captive": true}')
    assert check(network).verdict.cause is NetCause.CAPTIVE_PORTAL


def test_it_may_run_in_a_daemon_thread():
    found = []
    thread = threading.Thread(target=lambda: found.append(check(FakeNetwork())), daemon=True)
    thread.start()
    thread.join(5)
    assert found[0].verdict.cause is NetCause.OK


def test_a_lookup_that_hangs_does_not_keep_the_process():
    code = """
import asyncio, time
from gopay_help.network.system import in_daemon_thread
async def main():
    try:
        async with asyncio.timeout(0.2):
            await in_daemon_thread(lambda: time.sleep(300))
    except TimeoutError:
        print("over")
asyncio.run(main())
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == "over\n"


@pytest.mark.slow
def test_a_short_budget_still_ends_in_findings_and_not_in_silence():
    async def wait(address, port, limit_s, **_how):
        import asyncio

        await asyncio.sleep(limit_s)
        raise TimeoutError

    network = FakeNetwork()
    network.connect = wait
    report = check(network, budget_s=1.5)
    assert {item.value for item in report.checks if item.id == "tcp"} == {"timeout"}
    assert report.verdict.cause is NetCause.TCP_UNREACHABLE


CALLED_OFF = [(how, budget) for how in ("names", "silence", "all") for budget in (0.4, 1.2, 2.5)]
AT_ONCE = {("names", 0.4), ("silence", 0.4), ("all", 1.2)}


@pytest.mark.parametrize(
    ("how", "budget"),
    [pytest.param(*row, marks=() if row in AT_ONCE else pytest.mark.slow) for row in CALLED_OFF],
)
def test_a_check_that_is_called_off_leaves_nothing_on_stderr(budget, how):
    """Whatever asyncio has to complain of would be printed when its futures are thrown away."""
    code = f"""
import asyncio, gc, sys
sys.path[:0] = [{str(Path(__file__).parent)!r}]
from fake_network import FakeNetwork
from gopay_help.network.check import run_check
from gopay_help.network.targets import parse_targets

class Slow(FakeNetwork):
    async def ask(self, *question, **how):
        if {how != "silence"}:
            await asyncio.sleep(60)
        return await super().ask(*question, **how)
    async def connect(self, *at, **how):
        if {how != "names"}:
            await asyncio.sleep(60)
        return await super().connect(*at, **how)

document = {{"format": "gopay-help/targets@1", "provider": [
    {{"id": name, "url": f"https://{{name}}.wallet.example/"}} for name in ("help", "app")]}}
network = Slow(system="hang" if {how != "silence"} else ("20.1.1.1", "2a00::1"))
report = run_check(parse_targets(document), budget_s={budget}, network=network)
gc.collect()
print([item.evidence for item in report.checks if item.status == "crashed"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stderr, done.stdout) == ("", "[]\n")


def test_what_asyncio_would_print_is_a_finding():
    class Careless(FakeNetwork):
        async def connectivity(self):
            asyncio.get_running_loop().call_exception_handler({"message": "lost", "exception": KeyError()})

    (bug,) = (item for item in check(Careless()).checks if item.status is Status.CRASHED)
    assert (bug.id, bug.value, bug.evidence["message"]) == ("asyncio", "KeyError", "lost")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "shop.localhost", "[::1]"])
def test_a_service_on_this_machine_concerns_no_name_server(name):
    at = "::1" if name == "[::1]" else "127.0.0.1"
    document = {"format": "gopay-help/targets@1", "provider": [{"id": "a", "url": f"http://{name}:8080/"}]}
    network = FakeNetwork(system=(at,), links=[], hop=Neighbour.SILENT, hosts="127.0.0.1 localhost")
    report = run_check(
        parse_targets(document, allow_private=True), network=network, allow_private=True, budget_s=3
    )
    assert (report.verdict.cause, report.secondary) == (NetCause.OK, ())
    assert not [entry for entry in report.contacted if entry.endswith("/udp")]


def test_a_refused_service_on_this_machine_is_this_machines():
    document = {"format": "gopay-help/targets@1", "provider": [{"id": "a", "url": "http://127.0.0.1:1/"}]}
    network = FakeNetwork(tcp=ConnectionRefusedError(111, "refused"), links=[], sent=[0, 0])
    report = run_check(
        parse_targets(document, allow_private=True), network=network, allow_private=True, budget_s=3
    )
    assert (report.verdict.cause, report.verdict.blame) == (NetCause.PROVIDER_DOWN, Blame.DEVICE)
