"""Checklists: the items of a case, in the order of the file."""

from fakes import echo, warung
from gopay_help.model.tree import Cause
from gopay_help.wizard.advice import items

LISTS = warung().document("checklists")


def ids(name: str, cause: Cause | None = None, extra: tuple[str, ...] = ()) -> list[str]:
    return [item.id for item in items(LISTS, name, echo(), cause=cause, extra=extra)]


def test_a_cause_gets_its_items_and_those_of_every_cause():
    assert ids("funds", "pending_funds") == ["no_otp", "no_repeat"]
    assert ids("prevention", "fraud") == ["update", "strong_pin"]


def test_without_a_cause_all_items_are_listed():
    assert ids("funds") == ["no_otp", "freeze", "no_repeat"]


def test_an_outcome_may_add_items_and_none_stands_twice():
    assert ids("funds", "fraud", ("freeze", "no_otp")) == ["no_otp", "freeze"]


def test_an_item_has_its_words_and_says_whether_to_do_it():
    (item,) = items(LISTS, "funds", echo(), cause="fraud")
    assert (item.text, item.why, item.do, item.covers) == (
        "funds.no_otp",
        "funds.no_otp.why",
        False,
        ("fund-1",),
    )
