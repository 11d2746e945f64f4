"""Rules for the way: certificates and clocks, filters by name and by size, and who is silent beside whom."""

from gopay_help.model.finding import Blame, Finding, Health, NetCause, Status
from gopay_help.model.tree import Confidence
from gopay_help.probes.rule import (
    HIGH,
    LOW,
    MEDIUM,
    Rule,
    by_count,
    proved,
    unproved,
    vantage_blame,
    vantage_confidence,
)
from gopay_help.probes.seen import CUT, NOT_THERE, Seen
from gopay_help.probes.web import CLOCK_LIMIT_S

_FAR_OFF_S = 3600
_UNKNOWN_MAKER = {"untrusted", "bad_cert"}


# --- dates


def _dated(seen: Seen) -> set[str]:
    return seen.tls_words() & {"expired", "not_yet"} if unproved(seen) else set()


def _explains(word: str, offset: int) -> bool:
    return offset >= CLOCK_LIMIT_S if word == "not_yet" else offset <= -CLOCK_LIMIT_S


def clock_wrong(seen: Seen) -> bool:
    """Certificates fail on their dates, and a server's clock is off in the direction that explains it."""
    return any(_explains(word, offset) for word in _dated(seen) for offset in seen.offsets)


def clock_sure(seen: Seen) -> Confidence:
    """The offset, a second source or name, and a certificate that holds but for its dates.

    Nothing against.
    """
    agree = all(abs(offset) >= CLOCK_LIMIT_S for offset in seen.offsets)
    return (
        by_count(sum((agree, _identity_proved(seen) or len(_names_with_dates(seen)) > 1)))
        if agree
        else MEDIUM
    )


def _names_with_dates(seen: Seen) -> set[str]:
    return {finding.target for finding in seen.all("tls") if finding.value in {"expired", "not_yet"}}


def _identity_proved(seen: Seen) -> bool:
    return any(finding.evidence.get("identity_proved") for finding in seen.mine("chain"))


def clock_likely(seen: Seen) -> bool:
    """No server told the time, but several names fail in the same way and none holds."""
    return (
        bool(_dated(seen))
        and not seen.offsets
        and len(_names_with_dates(seen)) > 1
        and not seen.something_else_ok
    )


def clock_off(seen: Seen) -> bool:
    """Everything holds, and yet every server's clock is an hour or more away on the same side."""
    hosts = {item.target for item in seen.all("clock")}
    far = [offset for offset in seen.offsets if abs(offset) >= _FAR_OFF_S]
    same_side = len({offset > 0 for offset in far}) == 1
    return proved(seen) and len(hosts) > 1 and len(far) == len(seen.offsets) and same_side


def cert_expired(seen: Seen) -> bool:
    """The dates fail and the clock is right: a server says so, or another certificate holds today."""
    return bool(_dated(seen)) and (bool(seen.offsets) or seen.something_else_ok)


def cert_undecided(seen: Seen) -> bool:
    """The dates fail and nobody tells the time."""
    return bool(_dated(seen))


def cert_blame(seen: Seen) -> Blame:
    """The certificate proves its maker and name.

    Only then, or beside a control that works, is it the provider's.
    """
    return Blame.PROVIDER if _identity_proved(seen) or seen.control_ok else Blame.PROVIDER_OR_PATH


def cert_sure(seen: Seen) -> Confidence:
    """The clock proved right, the identity proved, something else that holds."""
    return by_count(sum((bool(seen.offsets), _identity_proved(seen), seen.something_else_ok)))


# --- makers and names


def intercepted(seen: Seen) -> bool:
    """Somebody made a certificate for the name whom this machine does not trust."""
    return (
        unproved(seen) and bool(seen.tls_words() & _UNKNOWN_MAKER) and any(map(_matches, seen.mine("chain")))
    )


def _matches(finding: Finding) -> bool:
    return finding.value == "matches"


