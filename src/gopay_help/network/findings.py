"""Exceptions as words, and the findings of a run as questions that the verdict asks."""

import errno
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from gopay_help.model.addresses import kind_of
from gopay_help.model.check import Finding, Status
from gopay_help.network.machine import OverBudgetError

OVER_BUDGET = "over_budget"
"""The word for a look that was left out: no failure of anybody's."""
VERIFY_WORDS = {
    9: "not_yet",
    10: "expired",
    18: "untrusted",
    19: "untrusted",
    20: "untrusted",
    21: "untrusted",
    62: "wrong_name",
    64: "wrong_name",
}
"""OpenSSL's verify codes (man verify) that mean something of their own to the rules."""

ERRNO_WORDS = {
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "reset",
    errno.ECONNABORTED: "reset",
    errno.EPIPE: "reset",
    errno.EHOSTUNREACH: "unreachable",
    errno.EHOSTDOWN: "unreachable",
    errno.ENETUNREACH: "no_route",
    errno.ENETDOWN: "no_route",
    errno.EADDRNOTAVAIL: "no_route",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.ETIMEDOUT: "timeout",
}
LOOKUP_WORDS = {
    socket.EAI_NONAME: "noname",
    socket.EAI_AGAIN: "again",
    socket.EAI_FAIL: "servfail",
    getattr(socket, "EAI_NODATA", socket.EAI_NONAME): "noname",
}

FAILURE_CODES = {
    "timeout": "generic_timeout_error",
    "refused": "connection_refused",
    "reset": "connection_reset",
    "unreachable": "host_unreachable",
    "no_route": "network_unreachable",
    "denied": "operation_denied",
    "eof": "eof_error",
    "not_yet": "ssl_certificate_not_yet_valid",
    "expired": "ssl_certificate_expired",
    "untrusted": "ssl_unknown_authority",
    "wrong_name": "ssl_invalid_hostname",
    "bad_cert": "ssl_invalid_certificate",
    "alert": "ssl_alert",
    "not_tls": "ssl_not_tls",
    "nxdomain": "dns_nxdomain_error",
    "rcode_refused": "dns_refused_error",
    "noname": "dns_nxdomain_error",
    "again": "dns_temporary_failure",
    "servfail": "dns_server_failure",
}


_KIND_WORDS = ((OverBudgetError, OVER_BUDGET), (TimeoutError, "timeout"), (EOFError, "eof"))


def word_for(error: BaseException) -> str:
    """One lower-case word for *error*. Certificate errors come first: their errno is 1, which is EPERM."""
    if isinstance(error, ssl.SSLError):
        return _tls_word(error)
    for kind, word in _KIND_WORDS:
        if isinstance(error, kind):
            return word
    if isinstance(error, socket.gaierror):
        return LOOKUP_WORDS.get(error.errno or 0, "lookup_error")
    if isinstance(error, OSError):
        return ERRNO_WORDS.get(error.errno or 0, "error")
    return "error"


