"""The verdict as the facts that the decision tree knows."""

from gopay_help.model.result import CheckReport, Health, NetCause
from gopay_help.model.tree import Cause, Confidence

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
