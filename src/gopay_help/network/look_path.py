"""One address, step by step: TCP, TLS, and on a failure the contrasts that tell what triggers it."""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from gopay_help.model.check import EvidenceValue, Status
from gopay_help.network.budget import KNOCK, LOOK_EVERY_S, TALK, CheckRun, await_turn, drips, is_near
from gopay_help.network.findings import OVER_BUDGET, word_for
from gopay_help.network.look_local import routed
from gopay_help.network.look_names import LOOKUP_LIMIT_S
from gopay_help.network.look_web import date_of, request
from gopay_help.network.machine import Connection, OverBudgetError, Trust, family_of
from gopay_help.network.targets import TargetHost
from gopay_help.network.wire import Certificate, SmallSegmentsError, read_certificate

TCP_S, TLS_S, TLS_AGAIN_S, CONTRAST_S = 2.1, 2.1, 1.4, 1.4
_HEDGE_S, _HOME_S = 0.9, 0.5
"""A greeting that is not answered by then is sent a second time on a connection of its own."""
_PAUSE_S = 0.3
_ENOUGH = {"ok", "timeout", OVER_BUDGET}
"""After these another address of the same family need not be greeted too."""
_SUFFICES = {"ok", OVER_BUDGET}
"""After these another family of a host that nobody asked about need not be greeted either."""
STRICT_CODES = range(80, 95)
"""OpenSSL's verify codes for what VERIFY_X509_STRICT alone objects to."""
_CERTIFICATE_WORDS = {"untrusted", "wrong_name", "expired", "not_yet", "bad_cert"}
_CONTRAST = {"served": Status.PASS, "alert": Status.PASS, "unsupported": Status.SKIP}


@dataclass(slots=True)
class Path:
    """One way to one host."""

    run: CheckRun
    host: TargetHost
    address: str
    spare: bool = False
    """Not the first address of its family: most likely it is only opened."""
    trust: Trust = Trust.FULL
    """The service's first handshake is as lenient as browsers are; the others try the stricter checks too."""

    def facts(self, **more: EvidenceValue) -> dict[str, EvidenceValue]:
        """Evidence that every finding of this path carries."""
        family = family_of(self.address)
        return {"address": self.address, "family": family, "control": self.host.control, **more}

    def hear(self) -> None:
        """The service has spoken, or is known not to."""
        if self.host is self.run.asked:
            self.run.heard.set()

    def fall_silent(self, link: Connection) -> None:
        """Remember a connection to the service that waits in vain."""
        if self.host is self.run.asked:
            self.run.silent.append(link)


async def walk(run: CheckRun, host: TargetHost, address: str, *, spare: bool = False) -> None:
    """C14 to C20 for one address."""
    further = not is_near(run, host)
    path = Path(run, host, address, spare)
    if not routed(run, address):
        run.log.noted("tcp", host.id, Status.SKIP, "no_route", run.now(), **path.facts(attempt=1))
        return
    if further:
        try:
            await await_turn(run, host)
        except OverBudgetError:
            facts = path.facts(attempt=1)
            run.log.failed("tcp", host.id, OVER_BUDGET, run.now(), **facts)
            return
    link = await _open(path, insist=not further)
    if link is None:
        path.hear()
        return
    if further:  # that it opens is enough: its certificate could tell nothing of a service that is well
        link.close()
        return
    if host.scheme == "http":
        await request(run, host, link, path.facts(plain=True))
        return
    try:
        await _in_turn(path, link)
    finally:
        link.close()


async def _open(path: Path, *, insist: bool) -> Connection | None:
    """A connection; a second try joins the first when that is silent for a while, or follows when it failed.

    A host that adds little (*insist* is false) is not worth another wait for room.
    """
    first = asyncio.create_task(_connect(path, 1, TCP_S))
    second: asyncio.Task[Connection | None] | None = None
    link: Connection | None = None
    try:
        await asyncio.wait({first}, timeout=_HEDGE_S)
        while not first.done() and drips(path.run):  # its answer stands in a queue
            await asyncio.wait({first}, timeout=LOOK_EVERY_S)
        if first.done():
            if (link := _opened(first)) is not None:
                return link
            if (first.exception() is not None and not insist) or path.run.log.spent():
                return None
            await asyncio.sleep(_PAUSE_S)
        second = asyncio.create_task(_connect(path, 2, TCP_S - _HEDGE_S))
        waiting = {first, second}
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if (link := _opened(task)) is not None:
                    return link
        return None
    finally:
        for task in filter(None, (first, second)):
            task.cancel()
            if task.done() and (spare := _opened(task)) is not None and spare is not link:
                spare.close()


