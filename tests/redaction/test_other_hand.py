"""Redaction held against complaints by different hands; docs/redaction.md has the figures."""

import re
from pathlib import Path

import pytest
from corpus import Complaint, leaks
from other_hand import HANDS, PUBLIC, labelled, measure, redact, table

from growth import grows_faster_than_its_input
from mutations import NUMBERS, mutated

MOST_TAKEN = 0.03
NONE_LEFT = ("pin", "otp", "card", "cvv", "expiry", "nik", "token", "password", "recovery_code", "id_number")
LEAST = {"other": (300, 10), "third": (240, 6)}
"""How many complaints, and how many labels of each kind."""
BOTH = pytest.mark.parametrize("hand", HANDS)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "redaction.md"


@BOTH
def test_there_are_enough_of_all_kinds_and_languages(hand):
    complaints, labels = LEAST[hand]
    found = measure(labelled(hand)).there
    assert len(labelled(hand)) >= complaints
    assert {one.lang for one in labelled(hand)} == {"id", "en", "zh", "mixed"}
    assert min(found[kind] for kind in NONE_LEFT) >= labels


@BOTH
def test_nothing_secret_is_left_and_little_is_taken(hand):
    found = measure(labelled(hand))
    print(f"\n{table(found)}")
    left = [wrong for wrong in found.wrong if wrong[0] in NONE_LEFT]
    assert left == []
    assert found.count("keep") <= MOST_TAKEN * found.there["keep"]


@BOTH
@pytest.mark.parametrize("kind", ["phone", "email", "account", "answer"])
def test_what_names_people_is_nearly_always_hidden(hand, kind):
    found = measure(labelled(hand))
    assert found.count(kind) <= 0.1 * found.there[kind]


@BOTH
def test_no_part_of_a_secret_number_is_shown_in_its_place(hand):
    """Only a card shows its last four digits; an identity number, a code or a token shows nothing."""
    for one in labelled(hand):
        for span in redact(one.text, public=PUBLIC).hidden:
            shown = re.findall(r"\*\*(\d{4})", span.shown)
            kinds = {kind for kind, start, end in one.secrets if start < span.end and span.start < end}
            assert not shown or not kinds or kinds == {"card"}, (one.id, span.shown)


@BOTH
@pytest.mark.parametrize("name", [*NUMBERS, "other digits"])
@pytest.mark.slow
def test_nothing_secret_is_left_however_it_is_written(hand, name):
    seen = 0
    for one in labelled(hand):
        numbers = tuple(span for span in one.secrets if span[0] in ("pin", "otp", "card", "nik"))
        for way, changed in mutated(Complaint(one.id, one.text, numbers)):
            if way == name:
                seen += 1
                assert leaks(changed, redact(changed.text, public=PUBLIC).hidden) == [], changed.text
    assert seen > 50


@pytest.mark.slow
@BOTH
def test_time_grows_with_the_length_alone(hand):
    """All of them in one text, and four times that."""
    text = "\n".join(one.text for one in labelled(hand)) * 4
    work = redact.__wrapped__
    assert not grows_faster_than_its_input(lambda part: work(part, public=PUBLIC), text)


@BOTH
def test_twice_is_once(hand):
    for one in labelled(hand):
        once = redact(one.text, public=PUBLIC).text
        assert redact(once, public=PUBLIC).text == once, one.id


def test_the_page_of_figures_has_those_of_now():
    other, third = (measure(labelled(hand)) for hand in HANDS)
    text = DOCS.read_text("utf-8").partition("## Now")[2]
    for kind, name in (("pin", "PIN"), ("otp", "OTP"), ("nik", "NIK"), ("keep", "**to be kept**")):
        row = (other.there[kind], other.count(kind), third.there[kind], third.count(kind))
        assert f"| {name} | {' | '.join(map(str, row))} |" in text
