"""What findings come to: cause, blame and sureness; and nobody is accused without proof."""

# ruff: noqa: E501 (a table keeps a row on a line)

import pytest
from seen_builder import (
    ASKED,
    CONTROL,
    PEER,
    V4,
    V6,
    answer,
    chain,
    clock,
    contrast,
    control,
    cut,
    healthy,
    homes,
    https,
    local,
    names,
    one,
    peer,
    plain,
    seen,
    tcp,
    tls,
)

from gopay_help.model.check import Blame, Health, NetCause, Status
from gopay_help.model.tree import Confidence
from gopay_help.network.verdict import consider, judge, speak

N, B, C = NetCause, Blame, Confidence
NAMELESS = {"a": "timeout", "aaaa": "timeout", "system": "timeout"}
HOSTS = [one("hosts", ASKED, "override", Status.WARN, addresses=("50.1.1.1",))]
LED_ASTRAY = [one("dns_system", ASKED, "ok", addresses=("50.1.1.1",), control=False), *names()[1:]]
DEAD = [*tcp("timeout", attempts=(1, 2))]
LOST = [one("quality", ASKED, "loss", Status.WARN, lost=3, samples=10)]
NARROW = [one("goodput", "line", "slow", Status.WARN, rate=8000, tenths=20)]

CASES = [
    (N.NO_LINK, B.DEVICE, C.HIGH, [*local(link="no_link", v4="none", v6="none", gateway=None)]),
    (N.NO_ADDRESS, B.LOCAL_NETWORK, C.HIGH, [*local(link="link_local_only", v4="none", v6="none", gateway=None)]),
    (N.NO_ROUTE, B.DEVICE, C.HIGH, [*local(v4="none", v6="none", gateway=None), *names(**NAMELESS)]),
    (N.GATEWAY_DEAD, B.LOCAL_NETWORK, C.HIGH, [*local(gateway="dead"), *names(**NAMELESS, root="timeout")]),
    (N.CAPTIVE_PORTAL, B.LOCAL_NETWORK, C.MEDIUM, [*local(), *names(), *tcp("refused"), *plain("portal_redirect")]),
    (N.CAPTIVE_PORTAL, B.LOCAL_NETWORK, C.HIGH, [*local(), *names(), *tcp("timeout"), one("portal_api", "network", "captive")]),
    (N.CAPTIVE_PORTAL, B.LOCAL_NETWORK, C.MEDIUM, [*local(), *names(), *tcp("refused"), *plain("login_page")]),
    (N.PROXY_BROKEN, B.DEVICE, C.HIGH, [*healthy(), one("proxy", ASKED, "refused")]),
    (N.PROXY_BROKEN, B.DEVICE, C.MEDIUM, [*local(), *names(), *tcp("refused"), one("proxy", ASKED, "auth")]),
    (N.HOSTS_OVERRIDE, B.DEVICE, C.HIGH, [*healthy(), *HOSTS]),
    (N.HOSTS_OVERRIDE, B.DEVICE, C.MEDIUM, [*local(), *names(), *DEAD, *HOSTS]),
    (N.FIREWALL_LOCAL, B.DEVICE, C.HIGH, [*local(), *names(), *DEAD, one("departures", "device", "none_left")]),
    (N.DNS_NONE, B.DEVICE, C.HIGH, [*local(servers=()), one("dns_system", ASKED, "again")]),
    (N.DNS_UNREACHABLE, B.LOCAL_NETWORK, C.MEDIUM, [*local(), *names(**NAMELESS, root="timeout", zone="timeout")]),
    (N.DNS_UNREACHABLE, B.LOCAL_NETWORK, C.MEDIUM,
     [*local(near=True), *names("refused", "refused", "again", root="refused"), one("dns_tcp", "x", "refused")]),
    (N.DNS_FAILING, B.ISP, C.MEDIUM, [*local(), *names("servfail", "servfail", "again", root="servfail")]),
    (N.PROVIDER_DNS, B.PROVIDER_OR_PATH, C.MEDIUM, [*local(), *names("servfail", "servfail", "again", zone="servfail")]),
    (N.PROVIDER_DNS, B.PROVIDER, C.MEDIUM, [*local(), *names("servfail", "servfail", "again", zone="servfail"), *control()]),
    (N.DNS_TAMPERED, B.ISP, C.MEDIUM, [*local(), *names(), *DEAD, one("dns_second", ASKED, "contradicts", Status.WARN)]),
    (N.DNS_TAMPERED, B.ISP, C.MEDIUM,
     [*local(), *names(), *DEAD, *control(), one("dns_second", ASKED, "contradicts", Status.WARN)]),
    (N.TCP_UNREACHABLE, B.PROVIDER_OR_PATH, C.MEDIUM,
     [*local(), *names(), *DEAD, *control(), one("dns_second", CONTROL, "contradicts", Status.WARN)]),
    (N.DNS_TAMPERED, B.ISP, C.MEDIUM, [*local(), *names("nxdomain", "nodata", "noname")]),
    (N.HOST_GONE, B.PROVIDER_OR_PATH, C.MEDIUM, [*local(), *names("nxdomain", "nxdomain", "noname")]),
    (N.HOST_GONE, B.PROVIDER_OR_PATH, C.LOW, [*local(), *names("nxdomain", "nxdomain", "noname", zone="nxdomain")]),
    (N.HOST_GONE, B.PROVIDER_OR_PATH, C.LOW, [*local(), *names("nodata", "nodata", "noname")]),
    (N.DNS_FAILING, B.LOCAL_NETWORK, C.MEDIUM, [*local(), *names("nodata", "nodata", "again", root="nodata", zone="nodata")]),
    (N.DNS_FAILING, B.LOCAL_NETWORK, C.MEDIUM,
     [*local(near=True), *names("nodata", "nodata", "again", root="nodata", zone="nodata"), *names("nodata", "nodata", "again", target=CONTROL)]),
    (N.HOST_GONE, B.PROVIDER_OR_PATH, C.LOW,
     [*local(), *names("nodata", "nodata", "again", root="nodata"), *names(target=CONTROL), *control()]),
    (N.CLOCK_WRONG, B.DEVICE, C.MEDIUM, [*cut("not_yet"), *clock(9_000_000), *chain(proved=True)]),
    (N.CLOCK_WRONG, B.DEVICE, C.MEDIUM, [*cut("not_yet"), *clock(9_000_000)]),
    (N.CLOCK_WRONG, B.DEVICE, C.LOW, [*cut("not_yet"), *tls("not_yet", PEER)]),
    (N.CERT_EXPIRED, B.PROVIDER, C.HIGH, [*cut("expired"), *clock(2), *chain(proved=True)]),
    (N.CERT_EXPIRED, B.PROVIDER_OR_PATH, C.MEDIUM, [*cut("expired"), *clock(2)]),
    (N.CERT_EXPIRED, B.PROVIDER, C.HIGH, [*cut("not_yet"), *clock(-900_000), *chain(proved=True)]),
    (N.CERT_EXPIRED, B.INCONCLUSIVE, C.LOW, [*cut("expired")]),
    # As a search domain that knows every name leads programs astray, and name servers are well.
    (N.DNS_TAMPERED, B.DEVICE, C.MEDIUM,
     [*local(), *LED_ASTRAY, *tcp(), *tls(), *https(), *chain("other_name", address="50.1.1.1"), *chain("other_name", PEER, address="50.1.1.1")]),
    (N.DNS_FAILING, B.DEVICE, C.MEDIUM, [*local(), *LED_ASTRAY, *tcp(), *tls(), *https(), *chain("other_name", address="50.1.1.1")]),
    # Other answers were lost too.
    (N.INCONCLUSIVE, B.INCONCLUSIVE, C.LOW,
     [*local(), *names("timeout", "timeout", "timeout"), *names(target=CONTROL, tries=3)]),
    (N.DNS_TAMPERED, B.ISP, C.MEDIUM, [*local(), answer("127.0.0.1", kind="loopback", contacted=False)]),
    (N.DNS_TAMPERED, B.ISP, C.LOW, [*local(), answer("10.0.0.1", kind="private", contacted=False)]),
    (N.DNS_TAMPERED, B.ISP, C.MEDIUM, [*cut("untrusted"), *chain("other_name"), *plain("page"), *control()]),
    (N.DNS_TAMPERED, B.PROVIDER_OR_PATH, C.LOW, [*cut("untrusted"), *chain("other_name")]),
    (N.TLS_INTERCEPTED, B.INCONCLUSIVE, C.MEDIUM, [*cut("untrusted"), *chain()]),
    (N.TLS_INTERCEPTED, B.LOCAL_NETWORK, C.MEDIUM, [*cut("untrusted"), *chain(), *tls("untrusted", CONTROL), *chain(target=CONTROL)]),
    (N.TLS_INTERCEPTED, B.INCONCLUSIVE, C.LOW, [*cut("untrusted"), *chain(), *peer()]),
    (N.CERT_WRONG_HOST, B.PROVIDER_OR_PATH, C.MEDIUM, [*cut("wrong_name"), *chain("other_name"), *plain()]),
    (N.CERT_WRONG_HOST, B.PROVIDER_OR_PATH, C.MEDIUM, [*cut("wrong_name"), *chain("other_name"), *plain(), *control()]),
    (N.CERT_WRONG_HOST, B.PROVIDER, C.MEDIUM, [*cut("wrong_name"), *chain("other_name"), *plain(), *control(), *homes("192.0.2.7", "192.0.2.8")]),
    (N.CERT_WRONG_HOST, B.PROVIDER_OR_PATH, C.LOW,
     [*cut("wrong_name"), *chain("other_name"), *plain("page"), *control(), *homes("192.0.2.7", "192.0.2.8")]),
    (N.CERT_WRONG_HOST, B.PROVIDER_OR_PATH, C.MEDIUM,
     [*local(), *names(), *tcp(), *tls(families=(4,)), *tls("untrusted", families=(6,)), *chain("other_name", family=6), *https()]),
    (N.PACKET_LOSS, B.INCONCLUSIVE, C.MEDIUM, [*cut("timeout"), *LOST]),
    (N.BLOCKED_SNI, B.ISP, C.MEDIUM, [*cut("reset"), *contrast("sni_swap", "alert")]),
    (N.BLOCKED_SNI, B.ISP, C.MEDIUM, [*cut("reset", (1,)), *contrast("sni_swap", "served")]),
    (N.BLOCKED_SNI, B.ISP, C.HIGH, [*cut("reset", (1,), ms=40), *contrast("sni_swap", "served"), one("hop", "v4", "answers", Status.PASS, 3)]),
    (N.BLOCKED_SNI, B.ISP, C.MEDIUM, [*cut("reset", (1,), ms=40), *contrast("sni_swap", "served"), one("hop", "v4", "answers", Status.PASS, 30)]),
    (N.BLOCKED_SNI, B.ISP, C.MEDIUM, [*cut("timeout"), *contrast("sni_swap", "served"), *contrast("small_mss", "served")]),
    (N.PMTU_BLACKHOLE, B.LOCAL_NETWORK, C.HIGH, [*cut("timeout"), *contrast("sni_swap", "silent"), *contrast("small_mss", "served")]),
    (N.PMTU_BLACKHOLE, B.LOCAL_NETWORK, C.MEDIUM, [*cut("timeout"), *contrast("sni_swap", "alert"), *contrast("small_mss", "served")]),
    (N.PMTU_BLACKHOLE, B.LOCAL_NETWORK, C.MEDIUM,
     [*local(), *names(), *tcp(), *tls(), *https("timeout", status=None), *contrast("small_mss", "served", stage="https")]),
    (N.THROTTLED, B.LOCAL_NETWORK, C.MEDIUM, [*cut("timeout"), *NARROW]),
    (N.PROXY_BROKEN, B.DEVICE, C.MEDIUM, [*local(), *names(), *tcp("refused"), one("proxy", ASKED, "refused")]),
    (N.EGRESS_BLOCKED, B.LOCAL_NETWORK, C.MEDIUM, [*local(), *names(), *DEAD, *control("timeout")]),
    (N.PROVIDER_DOWN, B.PROVIDER_OR_PATH, C.MEDIUM, [*local(), *names(), *tcp("refused"), *control()]),
    (N.PROVIDER_DOWN, B.PROVIDER_OR_PATH, C.LOW, [*local(), *names(), *tcp("refused")]),
    (N.TCP_UNREACHABLE, B.PROVIDER_OR_PATH, C.MEDIUM, [*local(), *names(), *DEAD, *control()]),
    (N.TCP_UNREACHABLE, B.PROVIDER_OR_PATH, C.LOW, [*local(), *names(), *DEAD]),
    (N.PROVIDER_DOWN, B.PROVIDER_OR_PATH, C.MEDIUM, [*cut("timeout"), *contrast("sni_swap", "silent"), *control()]),
    (N.IPV4_BROKEN, B.LOCAL_NETWORK, C.MEDIUM,
     [*local(v4="none"), answer(V4[ASKED]), one("tcp", ASKED, "no_route", Status.SKIP, address=V4[ASKED], family=4)]),
    (N.NO_ROUTE, B.DEVICE, C.MEDIUM,
     [*local(), *names(), *(one("tcp", ASKED, "no_route", Status.SKIP, address=V4[ASKED], family=family) for family in (4, 6))]),
    (N.NO_ROUTE, B.DEVICE, C.MEDIUM,
     [*local(), one("dns_direct", ASKED, "no_route", server="40.1.1.1", qtype="A"), one("route_again", "device", "none", Status.WARN)]),
    (N.MAINTENANCE, B.PROVIDER, C.HIGH, [*local(), *names(), *tcp(), *tls(), *https("maintenance", status=503)]),
    (N.MAINTENANCE, B.PROVIDER, C.MEDIUM, [*local(), *names(), *tcp(), *tls(), *https("maintenance", status=200)]),
    (N.RATE_LIMITED, B.PROVIDER, C.HIGH, [*local(), *names(), *tcp(), *tls(), *https("rate_limited", status=429)]),
    (N.OVERLOADED, B.PROVIDER, C.MEDIUM, [*local(), *names(), *tcp(), *tls(), *https("overloaded", status=503)]),
    (N.HOST_MOVED, B.PROVIDER, C.MEDIUM, [*local(), *names(), *tcp(), *tls(), *https("moved", status=301)]),
    (N.POLICY_BLOCK, B.PROVIDER, C.MEDIUM, [*local(), *names(), *tcp(), *tls(), *https("policy", status=451)]),
    (N.PROVIDER_ERROR, B.PROVIDER, C.HIGH,
     [*local(), *names(), *tcp(), *tls(), *https("server_error", status=500), *https("server_error", 2, status=500)]),
    (N.THROTTLED, B.LOCAL_NETWORK, C.MEDIUM, [*local(), *names(), *tcp(), *tls(), *https("timeout"), *NARROW]),
    (N.PACKET_LOSS, B.INCONCLUSIVE, C.MEDIUM, [*healthy(), *LOST]),
    (N.PROVIDER_ERROR, B.PROVIDER_OR_PATH, C.MEDIUM, [*local(), *names(), *tcp(), *tls(), *https("reset"), *https("reset", 2)]),
    (N.PROVIDER_ERROR, B.PROVIDER, C.LOW, [*local(), *names(), *tcp(), *tls(), *https("unexpected", status=404)]),
    (N.PROXY_REQUIRED, B.NONE, C.MEDIUM, [*local(), *names(), *tcp("refused"), one("proxy", ASKED, "ok"), *https(via="proxy")]),
    (N.TLS_INTERCEPTED, B.INCONCLUSIVE, C.MEDIUM, [*cut("untrusted"), *chain(), *tls("untrusted", PEER), *chain(target=PEER), *control()]),
    (N.CAPTIVE_PORTAL, B.LOCAL_NETWORK, C.MEDIUM,
     [*healthy(), *control("refused"), one("http80", CONTROL, "portal_redirect", Status.FAIL, address=V4[CONTROL], control=True)]),
    (N.OK, B.NONE, C.MEDIUM, [*healthy(), *control("timeout")]),
    (N.CLOCK_WRONG, B.DEVICE, C.MEDIUM,
     [*local(), *names(), *tcp(), *tls(), *https(), *clock(90000), *clock(90000, PEER)]),
    (N.DNS_FAILING, B.DEVICE, C.MEDIUM,
     [*local(), one("dns_system", ASKED, "ok", addresses=("50.1.1.1",)), *names()[1:], *tcp(), *tls(families=(4,)), *https(),
      one("tls", ASKED, "untrusted", address="50.1.1.1", attempt=1), *chain("other_name", address="50.1.1.1")]),
    (N.DNS_AAAA_BROKEN, B.LOCAL_NETWORK, C.MEDIUM, [*local(), *names(aaaa="nxdomain", system="noname"), *tcp(), *tls(), *https()]),
    (N.DNS_FAILING, B.DEVICE, C.MEDIUM, [*local(), *names(system="again"), *tcp(), *tls(), *https()]),
    (N.FLAPPING, B.INCONCLUSIVE, C.MEDIUM, [*local(), *names(tries=3), *tcp(), *tls(), *https()]),
    (N.DNS_TAMPERED, B.ISP, C.MEDIUM,
     [*local(), *names(), *tcp(), *tls(families=(4,)), *tls("untrusted", families=(6,)), *chain("other_name", family=6), *plain("page"), *https(),
      *homes("192.0.2.7", "192.0.2.7")]),
    (N.BLOCKED_SNI, B.ISP, C.MEDIUM,
     [*local(), *names(), *tcp(), *tls(families=(6,)), *tls("reset", families=(4,)), *contrast("sni_swap", "served"), *https()]),
    (N.PMTU_BLACKHOLE, B.LOCAL_NETWORK, C.HIGH,
     [*local(), *names(), *tcp(), *tls(families=(6,)), *tls("timeout", families=(4,)), *contrast("sni_swap", "silent"),
      *contrast("small_mss", "served"), *https()]),
    (N.IPV6_BROKEN, B.LOCAL_NETWORK, C.MEDIUM,
     [*local(), *names(), *names(target=PEER), *tcp(families=(4,)), *tcp("timeout", families=(6,)), *tcp("timeout", PEER, (6,)), *tls(families=(4,)), *https()]),
    (N.CERT_EXPIRED, B.PROVIDER, C.HIGH, [*cut("expired"), *clock(-900_000), *clock(1, PEER), *control(), *chain(proved=True)]),
    (N.IPV4_BROKEN, B.LOCAL_NETWORK, C.HIGH,
     [*local(), *names(), *tcp(families=(6,)), *tcp("refused", families=(4,)), *tls(families=(6,)), *https(), *tcp("refused", CONTROL, (4,))]),
    (N.IPV4_BROKEN, B.PROVIDER_OR_PATH, C.MEDIUM,
     [*local(), *names(), *tcp(families=(6,)), *tcp("refused", families=(4,)), *tls(families=(6,)), *https()]),
    (N.DNS_AAAA_BROKEN, B.LOCAL_NETWORK, C.MEDIUM, [*local(), *names(aaaa="timeout"), *tcp(families=(4,)), *tls(families=(4,)), *https()]),
    (N.DNS_AAAA_BROKEN, B.LOCAL_NETWORK, C.MEDIUM,
     [*local(), *names(aaaa="servfail", system="again"), *tcp(families=(4,)), *tls(families=(4,)), *https()]),
    (N.OK, B.NONE, C.MEDIUM, [*local(), *names(aaaa="servfail"), *tcp(families=(4,)), *tls(families=(4,)), *https()]),
    # It opens over IPv6 and says nothing more, a neutral host no less.
    (N.IPV6_BROKEN, B.LOCAL_NETWORK, C.MEDIUM,
     [*local(), *names(), *tcp(), *tls(families=(4,)), *tls("timeout", families=(6,)), *https(),
      *names(target=CONTROL), *tcp(target=CONTROL), *tls(target=CONTROL, families=(4,)), *tls("timeout", CONTROL, (6,))]),
    # The service has IPv4 addresses alone, and nobody answers over IPv4.
    (N.IPV4_BROKEN, B.LOCAL_NETWORK, C.MEDIUM,
     [*local(), *names(aaaa="nodata"), *tcp("timeout", families=(4,)), *names(target=CONTROL),
      *tcp("timeout", CONTROL, (4,)), *tcp("ok", CONTROL, (6,)), *tls(target=CONTROL, families=(6,))]),
    # A part of the handshake came: nobody who shuts a door lets half a word through.
    (N.THROTTLED, B.PROVIDER_OR_PATH, C.MEDIUM,
     [*local(), *names(), *tcp(), *control(), *contrast("sni_swap", "silent"), *contrast("small_mss", "silent"),
      one("tls", ASKED, "timeout", address=V4[ASKED], family=4, attempt=1, control=False, received=1400)]),
    (N.CLOCK_WRONG, B.DEVICE, C.MEDIUM,
     [*local(), *names(), *tcp(), *tls("not_yet"), *chain(proved=True), *clock(25_200), *clock(25_200, PEER), *peer()]),
    (N.PROVIDER_ERROR, B.PROVIDER, C.MEDIUM,
     [*local(), *names(), *tcp(), *tls(), *https("server_error", 1, status=502), *https("ok", 2), *plain(), *clock(0)]),
    (N.DNS_SLOW, B.LOCAL_NETWORK, C.MEDIUM, [*local(), *names(system="timeout"), *tcp(), *tls(), *https()]),
    (N.DNS_SLOW, B.LOCAL_NETWORK, C.MEDIUM, [*local(near=True), *names(ms=1500), *tcp(), *tls(), *https()]),
    (N.THROTTLED, B.LOCAL_NETWORK, C.MEDIUM, [*healthy(), *NARROW, one("rate", ASKED, "slow", Status.WARN)]),
    (N.THROTTLED, B.LOCAL_NETWORK, C.MEDIUM,
     [*healthy(), one("goodput", "line", "drips", Status.WARN, looks=3), one("rate", ASKED, "slow", Status.WARN)]),
    (N.OK, B.NONE, C.HIGH, [*healthy(), one("goodput", "line", "drips", Status.WARN, looks=3), one("rate", ASKED, "ok")]),
    (N.OK, B.NONE, C.HIGH, [*healthy(), one("goodput", "line", "drips", Status.WARN, looks=3)]),
    (N.HIGH_LATENCY, B.INCONCLUSIVE, C.MEDIUM, [*healthy(), one("quality", ASKED, "latency", Status.WARN, lost=0)]),
    (N.FLAPPING, B.INCONCLUSIVE, C.MEDIUM, [*local(), *names(), *tcp(resent=2), *tls(), *https()]),
    (N.FLAPPING, B.INCONCLUSIVE, C.MEDIUM, [*healthy(), *tcp("timeout", PEER, (4,), (1,)), *tcp("ok", PEER, (4,), (2,)), *tls("ok", PEER, (4,))]),
    (N.OK, B.NONE, C.HIGH, healthy()),
    (N.HIGH_LATENCY, B.INCONCLUSIVE, C.MEDIUM, [*local(), *names(), *tcp(ms=1300, resent=1), *tls(ms=1300), *https()]),
    (N.DNS_SLOW, B.LOCAL_NETWORK, C.MEDIUM, [*local(), *names(system_ms=2500), *tcp(), *tls(), *https()]),
    (N.OK, B.NONE, C.MEDIUM, [*local(), *names(system_ms=2500), *tcp(), *tls(), *https(), one("pulse", "device", "busy", Status.WARN)]),
    (N.OK, B.NONE, C.MEDIUM, [*local(), *names(), *tcp(families=(4,)), *https(plain=True)]),
    (N.INCONCLUSIVE, B.INCONCLUSIVE, C.LOW, [*local()]),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "blame", "confidence", "findings"), CASES)
