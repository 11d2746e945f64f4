"""Which GoPay it is: said once, however it is said, and taken from the language where nobody says it."""

import json

import pytest
from program import diagnose

RED = ("--answer", "red_flag=yes", "--answer", "what_happened=unknown_payment")


def document(*words: str) -> dict:
    done = diagnose(*words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("question", ["flag_gopay", "your_gopay"])
def test_the_brand_is_heard_at_whichever_question_it_was_given(question: str) -> None:
    found = document(*RED, "--answer", f"{question}=gopay_id")
    assert (found["brand"], found["cause"]) == ("gopay_id", "fraud")
    assert not [step for step in found["route"] if step["channel"].startswith("cz_")]


def test_an_emergency_of_the_czech_gopay_has_no_indonesian_contact() -> None:
    found = document("--answer", "red_flag=yes", "--answer", "your_gopay=gopay_cz")
    assert {step["channel"][:3] for step in found["route"]} == {"cz_"}


def test_an_indonesian_reader_is_not_asked_which_gopay_it_is() -> None:
    words = ("--answer", "red_flag=no", "--answer", "symptom=loan", "--answer", "loan_what=refused")
    found = document(*words, "--lang", "id")
    assert (found["brand"], [answer["id"] for answer in found["answers"]]) == (
        "gopay_id",
        ["red_flag", "symptom", "loan_what"],
    )
    refused = diagnose(*words, "--lang", "en")
    assert refused.returncode == 2
    assert "your_gopay" in refused.stderr


def test_an_indonesian_reader_may_say_otherwise() -> None:
    found = document(
        "--lang",
        "id",
        "--answer",
        "red_flag=no",
        "--answer",
        "your_gopay=gopay_cz",
        "--answer",
        "czech_side=payer",
    )
    assert found["brand"] == "gopay_cz"
    assert document("--lang", "id", "--brand", "gopay_zh", "--answer", "red_flag=no")["brand"] == "gopay_zh"


def test_whoever_is_unsure_of_the_red_flag_and_finds_a_display_fault_is_not_told_that_money_is_at_risk() -> (
    None
):
    done = diagnose(
        "--exit-code", "--json", "--answer", "red_flag=unsure", "--answer", "flag_gopay=gopay_id",
        "--answer", "what_happened=other_trouble", "--answer", "symptom=money_missing",
        "--answer", "missing_what=balance", "--answer", "balance_how=blank",
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert (found["status"], done.returncode) == ("advice", 10)


def test_where_the_device_names_no_place_times_are_those_of_the_desk() -> None:
    done = diagnose("--brand", "gopay_cz", "--answer", "red_flag=no", "--answer", "czech_side=payer")
    assert "04:00 Central European time" in done.stdout
    assert "WIB" not in done.stdout
