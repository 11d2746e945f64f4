"""What the sdist and the wheel hold, and what stops them from being built."""

import re
import sys
import tarfile
import zipfile
from email import message_from_bytes

from gopay_help.authoring.lint.yaml import read_document
from gopay_help.cli.packs import open_pack
from gopay_help.tree.pack import Pack
from wheel import ROOT, Program, build, built, copy_project

PACK = ROOT / "decision_trees" / "gopay"


def names_in(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_every_file_of_the_trees_is_in_the_sdist(sdist):
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    trees = {str(path.relative_to(ROOT)) for path in (ROOT / "decision_trees").rglob("*") if path.is_file()}
    assert trees <= held
    assert {"hatch_build.py", "README.md", "LICENSE", "CHANGELOG.md"} <= held


def test_the_wheel_holds_the_package_its_trees_and_nothing_else(wheel):
    tops = {name.split("/")[0].partition("-")[0] for name in names_in(wheel)}
    assert tops == {"gopay_help"}
    # Words that authors' texts are held against, and what `tree new` begins with: no user's run reads them.
    foreign = {name for name in names_in(wheel) if name.endswith((".yaml", ".yml", ".pyc"))}
    foreign = {name for name in foreign if "/authoring/skeleton/" not in name}
    lint = "gopay_help/authoring/lint"
    assert foreign <= {f"{lint}/lexicon.yaml", f"{lint}/messages.yaml"}


def test_the_stories_of_the_pack_are_in_the_wheel(wheel):
    """`tree test` of an installed program walks them too."""
    shipped = {path.stem for path in (ROOT / "decision_trees" / "gopay" / "scenarios").glob("*.yaml")}
    held = {
        name.rpartition("/")[2].removesuffix(".json")
        for name in names_in(wheel)
        if "/_decision_trees/gopay/scenarios/" in name
    }
    assert shipped
    assert held == shipped


def test_the_schemas_are_in_the_wheel(wheel):
    shipped = {path.name for path in (ROOT / "decision_trees" / "schema").glob("*.json")}
    held = {name.rpartition("/")[2] for name in names_in(wheel) if "/_decision_trees/schema/" in name}
    assert shipped
    assert held == shipped


def test_the_wheel_says_that_it_is_unofficial(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(archive.read(name))
    assert metadata["Name"] == "gopay-help"
    assert metadata["Summary"].startswith("Unofficial")
    assert "Not affiliated" in metadata["Summary"]
    assert metadata["License-Expression"] == "MIT"


def test_no_path_of_the_building_machine_is_in_the_wheel(wheel, project):
    with zipfile.ZipFile(wheel) as archive:
        telling = [name for name in archive.namelist() if str(project).encode() in archive.read(name)]
    assert telling == []


def test_two_builds_are_one_and_the_same(project, wheel, tmp_path):
    again = built(project, "wheel", tmp_path)
    assert again.read_bytes() == wheel.read_bytes()


def test_the_compiled_pack_equals_the_yaml(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)  # noqa: S202 (it is our own)
    compiled, yaml = Pack(tmp_path / "gopay_help" / "_decision_trees" / "gopay"), open_pack(PACK)
    names = [
        str(path.relative_to(tmp_path / "gopay_help/_decision_trees/gopay").with_suffix(""))
        for path in (tmp_path / "gopay_help" / "_decision_trees" / "gopay").rglob("*.json")
    ]
    assert {"tree", "channels", "checklists", "text/en", "text/id", "text/zh-Hans"} <= set(names)
    names.remove("proof")
    stories = {name for name in names if name.startswith("scenarios/")}
    for name in stories:
        assert compiled.document(name) == read_document(PACK / f"{name}.yaml").data
    names = [name for name in names if name not in stories]
    assert {name: compiled.document(name) for name in names} == {name: yaml.document(name) for name in names}
    assert compiled.tree == yaml.tree


def test_a_wrong_tree_stops_the_build_and_says_where(tmp_path):
    project = copy_project(tmp_path / "spoilt")
    tree = project / "decision_trees" / "gopay" / "tree.yaml"
    text = tree.read_text("utf-8")
    target = re.search(r'\bto: "?([a-z0-9_.]+)', text)
    assert target
    tree.write_text(text[: target.start(1)] + "no_such_node" + text[target.end(1) :], "utf-8")
    line = text.count("\n", 0, target.start(1)) + 1

    done = build(project, "wheel", tmp_path / "dist")

    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert f"decision_trees/gopay/tree.yaml:{line}:" in said
    assert "no_such_node" in said
    assert "Traceback" not in said
    assert not list((tmp_path / "dist").glob("*"))


def test_building_needs_only_what_the_build_requires():
    done = Program(sys.executable, {"PYTHONPATH": str(ROOT / "src")}).run(code=BUILD_ALONE)
    assert (done.returncode, done.stdout.strip()) == (0, "compiled"), done.stderr


BUILD_ALONE = f"""
import sys
from pathlib import Path

class Bare:
    # An environment that holds what [build-system] requires, and what that requires.
    held = {{"gopay_help", "yaml", "_yaml", "jsonschema", "jsonschema_specifications", "attr", "attrs",
            "referencing", "rpds", "typing_extensions", "wcwidth", "rapidfuzz", "idna", "dns",
            "email_validator", "phonenumbers", "publicsuffixlist"}} | sys.stdlib_module_names

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in self.held and not name.startswith("_sysconfigdata"):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Bare())
from gopay_help.authoring.lint.engine import compile_pack
compile_pack(Path({str(PACK)!r}))
print("compiled")
"""
