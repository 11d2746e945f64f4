"""Rules for names: whether anybody answers, and how well."""

from gopay_help.model.result import Blame, Health, NetCause, Status
from gopay_help.model.tree import Confidence
from gopay_help.network.rule import HIGH, LOW, MEDIUM, Rule, by_count, unproved
from gopay_help.network.seen import Seen

_NO_ANSWER = {"timeout", "refused", "unreachable", "no_route", "denied", "reset", "eof", "error"}


_BAD_ANSWER = {"servfail", "rcode_refused", "rcode"}


_SLOW_MS = 2000


_SLOW_ANSWER_MS = 1000


def nameless(seen: Seen) -> bool:
    """Nobody named an address for the service, and there is no other way to it."""
    return unproved(seen) and not seen.has_address


def dns_none(seen: Seen) -> bool:
    """No name server is configured."""
    return nameless(seen) and seen.resolvers == ()


def dns_unreachable(seen: Seen) -> bool:
    """No configured server answers anything."""
    mine = seen.values(seen.dns("dns_direct")) | seen.values(seen.dns("dns_root"))
    return nameless(seen) and bool(mine) and mine <= _NO_ANSWER


def unreachable_sure(seen: Seen) -> Confidence:
    """A closed port says so at once on both transports; silence stays silence, twice."""
    tcp = seen.values(seen.all("dns_tcp"))
    refused = "refused" in seen.values(seen.dns("dns_direct")) and "refused" in tcp
    return HIGH if refused else MEDIUM


def resolver_blame(seen: Seen) -> Blame:
    """A server at home is the home's; any other the line's."""
    listed = seen.all("resolvers")
    return Blame.LOCAL_NETWORK if listed and listed[0].evidence.get("near") else Blame.ISP


def _root_alive(seen: Seen) -> bool:
    """True if a resolver answers for anything outside the provider's zone."""
    others = [item for item in seen.all("dns_direct", control=True) if item.value in {"ok", "nodata"}]
    return bool(others) or seen.has("dns_root", "ok", "nodata", "nxdomain")


def dns_failing(seen: Seen) -> bool:
    """Servers answer, but only that they cannot; even for the root, or they refuse us."""
    words = seen.values(seen.dns("dns_direct"))
    if not nameless(seen) or not words & _BAD_ANSWER or words & {"ok", "nodata", "nxdomain"}:
        return False
    return not _root_alive(seen) or "rcode_refused" in words


def provider_dns(seen: Seen) -> bool:
    """The resolver's own way out is alive, and the provider's names fail."""
    words = seen.values(seen.dns("dns_direct"))
    return (
        nameless(seen)
        and _root_alive(seen)
        and bool(words & {"servfail", "timeout"})
        and not words & {"nxdomain", "rcode_refused"}
    )


def provider_dns_blame(seen: Seen) -> Blame:
    """An error comes from the zone's own servers; silence may be a filter's."""
    failed = "servfail" in seen.values(seen.dns("dns_direct"))
    return Blame.PROVIDER if failed and seen.control_ok else Blame.PROVIDER_OR_PATH


def provider_dns_sure(seen: Seen) -> Confidence:
    """The zone's own failure and something else that resolves."""
    return by_count(sum((seen.has("dns_zone", "servfail", "timeout"), seen.control_ok)))


def answered_twice(seen: Seen) -> bool:
    """One question got two answers that have nothing in common, and the quicker one led to nobody."""
    return unproved(seen) and bool(seen.mine("dns_second"))


def name_denied(seen: Seen) -> bool:
    """Every resolver says that the name does not exist."""
    words = seen.values(seen.dns("dns_direct"))
    known = seen.resolvers is not None
    system = seen.values(seen.mine("dns_system"))
    return nameless(seen) and ("nxdomain" in words if known else "noname" in system)


def denial_contradicts_itself(seen: Seen) -> bool:
    """A name either exists or not: it cannot do both for the two kinds of address."""
    for server in seen.resolvers or ():
        words = {
            finding.value for finding in seen.dns("dns_direct") if finding.evidence.get("server") == server
        }
        if "nxdomain" in words and words & {"nodata", "ok"}:
            return True
    return False


def name_tampered(seen: Seen) -> bool:
    """Denied, and the denial cannot be true."""
    return name_denied(seen) and denial_contradicts_itself(seen)


def no_address_kept(seen: Seen) -> bool:
    """The name exists and holds no address at all."""
    return nameless(seen) and seen.values(seen.dns("dns_direct")) == {"nodata"}


def answers_nothing(seen: Seen) -> bool:
    """Nothing exists for this server, not even the root's own servers: it does not look anything up."""
    everybody = seen.values(seen.all("dns_direct")) | seen.values(seen.all("dns_root"))
    return nameless(seen) and bool(seen.all("dns_root")) and everybody == {"nodata"}


