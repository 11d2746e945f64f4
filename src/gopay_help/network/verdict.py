"""Observations in, verdict out: the rows that nothing refutes, the best of them first; the verdict as facts.

Rows that a seen value contradicts are out. Of the rest those lead that leave least unexplained, then the
commonest. Two faults are considered only where no single row explains what was seen. Blame is what all that
remain share; the internet provider and the service are named only if every row that spares them is out.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from gopay_help.model.check import Blame, CheckReport, Finding, Health, NetCause, Verdict
from gopay_help.model.errors import ExitCode
from gopay_help.model.tree import Confidence
from gopay_help.network.hypotheses import TABLE, Hypothesis
from gopay_help.network.observations import BAD, EVERY, HEALTHY, SPARED, Observations, fold, mask
from gopay_help.network.targets import TargetHost

_LIGHT = 0.1
"""A row under this share of the best one's weight costs certainty, and no blame."""
_ORDER = (
    Blame.DEVICE,
    Blame.LOCAL_NETWORK,
    Blame.ISP,
    Blame.PROVIDER_OR_PATH,
    Blame.PROVIDER,
    Blame.INCONCLUSIVE,
    Blame.NONE,
)
_LEVELS = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
_NOT_HERE = frozenset({Blame.LOCAL_NETWORK, Blame.ISP})
_HERE_TELLS_NOTHING = frozenset({"here", "link", "routes", "gateway", "departures", "route_now"})
"""Of a service on this machine, what lies between it and the world says nothing."""


_UNKNOWN = Verdict(
    Health.INCONCLUSIVE, NetCause.INCONCLUSIVE, Blame.INCONCLUSIVE, Confidence.LOW, "check.cause.inconclusive"
)


class Explanation(NamedTuple):
    """One row, or two faults at once, the more serious first."""

    rows: tuple[Hypothesis, ...]
    left: int
    """The bits of odd values that it does not explain."""

    @property
    def lead(self) -> Hypothesis:
        """The row that is named."""
        return self.rows[0]

    @property
    def weight(self) -> float:
        """How common it is; two faults are as common as the rarer one."""
        return min(row.weight for row in self.rows)


class Judgement(NamedTuple):
    """What remains when everything that cannot be is out."""

    explanations: tuple[Explanation, ...]
    """The best first; all of them leave equally little unexplained."""
    sleeping: tuple[Hypothesis, ...]
    """Rows that nothing refutes, and whose deciding look was not made."""
    beside: tuple[Hypothesis, ...]
    """What else is there."""
    seen: Observations
    blame: Blame
    confidence: Confidence


def consider(seen: Observations, table: Sequence[Hypothesis] = TABLE, *, alone: bool = False) -> Judgement:
    """Weigh *table* against what was *seen*. *alone*: nobody was asked, so no look is missed."""
    bits, odd = mask({name: (value,) for name, value in seen.items()}), _odd(seen)
    asides, singles, sleeping = [], [], []
    for row in table:
        beyond = bits & ~row.allowed
        if beyond & row.firm:
            continue
        awake = _is_awake(row, bits)
        if row.aside:
            asides += [row] if awake else []
        elif awake:
            singles.append(Explanation((row,), beyond))
        elif bits & row.needed & odd & ~EVERY["reached"] and not alone:
            sleeping.append((row, beyond))
    known = sum(EVERY[name] for row in asides for name in row.required)
    found = singles or _pairs(bits, table)
    least = min((one.left.bit_count() for one in found), default=0)
    best = sorted(
        (one for one in found if one.left.bit_count() == least),
        key=lambda one: (-one.weight, _ORDER.index(one.lead.place)),
    )
    dozing = tuple(row for row, beyond in sleeping if beyond.bit_count() <= least)
    beside: list[Hypothesis] = []
    if best and not best[0].lead.blind:
        told = {name for name, values in best[0].lead.required.items() if not values & HEALTHY[name]}
        apart = [row for row in asides if not row.required.keys() & told]
        beside = [*apart, *_beside(best[0], bits, odd, table)]
    return Judgement(
        tuple(best), dozing, tuple(beside), seen, _blame(best, seen), _confidence(best, dozing, known)
    )


