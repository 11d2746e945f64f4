"""What a look at the network saw, and what it means (`check@1`)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from gopay_help.model.errors import ExitCode
from gopay_help.model.tree import Confidence

EvidenceValue = str | int | float | bool | tuple[str, ...] | None
"""What evidence may hold: plain values that print the same in every format."""


class Status(StrEnum):
    """What one check came to. CRASHED is a bug of ours, reported and never fatal."""

    PASS = "pass"  # noqa: S105 (a word, not a password)
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"
    UNKNOWN = "unknown"
    CRASHED = "crashed"


class Health(StrEnum):
    """What the whole check came to."""

    OK = "ok"
    DEGRADED = "degraded"
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


class Blame(StrEnum):
    """Where the fault sits. PROVIDER needs valid TLS to the provider, or a control that works."""

    NONE = "none"
    DEVICE = "device"
    LOCAL_NETWORK = "local_network"
    ISP = "isp"
    PROVIDER = "provider"
    PROVIDER_OR_PATH = "provider_or_path"
    INCONCLUSIVE = "inconclusive"


class NetCause(StrEnum):
    """Every cause that a check can name, by layer."""

    OK = "ok"
    NO_LINK = "no_link"
    NO_ADDRESS = "no_address"
    NO_ROUTE = "no_route"
    GATEWAY_DEAD = "gateway_dead"
    CLOCK_WRONG = "clock_wrong"
    HOSTS_OVERRIDE = "hosts_override"
    PROXY_REQUIRED = "proxy_required"
    PROXY_BROKEN = "proxy_broken"
    FIREWALL_LOCAL = "firewall_local"
    DNS_NONE = "dns_none"
    DNS_UNREACHABLE = "dns_unreachable"
    DNS_FAILING = "dns_failing"
    DNS_SLOW = "dns_slow"
    DNS_AAAA_BROKEN = "dns_aaaa_broken"
    DNS_TAMPERED = "dns_tampered"
    PROVIDER_DNS = "provider_dns"
    HOST_GONE = "host_gone"
    CAPTIVE_PORTAL = "captive_portal"
    EGRESS_BLOCKED = "egress_blocked"
    TCP_UNREACHABLE = "tcp_unreachable"
    IPV4_BROKEN = "ipv4_broken"
    IPV6_BROKEN = "ipv6_broken"
    PMTU_BLACKHOLE = "pmtu_blackhole"
    PACKET_LOSS = "packet_loss"
    HIGH_LATENCY = "high_latency"
    THROTTLED = "throttled"
    FLAPPING = "flapping"
    BLOCKED_SNI = "blocked_sni"
    TLS_INTERCEPTED = "tls_intercepted"
    CERT_EXPIRED = "cert_expired"
    CERT_WRONG_HOST = "cert_wrong_host"
    PROVIDER_DOWN = "provider_down"
    MAINTENANCE = "maintenance"
    OVERLOADED = "overloaded"
    RATE_LIMITED = "rate_limited"
    PROVIDER_ERROR = "provider_error"
    POLICY_BLOCK = "policy_block"
    HOST_MOVED = "host_moved"
    INCONCLUSIVE = "inconclusive"

    @property
    def code(self) -> ExitCode:
        """What `check` ends with (contracts.md, "Mapping to the tree's causes")."""
        return _OTHER_CODES.get(self, ExitCode.NETWORK)


_OTHER_CODES = {
    NetCause.OK: ExitCode.OK,
    NetCause.MAINTENANCE: ExitCode.MAINTENANCE,
    NetCause.OVERLOADED: ExitCode.PEAK_LOAD,
    NetCause.RATE_LIMITED: ExitCode.PEAK_LOAD,
    NetCause.HOST_GONE: ExitCode.CHANNEL_CHANGE,
    NetCause.HOST_MOVED: ExitCode.CHANNEL_CHANGE,
    NetCause.PROVIDER_DNS: ExitCode.UNDETERMINED,
    NetCause.CERT_EXPIRED: ExitCode.UNDETERMINED,
    NetCause.PROVIDER_DOWN: ExitCode.UNDETERMINED,
    NetCause.PROVIDER_ERROR: ExitCode.UNDETERMINED,
    NetCause.POLICY_BLOCK: ExitCode.UNDETERMINED,
    NetCause.INCONCLUSIVE: ExitCode.UNDETERMINED,
}


class Finding(NamedTuple):
    """What one check saw of one target. It accuses nobody."""

    id: str
    target: str
    status: Status
    value: str
    elapsed_ms: int = 0
    evidence: Mapping[str, EvidenceValue] = MappingProxyType({})
    failure: str | None = None
    """A stable failure code, or None where nothing failed."""


class Verdict(NamedTuple):
    """What the findings mean, how sure that is, what speaks against it and what would tell more.

    `summary`, `against` and `next_test` are keys of the text catalogue.
    """

    status: Health
    cause: NetCause
    blame: Blame
    confidence: Confidence
    summary: str
    against: tuple[str, ...] = ()
    next_test: str | None = None


class CheckReport(NamedTuple):
    """A whole check: what it means, what was seen, and everything that was contacted."""

    started_at: datetime
    elapsed_ms: int
    verdict: Verdict
    secondary: tuple[Verdict, ...]
    checks: tuple[Finding, ...]
    contacted: tuple[str, ...]
