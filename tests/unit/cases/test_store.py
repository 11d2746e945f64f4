import contextlib
import errno
import json
import os
import re
import stat
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from casefile import NOW, case
from gopay_help.cases.record import Recorder, step
from gopay_help.cases.store import (
    HOME,
    BusyError,
    Store,
    StoreError,
    case_document,
    open_store,
    read_case,
    write_case,
)
from gopay_help.model.case import EvidenceEntry, EvidenceKind
from gopay_help.model.errors import DataError, UsageError
from gopay_help.tree.walk import Given, State

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")
PLAIN = State({"red_flag": Given("no", "user")}, {"window": "ordinary"}, 1)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "home" / "cases")


def file_of(tmp_path, case_id="abcdefghijk2"):
    return tmp_path / "home" / "cases" / f"{case_id}.json"


def test_what_was_saved_is_loaded(store):
    store.save(case())
    assert store.load("abcdefghijk2") == case()


def test_every_field_survives_the_document():
    whole = case(closed=NOW, critical=True)
    assert read_case(write_case(whole), "case") == whole


def test_nothing_is_made_before_the_first_save(tmp_path, store):
    assert store.list() == ()
    assert not (tmp_path / "home").exists()


@POSIX
def test_only_the_owner_can_read(tmp_path, store):
    old = os.umask(0)
    try:
        store.save(case())
    finally:
        os.umask(old)
    assert stat.S_IMODE(file_of(tmp_path).parent.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(file.stat().st_mode) for file in file_of(tmp_path).parent.iterdir()}
    assert modes == {0o600}


@POSIX
def test_a_folder_that_others_may_read_is_closed(tmp_path, store):
    file_of(tmp_path).parent.mkdir(parents=True, mode=0o755)
    store.save(case())
    assert stat.S_IMODE(file_of(tmp_path).parent.stat().st_mode) == 0o700


def test_list_has_the_latest_first(store):
    store.save(case())
    store.save(case(id="zzzzzzzzzzz2", updated=NOW.replace(hour=9)))
    assert [one.id for one in store.list()] == ["zzzzzzzzzzz2", "abcdefghijk2"]


def test_a_damaged_case_is_named_and_left_as_it_is(tmp_path, store):
    store.save(case())
    file_of(tmp_path).write_bytes(b'{"format": "gopay-help/case@1", "id"')
    with pytest.raises(DataError, match=r"fault\.damaged .*abcdefghijk2"):
        store.load("abcdefghijk2")
    assert store.list() == ()
    assert store.ids() == ("abcdefghijk2",)
    assert file_of(tmp_path).read_bytes().endswith(b'"id"')


@pytest.mark.parametrize("name", sorted(case_document(case())))
def test_a_missing_field_is_damage(name):
    document = case_document(case())
    del document[name]
    with pytest.raises(DataError):
        read_case(json.dumps(document).encode(), "case")


@pytest.mark.parametrize("name", sorted(case_document(case())))
@pytest.mark.parametrize("value", [7, [7], {"a": 7}, [[]], "x", True])
def test_a_wrong_value_is_damage_or_harmless(name, value):
    document = {**case_document(case()), name: value}
    with contextlib.suppress(DataError):
        read_case(json.dumps(document).encode(), "case")


def test_a_newer_format_says_update():
    document = {**case_document(case()), "format": "gopay-help/case@2"}
    with pytest.raises(DataError, match=r"fault\.newer"):
        read_case(json.dumps(document).encode(), "case")


def test_an_older_format_is_brought_up(monkeypatch):
    def name_the_language(document):
        return {**document, "lang": "id"}

    monkeypatch.setattr("gopay_help.cases.store.MIGRATIONS", {0: name_the_language})
    document = {**case_document(case()), "format": "gopay-help/case@0"}
    del document["lang"]
    assert read_case(json.dumps(document).encode(), "case").lang == "id"


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"format": 1}', b"{}"])
def test_anything_else_is_damage(raw):
    with pytest.raises(DataError, match="damaged"):
        read_case(raw, "case")


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "../../etc/passwd",
        "abcdefghijk2/..",
        "ABCDEFGHIJK2",
        "abcdefghijk",
        "abcdefghijk2\n",
        "abcdefghijk2.json",
        "\0" * 12,
    ],
)
def test_case_path_cannot_escape(store, wrong):
    store.save(case())
    for use in (store.load, store.delete, lambda name: store.save(case(id=name))):
        with pytest.raises(UsageError, match=r"fault\.no_case"):
            use(wrong)


def test_an_error_repeats_no_number_that_was_typed_for_an_id(store):
    for typed in ("4111111111111111", "4111 1111 1111 1111", "otp 482910"):
        with pytest.raises(UsageError) as refused:
            store.load(typed)
        assert not re.search(r"\d{4}", str(refused.value))


