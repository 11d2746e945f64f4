"""One dead address among good ones: the service is well, and the fact is told beside it."""

import pytest
from seen_builder import ASKED, PEER, V4, clock, healthy, https, local, names, one, plain, tcp, tls

from gopay_help.model.check import Blame, Health, NetCause
from gopay_help.network.verdict import judge

SECOND = "20.1.1.9"


def second(word, attempts=(1, 2), family=4):
    facts = {"address": SECOND if family == 4 else "2a00::9", "family": family, "control": False}
    return [one("tcp", ASKED, word, attempt=attempt, **facts) for attempt in attempts]


@pytest.mark.parametrize("word", ["timeout", "refused", "unreachable"])
def test_the_verdict_stays_and_the_address_is_named(word):
    verdict, (beside,) = judge([*healthy(), *second(word)], ASKED)
    assert (verdict.status, verdict.cause) == (Health.OK, NetCause.OK)
    assert (beside.cause, beside.blame) == (NetCause.TCP_UNREACHABLE, Blame.PROVIDER_OR_PATH)
    assert beside.summary == "check.cause.one_address"


def test_beside_what_the_service_says_too():
    found = [*local(), *names(), *tcp(), *tls(), *https("maintenance", status=503), *plain(), *clock(0)]
    verdict, beside = judge([*found, *second("timeout")], ASKED)
    assert verdict.cause is NetCause.MAINTENANCE
    assert [item.cause for item in beside] == [NetCause.TCP_UNREACHABLE]


@pytest.mark.parametrize(
    "found",
    [
        [*healthy(), *second("ok", (1,))],
        [*healthy(), *second("timeout", (1,)), *second("ok", (2,))],
        [*local(), *names(), *tcp("timeout", attempts=(1, 2)), *second("timeout")],
    ],
)
def test_nothing_is_named_if_it_came_back_or_if_all_are_dead(found):
    assert "check.cause.one_address" not in {item.summary for item in judge(found, ASKED)[1]}


def test_a_dead_family_is_not_a_dead_address():
    found = [*local(), *names(), *tcp(families=(4,)), *tls(families=(4,)), *https(), *plain(), *clock(0)]
    verdict, beside = judge([*found, *second("timeout", family=6)], ASKED)
    assert verdict.cause is NetCause.IPV6_BROKEN
    assert beside == ()


@pytest.mark.parametrize(("contrast", "named"), [("silent", True), ("served", False)])
def test_an_address_that_hangs_up_is_named_too_unless_it_is_the_name(contrast, named):
    found = [
        *local(),
        *names(),
        *tcp(),
        *tls(families=(6,)),
        *tls("reset", families=(4,)),
        *https(),
        *plain(),
    ]
    swap = one("sni_swap", ASKED, contrast, address=V4[ASKED])
    _, beside = judge([*found, swap, *clock(0)], ASKED)
    assert ("check.cause.one_address" in {item.summary for item in beside}) is named


def test_unless_that_family_serves_another_host_of_the_provider():
    found = [*local(), *names(), *tcp(families=(4,)), *tls(families=(4,)), *https(), *plain(), *clock(0)]
    verdict, (beside,) = judge([*found, *second("timeout", family=6), *tcp(target=PEER)], ASKED)
    assert verdict.cause is NetCause.OK
    assert beside.summary == "check.cause.one_address"
