"""A machine that looks at itself: nobody is contacted, and only what proves itself is a fault."""

from datetime import UTC, date, datetime

import pytest
from fake_network import FakeNetwork

from gopay_help.model.check import Blame, Health, NetCause
from gopay_help.model.tree import Confidence
from gopay_help.network.check import look_at_itself
from gopay_help.network.machine import Adapter, Neighbour, Proxy
from gopay_help.network.targets import parse_targets

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MADE = date(2026, 11, 20)


class Untouched(FakeNetwork):
    """Whoever is asked anything over the network has failed."""

    def proxy_for(self, host, *, alone=False):
        assert alone
        return super().proxy_for(host)

    async def lookup(self, host):
        raise AssertionError(host)

    async def ask(self, server, name, qtype, limit_s):
        raise AssertionError(server)

    async def connect(self, address, port, limit_s, *, small=False, via=None):
        raise AssertionError(address)


def look(network=None, url="https://help.wallet.example/", now=NOW):
    document = {"format": "gopay-help/targets@1", "provider": [{"id": "help", "url": url}]}
    targets = parse_targets(document, allow_private=True)
    return look_at_itself(targets, clock=lambda: now, made=MADE, network=network or Untouched())


def causes(report):
    return [report.verdict.cause, *(verdict.cause for verdict in report.secondary)]


def values(report, check):
    return [item.value for item in report.checks if item.id == check]


def test_a_machine_in_order_proves_nothing():
    report = look()
    verdict = report.verdict
    assert (verdict.status, verdict.cause) == (Health.INCONCLUSIVE, NetCause.INCONCLUSIVE)
    assert (verdict.blame, verdict.confidence) == (Blame.INCONCLUSIVE, Confidence.LOW)
    assert (verdict.summary, verdict.next_test) == ("check.cause.offline", None)
    assert (report.contacted, report.secondary) == ((), ())
    assert {
        "link",
        "route",
        "hosts",
        "proxy_config",
        "resolvers",
        "resolver",
        "gateway",
        "clock",
        "os_view",
    } == {item.id for item in report.checks}


@pytest.mark.parametrize(
    ("broken", "cause"),
    [
        ({"links": [], "families": ()}, NetCause.NO_LINK),
        (
            {"links": [Adapter("eth0", running=True, addresses=("169.254.1.1",))], "families": ()},
            NetCause.NO_ADDRESS,
        ),
        ({"families": ()}, NetCause.NO_ROUTE),
        ({"servers": ()}, NetCause.DNS_NONE),
    ],
)
def test_what_proves_itself_is_a_fault_of_its_own(broken, cause):
    report = look(Untouched(**broken))
    assert causes(report) == [cause]
    assert (report.verdict.status, report.verdict.confidence) == (Health.FAIL, Confidence.HIGH)
    assert report.verdict.against == ("check.against.offline",)


@pytest.mark.parametrize(
    "spared",
    [{"proxy": Proxy("http", "50.1.1.1", 8080)}, {"hosts": "20.1.1.1 help.wallet.example"}],
)
def test_who_is_led_otherwise_needs_no_name_server(spared):
    assert look(Untouched(servers=(), **spared)).verdict.cause is NetCause.INCONCLUSIVE
    assert look(Untouched(servers=()), "https://20.1.1.1/").verdict.cause is NetCause.INCONCLUSIVE


def test_a_service_on_this_machine_needs_no_network():
    for url in ("http://127.0.0.1:8080/", "http://[::1]/", "http://localhost/", "http://a.localhost/"):
        report = look(Untouched(links=[], families=(), servers=()), url)
        assert causes(report) == [NetCause.INCONCLUSIVE]


def test_a_gateway_that_nobody_spoke_to_is_not_dead():
    assert values(look(Untouched(hop=Neighbour.SILENT)), "gateway") == ["unknown"]
    assert values(look(), "gateway") == ["alive"]


@pytest.mark.parametrize(
    ("now", "wrong"),
    [
        (datetime(2026, 11, 19, tzinfo=UTC), False),
        (datetime(2026, 11, 17, tzinfo=UTC), True),
        (datetime(1970, 1, 1, tzinfo=UTC), True),
        (datetime(2031, 1, 1, tzinfo=UTC), False),
    ],
)
def test_a_clock_before_a_day_that_is_over_is_wrong(now, wrong):
    verdict = look(now=now).verdict
    assert (verdict.cause is NetCause.CLOCK_WRONG, verdict.summary == "check.cause.clock_early") == (
        wrong,
        wrong,
    )


def test_hints_stand_beside_the_verdict_and_decide_nothing():
    report = look(Untouched(hosts="0.0.0.0 help.wallet.example", view="portal"))
    assert causes(report) == [NetCause.INCONCLUSIVE, NetCause.HOSTS_OVERRIDE, NetCause.CAPTIVE_PORTAL]
    assert [verdict.confidence for verdict in report.secondary] == [Confidence.LOW] * 2
    assert {verdict.summary for verdict in report.secondary} == {
        "check.cause.hosts_entry",
        "check.cause.portal_told",
    }


def test_a_wrong_clock_is_named_beside_a_missing_link():
    report = look(Untouched(links=[], families=()), now=datetime(2020, 1, 1, tzinfo=UTC))
    assert causes(report) == [NetCause.NO_LINK, NetCause.CLOCK_WRONG]


def test_a_system_that_never_says_what_it_believes_is_not_waited_for():
    report = look(Untouched(view="hang"))
    assert report.elapsed_ms < 6000, "it would be waited for until the end, for eight seconds"
    assert values(report, "os_view") == ["unknown"]
