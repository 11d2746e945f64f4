"""What an HTTP answer means. Nothing here waits."""

import re
import time
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from gopay_help.model.result import EvidenceValue
from gopay_help.network.network import Reply
from gopay_help.network.targets import Host, Targets, is_address, parent_domain

_MAINTENANCE = re.compile(
    r"maintenance|under repair|scheduled downtime|pemeliharaan|perbaikan sistem|维护|維護", re.IGNORECASE
)


_OVERLOAD = re.compile(
    r"overload|too many (requests|users)|high traffic|try again (in a|later).*busy|sibuk|繁忙", re.IGNORECASE
)


_FORM = re.compile(
    r"<form\b|wi-?fi|hotspot|captive|voucher|log ?in|sign ?in|accept.{0,20}terms", re.IGNORECASE
)


_REFRESH = re.compile(
    r"http-equiv=[\"']?refresh[\"']?[^>]*url=([^\"'>\s]+)|location\.(?:href|replace)[=(\s\"']+([^\"')\s]+)",
    re.IGNORECASE,
)


def judge_reply(reply: Reply, host: Host, targets: Targets) -> tuple[str, dict[str, EvidenceValue]]:
    """What an answer over valid TLS means, and what of it is worth keeping."""
    text = reply.body.decode("utf-8", "replace")
    seen: dict[str, EvidenceValue] = {
        "status": reply.status,
        "retry_after_s": retry_after_s(reply.headers.get("retry-after")),
        "maintenance_words": bool(_MAINTENANCE.search(text)),
        "server": reply.headers.get("server"),
        "location_host": location_host(reply, host),
    }
    meaning = _meaning(reply, text, seen, targets)
    return ("eof" if meaning == "ok" and not reply.whole else meaning), seen


def _meaning(reply: Reply, text: str, seen: Mapping[str, EvidenceValue], targets: Targets) -> str:
    status = reply.status
    if status in targets.expect_status and _type_fits(reply, targets):
        return "ok"
    if status in _STATUS_MEANING:
        return _STATUS_MEANING[status]
    if 200 <= status < 300:  # noqa: PLR2004
        return _page(reply, seen, targets)
    if 300 <= status < 400:  # noqa: PLR2004
        return _redirect(status, str(seen["location_host"] or ""), targets)
    return _trouble(status, text, seen, targets)


def _trouble(status: int, text: str, seen: Mapping[str, EvidenceValue], targets: Targets) -> str:
    if status == 503:  # noqa: PLR2004
        return _unavailable(text, seen)
    if status >= 500:  # noqa: PLR2004
        return "server_error"
    return "unexpected" if targets.expect_status else "ok"


_STATUS_MEANING = {429: "rate_limited", 403: "policy", 451: "policy", 410: "gone"}


def _unavailable(text: str, seen: Mapping[str, EvidenceValue]) -> str:
    if seen["maintenance_words"]:
        return "maintenance"
    if _OVERLOAD.search(text) or seen["retry_after_s"] is None:
        return "overloaded"
    return "maintenance"


def _page(reply: Reply, seen: Mapping[str, EvidenceValue], targets: Targets) -> str:
    """A page with a good status may still say that the service is shut."""
    if _type_fits(reply, targets):
        short = len(reply.body) < 4096  # noqa: PLR2004 (a maintenance page is short; a help page that has the word is not)
        return "maintenance" if seen["maintenance_words"] and short and not targets.expect_type else "ok"
    return "maintenance" if seen["maintenance_words"] else "unexpected"


def _type_fits(reply: Reply, targets: Targets) -> bool:
    if targets.expect_type is None:
        return True
    return reply.headers.get("content-type", "").lower().startswith(targets.expect_type.lower())


def _redirect(status: int, to: str, targets: Targets) -> str:
    if is_own(to, targets):
        return "redirect_own"
    return "moved" if status in {301, 308} else "redirect_other"


def is_own(name: str, targets: Targets) -> bool:
    """True if *name* belongs to the provider, as far as the targets say."""
    return not name or any(name == domain or name.endswith(f".{domain}") for domain in targets.domains)


def location_host(reply: Reply, host: Host) -> str | None:
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


def judge_plain(reply: Reply, host: Host, targets: Targets) -> tuple[str, dict[str, EvidenceValue]]:
    """``redirect_own``, ``portal_redirect``, ``portal_511``, ``login_page``, ``page`` or ``other``."""
    text = reply.body.decode("utf-8", "replace")
    to = location_host(reply, host) or _page_target(text)
    seen: dict[str, EvidenceValue] = {"status": reply.status, "location_host": to}
    if reply.status == 511:  # noqa: PLR2004
        return "portal_511", seen
    if to is not None:
        own = to == host.name or (not is_address(to) and (is_own(to, targets) or _related(to, host)))
        return ("redirect_own" if own else "portal_redirect"), seen
    if 200 <= reply.status < 300:  # noqa: PLR2004
        return ("login_page" if _FORM.search(text) else "page"), seen
    return "other", seen


def _related(to: str, host: Host) -> bool:
    return parent_domain(to) == parent_domain(host.name)


def _page_target(text: str) -> str | None:
    found = _REFRESH.search(text)
    try:
        return urlsplit(found.group(1) or found.group(2)).hostname if found else None
    except ValueError:
        return None