@POSIX
def test_a_link_is_neither_read_nor_followed(tmp_path, store):
    store.save(case())
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_bytes(write_case(case()))
    file_of(tmp_path).unlink()
    file_of(tmp_path).symlink_to(elsewhere)
    with pytest.raises(StoreError):
        store.load("abcdefghijk2")
    store.save(case(lang="id"))
    assert not file_of(tmp_path).is_symlink()
    assert elsewhere.read_bytes() == write_case(case())


@POSIX
def test_a_hard_link_keeps_its_content(tmp_path, store):
    store.save(case())
    outside = tmp_path / "outside.json"
    os.link(file_of(tmp_path), outside)
    before = outside.read_bytes()
    store.save(case(lang="id"))
    assert outside.read_bytes() == before


@POSIX
def test_a_lock_that_is_a_link_is_not_followed(tmp_path, store):
    store.save(case())
    lock = file_of(tmp_path).with_suffix(".lock")
    lock.unlink()
    lock.symlink_to(tmp_path / "victim")
    with pytest.raises(StoreError):
        store.save(case())
    assert not (tmp_path / "victim").exists()


@POSIX
def test_a_folder_that_is_a_link_is_refused(tmp_path, store):
    (tmp_path / "home").mkdir()
    (tmp_path / "other").mkdir()
    file_of(tmp_path).parent.symlink_to(tmp_path / "other")
    with pytest.raises(StoreError, match=r"fault\.reason\.link"):
        store.save(case())


@POSIX
def test_a_pipe_in_place_of_a_case_does_not_hang(tmp_path, store):
    store.save(case())
    file_of(tmp_path).unlink()
    os.mkfifo(file_of(tmp_path))
    with pytest.raises(StoreError, match=r"fault\.reason\.special"):
        store.load("abcdefghijk2")


def test_two_programs_do_not_write_one_case(tmp_path, store):
    store.save(case())
    other = Store(tmp_path / "home" / "cases", wait_s=0)
    with store.hold("abcdefghijk2"):
        store.save(case(lang="id"))
        with pytest.raises(BusyError, match=r"fault\.busy"):
            other.save(case(lang="zh-Hans"))
    other.save(case(lang="zh-Hans"))
    assert store.load("abcdefghijk2").lang == "zh-Hans"


def test_who_finds_a_case_taken_waits_for_a_moment(tmp_path, store):
    store.save(case())
    other = Store(tmp_path / "home" / "cases")
    with contextlib.ExitStack() as held:
        held.enter_context(store.hold("abcdefghijk2"))
        timer = threading.Timer(0.2, held.pop_all().close)
        timer.start()
        other.save(case(lang="id"))
    timer.join()
    assert store.load("abcdefghijk2").lang == "id"


class Queue:
    """Time that passes while somebody waits, and another program that has the case meanwhile."""

    def __init__(self, store, rounds, *, saves) -> None:
        self._others, self._rounds, self._saves = store, rounds, saves
        self._now, self._held = 0.0, contextlib.ExitStack()
        self._held.enter_context(store.hold("abcdefghijk2"))

    def monotonic(self):
        return self._now

    def sleep(self, _seconds):
        self._now += 1.5
        self._rounds -= 1
        if self._saves:
            self._others.save(case(cursor=self._rounds % 3))
        if self._rounds == 0:
            self._held.close()


@pytest.mark.parametrize(
    ("rounds", "saves", "served", "waited"),
    [(1, False, True, 1.5), (8, True, True, 12), (8, False, False, 3), (50, True, False, 21)],
    ids=["short", "the queue moves", "an open window", "for ever"],
)
def test_a_queue_that_moves_is_waited_for_up_to_a_deadline(store, monkeypatch, rounds, saves, served, waited):
    store.save(case())
    queue = Queue(Store(store.file("abcdefghijk2").parent), rounds, saves=saves)
    monkeypatch.setattr(time, "monotonic", queue.monotonic)
    monkeypatch.setattr(time, "sleep", queue.sleep)
    with contextlib.nullcontext() if served else pytest.raises(BusyError), store.hold("abcdefghijk2"):
        assert served
    assert queue.monotonic() == waited


def test_a_change_is_made_to_what_is_there_now(tmp_path, store):
    store.save(case())
    Store(tmp_path / "home" / "cases").save(case(lang="id"))
    after = store.change("abcdefghijk2", lambda found: replace(found, cursor=1))
    assert (after.lang, after.cursor) == ("id", 1)


def test_delete_leaves_nothing(tmp_path, store):
    store.save(case())
    store.delete("abcdefghijk2")
    assert list(file_of(tmp_path).parent.iterdir()) == []
    with pytest.raises(UsageError, match=r"fault\.no_case"):
        store.delete("abcdefghijk2")


def test_a_damaged_case_can_be_deleted(tmp_path, store):
    store.save(case())
    file_of(tmp_path).write_bytes(b"\0")
    store.delete("abcdefghijk2")
    assert store.ids() == ()


