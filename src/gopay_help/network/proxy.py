"""C23: does the proxy of the settings lead to the service?"""

import asyncio

from gopay_help.model.result import EvidenceValue, Status
from gopay_help.network.classify import word_for
from gopay_help.network.network import Link, Proxy, Trust
from gopay_help.network.reply import judge_reply
from gopay_help.network.round import Round
from gopay_help.network.socks import SCHEMES
from gopay_help.network.targets import is_address
from gopay_help.network.web import HTTP_S, note_date

_CONNECT_S = 3.0
_OPEN = range(200, 300)
_NEEDS_LOGIN = 407


async def try_proxy(round_: Round) -> None:
    """A way to the service through the configured proxy (HTTP or SOCKS 5), then TLS and the request inside.

    Other kinds, and scripts that choose a proxy (PAC), are only named.
    """
    proxy = round_.net.proxy_for(round_.asked.name)
    if proxy is None or round_.asked.scheme != "https":
        return
    since = round_.now()
    socks = proxy.scheme in SCHEMES
    if not (socks or proxy.scheme.startswith("http")) or not proxy.host:
        round_.log.noted("proxy", round_.asked.id, Status.UNKNOWN, "unsupported", since, scheme=proxy.scheme)
        return
    try:
        async with asyncio.timeout(round_.log.limit(_CONNECT_S)):
            link = await _open(round_, proxy)
            goal = (round_.asked.name, round_.asked.port)
            status = await link.tunnel(*goal, proxy.credentials, socks=socks)
    except (OSError, EOFError) as error:
        round_.log.failed("proxy", round_.asked.id, word_for(error), since)
        return
    if status not in _OPEN:
        value = "auth" if status == _NEEDS_LOGIN else "refuses"
        round_.log.failed("proxy", round_.asked.id, value, since, status=status)
        link.close()
        return
    await _inside(round_, link, since)


async def _open(round_: Round, proxy: Proxy) -> Link:
    addresses = (proxy.host,) if is_address(proxy.host) else await round_.net.lookup(proxy.host)
    failure: OSError = ConnectionRefusedError("the proxy's name has no address")
    for address in addresses[:2]:
        try:
            return await round_.net.connect(address, proxy.port, _CONNECT_S / 2)
        except OSError as error:
            failure = error
    raise failure


async def _inside(round_: Round, link: Link, since: float) -> None:
    host = round_.asked
    facts: dict[str, EvidenceValue] = {"via": "proxy"}
    try:
        async with asyncio.timeout(round_.log.limit(HTTP_S)):
            await link.secure(host.name, Trust.FULL)
    except (OSError, EOFError) as error:
        round_.log.failed("proxy", host.id, f"tls_{word_for(error)}", since, **facts)
        link.close()
        return
    round_.log.passed("proxy", host.id, "ok", since, **facts)
    sent = round_.now()
    try:
        async with asyncio.timeout(round_.log.limit(HTTP_S)):
            reply = await link.fetch(host.name, host.path)
    except (OSError, EOFError) as error:
        round_.log.failed("https", host.id, word_for(error), sent, **facts)
        return
    finally:
        link.close()
    note_date(round_, host, reply, "https via proxy", round_.now() - sent)
    value, seen = judge_reply(reply, host, round_.targets)
    good = value in {"ok", "redirect_own", "redirect_other"}
    round_.log.noted("https", host.id, Status.PASS if good else Status.FAIL, value, sent, **facts, **seen)