def _odd(seen: Observations) -> int:
    return mask({name: (value,) for name, value in seen.items() if value in BAD[name]})


def _is_awake(row: Hypothesis, bits: int) -> bool:
    return (bits & row.needed).bit_count() == len(row.required)


def _pairs(bits: int, table: Sequence[Hypothesis]) -> list[Explanation]:
    """Two faults at once, where no single row explains what was seen."""
    rows = [
        row
        for row in table
        if not (row.blind or row.aside or row.status is Health.OK)
        and _is_awake(row, bits)
        and not bits & row.excluded & ~row.allowed
    ]
    found = []
    for one, other in combinations(rows, 2):
        beyond = bits & ~(one.allowed | other.allowed)
        if one.cause is not other.cause and not beyond & ~SPARED:
            pair = sorted(
                (one, other),
                key=lambda row: (row.status is not Health.FAIL, _ORDER.index(row.place), -row.weight),
            )
            found.append(Explanation(tuple(pair), beyond))
    return found


def _beside(best: Explanation, bits: int, odd: int, table: Sequence[Hypothesis]) -> Iterator[Hypothesis]:
    """The second fault of a pair, and rows that explain what the verdict leaves unexplained."""
    yield from best.rows[1:]
    for row in table:
        needed = bits & row.needed & odd
        fits = _is_awake(row, bits) and not bits & row.excluded & ~row.allowed
        if needed and fits and not needed & ~best.left and not row.blind:
            yield row


def _blame(best: Sequence[Explanation], seen: Observations) -> Blame:
    """What all that count share; who is not proved to be at fault is spared."""
    if not best:
        return Blame.INCONCLUSIVE
    places = {one.lead.place for one in best if one.weight >= best[0].weight * _LIGHT}
    if Blame.ISP in places and seen.get("tunnel") == "yes":
        places.add(Blame.DEVICE)
    if len(places) == 1 or Blame.NONE in places:
        return best[0].lead.place
    if places <= {Blame.DEVICE, Blame.LOCAL_NETWORK, Blame.ISP}:
        return Blame.LOCAL_NETWORK
    return Blame.PROVIDER_OR_PATH if places & {Blame.PROVIDER, Blame.PROVIDER_OR_PATH} else Blame.INCONCLUSIVE


def _confidence(best: Sequence[Explanation], sleeping: Sequence[Hypothesis], known: int) -> Confidence:
    if not best:
        return Confidence.LOW
    first = best[0]
    counted = [one for one in best if one.weight >= first.weight * _LIGHT]
    causes = {one.lead.cause for one in best}
    asleep = first.lead.status is not Health.OK and any(row.cause is not first.lead.cause for row in sleeping)
    if len(causes) == 1 and not first.left & ~known and not asleep:
        reach = Confidence.HIGH
    elif len({one.lead.place for one in counted}) == 1 or len({one.lead.cause for one in counted}) == 1:
        reach = Confidence.MEDIUM
    else:
        reach = Confidence.LOW
    most = max((one.lead.most for one in best if one.lead.cause is first.lead.cause), key=_LEVELS.index)
    return min(reach, most, key=_LEVELS.index)


def judge(findings: Sequence[Finding], asked: str) -> tuple[Verdict, tuple[Verdict, ...]]:
    """The verdict on the service *asked* about, and what else is wrong apart from it."""
    seen = fold(findings, asked)
    here = seen.get("here") == "yes"
    if here:
        seen = {name: value for name, value in seen.items() if name not in _HERE_TELLS_NOTHING}
    table = [row for row in TABLE if row.place not in _NOT_HERE] if here else TABLE
    judged = consider(seen, table, alone=here)
    verdict, beside = speak(judged)
    if here and verdict.blame in {Blame.PROVIDER_OR_PATH, Blame.INCONCLUSIVE}:
        verdict = verdict._replace(blame=Blame.DEVICE, against=(), next_test=None)
    return verdict, beside


