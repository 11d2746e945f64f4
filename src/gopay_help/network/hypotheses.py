"""The rules of the verdict: what each set of findings means."""

from collections.abc import Callable
from dataclasses import dataclass

from gopay_help.model.result import Blame, Finding, Health, NetCause, Status
from gopay_help.model.tree import Confidence
from gopay_help.network.budget import LONG_TENTHS
from gopay_help.network.findings import CUT, FindingsView, was_late
from gopay_help.network.look_web import CLOCK_LIMIT_S

LOW, MEDIUM, HIGH = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH


@dataclass(frozen=True, slots=True)
class Rule:
    """If `when` holds, this is what the findings mean."""

    id: str
    cause: NetCause
    when: Callable[[FindingsView], bool]
    blame: Blame | Callable[[FindingsView], Blame]
    confidence: Confidence | Callable[[FindingsView], Confidence]
    status: Health = Health.FAIL
    next_test: str | None = None
    says: str | None = None
    """Whose words to use, where those of the cause would say too much."""

    def blame_for(self, seen: FindingsView) -> Blame:
        """Where the fault sits, for these findings."""
        return self.blame if isinstance(self.blame, Blame) else self.blame(seen)

    def confidence_for(self, seen: FindingsView) -> Confidence:
        """How sure that is, for these findings."""
        return self.confidence if isinstance(self.confidence, Confidence) else self.confidence(seen)


def by_count(number: int) -> Confidence:
    """None: low. One: medium. More: high."""
    return (LOW, MEDIUM, HIGH)[min(number, 2)]


def vantage_blame(seen: FindingsView) -> Blame:
    """From one place, a service that cannot be reached is the provider's fault or the way's.

    Something else works. On this machine there is no way in between.
    """
    if seen.on_this_machine:
        return Blame.DEVICE
    return Blame.PROVIDER_OR_PATH if seen.something_else_ok else Blame.INCONCLUSIVE


def vantage_confidence(seen: FindingsView) -> Confidence:
    """Silence alone is little; silence beside something that works is more."""
    return MEDIUM if seen.something_else_ok or seen.on_this_machine else LOW


def proved(seen: FindingsView) -> bool:
    """True if the service proved its name to us, directly or through the proxy."""
    return seen.reached or seen.reached_by_proxy


def unproved(seen: FindingsView) -> bool:
    """The opposite."""
    return not proved(seen)


# Rules for this machine and its own link: nothing further away can be judged before these.


PORTAL = ("portal_redirect", "portal_511")


def away(seen: FindingsView) -> bool:
    """True if the service is not on this machine, and did not prove its name."""
    return unproved(seen) and not seen.on_this_machine


def no_link(seen: FindingsView) -> bool:
    """No interface runs."""
    return away(seen) and seen.has("link", "no_link")


def no_address(seen: FindingsView) -> bool:
    """Interfaces run, none has a usable address."""
    return away(seen) and seen.has("link", "link_local_only") and not _any_route(seen)


def no_route(seen: FindingsView) -> bool:
    """No way out for either family."""
    return away(seen) and bool(seen.all("route")) and not _any_route(seen)


def _any_route(seen: FindingsView) -> bool:
    return seen.has("route", "ok")


def gateway_dead(seen: FindingsView) -> bool:
    """The first hop is silent on the link, and nothing of its family came back."""
    dead = {finding.target for finding in seen.all("gateway") if finding.value == "dead"}
    alive = {finding.target for finding in seen.all("gateway") if finding.value == "alive"}
    families = [] if seen.on_this_machine else [int(target[1]) for target in dead - alive]
    return bool(families) and not any(seen.family_ok(family) for family in families)


def gateway_sure(seen: FindingsView) -> Confidence:
    """The table's word and silence beyond it are two kinds of evidence."""
    return HIGH if unproved(seen) else MEDIUM


def foreign_marks(seen: FindingsView) -> dict[str, set[str]]:
    """For each certificate that is not for the name: the addresses that showed it."""
    marks: dict[str, set[str]] = {}
    for finding in seen.all("chain"):
        if finding.value == "other_name":
            marks.setdefault(str(finding.evidence["mark"]), set()).add(str(finding.evidence["address"]))
    return marks


