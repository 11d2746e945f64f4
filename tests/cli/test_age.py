"""What a user of an old version is told, from dates alone."""

import json
from datetime import date, timedelta

import pytest
from program import ROOT, program

from gopay_help.authoring.lint.yaml import read_document
from gopay_help.cli.setup import RENEWED_DAYS

MADE = date.fromisoformat(
    str(read_document(ROOT / "decision_trees" / "gopay" / "channels.yaml").data["date"])
)
UPGRADE = "pipx upgrade gopay-help"


def on(days: int, *words: str):
    return program(*words, "--now", f"{MADE + timedelta(days=days)}T08:00:00Z", "--lang", "en")


@pytest.mark.parametrize(
    "words",
    [
        ("channels",),
        ("verify", "gopay.co.id"),
        ("diagnose", "--no-input", "--offline", "--answer", "red_flag=yes"),
    ],
)
def test_an_old_list_says_its_age_and_where_a_newer_one_is(words):
    fresh, old = on(RENEWED_DAYS, *words), on(RENEWED_DAYS + 1, *words)
    assert UPGRADE not in fresh.stdout + fresh.stderr
    assert UPGRADE in old.stderr
    assert f"{RENEWED_DAYS + 1} days old" in old.stderr


def test_a_document_stays_a_document():
    done = on(400, "channels", "--json")
    assert json.loads(done.stdout)["channels"]
    assert done.stderr == ""
