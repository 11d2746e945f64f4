"""HTTP: the service's answer, plain HTTP on port 80, and the proxy of the settings."""

import asyncio
import json
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from gopay_help.model.check import EvidenceValue, Status
from gopay_help.network.budget import LOOK_EVERY_S, CheckRun, await_turn, drips, run_all
from gopay_help.network.findings import OVER_BUDGET, word_for
from gopay_help.network.look_names import LOOKUP_LIMIT_S
from gopay_help.network.machine import Connection, OverBudgetError, Proxy, Reply, Trust
from gopay_help.network.targets import TargetHost, Targets, is_address, parent_domain
from gopay_help.network.wire import SCHEMES

_MAINTENANCE = re.compile(
    r"maintenance|under repair|scheduled downtime|pemeliharaan|perbaikan sistem|维护|維護", re.IGNORECASE
)


_OVERLOAD = re.compile(
    r"overload|too many (requests|users)|(high|heavy) (traffic|demand)|try again (in a|later).*busy"
    r"|waiting room|you are (now )?in (line|the queue)|sibuk|antrean|antrian|繁忙|排队|排隊",
    re.IGNORECASE,
)


_CHALLENGE = re.compile(
    r"just a moment|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|challenge-platform"
    r"|captcha|not a robot|security check to access|attention required",
    re.IGNORECASE,
)
_FOR_SALE = re.compile(
    r"domain (?:name )?(?:is |may be )?(?:available )?for sale|buy this domain|domain is parked"
    r"|parked domain",
    re.IGNORECASE,
)
_LEADS = (
    (
        "policy",
        re.compile(
            r"(geo|region|country).{0,12}(block|unavail|restrict|not-?(avail|support))|(access|geo)-?denied|forbidden",
            re.IGNORECASE,
        ),
    ),
    ("overloaded", re.compile(r"queue|waiting-?room|antrean|antrian", re.IGNORECASE)),
    ("maintenance", re.compile(r"mainten|pemeliharaan|unavailable|under-?repair|sorry|weihu", re.IGNORECASE)),
)
"""What the address of a redirect says of its reason."""
_FORM = re.compile(
    r"<form\b|wi-?fi|hotspot|captive|voucher|log ?in|sign ?in|accept.{0,20}terms", re.IGNORECASE
)


_REFRESH = re.compile(
    r"http-equiv=[\"']?refresh[\"']?[^>]*url=([^\"'>\s]+)|location\.(?:href|replace)[=(\s\"']+([^\"')\s]+)",
    re.IGNORECASE,
)


_LONGEST_NOTE = 2000
_GOOD_STATES = {"ok", "success", "up", "healthy", "operational", "200"}
_BAD_STATES = {"error", "fail", "failed", "failure", "down", "unavailable", "outage"}


def judge_reply(reply: Reply, host: TargetHost, targets: Targets) -> tuple[str, dict[str, EvidenceValue]]:
    """What an answer over valid TLS means, and what of it is worth keeping."""
    text = reply.body.decode("utf-8", "replace")
    seen: dict[str, EvidenceValue] = {
        "status": reply.status,
        "retry_after_s": retry_after_s(reply.headers.get("retry-after")),
        "maintenance_words": bool(_MAINTENANCE.search(text)),
        "server": reply.headers.get("server"),
        "location_host": location_host(reply, host),
    }
    meaning = _led_astray(reply, host, text) or _meaning(reply, text, seen, targets)
    if meaning == "ok" and reply.stalled:
        seen["received"] = reply.received
        return "timeout", seen
    return ("eof" if meaning == "ok" and not reply.whole else meaning), seen


