"""Reading the two data files: every fault is named, a newer format is refused."""

import copy

import pytest

from gopay_help.contacts.lookalikes import parse_lookalikes
from gopay_help.contacts.registry import parse_registry
from gopay_help.contacts.verify import build_verifier
from gopay_help.model.errors import DataError
from verifying import TODAY, brand, channel, document, registry


def test_all_faults_are_told_at_once():
    broken = registry(
        channel(value=7, needs_login="yes", last_seen="soon", scope="all", status="odd", hours={"tz": 1})
    )
    broken["stale_after_days"] = "soon"
    with pytest.raises(DataError) as caught:
        parse_registry(broken)
    for path in (
        "value",
        "needs_login",
        "last_seen",
        "scope",
        "status",
        "hours.tz",
        "hours.spec",
        "stale_after_days",
    ):
        assert path in str(caught.value)


@pytest.mark.parametrize("part", ["brands", "channels"])
def test_a_missing_part_is_told(part: str):
    broken = registry(channel(value="1500999"))
    del broken[part]
    with pytest.raises(DataError, match=part):
        parse_registry(broken)


def test_an_entry_that_is_no_mapping_is_told():
    with pytest.raises(DataError, match="should be a mapping"):
        parse_registry(registry("oops"))  # type: ignore[arg-type]


@pytest.mark.parametrize(("parse", "name"), [(parse_registry, "channels"), (parse_lookalikes, "lookalikes")])
def test_a_newer_format_is_refused(parse, name: str):
    with pytest.raises(DataError, match="@9"):
        parse({**document(name), "format": f"gopay-help/{name}@9"})


def test_faults_of_the_look_alike_data_are_told():
    broken = copy.deepcopy(dict(document("lookalikes")))
    broken["names"][0]["typos"] = "maybe"
    broken["names"][0]["swallows"] = "-1"
    broken["hosts"][0]["strangers"] = None
    with pytest.raises(DataError) as caught:
        parse_lookalikes(broken)
    for path in ("names[0].typos", "names[0].swallows", "hosts[0].strangers"):
        assert path in str(caught.value)


def test_look_alike_data_of_another_form_is_refused():
    with pytest.raises(DataError, match="cannot be used"):
        parse_lookalikes({**document("lookalikes"), "messengers": []})


def test_a_value_that_must_not_be_printed_is_retired_whatever_its_status():
    book = registry(channel(id="line", brand="gopay_id", value="1500999", print="never"))
    book["brands"] = {"gopay_id": brand("GoPay", [])}
    found = build_verifier(book, document("lookalikes")).verify("1500999", None, TODAY)
    assert str(found.verdict) == "retired"


def test_hours_are_read():
    book = parse_registry(
        registry(channel(value="1500999", hours={"tz": "Asia/Jakarta", "spec": "Mo-Su 00:00-24:00"}))
    )
    assert book.channels[0].hours is not None