def test_what_findings_mean(cause, blame, confidence, findings):
    verdict, _ = judge(findings, ASKED)
    assert (verdict.cause, verdict.blame, verdict.confidence) == (cause, blame, confidence)


def test_every_cause_of_the_contract_has_a_case():
    assert set(NetCause) - {cause for cause, *_ in CASES} == set()


@pytest.mark.parametrize("findings", [case[3] for case in CASES])
def test_provider_is_blamed_only_with_proof(findings):
    verdict, secondary = judge(findings, ASKED)
    look = seen(findings)
    identity = any(item.evidence.get("identity_proved") for item in look.mine("chain"))
    for each in (verdict, *secondary):
        if each.blame is Blame.PROVIDER:
            assert look.reached or look.reached_by_proxy or look.control_ok or identity


@pytest.mark.parametrize("findings", [case[3] for case in CASES])
def test_no_verdict_depends_on_whose_addresses_they_are(findings):
    """Other addresses and names, the same shape: the same verdict."""
    swap = {
        **{V4[k]: f"60.9.9.{n}" for n, k in enumerate(V4)},
        **{V6[k]: f"2c00::{n + 1}" for n, k in enumerate(V6)},
    }

    def other(value):
        if isinstance(value, tuple):
            return tuple(swap.get(item, item) for item in value)
        return swap.get(value, value) if isinstance(value, str) else value

    changed = [
        type(item)(
            item.id,
            item.target,
            item.status,
            item.value,
            item.elapsed_ms,
            {name: other(value) for name, value in item.evidence.items()},
            item.failure,
        )
        for item in findings
    ]
    assert judge(changed, ASKED)[0] == judge(findings, ASKED)[0]


