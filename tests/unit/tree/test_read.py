"""Files that cannot be used are refused in one clear line, whatever they are."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from fakes import SHIPPED, WARUNG, Seeded, in_english, warung
from gopay_help.authoring.lint.engine import compiled_files
from gopay_help.authoring.lint.yaml import read_document
from gopay_help.cli.packs import open_pack
from gopay_help.model.errors import DataError, TreeError
from gopay_help.tree import pack
from gopay_help.tree.pack import MAX_BYTES, Pack, pack_folder, packs_root, read_bytes, schemas_folder


def one_line(error: pytest.ExceptionInfo[DataError]) -> str:
    assert type(error.value) is DataError
    said = in_english(error.value)
    assert "\n" not in said
    return said


def test_a_folder_is_refused_by_name(tmp_path: Path):
    with pytest.raises(DataError) as error:
        read_bytes(tmp_path)
    assert one_line(error) == f"{tmp_path} is a folder. Name a file in it."


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(DataError) as error:
        read_bytes(tmp_path / "none.yaml")
    assert "cannot be read: there is no such file" in one_line(error)


def test_a_path_that_cannot_exist_is_refused():
    with pytest.raises(DataError) as error:
        read_bytes(Path("a\0b"))
    assert "cannot be read" in one_line(error)


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path: Path):
    file = tmp_path / "big.yaml"
    file.write_bytes(b"x" * MAX_BYTES)
    assert len(read_bytes(file)) == MAX_BYTES
    file.write_bytes(b"x" * (MAX_BYTES + 1))
    with pytest.raises(DataError) as error:
        read_bytes(file)
    assert "is larger than 1024 KiB" in one_line(error)


@pytest.mark.parametrize("text", ["{", "[1]", '"a"', "", "[" * 100_000])
def test_json_that_is_damaged_is_refused(tmp_path: Path, text: str):
    file = tmp_path / "a.json"
    file.write_text(text, "utf-8")
    with pytest.raises(DataError) as error:
        read_document(file)
    assert "is damaged" in one_line(error)


def test_json_is_taken_as_it_is(tmp_path: Path):
    file = tmp_path / "a.json"
    file.write_text('{"a": ["b"]}', "utf-8")
    assert read_document(file).data == {"a": ["b"]}


def test_yaml_goes_through_the_strict_reader(tmp_path: Path):
    file = tmp_path / "a.yaml"
    file.write_text("a: no\n", "utf-8")
    with pytest.raises(TreeError, match=r"a\.yaml:1:4: SYN001"):
        read_document(file)


def test_a_folder_without_a_tree_is_no_pack(tmp_path: Path):
    with pytest.raises(DataError) as error:
        open_pack(tmp_path)
    assert "holds no tree.yaml" in one_line(error)


def test_a_pack_that_lacks_a_document_is_refused(pack: Seeded):
    (pack.folder / "claims.yaml").unlink()
    (problem,) = pack.problems()
    assert (problem.rule, problem.message) == ("SCH005", "the file claims.yaml is missing")
    assert "gopay-help/claims@1" in problem.fix


def compiled(folder: Path) -> Path:
    for name, content in compiled_files(WARUNG).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def rewritten(folder: Path, changes: dict[str, object]) -> None:
    """Change the tree of a compiled pack, and its certificate as if that had been proved."""
    tree, proof = folder / "tree.json", folder / "proof.json"
    tree.write_text(json.dumps({**json.loads(tree.read_bytes()), **changes}), "utf-8")
    stated = json.loads(proof.read_bytes())
    stated["files"]["tree"] = hashlib.sha256(tree.read_bytes()).hexdigest()
    proof.write_text(json.dumps(stated), "utf-8")


def test_a_compiled_pack_gives_the_same_tree_and_texts(tmp_path: Path):
    pack = Pack(compiled(tmp_path))
    assert pack.tree == warung().tree
    assert pack.catalogue("id")[:-1] == warung().catalogue("id")[:-1]


def test_a_compiled_pack_is_read_as_far_as_it_is_used(tmp_path: Path):
    (compiled(tmp_path) / "channels.json").write_text("{", "utf-8")
    pack = Pack(tmp_path)
    assert pack.tree.id == "warung"
    with pytest.raises(DataError, match="sha256"):
        pack.document("channels")


@pytest.mark.parametrize(
    "name", ["channels", "checklists", "claims", "calendar", "text/en", "text/id", "tree"]
)
def test_every_file_of_a_compiled_pack_is_the_one_that_was_proved(tmp_path: Path, name: str):
    file = compiled(tmp_path) / f"{name}.json"
    assert Pack(tmp_path).document(name)
    file.write_bytes(file.read_bytes().replace(b"Warung", b"Varung").replace(b"critical", b"kritical") + b" ")
    with pytest.raises(DataError, match=rf"{name}\.json, sha256"):
        Pack(tmp_path).document(name)


def test_a_certificate_without_the_hashes_of_files_proves_none(tmp_path: Path):
    proof = compiled(tmp_path) / "proof.json"
    stated = json.loads(proof.read_bytes())
    proof.write_text(json.dumps({**stated, "files": {}}), "utf-8")
    with pytest.raises(DataError, match="sha256"):
        Pack(tmp_path).document("claims")


def test_a_compiled_pack_of_others_is_held_against_the_rules_and_may_not_allow_itself_all(tmp_path: Path):
    """A certificate that its author wrote himself excuses only what a comment in YAML could excuse."""
    folder = compiled(tmp_path / "made")
    tree, proof = (json.loads((folder / name).read_bytes()) for name in ("tree.json", "proof.json"))
    tree["outcomes"]["late_money"]["route"] = []
    (folder / "tree.json").write_text(json.dumps(tree), "utf-8")
    with pytest.raises(TreeError) as error:
        open_pack(folder)
    (problem,) = error.value.problems
    assert problem.rule == "OUT001"
    proof["allowed"].append({"rule": problem.rule, "message": problem.message})
    (folder / "proof.json").write_text(json.dumps(proof), "utf-8")
    with pytest.raises(TreeError):
        open_pack(folder)


def test_a_document_is_read_once(tmp_path: Path):
    pack = Pack(compiled(tmp_path))
    first = pack.document("claims")
    (tmp_path / "claims.json").unlink()
    assert pack.document("claims") is first
    assert pack.tree is pack.tree


def test_a_language_that_the_pack_does_not_have_is_refused():
    with pytest.raises(DataError, match=r"fault\.unreadable .*text/fr\.json"):
        warung().catalogue("fr")


def test_english_stands_behind_every_other_language():
    assert warung().catalogue("id").fallback == warung().catalogue("en").entries
    assert warung().catalogue("en").fallback == {}


def test_a_pack_is_what_its_documents_say():
    assert Pack(Path("nowhere"), {"claims": {"a": "b"}}).document("claims") == {"a": "b"}


def test_packs_are_found_in_a_checkout():
    assert pack_folder("gopay") == SHIPPED
    assert schemas_folder(WARUNG) == packs_root() / "schema"


def test_compiled_packs_beside_the_package_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    package = tmp_path / "src" / "gopay_help"
    (tmp_path / "decision_trees").mkdir()
    monkeypatch.setattr(pack, "_PACKAGE", package)
    assert packs_root() == tmp_path / "decision_trees"
    (package / "_decision_trees").mkdir(parents=True)
    assert packs_root() == package / "_decision_trees"


def test_an_installation_without_packs_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pack, "_PACKAGE", tmp_path / "a" / "b")
    with pytest.raises(DataError, match="install gopay-help again"):
        packs_root()


def test_an_installation_without_schemas_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "decision_trees").mkdir()
    monkeypatch.setattr(pack, "_PACKAGE", tmp_path / "src" / "gopay_help")
    with pytest.raises(DataError, match="schemas are missing"):
        schemas_folder(tmp_path / "packs" / "warung")


def test_a_document_is_never_taken_without_its_schema(pack: Seeded):
    shutil.copytree(SHIPPED.parent / "schema", pack.folder.parent / "schema")
    (pack.folder.parent / "schema" / "claims.schema.json").unlink()
    with pytest.raises(DataError) as error:
        open_pack(pack.folder)
    assert "claims.schema.json cannot be read" in one_line(error)


def test_an_optional_document_may_go_without_a_schema(pack: Seeded):
    shutil.copytree(SHIPPED.parent / "schema", pack.folder.parent / "schema")
    (pack.folder.parent / "schema" / "targets.schema.json").unlink()
    pack.add("targets.yaml", "anything: goes\n")
    assert open_pack(pack.folder).document("targets") == {"anything": "goes"}


def test_a_compiled_tree_of_a_newer_format_asks_for_an_update(tmp_path: Path):
    rewritten(compiled(tmp_path), {"format": "gopay-help/tree@2"})
    with pytest.raises(DataError) as error:
        _ = Pack(tmp_path).tree
    assert "Update gopay-help" in one_line(error)


@pytest.mark.parametrize(
    "damage",
    [{"nodes": None}, {"nodes": {"door": {}}}, {"limits": []}, {"outcomes": {"lock": {"cause": "x"}}}],
)
def test_a_compiled_tree_that_is_damaged_is_refused(tmp_path: Path, damage: dict[str, object]):
    rewritten(compiled(tmp_path), damage)
    with pytest.raises(DataError) as error:
        _ = Pack(tmp_path).tree
    assert "is damaged" in one_line(error)
