"""Whether a closer look is needed, and which."""

from gopay_help.model.result import Finding, Status
from gopay_help.network.addresses import family_of
from gopay_help.network.followup import ask_portal, count_departures, sample_quality
from gopay_help.network.local import routed
from gopay_help.network.names import knock_resolvers, test_interception
from gopay_help.network.narrow import LONG_TENTHS, load_line, proved_ways
from gopay_help.network.round import Round
from gopay_help.network.rules_service import scattered
from gopay_help.network.seen import Seen
from gopay_help.network.targets import Host
from gopay_help.network.together import together
from gopay_help.network.web import knock_80

_SLOW_CONNECT_MS = 480


_QUIET_CHECKS = frozenset({"hosts", "http80", "answer", "route", "clock", "chain"})


def in_trouble(findings: list[Finding]) -> bool:
    """True if anything that matters failed, or hints at a bad line."""
    bad = any(
        item.status in {Status.FAIL, Status.CRASHED} and item.id not in _QUIET_CHECKS for item in findings
    )
    return bad or not any(item.id == "https" for item in findings) or hints_at_a_bad_line(findings)


def hints_at_a_bad_line(findings: list[Finding]) -> bool:
    """True if a packet had to be sent twice, or a connect or the data came slowly."""
    return any(map(_hint, findings)) or _came_back(findings)


def _came_back(findings: list[Finding]) -> bool:
    tcp = [item for item in findings if item.id == "tcp"]
    failed = {item.evidence.get("address") for item in tcp if item.status is Status.FAIL}
    return any(item.value == "ok" and item.evidence.get("address") in failed for item in tcp)


def _hint(finding: Finding) -> bool:
    if finding.id not in {"tcp", "tls", "https", "dns_direct"}:
        return finding.id == "goodput"
    facts = finding.evidence
    again = _number(facts.get("resent")) > 0 or _number(facts.get("tries")) > 1
    late = finding.id == "tcp" and finding.value == "ok" and finding.elapsed_ms >= _SLOW_CONNECT_MS
    return again or late


def _number(value: object) -> float:
    return value if isinstance(value, int | float) else 0


async def look_closer(round_: Round, *, asked_controls: bool) -> None:
    """What is only worth a look once something is wrong."""
    seen = Seen(round_.log.findings, round_.asked.id)
    nameless = not seen.has_address
    work = []
    if not seen.reached and not seen.reached_by_proxy:
        work.append(round_.log.guarded("portal_api", "network", ask_portal(round_)))
    if not seen.reached_by_proxy:
        work += [
            round_.log.guarded("http80", host.id, knock_80(round_, host, at))
            for host, at in _unknocked(round_, seen)
        ]
    if nameless:
        work.append(round_.log.guarded("dns_tcp", "resolvers", knock_resolvers(round_)))
        if asked_controls:
            work.append(round_.log.guarded("dns_intercepted", "resolvers", test_interception(round_)))
    await together(*work)
    await _sample(round_, seen)
    await _count(round_, seen, nameless=nameless)


def _unknocked(round_: Round, seen: Seen) -> list[tuple[Host, str]]:
    """Where plain HTTP is worth another look: a portal may bend one family, or spare the service."""
    if seen.reached:
        spared = seen.control_asked and not seen.control_ok
        return _first_addresses(round_, seen, round_.targets.controls) if spared else []
    if round_.asked.scheme != "https":
        return []
    done = {
        family_of(str(item.evidence["address"])) for item in seen.mine("http80") if "address" in item.evidence
    }
    left = {family_of(address): address for address in seen.tcp_last if family_of(address) not in done}
    return [(round_.asked, address) for address in left.values()]


def _first_addresses(round_: Round, seen: Seen, hosts: tuple[Host, ...]) -> list[tuple[Host, str]]:
    found = []
    for host in hosts:
        addresses = [str(item.evidence["address"]) for item in seen.all("tcp", host.id)]
        usable = [address for address in addresses if routed(round_, address)]
        v4_first = sorted(dict.fromkeys(usable), key=family_of)
        found += [(host, address) for address in v4_first[:1]]
    return found


async def _sample(round_: Round, seen: Seen) -> None:
    open_ones = [str(item.evidence["address"]) for item in seen.mine("tcp") if item.value == "ok"]
    best = next(
        (address for address in open_ones if address in seen.valid_addresses), next(iter(open_ones), None)
    )
    if best is None or not hints_at_a_bad_line(round_.log.findings) or round_.log.spent():
        return
    target = round_.asked.id
    narrow = [item for item in round_.log.findings if item.id == "goodput"]
    slow = [item for item in narrow if item.value == "slow"]
    tells = seen.asked_again if slow else not scattered(seen)  # a full queue loses what comes late
    if tells:
        await round_.log.guarded("quality", target, sample_quality(round_, best, round_.asked.port))
    long = sum(int(_number(item.evidence.get("tenths"))) for item in slow) >= LONG_TENTHS
    ways = proved_ways(round_)
    if narrow and not long and ways and not round_.log.spent():
        await round_.log.guarded("rate", target, load_line(round_, ways))


async def _count(round_: Round, seen: Seen, *, nameless: bool) -> None:
    """The firewall question, asked only where the first hop is not known to be dead, and in silence."""
    if (
        seen.on_this_machine
        or seen.reached
        or seen.reached_by_proxy
        or any(word == "ok" for word in seen.tcp_last.values())
    ):
        return
    dead = {item.target for item in seen.all("gateway") if item.value == "dead"}
    goals = (
        [(server, 53) for server in seen.resolvers or ()]
        if nameless
        else [(address, round_.asked.port) for address in seen.tcp_last]
    )
    answered = any(
        item.value in {"ok", "nodata", "nxdomain", "servfail", "rcode_refused"}
        for item in seen.dns("dns_direct")
    )
    for address, port in goals:
        if (
            f"v{family_of(address)}" not in dead
            and routed(round_, address)
            and not (nameless and answered)
            and not round_.log.spent()
        ):
            await round_.log.guarded("departures", "device", count_departures(round_, address, port))
            return
