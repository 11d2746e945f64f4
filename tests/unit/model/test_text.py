"""Texts by key: names are filled once, and English stands behind."""

import re

import pytest

from casefile import shipped
from gopay_help.model.text import Catalogue, quoted

WORDS = Catalogue("id", {"a": "Halo {name}, {count} {other}"}, {"a": "Hello", "b": "Only English"})


def test_names_are_filled_and_what_has_no_value_stays():
    assert WORDS.say("a", name="Budi", count=3) == "Halo Budi, 3 {other}"


def test_a_value_that_looks_like_a_name_is_not_filled_again():
    assert WORDS.say("a", name="{count}", count=3, other="{name}") == "Halo {count}, 3 {name}"


def test_nothing_else_in_a_text_or_a_value_is_evaluated():
    words = Catalogue("en", {"a": "{0} {name.real} {name!r} %s ${name} {name}"})
    assert words.say("a", name=1) == "{0} {name.real} {name!r} %s $1 1"


def test_english_stands_behind():
    assert WORDS.say("b") == "Only English"
    assert WORDS.has("a")
    assert WORDS.has("b")
    assert not WORDS.has("c")


def test_a_key_of_no_language_is_an_error():
    with pytest.raises(KeyError):
        WORDS.say("c")


def test_what_was_typed_over_several_lines_is_said_again_in_one():
    assert quoted("no\n   way\r\n") == "no way"
    assert quoted("no\x07way") == "no\\x07way"


def test_a_space_parts_chinese_and_latin_letters_that_a_value_brings_together():
    words = Catalogue("zh-Hans", {"a": "就联系{who}，到{day}日"})
    assert words.say("a", who="Gojek 应用", day=3) == "就联系 Gojek 应用，到3日"
    assert words.say("a", who="印尼央行", day=3) == "就联系印尼央行，到3日"
    assert Catalogue("zh-Hans", {"a": "{who}收到"}).say("a", who="BI") == "BI 收到"


BRAND_IN_CHINESE = re.compile(r"GoPay(?:钱包|客服)")
"""What the unknown wallet calls itself, without a space."""


def test_in_the_shipped_chinese_a_space_parts_chinese_and_latin_letters():
    said = {key: BRAND_IN_CHINESE.sub("", text) for key, text in shipped().document("text/zh-Hans").items()}
    touching = re.compile(r"[\u4e00-\u9fff][A-Za-z]|[A-Za-z][\u4e00-\u9fff]")
    assert [key for key, text in said.items() if touching.search(text)] == []
