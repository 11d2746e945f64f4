"""Findings in shorthand, for tests of rules: each function makes what a probe would have noted."""

from gopay_help.model.check import Finding, Status
from gopay_help.network.findings import FindingsView

ASKED, PEER, CONTROL = "help", "app", "c0"
V4 = {ASKED: "20.1.1.1", PEER: "20.1.1.2", CONTROL: "30.1.1.1"}
V6 = {ASKED: "2a00::1", PEER: "2a00::2", CONTROL: "2b00::1"}
SERVER = "40.1.1.1"
GOOD = {"ok", "alive", "list", "none", "nodata", "served", "alert", "left", "free"}


def one(check, target, value, status=None, ms=5, /, **evidence):
    chosen = status or (Status.PASS if value in GOOD else Status.FAIL)
    failure = value if chosen is Status.FAIL else None
    return Finding(check, target, chosen, value, ms, evidence, failure)


def local(link="ok", v4="ok", v6="ok", gateway="alive", servers=(SERVER,), *, near=False):
    found = [one("link", "device", link)]
    found += [
        one("route", family, word, None if word == "ok" else Status.WARN)
        for family, word in (("v4", v4), ("v6", v6))
    ]
    found += [one("gateway", "v4", gateway)] if gateway else []
    listed = (
        one("resolvers", "device", "list", servers=servers, near=near)
        if servers
        else one("resolvers", "device", "none", Status.FAIL)
    )
    return [*found, listed]


def names(  # noqa: PLR0913 (each is a way to break it)
    a="ok", aaaa="ok", system="ok", *, target=ASKED, root="ok", zone="ok", tries=1, system_ms=5, ms=5
):
    control = target == CONTROL
    found = [one("dns_system", target, system, None, system_ms, control=control)]
    for qtype, word, addresses in (("A", a, V4), ("AAAA", aaaa, V6)):
        given = (addresses[target],) if word == "ok" else ()
        found.append(
            one(
                "dns_direct",
                target,
                word,
                None,
                ms,
                server=SERVER,
                qtype=qtype,
                tries=tries,
                addresses=given,
                control=control,
            )
        )
        found += [answer(address, target) for address in given]
    if target == ASKED:
        found += [one("dns_root", SERVER, root, server=SERVER), one("dns_zone", SERVER, zone, server=SERVER)]
    return found


def answer(address, target=ASKED, kind="global", *, contacted=True):
    return one(
        "answer", target, kind, Status.PASS, address=address, contacted=contacted, control=target == CONTROL
    )


def tcp(word="ok", target=ASKED, families=(4, 6), attempts=(1,), ms=5, resent=0):
    found = []
    for family in families:
        address = (V4 if family == 4 else V6)[target]
        for attempt in attempts:
            facts = {"address": address, "family": family, "attempt": attempt, "control": target == CONTROL}
            found.append(
                one("tcp", target, word, None, ms, **facts, **({"resent": resent} if word == "ok" else {}))
            )
    return found


def tls(word="ok", target=ASKED, families=(4, 6), attempts=(1,), ms=5):
    found = []
    for family in families:
        address = (V4 if family == 4 else V6)[target]
        for attempt in attempts:
            facts = {"address": address, "family": family, "attempt": attempt, "control": target == CONTROL}
            found.append(one("tls", target, word, None, ms, **facts))
    return found


def https(value="ok", attempt=1, target=ASKED, status=200, **more):
    bad = Status.PASS if value in {"ok", "redirect_own"} else Status.FAIL
    return [one("https", target, value, bad, address=V4[ASKED], attempt=attempt, status=status, **more)]


def chain(value="matches", target=ASKED, issuer="X", family=4, address=None, mark="m", *, proved=False):
    at = address or (V4 if family == 4 else V6)[target]
    facts = {"issuer": issuer, "mark": mark, "identity_proved": proved, "control": target == CONTROL}
    return [one("chain", target, value, Status.WARN, address=at, **facts)]


def plain(value="redirect_own", target=ASKED):
    return [one("http80", target, value, Status.PASS, address=V4[target], control=False)]


def clock(offset, target=ASKED):
    value = "ok" if abs(offset) < 300 else "slow" if offset > 0 else "fast"
    return [one("clock", target, value, Status.PASS if value == "ok" else Status.WARN, offset_s=offset)]


def contrast(check, value, **more):
    return [one(check, ASKED, value, address=V4[ASKED], **more)]


def control(word="ok"):
    return [*names(target=CONTROL), *tcp(word, CONTROL), *(tls("ok", CONTROL) if word == "ok" else [])]


def peer():
    return [*names(target=PEER), *tcp("ok", PEER), *tls("ok", PEER)]


def healthy():
    return [*local(), *names(), *tcp(), *tls(), *https(), *plain(), *clock(0)]


def cut(word, attempts=(1, 2), ms=5):
    return [*local(), *names(), *tcp(ms=ms), *tls(word, attempts=attempts, ms=ms)]


def homes(mine, other):
    """Where two hosts of the provider live, as their name servers say."""
    return [answer(mine), answer(other, PEER)]


def seen(findings):
    return FindingsView(findings, ASKED)