def _led_astray(reply: Reply, host: TargetHost, text: str) -> str | None:  # noqa: PLR0911 (a case each)
    """A page of somebody who guards or sells the place, or a redirect that leads nowhere new."""
    headers, status = reply.headers, reply.status
    guarded = any(name in headers for name in ("cf-mitigated", "x-amzn-waf-action"))
    if guarded or (status in {202, 403, 429, 503} and _CHALLENGE.search(text)):
        return "policy"
    if status in _ORIGIN:
        return "origin"
    if status == 200 and _FOR_SALE.search(text):  # noqa: PLR2004
        return "moved"
    if not 300 <= status < 400 or "location" not in headers:  # noqa: PLR2004
        return None
    try:
        to = urlsplit(headers["location"])
        port = to.port
    except ValueError:
        return None
    own = to.hostname in {None, host.name}
    where = to.path if own else f"{to.hostname}{to.path}"
    if reason := next((word for word, pattern in _LEADS if pattern.search(where)), None):
        return reason
    if not own:
        return None
    same_path = ((to.path or "/") + (f"?{to.query}" if to.query else "")) == host.path
    if same_path and to.scheme in {"", host.scheme} and port in {None, host.port}:
        return "loop"
    return "redirect_down" if to.scheme == "http" and host.scheme == "https" else None


def _meaning(reply: Reply, text: str, seen: Mapping[str, EvidenceValue], targets: Targets) -> str:
    status = reply.status
    if status in targets.expect_status and _type_fits(reply, targets):
        return _told(text) or "ok"
    if status in _STATUS_MEANING:
        return _STATUS_MEANING[status]
    if 200 <= status < 300:  # noqa: PLR2004
        return _told(text) or _page(reply, text, seen, targets)
    if 300 <= status < 400:  # noqa: PLR2004
        if is_own(str(seen["location_host"] or ""), targets):
            return "redirect_own"
        return "moved" if status in {301, 308} else "redirect_other"
    return _trouble(status, text, seen, targets)


def _told(text: str) -> str | None:
    """What a short answer for programs says of itself, where the status says that all is well."""
    if len(text) > _LONGEST_NOTE or not text.startswith("{"):
        return None
    try:
        given = json.loads(text)
    except ValueError:
        return None
    state = str(given.get("status", given.get("state", ""))).lower()
    said = " ".join(
        str(given.get(key, "")) for key in ("status", "state", "code", "title", "message", "error", "detail")
    )
    if state in _GOOD_STATES:
        return None
    for word, pattern in (("maintenance", _MAINTENANCE), ("overloaded", _OVERLOAD)):
        if pattern.search(said):
            return word
    failed = (
        state in _BAD_STATES or given.get("error") or given.get("errors") or given.get("success") is False
    )
    return "unexpected" if failed else None


_STATUS_MEANING = {429: "rate_limited", 403: "policy", 451: "policy", 410: "gone"}


def _trouble(status: int, text: str, seen: Mapping[str, EvidenceValue], targets: Targets) -> str:
    if status == 503:  # noqa: PLR2004
        shut = seen["maintenance_words"] or not (_OVERLOAD.search(text) or seen["retry_after_s"] is None)
        return "maintenance" if shut else "overloaded"
    if status >= 500:  # noqa: PLR2004
        return "server_error"
    return "unexpected" if targets.expect_status else "ok"


def _page(reply: Reply, text: str, seen: Mapping[str, EvidenceValue], targets: Targets) -> str:
    """A page with a good status may still say that the service is shut."""
    if _type_fits(reply, targets):
        # A maintenance page is short; a help page that has the word is not.
        short = len(reply.body) < 4096 and not reply.body.startswith(b"{")  # noqa: PLR2004
        return "maintenance" if seen["maintenance_words"] and short and not targets.expect_type else "ok"
    if seen["maintenance_words"]:
        return "maintenance"
    return "policy" if _CHALLENGE.search(text) else "unexpected"


def _type_fits(reply: Reply, targets: Targets) -> bool:
    if targets.expect_type is None:
        return True
    return reply.headers.get("content-type", "").lower().startswith(targets.expect_type.lower())


def is_own(name: str, targets: Targets) -> bool:
    """True if *name* belongs to the provider, as far as the targets say."""
    return not name or any(name == domain or name.endswith(f".{domain}") for domain in targets.domains)


