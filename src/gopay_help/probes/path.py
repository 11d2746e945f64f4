"""One address, step by step: TCP, TLS, and on a failure the contrasts that tell what triggers it."""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass

from gopay_help.model.finding import Fact, Status
from gopay_help.probes.addresses import family_of
from gopay_help.probes.classify import word_for
from gopay_help.probes.der import read_certificate
from gopay_help.probes.local import routed
from gopay_help.probes.network import Link, Secured, Trust
from gopay_help.probes.round import Round
from gopay_help.probes.targets import Host
from gopay_help.probes.web import date_of, request
from gopay_help.probes.wire import SmallSegmentsError

TCP_S, TCP_AGAIN_S, TLS_S, CONTRAST_S = 3.0, 1.5, 3.0, 2.5
_PAUSE_S = 0.3
_CERTIFICATE_WORDS = {"untrusted", "wrong_name", "expired", "not_yet", "bad_cert"}
_SILENT_WORDS = {"timeout"}


@dataclass(slots=True)
class Path:
    """One way to one host."""

    round: Round
    host: Host
    address: str

    def facts(self, **more: Fact) -> dict[str, Fact]:
        """Evidence that every finding of this path carries."""
        family = family_of(self.address)
        return {"address": self.address, "family": family, "control": self.host.control, **more}


async def walk(round_: Round, host: Host, address: str) -> None:
    """C14 to C20 for one address."""
    path = Path(round_, host, address)
    if not routed(round_, address):
        round_.log.noted("tcp", host.id, Status.SKIP, "no_route", round_.now(), **path.facts(attempt=1))
        return
    link = await _connect(path, 1, TCP_S)
    if link is None and not round_.log.spent():
        await asyncio.sleep(_PAUSE_S)
        link = await _connect(path, 2, TCP_AGAIN_S)
    if link is None:
        return
    if host.scheme == "http":
        await request(round_, host, link, path.facts(plain=True))
        return
    await _secure(path, link)


async def _connect(path: Path, attempt: int, limit_s: float, *, small: bool = False) -> Link | None:
    round_, since = path.round, path.round.now()
    try:
        link = await round_.net.connect(path.address, path.host.port, round_.log.limit(limit_s), small=small)
    except OSError as error:
        facts = path.facts(attempt=attempt, port=path.host.port)
        round_.log.failed("tcp", path.host.id, word_for(error), since, **facts)
        return None
    facts = path.facts(attempt=attempt, port=path.host.port, resent=link.resent())
    round_.log.passed("tcp", path.host.id, "ok", since, **facts)
    return link


async def _secure(path: Path, link: Link) -> None:
    """Handshake; once it fails, or has been silent for a while, look for what triggers it."""
    first = asyncio.create_task(_handshake(path, link, 1))
    contrasts: list[asyncio.Task[None]] = []
    try:
        await asyncio.wait({first}, timeout=max(4 * link.connect_s, 1.0))
        if not first.done() and not _proved_elsewhere(path):
            contrasts = _start_contrasts(path)
        word = await first
        if word == "ok":
            return
        if word in _CERTIFICATE_WORDS:
            contrasts.append(asyncio.create_task(_inspect(path, dates=word in {"expired", "not_yet"})))
        elif not contrasts:
            contrasts = _start_contrasts(path)
        await asyncio.gather(*contrasts)
    finally:
        for task in (first, *contrasts):
            task.cancel()


def _proved_elsewhere(path: Path) -> bool:
    """True if another address of the host proved its name: then there is no hurry to find the trigger."""
    found = path.round.log.findings
    return any(item.id == "tls" and item.target == path.host.id and item.value == "ok" for item in found)


def _start_contrasts(path: Path) -> list[asyncio.Task[None]]:
    """Only for the service asked about, and at one of its addresses.

    The contrasts cost more than all the rest.
    """
    if path.host is not path.round.asked or path.host.id in path.round.contrasted:
        return []
    path.round.contrasted.add(path.host.id)
    work = (_again(path), _swap_name(path), _small_segments(path))
    return [asyncio.create_task(item) for item in work]


async def _handshake(path: Path, link: Link, attempt: int) -> str:
    """C15, and C20 behind it if nobody else has asked yet."""
    round_, since = path.round, path.round.now()
    try:
        async with asyncio.timeout(round_.log.limit(TLS_S)):
            secured = await link.secure(path.host.name, Trust.FULL)
    except (OSError, EOFError) as error:
        word = word_for(error)
        code = getattr(error, "verify_code", None)
        facts = path.facts(attempt=attempt, verify_code=code, resent=link.resent())
        round_.log.failed("tls", path.host.id, word, since, **facts)
        link.close()
        return word
    facts = path.facts(
        attempt=attempt,
        version=secured.version,
        rate=secured.rate,
        resent=link.resent(),
        connect_ms=round(link.connect_s * 1000),
    )
    round_.log.passed("tls", path.host.id, "ok", since, **facts)
    if path.host is round_.asked and path.host.id not in round_.requested:
        round_.requested.add(path.host.id)
        await request(round_, path.host, link, path.facts())
    else:
        link.close()
    return "ok"