def shared_address(seen: FindingsView) -> bool:
    """True if different names were all led to one address that is none of theirs."""
    holders: dict[object, set[str]] = {}
    for finding in seen.all("chain"):
        if finding.value == "other_name":
            holders.setdefault(finding.evidence["address"], set()).add(finding.target)
    return any(len(targets) > 1 for targets in holders.values())


def _plain(seen: FindingsView) -> list[Finding]:
    return seen.all("http80", control=False)


def _all_443_cut(seen: FindingsView) -> bool:
    tcp, tls = seen.mine("tcp"), seen.mine("tls")
    return bool(tcp) and not any(finding.value == "ok" or finding.value not in CUT for finding in tls)


def captive_portal(seen: FindingsView) -> bool:
    """Plain HTTP is answered by somebody else, or the network says so itself, and nobody proves a name."""
    if proved(seen) or seen.something_else_ok:
        return False
    if seen.has("portal_api", "captive") or "portal_511" in seen.values(_plain(seen)):
        return True
    words = seen.values(_plain(seen))
    if "portal_redirect" in words:
        return not shared_address(seen) or seen.has("dns_wildcard", "ok")
    if "login_page" in words and (_all_443_cut(seen) or seen.has("dns_wildcard", "ok")):
        return True
    return bool(words & {"login_page", "page"}) and _same_everywhere(seen) and not shared_address(seen)


def _same_everywhere(seen: FindingsView) -> bool:
    """True if one foreign certificate stands at several addresses of a family.

    The way is bent, not the names.
    """
    for addresses in foreign_marks(seen).values():
        families = [":" in address for address in addresses]
        if len(families) > 1 and (families.count(True) > 1 or families.count(False) > 1):
            return True
    return False


def portal_spares_service(seen: FindingsView) -> bool:
    """The service is let through before the log-in, and nothing else is."""
    words = seen.values(seen.all("http80", control=True))
    barred = seen.control_asked and not seen.control_ok
    return seen.reached and barred and bool(words & {*PORTAL, "login_page"})


def portal_sure(seen: FindingsView) -> Confidence:
    """Portal signs of different kinds, each counted once."""
    plain = [finding for finding in _plain(seen) if finding.value in PORTAL]
    signs = (
        bool(plain),
        len(plain) > 1,
        seen.has("portal_api", "captive"),
        seen.has("os_view", "portal"),
        bool(plain) and (_all_443_cut(seen) or bool(foreign_marks(seen))),
    )
    return max(MEDIUM, by_count(sum(signs)), key=(LOW, MEDIUM, HIGH).index)


def proxy_broken(seen: FindingsView) -> bool:
    """The proxy of the settings fails although the direct way works."""
    return seen.reached and _proxy_fails(seen)


def _proxy_fails(seen: FindingsView) -> bool:
    return any(finding.failure for finding in seen.all("proxy"))


def proxy_in_the_way(seen: FindingsView) -> bool:
    """The proxy answers and refuses, and there is no other way."""
    return unproved(seen) and seen.has("proxy", "auth", "refuses")


def proxy_dead(seen: FindingsView) -> bool:
    """Neither the proxy nor the direct way works, though names resolve."""
    nothing = not any(finding.value == "ok" for finding in seen.all("tcp"))
    return (
        unproved(seen) and _proxy_fails(seen) and seen.has_address and nothing and not seen.something_else_ok
    )


def hosts_override(seen: FindingsView) -> bool:
    """The hosts file sends the name elsewhere, and there nobody proves it or answers well."""
    return unnamed_entry(seen) and not hosts_entry(seen) & (seen.valid_addresses | seen.well_answered)


def hosts_entry(seen: FindingsView) -> set[str]:
    """The addresses that the hosts file gives the service."""
    listed = seen.mine("hosts")
    given = listed[0].evidence.get("addresses", ()) if listed else ()
    return set(given) if isinstance(given, tuple) else set()


def unnamed_entry(seen: FindingsView) -> bool:
    """True if the hosts file gives the service an address that no resolver gave."""
    entry = hosts_entry(seen)
    return bool(entry) and not entry & seen.named_addresses


def override_sure(seen: FindingsView) -> Confidence:
    """Sure if the resolvers' address works."""
    return HIGH if seen.named_addresses & seen.valid_addresses else MEDIUM


