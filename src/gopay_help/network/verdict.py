"""Findings in, verdict out.

The order of the rules is the order of this table; nothing here waits or looks.
"""

from collections.abc import Callable, Sequence

from gopay_help.model.result import Blame, Finding, Health, NetCause, Verdict
from gopay_help.model.tree import Confidence
from gopay_help.network.rule import HIGH, LOW, MEDIUM, Rule, proved, unproved
from gopay_help.network.rules_answers import ANSWER_RULES, LYING_RULES
from gopay_help.network.rules_certificates import CERTIFICATE_RULES, CLOCK_OFF, DATE_RULES
from gopay_help.network.rules_local import (
    LOCAL_RULES,
    PORTAL_SPARES,
    PROXY_DEAD,
    PROXY_ONLY,
    unnamed_entry,
)
from gopay_help.network.rules_names import NAME_QUALITY_RULES, NAME_RULES
from gopay_help.network.rules_path import FILTER_QUALITY_RULES, FILTER_RULES, SILENCE_RULES
from gopay_help.network.rules_service import (
    LINE_RULES,
    ONE_ADDRESS,
    QUALITY_RULES,
    SERVICE_RULES,
    packet_loss,
    throttled,
)
from gopay_help.network.seen import Seen

_THROTTLE_FIRST = Rule(
    "R26",
    NetCause.THROTTLED,
    lambda seen: unproved(seen) and throttled(seen),
    Blame.ISP,
    MEDIUM,
    Health.FAIL,
    next_test="other_network",
)
_LOSS_FIRST = Rule(
    "R23",
    NetCause.PACKET_LOSS,
    lambda seen: unproved(seen) and packet_loss(seen),
    Blame.INCONCLUSIVE,
    MEDIUM,
    Health.FAIL,
    next_test="other_network",
)


def _fine_sure(seen: Seen) -> Confidence:
    """Less sure if packets were lost, or if nothing else works from here."""
    alone = seen.control_asked and not seen.control_ok
    return MEDIUM if seen.sample_lost or alone else HIGH


_FINE = Rule(
    "R70",
    NetCause.OK,
    lambda seen: bool(seen.valid_addresses) or seen.reached_by_proxy,
    Blame.NONE,
    _fine_sure,
    Health.OK,
)
_FINE_UNPROVED = Rule("R71", NetCause.OK, proved, Blame.NONE, MEDIUM, Health.OK, says="ok_plain")
"""Asked over plain http: somebody answered, and nothing proves who."""
_UNKNOWN = Rule(
    "R99",
    NetCause.INCONCLUSIVE,
    lambda _: True,
    Blame.INCONCLUSIVE,
    LOW,
    Health.INCONCLUSIVE,
    next_test="control",
)

RULES: tuple[Rule, ...] = (
    *LOCAL_RULES,
    *NAME_RULES,
    *DATE_RULES,
    *ANSWER_RULES,
    *CERTIFICATE_RULES,
    _THROTTLE_FIRST,
    _LOSS_FIRST,
    *FILTER_RULES,
    PROXY_DEAD,
    *SILENCE_RULES,
    *SERVICE_RULES,
    PROXY_ONLY,
    PORTAL_SPARES,
    CLOCK_OFF,
    *LYING_RULES,
    *FILTER_QUALITY_RULES,
    *QUALITY_RULES,
    *NAME_QUALITY_RULES,
    *LINE_RULES,
    _FINE,
    _FINE_UNPROVED,
    ONE_ADDRESS,
    _UNKNOWN,
)
"""First match wins."""

