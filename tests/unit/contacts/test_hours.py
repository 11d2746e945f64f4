from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gopay_help.contacts.registry import parse, state
from gopay_help.model.contact import Hours

JAKARTA = ZoneInfo("Asia/Jakarta")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("spec", "moment", "open_now"),
    [
        ("24/7", "2026-11-22T03:00", True),
        ("Mo-Fr 08:00-17:00", "2026-11-23T08:00", True),
        ("Mo-Fr 08:00-17:00", "2026-11-23T17:00", False),
        ("Mo-Fr 08:00-17:00", "2026-11-22T12:00", False),
        ("Mo-Su 00:00-24:00", "2026-11-22T23:59", True),
        ("Mo-Fr 08:00-17:00; Sa 09:00-12:00", "2026-11-28T10:00", True),
        ("Sa-Mo 09:00-12:00", "2026-11-22T10:00", True),
    ],
)
def test_open_is_told_in_the_time_of_the_desk(spec, moment, open_now):
    assert state(Hours("Asia/Jakarta", spec), at(moment)).open_now is open_now


def test_what_is_closed_says_when_it_opens():
    found = state(Hours("Asia/Jakarta", "Mo-Fr 08:00-17:00"), at("2026-11-20T18:00"))
    assert (found.open_now, found.opens_at) == (False, at("2026-11-23T08:00"))


@pytest.mark.parametrize(
    "spec", ["Mo-Fr 08:00-17:00 PH off", "sunrise-sunset", "", "Mo 25:00-26:00", "Mo 18:00-02:00"]
)
def test_what_is_not_understood_is_not_guessed(spec):
    assert parse(spec) is None
    assert state(Hours("Asia/Jakarta", spec), at("2026-11-23T09:00")).open_now is None


def test_unknown_hours_and_zones_are_unknown():
    assert state(None, at("2026-11-23T09:00")).open_now is None
    assert state(Hours("No/Where", "Mo-Su 00:00-24:00"), at("2026-11-23T09:00")).open_now is None
