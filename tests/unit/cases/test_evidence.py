from datetime import timedelta

import pytest

from casefile import NOW, case
from gopay_help.cases.evidence import FIELDS, Reading, counterparty, reference, share
from gopay_help.cases.evidence import gather as read_and_gather
from gopay_help.cases.read import ShapeError, parse_amount
from gopay_help.cases.read import parse_when as read_when
from gopay_help.cases.store import scrub
from gopay_help.model.case import EvidenceKind
from gopay_help.model.errors import UsageError

KEY = "00" * 16


def gather(kind, given, now, scrubber):
    return read_and_gather(kind, given, Reading(now), scrubber)


def when(typed):
    return read_when(typed, NOW + timedelta(days=1))


def scrubbed(text):
    return scrub(text, KEY, ("1500729",))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("250000", "250000"),
        ("Rp250.000", "250000"),
        ("rp 1.250.000", "1250000"),
        ("IDR 500,000", "500000"),
        ("250rb", "250000"),
        ("250 ribu", "250000"),
        ("1,5 juta", "1500000"),
        ("1.5jt", "1500000"),
        ("45k", "45000"),
    ],
)
def test_sums_are_read_as_people_write_them(typed, kept):
    assert parse_amount(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "much", "12 34 56", "-5", "1e9", "4111111111111111", "250.000.5rb", "²"]
)
def test_what_is_no_sum_is_refused(typed):
    with pytest.raises(ShapeError):
        parse_amount(typed)


@pytest.mark.parametrize("typed", ["730519", " 730519 ", "4821", "0937", "012300", "112233"])
def test_a_bare_number_that_could_be_a_code_is_no_sum(typed):
    with pytest.raises(ShapeError) as refused:
        parse_amount(typed)
    assert refused.value.value_kind == "bare"
    assert typed.strip() not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Rp730519", "730519"),
        ("730.519", "730519"),
        ("730519 rupiah", "730519"),
        ("730500", "730500"),
        ("75500", "75500"),
        ("1200", "1200"),
        ("12345678", "12345678"),
    ],
)
def test_a_sum_that_says_so_or_is_round_is_kept(typed, kept):
    assert parse_amount(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026-11-20 17:48", "2026-11-20 17:48"),
        ("2026-11-20T17:48", "2026-11-20 17:48"),
        ("20/11/2026", "2026-11-20"),
        ("20-11-2026 17.48", "2026-11-20 17:48"),
    ],
)
def test_days_are_read_as_people_write_them(typed, kept):
    assert when(typed) == kept


@pytest.mark.parametrize("typed", ["yesterday", "482910", "2026-13-01", "20/11"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ShapeError):
        when(typed)


@pytest.mark.parametrize(
    "typed", ["RB-204815-6622913", "F-1938471123", "T-12345", "#558290134", "A120261121093015ID"]
)
def test_references_are_kept(typed):
    assert reference(typed) == typed.lstrip("#")


@pytest.mark.parametrize(
    "typed", ["482910", "1234", "12-34-56", "4111111111111111", "RB-3174051203900001", "378282246310005"]
)
def test_a_reference_that_could_be_a_secret_is_refused(typed):
    with pytest.raises(ShapeError) as refused:
        reference(typed)
    assert refused.value.value_kind == "secret"


@pytest.mark.parametrize("typed", ["081234567890", "+62 812-3456-7890", "5271234567"])
def test_numbers_of_the_other_side_are_kept(typed):
    assert counterparty(typed).lstrip("+").isdecimal()


@pytest.mark.parametrize(
    "typed", ["3174051203900001", "4111 1111 1111 1111", "4222222222222", "rekening", "1234"]
)
def test_a_card_is_no_counterparty(typed):
    with pytest.raises(ShapeError):
        counterparty(typed)


def test_free_text_is_scrubbed_and_told():
    found = gather(EvidenceKind.NOTE, {"text": "pin 482910, call 1500729 or 0812 3456 7890"}, NOW, scrubbed)
    assert found.secret
    assert found.entry.field("text").startswith("pin [secret], call 1500729 or [phone **7890 ")
    assert len(found.hidden) == 2


def test_only_the_name_of_a_picture_is_kept():
    found = gather(
        EvidenceKind.SCREENSHOT, {"file": "/home/Budi Santoso/IMG-20261119-WA0012.jpg"}, NOW, scrubbed
    )
    assert found.entry.field("file") == "IMG-20261119-WA0012.jpg"
    assert not found.hidden


def test_a_picture_named_after_a_card_is_renamed():
    found = gather(EvidenceKind.SCREENSHOT, {"file": "C:\\x\\4111111111111111.png"}, NOW, scrubbed)
    assert "4111111111111111" not in found.entry.field("file")


def test_a_kind_has_its_fields_only():
    with pytest.raises(UsageError, match=r"fault\.no_field .*note; field: amount"):
        gather(EvidenceKind.NOTE, {"amount": "1"}, NOW, scrubbed)
    with pytest.raises(UsageError, match=r"fault\.nothing_to_add"):
        gather(EvidenceKind.NOTE, {"text": "  "}, NOW, scrubbed)


def test_no_field_is_meant_for_a_secret():
    names = {name for fields in FIELDS.values() for name in fields}
    assert names == {"text", "amount", "when", "reference", "counterparty", "file", "channel", "answer"}


def test_the_same_number_has_the_same_name_in_one_case_only():
    first = scrub("hp 0812 3456 7890", KEY).text
    assert scrub("wa +6281234567890", KEY).text.split("[")[1] == first.split("[")[1]
    assert scrub("hp 0812 3456 7890", "11" * 16).text != first
    assert scrub("hp 0812 3456 7891", KEY).text != first


def test_what_is_handed_over_is_masked_field_by_field():
    hidden = share(case())
    assert hidden.case.key == ""
    assert hidden.hidden == {"counterparty": 1}
    assert "081234567890" not in str(hidden.case)
    shown = share(case(), frozenset({"counterparty"}))
    assert "081234567890" in str(shown.case)
    assert shown.count == 0
    with pytest.raises(UsageError, match="known: counterparty"):
        share(case(), frozenset({"text"}))
