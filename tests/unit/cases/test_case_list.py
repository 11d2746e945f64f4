"""The list of cases: dates, why one cannot be opened, ids that can be read out, and the one to go on with."""

import os
import re
from datetime import timedelta

import pytest

from casefile import LANGUAGES, NOW, case, run, store_in
from gopay_help.cases.store import ID, Store, new_id, open_store
from gopay_help.cli import case as command
from gopay_help.tree.pack import open_cache

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")


def listed(home, lang="en"):
    return run(home, command.list_cases, lang=lang).out


def spoilt(home, name, content):
    file = home / "cases" / f"{name}.json"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_case_has_its_days(tmp_path, lang):
    store_in(tmp_path, case(updated=NOW + timedelta(days=1)))
    out = listed(tmp_path, lang)
    assert re.search(
        {"en": "20 November 2026", "id": "20 November 2026", "zh-Hans": "2026年11月20日"}[lang], out
    )
    assert re.search(
        {"en": "21 November 2026", "id": "21 November 2026", "zh-Hans": "2026年11月21日"}[lang], out
    )


@POSIX
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_opened_is_called_what_it_is(tmp_path, lang):
    store_in(tmp_path, case())
    (tmp_path / "cases" / "abcdefghijk2.json").unlink()
    spoilt(tmp_path, "aaaaaaaaaaaa", b"{}")
    spoilt(tmp_path, "bbbbbbbbbbbb", b'{"format": "gopay-help/case@9"}')
    spoilt(tmp_path, "cccccccccccc", b"x" * (8 * (1 << 20) + 1))
    os.mkfifo(tmp_path / "cases" / "dddddddddddd.json")
    store = Store(tmp_path / "cases")
    assert store.unusable() == {
        "aaaaaaaaaaaa": "damaged",
        "bbbbbbbbbbbb": "newer",
        "cccccccccccc": "large",
        "dddddddddddd": "unreadable",
    }
    out = listed(tmp_path, lang)
    lines = [line for line in out.splitlines() if re.search(r"[abcd]{12}", line)]
    assert len(lines) == 4
    assert len({re.sub("[abcd]{12}", "", line) for line in lines}) == 4, "each says something else"
    nothing = {"en": "No case is saved", "id": "Belum ada kasus", "zh-Hans": "没有保存"}[lang]
    assert nothing not in out


def test_an_id_can_be_read_out(tmp_path):
    made = {new_id() for _ in range(500)}
    assert len(made) == 500
    for one in made:
        assert ID.fullmatch(one)
        assert re.fullmatch("(?:[bdfgjklmnprstwyz][aeiou]){6}", one)
        assert not re.search("babi|mati|gila", one)


@pytest.mark.parametrize("said", ["abcdefghijk2", "ABCD EFGH IJK2", "abcd-efgh-ijk2", "abc", " ABC. "])
def test_an_id_is_known_however_it_is_copied(tmp_path, said):
    store_in(tmp_path, case(), case(id="zyxzyxzyxzyx"))
    assert "abcdefghijk2" in run(tmp_path, lambda setup: command.show_case(setup, said)).out


def test_an_id_stays_whole_at_40_columns(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    made = new_id()
    store_in(tmp_path, case(id=made))
    for use in (command.list_cases, lambda setup: command.show_case(setup, made)):
        out = run(tmp_path, use, typed="").out
        assert made in out
        assert all(
            made in line or not any(made[:n] in line for n in (11, 10, 9)) for line in out.splitlines()
        )


@POSIX
def test_a_relative_xdg_path_is_ignored(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, value in (("HOME", tmp_path / "home"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache")):
        monkeypatch.setenv(name, str(value))
    monkeypatch.delenv("GOPAY_HELP_HOME", raising=False)
    store = open_store({})
    store.save(case())
    assert store.file("abcdefghijk2").is_relative_to(tmp_path / "home")
    assert open_cache({})._folder.is_relative_to(tmp_path / "home")
    assert not (tmp_path / "data").exists()