def speak(judged: Judgement) -> tuple[Verdict, tuple[Verdict, ...]]:
    """The judgement as a verdict, and those beside it."""
    if not judged.explanations:
        return _UNKNOWN._replace(next_test=_next_test(judged)), ()
    lead = judged.explanations[0].lead
    stops = lead.status is Health.DEGRADED and judged.seen.get("reached") == "no"
    verdict = _said(
        lead,
        status=Health.FAIL if stops else lead.status,
        blame=judged.blame,
        confidence=judged.confidence,
        against=tuple(_against(judged)),
        next_test=_next_test(judged),
    )
    beside = {row.cause: row for row in reversed(judged.beside) if row.cause is not lead.cause}
    return verdict, tuple(_said(row, Confidence.MEDIUM) for row in reversed(beside.values()))


def _said(row: Hypothesis, most: Confidence = Confidence.HIGH, **more: Any) -> Verdict:  # noqa: ANN401 (a verdict's fields)
    """*row* as a verdict, at most that sure."""
    sure = min(row.most, most, key=_LEVELS.index)
    verdict = Verdict(row.status, row.cause, row.place, sure, f"check.cause.{row.says or row.cause}")
    return verdict._replace(**more)


def _against(judged: Judgement) -> Iterator[str]:
    """The other causes that remain, and what makes the verdict less sure."""
    lead = judged.explanations[0].lead
    others = (one.lead for one in judged.explanations if one.lead.cause is not lead.cause)
    yield from dict.fromkeys(f"check.cause.{row.says or row.cause}" for row in others)
    seen = judged.seen
    controlled = any(name.endswith("_control") for name in seen)
    if lead.place in {Blame.PROVIDER_OR_PATH, Blame.INCONCLUSIVE} and not controlled:
        yield "check.against.no_control"
    if seen.get("hosts") == "alone":
        yield "check.against.hosts_entry"
    if lead.cause is NetCause.OK and seen.get("tls_control", "ok") != "ok":
        yield "check.against.others_fail"
    if lead.cause is not NetCause.PACKET_LOSS and seen.get("loss") in {"hint", "seen"}:
        yield "check.against.loss_seen"
    if lead.place is Blame.PROVIDER:
        yield "check.against.reply_is_one_look"


def _next_test(judged: Judgement) -> str | None:  # noqa: PLR0911 (a case each)
    """The act that tells apart what remains; none where nothing is to be told apart, or nothing can."""
    rows = [one.lead for one in judged.explanations] or list(judged.sleeping)
    places = {row.place for row in rows} | {judged.blame}
    open_ended = bool(places & {Blame.PROVIDER_OR_PATH, Blame.INCONCLUSIVE}) or not rows
    if judged.explanations:
        if rows[0].status is Health.OK or (
            judged.confidence is Confidence.HIGH and not open_ended and len(places) == 1
        ):
            return None
        if rows[0].cause in _ACTS and not rows[0].says:  # words of its own tell their own act
            return _ACTS[rows[0].cause]
    if judged.seen.get("answer") == "private":
        return "check.next.allow_private"
    if judged.seen.get("tunnel") == "yes":
        return "check.next.vpn_off"
    if open_ended and not any(name.endswith("_control") for name in judged.seen):
        return "check.next.control"
    if places <= {Blame.DEVICE, Blame.LOCAL_NETWORK}:
        return "check.next.other_device" if len(places) > 1 else None
    return "check.next.other_network" if open_ended or Blame.DEVICE in places else None


_ACTS = {
    NetCause.CAPTIVE_PORTAL: "check.next.open_browser",
    NetCause.CLOCK_WRONG: "check.next.set_clock",
    NetCause.PROXY_BROKEN: "check.next.without_proxy",
    NetCause.MAINTENANCE: "check.next.wait",
    NetCause.OVERLOADED: "check.next.wait",
    NetCause.RATE_LIMITED: "check.next.wait",
    NetCause.PROVIDER_ERROR: "check.next.wait",
    NetCause.FLAPPING: "check.next.wait",
}


# Verdict on a machine's own state, when nobody was asked.

_ALONE = frozenset({"link", "routes", "resolver", "clock"})