def _opened(task: "asyncio.Task[Connection | None]") -> Connection | None:
    """What *task* came to; no room for it (OverBudgetError) is as good as nothing."""
    return None if task.cancelled() or task.exception() else task.result()


async def _connect(path: Path, attempt: int, limit_s: float) -> Connection | None:
    """One try; what fails is noted.

    Raises:
        OverBudgetError: it was not tried, since there is no room for it.
    """
    run, since = path.run, path.run.now()
    try:
        at, cost = (path.address, path.host.port), KNOCK if path.spare else TALK
        link = await run.connect(path.host, *at, run.log.limit(limit_s), cost=cost)
    except asyncio.CancelledError:
        if (
            run.now() - since >= _HEDGE_S
        ):  # the other try was quicker, or the verdict stands: it was silent so far
            run.log.failed(
                "tcp", path.host.id, "timeout", since, **path.facts(attempt=attempt, port=path.host.port)
            )
        raise
    except OSError as error:
        facts = path.facts(attempt=attempt, port=path.host.port)
        run.log.failed("tcp", path.host.id, word_for(error), since, **facts)
        if isinstance(error, OverBudgetError):
            raise
        return None
    facts = path.facts(attempt=attempt, port=path.host.port, resent=link.resent())
    run.log.passed("tcp", path.host.id, "ok", since, **facts)
    return link


async def _in_turn(path: Path, link: Connection) -> None:
    """One handshake for each family of the service, one for any other host.

    Another address has its turn if that one fails at once, or if programs are led to that other alone;
    another family if it fails at all.
    """
    greeted, key = path.run.greeted, (path.host.id, family_of(path.address))
    if key in greeted and await greeted[key] in _ENOUGH and not await _is_what_programs_get(path):
        return
    leads = [greeted[other] for other in greeted if other[0] == path.host.id and other != key]
    mine = greeted[key] = asyncio.get_running_loop().create_future()
    word = OVER_BUDGET
    try:
        path.trust = Trust.FULL if path.host is path.run.asked and not leads else Trust.STRICT
        if not leads:
            link.prepare(path.host.name, path.trust)
        await await_turn(path.run, path.host)
        if path.host is path.run.asked or not await _said_enough(path, link, leads):
            word = await _secure(path, link)
    except OverBudgetError:
        path.run.log.failed("tls", path.host.id, word, path.run.now(), **path.facts(attempt=1))
    finally:
        mine.set_result(word)


async def _is_what_programs_get(path: Path) -> bool:
    """True if the machine's own lookup names this address, and none of its family that proved itself.

    Then a resolver that nobody listens to is right, and this one has to be heard.
    """
    if path.host is not path.run.asked or path.host.literal:
        return False
    with suppress(TimeoutError):
        async with asyncio.timeout(path.run.log.limit(LOOKUP_LIMIT_S)):
            await path.run.looked_up.wait()
    found = [item for item in path.run.log.findings if item.target == path.host.id]
    given = (item.evidence.get("addresses") for item in found if item.id == "dns_system")
    every = (address for group in given if isinstance(group, tuple) for address in group)
    told = {address for address in every if family_of(address) == family_of(path.address)}
    proved = {item.evidence.get("address") for item in found if item.id == "tls" and item.value == "ok"}
    return path.address in told and bool(proved) and not told & proved


async def _said_enough(path: Path, link: Connection, leads: list[asyncio.Future[str]]) -> bool:
    """True if the host's other family proved its name, or says nothing because it may not.

    Its answer is not awaited for longer than a good line needs.
    """
    if leads:
        await asyncio.wait(leads, timeout=_patience_s(link))
        while not any(lead.done() for lead in leads) and drips(path.run):
            await asyncio.wait(leads, timeout=LOOK_EVERY_S)
    return any(lead.done() and lead.result() in _SUFFICES for lead in leads)


