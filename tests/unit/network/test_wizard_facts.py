"""The verdict as the tree's facts: never more than was seen."""

from datetime import UTC, datetime

import pytest
from seen_builder import ASKED, control, cut, healthy, https, local, names, one, plain, tcp, tls

from gopay_help.model.check import Blame, CheckReport, NetCause
from gopay_help.network.verdict import facts_of, judge, what_is_proved


def facts(findings):
    verdict, secondary = judge(findings, ASKED)
    return facts_of(
        CheckReport(datetime(2026, 11, 22, tzinfo=UTC), 10, verdict, secondary, tuple(findings), ())
    )


@pytest.mark.parametrize(
    ("findings", "network", "service", "cause"),
    [
        (healthy(), "ok", "ok", "ok"),
        (
            [*local(), *names(), *tcp(), *tls(), *https("maintenance", status=503)],
            "ok",
            "maintenance",
            "maintenance",
        ),
        (
            [*local(), *names(), *tcp(), *tls(), *https("rate_limited", status=429)],
            "ok",
            "overloaded",
            "rate_limited",
        ),
        ([*local(), *names(), *tcp(), *tls(), *https("moved", status=301)], "ok", "moved", "host_moved"),
        (
            [*local(), *names(), *tcp("refused"), *plain("portal_redirect")],
            "broken",
            "unknown",
            "captive_portal",
        ),
        ([*local(), *names(), *tcp("timeout")], "unknown", "unknown", "inconclusive"),
        ([*local(), *names(), *tcp("timeout"), *control()], "broken", "unknown", "tcp_unreachable"),
        ([*local(), *names(), *tcp("refused"), *control()], "ok", "error", "provider_down"),
        ([*local(link="no_link", v4="none", v6="none", gateway=None)], "broken", "unknown", "no_link"),
        (
            [*local(), *names(aaaa="timeout"), *tcp(families=(4,)), *tls(families=(4,)), *https()],
            "broken",
            "ok",
            "dns_aaaa_broken",
        ),
        (
            [*local(), *names(), *tcp("refused"), one("proxy", ASKED, "ok"), *https()],
            "ok",
            "ok",
            "proxy_required",
        ),
        (cut("expired"), "unknown", "unknown", "inconclusive"),
        ([*local()], "unknown", "unknown", "inconclusive"),
    ],
)
def test_facts(findings, network, service, cause):
    assert facts(findings) == {"network": network, "service": service, "check.cause": cause}


def test_a_broken_second_family_stops_nobody():
    findings = [
        *local(),
        *names(),
        *tcp(families=(4,)),
        *tcp("timeout", families=(6,), attempts=(1, 2)),
        *tls(families=(4,)),
        *https(),
    ]
    assert facts(findings)["network"] == "ok"


def test_a_guess_accuses_nobody_in_a_case():
    verdict, secondary = judge([*local(), *names(), *tcp("timeout")], ASKED)
    assert verdict.blame is Blame.PROVIDER_OR_PATH
    kept = what_is_proved(CheckReport(datetime(2026, 11, 22, tzinfo=UTC), 10, verdict, secondary, (), ()))
    assert (kept.verdict.cause, kept.verdict.blame) == (NetCause.INCONCLUSIVE, Blame.INCONCLUSIVE)
    sure, _ = judge([*local(), *names(), *tcp("timeout"), *control()], ASKED)
    report = CheckReport(datetime(2026, 11, 22, tzinfo=UTC), 10, sure, (), (), ())
    assert what_is_proved(report) is report
