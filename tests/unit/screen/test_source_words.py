"""What kind of source a contact rests on is said in the person's language; scripts get the code."""

import json
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


def test_a_document_keeps_the_codes(tmp_path):
    ran = run(
        tmp_path, lambda setup: show_channel(setup, RETIRED_TOO, "id_phone_1500729"), lang="id", json=True
    )
    sources = json.loads(ran.out)["channels"][0]["provenance"]["sources"]
    assert {source["type"] for source in sources} <= TYPES
    assert sources[0]["url"].startswith("UX Content Intelligence Layer")
