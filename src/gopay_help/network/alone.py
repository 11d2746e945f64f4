"""What a machine's own state means when nobody was asked. Few things prove themselves; the rest are hints."""

from collections.abc import Sequence
from dataclasses import replace

from gopay_help.model.result import Blame, Finding, Health, NetCause, Verdict
from gopay_help.network.rule import HIGH, LOW, Rule
from gopay_help.network.rules_local import MACHINE_RULES, hosts_entry
from gopay_help.network.rules_names import DNS_NONE
from gopay_help.network.seen import Seen
from gopay_help.network.targets import Host
from gopay_help.network.verdict import verdict_of

_CLOCK_EARLY = Rule(
    "R90",
    NetCause.CLOCK_WRONG,
    lambda seen: seen.has("clock", "slow"),
    Blame.DEVICE,
    HIGH,
    next_test="set_clock",
    says="clock_early",
)
_UNKNOWN = Rule(
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


def judge_alone(findings: Sequence[Finding], asked: Host) -> tuple[Verdict, tuple[Verdict, ...]]:
    """The verdict, and what else is worth knowing."""
    seen = Seen(findings, asked.id)
    proofs = [rule for rule in (*_way_out(seen, asked), _CLOCK_EARLY) if rule.when(seen)]
    first, *others = proofs or [_UNKNOWN]
    hints = [rule for rule in _HINTS if rule.when(seen)]
    clock = [rule for rule in others if rule is _CLOCK_EARLY]  # what else fails follows from the first
    verdict = verdict_of(first, seen)
    if first is not _UNKNOWN:  # whose words say so themselves
        verdict = replace(verdict, against=(*verdict.against, "check.against.offline"))
    return verdict, tuple(verdict_of(rule, seen) for rule in (*clock, *hints))


def _way_out(seen: Seen, asked: Host) -> tuple[Rule, ...]:
    """Rules for the way to anybody else; a name needs a name server unless something else leads to it."""
    if asked.here:
        return ()
    proxied = any(finding.value != "none" for finding in seen.mine("proxy_config"))
    named = asked.literal or hosts_entry(seen) or proxied
    return MACHINE_RULES if named else (*MACHINE_RULES, DNS_NONE)
