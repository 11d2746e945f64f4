"""Rules for certificates: whose dates are wrong, the clock's or theirs, and who made them for whom."""

from gopay_help.model.result import Blame, Finding, Health, NetCause
from gopay_help.model.tree import Confidence
from gopay_help.network.rule import (
    HIGH,
    LOW,
    MEDIUM,
    Rule,
    by_count,
    proved,
    unproved,
)
from gopay_help.network.seen import Seen
from gopay_help.network.web import CLOCK_LIMIT_S

_FAR_OFF_S = 3600


_UNKNOWN_MAKER = {"untrusted", "bad_cert"}


def _dated(seen: Seen) -> set[str]:
    return seen.tls_words() & {"expired", "not_yet"} if unproved(seen) else set()


def _explains(word: str, offset: int) -> bool:
    return offset >= CLOCK_LIMIT_S if word == "not_yet" else offset <= -CLOCK_LIMIT_S


def clock_wrong(seen: Seen) -> bool:
    """Certificates fail on their dates, and every server's clock is off, in the direction that explains it.

    One that agrees with ours is enough against: then the others' are wrong.
    """
    explained = any(_explains(word, offset) for word in _dated(seen) for offset in seen.offsets)
    return explained and all(abs(offset) >= CLOCK_LIMIT_S for offset in seen.offsets)


def clock_sure(seen: Seen) -> Confidence:
    """The offset, and a second name or a certificate that holds but for its dates."""
    return by_count(1 + (_identity_proved(seen) or len(_names_with_dates(seen)) > 1))


def _names_with_dates(seen: Seen) -> set[str]:
    return {finding.target for finding in seen.all("tls") if finding.value in {"expired", "not_yet"}}


def _identity_proved(seen: Seen) -> bool:
    return any(finding.evidence.get("identity_proved") for finding in seen.mine("chain"))


def clock_likely(seen: Seen) -> bool:
    """No server told the time, but several names fail in the same way and none holds."""
    return (
        bool(_dated(seen))
        and not seen.offsets
        and len(_names_with_dates(seen)) > 1
        and not seen.something_else_ok
    )


def clock_off(seen: Seen) -> bool:
    """Everything holds, and yet every server's clock is an hour or more away on the same side."""
    hosts = {item.target for item in seen.all("clock")}
    far = [offset for offset in seen.offsets if abs(offset) >= _FAR_OFF_S]
    same_side = len({offset > 0 for offset in far}) == 1
    return proved(seen) and len(hosts) > 1 and len(far) == len(seen.offsets) and same_side


def cert_expired(seen: Seen) -> bool:
    """The dates fail and the clock is right: a server says so, or another certificate holds today."""
    return bool(_dated(seen)) and (bool(seen.offsets) or seen.something_else_ok)


def cert_undecided(seen: Seen) -> bool:
    """The dates fail and nobody tells the time."""
    return bool(_dated(seen))


def cert_blame(seen: Seen) -> Blame:
    """The certificate proves its maker and name.

    Only then, or beside a control that works, is it the provider's.
    """
    return Blame.PROVIDER if _identity_proved(seen) or seen.control_ok else Blame.PROVIDER_OR_PATH


def cert_sure(seen: Seen) -> Confidence:
    """The clock proved right, the identity proved, something else that holds."""
    return by_count(sum((bool(seen.offsets), _identity_proved(seen), seen.something_else_ok)))


def intercepted(seen: Seen) -> bool:
    """Somebody made a certificate for the name whom this machine does not trust."""
    return (
        unproved(seen) and bool(seen.tls_words() & _UNKNOWN_MAKER) and any(map(_matches, seen.mine("chain")))
    )


def _matches(finding: Finding) -> bool:
    return finding.value == "matches"


def interception_blame(seen: Seen) -> Blame:
    """One name alone may be the server's own mistake; all of one provider's are picked out on the way."""
    if seen.peer_ok:
        return Blame.INCONCLUSIVE
    return Blame.ISP if seen.control_ok else Blame.LOCAL_NETWORK


def interception_sure(seen: Seen) -> Confidence:
    """The same maker for names that have nothing to do with each other."""
    makers = {str(item.evidence.get("issuer")) for item in seen.mine("chain") if _matches(item)}
    others = [item for item in seen.all("chain") if item.target != seen.asked and _made_by(item, makers)]
    if seen.something_else_ok:
        return MEDIUM if others and not seen.peer_ok else LOW
    return HIGH if any(item.evidence.get("control") for item in others) else MEDIUM


def _made_by(finding: Finding, makers: set[str]) -> bool:
    return str(finding.evidence.get("issuer")) in makers


def wrong_host(seen: Seen) -> bool:
    """A certificate for another name."""
    return unproved(seen) and (
        "wrong_name" in seen.tls_words()
        or any(finding.value == "other_name" for finding in seen.mine("chain"))
    )


def wrong_host_sure(seen: Seen) -> Confidence:
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
