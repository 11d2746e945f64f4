"""Who speaks when, and what a narrow line is spared."""

import asyncio
import time

import pytest
from fake_network import FakeLink, FakeNetwork

from gopay_help.model.check import NetCause
from gopay_help.network.budget import (
    CheckRun,
    FindingsLog,
    await_turn,
    dripping,
    drips,
    note_goodput,
)
from gopay_help.network.check import run_check
from gopay_help.network.look_closer import proved_ways
from gopay_help.network.machine import DnsReply, OverBudgetError
from gopay_help.network.targets import parse_targets

NAMES = ("help", "app", "login", "api")
DOCUMENT = {
    "format": "gopay-help/targets@1",
    "provider": [{"id": name, "url": f"https://{name}.wallet.example/"} for name in NAMES],
    "zone": "wallet.example",
    "controls": [{"id": "c1", "url": "https://control-one.example/"}],
}
TARGETS = parse_targets(DOCUMENT)
HELP, APP, LOGIN, _ = TARGETS.provider
(CONTROL,) = TARGETS.controls
A_SECOND = 1.0
"""So long is waited at most; whoever waited for the whole check would wait for eight."""
DRIPS = [(number * 0.2, 300) for number in range(8)]


def made(arrivals=(), *, proved=False):
    now = time.monotonic()
    shifted = [(now - DRIPS[-1][0] + at, size) for at, size in arrivals]
    run = CheckRun(FakeNetwork(arrivals=shifted), FindingsLog(8.0), TARGETS, allow_private=False)
    run.log.passed("tcp", "help", "ok", run.now())
    if proved:
        run.log.passed("tls", "help", "ok", run.now(), address="20.1.1.1", control=False)
        run.heard.set()
    return run


def waited(run, host):
    began = time.monotonic()
    asyncio.run(await_turn(run, host))
    return time.monotonic() - began


def test_the_service_waits_for_nobody():
    assert waited(made(DRIPS), HELP) < A_SECOND / 2


def test_the_next_host_waits_for_the_service_or_a_second():
    assert waited(made(proved=True), APP) < A_SECOND / 2
    assert 0.9 * A_SECOND < waited(made(), APP) < 5 * A_SECOND


def test_further_hosts_are_left_alone_unless_the_service_is_well():
    assert waited(made(proved=True), LOGIN) < A_SECOND / 2
    run = made()
    run.heard.set()
    with pytest.raises(OverBudgetError):
        asyncio.run(await_turn(run, LOGIN))


def test_a_narrow_line_is_spared_by_all_but_the_controls():
    with pytest.raises(OverBudgetError):
        waited(made(DRIPS, proved=True), APP)
    assert 0.2 < waited(made(DRIPS, proved=True), CONTROL) < 5 * A_SECOND


def test_dripping():
    assert dripping(made(DRIPS))
    assert not dripping(made([(at, 90_000) for at, _ in DRIPS]))
    assert not dripping(made(DRIPS[:2]))
    assert not dripping(made())


def test_a_control_is_loaded_before_the_service():
    run = made(proved=True)
    assert proved_ways(run) == [(HELP, "20.1.1.1")]
    run.log.passed("tls", "c1", "ok", run.now(), address="30.1.1.1", control=True)
    assert proved_ways(run) == [(CONTROL, "30.1.1.1")]
    assert proved_ways(made()) == []


# --- whole checks


def many_addresses(_server, name, qtype):
    if not name.startswith((*NAMES, "control")):
        return None
    host = "." + str(10 + [*NAMES, "control-one"].index(name.partition(".")[0]))
    return DnsReply("NOERROR", tuple(f"20.1.{last}{host}" for last in (1, 2)) if qtype == "A" else (), 1)


def check(network, **options):
    return run_check(TARGETS, network=network, **options)


def test_a_second_address_is_opened_and_not_greeted():
    network = FakeNetwork(dns=many_addresses, system=OSError(-3, "again"))
    report = check(network)
    opened = {
        item.evidence["address"] for item in report.checks if item.id == "tcp" and item.target == "help"
    }
    greeted = {address for address, name, _ in network.greetings if name.startswith("help.")}
    assert report.verdict.cause is NetCause.OK
    assert (opened, len(greeted)) == ({"20.1.1.10", "20.1.2.10"}, 1)


def test_a_second_address_is_greeted_if_the_first_fails_at_once():
    def tls(address, _name, _trust, _small):
        return ConnectionResetError(104, "reset") if address == "20.1.1.10" else None

    report = check(FakeNetwork(dns=many_addresses, system=OSError(-3, "again"), tls=tls))
    valid = [item.evidence["address"] for item in report.checks if item.id == "tls" and item.value == "ok"]
    assert "20.1.2.10" in valid