def firewall_local(seen: FindingsView) -> bool:
    """Packets are stopped before they leave: the interfaces' counters stand still."""
    return away(seen) and seen.has("departures", "none_left")


MACHINE_RULES = (
    Rule("R01", NetCause.NO_LINK, no_link, Blame.DEVICE, HIGH),
    Rule("R02", NetCause.NO_ADDRESS, no_address, Blame.LOCAL_NETWORK, HIGH),
    Rule("R03", NetCause.NO_ROUTE, no_route, Blame.DEVICE, HIGH),
)
"""What this machine's own state proves by itself."""
LOCAL_RULES = (
    *MACHINE_RULES,
    Rule("R04", NetCause.GATEWAY_DEAD, gateway_dead, Blame.LOCAL_NETWORK, gateway_sure),
    Rule(
        "R05",
        NetCause.CAPTIVE_PORTAL,
        captive_portal,
        Blame.LOCAL_NETWORK,
        portal_sure,
        next_test="open_browser",
    ),
    Rule("R06", NetCause.PROXY_BROKEN, proxy_broken, Blame.DEVICE, HIGH),
    Rule("R07", NetCause.PROXY_BROKEN, proxy_in_the_way, Blame.DEVICE, MEDIUM),
    Rule("R08", NetCause.HOSTS_OVERRIDE, hosts_override, Blame.DEVICE, override_sure),
    Rule("R09", NetCause.FIREWALL_LOCAL, firewall_local, Blame.DEVICE, HIGH),
)
PORTAL_SPARES = Rule(
    "R51",
    NetCause.CAPTIVE_PORTAL,
    portal_spares_service,
    Blame.LOCAL_NETWORK,
    MEDIUM,
    Health.DEGRADED,
    next_test="open_browser",
)
PROXY_ONLY = Rule("R50", NetCause.PROXY_REQUIRED, lambda seen: seen.reached_by_proxy and not seen.reached,
                  Blame.NONE, MEDIUM, Health.OK)  # fmt: skip
PROXY_DEAD = Rule("R30", NetCause.PROXY_BROKEN, proxy_dead, Blame.DEVICE, MEDIUM, next_test="without_proxy")


# Rules for names: whether anybody answers, and how well.


_NO_ANSWER = {"timeout", "refused", "unreachable", "no_route", "denied", "reset", "eof", "error"}


_BAD_ANSWER = {"servfail", "rcode_refused", "rcode"}


_SLOW_MS = 2000


_SLOW_ANSWER_MS = 1000


def nameless(seen: FindingsView) -> bool:
    """Nobody named an address for the service, and there is no other way to it."""
    return unproved(seen) and not seen.has_address


def dns_none(seen: FindingsView) -> bool:
    """No name server is configured."""
    return nameless(seen) and seen.resolvers == ()


def dns_unreachable(seen: FindingsView) -> bool:
    """No configured server answers anything."""
    mine = seen.values(seen.dns("dns_direct")) | seen.values(seen.dns("dns_root"))
    return nameless(seen) and bool(mine) and mine <= _NO_ANSWER


def unreachable_sure(seen: FindingsView) -> Confidence:
    """A closed port says so at once on both transports; silence stays silence, twice."""
    tcp = seen.values(seen.all("dns_tcp"))
    refused = "refused" in seen.values(seen.dns("dns_direct")) and "refused" in tcp
    return HIGH if refused else MEDIUM


def resolver_blame(seen: FindingsView) -> Blame:
    """A server at home is the home's; any other the line's."""
    listed = seen.all("resolvers")
    return Blame.LOCAL_NETWORK if listed and listed[0].evidence.get("near") else Blame.ISP


def _root_alive(seen: FindingsView) -> bool:
    """True if a resolver answers for anything outside the provider's zone."""
    others = [item for item in seen.all("dns_direct", control=True) if item.value in {"ok", "nodata"}]
    return bool(others) or seen.has("dns_root", "ok", "nodata", "nxdomain")


def dns_failing(seen: FindingsView) -> bool:
    """Servers answer, but only that they cannot; even for the root, or they refuse us."""
    words = seen.values(seen.dns("dns_direct"))
    if not nameless(seen) or not words & _BAD_ANSWER or words & {"ok", "nodata", "nxdomain"}:
        return False
    return not _root_alive(seen) or "rcode_refused" in words


