"""Names to addresses: what programs get, and what each resolver answers, A and AAAA apart."""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress

from gopay_help.model.addresses import kind_of
from gopay_help.model.check import EvidenceValue, Status
from gopay_help.network.budget import CheckRun, run_all
from gopay_help.network.findings import word_for
from gopay_help.network.look_local import home_of
from gopay_help.network.machine import may_contact
from gopay_help.network.targets import TargetHost, parent_domain

LOOKUP_LIMIT_S = 2.1
"""Four tries by then."""
_PLAINLY_AFTER_S, _LATEST_S = 1.2, 1.0
_RCODES = {"NXDOMAIN": "nxdomain", "SERVFAIL": "servfail", "REFUSED": "rcode_refused"}
Found = Callable[[str], None]
Offer = Callable[[tuple[str, ...], str], None]


async def resolve(run: CheckRun, host: TargetHost, found: Found) -> None:
    """C09, C10, C13: report each address of *host* once, as soon as anybody names it."""
    if host.literal:
        found(host.name)
        return
    seen: set[str] = set()

    def offer(addresses: tuple[str, ...], source: str) -> None:
        for address in addresses:
            if address not in seen:
                seen.add(address)
                _offer_one(run, host, address, source, found)

    servers = () if host.here else run.net.resolvers() or ()
    first, *others = servers or ("",)
    asked = [_direct(run, host, first, "AAAA", offer)] if first else []
    if first and host is run.asked:
        asked.append(_patiently(run, host, first, offer))
    elif first:
        asked.append(_direct(run, host, first, "A", offer))
    core = run_all(_system(run, host, offer), *asked)
    spare = run_all(
        *(_direct(run, host, server, qtype, offer) for server in others for qtype in ("A", "AAAA"))
    )
    try:
        await core
        told = run.log.findings
        mine = (item for item in told if (item.id, item.target, item.value) == ("dns_direct", host.id, "ok"))
        if all(item.evidence.get("server") != first for item in mine):
            await spare
    finally:
        spare.cancel()


def _offer_one(run: CheckRun, host: TargetHost, address: str, source: str, found: Found) -> None:
    kind, since = kind_of(address), run.now()
    allowed = may_contact(address, allow_private=run.allow_private)
    status = Status.PASS if kind == "global" else Status.WARN
    run.log.noted(
        "answer",
        host.id,
        status,
        kind,
        since,
        address=address,
        source=source,
        contacted=allowed,
        control=host.control,
        home=None if allowed or kind != "private" else home_of(run, address),
    )
    if allowed:
        found(address)


async def _system(run: CheckRun, host: TargetHost, offer: Offer) -> None:
    since = run.now()
    try:
        async with asyncio.timeout(run.log.limit(LOOKUP_LIMIT_S)):
            addresses = await run.net.lookup(host.name)
    except OSError as error:
        run.log.failed("dns_system", host.id, word_for(error), since, control=host.control)
        return
    else:
        run.log.passed("dns_system", host.id, "ok", since, addresses=addresses, control=host.control)
    finally:
        if host is run.asked:
            run.looked_up.set()
    offer(addresses, "system")


async def _direct(run: CheckRun, host: TargetHost, server: str, qtype: str, offer: Offer) -> None:
    value, addresses = await _asked(
        run, "dns_direct", host.id, (server, host.name, qtype), control=host.control
    )
    if value == "ok":
        offer(addresses, f"dns {server}")


async def _asked(
    run: CheckRun, check: str, target: str, question: tuple[str, str, str], *, control: bool = False
) -> tuple[str, tuple[str, ...]]:
    server, name, qtype = question
    since = run.now()

    def contradicted(addresses: tuple[str, ...]) -> None:
        facts: dict[str, EvidenceValue] = {"server": server, "qtype": qtype, "addresses": addresses}
        run.log.noted("dns_second", target, Status.WARN, "contradicts", since, **facts, control=control)

    try:
        limit = run.log.limit(LOOKUP_LIMIT_S)
        reply = await run.net.ask(server, name, qtype, limit, contradicted)
    except (OSError, EOFError) as error:
        value = word_for(error)
        run.log.failed(check, target, value, since, server=server, qtype=qtype, control=control)
        return value, ()
    value = _RCODES.get(
        reply.rcode, "ok" if reply.addresses else "nodata" if reply.rcode == "NOERROR" else "rcode"
    )
    good = value == "nxdomain" if check == "dns_wildcard" else reply.rcode == "NOERROR"
    note = run.log.passed if good else run.log.failed
    facts: dict[str, EvidenceValue] = {
        "server": server,
        "qtype": qtype,
        "rcode": reply.rcode,
        "tries": reply.tries,
    }
    note(check, target, value, since, **facts, addresses=reply.addresses, control=control)
    return value, reply.addresses


