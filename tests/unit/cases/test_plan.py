from datetime import UTC, datetime, timedelta

import pytest

from casefile import NOW, case
from fakes import outcome
from gopay_help.cases import record
from gopay_help.model.case import DueKind
from gopay_help.model.tree import WIB, After, FollowUp, moment

FRIDAY = datetime(2026, 11, 20, 3, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "ends"),
    [(1, "2026-11-23"), (2, "2026-11-24"), (5, "2026-11-27"), (6, "2026-11-30")],
)
def test_working_days_leave_out_the_weekend(days, ends):
    assert f"{moment(After(working_days=days), FRIDAY):%Y-%m-%d}" == ends


def test_the_day_is_that_of_jakarta():
    """18:00 UTC on a Friday is Saturday in Jakarta: the first working day after it is Monday, not Sunday."""
    late = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    assert moment(After(working_days=1), late).astimezone(WIB).strftime("%a") == "Mon"
    sunday_evening = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert moment(After(working_days=1), sunday_evening).astimezone(WIB).strftime("%a") == "Tue"


def test_spans_are_to_the_minute():
    assert moment(After(timedelta(hours=1)), FRIDAY) == datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def leaf(follow_up, route=("id_email_gopay",), do=()):
    return outcome(follow_up=follow_up, route=route, do=do)


def test_a_plan_has_its_steps_in_order():
    follow_up = FollowUp(After(timedelta(days=1)), After(timedelta(hours=2), claim="late"), ("bi_email",))
    steps = record.build_plan(leaf(follow_up), FRIDAY)
    assert [step.kind for step in steps] == [DueKind.RECHECK, DueKind.COMPLAINT, DueKind.ESCALATE]
    assert steps[2].at == steps[0].at, "nothing is taken further before it was looked at again"
    assert steps[2].channels == ("bi_email",)


def test_advice_that_is_a_complaint_does_not_wait():
    follow_up = FollowUp(After(working_days=2), After(working_days=5), ("bi_email",))
    made = leaf(follow_up, do=("keep_proof", "write_one_case"))
    assert record.build_plan(made, FRIDAY, frozenset({"write_one_case"}))[0].kind is DueKind.COMPLAINT
    assert record.build_plan(made, FRIDAY)[0].kind is DueKind.RECHECK


def test_without_a_contact_there_is_nothing_to_complain_to():
    steps = record.build_plan(leaf(FollowUp(After(), After(), ()), route=()), FRIDAY)
    assert [step.kind for step in steps] == [DueKind.RECHECK]


def test_due_is_what_is_open_and_past():
    before, after = NOW, NOW + timedelta(days=5)
    assert case().due(before) == ()
    assert [step.kind for step in case().due(after)] == [DueKind.RECHECK, DueKind.COMPLAINT]
    looked = record.done(case(), DueKind.RECHECK, after)
    assert [step.kind for step in looked.due(after)] == [DueKind.COMPLAINT]
    assert case(closed=after).due(after) == ()


def test_a_step_that_is_done_is_done_once():
    once = record.done(case(), DueKind.RECHECK, NOW)
    assert record.done(once, DueKind.RECHECK, NOW) == once


def test_whoever_was_asked_that_step_is_done():
    asked = record.attempted(case(), "email", NOW)
    assert [step.kind for step in asked.plan if step.done] == [DueKind.COMPLAINT]
    further = record.attempted(asked, "bi_email", NOW)
    assert [step.kind for step in further.open_steps()] == [DueKind.RECHECK]