def test_two_faults_name_the_graver_first_and_keep_the_other():
    findings = [
        *local(),
        *names(),
        *names(target=PEER),
        *tcp(families=(4,)),
        *tcp("timeout", families=(6,)),
        *tcp("timeout", PEER, (6,)),
        *tls(families=(4,)),
        *https("maintenance", status=503),
    ]
    verdict, secondary = judge(findings, ASKED)
    assert verdict.cause is N.MAINTENANCE
    assert [item.cause for item in secondary] == [N.IPV6_BROKEN]


def test_what_a_portal_brings_about_is_no_second_fault():
    findings = [
        *cut("untrusted"),
        *chain("other_name"),
        *plain("portal_redirect"),
        *plain("portal_redirect", PEER),
    ]
    verdict, secondary = judge(findings, ASKED)
    assert (verdict.cause, secondary) == (N.CAPTIVE_PORTAL, ())


def test_a_portal_page_is_overruled_by_a_host_that_proves_its_name():
    verdict, _ = judge([*healthy(), *plain("portal_redirect")], ASKED)
    assert verdict.cause is N.OK


@pytest.mark.parametrize(
    "odd",
    [
        [one("route", "v4", "ok", tunnel=True)],
        [answer("198.18.0.9", kind="fake_ip")],
        [one("route", "v6", "none", Status.WARN)],
        [one("http80", ASKED, "refused", Status.WARN, address=V4[ASKED])],
        [one("dns_direct", ASKED, "timeout", server="40.1.1.9", qtype="A", tries=4)],
        [one("hosts", ASKED, "override", Status.WARN, addresses=(V4[ASKED],))],
        [one("proxy", ASKED, "ok")],
        [one("gateway", "v6", "unknown", Status.UNKNOWN)],
        [one("dns_second", ASKED, "contradicts", Status.WARN)],
    ],
)
def test_odd_is_not_broken(odd):
    verdict, secondary = judge([*healthy(), *odd], ASKED)
    assert (verdict.cause, verdict.status, secondary) == (N.OK, Health.OK, ())


