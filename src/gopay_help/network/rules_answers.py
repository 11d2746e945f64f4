"""Rules for addresses: whether what a resolver named can be, and is, the service."""

from gopay_help.model.result import Blame, Health, NetCause
from gopay_help.model.tree import Confidence
from gopay_help.network.rule import HIGH, LOW, MEDIUM, Rule, by_count, unproved
from gopay_help.network.rules_local import shared_address
from gopay_help.network.seen import Seen

_FOREIGN_PAGE = {"page", "login_page", "portal_redirect", "other"}


def bogus_answer(seen: Seen) -> bool:
    """Every address named is one where no public service can be."""
    answers = seen.mine("answer")
    return (
        unproved(seen) and bool(answers) and not any(finding.evidence.get("contacted") for finding in answers)
    )


def bogus_sure(seen: Seen) -> Confidence:
    """A public name that leads back to this machine is no split DNS."""
    kinds = seen.values(seen.mine("answer"))
    return MEDIUM if kinds & {"loopback", "unspecified"} or seen.something_else_ok else LOW


def foreign_server(seen: Seen) -> bool:
    """Whoever answers at the named address cannot prove the name and does not even claim it."""
    if not unproved(seen) or not _foreign_chain(seen):
        return False
    untrusted = bool(seen.tls_words() & {"untrusted", "bad_cert", "expired", "not_yet"})
    return _foreign_page(seen) or (untrusted and not _own_redirect(seen))


def _foreign_chain(seen: Seen) -> bool:
    return any(finding.value == "other_name" for finding in seen.mine("chain"))


def _foreign_page(seen: Seen) -> bool:
    return bool(seen.values(seen.mine("http80")) & _FOREIGN_PAGE)


def _own_redirect(seen: Seen) -> bool:
    return "redirect_own" in seen.values(seen.mine("http80"))


def foreign_sure(seen: Seen) -> Confidence:
    """Each of these is a different kind of evidence."""
    return by_count(
        sum((_foreign_page(seen), shared_address(seen), seen.something_else_ok, _resolvers_disagree(seen)))
    )


def _resolvers_disagree(seen: Seen) -> bool:
    answers = {
        finding.evidence.get("addresses") for finding in seen.dns("dns_direct", "A") if finding.value == "ok"
    }
    return len(answers) > 1


def foreign_beside_right(seen: Seen) -> bool:
    """One answer leads to the service and another to somebody else."""
    failed = {finding.evidence.get("address") for finding in seen.tls_first}
    return seen.reached and any(
        item.evidence.get("address") in failed and item.value == "other_name" for item in seen.mine("chain")
    )


def foreign_instead(seen: Seen) -> bool:
    """Programs are led to somebody else only; the right address came from another resolver."""
    given = [item.evidence.get("addresses") for item in seen.mine("dns_system") if item.value == "ok"]
    theirs = {address for group in given if isinstance(group, tuple) for address in group}
    return foreign_beside_right(seen) and bool(theirs) and not theirs & seen.valid_addresses


def denied_although_right(seen: Seen) -> bool:
    """One resolver denies the name, another leads to an address that proves it."""
    words = {item.value for item in seen.dns("dns_direct")}
    system = seen.values(seen.mine("dns_system"))
    return seen.reached and "noname" in system and {"nxdomain", "ok"} <= words


ANSWER_RULES = (
    Rule("R19", NetCause.DNS_TAMPERED, bogus_answer, Blame.ISP, bogus_sure, next_test="allow_private"),
    Rule("R20", NetCause.DNS_TAMPERED, foreign_server, Blame.ISP, foreign_sure, next_test="other_network"),
)


LYING_RULES = (
    Rule("R57", NetCause.DNS_TAMPERED, foreign_instead, Blame.ISP, HIGH, next_test="other_network"),
    Rule("R58", NetCause.DNS_TAMPERED, denied_although_right, Blame.ISP, HIGH, next_test="other_network"),
    Rule(
        "R60",
        NetCause.DNS_TAMPERED,
        foreign_beside_right,
        Blame.ISP,
        lambda seen: HIGH if _foreign_page(seen) or shared_address(seen) else MEDIUM,
        Health.DEGRADED,
    ),
)
