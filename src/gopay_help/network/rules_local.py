"""Rules for this machine and its own link: nothing further away can be judged before these."""

from gopay_help.model.result import Blame, Finding, Health, NetCause
from gopay_help.model.tree import Confidence
from gopay_help.network.rule import HIGH, LOW, MEDIUM, Rule, by_count, proved, unproved
from gopay_help.network.seen import CUT, Seen

PORTAL = ("portal_redirect", "portal_511")


def away(seen: Seen) -> bool:
    """True if the service is not on this machine, and did not prove its name."""
    return unproved(seen) and not seen.on_this_machine


def no_link(seen: Seen) -> bool:
    """No interface runs."""
    return away(seen) and seen.has("link", "no_link")


def no_address(seen: Seen) -> bool:
    """Interfaces run, none has a usable address."""
    return away(seen) and seen.has("link", "link_local_only") and not _any_route(seen)


def no_route(seen: Seen) -> bool:
    """No way out for either family."""
    return away(seen) and bool(seen.all("route")) and not _any_route(seen)


def _any_route(seen: Seen) -> bool:
    return seen.has("route", "ok")


def gateway_dead(seen: Seen) -> bool:
    """The first hop is silent on the link, and nothing of its family came back."""
    dead = {finding.target for finding in seen.all("gateway") if finding.value == "dead"}
    alive = {finding.target for finding in seen.all("gateway") if finding.value == "alive"}
    families = [] if seen.on_this_machine else [int(target[1]) for target in dead - alive]
    return bool(families) and not any(seen.family_ok(family) for family in families)


def gateway_sure(seen: Seen) -> Confidence:
    """The table's word and silence beyond it are two kinds of evidence."""
    return HIGH if unproved(seen) else MEDIUM


def foreign_marks(seen: Seen) -> dict[str, set[str]]:
    """For each certificate that is not for the name: the addresses that showed it."""
    marks: dict[str, set[str]] = {}
    for finding in seen.all("chain"):
        if finding.value == "other_name":
            marks.setdefault(str(finding.evidence["mark"]), set()).add(str(finding.evidence["address"]))
    return marks


def shared_address(seen: Seen) -> bool:
    """True if different names were all led to one address that is none of theirs."""
    holders: dict[object, set[str]] = {}
    for finding in seen.all("chain"):
        if finding.value == "other_name":
            holders.setdefault(finding.evidence["address"], set()).add(finding.target)
    return any(len(targets) > 1 for targets in holders.values())


def _plain(seen: Seen) -> list[Finding]:
    return seen.all("http80", control=False)


def _all_443_cut(seen: Seen) -> bool:
    tcp, tls = seen.mine("tcp"), seen.mine("tls")
    return bool(tcp) and not any(finding.value == "ok" or finding.value not in CUT for finding in tls)


def captive_portal(seen: Seen) -> bool:
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


def _same_everywhere(seen: Seen) -> bool:
    """True if one foreign certificate stands at several addresses of a family.

    The way is bent, not the names.
    """
    for addresses in foreign_marks(seen).values():
        families = [":" in address for address in addresses]
        if len(families) > 1 and (families.count(True) > 1 or families.count(False) > 1):
            return True
    return False


def portal_spares_service(seen: Seen) -> bool:
    """The service is let through before the log-in, and nothing else is."""
    words = seen.values(seen.all("http80", control=True))
    barred = seen.control_asked and not seen.control_ok
    return seen.reached and barred and bool(words & {*PORTAL, "login_page"})


def portal_sure(seen: Seen) -> Confidence:
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


def proxy_broken(seen: Seen) -> bool:
    """The proxy of the settings fails although the direct way works."""
    return seen.reached and _proxy_fails(seen)


def _proxy_fails(seen: Seen) -> bool:
    return any(finding.failure for finding in seen.all("proxy"))


def proxy_in_the_way(seen: Seen) -> bool:
    """The proxy answers and refuses, and there is no other way."""
    return unproved(seen) and seen.has("proxy", "auth", "refuses")


def proxy_dead(seen: Seen) -> bool:
    """Neither the proxy nor the direct way works, though names resolve."""
    nothing = not any(finding.value == "ok" for finding in seen.all("tcp"))
    return (
        unproved(seen) and _proxy_fails(seen) and seen.has_address and nothing and not seen.something_else_ok
    )


def hosts_override(seen: Seen) -> bool:
    """The hosts file sends the name elsewhere, and there nobody proves it or answers well."""
    return unnamed_entry(seen) and not hosts_entry(seen) & (seen.valid_addresses | seen.well_answered)


def hosts_entry(seen: Seen) -> set[str]:
    """The addresses that the hosts file gives the service."""
    listed = seen.mine("hosts")
    given = listed[0].evidence.get("addresses", ()) if listed else ()
    return set(given) if isinstance(given, tuple) else set()


def unnamed_entry(seen: Seen) -> bool:
    """True if the hosts file gives the service an address that no resolver gave."""
    entry = hosts_entry(seen)
    return bool(entry) and not entry & seen.named_addresses


def override_sure(seen: Seen) -> Confidence:
    """Sure if the resolvers' address works."""
    return HIGH if seen.named_addresses & seen.valid_addresses else MEDIUM


def firewall_local(seen: Seen) -> bool:
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