@pytest.mark.parametrize("where", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_case(tmp_path, store, monkeypatch, where):
    store.save(case())

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, where, full)
    with pytest.raises(StoreError, match=r"fault\.not_saved .*fault\.reason\.full") as refused:
        store.save(case(lang="id"))
    monkeypatch.undo()
    assert refused.value.why == "full"
    assert store.load("abcdefghijk2") == case()
    assert not list(file_of(tmp_path).parent.glob(".new-*"))


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of Linux")
def test_a_file_size_limit_is_one_line_and_loses_nothing(tmp_path):
    script = (
        "import resource, sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\nfrom casefile import case\n"
        "from gopay_help.cases.store import Store, StoreError\n"
        "store = Store(Path(sys.argv[1]))\nstore.save(case())\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))\n"
        "try:\n    store.save(case(lang='id'))\nexcept StoreError as error:\n    print(error)\n"
        "print(store.load(case().id).lang)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "cases"), str(Path(__file__).parents[2])]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(out) == 2
    assert "File too large" in out[0]
    assert out[1] == "en"


def test_what_a_killed_program_left_is_swept_later(tmp_path, store):
    store.save(case())
    folder = file_of(tmp_path).parent
    left = (folder / ".new-abc", folder / "zzzzzzzzzzz2.lock")
    for file in left:
        file.write_bytes(b"")
    store.ids()
    assert all(file.exists() for file in left)
    for file in (*left, folder / "abcdefghijk2.lock"):
        os.utime(file, (0, 0))
    store.ids()
    assert not any(file.exists() for file in left)
    assert (folder / "abcdefghijk2.lock").exists()


def test_home_is_moved_by_the_environment(tmp_path):
    open_store({HOME: str(tmp_path)}).save(case())
    assert (tmp_path / "cases" / "abcdefghijk2.json").is_file()


def recorder(store, lines):
    return Recorder(store, case(answers=(), cursor=0), lambda: NOW, lines.append)


@pytest.mark.parametrize("home", ["/proc/nowhere", "a file"])
def test_a_run_goes_on_where_nothing_can_be_kept(tmp_path, home):
    lines = []
    (tmp_path / "file").write_text("", "utf-8")
    keeper = recorder(Store(tmp_path / "file" / "cases" if home == "a file" else Path(home)), lines)
    keeper.on_step(PLAIN)
    keeper.on_step(PLAIN)
    assert len(lines) == 1
    assert "\n" not in str(lines[0])
    assert str(lines[0]).startswith("fault.not_saved (folder: ")
    assert not keeper.kept


def test_a_run_keeps_others_off_its_case_until_it_is_closed(tmp_path, store):
    keeper = recorder(store, [])
    keeper.on_step(PLAIN)
    other = Store(tmp_path / "home" / "cases", wait_s=0)
    with pytest.raises(BusyError):
        other.save(keeper.case)
    keeper.close()
    other.save(keeper.case)


def test_a_second_run_of_a_case_says_so_and_goes_on(tmp_path, store):
    first, lines = recorder(store, []), []
    first.on_step(PLAIN)
    second = recorder(Store(tmp_path / "home" / "cases", wait_s=0), lines)
    second.on_step(PLAIN)
    assert len(lines) == 1
    assert str(lines[0]).startswith("fault.busy")
    assert lines[0].why == "busy"


def test_a_secret_never_reaches_the_disk(tmp_path, store):
    note = EvidenceEntry(EvidenceKind.NOTE, NOW, (("text", "my pin is 482910 and nik 3174051203900001"),))
    store.save(case(evidence=(note,)))
    raw = file_of(tmp_path).read_text("ascii")
    assert "482910" not in raw
    assert "3174051203900001" not in raw


def test_public_numbers_stay(tmp_path):
    store = Store(tmp_path / "cases", ("1500729",))
    note = EvidenceEntry(EvidenceKind.NOTE, NOW, (("text", "PIN blocked, I called 1500729 about the PIN"),))
    store.save(case(evidence=(note,)))
    assert "1500729" in store.load("abcdefghijk2").evidence[0].field("text")


def test_a_step_is_in_the_case_as_the_walk_has_it(store):
    after = step(case(answers=(), cursor=0, facts=()), PLAIN, NOW)
    store.save(after)
    assert store.load(after.id) == after
    assert [(answer.id, answer.value) for answer in after.answers] == [("red_flag", "no")]
    assert [(fact.id, fact.value, fact.at) for fact in after.facts] == [("window", "ordinary", NOW)]


def test_a_fact_keeps_the_moment_it_was_seen():
    first = step(case(facts=()), PLAIN, NOW)
    again = step(first, PLAIN, NOW.replace(hour=20))
    assert again.facts == first.facts
    assert again.updated > first.updated


def test_without_the_environment_it_is_the_folder_of_the_user(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    open_store({}).save(case())
    assert len(list(tmp_path.rglob("abcdefghijk2.json"))) == 1