def provider_dns(seen: FindingsView) -> bool:
    """The resolver's own way out is alive, and the provider's names fail."""
    words = seen.values(seen.dns("dns_direct"))
    return (
        nameless(seen)
        and _root_alive(seen)
        and bool(words & {"servfail", "timeout"})
        and not words & {"nxdomain", "rcode_refused"}
    )


def provider_dns_blame(seen: FindingsView) -> Blame:
    """An error comes from the zone's own servers; silence may be a filter's."""
    failed = "servfail" in seen.values(seen.dns("dns_direct"))
    return Blame.PROVIDER if failed and seen.control_ok else Blame.PROVIDER_OR_PATH


def provider_dns_sure(seen: FindingsView) -> Confidence:
    """The zone's own failure and something else that resolves."""
    return by_count(sum((seen.has("dns_zone", "servfail", "timeout"), seen.control_ok)))


def answered_twice(seen: FindingsView) -> bool:
    """One question got two answers that have nothing in common, and the quicker one led to nobody."""
    return unproved(seen) and bool(seen.mine("dns_second"))


def name_denied(seen: FindingsView) -> bool:
    """Every resolver says that the name does not exist."""
    words = seen.values(seen.dns("dns_direct"))
    known = seen.resolvers is not None
    system = seen.values(seen.mine("dns_system"))
    return nameless(seen) and ("nxdomain" in words if known else "noname" in system)


def denial_contradicts_itself(seen: FindingsView) -> bool:
    """A name either exists or not: it cannot do both for the two kinds of address."""
    for server in seen.resolvers or ():
        words = {
            finding.value for finding in seen.dns("dns_direct") if finding.evidence.get("server") == server
        }
        if "nxdomain" in words and words & {"nodata", "ok"}:
            return True
    return False


def name_tampered(seen: FindingsView) -> bool:
    """Denied, and the denial cannot be true."""
    return name_denied(seen) and denial_contradicts_itself(seen)


def no_address_kept(seen: FindingsView) -> bool:
    """The name exists and holds no address at all."""
    return nameless(seen) and seen.values(seen.dns("dns_direct")) == {"nodata"}


def answers_nothing(seen: FindingsView) -> bool:
    """Nothing exists for this server, not even the root's own servers: it does not look anything up."""
    everybody = seen.values(seen.all("dns_direct")) | seen.values(seen.all("dns_root"))
    return nameless(seen) and bool(seen.all("dns_root")) and everybody == {"nodata"}


def empty_sure(seen: FindingsView) -> Confidence:
    """Surer if names of somebody else are empty too."""
    return MEDIUM if seen.all("dns_direct", control=True) else LOW


def gone_sure(seen: FindingsView) -> Confidence:
    """Surer while the rest of the zone lives."""
    zone_lives = seen.has("dns_zone", "ok", "nodata") or seen.peer_ok or _peer_named(seen)
    return MEDIUM if zone_lives else LOW


def _peer_named(seen: FindingsView) -> bool:
    found = (item for item in seen.all("answer") if not item.evidence.get("control"))
    return any(finding.target != seen.asked for finding in found)


def system_lookup_broken(seen: FindingsView) -> bool:
    """The resolver is right and programs get nothing: it breaks on this machine."""
    system = seen.values(seen.mine("dns_system"))
    named = bool(seen.named_addresses & seen.valid_addresses)
    return named and bool(system) and system <= {"noname", "again", "servfail", "lookup_error"}


def aaaa_broken(seen: FindingsView) -> bool:
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


def _felt(seen: FindingsView) -> bool:
    return any(finding.value != "ok" or finding.elapsed_ms > _SLOW_MS for finding in seen.mine("dns_system"))


def aaaa_sure(seen: FindingsView) -> Confidence:
    """Surer if programs feel it, and if it is not one name alone."""
    others = [
        item
        for item in seen.all("dns_direct", qtype="AAAA")
        if item.target != seen.asked and item.value == "timeout"
    ]
    return HIGH if _felt(seen) and others else MEDIUM


def dns_slow(seen: FindingsView) -> bool:
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


# Rules for the way: filters by name and by size, and who is silent beside whom.


