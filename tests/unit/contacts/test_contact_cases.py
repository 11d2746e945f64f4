"""One value of each kind that people are sent, and what has to be said of it."""

import pytest

from gopay_help.contacts.answers import ValueKind
from verifying import TODAY, assumed, real_rows, rules, verdict

CASES = [
    ("phone", "1500729", "official"),
    ("phone", "1500-729", "official"),
    ("phone", "+62 1500 729", "official"),
    ("phone", "tel:1500729", "official"),
    ("phone", "15007290", "lookalike"),
    ("phone", "1500792", "lookalike"),
    ("phone", "021-1500729", "lookalike"),
    ("phone", "6221-1500729", "lookalike"),
    ("phone", "0800-1-500729", "lookalike"),
    ("phone", "081234567890", "unknown"),
    ("phone", "081157157157", "official"),
    ("phone", "+62 811-5715-7157", "official"),
    ("phone", "081157157158", "lookalike"),
    ("phone", "157", "official"),
    ("phone", "081215700131", "unknown"),
    ("phone", "0062 21 5084 9000", "retired"),
    ("phone", "(021) 5084-9000", "retired"),
    ("phone", "+420 387 685 123", "unknown"),
    ("phone", "+86 150 0729 1234", "unknown"),
    ("phone", "99999999999999999999", "invalid"),
    ("phone", "12", "invalid"),
    ("phone", "wa.me/6281157157157", "official"),
    ("phone", "https://wa.me/1500729", "unknown"),
    ("phone", "whatsapp://send?phone=6281234567890", "unknown"),
    ("phone", "https://api.whatsapp.com/send?phone=622150849000", "retired"),
    ("email", "CustomerService@GOPAY.CO.ID", "official"),
    ("email", "GoPay <customerservice@gopay.co.id>", "official"),
    ("email", "GoPay <cs-gopay@support.example>", "lookalike"),
    ("email", "gopay@shop.example", "unknown"),
    ("email", "hello@gopay.co.id", "unknown"),
    ("email", "cs@go-pay.co.id", "retired"),
    ("email", "any@go-pay.co.id", "retired"),
    ("email", "gopay.care@gmail.com", "lookalike"),
    ("email", "gopay.co.id@outlook.com", "lookalike"),
    ("email", "gopay.co.id@support.example", "lookalike"),
    ("email", "customerservice@gopay.co", "lookalike"),
    ("email", "customerservice@gopay-co.id", "lookalike"),
    ("email", "customerservice@xn--gpay-55d.co.id", "lookalike"),
    ("email", "podpora@gopay.cz", "other_company"),
    ("email", "a@b@c", "invalid"),
    ("email", "cs@gopay.co.id%0aBcc:x@y.z", "invalid"),
    ("handle", "instagram:@GoPayIndonesia", "official"),
    ("handle", "https://www.instagram.com/gopayindonesia/", "official"),
    ("handle", "instagram:@gopay.indonesia", "lookalike"),
    ("handle", "instagram:@gopay__indonesia", "lookalike"),
    ("handle", "x:@gopayindonesla", "lookalike"),
    ("handle", "x:@gopavindonesia", "lookalike"),
    ("handle", "tiktok:@gopayindonesia", "lookalike"),
    ("handle", "telegram:gopay_cs_resmi", "lookalike"),
    ("handle", "x:@mangopay", "unknown"),
    ("handle", "x:@kompascom", "unknown"),
    ("handle", "@gopayindonesia", "unknown"),
    ("handle", "instagram:a b", "invalid"),
    ("url", "https://gopay.co.id/", "official"),
    ("url", "hxxps://gopay[.]co[.]id/x", "official"),
    ("url", "GOPAY.CO.ID.", "unknown"),
    ("url", "https://www.gopay.com/cs", "other_company"),
    ("url", "https://gopay.co.id@evil.example/", "lookalike"),
    ("url", "https://evil.example\\@gopay.co.id", "lookalike"),
    ("url", "https://gopay.co.id%2eevil.example/", "lookalike"),
    ("url", "https://gopay.co.id\t.evil.example/", "lookalike"),
    ("url", "https://evil.example/gopay.co.id", "unknown"),
    ("url", "https://t.me/gopay_cs_resmi", "lookalike"),
    ("url", "https://t.me/+AbCdEf", "unknown"),
    ("url", "https://bit.ly/gopay-cs", "unknown"),
    ("url", "http://203.0.113.7/gopay", "unknown"),
    ("url", "javascript:alert(1)", "invalid"),
    ("url", "data:text/html,gopay.co.id", "invalid"),
    ("url", "https://", "invalid"),
]


@pytest.mark.parametrize(("kind", "value", "expected"), CASES)
def test_a_contact_gets_its_verdict(kind: str, value: str, expected: str):
    assert str(assumed().verify(value, ValueKind(kind), TODAY).verdict) == expected


@pytest.mark.parametrize(("kind", "value", "expected"), [case for case in CASES if case[0] != "email"])
def test_the_kind_need_not_be_said(kind: str, value: str, expected: str):
    assert str(assumed().verify(value, None, TODAY).verdict) == expected or expected == "invalid"


def test_the_real_contact_cases():
    wrong = []
    for kind, value, expected, *_ in real_rows("contact_cases.dev.tsv"):
        wanted = {"look-alike": "lookalike", "different-company": "other_company", "ambiguous": "unknown"}
        found = str(assumed().verify(value, ValueKind(kind), TODAY).verdict)
        if found != wanted.get(expected, expected):
            wrong.append((value, expected, found))
    assert wrong == []


def test_a_name_without_its_platform_asks_for_it():
    assert rules("@gopayindonesia") == ["platform_missing"]


def test_a_short_link_is_not_followed():
    assert rules("https://bit.ly/3abc") == ["short_link"]


def test_a_chat_link_has_its_number_without_a_plus():
    assert verdict("https://wa.me/420228224267") == "other_company"


def test_a_code_is_a_code_whatever_it_is_called():
    assert {verdict("*21*0821#", kind) for kind in ("url", "email", "handle", "phone")} == {"danger"}


def test_a_display_name_is_no_contact():
    assert "name_proves_nothing" in rules("Customer Service GoPay")


def test_an_older_form_of_a_number_is_retired():
    assert verdict("500-131") == "retired"


def test_a_number_for_callers_from_abroad_is_known_in_every_form():
    assert {verdict(value) for value in ("+62 1500131", "1500131", "+62-1500-131")} == {"official"}


def test_a_disputed_address_is_official_and_stale():
    assert rules("customerservice@gojek.com") == ["listed", "disputed"]