def test_of_a_host_that_is_not_asked_about_one_address_is_enough():
    network = FakeNetwork(dns=many_addresses, system=OSError(-3, "again"))
    check(network)
    assert "20.1.1.11:443/tcp" in network.contacted
    assert "20.1.2.11:443/tcp" not in network.contacted


def test_a_further_host_is_opened_and_not_greeted():
    """It adds one round trip if it waits for the service, and its certificate no word to the verdict."""
    network = FakeNetwork(dns=many_addresses, system=OSError(-3, "again"))
    report = check(network)
    opened = {item.target for item in report.checks if (item.id, item.value) == ("tcp", "ok")}
    assert opened == set(NAMES)
    assert {name.partition(".")[0] for _, name, _ in network.greetings} == {"help", "app"}


def test_room_is_waited_for_once_more_by_who_matters_alone():
    """On a long line the second try of a further host would hold back a verdict that stands."""

    class Crowded(FakeNetwork):
        async def connect(self, address, port, limit_s, *, small=False, via=None):
            if port == 443 and not address.endswith(".10"):
                raise OverBudgetError
            return await super().connect(address, port, limit_s, small=small)

    report = check(Crowded(dns=many_addresses, system=OSError(-3, "again")))
    tries = {name: set() for name in NAMES}
    for item in report.checks:
        if (item.id, item.value) == ("tcp", "over_budget") and item.target in tries:
            tries[item.target].add(item.evidence["attempt"])
    assert tries == {"help": set(), "app": {1, 2}, "login": {1}, "api": {1}}


def test_a_talkative_kernel_ends_the_check_in_time():
    """Each connection seems to send again and again: what is left is left out, and the check still ends."""

    class Restless(FakeLink):
        def sent(self):
            return (25, 0)

    class Network(FakeNetwork):
        async def connect(self, address, port, limit_s, *, small=False, via=None):
            await super().connect(address, port, limit_s, small=small)
            return Restless(self, address, port, small)

    network = Network()
    report = check(network)
    assert sum(entry.endswith("/tcp") for entry in network.contacted) <= 3
    assert "over_budget" in {item.value for item in report.checks}


def families_greeted(network, name):
    return [":" in address for address, asked, _ in network.greetings if asked.startswith(f"{name}.")]


def test_of_another_host_one_family_that_proves_its_name_is_enough():
    network = FakeNetwork()
    assert check(network, control=True).verdict.cause is NetCause.OK
    assert sorted(families_greeted(network, "help")) == [False, True]
    assert len(families_greeted(network, "app")) == len(families_greeted(network, "control-one")) == 1


def test_the_other_family_is_greeted_once_the_first_fails():
    def tls(address, name, _trust, _small):
        return ConnectionResetError(104, "reset") if ":" not in address and name.startswith("app.") else None

    network = FakeNetwork(tls=tls)
    report = check(network)
    valid = [item for item in report.checks if (item.id, item.target, item.value) == ("tls", "app", "ok")]
    assert [item.evidence["family"] for item in valid] == [6]


@pytest.mark.slow
def test_nobody_waits_long_for_a_family_that_says_nothing():
    class Silent(FakeLink):
        async def secure(self, name, trust):
            if ":" not in self.address and name.startswith("app."):
                self.net.greetings.append((self.address, name, trust))
                await asyncio.sleep(60)
            return await super().secure(name, trust)

    class Network(FakeNetwork):
        async def connect(self, address, port, limit_s, *, small=False, via=None):
            await super().connect(address, port, limit_s, small=small)
            return Silent(self, address, port, small)

    report = check(Network(), budget_s=30)
    (valid,) = (item for item in report.checks if (item.id, item.target, item.value) == ("tls", "app", "ok"))
    assert valid.evidence["family"] == 6
    assert report.elapsed_ms < 15_000


# --- a line that drips, and then says nothing


def noted(run):
    note_goodput(run)
    return [item.value for item in run.log.findings if item.id == "goodput"]


def test_who_waited_for_drops_says_so():
    run = made(DRIPS[4:])
    assert noted(run) == []
    assert drips(run)
    assert noted(run) == []
    assert drips(run)
    assert noted(run) == ["drips"]
    long = made(DRIPS)
    long.drips = 2
    assert noted(long) == ["slow"]


def test_on_a_long_line_pauses_are_no_drops():
    run = made()
    run.drips = 5
    run.log.findings.clear()
    run.log.passed("tcp", "help", "ok", run.now() - 0.2)
    assert noted(run) == []


def test_a_line_that_drips_is_spared_by_further_hosts():
    run = made(proved=True)
    assert waited(run, LOGIN) < 0.05
    run.drips = 1
    with pytest.raises(OverBudgetError):
        asyncio.run(await_turn(run, LOGIN))