def location_host(reply: Reply, host: TargetHost) -> str | None:
    """The host that a redirect points to; None if there is none."""
    location = reply.headers.get("location")
    if location is None:
        return None
    try:
        return urlsplit(location).hostname or host.name
    except ValueError:
        return "unreadable"


def retry_after_s(value: str | None) -> int | None:
    """Seconds to wait, from either form of Retry-After."""
    if value is None:
        return None
    if value.strip().isdigit():
        return int(value)
    try:
        when = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return max(0, round(when.replace(tzinfo=when.tzinfo or UTC).timestamp() - time.time()))


def judge_plain(reply: Reply, host: TargetHost, targets: Targets) -> tuple[str, dict[str, EvidenceValue]]:
    """``redirect_own``, ``portal_redirect``, ``portal_511``, ``login_page``, ``page`` or ``other``."""
    text = reply.body.decode("utf-8", "replace")
    to = location_host(reply, host) or _page_target(text)
    seen: dict[str, EvidenceValue] = {"status": reply.status, "location_host": to}
    if reply.status == 511:  # noqa: PLR2004
        return "portal_511", seen
    if to is not None:
        related = is_own(to, targets) or parent_domain(to) == parent_domain(host.name)
        own = to == host.name or (related and not is_address(to))
        return ("redirect_own" if own else "portal_redirect"), seen
    if 200 <= reply.status < 300:  # noqa: PLR2004
        return ("login_page" if _FORM.search(text) else "page"), seen
    return "other", seen


def _page_target(text: str) -> str | None:
    found = _REFRESH.search(text)
    try:
        return urlsplit(found.group(1) or found.group(2)).hostname if found else None
    except ValueError:
        return None


HTTP_S, _AGAIN_S = 2.2, 1.2
_SILENT_AFTER_S = 1.0
"""A request that is not answered by then is made once more beside the first."""


_KNOCK_S, _TURN_TAKES_S = 1.2, 0.8


_PAUSE_S = 0.3


_AGAIN_AFTER = {500, 502, 504}
_ORIGIN = range(520, 531)
"""What a CDN says of the server behind it."""


_GONE = {404, 410}
_GOOD = {"ok", "redirect_own", "redirect_other"}


async def request(
    run: CheckRun, host: TargetHost, link: Connection, facts: Mapping[str, EvidenceValue]
) -> None:
    """C20 on a connection that is open already; once more after a server error, or beside a silence."""
    first = asyncio.create_task(_request_once(run, host, link, {**facts, "attempt": 1}))
    try:
        await asyncio.wait({first}, timeout=_SILENT_AFTER_S + 2 * link.connect_s)
        while not first.done() and drips(run):
            await asyncio.wait({first}, timeout=LOOK_EVERY_S)
        if not first.done() and not run.drips:  # a narrow line is not loaded further
            await run_all(_request_anew(run, host, {**facts, "attempt": 2}), _request_small(run, host, facts))
        value, status = await first
        if value in {"timeout", "reset", "eof"} or status in _AGAIN_AFTER:
            if run.count("https", host.id) < 2:  # noqa: PLR2004 (asked once so far)
                await asyncio.sleep(_PAUSE_S)
                await run_all(
                    _request_anew(run, host, {**facts, "attempt": 2}),
                    *([_request_small(run, host, facts)] if value == "timeout" else []),
                )
        elif host is run.asked and status in _GONE and host.path != "/":
            await _ask_front(run, host, facts)
    finally:
        first.cancel()


async def _request_once(
    run: CheckRun, host: TargetHost, link: Connection, facts: Mapping[str, EvidenceValue]
) -> tuple[str, int]:
    since = run.now()
    try:
        async with asyncio.timeout(run.log.limit(HTTP_S if facts["attempt"] == 1 else _AGAIN_S)):
            reply = await link.fetch(host.name, host.path)
    except (OSError, EOFError) as error:
        word = word_for(error)
        run.log.failed("https", host.id, word, since, **facts, resent=link.resent(), received=link.received)
        return word, 0
    finally:
        link.close()
    note_date(run, host, reply, "https", run.now() - since)
    value, seen = judge_reply(reply, host, run.targets)
    status = Status.PASS if value in _GOOD else Status.FAIL
    run.log.noted("https", host.id, status, value, since, **facts, **seen)
    return value, reply.status


