"""The calendar: night and holiday in the calendar's own time zone."""

from datetime import UTC, datetime

import pytest

from fakes import warung
from gopay_help.wizard.session import window_of

CALENDAR = warung().document("calendar")


@pytest.mark.parametrize(
    ("moment", "window"),
    [
        ("2026-11-22T14:59", "ordinary"),  # 21:59 in Jakarta
        ("2026-11-22T15:00", "night"),  # 22:00
        ("2026-11-22T18:00", "night"),  # 01:00
        ("2026-11-22T21:59", "night"),  # 04:59
        ("2026-11-22T22:00", "ordinary"),  # 05:00
        ("2026-03-17T16:59", "night"),  # the evening before the feast
        ("2026-03-17T17:00", "holiday"),  # midnight in Jakarta: the feast begins
        ("2026-03-20T03:00", "holiday"),
        ("2026-03-24T16:59", "holiday"),  # its last minute
        ("2026-03-24T17:00", "night"),
    ],
)
def test_a_moment_falls_into_its_window(moment: str, window: str):
    assert window_of(CALENDAR, datetime.fromisoformat(moment).replace(tzinfo=UTC)) == window


def test_hours_that_do_not_run_over_midnight_are_a_window_too():
    calendar = {"timezone": "UTC", "windows": [{"kind": "night", "daily": {"from": "01:00", "to": "03:00"}}]}
    hours = [
        hour for hour in range(24) if window_of(calendar, datetime(2026, 1, 1, hour, tzinfo=UTC)) == "night"
    ]
    assert hours == [1, 2]


def test_where_the_time_zone_is_not_known_the_window_is_unknown():
    assert (
        window_of({"timezone": "Nowhere/Land", "windows": []}, datetime(2026, 1, 1, tzinfo=UTC)) == "unknown"
    )