def test_doubts_are_said():
    verdict, _ = judge([*local(), *names(), *DEAD], ASKED)
    assert "check.against.no_control" in verdict.against
    assert verdict.next_test == "check.next.control"


# --- a service that nobody has to prove, and one on this machine

NO_NETWORK = local(link="no_link", v4="none", v6="none", gateway="dead")


def on_this_machine(word="ok", answered="ok"):
    found = [one("tcp", ASKED, word, address="127.0.0.1", family=4, attempt=n, control=False) for n in (1, 2)]
    reply = one("https", ASKED, answered, address="127.0.0.1", plain=True, status=200, attempt=1)
    return [*found, reply] if word == "ok" else found


def test_what_answers_over_plain_http_proved_nothing():
    verdict, _ = judge([*local(), *names(), *tcp(families=(4,)), *https(plain=True)], ASKED)
    assert (verdict.summary, verdict.cause) == ("check.cause.ok_plain", N.OK)
    assert judge(healthy(), ASKED)[0].summary == "check.cause.ok"


def test_a_service_that_answers_well_overrules_the_hosts_file():
    entry = one("hosts", ASKED, "override", Status.WARN, addresses=("127.0.0.1",))
    verdict, secondary = judge([*local(), entry, *on_this_machine()], ASKED)
    assert (verdict.cause, verdict.status, secondary) == (N.OK, Health.OK, ())
    assert verdict.against == ("check.against.hosts_entry",)


