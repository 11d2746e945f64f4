"""The follow-up as a plan: when to look again, when to complain in writing, when to take it further.

Working days are those of Jakarta: Saturday and Sunday are not counted. Public holidays are, because no list
of them for the coming year was found in a source that can be cited; the words say so.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo

from gopay_help.model.case import Case, Due, DueKind, EvidenceEntry, EvidenceKind
from gopay_help.model.tree import WIB, After, FollowUp, Outcome, moment


def jakarta() -> tzinfo:
    """The zone of the working days."""
    return WIB


def build_plan(
    outcome: Outcome,
    start: datetime,
    complain_now: frozenset[str] = frozenset(),
    urgent: frozenset[str] = frozenset(),
) -> tuple[Due, ...]:
    """The steps of an outcome, in the order of their times; where money is at risk, those of *urgent* first.

    An outcome whose advice names a step of *complain_now* has nothing to wait for before a complaint.
    """
    now = bool(complain_now.intersection(outcome.do))
    acts = (step for step in outcome.do if outcome.critical and step in urgent)
    at = moment(After(), start)
    steps = [Due(DueKind.ACT, at, None, (), step=step) for step in acts]
    later = _steps(outcome.follow_up, outcome.route, start, now=now)
    return (*steps, *sorted(later, key=lambda due: due.at))


def _steps(follow_up: FollowUp, route: tuple[str, ...], start: datetime, *, now: bool) -> Iterator[Due]:
    recheck, escalate = moment(follow_up.recheck, start), moment(follow_up.escalate, start)
    yield Due(DueKind.RECHECK, recheck, follow_up.recheck.claim, ())
    if route:
        at = moment(After(), start) if now else recheck
        yield Due(DueKind.COMPLAINT, at, None, route)
    if follow_up.to:
        yield Due(DueKind.ESCALATE, max(recheck, escalate), follow_up.escalate.claim, follow_up.to)


def done(case: Case, kind: DueKind, now: datetime) -> Case:
    """The case with the first open step of *kind* done at *now*; unchanged if there is none."""
    steps = list(case.plan)
    for index, due in enumerate(steps):
        if due.kind is kind and due.done is None:
            steps[index] = replace(due, done=now)
            return replace(case, plan=tuple(steps), updated=now)
    return case


def acted(case: Case, number: int, now: datetime) -> Case:
    """The case with its urgent step of this *number* done; one that was done before keeps its time.

    Raises:
        KeyError: there is no such step.
    """
    if not 1 <= number <= len(case.acts):
        raise KeyError(number)
    wanted = case.acts[number - 1]
    plan = tuple(replace(due, done=due.done or now) if due is wanted else due for due in case.plan)
    return replace(case, plan=plan, updated=now)


def without(case: Case, entry: EvidenceEntry, now: datetime) -> Case:
    """The case without *entry*; a step that was done by noting it is open again."""
    left = list(case.evidence)
    left.remove(entry)
    plan = case.plan
    if entry.kind is EvidenceKind.ATTEMPT:
        asked = (DueKind.COMPLAINT, DueKind.ESCALATE)
        plan = tuple(
            replace(due, done=None) if due.kind in asked and due.done == entry.at else due for due in plan
        )
    return replace(case, evidence=tuple(left), plan=plan, updated=now)


def attempted(case: Case, channel: str, now: datetime) -> Case:
    """The case after support, or a public body of its plan, was asked: that step is done."""
    further = {name for due in case.plan if due.kind is DueKind.ESCALATE for name in due.channels}
    return done(case, DueKind.ESCALATE if channel in further else DueKind.COMPLAINT, now)