def interception_blame(seen: Seen) -> Blame:
    """One name alone may be the server's own mistake; all of one provider's are picked out on the way."""
    if seen.peer_ok:
        return Blame.INCONCLUSIVE
    return Blame.ISP if seen.control_ok else Blame.LOCAL_NETWORK


def interception_sure(seen: Seen) -> Confidence:
    """The same maker for names that have nothing to do with each other."""
    makers = {str(item.evidence.get("issuer")) for item in seen.mine("chain") if _matches(item)}
    others = [item for item in seen.all("chain") if item.target != seen.asked and _made_by(item, makers)]
    if seen.something_else_ok:
        return MEDIUM if others and not seen.peer_ok else LOW
    return HIGH if any(item.evidence.get("control") for item in others) else MEDIUM


def _made_by(finding: Finding, makers: set[str]) -> bool:
    return str(finding.evidence.get("issuer")) in makers


def wrong_host(seen: Seen) -> bool:
    """A certificate for another name."""
    return unproved(seen) and (
        "wrong_name" in seen.tls_words()
        or any(finding.value == "other_name" for finding in seen.mine("chain"))
    )


def wrong_host_sure(seen: Seen) -> Confidence:
    """Its own plain-HTTP redirect, and something else that works."""
    own = "redirect_own" in seen.values(seen.mine("http80"))
    return by_count(sum((own, seen.something_else_ok, "wrong_name" in seen.tls_words())))


# --- filters


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


def _never_repeated_well(seen: Seen, address: object) -> bool:
    return "ok" not in seen.values(seen.mine("tls", address=address, attempt=2))


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


# --- silence


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
    tcp = seen.mine("tcp")
    return (
        unproved(seen)
        and bool(tcp)
        and all(finding.status is Status.SKIP for finding in tcp)
        and seen.has("route", "ok")
    )


DATE_RULES = (
    Rule("R17", NetCause.CLOCK_WRONG, clock_wrong, Blame.DEVICE, clock_sure, next_test="set_clock"),
    Rule("R17b", NetCause.CLOCK_WRONG, clock_likely, Blame.DEVICE, LOW, next_test="set_clock"),
    Rule("R18", NetCause.CERT_EXPIRED, cert_expired, cert_blame, cert_sure),
    Rule("R18b", NetCause.CERT_EXPIRED, cert_undecided, Blame.INCONCLUSIVE, LOW, next_test="set_clock"),
)
CLOCK_OFF = Rule(
    "R53", NetCause.CLOCK_WRONG, clock_off, Blame.DEVICE, MEDIUM, Health.DEGRADED, next_test="set_clock"
)
CERTIFICATE_RULES = (
    Rule(
        "R21",
        NetCause.TLS_INTERCEPTED,
        intercepted,
        interception_blame,
        interception_sure,
        next_test="other_network",
    ),
    Rule(
        "R22",
        NetCause.CERT_WRONG_HOST,
        wrong_host,
        lambda seen: Blame.PROVIDER if seen.control_ok else Blame.PROVIDER_OR_PATH,
        wrong_host_sure,
        next_test="other_network",
    ),
)
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
    Rule("R35", NetCause.IPV4_BROKEN, wrong_family, Blame.LOCAL_NETWORK, MEDIUM, next_test="other_network"),
)
FILTER_QUALITY_RULES = (
    Rule("R61", NetCause.BLOCKED_SNI, blocked_sni, Blame.ISP, MEDIUM, Health.DEGRADED),
    Rule("R62", NetCause.PMTU_BLACKHOLE, pmtu_blackhole, Blame.LOCAL_NETWORK, pmtu_sure, Health.DEGRADED),
)


def _works(seen: Seen) -> bool:
    return proved(seen) and seen.answered != "timeout"


__all__ = [
    "CERTIFICATE_RULES",
    "DATE_RULES",
    "FILTER_QUALITY_RULES",
    "FILTER_RULES",
    "NOT_THERE",
    "SILENCE_RULES",
]