def _cut_addresses(seen: FindingsView) -> list[object]:
    return [finding.evidence.get("address") for finding in seen.tls_first if finding.value in CUT]


def name_is_the_trigger(seen: FindingsView, address: object) -> bool:
    """The same address answers to another name. Against silence, an alert is too small to compare with."""
    swap = seen.at("sni_swap", address)
    silent = "timeout" in seen.values(seen.mine("tls", address=address, attempt=1))
    if not silent:
        return bool(swap & {"served", "alert"})
    return "served" in swap or (bool(swap & {"alert"}) and "served" not in seen.at("small_mss", address))


def size_is_the_trigger(seen: FindingsView, address: object) -> bool:
    """The same handshake gets through in small pieces."""
    silent = "timeout" in seen.values(seen.mine("tls", address=address, attempt=1))
    return silent and "served" in seen.at("small_mss", address) and not name_is_the_trigger(seen, address)


def blocked_sni(seen: FindingsView) -> bool:
    """The name is what is filtered."""
    return any(name_is_the_trigger(seen, address) for address in _cut_addresses(seen))


def sni_sure(seen: FindingsView) -> Confidence:
    """It failed twice, and the swap got through."""
    twice = [address for address in _cut_addresses(seen) if seen.mine("tls", address=address, attempt=2)]
    return HIGH if any(name_is_the_trigger(seen, address) for address in twice) else MEDIUM


def pmtu_blackhole(seen: FindingsView) -> bool:
    """Big packets vanish: in the handshake, or only in the answer."""
    answer_lost = seen.answered == "timeout" and bool(seen.mine("small_mss", stage="https"))
    late = answer_lost and "served" in seen.values(seen.mine("small_mss", stage="https"))
    return late or any(size_is_the_trigger(seen, address) for address in _cut_addresses(seen))


def pmtu_sure(seen: FindingsView) -> Confidence:
    """Small things pass everywhere and big ones nowhere."""
    sized = [address for address in _cut_addresses(seen) if size_is_the_trigger(seen, address)]
    again = any("timeout" in seen.values(seen.mine("tls", address=address, attempt=2)) for address in sized)
    return by_count(sum((bool(sized), again, len(sized) > 1)))


def _all_tcp_fails(seen: FindingsView) -> bool:
    return bool(seen.tcp_last) and "ok" not in seen.tcp_last.values()


def egress_blocked(seen: FindingsView) -> bool:
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


def refused(seen: FindingsView) -> bool:
    """Something at the address, or on the way, says that nobody serves there."""
    return unproved(seen) and _all_tcp_fails(seen) and set(seen.tcp_last.values()) == {"refused"}


def unreachable(seen: FindingsView) -> bool:
    """No address of the service answers at all."""
    return unproved(seen) and _all_tcp_fails(seen)


def speechless(seen: FindingsView) -> bool:
    """Connections open and nothing intelligible comes back, whatever name or size."""
    return unproved(seen) and bool(seen.tls_words())


def wrong_family(seen: FindingsView) -> bool:
    """The service has addresses of one family only, and this network has the other only."""
    return unproved(seen) and _unrouted(seen.mine("tcp")) and seen.has("route", "ok")


def route_went(seen: FindingsView) -> bool:
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


def _works(seen: FindingsView) -> bool:
    return proved(seen) and seen.answered != "timeout"


# Rules for addresses: whether what a resolver named can be, and is, the service.


_FOREIGN_PAGE = {"page", "login_page", "portal_redirect", "other"}


def bogus_answer(seen: FindingsView) -> bool:
    """Every address named is one where no public service can be."""
    answers = seen.mine("answer")
    return (
        unproved(seen) and bool(answers) and not any(finding.evidence.get("contacted") for finding in answers)
    )


def bogus_sure(seen: FindingsView) -> Confidence:
    """A public name that leads back to this machine is no split DNS."""
    kinds = seen.values(seen.mine("answer"))
    return MEDIUM if kinds & {"loopback", "unspecified"} or seen.something_else_ok else LOW


def foreign_server(seen: FindingsView) -> bool:
    """Whoever answers at the named address cannot prove the name and does not even claim it."""
    if not unproved(seen) or not _foreign_chain(seen):
        return False
    untrusted = bool(seen.tls_words() & {"untrusted", "bad_cert", "expired", "not_yet"})
    return _foreign_page(seen) or (untrusted and not _own_redirect(seen))


