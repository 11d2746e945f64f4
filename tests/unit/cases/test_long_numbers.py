"""What stands in the place of a long number: it is hidden whatever it is, and called what it is."""

import pytest

from gopay_help.cases.redact.engine import redact
from gopay_help.cases.store import scrub

CARD, MISTYPED = "5500005555555559", "5500005555555558"
NIK, ODD_NIK = "3174051203900001", "3171234567890002"
"""One whose day and month are possible, and one that somebody made up or mistyped."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"my NIK is {NIK}", "my NIK is [ID]"),
        (f"my NIK is {ODD_NIK}", "my NIK is [ID]"),
        (f"NIK saya: {ODD_NIK[:4]} {ODD_NIK[4:8]} {ODD_NIK[8:12]} {ODD_NIK[12:]}", "NIK saya: [ID]"),
        (f"{ODD_NIK} itu NIK saya", "[ID] itu NIK saya"),
        (f"身份证号码 {ODD_NIK}", "身份证号码 [ID]"),
        (f"no. kartu keluarga {ODD_NIK}", "no. kartu keluarga [ID]"),
        (NIK, "[ID]"),
        (ODD_NIK, "[number]"),
        (f"ref {MISTYPED}", "ref [number]"),
        (CARD, "[card **5559]"),
        (f"kartu {MISTYPED}", "kartu [card **5558]"),
        (f"foto KTP, dan kartu debit {CARD}", "foto KTP, dan kartu debit [card **5559]"),
    ],
)
def test_a_long_number_is_called_what_it_is(text, shown):
    found = redact(text)
    assert found.text == shown
    assert found.secrets
    assert redact(shown).text == shown


@pytest.mark.parametrize("number", [CARD, MISTYPED])
@pytest.mark.parametrize("before", ["", "NIK ", "kartu "])
def test_what_stands_behind_a_card_goes_whatever_the_card_is_called(before, number):
    assert "731" not in scrub(f"{before}{number} 12/27 731", "ab" * 16).text