def _patience_s(link: Connection) -> float:
    return max(4 * link.connect_s, 0.9)


async def _secure(path: Path, link: Connection) -> str:
    """Handshake; once it fails, or has been silent for a while, look for what triggers it."""
    first = asyncio.create_task(_handshake(path, link, 1))
    contrasts: list[asyncio.Task[None]] = []
    try:
        await asyncio.wait({first}, timeout=_patience_s(link))
        while not first.done() and drips(path.run):
            await asyncio.wait({first}, timeout=LOOK_EVERY_S)
        if not first.done() and not path.run.proved(path.host):  # else there is no hurry to find the trigger
            path.fall_silent(link)
            contrasts = _start_contrasts(path)
        word = await first
        if word == "ok":
            return word
        if word in _CERTIFICATE_WORDS:
            contrasts.append(asyncio.create_task(_inspect(path, dates=word in {"expired", "not_yet"})))
        elif not contrasts:
            contrasts = _start_contrasts(path)
            if contrasts and word in {"reset", "eof"}:
                contrasts.append(asyncio.create_task(_time_home(path.run)))
        if contrasts:
            await asyncio.wait(contrasts)
        return word
    finally:
        for task in (first, *contrasts):
            task.cancel()


def _start_contrasts(path: Path) -> list[asyncio.Task[None]]:
    """Only for the service asked about, and at one of its addresses.

    The contrasts cost more than all the rest.
    """
    if path.host is not path.run.asked or path.host.id in path.run.contrasted:
        return []
    path.run.contrasted.add(path.host.id)
    # The name first: it tells most, should there be room for one alone.
    swap = asyncio.create_task(_swap_name(path, lambda: small.cancel()))  # noqa: PLW0108 (it begins after this one)
    small = asyncio.create_task(_small_segments(path))
    return [asyncio.create_task(_again(path)), swap, small]


async def _time_home(run: CheckRun) -> None:
    """How soon the home router answers, be it with a refusal: what takes longer comes from further away."""
    for gateway in run.net.gateways():
        if gateway.family == 4:  # noqa: PLR2004
            since = run.now()
            try:
                await run.net.reach(gateway.address, 53, run.log.limit(_HOME_S))
            except ConnectionRefusedError:
                pass
            except OSError:
                return
            run.log.passed("hop", "v4", "answers", since)
            return


async def _handshake(path: Path, link: Connection, attempt: int) -> str:
    """C15, and C20 behind it if nobody else has asked yet."""
    try:
        return await _greet(path, link, attempt)
    finally:
        link.close()


async def _greet(path: Path, link: Connection, attempt: int) -> str:
    run, since = path.run, path.run.now()
    try:
        async with asyncio.timeout(run.log.limit(TLS_S if attempt == 1 else TLS_AGAIN_S)):
            secured = await link.secure(path.host.name, path.trust)
    except (OSError, EOFError) as error:
        word, code = word_for(error), getattr(error, "verify_code", None)
        facts = path.facts(attempt=attempt, verify_code=code, resent=link.resent(), received=link.received)
        if path.trust is Trust.STRICT and code in STRICT_CODES:  # browsers would not mind
            run.log.noted("strict", path.host.id, Status.WARN, "invalid", since, **facts)
            run.log.passed("tls", path.host.id, "ok", since, **facts)
            return "ok"
        run.log.failed("tls", path.host.id, word, since, **facts)
        return word
    finally:
        path.hear()
    facts = path.facts(
        attempt=attempt,
        version=secured.version,
        rate=secured.rate,
        resent=link.resent(),
        connect_ms=round(link.connect_s * 1000),
    )
    if path.trust is Trust.STRICT:
        run.log.passed("strict", path.host.id, "ok", since, **path.facts())
    run.log.passed("tls", path.host.id, "ok", since, **facts)
    if path.host is run.asked and path.host.id not in run.requested:
        run.requested.add(path.host.id)
        await request(run, path.host, link, path.facts())
    return "ok"


async def _again(path: Path) -> None:
    """The same once more: what fails once may be chance."""
    await asyncio.sleep(_PAUSE_S)
    link = None
    with suppress(OverBudgetError):
        link = await _connect(path, 2, CONTRAST_S)
    if link is not None:
        await _handshake(path, link, 2)