_NEVER_SECOND = frozenset({NetCause.OK, NetCause.INCONCLUSIVE})
_ALWAYS_OWN = frozenset({NetCause.PROXY_BROKEN, NetCause.HOSTS_OVERRIDE, NetCause.CLOCK_WRONG})
"""Faults of this machine that no fault of the network brings about."""
_OWN_BESIDE_THE_WAY = _ALWAYS_OWN | {
    NetCause.IPV4_BROKEN,
    NetCause.IPV6_BROKEN,
    NetCause.DNS_AAAA_BROKEN,
    NetCause.DNS_SLOW,
    NetCause.PACKET_LOSS,
    NetCause.HIGH_LATENCY,
    NetCause.THROTTLED,
    NetCause.DNS_TAMPERED,
    NetCause.PMTU_BLACKHOLE,
    NetCause.BLOCKED_SNI,
    NetCause.MAINTENANCE,
    NetCause.RATE_LIMITED,
    NetCause.OVERLOADED,
    NetCause.HOST_MOVED,
    NetCause.POLICY_BLOCK,
    NetCause.PROVIDER_ERROR,
    NetCause.PROXY_REQUIRED,
    NetCause.GATEWAY_DEAD,
    NetCause.CERT_EXPIRED,
}
_BLINDING = frozenset(
    {
        NetCause.NO_LINK,
        NetCause.NO_ADDRESS,
        NetCause.NO_ROUTE,
        NetCause.DNS_NONE,
        NetCause.DNS_UNREACHABLE,
        NetCause.DNS_FAILING,
        NetCause.CAPTIVE_PORTAL,
        NetCause.FIREWALL_LOCAL,
        NetCause.EGRESS_BLOCKED,
    }
)
"""Under these nothing further away can be judged: what else seems wrong is their symptom."""
_SYMPTOMS: dict[NetCause, frozenset[NetCause]] = {
    NetCause.PACKET_LOSS: frozenset(
        {
            NetCause.DNS_SLOW,
            NetCause.DNS_AAAA_BROKEN,
            NetCause.THROTTLED,
            NetCause.PMTU_BLACKHOLE,
            NetCause.BLOCKED_SNI,
            NetCause.PROVIDER_ERROR,
            NetCause.FLAPPING,
        }
    ),
    NetCause.DNS_TAMPERED: frozenset({NetCause.CERT_EXPIRED, NetCause.PACKET_LOSS}),
    NetCause.CLOCK_WRONG: frozenset({NetCause.CERT_EXPIRED}),
    NetCause.BLOCKED_SNI: frozenset({NetCause.PMTU_BLACKHOLE, NetCause.PACKET_LOSS}),
    NetCause.PMTU_BLACKHOLE: frozenset({NetCause.PROVIDER_ERROR, NetCause.THROTTLED}),
    NetCause.HIGH_LATENCY: frozenset({NetCause.DNS_SLOW}),
    NetCause.GATEWAY_DEAD: frozenset({NetCause.IPV4_BROKEN, NetCause.IPV6_BROKEN, NetCause.DNS_SLOW}),
    NetCause.PROXY_REQUIRED: frozenset({NetCause.IPV4_BROKEN, NetCause.IPV6_BROKEN, NetCause.DNS_SLOW}),
}
"""What a cause brings about by itself."""

_BY_ADDRESS = frozenset({NetCause.TCP_UNREACHABLE, NetCause.PROVIDER_DOWN, NetCause.BLOCKED_SNI})


def _needs_control(seen: Seen, rule: Rule) -> bool:
    """Nobody else can tell anything about a service on this machine."""
    return rule.next_test == "control" and not seen.on_this_machine


_Doubt = tuple[str, Callable[[Seen, Rule], bool]]
_DOUBTS: tuple[_Doubt, ...] = (
    (
        "no_control",
        lambda seen, rule: _needs_control(seen, rule) and not seen.control_asked,
    ),
    (
        "hosts_entry",
        lambda seen, rule: rule.cause is NetCause.OK and not seen.valid_addresses and unnamed_entry(seen),
    ),
    ("one_address", lambda seen, rule: rule.cause in _BY_ADDRESS and len(seen.tcp_last) == 1),
    ("clock_unproved", lambda seen, rule: rule.cause is NetCause.CERT_EXPIRED and not seen.offsets),
    ("others_work", lambda seen, rule: rule.cause is NetCause.TLS_INTERCEPTED and seen.something_else_ok),
    (
        "others_fail",
        lambda seen, rule: rule.cause is NetCause.OK and seen.control_asked and not seen.control_ok,
    ),
    ("loss_seen", lambda seen, rule: rule.cause is not NetCause.PACKET_LOSS and seen.sample_lost > 0),
    ("reply_is_one_look", lambda _, rule: rule.blame is Blame.PROVIDER),
)
"""What speaks against a verdict, and when."""


def judge(findings: Sequence[Finding], asked: str) -> tuple[Verdict, tuple[Verdict, ...]]:
    """The verdict on the service *asked* about, and what else is wrong apart from it."""
    seen = Seen(findings, asked)
    matching = [rule for rule in RULES if rule.when(seen)]
    primary = matching[0]
    second = {rule.cause: verdict_of(rule, seen) for rule in reversed(matching[1:]) if _apart(primary, rule)}
    return verdict_of(primary, seen), tuple(reversed(second.values()))


def _apart(primary: Rule, rule: Rule) -> bool:
    first, other = primary.cause, rule.cause
    if rule is ONE_ADDRESS:
        return first not in _BLINDING
    if other in _NEVER_SECOND or other is first or other in _SYMPTOMS.get(first, ()):
        return False
    return other in (_ALWAYS_OWN if first in _BLINDING else _OWN_BESIDE_THE_WAY)


def verdict_of(rule: Rule, seen: Seen) -> Verdict:
    """What *rule* says of what was seen."""
    against = tuple(key for key, holds in _DOUBTS if holds(seen, rule))
    idle = seen.on_this_machine and rule.next_test in {"control", "other_network"}
    return Verdict(
        status=rule.status,
        cause=rule.cause,
        blame=rule.blame_for(seen),
        confidence=rule.confidence_for(seen),
        summary=f"check.cause.{rule.says or rule.cause}",
        against=tuple(f"check.against.{key}" for key in against),
        next_test=f"check.next.{rule.next_test}" if rule.next_test and not idle else None,
    )
