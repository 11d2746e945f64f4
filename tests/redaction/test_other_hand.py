"""Redaction held against complaints by a different hand; docs/redaction.md has the figures."""

import re
import time
from pathlib import Path

import pytest
from corpus import Complaint, leaks
from other_hand import PUBLIC, labelled, measure, table

from gopay_help.cases.redact import redact
from mutations import NUMBERS, mutated

MOST_TAKEN = 0.03
NONE_LEFT = ("pin", "otp", "card", "cvv", "expiry", "nik", "token", "password", "recovery_code", "id_number")
DOCS = Path(__file__).resolve().parents[2] / "docs" / "redaction.md"


def test_there_are_enough_of_all_kinds_and_languages():
    found = measure(labelled("other")).there
    assert len(labelled("other")) >= 300
    assert {one.lang for one in labelled("other")} == {"id", "en", "zh", "mixed"}
    assert min(found[kind] for kind in NONE_LEFT) >= 10


def test_nothing_secret_is_left_and_little_is_taken():
    found = measure(labelled("other"))
    print(f"\n{table(found)}")
    left = [wrong for wrong in found.wrong if wrong[0] in NONE_LEFT]
    assert left == []
    assert found.count("keep") <= MOST_TAKEN * found.there["keep"]


@pytest.mark.parametrize("kind", ["phone", "email", "account", "answer"])
def test_what_names_people_is_nearly_always_hidden(kind):
    found = measure(labelled("other"))
    assert found.count(kind) <= 0.1 * found.there[kind]


def test_no_part_of_a_secret_number_is_shown_in_its_place():
    """Only a card shows its last four digits; an identity number, a code or a token shows nothing."""
    for one in labelled("other"):
        for span in redact(one.text, public=PUBLIC).hidden:
            shown = re.findall(r"\*\*(\d{4})", span.shown)
            kinds = {kind for kind, start, end in one.secrets if start < span.end and span.start < end}
            assert not shown or not kinds or kinds == {"card"}, (one.id, span.shown)


@pytest.mark.parametrize("name", [*NUMBERS, "other digits"])
def test_nothing_secret_is_left_however_it_is_written(name):
    seen = 0
    for one in labelled("other"):
        numbers = tuple(span for span in one.secrets if span[0] in ("pin", "otp", "card", "nik"))
        for way, changed in mutated(Complaint(one.id, one.text, numbers)):
            if way == name:
                seen += 1
                assert leaks(changed, redact(changed.text, public=PUBLIC).hidden) == [], changed.text
    assert seen > 100


def test_time_grows_with_the_length_alone():
    """All of them in one text, and eight times that."""
    whole = "\n".join(one.text for one in labelled("other"))
    short, long = _seconds(whole), _seconds(whole * 8)
    print(f"\n{len(whole)} characters: {short:.2f} s; {len(whole) * 8}: {long:.2f} s")
    assert long < 24 * short


def _seconds(text):
    start = time.process_time()
    redact(text, public=PUBLIC)
    return time.process_time() - start


def test_twice_is_once():
    for one in labelled("other"):
        once = redact(one.text, public=PUBLIC).text
        assert redact(once, public=PUBLIC).text == once, one.id


@pytest.mark.parametrize("column", ["all"])
def test_the_page_of_figures_has_those_of_now(column):
    found = measure(labelled("other"))
    text = DOCS.read_text("utf-8").partition("## Now")[2]
    for kind, name in (("pin", "PIN"), ("otp", "OTP"), ("nik", "NIK"), ("keep", "**to be kept**")):
        assert f"| {name} | {found.there[kind]} | {found.count(kind)} |" in text
