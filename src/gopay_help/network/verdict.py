"""Findings in, verdict out; and the verdict as facts for the wizard."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from gopay_help.model.result import Blame, CheckReport, Finding, Health, NetCause, Verdict
from gopay_help.model.tree import Cause, Confidence
from gopay_help.network.findings import FindingsView
from gopay_help.network.hypotheses import (
    ANSWER_RULES,
    CERTIFICATE_RULES,
    CLOCK_OFF,
    DATE_RULES,
    DNS_NONE,
    FILTER_QUALITY_RULES,
    FILTER_RULES,
    HIGH,
    LINE_RULES,
    LOCAL_RULES,
    LOW,
    LYING_RULES,
    MACHINE_RULES,
    MEDIUM,
    NAME_QUALITY_RULES,
    NAME_RULES,
    ONE_ADDRESS,
    PORTAL_SPARES,
    PROXY_DEAD,
    PROXY_ONLY,
    QUALITY_RULES,
    SERVICE_RULES,
    SILENCE_RULES,
    Rule,
    hosts_entry,
    packet_loss,
    proved,
    throttled,
    unnamed_entry,
    unproved,
)
from gopay_help.network.targets import TargetHost

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


def _fine_sure(seen: FindingsView) -> Confidence:
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


def _needs_control(seen: FindingsView, rule: Rule) -> bool:
    """Nobody else can tell anything about a service on this machine."""
    return rule.next_test == "control" and not seen.on_this_machine


_Doubt = tuple[str, Callable[[FindingsView, Rule], bool]]
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
    seen = FindingsView(findings, asked)
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


def verdict_of(rule: Rule, seen: FindingsView) -> Verdict:
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


# Verdict on a machine's own state, when nobody was asked.


_CLOCK_EARLY = Rule(
    "R90",
    NetCause.CLOCK_WRONG,
    lambda seen: seen.has("clock", "slow"),
    Blame.DEVICE,
    HIGH,
    next_test="set_clock",
    says="clock_early",
)
_UNKNOWN_ALONE = Rule(
    "R91",
    NetCause.INCONCLUSIVE,
    lambda _: True,
    Blame.INCONCLUSIVE,
    LOW,
    Health.INCONCLUSIVE,
    says="offline",
)
_HINTS = (
    Rule(
        "R92",
        NetCause.HOSTS_OVERRIDE,
        lambda seen: bool(hosts_entry(seen)),
        Blame.DEVICE,
        LOW,
        Health.INCONCLUSIVE,
        says="hosts_entry",
    ),
    Rule(
        "R93",
        NetCause.CAPTIVE_PORTAL,
        lambda seen: seen.has("os_view", "portal"),
        Blame.LOCAL_NETWORK,
        LOW,
        Health.INCONCLUSIVE,
        says="portal_told",
    ),
)
"""Named beside the verdict: a line may be meant, and a login may be done since."""


def judge_alone(findings: Sequence[Finding], asked: TargetHost) -> tuple[Verdict, tuple[Verdict, ...]]:
    """The verdict, and what else is worth knowing."""
    seen = FindingsView(findings, asked.id)
    proofs = [rule for rule in (*_way_out(seen, asked), _CLOCK_EARLY) if rule.when(seen)]
    first, *others = proofs or [_UNKNOWN_ALONE]
    hints = [rule for rule in _HINTS if rule.when(seen)]
    clock = [rule for rule in others if rule is _CLOCK_EARLY]  # what else fails follows from the first
    verdict = verdict_of(first, seen)
    if first is not _UNKNOWN_ALONE:  # whose words say so themselves
        verdict = replace(verdict, against=(*verdict.against, "check.against.offline"))
    return verdict, tuple(verdict_of(rule, seen) for rule in (*clock, *hints))


def _way_out(seen: FindingsView, asked: TargetHost) -> tuple[Rule, ...]:
    """Rules for the way to anybody else; a name needs a name server unless something else leads to it."""
    if asked.here:
        return ()
    proxied = any(finding.value != "none" for finding in seen.mine("proxy_config"))
    named = asked.literal or hosts_entry(seen) or proxied
    return MACHINE_RULES if named else (*MACHINE_RULES, DNS_NONE)


_SERVICE = {
    NetCause.MAINTENANCE: "maintenance",
    NetCause.OVERLOADED: "overloaded",
    NetCause.RATE_LIMITED: "overloaded",
    NetCause.HOST_GONE: "moved",
    NetCause.HOST_MOVED: "moved",
    NetCause.PROVIDER_ERROR: "error",
    NetCause.PROVIDER_DOWN: "error",
    NetCause.CERT_EXPIRED: "error",
    NetCause.PROVIDER_DNS: "error",
}
_STOPS_USE = {NetCause.DNS_AAAA_BROKEN, NetCause.DNS_SLOW, NetCause.PACKET_LOSS, NetCause.THROTTLED,
              NetCause.HIGH_LATENCY, NetCause.FLAPPING, NetCause.CAPTIVE_PORTAL}  # fmt: skip
"""Degraded causes that a person feels; a broken second family is not one of them."""


def facts_of(report: CheckReport) -> dict[str, str]:
    """`network`, `service` and `check.cause`.

    ``service`` is ``ok`` if the named host answered well. That never means that payments work.
    """
    verdict = report.verdict
    return {"network": _network(report), "service": _service(report), "check.cause": str(verdict.cause)}


def _network(report: CheckReport) -> str:
    verdict = report.verdict
    if verdict.confidence is Confidence.LOW or verdict.status is Health.INCONCLUSIVE:
        return "unknown"
    if verdict.cause.tree_cause is not Cause.NETWORK or verdict.status is Health.OK:
        return "ok" if _arrived(report) else "unknown"
    stops = verdict.status is Health.FAIL or verdict.cause in _STOPS_USE
    return "broken" if stops else "ok"


def _arrived(report: CheckReport) -> bool:
    """True if somebody proved a name: the network carries."""
    return any(check.id in {"tls", "proxy"} and check.value == "ok" for check in report.checks)


def _service(report: CheckReport) -> str:
    if report.verdict.confidence is Confidence.LOW:
        return "unknown"
    known = _SERVICE.get(report.verdict.cause)
    if known is not None:
        return known
    answered = [
        check for check in report.checks if check.id == "https" and check.value in {"ok", "redirect_own"}
    ]
    return "ok" if answered and report.verdict.status in {Health.OK, Health.DEGRADED} else "unknown"