def _tls_word(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return VERIFY_WORDS.get(error.verify_code, "bad_cert")
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return "eof"
    reason = error.reason or ""
    if reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG"}:
        return "not_tls"
    return "alert" if "ALERT" in reason or "UNRECOGNIZED_NAME" in reason else "tls_error"


def failure_for(word: str) -> str:
    """The stable failure code of a word."""
    return FAILURE_CODES.get(word, word)


NOT_THERE = frozenset({"timeout", "unreachable", "denied", "no_route"})


class FindingsView:
    """A run's findings. `asked` is the id of the service asked about."""

    def __init__(self, findings: Sequence[Finding], asked: str) -> None:
        self.findings, self.asked = findings, asked

    def all(self, check: str, target: str | None = None, **evidence: object) -> list[Finding]:
        """Findings of one check, of one target if given, with this evidence."""
        return [
            finding
            for finding in self.findings
            if finding.id == check
            and target in {None, finding.target}
            and all(finding.evidence.get(name) == value for name, value in evidence.items())
        ]

    def mine(self, check: str, **evidence: object) -> list[Finding]:
        """Findings of one check about the service asked about."""
        return self.all(check, self.asked, **evidence)

    def values(self, findings: Iterable[Finding]) -> set[str]:
        """Their values."""
        return {finding.value for finding in findings}

    def words(self, check: str) -> set[str]:
        """What the check came to, anywhere."""
        return self.values(self.all(check))

    def addresses(self, finding: Finding) -> tuple[str, ...]:
        """The addresses that an answer names."""
        given = finding.evidence.get("addresses")
        return given if isinstance(given, tuple) else ()

    def has(self, check: str, *values: str) -> bool:
        """True if the check came to one of *values* anywhere."""
        return not self.words(check).isdisjoint(values)

    # --- does it work?

    def _valid(self, chosen: Callable[[Finding], bool]) -> list[Finding]:
        return [finding for finding in self.all("tls") if finding.value == "ok" and chosen(finding)]

    @cached_property
    def valid_addresses(self) -> set[str]:
        """Addresses of the service that proved its name."""
        return {
            str(finding.evidence["address"])
            for finding in self._valid(lambda item: item.target == self.asked)
        }

    @cached_property
    def plain_reached(self) -> bool:
        """True if the service is asked over plain http, and it answered."""
        return any(
            finding.evidence.get("plain") and finding.evidence.get("status") for finding in self.mine("https")
        )

    @cached_property
    def well_answered(self) -> set[str]:
        """Addresses where the service, asked over plain http, answered as it should."""
        return {
            str(finding.evidence["address"])
            for finding in self.mine("https", plain=True)
            if finding.value in {"ok", "redirect_own"}
        }

    @cached_property
    def on_this_machine(self) -> bool:
        """True if the service was looked for on this machine only: link, router and line do not matter."""
        addresses = {str(finding.evidence["address"]) for finding in self.mine("tcp")}
        return bool(addresses) and {kind_of(address) for address in addresses} == {"loopback"}

    @cached_property
    def reached(self) -> bool:
        """True if the service proved its name to this machine directly."""
        return bool(self.valid_addresses) or self.plain_reached

    @cached_property
    def reached_by_proxy(self) -> bool:
        """True if it did so through the configured proxy."""
        return self.has("proxy", "ok")

    @cached_property
    def control_ok(self) -> bool:
        """True if a host of somebody else proved its name."""
        return bool(self._valid(lambda item: bool(item.evidence.get("control"))))

    @cached_property
    def control_asked(self) -> bool:
        """True if controls were asked at all."""
        return any(finding.evidence.get("control") for finding in self.findings)

    # --- names

    @cached_property
    def resolvers(self) -> tuple[str, ...] | None:
        """Configured name servers; None if unknown."""
        listed = self.all("resolvers")
        if not listed or listed[0].value == "unknown":
            return None
        servers = listed[0].evidence.get("servers", ())
        return servers if isinstance(servers, tuple) else ()

    @cached_property
    def hosts_entry(self) -> set[str]:
        """The addresses that the hosts file gives the service."""
        listed = self.mine("hosts")
        given = listed[0].evidence.get("addresses", ()) if listed else ()
        return set(given) if isinstance(given, tuple) else set()

    @cached_property
    def has_address(self) -> bool:
        """True if anybody named an address for the service."""
        return bool(self.mine("answer")) or bool(self.mine("tcp"))

    @cached_property
    def named_addresses(self) -> set[str]:
        """Addresses that a resolver (not the hosts file) gave for the service."""
        given = (
            finding.evidence.get("addresses", ())
            for finding in self.mine("dns_direct")
            if finding.value == "ok"
        )
        return {str(address) for group in given if isinstance(group, tuple) for address in group}

    def dns(self, check: str, qtype: str | None = None) -> list[Finding]:
        """Answers of resolvers about the service (dns_direct), or about the root or the zone."""
        found = self.mine(check) if check == "dns_direct" else self.all(check)
        return [finding for finding in found if qtype in {None, finding.evidence.get("qtype")}]

    # --- paths

    @cached_property
    def tcp_last(self) -> dict[str, str]:
        """The last word on TCP of each address of the service; SKIP (no such family here) left out."""
        tried = [finding for finding in self.mine("tcp") if finding.status is not Status.SKIP]
        last = {str(finding.evidence["address"]): finding.value for finding in tried}
        for finding in tried:
            if finding.value == "ok":
                last[str(finding.evidence["address"])] = "ok"
        return last

    @cached_property
    def tls_first(self) -> list[Finding]:
        """First handshakes with the service, over addresses that never proved its name."""
        firsts = [item for item in self.mine("tls", attempt=1) if item.status is not Status.SKIP]
        return [finding for finding in firsts if finding.evidence.get("address") not in self.valid_addresses]

    def family_words(self, family: int, *, control: bool = False) -> list[set[str]]:
        """What TCP said, one set of words for each address of *family*, over all hosts of the provider."""
        found: dict[tuple[str, object], set[str]] = {}
        for finding in self.all("tcp", control=control, family=family):
            if finding.status is not Status.SKIP:
                found.setdefault((finding.target, finding.evidence.get("address")), set()).add(finding.value)
        return list(found.values())

    def family_ok(self, family: int, *, control: bool = False) -> bool:
        """True if TCP works to some address of *family*, of the provider or of the controls."""
        return any("ok" in words for words in self.family_words(family, control=control))

    def routed(self, family: int) -> bool:
        """True if there is a route for *family*."""
        return "ok" in self.values(self.all("route", f"v{family}"))

    # --- the service's answer

    @cached_property
    def answer(self) -> Finding | None:
        """The service's last answer over a proved connection."""
        found = [item for item in self.mine("https") if item.status is not Status.SKIP]
        return found[-1] if found else None

    # --- quality

    @cached_property
    def opened(self) -> set[tuple[str, object]]:
        """Connections that opened."""
        return {(item.target, item.evidence.get("address")) for item in self.all("tcp") if item.value == "ok"}

    @cached_property
    def losses(self) -> int:
        """Signs that a packet was lost.

        Questions asked again, segments sent again, connects that took a second.
        """
        sent = sum(1 for check in ("tls", "https") for item in self.all(check) if _number(item, "resent") > 0)
        return self.early_losses + sent

    @cached_property
    def early_losses(self) -> int:
        """Signs from before any data flowed."""
        return self.asked_again + len(late_ones(self))

    @cached_property
    def asked_again(self) -> int:
        """Questions that a resolver answered only when asked again, on a quick line."""
        answered = (item for item in self.all("dns_direct") if item.status is Status.PASS and self.quick)
        return sum(_number(item, "tries") > 1 for item in answered)

    @cached_property
    def quick(self) -> bool:
        """True if some connection opened well before a question is asked again."""
        opened = [item.elapsed_ms for item in self.all("tcp") if item.value == "ok"]
        return min(opened, default=0) < 300  # noqa: PLR2004

    @cached_property
    def sample_lost(self) -> int:
        """Lost packets in the sample of connects."""
        return sum(_number(item, "lost") for item in self.all("quality"))


def data_lost(view: FindingsView) -> bool:
    """True if segments had to be sent again after a connection had opened."""
    opened = {(i.target, i.evidence.get("address")): i for i in view.all("tcp") if i.value == "ok"}
    for item in (*view.all("tls"), *view.all("https")):
        first = opened.get((item.target, item.evidence.get("address")))
        if first is not None and _number(item, "resent") > _number(first, "resent"):
            return True
    return False


def late_ones(view: FindingsView) -> set[tuple[str, object]]:
    """Connections that opened only after their greeting was sent again, on the same try or beside it."""
    opened = [item for item in view.all("tcp") if item.value == "ok"]
    missed = {
        (i.target, i.evidence.get("address")) for i in view.all("tcp", attempt=1) if i.value == "timeout"
    }
    return {
        (item.target, item.evidence.get("address"))
        for item in opened
        if was_late(item) or (item.target, item.evidence.get("address")) in missed
    }


def was_late(finding: Finding) -> bool:
    """True if a connection opened only after its greeting was sent again.

    By the clock where the kernel is silent.
    """
    resent = finding.evidence.get("resent")
    return resent > 0 if isinstance(resent, int) else finding.elapsed_ms >= 900  # noqa: PLR2004


def _number(finding: Finding, name: str) -> int:
    value = finding.evidence.get(name)
    return value if isinstance(value, int) else 0