async def _patiently(run: CheckRun, host: TargetHost, server: str, offer: Offer) -> None:
    """A for the service asked about.

    Without EDNS once *server* is silent: old routers ignore what is new to them.
    """
    usual = asyncio.create_task(_direct(run, host, server, "A", offer))
    try:
        await asyncio.wait({usual}, timeout=_PLAINLY_AFTER_S)
        if not usual.done():
            since, limit = run.now(), run.log.limit(LOOKUP_LIMIT_S - _PLAINLY_AFTER_S)
            with suppress(OSError, EOFError):
                reply = await run.net.ask(server, host.name, "A", limit, plain=True)
                if reply.addresses and not usual.done():
                    facts: dict[str, EvidenceValue] = {"server": server, "addresses": reply.addresses}
                    run.log.passed("dns_plain", host.id, "ok", since, **facts)
                    offer(reply.addresses, f"dns {server}")
                    return
        await usual
    finally:
        usual.cancel()
    mine = [item for item in run.log.findings if item.id == "dns_direct" and item.target == host.id]
    if any(item.value == "ok" and item.evidence.get("server") == server for item in mine):
        await _twice_more(run, host, server, offer)


async def _twice_more(run: CheckRun, host: TargetHost, server: str, offer: Offer) -> None:
    """The same question again: some answers change each time, and not each of them is alive."""
    with suppress(TimeoutError):  # the line carries the service's own looks first
        async with asyncio.timeout(_LATEST_S):
            await run.heard.wait()

    async def again() -> None:
        since = run.now()
        with suppress(OSError, EOFError):
            reply = await run.net.ask(server, host.name, "A", run.log.limit(_LATEST_S))
            if reply.addresses:
                facts: dict[str, EvidenceValue] = {"server": server, "addresses": reply.addresses}
                run.log.passed("dns_again", host.id, "ok", since, **facts)
                offer(reply.addresses, f"dns {server}")

    await run_all(again(), again())  # at once: a healthy check lasts no longer for it


async def question_resolvers(run: CheckRun) -> None:
    """C11, C12: is each resolver's own way out alive, and is the provider's zone?"""
    if all(host.literal or host.here for host in run.targets.provider):
        return  # nobody's name is looked for
    zone = run.targets.zone or parent_domain(run.asked.name)
    label = f"{secrets.token_hex(6)}.{zone}"
    questions = (("dns_root", ".", "NS"), ("dns_zone", zone, "SOA"), ("dns_wildcard", label, "A"))
    asked = run.net.resolvers() or ()
    await run_all(
        *(
            _asked(run, check, server, (server, name, qtype))
            for server in asked
            for check, name, qtype in questions
        )
    )


async def knock_resolvers(run: CheckRun) -> None:
    """Is a silent resolver silent on TCP too?"""

    async def knock(server: str) -> None:
        since = run.now()
        try:
            await run.net.reach(server, 53, run.log.limit(1.0))
        except OSError as error:
            run.log.failed("dns_tcp", server, word_for(error), since)
        else:
            run.log.passed("dns_tcp", server, "ok", since)

    await run_all(*(knock(server) for server in run.net.resolvers() or ()))


async def test_interception(run: CheckRun) -> None:
    """Ask an address where nobody lives. An answer means that somebody on the way answers for everybody."""
    since = run.now()
    try:
        await run.net.ask("192.0.2.1", ".", "NS", run.log.limit(1.0))
    except (OSError, EOFError) as error:
        run.log.passed("dns_intercepted", "192.0.2.1", word_for(error), since)
    else:
        run.log.noted("dns_intercepted", "192.0.2.1", Status.WARN, "answered", since)
