"""When to look again: spans, working days, and what they rest on."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from fakes import channel, echo, outcome, registry
from gopay_help.model.contact import Channel, Opening
from gopay_help.model.tree import After, FollowUp, moment
from gopay_help.wizard.advice import basis, build_follow_up
from gopay_help.wizard.route import ContactBook
from gopay_help.wizard.times import Clock

FRIDAY = datetime(2026, 11, 20, 9, 30, 59, 7, tzinfo=UTC)


def desk(*channels: Channel) -> ContactBook:
    return ContactBook(registry(*channels), echo(), is_stale=lambda _: False, opening=lambda _: Opening())


def test_a_span_is_added_to_the_minute():
    assert moment(After(span=timedelta(hours=4)), FRIDAY) == datetime(2026, 11, 20, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (20, 1, 23),  # Friday to Monday
        (20, 2, 24),
        (21, 1, 23),  # Saturday to Monday
        (22, 1, 23),  # Sunday to Monday
        (23, 1, 24),  # Monday to Tuesday
        (23, 5, 30),  # a week later
        (20, 6, 30),
    ],
)
def test_working_days_pass_over_saturday_and_sunday(start: int, days: int, end: int):
    begin = datetime(2026, 11, start, 9, tzinfo=UTC)
    assert moment(After(working_days=days), begin) == datetime(2026, 11, end, 9, tzinfo=UTC)


def test_the_time_zone_of_the_clock_is_kept():
    jakarta = timezone(timedelta(hours=7))
    late_on_friday = datetime(2026, 11, 20, 23, tzinfo=jakarta)
    assert moment(After(working_days=1), late_on_friday) == datetime(2026, 11, 23, 23, tzinfo=jakarta)


def test_a_time_rests_on_a_claim_or_is_our_suggestion():
    assert basis(After(claim="two_days"), desk()) == "claim.two_days"
    assert basis(After(), desk()) == "ui.our_suggestion"


def test_the_plan_has_both_times_the_channels_and_the_steps():
    follow_up = FollowUp(
        After(span=timedelta(hours=1)), After(working_days=1, claim="two_days"), ("mail",), ("write_down",)
    )
    plan = build_follow_up(outcome(follow_up=follow_up), FRIDAY, desk(channel("mail")))
    assert (plan.recheck_at, plan.recheck_basis) == (
        datetime(2026, 11, 20, 10, 30, tzinfo=UTC),
        "ui.our_suggestion",
    )
    assert (plan.escalate_at, plan.escalate_basis) == (
        datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "claim.two_days",
    )
    assert [step.channel.id for step in plan.escalate_to] == ["mail"]
    assert plan.steps == ("step.write_down",)


def test_who_is_locked_out_is_not_sent_behind_a_login_later_either():
    channels = (channel("app", needs_login=True), channel("mail", needs_network=True))
    follow_up = FollowUp(After(), After(), ("app", "mail"))
    locked = outcome(follow_up=follow_up, cannot=frozenset({"login", "network"}))
    plan = build_follow_up(locked, FRIDAY, desk(*channels))
    assert [step.channel.id for step in plan.escalate_to] == ["mail"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((9, 0), (10, 0)),
        ((9, 1), (10, 30)),
        ((9, 30), (10, 30)),
        ((9, 58), (11, 0)),
        ((22, 29), (23, 30)),
        ((22, 31), (23, 30)),  # the next half hour is of another day, which would move the date
    ],
)
def test_a_time_is_told_as_a_full_or_a_half_hour(asked: tuple[int, int], told: tuple[int, int]):
    clock, now = Clock(UTC), datetime(2026, 11, 20, *asked, 59, 7, tzinfo=UTC)
    assert clock.at(After(span=timedelta(hours=1)), now) == datetime(2026, 11, 20, *told, tzinfo=UTC)
