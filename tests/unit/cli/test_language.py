"""Which language: what was asked for, then the surroundings, then English."""

import pytest

from gopay_help.cli.options import choose_language, match_language
from gopay_help.model.errors import UsageError

LANGUAGES = ("en", "zh-Hans", "id")


def chosen(asked: str | None = None, **environ: str) -> str:
    return choose_language(asked, environ, LANGUAGES)


@pytest.mark.parametrize(
    ("tag", "lang"),
    [
        ("en", "en"), ("EN", "en"), ("en_GB.UTF-8", "en"), ("id", "id"), ("id_ID.UTF-8", "id"),
        ("in_ID", "id"),
        ("ind", "id"), ("zh", "zh-Hans"), ("zh-Hans", "zh-Hans"), ("zh-hans", "zh-Hans"),
        ("zh_CN.GB18030", "zh-Hans"),
        ("zh_TW", "zh-Hans"), ("zh-Hant-HK", "zh-Hans"), ("id_ID@rare", "id"), ("fr", None), ("C", None),
        ("POSIX", None), ("", None),
    ],
)  # fmt: skip
def test_a_tag_or_locale_name_means_a_language(tag: str, lang: str | None):
    assert match_language(tag, LANGUAGES) == lang


def test_what_was_asked_for_wins():
    assert chosen("id", GOPAY_HELP_LANG="en", LC_ALL="zh_CN.UTF-8") == "id"


def test_the_own_variable_comes_before_the_locale():
    assert chosen(GOPAY_HELP_LANG="id", LC_ALL="zh_CN.UTF-8") == "id"


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({"LC_ALL": "id_ID.UTF-8", "LANG": "zh_CN.UTF-8"}, "id"),
        ({"LC_MESSAGES": "id_ID.UTF-8", "LANG": "zh_CN.UTF-8"}, "id"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LC_ALL": "C.UTF-8", "LANG": "id_ID.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_decides_as_it_does_for_other_programs(environ: dict[str, str], lang: str):
    assert chosen(**environ) == lang


def test_a_language_without_texts_is_refused_if_it_was_asked_for():
    with pytest.raises(UsageError, match=r"--lang fr; known: en, zh-Hans, id"):
        chosen("fr")
    with pytest.raises(UsageError, match="GOPAY_HELP_LANG xx"):
        chosen(GOPAY_HELP_LANG="xx")


def test_the_very_language_wins_over_one_of_the_same_family():
    assert match_language("zh_Hant", ("en", "zh-Hans", "zh-Hant")) == "zh-Hant"
    assert match_language("zh_TW", ("en", "zh-Hans", "zh-Hant")) == "zh-Hans"
