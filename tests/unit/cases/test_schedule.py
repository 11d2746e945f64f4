import pytest

from gopay_help.cli.watch import Event, Pace, Schedule

DAY = 86_400


def events(schedule, statuses, chance=0.0):
    return [schedule.after(status, chance).event for status in statuses]


def test_it_backs_off_and_never_hurries():
    schedule = Schedule(Pace(), DAY)
    waits = [schedule.after("fail", 0.0).wait_s for _ in range(12)]
    assert waits[:3] == pytest.approx([60, 96, 153.6])
    assert waits == sorted(waits)
    assert waits[-1] == 900


@pytest.mark.parametrize("chance", [0.0, 0.5, 0.999])
def test_jitter_only_adds(chance):
    assert 60 <= Schedule(Pace(), DAY).after("fail", chance).wait_s < 72


def test_two_good_looks_in_a_row_are_back():
    assert events(Schedule(Pace(), DAY), ["fail", "ok", "ok"]) == [Event.LOOK, Event.CONFIRMING, Event.BACK]


def test_one_good_look_is_not_back():
    seen = events(Schedule(Pace(), DAY), ["fail", "ok", "fail", "ok", "degraded", "ok", "ok"])
    assert seen.count(Event.BACK) == 1
    assert seen[-1] is Event.BACK


def test_what_never_failed_is_not_called_back():
    assert events(Schedule(Pace(), DAY), ["ok", "ok"])[-1] is Event.ALREADY


@pytest.mark.parametrize("chance", [0.0, 0.999])
def test_a_pause_that_was_asked_for_is_kept(chance):
    step = Schedule(Pace(), DAY).after("fail", chance, 300)
    assert step.asked
    assert 300 <= step.wait_s <= 330
    assert not Schedule(Pace(), DAY).after("fail", chance, 5).asked


def test_a_pause_is_kept_while_confirming_too():
    assert Schedule(Pace(), DAY).after("ok", 0.0, 120).wait_s == 120


def test_a_pause_of_days_ends_it():
    assert Schedule(Pace(), 30 * DAY).after("fail", 0.0, 2 * DAY).event is Event.GAVE_UP


def test_it_stops_by_itself():
    schedule = Schedule(Pace(), 600)
    looks = 0
    while True:
        step = schedule.after("fail", 0.0)
        looks += 1
        if step.event is Event.GAVE_UP:
            break
        schedule.spent(step.wait_s)
    assert looks == 5
    assert schedule.left_s >= 0


def test_many_failures_do_not_overflow():
    schedule = Schedule(Pace(), float("inf"))
    assert [schedule.after("fail", 0.0).wait_s for _ in range(3000)][-1] == 900