def _foreign_chain(seen: FindingsView) -> bool:
    return any(finding.value == "other_name" for finding in seen.mine("chain"))


def _foreign_page(seen: FindingsView) -> bool:
    return bool(seen.values(seen.mine("http80")) & _FOREIGN_PAGE)


def _own_redirect(seen: FindingsView) -> bool:
    return "redirect_own" in seen.values(seen.mine("http80"))


def foreign_sure(seen: FindingsView) -> Confidence:
    """Each of these is a different kind of evidence."""
    return by_count(
        sum((_foreign_page(seen), shared_address(seen), seen.something_else_ok, _resolvers_disagree(seen)))
    )


def _resolvers_disagree(seen: FindingsView) -> bool:
    answers = {
        finding.evidence.get("addresses") for finding in seen.dns("dns_direct", "A") if finding.value == "ok"
    }
    return len(answers) > 1


def foreign_beside_right(seen: FindingsView) -> bool:
    """One answer leads to the service and another to somebody else."""
    failed = {finding.evidence.get("address") for finding in seen.tls_first}
    return seen.reached and any(
        item.evidence.get("address") in failed and item.value == "other_name" for item in seen.mine("chain")
    )


def foreign_instead(seen: FindingsView) -> bool:
    """Programs are led to somebody else only; the right address came from another resolver."""
    given = [item.evidence.get("addresses") for item in seen.mine("dns_system") if item.value == "ok"]
    theirs = {address for group in given if isinstance(group, tuple) for address in group}
    return foreign_beside_right(seen) and bool(theirs) and not theirs & seen.valid_addresses


def denied_although_right(seen: FindingsView) -> bool:
    """One resolver denies the name, another leads to an address that proves it."""
    words = {item.value for item in seen.dns("dns_direct")}
    system = seen.values(seen.mine("dns_system"))
    return seen.reached and "noname" in system and {"nxdomain", "ok"} <= words


ANSWER_RULES = (
    Rule("R19", NetCause.DNS_TAMPERED, bogus_answer, Blame.ISP, bogus_sure, next_test="allow_private"),
    Rule("R20", NetCause.DNS_TAMPERED, foreign_server, Blame.ISP, foreign_sure, next_test="other_network"),
)


LYING_RULES = (
    Rule("R57", NetCause.DNS_TAMPERED, foreign_instead, Blame.ISP, HIGH, next_test="other_network"),
    Rule("R58", NetCause.DNS_TAMPERED, denied_although_right, Blame.ISP, HIGH, next_test="other_network"),
    Rule(
        "R60",
        NetCause.DNS_TAMPERED,
        foreign_beside_right,
        Blame.ISP,
        lambda seen: HIGH if _foreign_page(seen) or shared_address(seen) else MEDIUM,
        Health.DEGRADED,
    ),
)


# Rules for certificates: whose dates are wrong, the clock's or theirs, and who made them for whom.


_FAR_OFF_S = 3600


_UNKNOWN_MAKER = {"untrusted", "bad_cert"}


def _dated(seen: FindingsView) -> set[str]:
    return seen.tls_words() & {"expired", "not_yet"} if unproved(seen) else set()


def _explains(word: str, offset: int) -> bool:
    return offset >= CLOCK_LIMIT_S if word == "not_yet" else offset <= -CLOCK_LIMIT_S


def clock_wrong(seen: FindingsView) -> bool:
    """Certificates fail on their dates, and every server's clock is off, in the direction that explains it.

    One that agrees with ours is enough against: then the others' are wrong.
    """
    explained = any(_explains(word, offset) for word in _dated(seen) for offset in seen.offsets)
    return explained and all(abs(offset) >= CLOCK_LIMIT_S for offset in seen.offsets)


def clock_sure(seen: FindingsView) -> Confidence:
    """The offset, and a second name or a certificate that holds but for its dates."""
    return by_count(1 + (_identity_proved(seen) or len(_names_with_dates(seen)) > 1))


def _names_with_dates(seen: FindingsView) -> set[str]:
    return {finding.target for finding in seen.all("tls") if finding.value in {"expired", "not_yet"}}


