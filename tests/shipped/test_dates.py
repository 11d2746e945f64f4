"""When to look again: moments of nights, weekends, both decrees and the years beyond, worked out by hand.

Each row says when it is asked in Jakarta, how long ago the money was sent, and the moment that was counted on
a printed calendar with the decrees beside it. No working days: weekends, public holidays, joint leave.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from casefile import shipped
from gopay_help.model.tree import After, NodeId, Outcome
from gopay_help.wizard.times import clock_of, sent_ago

JAKARTA = ZoneInfo("Asia/Jakarta")
CALENDAR = shipped().document("calendar")
CLOCK = clock_of(CALENDAR)

TWO_DAYS = [
    # asked               days ago  two working days, counted from the sending
    ("2026-11-30 10:00", 0, "2026-12-02 10:00"),  # Monday
    ("2026-11-27 10:00", 0, "2026-12-01 10:00"),  # Friday to Tuesday, as GoPay's help says
    ("2026-11-28 10:00", 0, "2026-12-01 10:00"),  # Saturday counts from Monday
    ("2026-11-29 23:30", 0, "2026-12-01 23:30"),  # late on Sunday
    ("2026-11-30 00:10", 0, "2026-12-02 00:30"),  # just after midnight
    ("2026-12-01 10:00", 1, "2026-12-02 10:00"),  # sent on Monday
    ("2026-12-02 10:00", 2, "2026-12-02 11:00"),  # over: look again in an hour
    ("2026-11-30 10:00", 2, "2026-12-01 10:00"),  # sent on Saturday
    ("2026-12-24 09:00", 0, "2026-12-29 09:00"),  # joint leave and Christmas, then the weekend
    ("2026-12-23 09:00", 0, "2026-12-29 09:00"),  # Wednesday; 24 and 25 are off
    ("2026-12-22 09:00", 0, "2026-12-28 09:00"),
    ("2026-12-31 09:00", 0, "2027-01-06 09:00"),  # New Year is a Friday; Tuesday is Isra Mikraj
    ("2027-01-04 09:00", 0, "2027-01-07 09:00"),  # Tuesday is off
    ("2026-03-17 12:00", 0, "2026-03-26 12:00"),  # Nyepi and Lebaran: 18 to 24 March are off
    ("2026-03-19 12:00", 0, "2026-03-26 12:00"),  # asked on Nyepi
    ("2026-03-20 20:00", 0, "2026-03-26 20:00"),  # the eve of Lebaran
    ("2026-03-23 12:00", 0, "2026-03-26 12:00"),  # joint leave is no working day
    ("2026-03-25 12:00", 8, "2026-03-26 12:00"),  # sent on the 17th: eight days, and not over
    ("2026-02-13 12:00", 0, "2026-02-19 12:00"),  # Imlek: Monday and Tuesday are off
    ("2026-04-02 12:00", 0, "2026-04-07 12:00"),  # Good Friday
    ("2026-05-13 12:00", 0, "2026-05-19 12:00"),  # Ascension on Thursday, joint leave on Friday
    ("2026-05-26 12:00", 0, "2026-06-02 12:00"),  # Iduladha, joint leave, weekend, Pancasila on Monday
    ("2026-06-15 12:00", 0, "2026-06-18 12:00"),  # 1 Muharam
    ("2026-08-14 12:00", 0, "2026-08-19 12:00"),  # Independence Day on Monday
    ("2026-08-24 12:00", 0, "2026-08-27 12:00"),  # Maulid
    ("2027-02-04 12:00", 0, "2027-02-09 12:00"),  # joint leave before Imlek
    (
        "2027-03-05 12:00",
        0,
        "2027-03-17 12:00",
    ),  # Nyepi and Lebaran in one week: 8 to 12 and 15 March are off
    ("2027-03-10 12:00", 0, "2027-03-17 12:00"),  # asked on Lebaran
    ("2027-03-24 12:00", 0, "2027-03-30 12:00"),  # joint leave and Good Friday
    ("2027-05-14 12:00", 0, "2027-05-24 12:00"),  # Iduladha, twice joint leave, Waisak
    ("2027-12-23 12:00", 0, "2027-12-28 12:00"),  # joint leave on Friday, Christmas on Saturday
    ("2027-12-31 12:00", 0, "2028-01-04 12:00"),  # New Year 2028 is a Saturday
    ("2028-04-28 12:00", 0, "2028-05-03 12:00"),  # no decree yet: Monday, 1 May, is off by law
    ("2028-08-16 12:00", 0, "2028-08-21 12:00"),  # 17 August
    ("2029-06-01 12:00", 0, "2029-06-05 12:00"),  # asked on Pancasila Day, a Friday
    ("2030-12-24 12:00", 0, "2030-12-27 12:00"),  # no decree: only Christmas itself is known
]
BANK = [
    # asked               eight hours on, and never inside the pause from ten at night to five
    ("2026-11-30 20:00", "2026-12-01 05:00"),  # would be four in the morning
    ("2026-11-30 14:30", "2026-12-01 05:00"),  # would be half past ten at night
    ("2026-11-30 23:15", "2026-12-01 07:30"),
    ("2026-11-30 09:00", "2026-11-30 17:00"),
    ("2026-11-30 13:59", "2026-12-01 05:00"),  # told as ten, when the pause begins
    ("2026-11-30 03:00", "2026-11-30 11:00"),
    ("2026-12-31 15:00", "2027-01-01 05:00"),  # over the turn of the year
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


def outcome(name: str) -> Outcome:
    node = shipped().tree.nodes[NodeId(name)]
    assert isinstance(node, Outcome)
    return node


@pytest.mark.parametrize(("asked", "days_ago", "wanted"), TWO_DAYS)
def test_a_topup_is_waited_for_from_when_it_was_sent(asked: str, days_ago: int, wanted: str) -> None:
    now = at(asked)
    clock = clock_of(CALENDAR)
    clock = type(clock)(
        clock.zone, clock.off, clock.joint_leave, clock.windows, now - timedelta(days=days_ago)
    )
    assert clock.at(outcome("topup_pending").follow_up.recheck, now) == at(wanted)


@pytest.mark.parametrize(("asked", "wanted"), BANK)
def test_nobody_is_sent_back_into_the_nightly_pause(asked: str, wanted: str) -> None:
    assert CLOCK.at(outcome("bank_window").follow_up.recheck, at(asked)) == at(wanted)


def test_there_are_forty_moments() -> None:
    assert len(TWO_DAYS) + len(BANK) > 40


def test_the_decrees_are_whole() -> None:
    """17 holidays and 8 days of joint leave in 2026, 18 and 8 in 2027, each with its decree."""
    for year, holidays in ((2026, 17), (2027, 18)):
        days = [day for day in CALENDAR["days_off"] if day["date"].startswith(str(year))]
        assert [sum(day["kind"] == kind for day in days) for kind in ("holiday", "joint_leave")] == [
            holidays,
            8,
        ]
        assert {day["decree"] for day in days} == {f"skb_{year}"}


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("2026-11-30 10:00", ()),
        ("2026-12-23 10:00", ("ui.joint_leave",)),
        ("2027-12-31 10:00", ("ui.holiday_may_move",)),
        ("2029-06-04 10:00", ("ui.holiday_may_move",)),
    ],
)
def test_what_may_move_a_date_is_said(asked: str, keys: tuple[str, ...]) -> None:
    assert CLOCK.doubts(After(working_days=2), at(asked)) == keys
    assert CLOCK.doubts(After(span=timedelta(days=2)), at(asked)) == ()


def test_desks_elsewhere_keep_their_own_clock() -> None:
    prague = clock_of(CALENDAR, "Europe/Prague")
    friday = datetime(2026, 12, 24, 9, tzinfo=ZoneInfo("Europe/Prague"))
    assert prague.at(After(working_days=2), friday) == friday + timedelta(days=4)
    assert prague.doubts(After(working_days=2), friday) == ("ui.holiday_may_move",)


def test_the_answer_says_how_long_ago_it_was() -> None:
    tree = shipped().tree
    assert sent_ago(tree, [("red_flag", "no"), ("sent_when", "days")]) == timedelta(days=2)
    assert sent_ago(tree, [("sent_when", "today")]) == timedelta()
    assert sent_ago(tree, [("sent_when", "unsure")]) is None
    assert sent_ago(tree, [("red_flag", "no")]) is None