def judge_alone(findings: Sequence[Finding], asked: TargetHost) -> tuple[Verdict, tuple[Verdict, ...]]:
    """The verdict on what this machine shows of itself, and hints.

    A hosts line may be meant, a login be done since.
    """
    seen = fold(findings, asked.id)
    proofs = {name: value for name, value in seen.items() if name in _ALONE}
    if asked.here:
        proofs = {name: value for name, value in proofs.items() if name == "clock"}
    elif asked.literal or seen.get("hosts") == "override" or "proxy" not in seen:  # no name server is needed
        proofs.pop("resolver", None)
    here = (row for row in TABLE if row.required and row.required.keys() <= proofs.keys())
    rows = [row for row in here if row.blind or row.cause is NetCause.DNS_NONE]
    judged = consider(proofs, rows, alone=True)
    hints = [_UNKNOWN._replace(cause=cause, blame=place, summary=f"check.cause.{says}")
             for name, value, cause, place, says in _HINTS if seen.get(name) == value]  # fmt: skip
    early = Verdict(
        Health.FAIL, NetCause.CLOCK_WRONG, Blame.DEVICE, Confidence.HIGH, "check.cause.clock_early"
    )
    if not judged.explanations:
        return _UNKNOWN._replace(summary="check.cause.offline"), tuple(hints)
    lead = judged.explanations[0].lead
    verdict = early if lead.cause is NetCause.CLOCK_WRONG else _said(lead)
    if proofs.get("clock") == "before_build" and verdict is not early:
        hints = [early, *hints]
    doubts = ("check.against.offline",)
    return verdict._replace(against=doubts, next_test=_ACTS.get(lead.cause)), tuple(hints)


_HINTS = (
    ("hosts", "override", NetCause.HOSTS_OVERRIDE, Blame.DEVICE, "hosts_entry"),
    ("captive", "told", NetCause.CAPTIVE_PORTAL, Blame.LOCAL_NETWORK, "portal_told"),
)


# The verdict as the facts that the decision tree knows.

_SERVICE = {
    NetCause.MAINTENANCE: "maintenance",
    NetCause.OVERLOADED: "overloaded",
    NetCause.RATE_LIMITED: "overloaded",
    NetCause.HOST_GONE: "moved",
    NetCause.HOST_MOVED: "moved",
    NetCause.PROVIDER_ERROR: "error",
    NetCause.PROVIDER_DOWN: "error",
    NetCause.CERT_EXPIRED: "error",
    NetCause.PROVIDER_DNS: "error",
}
_STOPS_USE = {NetCause.DNS_AAAA_BROKEN, NetCause.DNS_SLOW, NetCause.PACKET_LOSS, NetCause.THROTTLED,
              NetCause.HIGH_LATENCY, NetCause.FLAPPING, NetCause.CAPTIVE_PORTAL}  # fmt: skip
"""Degraded causes that a person feels; a broken second family is not one of them."""


def what_is_proved(report: CheckReport) -> CheckReport:
    """The report as a case may keep it: a guess accuses nobody there."""
    if report.verdict.confidence is not Confidence.LOW:
        return report
    return report._replace(verdict=_UNKNOWN, secondary=())


def facts_of(report: CheckReport) -> dict[str, str]:
    """`network`, `service` and `check.cause`.

    ``service`` is ``ok`` if the named host answered well. That never means that payments work.
    """
    verdict = report.verdict
    cause = NetCause.INCONCLUSIVE if verdict.confidence is Confidence.LOW else verdict.cause
    return {"network": _network(report), "service": _service(report), "check.cause": str(cause)}


def _network(report: CheckReport) -> str:
    verdict = report.verdict
    if verdict.confidence is Confidence.LOW or verdict.status is Health.INCONCLUSIVE:
        return "unknown"
    if verdict.cause.code is not ExitCode.NETWORK or verdict.status is Health.OK:
        # Somebody proved a name: the network carries.
        arrived = any(check.id in {"tls", "proxy"} and check.value == "ok" for check in report.checks)
        return "ok" if arrived else "unknown"
    stops = verdict.status is Health.FAIL or verdict.cause in _STOPS_USE
    return "broken" if stops else "ok"


def _service(report: CheckReport) -> str:
    if report.verdict.confidence is Confidence.LOW:
        return "unknown"
    known = _SERVICE.get(report.verdict.cause)
    if known is not None:
        return known
    answered = [
        check for check in report.checks if check.id == "https" and check.value in {"ok", "redirect_own"}
    ]
    return "ok" if answered and report.verdict.status in {Health.OK, Health.DEGRADED} else "unknown"