async def _request_anew(run: CheckRun, host: TargetHost, facts: Mapping[str, EvidenceValue]) -> None:
    from_address = str(facts["address"])
    since = run.now()
    try:
        async with asyncio.timeout(2 * HTTP_S), run.talk(host, from_address, host.port, HTTP_S) as link:
            if host.scheme == "https":
                async with asyncio.timeout(run.log.limit(HTTP_S)):
                    await link.secure(host.name, Trust.FULL)
            await _request_once(run, host, link, facts)
    except (OSError, EOFError) as error:
        run.log.failed("https", host.id, word_for(error), since, **facts)


async def _request_small(run: CheckRun, host: TargetHost, facts: Mapping[str, EvidenceValue]) -> None:
    """C19 for an answer that never came: perhaps it was too big for the way."""
    since = run.now()
    value = "silent"
    try:
        async with (
            asyncio.timeout(run.log.limit(_AGAIN_S + 0.2)),
            run.talk(host, str(facts["address"]), host.port, HTTP_S, small=True) as link,
        ):
            await link.secure(host.name, Trust.FULL)
            await link.fetch(host.name, host.path)
            value = "served"
    except OverBudgetError:
        return
    except (OSError, EOFError):
        pass
    status = Status.PASS if value == "served" else Status.FAIL
    run.log.noted("small_mss", host.id, status, value, since, **facts, stage="https")


async def _ask_front(run: CheckRun, host: TargetHost, facts: Mapping[str, EvidenceValue]) -> None:
    """Whether the service's front page is still its own, where the page that was asked for is gone."""
    since = run.now()
    with suppress(OSError, EOFError):
        async with (
            asyncio.timeout(run.log.limit(HTTP_S)),
            run.talk(host, str(facts["address"]), host.port, HTTP_S) as link,
        ):
            await link.secure(host.name, Trust.FULL)
            reply = await link.fetch(host.name, "/")
            value, seen = judge_reply(reply, host, run.targets)
            moved = value in {"moved", "redirect_other"}
            status = Status.FAIL if moved else Status.PASS
            run.log.noted("front", host.id, status, "moved" if moved else "ok", since, **facts, **seen)


def note_date(run: CheckRun, host: TargetHost, reply: Reply, source: str, took_s: float) -> None:
    """C17: how far this machine's clock is from the server's."""
    since = run.now()
    try:
        when = parsedate_to_datetime(reply.headers.get("date", ""))
    except (TypeError, ValueError):
        return
    offset = round(when.replace(tzinfo=when.tzinfo or UTC).timestamp() - time.time() + took_s / 2)
    value = "ok" if abs(offset) < CLOCK_LIMIT_S else "slow" if offset > 0 else "fast"
    status = Status.PASS if value == "ok" else Status.WARN
    run.log.noted(
        "clock", host.id, status, value, since, offset_s=offset, source=source, control=host.control
    )


CLOCK_LIMIT_S = 300
"""Five minutes (network.md, rule 14)."""


async def date_of(run: CheckRun, host: TargetHost, link: Connection, source: str) -> None:
    """Ask only for the time."""
    since = run.now()
    try:
        async with asyncio.timeout(run.log.limit(1.0)):
            note_date(run, host, await link.fetch(host.name, "/"), source, run.now() - since)
    except (OSError, EOFError):
        return