async def _swap_name(path: Path, stop_small: Callable[[], object]) -> None:
    """C18: the same address, asked for nobody; and for an unrelated name, if that was cut off at once.

    If that is served the name is the trigger: nobody need wait longer, nor try the size to the end.
    """
    since = path.run.now()
    value = await _other_handshake(path, None, Trust.NOTHING)
    if value == "silent" and path.run.now() - since < 1.0:
        value = await _other_handshake(path, f"{secrets.token_hex(5)}.example", Trust.NOTHING)
    if value == "served":
        stop_small()
        for link in path.run.silent:
            link.stop()
    path.run.log.noted(
        "sni_swap", path.host.id, _CONTRAST.get(value, Status.FAIL), value, since, **path.facts()
    )


async def _small_segments(path: Path) -> None:
    """C19: the same name, in small pieces."""
    since = path.run.now()
    value = await _other_handshake(path, path.host.name, Trust.FULL, small=True)
    status = _CONTRAST.get(value, Status.FAIL)
    path.run.log.noted("small_mss", path.host.id, status, value, since, **path.facts())


async def _other_handshake(path: Path, name: str | None, trust: Trust, *, small: bool = False) -> str:
    """``served`` (a certificate came), ``alert``, ``unsupported``, or ``silent``."""
    limit = path.run.log.limit
    try:
        async with (
            path.run.talk(path.host, path.address, path.host.port, limit(CONTRAST_S), small=small) as link,
            asyncio.timeout(limit(CONTRAST_S)),
        ):
            await link.secure(name, trust)
    except (SmallSegmentsError, OverBudgetError):
        return "unsupported"
    except (OSError, EOFError) as error:
        word = word_for(error)
        return "served" if word in _CERTIFICATE_WORDS else "alert" if word == "alert" else "silent"
    return "served"


async def _inspect(path: Path, *, dates: bool) -> None:
    """C16: whose certificate is it, and does it hold but for its dates? The answer's Date goes with it."""
    family = family_of(path.address)
    mine = {other for host, other in path.run.inspected if host == path.host.id}
    once = dates or path.host is not path.run.asked  # one look tells; both families only for the service
    if family in mine or (mine and once):
        return
    path.run.inspected.add((path.host.id, family))
    run, since = path.run, path.run.now()
    trusts = (Trust.ANY_TIME, Trust.NOTHING) if dates else (Trust.NOTHING,)
    word = ""
    for trust in trusts:
        try:
            async with run.talk(path.host, path.address, path.host.port, TLS_S) as link:
                async with asyncio.timeout(run.log.limit(TLS_S)):
                    secured = await link.secure(path.host.name, trust)
                _note_chain(path, secured.certificate, since, proved=trust is Trust.ANY_TIME)
                if dates:
                    await date_of(run, path.host, link, "https unverified")
                return
        except (OSError, EOFError) as error:
            word = word_for(error)
    run.log.noted("chain", path.host.id, Status.UNKNOWN, word, since, **path.facts())


def _out_by_s(certificate: Certificate) -> int:
    """By how many seconds this machine's clock is past the certificate's end; below 0, before its begin."""
    now = datetime.now(UTC)
    late, early = now - certificate.not_after, now - certificate.not_before
    return round(max(late.total_seconds(), 0.0) + min(early.total_seconds(), 0.0))


def _note_chain(path: Path, der: bytes, since: float, *, proved: bool) -> None:
    try:
        certificate = read_certificate(der)
    except ValueError:
        path.run.log.noted("chain", path.host.id, Status.UNKNOWN, "unreadable", since, **path.facts())
        return
    value = "matches" if certificate.is_for(path.host.name) else "other_name"
    facts = path.facts(
        issuer=certificate.issuer,
        subject=certificate.subject,
        identity_proved=proved,
        out_by_s=_out_by_s(certificate),
        not_before=certificate.not_before.isoformat(),
        not_after=certificate.not_after.isoformat(),
        mark=hashlib.sha256(der).hexdigest()[:16],
    )
    path.run.log.noted("chain", path.host.id, Status.WARN, value, since, **facts)
