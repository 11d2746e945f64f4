"""Files are written whole or not at all, follow no link, and are read with a limit and without waiting."""

import ast
import contextlib
import os
import resource
import signal
import stat
import threading
from pathlib import Path

import pytest

import gopay_help
from gopay_help.model.errors import DataError
from gopay_help.model.files import (
    COMMON,
    TEMPORARY,
    private_folder,
    read_plain,
    write_all,
    write_out,
    write_whole,
)

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")


def left(folder):
    return sorted(file.name for file in folder.rglob("*") if file.name.startswith(TEMPORARY))


@contextlib.contextmanager
def no_more_than(size):
    """Files cannot grow beyond *size*, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, old)


def test_what_is_there_is_replaced_whole_and_keeps_its_mode(tmp_path):
    file = tmp_path / "one"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert left(tmp_path) == []


@POSIX
@pytest.mark.parametrize(("mode", "expected"), [(0o600, 0o600), (COMMON, 0o644)])
def test_a_new_file_is_private_or_as_the_system_lets(tmp_path, mode, expected):
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "one", b"x", mode=mode)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == expected


def test_a_new_file_takes_no_place_that_is_taken(tmp_path):
    (tmp_path / "one").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "one", b"new", new=True)
    assert (tmp_path / "one").read_bytes() == b"old"
    assert left(tmp_path) == []


def test_a_new_file_that_comes_at_the_same_moment_is_not_lost(tmp_path, monkeypatch):
    """Somebody else makes the file between the look and the writing."""
    place, fsync = tmp_path / "one", os.fsync

    def meanwhile(handle):
        fsync(handle)
        if not place.exists():
            place.write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(FileExistsError):
        write_whole(place, b"ours", new=True)
    assert place.read_bytes() == b"theirs"
    assert left(tmp_path) == []


def test_a_new_file_without_hard_links(tmp_path, monkeypatch):
    def none(*_):
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", none)
    write_whole(tmp_path / "one", b"x", new=True)
    assert (tmp_path / "one").read_bytes() == b"x"
    assert left(tmp_path) == []


@POSIX
def test_no_link_is_followed_not_even_a_dangling_one(tmp_path):
    for target in ("kept", "nowhere"):
        (tmp_path / "kept").write_bytes(b"kept")
        link = tmp_path / f"to-{target}"
        link.symlink_to(tmp_path / target)
        with pytest.raises(DataError, match=r"linked"):
            write_out(link, b"x")
        with pytest.raises(FileExistsError):
            write_whole(link, b"x", new=True)
        assert link.is_symlink()
        write_whole(link, b"x")
        assert not link.is_symlink()
        assert (tmp_path / "kept").read_bytes() == b"kept"
        assert not (tmp_path / "nowhere").exists()


@POSIX
def test_a_folder_of_a_pack_that_is_a_link_is_not_followed(tmp_path):
    outside, pack = tmp_path / "outside", tmp_path / "pack"
    outside.mkdir()
    pack.mkdir()
    (pack / "text").symlink_to(outside)
    with pytest.raises(OSError, match=r"linked"):
        write_all({pack / "text" / "en.yaml": b"x"}, within=pack)
    assert list(outside.iterdir()) == []
    (tmp_path / "named").symlink_to(pack)  # the pack itself may be reached by a link: somebody named it
    write_all({tmp_path / "named" / "tree.yaml": b"x"}, within=tmp_path / "named")
    assert (pack / "tree.yaml").read_bytes() == b"x"


@POSIX
def test_pipes_and_devices_are_neither_written_nor_waited_for(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (pipe, tmp_path):
        with pytest.raises(OSError, match=r"special"):
            write_whole(place, b"x")
    ended = threading.Event()

    def read():
        with contextlib.suppress(OSError):
            read_plain(pipe)
        ended.set()

    threading.Thread(target=read, daemon=True).start()
    assert ended.wait(5), "a pipe was waited for"
    with pytest.raises(OSError, match=r"special"):
        read_plain(pipe)
    with pytest.raises(OSError, match=r"special"):
        read_plain(Path("/dev/zero"))


def test_a_limit_refuses_before_anything_is_written(tmp_path):
    (tmp_path / "one").write_bytes(b"old")
    with pytest.raises(OSError, match=r"large"):
        write_whole(tmp_path / "one", b"12345", most=4)
    assert (tmp_path / "one").read_bytes() == b"old"
    write_whole(tmp_path / "one", b"1234", most=4)
    assert read_plain(tmp_path / "one", 4) == b"1234"
    with pytest.raises(OSError, match=r"large"):
        read_plain(tmp_path / "one", 3)


@POSIX
def test_a_full_disk_leaves_what_was_there_and_nothing_else(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"old first")
    second.write_bytes(b"old second")
    with no_more_than(1000), pytest.raises(OSError, match="second"):
        write_all({first: b"small", second: b"x" * 5000})
    assert (first.read_bytes(), second.read_bytes()) == (b"old first", b"old second")
    assert left(tmp_path) == []


def test_a_report_is_replaced_by_its_like_alone(tmp_path):
    file = tmp_path / "out"
    write_out(file, b"<?xml version='1.0'?><a/>")
    write_out(file, b"<?xml version='1.0'?><b/>")
    with pytest.raises(DataError, match=r"--out.*exists|exists"):
        write_out(file, b"digraph {}", "--out out")
    assert file.read_bytes() == b"<?xml version='1.0'?><b/>"


def test_what_people_write_in_is_never_replaced(tmp_path):
    file = tmp_path / "id.po"
    write_out(file, b"msgid 1", new=True)
    write_out(file, b"msgid 1", new=True)  # the same is no loss
    with pytest.raises(DataError, match=r"exists"):
        write_out(file, b"msgid 1, and 2", new=True)
    assert file.read_bytes() == b"msgid 1"
    file.write_bytes(b"")
    write_out(file, b"made to be filled", new=True)
    assert file.read_bytes() == b"made to be filled"


@POSIX
def test_all_folders_on_the_way_are_made_for_their_owner_alone(tmp_path):
    before = os.umask(0)
    try:
        private_folder(tmp_path / "a" / "b" / "cases")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b", "a/b/cases")]
    assert modes == [0o700] * 3


@POSIX
def test_each_new_name_on_the_way_is_made_to_last(tmp_path, monkeypatch):
    synced, fsync = [], os.fsync

    def noted(handle):
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    private_folder(tmp_path / "a" / "b")
    write_whole(tmp_path / "a" / "b" / "one", b"x")
    assert [str(tmp_path), str(tmp_path / "a")] == synced[:2]
    assert synced[-1] == str(tmp_path / "a" / "b")
    assert len(synced) == 4


WRITES = {"write_text", "write_bytes", "rename", "mkstemp", "NamedTemporaryFile", "symlink_to", "touch"}
ELSEWHERE = {
    "cli/case_share.py": {"rename"},  # an export takes its name when all of it is on the disk
    "__main__.py": {"open"},  # what closed streams are given instead
}


def written(tree):
    """The names of calls that write a file."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        texts = [str(arg.value) for arg in call.args if isinstance(arg, ast.Constant)]
        opens = name == "open" and any(
            set(text) <= set("rwxab+t") and set(text) & set("wxa+") for text in texts
        )
        if opens or name in WRITES or ast.unparse(call.func) == "os.replace":
            yield name


def test_nothing_else_in_the_program_writes_a_file():
    root = Path(gopay_help.__file__).parent
    found = {}
    for file in root.rglob("*.py"):
        names = set(written(ast.parse(file.read_text("utf-8"))))
        name = file.relative_to(root).as_posix()
        if names - ELSEWHERE.get(name, set()):
            found[name] = names
    assert set(found) == {"model/files.py"}
