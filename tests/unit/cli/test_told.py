"""What an error carries, and how it is said in the person's language, whatever is broken."""

import errno
import re
import shutil
from pathlib import Path

import pytest

from fakes import SHIPPED
from gopay_help.cli.exit import _NO_WORDS, told
from gopay_help.cli.options import likely_language
from gopay_help.cli.packs import room_catalogue
from gopay_help.model.errors import DataError, RefusedError, UsageError, not_written, reason_of
from gopay_help.model.text import Catalogue, Phrase

ENGLISH = room_catalogue(SHIPPED, "faults", lambda _found: "en").entries
WORDS = Catalogue("id", {"fault.list": " & ", "a": "A {x}.", "b": "[{y}]"}, {"a": "an {x}", "c": "C {x}"})


@pytest.fixture(autouse=True)
def indonesian(monkeypatch):
    monkeypatch.setenv("GOPAY_HELP_LANG", "id")


NO_CASE = UsageError(Phrase("fault.no_case", id="x"))


def test_a_phrase_is_said_with_phrases_and_lists_in_it():
    assert WORDS.tell(Phrase("a", x=Phrase("b", y=("p", Phrase("b", y=2))))) == "A [p & [2]]."
    assert WORDS.tell(Phrase("c", x=1)) == "C 1"


def test_what_is_put_in_stays_one_line_and_steers_nothing():
    assert WORDS.tell(Phrase("b", y="\x1b[31m\n\u202e")) == r"[\x1b[31m\x0a\u202e]"
    assert WORDS.tell(Phrase("b", y=("\n",))) == r"[\x0a]"


def test_as_a_string_it_is_its_key_and_its_values():
    error = DataError(Phrase("a", x=Phrase("b", y=("p", "q"))), "A sentence of authors.")
    assert str(error) == "a (x: b (y: p, q))\nA sentence of authors."
    assert error.said(WORDS) == "A [p & q].\nA sentence of authors."


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "fault.reason.full"), (errno.EDQUOT, "fault.reason.full"),
        (errno.EROFS, "fault.reason.read_only"), (errno.EACCES, "fault.reason.forbidden"),
        (errno.EPERM, "fault.reason.forbidden"), (errno.EBUSY, "fault.reason.busy"),
        (errno.ENOENT, "fault.reason.missing"),
    ],
)  # fmt: skip
def test_what_happens_has_words(number, said):
    reason = reason_of(OSError(number, "the system's"))
    assert isinstance(reason, Phrase)
    assert reason.key == said
    assert said in ENGLISH


def test_what_seldom_happens_is_said_as_the_system_does():
    assert reason_of(OSError(errno.EFBIG, "File too large")) == "File too large"
    assert reason_of(OSError()) == "OSError"
    why = Phrase("fault.reason.link")
    assert reason_of(RefusedError(errno.EPERM, why, "/x")) is why


def test_what_is_there_already_is_no_failure_to_write():
    assert not_written("/x", FileExistsError(errno.EEXIST, "x")).key == "fault.exists"
    assert not_written("/x", OSError(errno.EROFS, "x")).key == "fault.not_written"


def test_an_error_is_told_in_the_language_of_the_run():
    assert (
        told(NO_CASE, None)
        == "Tidak ada kasus “x”. Untuk melihat kasus di perangkat ini: gopay-help case list"
    )
    assert told(NO_CASE, "zh").startswith("没有“x”这份记录")
    assert told(NO_CASE, "xx").startswith("Tidak ada kasus")


def installation(monkeypatch, tmp_path) -> Path:
    shutil.copytree(SHIPPED / "text-faults", tmp_path / "text-faults")
    monkeypatch.setattr("gopay_help.cli.exit.pack_folder", lambda _name: tmp_path)
    return tmp_path / "text-faults"


@pytest.mark.parametrize("damage", [b"\xff", b"[", b"", b"fault.no_case: [1]\n", b"- x\n"])
def test_a_damaged_language_falls_back_to_english(monkeypatch, tmp_path, damage):
    (installation(monkeypatch, tmp_path) / "id.yaml").write_bytes(damage)
    assert told(NO_CASE, None).startswith("There is no case “x”")
    assert told(NO_CASE, "en").startswith("There is no case “x”")


def test_a_sentence_that_a_language_lacks_is_told_in_english(monkeypatch, tmp_path):
    file = installation(monkeypatch, tmp_path) / "id.yaml"
    file.write_text(re.sub(r"(?m)^fault\.no_case:.*\n", "", file.read_text("utf-8")), "utf-8")
    assert told(NO_CASE, None).startswith("There is no case “x”")
    assert told(UsageError(Phrase("fault.yes")), None).startswith("Di sini")


def test_without_any_words_the_key_and_the_values_are_told(monkeypatch, tmp_path):
    shutil.rmtree(installation(monkeypatch, tmp_path))
    assert told(NO_CASE, None) == f"{_NO_WORDS} (no case, id x)"


def test_an_installation_without_packs_still_tells(monkeypatch):
    def gone(_name):
        raise DataError(Phrase("fault.nowhere"))

    monkeypatch.setattr("gopay_help.cli.exit.pack_folder", gone)
    assert told(NO_CASE, None) == f"{_NO_WORDS} (no case, id x)"


def test_a_key_that_nobody_wrote_is_told_as_it_is():
    assert told(UsageError(Phrase("fault.nonsense", x=1)), None) == f"{_NO_WORDS} (nonsense, x 1)"


def test_a_sentence_of_authors_reads_no_words(monkeypatch):
    monkeypatch.setattr("gopay_help.cli.exit.pack_folder", lambda _name: pytest.fail("read"))
    assert told(DataError("the schemas are missing"), None) == "the schemas are missing"


@pytest.mark.parametrize(
    ("asked", "environ", "lang"),
    [
        ("id", {}, "id"),
        ("xx", {"GOPAY_HELP_LANG": "zh", "LANG": "id_ID"}, "zh-Hans"),
        ("xx", {"GOPAY_HELP_LANG": "yy", "LANG": "id_ID"}, "id"),
        (None, {"LC_ALL": "C", "LANG": "id_ID"}, "en"),
        ("xx", {}, "en"),
    ],
)
def test_what_means_no_language_is_passed_over(asked, environ, lang):
    assert likely_language(asked, environ, ("en", "id", "zh-Hans")) == lang