def _identity_proved(seen: FindingsView) -> bool:
    return any(finding.evidence.get("identity_proved") for finding in seen.mine("chain"))


def clock_likely(seen: FindingsView) -> bool:
    """No server told the time, but several names fail in the same way and none holds."""
    return (
        bool(_dated(seen))
        and not seen.offsets
        and len(_names_with_dates(seen)) > 1
        and not seen.something_else_ok
    )


def clock_off(seen: FindingsView) -> bool:
    """Everything holds, and yet every server's clock is an hour or more away on the same side."""
    hosts = {item.target for item in seen.all("clock")}
    far = [offset for offset in seen.offsets if abs(offset) >= _FAR_OFF_S]
    same_side = len({offset > 0 for offset in far}) == 1
    return proved(seen) and len(hosts) > 1 and len(far) == len(seen.offsets) and same_side


def cert_expired(seen: FindingsView) -> bool:
    """The dates fail and the clock is right: a server says so, or another certificate holds today."""
    return bool(_dated(seen)) and (bool(seen.offsets) or seen.something_else_ok)


def cert_undecided(seen: FindingsView) -> bool:
    """The dates fail and nobody tells the time."""
    return bool(_dated(seen))


def cert_blame(seen: FindingsView) -> Blame:
    """The certificate proves its maker and name.

    Only then, or beside a control that works, is it the provider's.
    """
    return Blame.PROVIDER if _identity_proved(seen) or seen.control_ok else Blame.PROVIDER_OR_PATH


def cert_sure(seen: FindingsView) -> Confidence:
    """The clock proved right, the identity proved, something else that holds."""
    return by_count(sum((bool(seen.offsets), _identity_proved(seen), seen.something_else_ok)))


def intercepted(seen: FindingsView) -> bool:
    """Somebody made a certificate for the name whom this machine does not trust."""
    return (
        unproved(seen) and bool(seen.tls_words() & _UNKNOWN_MAKER) and any(map(_matches, seen.mine("chain")))
    )


def _matches(finding: Finding) -> bool:
    return finding.value == "matches"


def interception_blame(seen: FindingsView) -> Blame:
    """One name alone may be the server's own mistake; all of one provider's are picked out on the way."""
    if seen.peer_ok:
        return Blame.INCONCLUSIVE
    return Blame.ISP if seen.control_ok else Blame.LOCAL_NETWORK


def interception_sure(seen: FindingsView) -> Confidence:
    """The same maker for names that have nothing to do with each other."""
    makers = {str(item.evidence.get("issuer")) for item in seen.mine("chain") if _matches(item)}
    others = [item for item in seen.all("chain") if item.target != seen.asked and _made_by(item, makers)]
    if seen.something_else_ok:
        return MEDIUM if others and not seen.peer_ok else LOW
    return HIGH if any(item.evidence.get("control") for item in others) else MEDIUM


def _made_by(finding: Finding, makers: set[str]) -> bool:
    return str(finding.evidence.get("issuer")) in makers


def wrong_host(seen: FindingsView) -> bool:
    """A certificate for another name."""
    return unproved(seen) and (
        "wrong_name" in seen.tls_words()
        or any(finding.value == "other_name" for finding in seen.mine("chain"))
    )


def wrong_host_sure(seen: FindingsView) -> Confidence:
    """Its own plain-HTTP redirect, and something else that works."""
    own = "redirect_own" in seen.values(seen.mine("http80"))
    return by_count(sum((own, seen.something_else_ok, "wrong_name" in seen.tls_words())))


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


# Rules for a service that proved its name: what it says of itself, and how well the way carries it.


_CUT_SHORT = {"timeout", "reset", "eof", ""}
_FAMILIES = {4: 6, 6: 4}
_NO_WAY = {"refused", "timeout", "unreachable", "denied"}


def says(*words: str) -> Callable[[FindingsView], bool]:
    """The service itself answered with one of *words*, and did not take it back on the second try."""
    return lambda seen: proved(seen) and seen.answered in words


def _direct_statement(seen: FindingsView) -> Confidence:
    """A status of its own is the service's own word; a page that reads like it is one kind of evidence."""
    status = seen.answer.evidence.get("status") if seen.answer else None
    return HIGH if status == 503 else MEDIUM  # noqa: PLR2004