def empty_sure(seen: Seen) -> Confidence:
    """Surer if names of somebody else are empty too."""
    return MEDIUM if seen.all("dns_direct", control=True) else LOW


def gone_sure(seen: Seen) -> Confidence:
    """Surer while the rest of the zone lives."""
    zone_lives = seen.has("dns_zone", "ok", "nodata") or seen.peer_ok or _peer_named(seen)
    return MEDIUM if zone_lives else LOW


def _peer_named(seen: Seen) -> bool:
    found = (item for item in seen.all("answer") if not item.evidence.get("control"))
    return any(finding.target != seen.asked for finding in found)


def system_lookup_broken(seen: Seen) -> bool:
    """The resolver is right and programs get nothing: it breaks on this machine."""
    system = seen.values(seen.mine("dns_system"))
    named = bool(seen.named_addresses & seen.valid_addresses)
    return named and bool(system) and system <= {"noname", "again", "servfail", "lookup_error"}


def aaaa_broken(seen: Seen) -> bool:
    """The same server answers A and keeps silent on AAAA; or fails it, and programs feel that."""
    words = {"timeout", "servfail"} if _felt(seen) else {"timeout"}
    good = {
        finding.evidence.get("server")
        for finding in seen.dns("dns_direct", "A")
        if finding.status is Status.PASS
    }
    bad = {
        finding.evidence.get("server") for finding in seen.dns("dns_direct", "AAAA") if finding.value in words
    }
    return bool(good & bad) and not any(finding.value == "ok" for finding in seen.dns("dns_direct", "AAAA"))


def _felt(seen: Seen) -> bool:
    return any(finding.value != "ok" or finding.elapsed_ms > _SLOW_MS for finding in seen.mine("dns_system"))


def aaaa_sure(seen: Seen) -> Confidence:
    """Surer if programs feel it, and if it is not one name alone."""
    others = [
        item
        for item in seen.all("dns_direct", qtype="AAAA")
        if item.target != seen.asked and item.value == "timeout"
    ]
    return HIGH if _felt(seen) and others else MEDIUM


def dns_slow(seen: Seen) -> bool:
    """Names resolve, but a program waits for a dead server or a tired one first."""
    if not seen.has_address or aaaa_broken(seen):
        return False
    felt = any(
        finding.value == "timeout" or finding.elapsed_ms > _SLOW_MS for finding in seen.mine("dns_system")
    )
    late = [
        item for item in seen.dns("dns_direct") if item.value == "ok" and item.elapsed_ms > _SLOW_ANSWER_MS
    ]
    tired = any(finding.evidence.get("tries") == 1 for finding in late)
    return (felt and bool(seen.named_addresses) and not seen.asked_again) or tired


DNS_NONE = Rule("R10", NetCause.DNS_NONE, dns_none, Blame.DEVICE, HIGH)
NAME_RULES = (
    DNS_NONE,
    Rule("R11", NetCause.DNS_UNREACHABLE, dns_unreachable, resolver_blame, unreachable_sure),
    Rule("R12", NetCause.DNS_FAILING, dns_failing, Blame.ISP, MEDIUM, next_test="other_network"),
    Rule(
        "R13", NetCause.PROVIDER_DNS, provider_dns, provider_dns_blame, provider_dns_sure, next_test="control"
    ),
    Rule(
        "R14s",
        NetCause.DNS_TAMPERED,
        answered_twice,
        Blame.ISP,
        lambda seen: by_count(1 + seen.something_else_ok),
        next_test="other_network",
    ),
    Rule("R14", NetCause.DNS_TAMPERED, name_tampered, Blame.ISP, MEDIUM, next_test="other_network"),
    Rule(
        "R15", NetCause.HOST_GONE, name_denied, Blame.PROVIDER_OR_PATH, gone_sure, next_test="other_network"
    ),
    Rule(
        "R16n",
        NetCause.DNS_FAILING,
        answers_nothing,
        resolver_blame,
        empty_sure,
        next_test="other_network",
        says="dns_empty",
    ),
    Rule("R16", NetCause.HOST_GONE, no_address_kept, Blame.PROVIDER_OR_PATH, LOW, next_test="other_network"),
)


NAME_QUALITY_RULES = (
    Rule("R65", NetCause.DNS_AAAA_BROKEN, aaaa_broken, resolver_blame, aaaa_sure, Health.DEGRADED),
    Rule("R66s", NetCause.DNS_FAILING, system_lookup_broken, Blame.DEVICE, MEDIUM),
    Rule("R66", NetCause.DNS_SLOW, dns_slow, resolver_blame, MEDIUM, Health.DEGRADED),
)