async def _again(path: Path) -> None:
    """The same once more: what fails once may be chance."""
    await asyncio.sleep(_PAUSE_S)
    link = await _connect(path, 2, CONTRAST_S)
    if link is not None:
        await _handshake(path, link, 2)


async def _swap_name(path: Path) -> None:
    """C18: the same address, asked for nobody; and for an unrelated name, if that was cut off at once."""
    since = path.round.now()
    value = await _other_handshake(path, None, Trust.NOTHING)
    if value == "silent" and path.round.now() - since < 1.0:
        value = await _other_handshake(path, f"{secrets.token_hex(5)}.example", Trust.NOTHING)
    path.round.log.noted(
        "sni_swap",
        path.host.id,
        Status.PASS if value != "silent" else Status.FAIL,
        value,
        since,
        **path.facts(),
    )


async def _small_segments(path: Path) -> None:
    """C19: the same name, in small pieces."""
    since = path.round.now()
    value = await _other_handshake(path, path.host.name, Trust.FULL, small=True)
    status = (
        Status.PASS
        if value in {"served", "alert"}
        else Status.SKIP
        if value == "unsupported"
        else Status.FAIL
    )
    path.round.log.noted("small_mss", path.host.id, status, value, since, **path.facts())


async def _other_handshake(path: Path, name: str | None, trust: Trust, *, small: bool = False) -> str:
    """``served`` (a certificate came), ``alert``, ``unsupported``, or ``silent``."""
    net, log = path.round.net, path.round.log
    try:
        link = await net.connect(path.address, path.host.port, log.limit(CONTRAST_S), small=small)
    except SmallSegmentsError:
        return "unsupported"
    except OSError:
        return "silent"
    try:
        async with asyncio.timeout(log.limit(CONTRAST_S)):
            await link.secure(name, trust)
    except (OSError, EOFError) as error:
        word = word_for(error)
        return "served" if word in _CERTIFICATE_WORDS else "alert" if word == "alert" else "silent"
    else:
        return "served"
    finally:
        link.close()


async def _inspect(path: Path, *, dates: bool) -> None:
    """C16: whose certificate is it, and does it hold but for its dates? The answer's Date goes with it."""
    family = family_of(path.address)
    mine = {other for host, other in path.round.inspected if host == path.host.id}
    once = dates or path.host is not path.round.asked  # one look tells; both families only for the service
    if family in mine or (mine and once):
        return
    path.round.inspected.add((path.host.id, family))
    round_, since = path.round, path.round.now()
    trusts = (Trust.ANY_TIME, Trust.NOTHING) if dates else (Trust.NOTHING,)
    word = ""
    for trust in trusts:
        try:
            link, secured = await _look_at(path, trust)
        except (OSError, EOFError) as error:
            word = word_for(error)
            continue
        _note_chain(path, secured.certificate, since, proved=trust is Trust.ANY_TIME)
        if dates:
            await date_of(round_, path.host, link, "https unverified")
        link.close()
        return
    round_.log.noted("chain", path.host.id, Status.UNKNOWN, word, since, **path.facts())


async def _look_at(path: Path, trust: Trust) -> tuple[Link, Secured]:
    async with asyncio.timeout(path.round.log.limit(TLS_S)):
        link = await path.round.net.connect(path.address, path.host.port, TLS_S)
        return link, await link.secure(path.host.name, trust)


def _note_chain(path: Path, der: bytes, since: float, *, proved: bool) -> None:
    try:
        certificate = read_certificate(der)
    except ValueError:
        path.round.log.noted("chain", path.host.id, Status.UNKNOWN, "unreadable", since, **path.facts())
        return
    value = "matches" if certificate.is_for(path.host.name) else "other_name"
    facts = path.facts(
        issuer=certificate.issuer,
        subject=certificate.subject,
        identity_proved=proved,
        not_before=certificate.not_before.isoformat(),
        not_after=certificate.not_after.isoformat(),
        mark=hashlib.sha256(der).hexdigest()[:16],
    )
    path.round.log.noted("chain", path.host.id, Status.WARN, value, since, **facts)
