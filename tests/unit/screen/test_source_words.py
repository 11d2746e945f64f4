"""What a contact rests on is said as people say it: kind of source and date; scripts get code and ISO."""

import json
import re
from types import SimpleNamespace

import pytest

from casefile import LANGUAGES, run, shipped
from gopay_help.cli.channels import show_channel
from gopay_help.contacts.registry import parse_registry

REGISTRY = parse_registry(shipped().document("channels"))
RETIRED_TOO = SimpleNamespace(parent=SimpleNamespace(params={"retired": True}))
TYPES = {source.type for channel in REGISTRY.channels for source in channel.provenance.sources}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_source_has_words(lang):
    entries = shipped().catalogue(lang).entries
    assert {f"source.{kind}" for kind in TYPES} <= set(entries)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("channel", [channel.id for channel in REGISTRY.channels])
def test_no_code_and_no_english_name_of_a_source_is_left_on_the_page(tmp_path, channel, lang):
    shown = run(tmp_path, lambda setup: show_channel(setup, RETIRED_TOO, channel), lang=lang).out
    for code in TYPES:
        assert f", {code})" not in shown
    assert lang == "en" or "public repositor" not in shown
    assert not re.search(r"\d{4}-\d\d-\d\d(?=[,.，。)）])", shown)


@pytest.mark.parametrize(
    ("lang", "date"), [("en", "21 Sep 2026"), ("id", "21 Sep 2026"), ("zh-Hans", "2026年9月21日")]
)
def test_a_source_has_its_date_as_the_page_above_it_writes_it(tmp_path, lang, date):
    shown = run(tmp_path, lambda setup: show_channel(setup, RETIRED_TOO, "id_email_gopay"), lang=lang).out
    assert shown.count(date) == 3  # seen, proof, source


def test_a_document_keeps_the_codes(tmp_path):
    ran = run(
        tmp_path, lambda setup: show_channel(setup, RETIRED_TOO, "id_phone_1500729"), lang="id", json=True
    )
    sources = json.loads(ran.out)["channels"][0]["provenance"]["sources"]
    assert {source["type"] for source in sources} <= TYPES
    assert sources[0]["date"] == "2026-09-21"
    assert sources[0]["url"].startswith("UX Content Intelligence Layer")
