"""Names to addresses: what any program gets, and what each resolver says, A and AAAA apart."""

import asyncio
import secrets
from collections.abc import Callable

from gopay_help.model.result import EvidenceValue, Status
from gopay_help.network.addresses import family_of, kind_of, may_contact
from gopay_help.network.classify import word_for
from gopay_help.network.round import Round
from gopay_help.network.targets import Host, parent_domain
from gopay_help.network.together import together

LOOKUP_LIMIT_S = 2.6
_RCODES = {"NXDOMAIN": "nxdomain", "SERVFAIL": "servfail", "REFUSED": "rcode_refused"}
Found = Callable[[str], None]


async def resolve(round_: Round, host: Host, found: Found) -> None:
    """C09, C10, C13: report each address of *host* once, as soon as anybody names it."""
    if host.literal:
        found(host.name)
        return
    seen: set[str] = set()

    def offer(addresses: tuple[str, ...], source: str) -> None:
        for address in addresses:
            if address not in seen:
                seen.add(address)
                _offer_one(round_, host, address, source, found)

    servers = () if host.here else round_.net.resolvers() or ()
    first, *others = servers or ("",)
    asked = [_direct(round_, host, first, qtype, offer) for qtype in ("A", "AAAA") if first]
    core = together(_system(round_, host, offer), *asked)
    spare = together(
        *(_direct(round_, host, server, qtype, offer) for server in others for qtype in ("A", "AAAA"))
    )
    try:
        await core
        if not _first_answered(round_, host, first):
            await spare
    finally:
        spare.cancel()


def _first_answered(round_: Round, host: Host, server: str) -> bool:
    mine = [
        finding for finding in round_.log.findings if finding.id == "dns_direct" and finding.target == host.id
    ]
    return any(finding.value == "ok" for finding in mine if finding.evidence.get("server") == server)


def _offer_one(round_: Round, host: Host, address: str, source: str, found: Found) -> None:
    kind, since = kind_of(address), round_.now()
    allowed = may_contact(address, allow_private=round_.allow_private)
    status = Status.PASS if kind == "global" else Status.WARN
    round_.log.noted(
        "answer",
        host.id,
        status,
        kind,
        since,
        address=address,
        source=source,
        contacted=allowed,
        control=host.control,
    )
    if allowed:
        found(address)


async def _system(round_: Round, host: Host, offer: Callable[[tuple[str, ...], str], None]) -> None:
    since = round_.now()
    try:
        async with asyncio.timeout(round_.log.limit(LOOKUP_LIMIT_S)):
            addresses = await round_.net.lookup(host.name)
    except OSError as error:
        round_.log.failed("dns_system", host.id, word_for(error), since, control=host.control)
        return
    else:
        round_.log.passed("dns_system", host.id, "ok", since, addresses=addresses, control=host.control)
    finally:
        if host is round_.asked:
            round_.looked_up.set()
    offer(addresses, "system")


async def _direct(
    round_: Round, host: Host, server: str, qtype: str, offer: Callable[[tuple[str, ...], str], None]
) -> None:
    value, addresses = await _asked(
        round_, "dns_direct", host.id, (server, host.name, qtype), control=host.control
    )
    if value == "ok":
        offer(addresses, f"dns {server}")


async def _asked(
    round_: Round, check: str, target: str, question: tuple[str, str, str], *, control: bool = False
) -> tuple[str, tuple[str, ...]]:
    server, name, qtype = question
    since = round_.now()

    def contradicted(addresses: tuple[str, ...]) -> None:
        facts: dict[str, EvidenceValue] = {"server": server, "qtype": qtype, "addresses": addresses}
        round_.log.noted("dns_second", target, Status.WARN, "contradicts", since, **facts, control=control)

    try:
        limit = round_.log.limit(LOOKUP_LIMIT_S)
        reply = await round_.net.ask(server, name, qtype, limit, contradicted)
    except (OSError, EOFError) as error:
        value = word_for(error)
        round_.log.failed(check, target, value, since, server=server, qtype=qtype, control=control)
        return value, ()
    value = _RCODES.get(
        reply.rcode, "ok" if reply.addresses else "nodata" if reply.rcode == "NOERROR" else "rcode"
    )
    good = value == "nxdomain" if check == "dns_wildcard" else reply.rcode == "NOERROR"
    note = round_.log.passed if good else round_.log.failed
    facts: dict[str, EvidenceValue] = {
        "server": server,
        "qtype": qtype,
        "rcode": reply.rcode,
        "tries": reply.tries,
    }
    note(check, target, value, since, **facts, addresses=reply.addresses, control=control)
    return value, reply.addresses


async def question_resolvers(round_: Round) -> None:
    """C11, C12: is each resolver's own way out alive, and is the provider's zone?"""
    if all(host.literal or host.here for host in round_.targets.provider):
        return  # nobody's name is looked for
    zone = round_.targets.zone or parent_domain(round_.asked.name)
    label = f"{secrets.token_hex(6)}.{zone}"
    questions = (("dns_root", ".", "NS"), ("dns_zone", zone, "SOA"), ("dns_wildcard", label, "A"))
    asked = round_.net.resolvers() or ()
    await together(
        *(
            _asked(round_, check, server, (server, name, qtype))
            for server in asked
            for check, name, qtype in questions
        )
    )


async def knock_resolvers(round_: Round) -> None:
    """Is a silent resolver silent on TCP too?"""

    async def knock(server: str) -> None:
        since = round_.now()
        try:
            await round_.net.reach(server, 53, round_.log.limit(1.0))
        except OSError as error:
            round_.log.failed("dns_tcp", server, word_for(error), since)
        else:
            round_.log.passed("dns_tcp", server, "ok", since)

    await together(*(knock(server) for server in round_.net.resolvers() or ()))


async def test_interception(round_: Round) -> None:
    """Ask an address where nobody lives. An answer means that somebody on the way answers for everybody."""
    since = round_.now()
    try:
        await round_.net.ask("192.0.2.1", ".", "NS", round_.log.limit(1.0))
    except (OSError, EOFError) as error:
        round_.log.passed("dns_intercepted", "192.0.2.1", word_for(error), since)
    else:
        round_.log.noted("dns_intercepted", "192.0.2.1", Status.WARN, "answered", since)


def pick(addresses: list[str], address: str, most: int) -> bool:
    """True if *address* is among the first *most* of its family."""
    family = family_of(address)
    return [item for item in addresses if family_of(item) == family].index(address) < most