async def knock_80(run: CheckRun, host: TargetHost, address: str) -> str:
    """C21: plain HTTP, where a portal or a filter shows itself. In a word what came of it."""
    since = run.now()
    facts: dict[str, EvidenceValue] = {"address": address, "control": host.control}
    try:
        limit = _KNOCK_S + (0 if host is run.asked else _TURN_TAKES_S)
        async with asyncio.timeout(run.log.limit(limit)):
            async with run.talk(host, address, 80, limit) as link:
                await await_turn(run, host)
                reply = await link.fetch(host.name, "/")
    except (OSError, EOFError) as error:
        word = word_for(error)
        status = Status.SKIP if word == OVER_BUDGET else Status.WARN
        run.log.noted("http80", host.id, status, word, since, **facts)
        return word
    note_date(run, host, reply, "http", run.now() - since)
    value, seen = judge_plain(reply, host, run.targets)
    status = Status.FAIL if value in {"portal_redirect", "portal_511"} else Status.PASS
    run.log.noted("http80", host.id, status, value, since, **facts, **seen)
    return value


_CONNECT_S = 2.2
_OPEN = range(200, 300)
_NEEDS_LOGIN = 407


async def try_proxy(run: CheckRun) -> None:
    """A way to the service through the configured proxy (HTTP or SOCKS 5), then TLS and the request inside.

    Other kinds, and scripts that choose a proxy (PAC), are only named. A name that leads inside is not asked
    for: the proxy might go where this program may not.
    """
    proxy = run.net.proxy_for(run.asked.name)
    if proxy is None or run.asked.scheme != "https":
        return
    since = run.now()
    socks = proxy.scheme in SCHEMES
    if not (socks or proxy.scheme.startswith("http")):
        run.log.noted("proxy", run.asked.id, Status.UNKNOWN, "unsupported", since, scheme=proxy.scheme)
        return
    if not proxy.host:  # such as a password with a sign that ends the address
        run.log.failed("proxy", run.asked.id, "unreadable", since)
        return
    try:
        async with asyncio.timeout(run.log.limit(_CONNECT_S)):
            link = await _open(run, proxy)
        if await _leads_inside(run):
            link.close()
            run.log.noted("proxy", run.asked.id, Status.UNKNOWN, "inside", since)
            return
        async with asyncio.timeout(run.log.limit(_CONNECT_S)):
            goal = (run.asked.name, run.asked.port)
            status = await link.tunnel(*goal, proxy.credentials, socks=socks)
    except (OSError, EOFError) as error:
        run.log.failed("proxy", run.asked.id, word_for(error), since)
        return
    if status not in _OPEN:
        value = "auth" if status == _NEEDS_LOGIN else "refuses"
        run.log.failed("proxy", run.asked.id, value, since, status=status)
        link.close()
        return
    await _inside(run, link, since)


async def _leads_inside(run: CheckRun) -> bool:
    """True if the name has an address that may not be contacted; waits for what programs are told of it."""
    if run.asked.literal:
        return False
    with suppress(TimeoutError):
        async with asyncio.timeout(run.log.limit(LOOKUP_LIMIT_S)):
            await run.looked_up.wait()
    answers = (item for item in run.log.findings if (item.id, item.target) == ("answer", run.asked.id))
    return any(item.evidence.get("contacted") is False for item in answers)


async def _open(run: CheckRun, proxy: Proxy) -> Connection:
    addresses = (proxy.host,) if is_address(proxy.host) else await run.net.lookup(proxy.host)
    failure: OSError = ConnectionRefusedError("the proxy's name has no address")
    for address in addresses[:2]:
        try:
            return await run.net.connect(address, proxy.port, _CONNECT_S / 2)
        except OSError as error:
            failure = error
    raise failure


async def _inside(run: CheckRun, link: Connection, since: float) -> None:
    host = run.asked
    facts: dict[str, EvidenceValue] = {"via": "proxy"}
    try:
        async with asyncio.timeout(run.log.limit(HTTP_S)):
            await link.secure(host.name, Trust.FULL)
    except (OSError, EOFError) as error:
        run.log.failed("proxy", host.id, f"tls_{word_for(error)}", since, **facts)
        link.close()
        return
    run.log.passed("proxy", host.id, "ok", since, **facts)
    await _request_once(run, host, link, {**facts, "attempt": 1})
