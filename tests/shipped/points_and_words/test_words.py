"""The English words: short, plain, and never more certain than the facts."""

import re
from pathlib import Path
from typing import cast

import pytest

from gopay_help.__main__ import PLAIN
from gopay_help.authoring.lint.yaml import read_document

PACK = Path(__file__).parents[3] / "decision_trees" / "gopay"
TEXT = cast("dict[str, str]", read_document(PACK / "text" / "en.yaml").data)

OPTIONS = {key: text for key, text in TEXT.items() if ".opt." in key}
QUESTIONS = {key: text for key, text in TEXT.items() if key.endswith(".text")}
TITLES = {key: text for key, text in TEXT.items() if key.endswith(".title")}

NEVER_SAID = {
    "that GoPay works": r"gopay is (up|online|working|fine)\b",
    "that something is safe for sure": r"\b(100 ?%|guaranteed|certainly safe|completely safe)\b",
    "a machine's word": r"\b(null|undefined|timeout|server|API|SSL|DNS|exception)\b",
    "blame": r"\b(your (own )?fault|you should have|careless|stupid)\b",
    "a day limit for the wallet's answer": r"gopay (must|has to) (answer|reply) within",
    "a blue tick as proof": r"blue tick",
}


@pytest.mark.parametrize("key", sorted(OPTIONS))
def test_an_option_fits_a_line_of_forty_columns(key: str) -> None:
    assert len(OPTIONS[key]) <= 38
    assert not OPTIONS[key].endswith(".")


@pytest.mark.parametrize("key", sorted(QUESTIONS))
def test_a_question_is_short(key: str) -> None:
    assert len(QUESTIONS[key]) <= 160
    assert len(re.findall(r"[.?!](?:\s|$)", QUESTIONS[key])) <= 2


@pytest.mark.parametrize("key", sorted(TITLES))
def test_a_title_is_one_line(key: str) -> None:
    assert len(TITLES[key]) <= 56


@pytest.mark.parametrize("what", NEVER_SAID)
def test_no_text_says(what: str) -> None:
    said = {key: text for key, text in TEXT.items() if re.search(NEVER_SAID[what], text, re.IGNORECASE)}
    said = {key: text for key, text in said.items() if "not your fault" not in text}
    assert said == {}


def test_codes_are_never_given_to_anyone() -> None:
    for key in ("funds.no_otp", "step.share_code"):
        assert TEXT[key].startswith("Never give")
        assert re.search(r"\banyone\b", TEXT[key])


def test_no_question_asks_for_a_secret() -> None:
    asking = re.compile(
        r"\b(enter|type|tell us|give us|what is) your (PIN|OTP|code|password|card)\b", re.IGNORECASE
    )
    assert [key for key, text in TEXT.items() if asking.search(text)] == []


def test_the_red_flag_comes_without_a_word_of_jargon_but_otp_and_pin() -> None:
    assert "OTP or PIN" in TEXT["red_flag.text"]
    assert "without you" in TEXT["red_flag.text"]


def test_only_ascii_marks_that_a_plain_terminal_gets_plain_and_the_name_of_the_wallet() -> None:
    told = str.maketrans(PLAIN)
    strange = {
        key: text for key, text in TEXT.items() if not text.replace("钱包", "").translate(told).isascii()
    }
    assert strange == {}
