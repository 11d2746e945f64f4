"""Rules for a service that proved its name: what it says of itself, and how well the way carries it."""

from collections.abc import Callable

from gopay_help.model.result import Blame, Finding, Health, NetCause, Status
from gopay_help.model.tree import Confidence
from gopay_help.network.narrow import LONG_TENTHS
from gopay_help.network.rule import HIGH, LOW, MEDIUM, Rule, proved
from gopay_help.network.rules_path import blocked_sni, pmtu_blackhole
from gopay_help.network.seen import CUT, Seen, was_late

_CUT_SHORT = {"timeout", "reset", "eof", ""}
_FAMILIES = {4: 6, 6: 4}
_NO_WAY = {"refused", "timeout", "unreachable", "denied"}


def says(*words: str) -> Callable[[Seen], bool]:
    """The service itself answered with one of *words*, and did not take it back on the second try."""
    return lambda seen: proved(seen) and seen.answered in words


def _direct_statement(seen: Seen) -> Confidence:
    """A status of its own is the service's own word; a page that reads like it is one kind of evidence."""
    status = seen.answer.evidence.get("status") if seen.answer else None
    return HIGH if status == 503 else MEDIUM  # noqa: PLR2004


def _twice(seen: Seen) -> Confidence:
    return HIGH if len(seen.mine("https")) > 1 else MEDIUM


def packet_loss(seen: Seen) -> bool:
    """A spaced sample lost packets, and so did the check itself; a full queue loses only what comes late."""
    if seen.has("goodput", "slow") and not seen.asked_again:
        return False
    if seen.sample_lost:
        return seen.sample_lost > 1 or seen.losses > 1
    return scattered(seen)


def scattered(seen: Seen) -> bool:
    """Some connections lost their first packet, here and there.

    Not all of them, which would be a moment's fault.
    """
    connects = [finding for finding in seen.all("tcp", attempt=1) if finding.value == "ok"]
    late = sum(map(was_late, connects))
    return seen.early_losses > 1 and 0 < late * 2 <= len(connects)


def family_broken(family: int) -> Callable[[Seen], bool]:
    """Every provider address of *family* fails, those of the other family work.

    There is a route for both.
    """

    def when(seen: Seen) -> bool:
        words = seen.family_words(family)
        failing = bool(words) and not seen.family_ok(family)
        enough = len(words) > 1 or not packet_loss(seen)
        return failing and enough and seen.routed(family) and seen.family_ok(_FAMILIES[family])

    return when


def family_blame(family: int) -> Callable[[Seen], Blame]:
    """Refusals come from the far end, and a control of that family that works clears the line.

    Controls refused as well do not: then somebody nearer refuses for all.
    """

    def blame(seen: Seen) -> Blame:
        controls = seen.values(seen.all("tcp", control=True, family=family))
        refused = all(words == {"refused"} for words in seen.family_words(family))
        far = "ok" in controls or (refused and not controls & _NO_WAY)
        return Blame.PROVIDER_OR_PATH if far else Blame.ISP

    return blame


def family_sure(family: int) -> Callable[[Seen], Confidence]:
    """More than one address, and no other trouble to explain it."""

    def sure(seen: Seen) -> Confidence:
        several = len(seen.family_words(family)) > 1
        return HIGH if several and not packet_loss(seen) else MEDIUM

    return sure


def throttled(seen: Seen) -> bool:
    """Data trickles although connecting is quick.

    All of it together, or one handshake with the line to itself.
    """
    long = sum(map(_tenths, seen.all("goodput"))) >= LONG_TENTHS
    confirmed = seen.has("rate", "slow") or (long and not seen.has("rate", "ok"))
    return seen.has("goodput", "slow", "drips") and confirmed and not packet_loss(seen)


def _tenths(finding: Finding) -> int:
    tenths = finding.evidence.get("tenths")
    return tenths if isinstance(tenths, int) else 0


def high_latency(seen: Seen) -> bool:
    """Half of all connects take half a second."""
    return any(finding.value == "latency" for finding in seen.all("quality"))


def flapping(seen: Seen) -> bool:
    """What failed a moment ago works now, and the sample is clean."""
    return proved(seen) and not packet_loss(seen) and (_recovered(seen) or _late_burst(seen))


def _recovered(seen: Seen) -> bool:
    for check in ("tcp", "tls", "https"):
        for second in seen.all(check, attempt=2):
            firsts = seen.all(check, second.target, attempt=1, address=second.evidence.get("address"))
            if second.status is Status.PASS and any(first.status is Status.FAIL for first in firsts):
                return True
    return False


def _late_burst(seen: Seen) -> bool:
    connects = [finding for finding in seen.all("tcp") if finding.value == "ok"]
    late = sum(map(was_late, connects))
    return late > 1 and late * 2 > len(connects)


