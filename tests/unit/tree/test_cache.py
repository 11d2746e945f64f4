"""A compiled pack is kept by the hash of its files: found while these are the same, never trusted blindly."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fakes import SHIPPED, WARUNG
from gopay_help.authoring.lint import engine
from gopay_help.cli import packs
from gopay_help.model.errors import TreeError
from gopay_help.tree.pack import HOME, KEPT, PackCache


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WARUNG, tmp_path / "warung"))


@pytest.fixture
def proved(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were read and proved, once for each time."""
    done: list[Path] = []
    compile_pack = engine.compile_pack
    monkeypatch.setattr(engine, "compile_pack", lambda folder: [done.append(folder), compile_pack(folder)][1])
    return done


def kept(home: Path) -> list[Path]:
    return sorted((home / "packs").glob("*"))


def test_a_pack_is_proved_once_and_is_the_same_from_the_cache(home: Path, folder: Path, proved: list[Path]):
    first, second = packs.open_pack(folder), packs.open_pack(folder)
    assert proved == [folder]
    assert second.tree == first.tree
    assert second.languages == first.languages
    for lang in ("en", "id"):
        assert second.catalogue(lang)[:-1] == first.catalogue(lang)[:-1]
    assert second.zone() == first.zone()
    assert second.document("claims") == first.document("claims")
    assert (second.has("channels"), second.has("targets")) == (True, False)


def test_the_shipped_pack_too(home: Path, proved: list[Path]):
    assert packs.open_pack(SHIPPED).tree == packs.open_pack(SHIPPED).tree
    assert proved == [SHIPPED]


@pytest.mark.parametrize("file", ["tree.yaml", "text/id.yaml", "claims.yaml"])
def test_a_changed_file_is_proved_anew(home: Path, folder: Path, proved: list[Path], file: str):
    packs.open_pack(folder)
    changed = folder / file
    changed.write_text(changed.read_text("utf-8") + "# one more line\n", "utf-8")
    packs.open_pack(folder)
    assert len(proved) == 2


def test_a_file_more_or_fewer_is_proved_anew(home: Path, folder: Path, proved: list[Path]):
    packs.open_pack(folder)
    (folder / "terms.yaml").write_text('format: gopay-help/terms@1\nkeep: ["Warung"]\nterms: []\n', "utf-8")
    packs.open_pack(folder)
    (folder / "text" / "id.yaml").unlink()
    with pytest.raises(TreeError):
        packs.open_pack(folder)
    assert len(proved) == 3


def test_another_rule_is_another_proof(home: Path, folder: Path, proved: list[Path], monkeypatch):
    packs.open_pack(folder)
    monkeypatch.setattr(packs, "_JUDGES", (*packs._JUDGES, "cli/*.py"))
    packs.open_pack(folder)
    assert len(proved) == 2


def test_a_pack_with_an_error_is_never_kept(home: Path, folder: Path):
    tree = folder / "tree.yaml"
    tree.write_text(tree.read_text("utf-8").replace("to: late_money", "to: late_mony"), "utf-8")
    for _ in range(2):
        with pytest.raises(TreeError):
            packs.open_pack(folder)
    assert kept(home) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[:-1],
        lambda raw: raw.replace(b"hotline", b"hotlime", 1),
        lambda raw: b"",
        lambda raw: b"\xff" + raw,
        lambda raw: raw.partition(b"\n")[2],
    ],
)
def test_a_damaged_file_is_made_anew(home: Path, folder: Path, proved: list[Path], damage):
    right = packs.open_pack(folder).tree
    (file,) = kept(home)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert packs.open_pack(folder).tree == right
    assert len(proved) == 2
    assert file.read_bytes() == whole


def test_it_is_private_and_no_link_is_followed(home: Path, folder: Path, proved: list[Path], tmp_path: Path):
    packs.open_pack(folder)
    (file,) = kept(home)
    if os.name == "posix":
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    elsewhere = file.rename(tmp_path / "elsewhere")
    file.symlink_to(elsewhere)
    packs.open_pack(folder)
    assert len(proved) == 2
    assert not file.is_symlink()


def test_a_cache_that_cannot_be_written_is_no_fault(
    tmp_path: Path, folder: Path, proved: list[Path], monkeypatch
):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(HOME, str(tmp_path / "file"))
    assert packs.open_pack(folder).tree.id == packs.open_pack(folder).tree.id == "warung"
    assert len(proved) == 2


def test_what_was_written_to_while_it_was_proved_is_not_kept(home: Path, folder: Path, monkeypatch):
    compile_pack = engine.compile_pack

    def slow(folder: Path):
        documents = compile_pack(folder)
        claims = folder / "claims.yaml"
        claims.write_text(claims.read_text("utf-8") + "# while it was read\n", "utf-8")
        return documents

    monkeypatch.setattr(engine, "compile_pack", slow)
    assert packs.open_pack(folder).tree.id == "warung"
    assert kept(home) == []


def test_only_the_newest_are_kept(tmp_path: Path):
    store = PackCache(tmp_path)
    for number in range(KEPT + 3):
        store.keep(f"{number:064}", {"tree": {"number": number}})
        os.utime(tmp_path / f"{number:064}.pack", (number, number))
    assert len(list(tmp_path.iterdir())) == KEPT
    assert store.find(f"{0:064}") is None
    assert store.find(f"{KEPT + 2:064}")["tree"] == {"number": KEPT + 2}


@pytest.mark.slow
def test_several_at_once_all_have_it(tmp_path: Path, folder: Path):
    code = (
        "import sys; from pathlib import Path; from gopay_help.cli.packs import open_pack; "
        "print(open_pack(Path(sys.argv[1])).tree.id)"
    )
    command = [sys.executable, "-c", code, str(folder)]
    environ = {**os.environ, HOME: str(tmp_path / "home")}
    running = [
        subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [one.communicate() for one in running] == [("warung\n", "")] * 4
    assert len(kept(tmp_path / "home")) == 1
