"""The follow-up as a plan: when to look again, when to complain in writing, when to take it further.

Working days are those of Jakarta: Saturday and Sunday are not counted. Public holidays are, because no list
of them for the coming year was found in a source that can be cited; the words say so.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo

from gopay_help.model.case import Case, Due, DueKind
from gopay_help.model.tree import After, FollowUp, Outcome
from gopay_help.model.working_days import WIB, moment


def jakarta() -> tzinfo:
    """The zone of the working days."""
    return WIB


def build_plan(
    outcome: Outcome, start: datetime, complain_now: frozenset[str] = frozenset()
) -> tuple[Due, ...]:
    """The steps of an outcome, in the order of their times.

    An outcome whose advice names a step of *complain_now* has nothing to wait for before a complaint.
    """
    now = bool(complain_now.intersection(outcome.do))
    return tuple(sorted(_steps(outcome.follow_up, outcome.route, start, now=now), key=lambda due: due.at))


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


def attempted(case: Case, channel: str, now: datetime) -> Case:
    """The case after support, or a public body of its plan, was asked: that step is done."""
    further = {name for due in case.plan if due.kind is DueKind.ESCALATE for name in due.channels}
    return done(case, DueKind.ESCALATE if channel in further else DueKind.COMPLAINT, now)
