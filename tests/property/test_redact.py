"""Redaction for any text: total, idempotent, linear, and honest about what it took out."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gopay_help.cases.redact.engine import redact
from gopay_help.model.text import hidden
from growth import grows_faster_than_its_input

PUBLIC = ("1500729", "customerservice@gopay.co.id", "+622150849000")

PIECES = st.sampled_from(
    [
        *("pin", "otp ", "kode: ", "482910", "1234", "0812-3456-7890", "4111 1111 1111 1111", "[secret]"),
        *("[phone **1234 ab2c]", "Rp150.000", "jam 10.15"),
        *("RB-204815-6622913", "1500729", "验证码", "密码："),
        *(
            "password = x9!",
            "https://a.example/?t=1",
            " ",
            "\u200b",
            "\ue000",
            "😭",
            "１２",
            "a@b.co",
            "[",
            "]",
        ),
        *("**", "satu dua tiga empat", "rek ", "-", ".", "0000", "card ", "12345678901234"),
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=14).map("".join))


@pytest.mark.slow
@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_twice_is_once(text):
    once = redact(text, public=PUBLIC).text
    assert redact(once, public=PUBLIC).text == once


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_what_is_told_is_what_was_done(text):
    found = redact(text, public=PUBLIC)
    rebuilt, at = "", 0
    for span in found.hidden:
        assert span.start >= at
        rebuilt += text[at : span.start] + span.shown
        at = span.end
    assert rebuilt + text[at:] == found.text


@given(st.from_regex(r"[0-9]{16}", fullmatch=True), st.sampled_from(["", " ", "-", "."]))
@settings(max_examples=100, deadline=None)
def test_sixteen_digits_never_stay(digits, mark):
    written = mark.join(digits[index : index + 4] for index in range(0, 16, 4))
    shown = redact(f"nomor {written} ya").text
    assert digits not in "".join(char for char in shown if char.isdigit())


@given(
    st.sampled_from(
        ["PIN saya {}", "OTP {} dari sms", "kode {}", "密码{}", "{} adalah kode verifikasi", "my pin is {}."]
    ),
    st.from_regex(r"[0-9]{4,8}", fullmatch=True),
)
@settings(max_examples=300, deadline=None)
def test_a_code_beside_its_word_never_stays(sentence, code):
    assert code not in redact(sentence.format(code), public=PUBLIC).text


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_hidden_characters_do_not_hide_a_code(noise):
    mark = "".join(char for char in noise if hidden(char) and char not in "\n\t")
    shown = redact(f"pin {mark.join('482910')} ya").text
    assert "482910" not in "".join(char for char in shown if not hidden(char))


HARD = {
    "digits": "1",
    "spaced digits": "1 ",
    "words for a code": "otp ",
    "a code each": "pin 1234 ",
    "addresses": "https://a?",
    "mailboxes": "a@",
    "open brackets": "[secret ",
    "phones": "0812-",
    "sums": "rp 1.000",
    "tokens": "eyj.",
    "spelled": "satu ",
    "chinese digits": "一",
    "passwords": "password : ",
    "separators": "a-",
    "labels": "a.",
    "links": "a.co/a1b2 ",
    "references": "ab-1-",
    "cards and what follows": "kartu 4111111111111111 12/27 ",
    "backs of cards": "cvv belakang 12 ",
    "papers": "paspor a1-",
    "recovery codes": "backup a1b2-c3d4 ",
    "seeds": "seed: kata ",
    "questions": "nama ibu Siti ",
    "said": "dia kasih 12 ",
    "quotes": "sandi 'a",
    "months": "1 jan ",
    "letters for digits": "1o",
    "tokens in words": "token a1",
    "accounts in groups": "rek 12 34 ",
    "spaces": " ",
}


@pytest.mark.slow
@pytest.mark.parametrize("piece", HARD.values(), ids=HARD)
def test_redactor_linear_time(piece):
    text = piece * (32_000 // len(piece))
    assert not grows_faster_than_its_input(lambda part: redact(part, public=PUBLIC), text)


@pytest.mark.parametrize(
    "text",
    [
        "otp 4 8 2 9 1 0 75.000",
        "pin 1 2 3 4 5 6, 120000 rupiah",
        "kode 48 29 10 dan 20 11",
        "8 8 4 2 1 0 99887766",
    ],
)
def test_digits_one_by_one_are_seen_beside_other_numbers(text):
    spelled = "".join(char for char in text.split(",", maxsplit=1)[0] if char.isdigit())[:6]
    shown = redact(text).text
    assert spelled not in "".join(char for char in shown if char.isdigit())


@pytest.mark.parametrize(
    "text",
    ["pin saya 17-08-1945", "PIN: 17/08/1945", "kode 12:34", "otp nya adalah 10.15", "密码是1990-12-31"],
)
def test_a_code_that_looks_like_a_date_is_a_code(text):
    assert not any(char.isdigit() for char in redact(text).text)


@pytest.mark.parametrize(
    "text",
    ["PIN salah sejak 17-08-2026", "OTP tidak masuk dari jam 10.15", "kode OTP jam 21:14 tidak datang"],
)
def test_a_date_near_a_code_is_a_date(text):
    assert redact(text).text == text


PLAIN = ("lalu saya", "然后我", "and then I", "dia orang", "他就", "they went", "kata dia", "sore itu")
LOOKS_ELSE = re.compile(
    r"(?:19[5-9]|20[0-4])\d|[1-9]\d*00|20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|1500\d{3}"
)
"""A year, a round sum, a day, a call centre."""


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLAIN), st.from_regex(r"[0-9]{4,8}", fullmatch=True), st.sampled_from(PLAIN))
def test_every_free_number_of_four_to_eight_digits_goes(before, number, after):
    """With no word for a code anywhere."""
    if not LOOKS_ELSE.fullmatch(number):
        assert number not in redact(f"{before} {number} {after}").text
