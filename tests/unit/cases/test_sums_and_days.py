"""Sums and days as receipts and people write them: never a crash, never another one than was meant."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casefile import LANGUAGES, case, run, shipped, store_in
from gopay_help.cases.draft import parse_rules
from gopay_help.cases.read import ShapeError, in_words, parse_amount, parse_when, shown
from gopay_help.cli import case as case_cli
from gopay_help.cli import case_add, case_share
from gopay_help.model.errors import UsageError
from gopay_help.model.text import Catalogue

ID = "abcdefghijk2"
RULES = parse_rules(shipped().document("case"))
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
"""15:00 on a Sunday in Jakarta."""


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("Rp 2.000.000,00", "2000000", "Rp2.000.000"),
        ("Rp 1.500.000,-", "1500000", "Rp1.500.000"),
        ("50.000,-", "50000", "Rp50.000"),
        ("1.500.000,-", "1500000", "Rp1.500.000"),
        ("Rp. 50.000", "50000", "Rp50.000"),
        ("2 juta", "2000000", "Rp2.000.000"),
        ("1,5jt", "1500000", "Rp1.500.000"),
        ("2,5 juta rupiah", "2500000", "Rp2.500.000"),
        ("IDR 500,000.00", "500000", "Rp500.000"),
        ("Rp 1 500 000", "1500000", "Rp1.500.000"),
        ("5万", "50000", "Rp50.000"),
        ("５００００", "50000", "Rp50.000"),
        ("500元", "500 CNY", "500 CNY"),
        ("€12.50", "12.50 EUR", "12,50 EUR"),
        ("1.250 Kč", "1250 CZK", "1.250 CZK"),
    ],
)
def test_a_sum_is_read_as_it_is_written(typed, kept, said):
    assert parse_amount(typed) == kept
    assert shown(kept, shipped().catalogue("en")) == said


@pytest.mark.parametrize(
    "typed",
    [
        "2.000,000",
        "2,000,00",
        "1.500.00",
        "1.500 juta",
        "2.000jt",
        "Rp50.00",
        "12.50",
        "2jt500",
        "Rp 2.000.000,50",
    ],
)
def test_a_sum_that_could_be_two_is_refused(typed):
    with pytest.raises(ShapeError) as refused:
        parse_amount(typed)
    assert refused.value.value_kind == "amount"


@pytest.mark.parametrize("typed", ["¥500", "￥500", "$20", "20 dollars"])
def test_a_sign_of_two_currencies_is_refused(typed):
    with pytest.raises(ShapeError) as refused:
        parse_amount(typed)
    assert refused.value.value_kind == "currency"


def test_abroad_a_sum_names_its_currency():
    for brand, home in (("gopay_id", "IDR"), ("unknown", "IDR"), ("gopay_cz", None)):
        assert RULES.currency(brand) == home
    with pytest.raises(ShapeError) as refused:
        parse_amount("75500", None)
    assert refused.value.value_kind == "currency"
    assert parse_amount("1250 Kč", None) == "1250 CZK"


@pytest.mark.parametrize(
    ("typed", "kept", "read"),
    [
        ("25", "25 BRL", "25 BRL"),
        ("R$ 1.250,50", "1250.50 BRL", "1,250.50 BRL"),
        ("20 reais", "20 BRL", "20 BRL"),
        ("brl 20", "20 BRL", "20 BRL"),
        ("12,50 €", "12.50 EUR", "12.50 EUR"),
        ("US$ 20", "20 USD", "20 USD"),
    ],
)
def test_a_pack_says_what_its_currency_is_called(typed, kept, read):
    money = {"BRL": ("r$", "reais", "$")}
    assert parse_amount(typed, "BRL", money) == kept
    english = {"case.thousands": ",", "case.decimal": "."}
    assert shown(kept, Catalogue("en", english)) == read


def test_a_sign_of_two_currencies_is_that_of_the_pack():
    assert parse_amount("$20", "MXN", {"MXN": ("$",)}) == "20 MXN"


def test_examples_of_sums_are_those_of_the_currency():
    changed = dict(shipped().document("case"))
    assert RULES.sums("gopay_id") == ("250rb", "Rp250.000", "2,5 juta")
    assert RULES.sums("gopay_cz") == ("25 EUR",)
    changed["languages"] = [{"brand": "gopay_id", "lang": "id", "currency": "BRL"}]
    assert parse_rules(changed).sums("gopay_id") == ("25 BRL",)


@given(st.text(max_size=30) | st.from_regex(r"(Rp ?)?[0-9.,\- ]{1,16} ?(rb|jt|juta|,-|元)?", fullmatch=True))
@example("Rp 2.000.000,00")
@example("1,5.juta")
def test_no_text_breaks_a_sum_or_grows_by_being_read_again(text):
    try:
        kept = parse_amount(text)
    except ShapeError:
        return
    assert re.fullmatch(r"[1-9]\d{0,11}(\.\d\d)?( [A-Z]{3})?", kept) or re.fullmatch(
        r"0\.\d\d [A-Z]{3}", kept
    )
    assert parse_amount(f"Rp{kept}" if kept.isdecimal() else kept) == kept


@given(st.integers(1, 10**12 - 1))
def test_every_way_to_write_a_sum_comes_to_the_same(whole):
    dots, commas, spaces = (f"{whole:,}".replace(",", sign) for sign in ".,\N{NO-BREAK SPACE}")
    for text in (dots, f"{dots},00", f"{dots},-", f"{commas}.00", spaces, str(whole)):
        for said in (f"Rp{text}", f"Rp. {text}", f"IDR {text}", f"{text} rupiah"):
            if whole < 1000 and text.endswith("00") and text != str(whole):
                continue  # 50,00 may be 50.000 cut short
            assert parse_amount(said) == str(whole), said


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("kemarin 21:00", "2026-11-21 21:00"),
        ("kemarin jam 21.00 WIB", "2026-11-21 21:00"),
        ("hari ini", "2026-11-22"),
        ("20 Nov", "2026-11-20"),
        ("20 Des", "2025-12-20"),
        ("20/11/26", "2026-11-20"),
        ("05/06/26", "2026-06-05"),
        ("09:00", "2026-11-22 09:00"),
        ("昨天21:00", "2026-11-21 21:00"),
        ("今天", "2026-11-22"),
        ("11月20日", "2026-11-20"),
        ("2026年11月20日 21点30分", "2026-11-20 21:30"),
        ("2026-11-20T09:00+07:00", "2026-11-20 09:00"),
        ("2026-11-20T20:30Z", "2026-11-21 03:30"),
        ("20 Okt 17:48 WIT", "2026-10-20 15:48"),
        ("yesterday 9:00 pm", "2026-11-21 21:00"),
        ("Nov 20, 2026", "2026-11-20"),
        ("2026-11-23", "2026-11-23"),
    ],
)
def test_a_moment_is_read_as_people_say_it(typed, kept):
    assert parse_when(typed, NOW, RULES.when) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2027-11-20", "future"),
        ("2026-11-24", "future"),
        ("21:00", "future"),
        ("1900-01-01", "early"),
        ("0001-01-01T00:00Z", "early"),
        ("11/20/2026", "when"),
        ("tadi pagi", "when"),
        ("30 Feb", "when"),
        ("13:00 pm", "when"),
        ("482910", "when"),
    ],
)
def test_what_is_no_moment_of_this_trouble_is_refused(typed, why):
    with pytest.raises(ShapeError) as refused:
        parse_when(typed, NOW, RULES.when)
    assert refused.value.value_kind == why


@given(
    st.text(max_size=25)
    | st.from_regex(r"[0-9]{1,4}[-/. :年][0-9]{1,2}[-/. :月点][0-9]{0,4}( [0-9:.]{1,6})?", fullmatch=True)
)
def test_no_text_breaks_a_moment(text):
    try:
        kept = parse_when(text, NOW, RULES.when)
    except ShapeError:
        return
    at = datetime.fromisoformat(kept)
    assert datetime(2015, 1, 1) <= at <= datetime(2026, 11, 22, 15) + timedelta(days=1)  # noqa: DTZ001 (Jakarta's)
    assert parse_when(kept, NOW, RULES.when) == kept


def test_the_same_day_in_every_language_of_the_words():
    assert [in_words("2026-06-05 09:00", shipped().catalogue(lang)) for lang in LANGUAGES] == [
        "5 June 2026, 09:00, Jakarta time",
        "5 Juni 2026, 09:00 (WIB)",
        "2026年6月5日 09:00（雅加达时间）",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_read_is_said_back(tmp_path, lang):
    store = store_in(tmp_path, case(evidence=()))
    given_ = {"amount": "Rp 2.000.000,00", "when": "05/06/26 09:00"}
    ran = run(tmp_path, lambda setup: case_add.add(setup, ID, **given_), lang=lang)
    assert "Rp2.000.000" in ran.err
    assert in_words("2026-06-05 09:00", shipped().catalogue(lang)) in ran.err
    assert store.load(ID).evidence[0].field("when") == "2026-06-05 09:00"
    ran = run(
        tmp_path,
        lambda setup: case_add.add(setup, ID, kind="transaction"),
        lang=lang,
        typed="1,5jt\n05/06/26\n\n\n\n",
    )
    assert "Rp1.500.000" in ran.err
    assert in_words("2026-06-05", shipped().catalogue(lang)) in ran.err


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("field", "typed"),
    [("amount", "¥500"), ("amount", "12.50"), ("when", "2027-11-20"), ("when", "1900-01-01")],
)
def test_a_refusal_says_how_to_write_it(tmp_path, lang, field, typed):
    store = store_in(tmp_path, case(evidence=()))
    with pytest.raises(UsageError) as refused:
        run(tmp_path, lambda setup: case_add.add(setup, ID, **{field: typed}), lang=lang)
    words = shipped().catalogue(lang)
    said = (
        words.tell(refused.value.args[0])
        if not isinstance(refused.value.args[0], str)
        else refused.value.args[0]
    )
    assert re.search(r"\d", said)
    assert not store.load(ID).evidence


@pytest.mark.parametrize(
    ("brand", "read", "listed"),
    [
        ("gopay_id", "19 November 2026, 15:30, Jakarta time", "Begun 20 November 2026"),
        ("gopay_cz", "19 November 2026, 15:30, Central European time", "Begun 19 November 2026"),
        ("unknown", "19 November 2026, 15:30, Jakarta time", "Begun 20 November 2026"),
    ],
)
def test_a_case_goes_by_the_clock_of_its_brand_everywhere(tmp_path, brand, read, listed):
    """As its wizard does, whose desks are in Prague; a night in Jakarta is an evening there."""
    night = datetime(2026, 11, 19, 17, 30, tzinfo=UTC)
    store_in(tmp_path, case(brand=brand, evidence=(), created=night))
    told = run(tmp_path, lambda setup: case_add.add(setup, kind="transaction", when="yesterday 15:30")).err
    assert read in told
    for command in (case_cli.show_case, case_share.draft):
        told += (said := " ".join(run(tmp_path, command).out.split()))
        assert read in said
    run(tmp_path, lambda setup: case_share.export(setup, out=tmp_path / "out"))
    told += "".join(file.read_text("utf-8") for file in (tmp_path / "out").glob("case.*"))
    assert told.count(read) >= 6
    assert ("Jakarta" in told) is (brand != "gopay_cz")
    assert listed in run(tmp_path, case_cli.list_cases).out


@pytest.mark.parametrize(("brand", "counted"), [("gopay_id", True), ("gopay_cz", False)])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_whether_working_days_leave_out_holidays(tmp_path, brand, counted, lang):
    """The calendar of the pack has those of Indonesia: the dates that the advice named leave them out."""
    store_in(tmp_path, case(brand=brand))
    said = " ".join(run(tmp_path, case_cli.next_case, lang=lang).out.split())
    words = shipped().catalogue(lang)
    assert (words.say("case.holidays") in said, words.say("case.weekends") in said) == (counted, not counted)
    document = json.loads(run(tmp_path, case_cli.next_case, lang=lang, json=True).out)
    assert document["holidays_counted"] is counted