@pytest.mark.parametrize("answered", ["moved", "redirect_other", "server_error", "unexpected"])
def test_a_wrong_answer_overrules_nothing(answered):
    entry = one("hosts", ASKED, "override", Status.WARN, addresses=("127.0.0.1",))
    verdict, _ = judge([*local(), entry, *on_this_machine(answered=answered)], ASKED)
    assert verdict.cause is N.HOSTS_OVERRIDE


def test_an_entry_that_a_name_server_confirms_is_no_doubt():
    entry = one("hosts", ASKED, "override", Status.WARN, addresses=(V4[ASKED],))
    verdict, _ = judge([*local(), entry, *names(), *tcp(families=(4,)), *https(plain=True)], ASKED)
    assert (verdict.cause, verdict.against) == (N.OK, ())


def test_no_network_matters_to_a_service_on_this_machine():
    verdict, secondary = judge([*NO_NETWORK, *on_this_machine()], ASKED)
    assert (verdict.cause, secondary) == (N.OK, ())
    verdict, secondary = judge([*NO_NETWORK, *on_this_machine("refused")], ASKED)
    assert (verdict.cause, verdict.blame, verdict.confidence) == (N.PROVIDER_DOWN, B.DEVICE, C.MEDIUM)
    assert (verdict.against, verdict.next_test, secondary) == ((), None, ())


def test_one_address_elsewhere_needs_the_network_again():
    away = one("tcp", ASKED, "timeout", address="20.1.1.1", family=4, attempt=1, control=False)
    verdict, _ = judge([*NO_NETWORK, *on_this_machine("refused"), away], ASKED)
    assert verdict.cause is N.NO_LINK


def test_who_is_told_to_try_at_once_is_not_told_to_wait():
    half_dead = speak(consider({"reached": "direct", "repeat": "alternates"}))[0]
    assert (half_dead.summary, half_dead.next_test) == ("check.cause.half_dead", "check.next.control")
    flapping = speak(consider({"reached": "direct", "recovered": "yes"}))[0]
    assert (flapping.summary, flapping.next_test) == ("check.cause.flapping", "check.next.wait")
