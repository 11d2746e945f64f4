"""The contact registry as it is shipped."""

import io
import re
from pathlib import Path

import pytest

from gopay_help.cli import tree
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.contacts.registry import parse_registry
from gopay_help.contacts.verify import build_verifier
from gopay_help.model.contact import PrintPolicy
from verifying import LANGUAGES, PACK, ROOT, TODAY, catalogue, document

BOOK = parse_registry(document("channels"))

WITHOUT_PRIMARY_SOURCE = {
    "id_inapp_gopay_guarantee", "id_inapp_gopay_help", "id_phone_1500729", "id_email_gopay",
    "id_instagram", "id_x", "id_tiktok", "id_web_bantuan",
    "telkomsel_188", "xl_817", "google_play_report", "cn_96110", "cn_12308",
    "ojk_phone", "ojk_whatsapp", "ojk_email", "ojk_portal", "cekrekening", "aduannomor", "patrolisiber",
    "cz_email_integration", "cz_phone", "cz_arbiter_email",
}  # fmt: skip
"""Pinned: a new active contact without a page of an official host has to be argued for here as well."""

WITHHELD = {
    "+622150849000", "+622150251110", "+622150941000", "cs@go-pay.co.id", "+62212527700",
}  # fmt: skip
"""Pinned: what was withdrawn stays withdrawn."""


def test_it_is_clean():
    out = io.StringIO()
    assert tree.lint_channels(Setup(Settings(), stdout=out), PACK) == 0, out.getvalue()


def test_exceptions_are_the_ones_that_were_argued_for():
    assert set(document("channels")["no_primary_source"]) == WITHOUT_PRIMARY_SOURCE


def test_withdrawn_values_are_still_known():
    values = {entry.value for entry in BOOK.channels if entry.print is PrintPolicy.NEVER and entry.value}
    assert values == WITHHELD


def test_nothing_withheld_is_printable():
    assert [entry.id for entry in BOOK.channels if entry.printable and entry.print is PrintPolicy.NEVER] == []


@pytest.mark.parametrize("entry", BOOK.channels, ids=lambda entry: entry.id)
def test_every_printable_contact_is_found_by_verify(entry):
    if not entry.printable or entry.kind in ("in_app", "office"):
        return
    answer = build_verifier(document("channels"), document("lookalikes")).verify(
        entry.value or "", None, TODAY
    )
    assert str(answer.verdict) == (
        "other_company" if entry.brand in ("gopay_cz", "regulator_cz") else "official"
    )


def test_no_brand_without_a_company_has_a_contact():
    assert [entry.id for entry in BOOK.channels if entry.brand == "gopay_zh"] == []


def test_no_hours_and_no_costs_are_guessed():
    assert [entry.id for entry in BOOK.channels if entry.hours] == ["jago_phone", "police_110", "cn_12308"]
    assert [entry.id for entry in BOOK.channels if entry.cost] == ["police_110"]


def test_social_accounts_are_for_reading_only():
    assert all(entry.announcements for entry in BOOK.channels if entry.kind == "social")


def test_regulators_say_whom_they_answer_for():
    live = [entry for entry in BOOK.channels if entry.brand.startswith("regulator") and entry.printable]
    assert all(entry.covers for entry in live)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_contact_stands_in_a_text(lang: str):
    contact = re.compile(r"https?://|www\.|\b[\w.]+@[\w.]+\.\w+|\b\d{3,}\b")
    for folder in ("text-verify", "text-channels"):
        found = [
            key
            for key, text in document(f"{folder}/{lang}").items()
            if contact.search(
                text.replace("2021", "")
                .replace("2014", "")
                .replace("2019", "")
                .replace("2017", "")
                .replace("2026", "")
            )
        ]
        assert found == []


def test_all_languages_have_the_same_texts():
    for folder in ("text-verify", "text-channels"):
        keys = {lang: list(document(f"{folder}/{lang}")) for lang in LANGUAGES}
        assert keys["id"] == keys["en"]
        assert keys["zh-Hans"] == keys["en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_placeholders_are_the_same_in_every_language(lang: str):
    for key, text in document(f"text-verify/{lang}").items():
        wanted = set(re.findall(r"\{(\w+)\}", document("text-verify/en")[key]))
        assert set(re.findall(r"\{(\w+)\}", text)) == wanted, key


def code() -> str:
    rooms = (ROOT / "src" / "gopay_help" / "contacts", ROOT / "src" / "gopay_help" / "cli")
    return "".join(path.read_text("utf-8") for room in rooms for path in sorted(Path(room).glob("*.py")))


def test_every_rule_has_its_sentence():
    rules = set(re.findall(r'(?:why|invalid)\((?:[\w.\[\]:]+, )?"([a-z_]+)"', code()))
    rules |= {f"age_{age}" for age in ("fresh", "aging", "stale", "undated", "clock_wrong")}
    assert len(rules) > 40
    assert [rule for rule in sorted(rules) if not catalogue().has(f"verify.reason.{rule}")] == []


def test_no_sentence_is_left_over():
    text = code()
    unused = [
        key
        for key in document("text-verify/en")
        if key.startswith("verify.reason.")
        and not key.startswith("verify.reason.age_")
        and f'"{key.split(".")[2]}"' not in text
    ]
    assert unused == []
