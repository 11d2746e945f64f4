"""Rules for the way: filters by name and by size, and who is silent beside whom."""

from gopay_help.model.result import Blame, Finding, Health, NetCause, Status
from gopay_help.model.tree import Confidence
from gopay_help.network.rule import (
    HIGH,
    MEDIUM,
    Rule,
    by_count,
    proved,
    unproved,
    vantage_blame,
    vantage_confidence,
)
from gopay_help.network.seen import CUT, Seen


def _cut_addresses(seen: Seen) -> list[object]:
    return [finding.evidence.get("address") for finding in seen.tls_first if finding.value in CUT]


def name_is_the_trigger(seen: Seen, address: object) -> bool:
    """The same address answers to another name. Against silence, an alert is too small to compare with."""
    swap = seen.at("sni_swap", address)
    silent = "timeout" in seen.values(seen.mine("tls", address=address, attempt=1))
    if not silent:
        return bool(swap & {"served", "alert"})
    return "served" in swap or (bool(swap & {"alert"}) and "served" not in seen.at("small_mss", address))


def size_is_the_trigger(seen: Seen, address: object) -> bool:
    """The same handshake gets through in small pieces."""
    silent = "timeout" in seen.values(seen.mine("tls", address=address, attempt=1))
    return silent and "served" in seen.at("small_mss", address) and not name_is_the_trigger(seen, address)


def blocked_sni(seen: Seen) -> bool:
    """The name is what is filtered."""
    return any(name_is_the_trigger(seen, address) for address in _cut_addresses(seen))


def sni_sure(seen: Seen) -> Confidence:
    """It failed twice, and the swap got through."""
    twice = [address for address in _cut_addresses(seen) if seen.mine("tls", address=address, attempt=2)]
    return HIGH if any(name_is_the_trigger(seen, address) for address in twice) else MEDIUM


def pmtu_blackhole(seen: Seen) -> bool:
    """Big packets vanish: in the handshake, or only in the answer."""
    answer_lost = seen.answered == "timeout" and bool(seen.mine("small_mss", stage="https"))
    late = answer_lost and "served" in seen.values(seen.mine("small_mss", stage="https"))
    return late or any(size_is_the_trigger(seen, address) for address in _cut_addresses(seen))


def pmtu_sure(seen: Seen) -> Confidence:
    """Small things pass everywhere and big ones nowhere."""
    sized = [address for address in _cut_addresses(seen) if size_is_the_trigger(seen, address)]
    again = any("timeout" in seen.values(seen.mine("tls", address=address, attempt=2)) for address in sized)
    return by_count(sum((bool(sized), again, len(sized) > 1)))


def _all_tcp_fails(seen: Seen) -> bool:
    return bool(seen.tcp_last) and "ok" not in seen.tcp_last.values()


def egress_blocked(seen: Seen) -> bool:
    """The service and the controls are out of reach in the same way."""
    if proved(seen) or seen.something_else_ok:
        return False
    controls = [finding for finding in seen.all("tcp", control=True) if finding.status is not Status.SKIP]
    if not controls:
        return False
    control_tcp = any(finding.value == "ok" for finding in controls)
    tls = seen.all("tls", control=True)
    control_cut = control_tcp and bool(tls) and all(finding.value in CUT for finding in tls)
    if _all_tcp_fails(seen):
        return not control_tcp
    return control_cut and bool(seen.tls_words() & CUT)


def refused(seen: Seen) -> bool:
    """Something at the address, or on the way, says that nobody serves there."""
    return unproved(seen) and _all_tcp_fails(seen) and set(seen.tcp_last.values()) == {"refused"}


def unreachable(seen: Seen) -> bool:
    """No address of the service answers at all."""
    return unproved(seen) and _all_tcp_fails(seen)


def speechless(seen: Seen) -> bool:
    """Connections open and nothing intelligible comes back, whatever name or size."""
    return unproved(seen) and bool(seen.tls_words())


def wrong_family(seen: Seen) -> bool:
    """The service has addresses of one family only, and this network has the other only."""
    return unproved(seen) and _unrouted(seen.mine("tcp")) and seen.has("route", "ok")


def route_went(seen: Seen) -> bool:
    """There was a route when we began; by the time we used it, there was none."""
    tcp = seen.mine("tcp")
    families = [family for family in (4, 6) if any(item.evidence.get("family") == family for item in tcp)]
    asked = seen.dns("dns_direct")
    gone = _unrouted(tcp) and all(map(seen.routed, families))
    return unproved(seen) and (gone or (not tcp and _unrouted(asked) and seen.has("route", "ok")))


def _unrouted(findings: list[Finding]) -> bool:
    return bool(findings) and all(finding.value == "no_route" for finding in findings)


FILTER_RULES = (
    Rule(
        "R24",
        NetCause.BLOCKED_SNI,
        lambda seen: unproved(seen) and blocked_sni(seen),
        Blame.ISP,
        sni_sure,
        next_test="other_network",
    ),
    Rule(
        "R25",
        NetCause.PMTU_BLACKHOLE,
        lambda seen: not _works(seen) and pmtu_blackhole(seen),
        Blame.LOCAL_NETWORK,
        pmtu_sure,
        next_test="other_network",
    ),
)


SILENCE_RULES = (
    Rule(
        "R31", NetCause.EGRESS_BLOCKED, egress_blocked, Blame.LOCAL_NETWORK, MEDIUM, next_test="other_network"
    ),
    Rule("R32", NetCause.PROVIDER_DOWN, refused, vantage_blame, vantage_confidence, next_test="control"),
    Rule(
        "R33", NetCause.TCP_UNREACHABLE, unreachable, vantage_blame, vantage_confidence, next_test="control"
    ),
    Rule("R34", NetCause.PROVIDER_DOWN, speechless, vantage_blame, vantage_confidence, next_test="control"),
    Rule("R35w", NetCause.NO_ROUTE, route_went, Blame.DEVICE, MEDIUM),
    Rule("R35", NetCause.IPV4_BROKEN, wrong_family, Blame.LOCAL_NETWORK, MEDIUM, next_test="other_network"),
)


FILTER_QUALITY_RULES = (
    Rule("R61", NetCause.BLOCKED_SNI, blocked_sni, Blame.ISP, MEDIUM, Health.DEGRADED),
    Rule("R62", NetCause.PMTU_BLACKHOLE, pmtu_blackhole, Blame.LOCAL_NETWORK, pmtu_sure, Health.DEGRADED),
)


def _works(seen: Seen) -> bool:
    return proved(seen) and seen.answered != "timeout"
