"""The 25 points of the guide: an outcome that claims a point has on its screen what makes it true."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from gopay_help.authoring.lint.yaml import read_document

PACK = Path(__file__).parents[3] / "decision_trees" / "gopay"
TREE: Mapping[str, Any] = read_document(PACK / "tree.yaml").data
LISTS: Mapping[str, Any] = read_document(PACK / "checklists.yaml").data
CHANNELS = {row["id"]: row for row in read_document(PACK / "channels.yaml").data["channels"]}
OUTCOMES: Mapping[str, Any] = TREE["outcomes"]

GROUPS = ("cause", "alt", "fund", "online", "prevent")
POINTS = {f"{group}-{number}" for group in GROUPS for number in range(1, 6)}
CAUSES = {
    "cause-1": "maintenance",
    "cause-2": "peak_load",
    "cause-3": "network",
    "cause-4": "channel_change",
    "cause-5": "account_lock",
}
STEPS = {
    "alt-2": {"read_announcements"},
    "alt-4": {"ask_others"},
    "online-1": {"ask_others"},
    "online-2": {"read_help_articles", "ask_shop"},
    "online-3": {"take_receipt_back", "operator_shop"},
    "online-4": {"read_announcements"},
    "prevent-1": {"update_app", "restart_app", "good_light"},
    "prevent-2": {"read_notice", "count_working_days", "try_by_day"},
    "prevent-4": {"read_help_articles"},
}
KINDS = {"alt-1": "web", "alt-3": "in_app", "alt-5": "email", "online-2": "web", "online-5": "email"}


def funds_of(outcome: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        item
        for item in LISTS["funds"]
        if item["causes"] == "all"
        or outcome["cause"] in item["causes"]
        or item["id"] in outcome.get("funds", ())
    ]


def proof(outcome: Mapping[str, Any], point: str) -> bool:
    do = (one if isinstance(one, str) else one["step"] for one in outcome["do"])
    steps = {*do, *outcome["do_not"], *outcome["follow_up"].get("steps", ())}
    if point in CAUSES:
        return CAUSES[point] in (outcome["cause"], *outcome.get("also", ()))
    if point.startswith("fund-"):
        return any(point in item["covers"] for item in funds_of(outcome))
    kinds = {CHANNELS[name]["kind"] for name in outcome["route"]}
    return bool(STEPS.get(point, set()) & steps) or KINDS.get(point) in kinds


def test_every_point_is_covered() -> None:
    claimed = {point for outcome in OUTCOMES.values() for point in outcome.get("covers", ())}
    listed = {point for name in ("funds", "prevention") for item in LISTS[name] for point in item["covers"]}
    assert claimed | listed == POINTS


@pytest.mark.parametrize(
    ("name", "point"),
    [(name, point) for name, outcome in OUTCOMES.items() for point in outcome.get("covers", ())],
)
def test_what_an_outcome_claims_is_on_its_screen(name: str, point: str) -> None:
    assert proof(OUTCOMES[name], point), f"{name} claims {point}, but nothing on it does that"


@pytest.mark.parametrize("cause", sorted({outcome["cause"] for outcome in OUTCOMES.values()}))
def test_fund_safety_of_one_cause_fits_a_screen(cause: str) -> None:
    items = [item["id"] for item in LISTS["funds"] if item["causes"] == "all" or cause in item["causes"]]
    assert "no_otp" in items
    assert 4 <= len(items) <= 7


def test_every_prevention_point_is_in_the_list() -> None:
    covered = {point for item in LISTS["prevention"] for point in item["covers"]}
    assert {f"prevent-{number}" for number in range(1, 6)} <= covered


def test_every_claim_is_used() -> None:
    stated = {row["id"] for row in read_document(PACK / "claims.yaml").data["claims"]}
    used = {claim for outcome in OUTCOMES.values() for claim in outcome.get("claims", ())}
    used |= {
        claim for name in ("funds", "prevention") for item in LISTS[name] for claim in item.get("claims", ())
    }
    assert stated == used
