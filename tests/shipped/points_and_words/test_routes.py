"""Whom a person is sent to: what can work in this case, in an order that fits it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from gopay_help.authoring.lint.yaml import read_document

PACK = Path(__file__).parents[3] / "decision_trees" / "gopay"
OUTCOMES: Mapping[str, Any] = read_document(PACK / "tree.yaml").data["outcomes"]
CHANNELS = {row["id"]: row for row in read_document(PACK / "channels.yaml").data["channels"]}

WALLET = {"bi_phone", "bi_email", "bi_web", "bi_chatbot_lisa"}
CREDIT = {
    "credit_fraud", "credit_decision", "loan_payment", "loan_cost", "debt_threats",
    "savings_jago", "savings_moved",
}  # fmt: skip
SCAM = {"emergency", "unauthorised_payment", "shared_code", "scam_transfer", "pay_first"}
NOBODY = {"wallet_zh", "emergency_zh", "brand_unknown"}

every_outcome = pytest.mark.parametrize("name", sorted(OUTCOMES))


@every_outcome
def test_a_regulator_comes_after_the_provider(name: str) -> None:
    regulators = [channel for channel in OUTCOMES[name]["route"] if CHANNELS[channel]["covers"]]
    assert (regulators[:1] == ["iasc"]) == (name in SCAM)
    assert regulators[1:] in ([], ["police_110"])


@every_outcome
def test_wallet_troubles_go_to_bank_indonesia_and_credit_to_ojk(name: str) -> None:
    named = set(OUTCOMES[name]["follow_up"]["to"])
    if name in CREDIT:
        assert not named & WALLET
        assert "ojk_phone" in named
    elif name not in SCAM:
        assert not {channel for channel in named if channel.startswith("ojk_")}


@every_outcome
def test_someone_locked_out_is_not_sent_behind_the_log_in(name: str) -> None:
    outcome = OUTCOMES[name]
    if "login" in outcome.get("cannot", ()):
        assert not [channel for channel in outcome["route"] if CHANNELS[channel]["needs_login"]]


@every_outcome
def test_a_broken_network_needs_the_telephone(name: str) -> None:
    outcome = OUTCOMES[name]
    if outcome["cause"] == "network":
        assert CHANNELS[outcome["route"][0]]["kind"] == "phone"


@every_outcome
def test_only_a_wallet_without_a_genuine_contact_has_no_route(name: str) -> None:
    assert (not OUTCOMES[name]["route"]) == (name in NOBODY)
    if name in NOBODY:
        further = OUTCOMES[name]["follow_up"]["to"]
        assert {CHANNELS[channel]["brand"] for channel in further} <= {"regulator_cn"}, (
            "police, never the wallet"
        )


@every_outcome
def test_a_contact_of_another_company_is_never_shown(name: str) -> None:
    """The one exception is first aid, shown before it is known which GoPay it is; there it is labelled."""
    brands = {CHANNELS[channel]["brand"].split("_")[-1] for channel in OUTCOMES[name]["route"]}
    assert (
        len(brands) <= 1 or name == "emergency" or (name, brands) == ("linked_app_charge", {"id", "google"})
    )
    assert ("cz" in brands) == (name in {"emergency", "emergency_cz", "czech_gopay", "czech_merchant"})


@every_outcome
def test_where_money_was_taken_by_fraud_nobody_waits_for_days(name: str) -> None:
    outcome = OUTCOMES[name]
    if outcome["cause"] == "fraud" and outcome.get("critical"):
        assert outcome["follow_up"]["recheck"].get("after", "").startswith(("PT", "P1D"))