def _twice(seen: FindingsView) -> Confidence:
    return HIGH if len(seen.mine("https")) > 1 else MEDIUM


def packet_loss(seen: FindingsView) -> bool:
    """A spaced sample lost packets, and so did the check itself; a full queue loses only what comes late."""
    if seen.has("goodput", "slow") and not seen.asked_again:
        return False
    if seen.sample_lost:
        return seen.sample_lost > 1 or seen.losses > 1
    return scattered(seen)


def scattered(seen: FindingsView) -> bool:
    """Some connections lost their first packet, here and there.

    Not all of them, which would be a moment's fault.
    """
    connects = [finding for finding in seen.all("tcp", attempt=1) if finding.value == "ok"]
    late = sum(map(was_late, connects))
    return seen.early_losses > 1 and 0 < late * 2 <= len(connects)


def family_broken(family: int) -> Callable[[FindingsView], bool]:
    """Every provider address of *family* fails, those of the other family work.

    There is a route for both.
    """

    def when(seen: FindingsView) -> bool:
        words = seen.family_words(family)
        failing = bool(words) and not seen.family_ok(family)
        enough = len(words) > 1 or not packet_loss(seen)
        return failing and enough and seen.routed(family) and seen.family_ok(_FAMILIES[family])

    return when


def family_blame(family: int) -> Callable[[FindingsView], Blame]:
    """Refusals come from the far end, and a control of that family that works clears the line.

    Controls refused as well do not: then somebody nearer refuses for all.
    """

    def blame(seen: FindingsView) -> Blame:
        controls = seen.values(seen.all("tcp", control=True, family=family))
        refused = all(words == {"refused"} for words in seen.family_words(family))
        far = "ok" in controls or (refused and not controls & _NO_WAY)
        return Blame.PROVIDER_OR_PATH if far else Blame.ISP

    return blame


def family_sure(family: int) -> Callable[[FindingsView], Confidence]:
    """More than one address, and no other trouble to explain it."""

    def sure(seen: FindingsView) -> Confidence:
        several = len(seen.family_words(family)) > 1
        return HIGH if several and not packet_loss(seen) else MEDIUM

    return sure


def throttled(seen: FindingsView) -> bool:
    """Data trickles although connecting is quick.

    All of it together, or one handshake with the line to itself.
    """
    long = sum(map(_tenths, seen.all("goodput"))) >= LONG_TENTHS
    confirmed = seen.has("rate", "slow") or (long and not seen.has("rate", "ok"))
    return seen.has("goodput", "slow", "drips") and confirmed and not packet_loss(seen)


def _tenths(finding: Finding) -> int:
    tenths = finding.evidence.get("tenths")
    return tenths if isinstance(tenths, int) else 0


def high_latency(seen: FindingsView) -> bool:
    """Half of all connects take half a second."""
    return any(finding.value == "latency" for finding in seen.all("quality"))


def flapping(seen: FindingsView) -> bool:
    """What failed a moment ago works now, and the sample is clean."""
    return proved(seen) and not packet_loss(seen) and (_recovered(seen) or _late_burst(seen))


def _recovered(seen: FindingsView) -> bool:
    for check in ("tcp", "tls", "https"):
        for second in seen.all(check, attempt=2):
            firsts = seen.all(check, second.target, attempt=1, address=second.evidence.get("address"))
            if second.status is Status.PASS and any(first.status is Status.FAIL for first in firsts):
                return True
    return False


def _late_burst(seen: FindingsView) -> bool:
    connects = [finding for finding in seen.all("tcp") if finding.value == "ok"]
    late = sum(map(was_late, connects))
    return late > 1 and late * 2 > len(connects)


def names_came_back(seen: FindingsView) -> bool:
    """No name at first, and then all of them: each question had to be asked three times or more."""
    tries = [finding.evidence.get("tries") for finding in seen.all("dns_direct") if finding.value == "ok"]
    often = [number for number in tries if isinstance(number, int) and number > 2]  # noqa: PLR2004
    return (
        proved(seen) and len(often) > 1 and len(often) == len(tries) and seen.quick and not seen.sample_lost
    )


def one_address_dead(seen: FindingsView) -> bool:
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


def _one_mute(seen: FindingsView) -> bool:
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
