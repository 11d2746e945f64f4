"""Redaction held against complaints written by hand, and against the same numbers written in other ways."""

import pytest
from corpus import SECRET, clean_words, complaints, leaks, lost
from generated import generated

from gopay_help.cases.redact.engine import redact
from gopay_help.cli.packs import open_pack
from gopay_help.tree.pack import pack_folder
from mutations import NUMBERS, mutated

PUBLIC = ("1500729", "customerservice@gopay.co.id", "081157157157", "+622150849000", "157", "131")
COMPLAINTS = complaints()


def test_there_are_300_and_all_languages():
    assert len(COMPLAINTS) >= 300
    assert {complaint.place.split(":")[0] for complaint in COMPLAINTS} == {
        f"complaints.{name}" for name in ("id", "en", "zh", "mixed")
    }
    labels = [sort for complaint in COMPLAINTS for sort, _, _ in complaint.spans]
    assert min(labels.count(sort) for sort in ("pin", "otp", "card", "nik", "token", "password")) >= 8


@pytest.mark.parametrize("complaint", COMPLAINTS, ids=lambda complaint: complaint.place)
def test_no_labelled_span_is_left(complaint):
    assert leaks(complaint, redact(complaint.text, public=PUBLIC).hidden) == []


def test_little_is_taken_too_much():
    taken = [word for one in COMPLAINTS for word in lost(one, redact(one.text, public=PUBLIC).hidden)]
    kept = sum(len(clean_words(one)) for one in COMPLAINTS)
    assert len(taken) <= 0.03 * kept, taken


def test_twice_is_once():
    for complaint in COMPLAINTS:
        once = redact(complaint.text, public=PUBLIC).text
        assert redact(once, public=PUBLIC).text == once


@pytest.mark.parametrize("name", [*NUMBERS, "other digits"])
def test_no_secret_is_left_however_it_is_written(name):
    seen = 0
    for complaint in COMPLAINTS:
        for way, changed in mutated(complaint):
            if way != name:
                continue
            seen += 1
            result = redact(changed.text, public=PUBLIC)
            assert not SECRET.intersection(leaks(changed, result.hidden)), changed.text
            assert redact(result.text, public=PUBLIC).text == result.text
    assert seen > 50


@pytest.mark.slow
def test_no_secret_of_2000_made_ones_is_left():
    taken = kept = 0
    for complaint in generated():
        found = redact(complaint.text, public=PUBLIC).hidden
        assert not SECRET.intersection(leaks(complaint, found)), complaint.text
        taken += len(lost(complaint, found))
        kept += len(clean_words(complaint))
    assert taken <= 0.03 * kept


@pytest.mark.slow
def test_texts_that_hold_no_secret_stay_whole():
    """What this program itself says in three languages: thousands of sentences on codes, dates, sums."""
    pack = open_pack(pack_folder("gopay"))
    texts = [text for lang in ("en", "id", "zh-Hans") for text in pack.catalogue(lang).entries.values()]
    touched = [text for text in texts if redact(text, public=PUBLIC).hidden]
    assert len(touched) <= 0.002 * len(texts), touched