def names_came_back(seen: Seen) -> bool:
    """No name at first, and then all of them: each question had to be asked three times or more."""
    tries = [finding.evidence.get("tries") for finding in seen.all("dns_direct") if finding.value == "ok"]
    often = [number for number in tries if isinstance(number, int) and number > 2]  # noqa: PLR2004
    return (
        proved(seen) and len(often) > 1 and len(often) == len(tries) and seen.quick and not seen.sample_lost
    )


def one_address_dead(seen: Seen) -> bool:
    """One address of the service fails again and again; others of its family, here or next door, work.

    Programs try the next one, so the service is well; whoever looks after it wants to know.
    """
    words: dict[tuple[object, object], set[str]] = {}
    for item in seen.mine("tcp"):
        if item.status is not Status.SKIP:
            words.setdefault((item.evidence.get("family"), item.evidence.get("address")), set()).add(
                item.value
            )
    good = {family for family in (4, 6) if seen.family_ok(family)}
    dead = {family for (family, _), said in words.items() if "ok" not in said}
    return proved(seen) and (bool(good & dead) or _one_mute(seen)) and not packet_loss(seen)


def _one_mute(seen: Seen) -> bool:
    """An address that opens and then says nothing intelligible, whatever one does, beside one that does."""
    explained = blocked_sni(seen) or pmtu_blackhole(seen)
    return seen.reached and not explained and bool(seen.tls_words() & CUT)


SERVICE_RULES = (
    Rule(
        "R40", NetCause.MAINTENANCE, says("maintenance"), Blame.PROVIDER, _direct_statement, next_test="wait"
    ),
    Rule("R41", NetCause.RATE_LIMITED, says("rate_limited"), Blame.PROVIDER, HIGH, next_test="wait"),
    Rule("R42", NetCause.OVERLOADED, says("overloaded"), Blame.PROVIDER, MEDIUM, next_test="wait"),
    Rule("R43", NetCause.HOST_MOVED, says("moved", "gone"), Blame.PROVIDER, HIGH),
    Rule("R44", NetCause.POLICY_BLOCK, says("policy"), Blame.PROVIDER, HIGH, next_test="other_network"),
    Rule("R45", NetCause.PROVIDER_ERROR, says("server_error"), Blame.PROVIDER, _twice, next_test="wait"),
    Rule(
        "R46t",
        NetCause.THROTTLED,
        lambda seen: proved(seen) and throttled(seen) and seen.answered in _CUT_SHORT,
        Blame.ISP,
        MEDIUM,
        Health.DEGRADED,
        next_test="other_network",
    ),
    Rule(
        "R46",
        NetCause.PACKET_LOSS,
        packet_loss,
        Blame.INCONCLUSIVE,
        MEDIUM,
        Health.DEGRADED,
        next_test="other_network",
    ),
    Rule(
        "R47",
        NetCause.PROVIDER_ERROR,
        says("timeout", "reset", "eof", "alert", "error", "tls_error"),
        Blame.PROVIDER,
        MEDIUM,
        next_test="wait",
    ),
    Rule("R48", NetCause.PROVIDER_ERROR, says("unexpected"), Blame.PROVIDER, LOW, Health.DEGRADED),
)
QUALITY_RULES = (
    Rule(
        "R59",
        NetCause.FLAPPING,
        names_came_back,
        Blame.INCONCLUSIVE,
        MEDIUM,
        Health.DEGRADED,
        next_test="wait",
    ),
    Rule("R63", NetCause.IPV6_BROKEN, family_broken(6), family_blame(6), family_sure(6), Health.DEGRADED),
    Rule("R64", NetCause.IPV4_BROKEN, family_broken(4), family_blame(4), family_sure(4), Health.DEGRADED),
)
LINE_RULES = (
    Rule("R67", NetCause.THROTTLED, throttled, Blame.ISP, MEDIUM, Health.DEGRADED, next_test="other_network"),
    Rule(
        "R68",
        NetCause.HIGH_LATENCY,
        high_latency,
        Blame.INCONCLUSIVE,
        MEDIUM,
        Health.DEGRADED,
        next_test="other_network",
    ),
    Rule("R69", NetCause.FLAPPING, flapping, Blame.INCONCLUSIVE, MEDIUM, Health.DEGRADED, next_test="wait"),
)
ONE_ADDRESS = Rule(
    "R72",
    NetCause.TCP_UNREACHABLE,
    one_address_dead,
    Blame.PROVIDER_OR_PATH,
    MEDIUM,
    Health.DEGRADED,
    next_test="other_network",
    says="one_address",
)
"""Never the first thing to be said: it stands after the rule for a service that is well."""
