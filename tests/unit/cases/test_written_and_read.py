"""Every file that this program writes and reads again: what is too large is refused before it is written."""

from dataclasses import replace
from functools import partial

import pytest

from casefile import NOW, case, note
from gopay_help.authoring import format as format_of_packs
from gopay_help.authoring.format import replace_files
from gopay_help.cases import store
from gopay_help.cases.store import FullError, Store, write_case
from gopay_help.model import files
from gopay_help.model.errors import DataError
from gopay_help.model.files import write_out
from gopay_help.tree import pack
from gopay_help.tree.pack import read_bytes

LIMIT = 20_000
SIZES = (LIMIT - 1, LIMIT, LIMIT + 1, 3 * LIMIT)


@pytest.fixture(autouse=True)
def _a_small_limit(monkeypatch):
    """As large as it is, it would take minutes; that all use one limit is tested below."""
    for module in (files, format_of_packs, pack):
        monkeypatch.setattr(module, "MAX_BYTES", LIMIT)


def a_pack_file(folder, size):
    file = folder / "text" / "en.yaml"
    replace_files({file: "x" * size}, folder)
    return lambda: read_bytes(file)


def a_translation(folder, size):
    file = folder / "id.po"
    write_out(file, b"x" * size, new=True, most=files.MAX_BYTES)
    return lambda: read_bytes(file)


def answers(folder, size):
    file = folder / "answers.yaml"
    write_out(file, b"x" * size, new=True, most=files.MAX_BYTES)
    return lambda: read_bytes(file)


def a_case(folder, size):
    bare = len(write_case(case(evidence=(note(""),))))
    cases = Store(folder / "cases")
    cases.save(case(evidence=(note("x " * ((size - bare) // 2) + "x" * ((size - bare) % 2)),)))
    return lambda: cases.load("abcdefghijk2")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("written", [a_pack_file, a_translation, answers, a_case])
def test_what_was_written_can_be_read(tmp_path, written, size):
    try:
        again = written(tmp_path, size)
    except DataError:
        assert size > LIMIT
        assert [file for file in tmp_path.rglob("*") if file.is_file() and file.suffix != ".lock"] == []
    else:
        assert size <= LIMIT
        again()


def test_notes_are_refused_before_a_case_is_too_large_to_be_read(tmp_path):
    """Long notes in Chinese: those that were acknowledged are there, and the case goes on."""
    cases, kept = Store(tmp_path / "cases"), []
    cases.save(case(evidence=()))

    def fill():
        for letter in "abcdefghijklmnopqrstuvwxyz":
            long = note(f"{letter} {'钱还没有到账，' * 100}")
            cases.change("abcdefghijk2", partial(longer, by=long))
            kept.append(long)

    with pytest.raises(FullError, match=r"fault\.case_full"):
        fill()
    assert len(kept) > 3
    assert list(cases.load("abcdefghijk2").evidence) == kept
    cases.change("abcdefghijk2", lambda found: replace(found, evidence=found.evidence[:1], updated=NOW))
    assert len(cases.load("abcdefghijk2").evidence) == 1


def longer(found, by):
    return replace(found, evidence=(*found.evidence, by))


def test_a_case_that_grew_too_large_before_there_was_a_limit_can_be_shortened(tmp_path):
    cases = Store(tmp_path / "cases")
    large = case(evidence=tuple(note(f"{'x ' * 100}") for _ in range(400)))
    cases.save(case(evidence=()))
    cases.file(large.id).write_bytes(write_case(large))
    assert len(write_case(large)) > 3 * LIMIT
    assert len(cases.load(large.id).evidence) == 400
    cases.change(large.id, lambda found: replace(found, evidence=found.evidence[:2]))
    assert len(cases.load(large.id).evidence) == 2


def test_a_text_of_which_nothing_had_to_go_is_read_once(tmp_path, monkeypatch):
    """A run saves at every answer; a long case would be scrubbed again each time."""
    seen, scrub = [], store.scrub

    def counted(text, *more):
        seen.append(text)
        return scrub(text, *more)

    monkeypatch.setattr(store, "scrub", counted)
    cases = Store(tmp_path / "cases")
    for _ in range(3):
        cases.save(case(evidence=(note("nothing here"), note("my pin is 482910"))))
    assert seen.count("nothing here") == 1
    assert seen.count("my pin is 482910") == 3
    assert b"482910" not in cases.file("abcdefghijk2").read_bytes()
