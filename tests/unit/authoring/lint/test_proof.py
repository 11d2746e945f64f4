"""The certificate is checked by somebody who has never read the program that makes it.

`Auditor` reads the certificate and the YAML, and nothing of gopay_help: what it accepts holds whatever the
maker thought.
"""

import copy
import hashlib
import itertools
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from fakes import ROOT, SHIPPED, WARUNG
from gopay_help.authoring.lint.engine import compiled_files, prove_pack
from gopay_help.cli.packs import open_pack
from gopay_help.model.errors import DataError
from gopay_help.tree.pack import Pack
from gopay_help.tree.walk import check_certificate

SCHEMA = json.loads((ROOT / "src/gopay_help/schemas/proof.schema.json").read_text("utf-8"))


class Auditor:
    """Holds a certificate against the files that it speaks about."""

    def __init__(self, proof: dict, folder: Path) -> None:
        self.proof, self.folder = proof, folder
        self.tree = yaml.load((folder / "tree.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 (strings only)

    def faults(self) -> list[str]:
        checks = (self.inputs, self.numbers, self.nodes, self.tables, self.longest, self.waiting)
        for check in checks:  # a later one trusts the ones before
            if found := [f"{check.__name__}: {fault}" for fault in check()]:
                return found
        return []

    def inputs(self):
        there = {str(file.relative_to(self.folder)) for file in self.folder.rglob("*.yaml")}
        there = {name for name in there if not name.startswith("scenarios")}
        yield from sorted(there ^ set(self.proof["inputs"]))
        for name, digest in self.proof["inputs"].items():
            if hashlib.sha256((self.folder / name).read_bytes()).hexdigest() != digest:
                yield name

    def steps(self):
        for name, node in self.tree["nodes"].items():
            for way in node.get("options", node.get("rows", [])):
                target = way.get("to")
                if target is None:
                    target = next(o["to"] for o in node["options"] if o["id"] == way["same_as"])
                yield name, target

    def numbers(self):
        order = self.proof["order"]
        yield from (f"{a} -> {b}" for a, b in self.steps() if not order.get(a, 10**9) < order.get(b, 0))
        if len(set(order.values())) != len(order):
            yield "a number stands twice"

    def nodes(self):
        known = {*self.tree["nodes"], *self.tree["outcomes"]}
        yield from sorted(known ^ set(self.proof["order"]))
        yield from (name for name in self.tree["nodes"] if not any(a == name for a, _ in self.steps()))

    def values(self, fact):
        if fact in self.tree["facts"]:
            return self.tree["facts"][fact]["values"]
        return [*(option["id"] for option in self.tree["nodes"][fact]["options"]), "unknown"]

    def tables(self):
        for name, node in self.tree["nodes"].items():
            if node["kind"] != "table":
                continue
            said = self.proof["tables"].get(name)
            if said is None:
                yield f"{name} is not there"
                continue
            facts = {fact: self.values(fact) for fact in node["facts"]}
            if list(said["facts"].items()) != list(facts.items()):
                yield f"{name}: facts"
            spread = [row for row, count in said["rows"] for _ in range(count)]
            cells = list(itertools.product(*facts.values()))
            if len(cells) != len(spread):
                yield f"{name}: {len(spread)} of {len(cells)} combinations"
            for cell, row in zip(cells, spread, strict=False):
                here = dict(zip(facts, cell, strict=True))
                holding = [
                    number
                    for number, one in enumerate(node["rows"], 1)
                    if all(here[fact] in allowed for fact, allowed in one["when"].items())
                ]
                if holding != [row]:
                    yield f"{name}: {here} {holding}"

    def longest(self):
        order = self.proof["order"]
        length = {}
        for name in sorted(order, key=order.get, reverse=True):
            asks = self.tree["nodes"].get(name, {}).get("kind") == "question"
            length[name] = asks + max((length[b] for a, b in self.steps() if a == name), default=0)
        if length[self.tree["start"]] != self.proof["longest_path"]["questions"]:
            yield "the longest way"
        if length[self.tree["start"]] > int(self.tree["limits"]["max_questions"]):
            yield "the promise"

    def waiting(self):
        slow = sum(fact["source"] == "check" for fact in self.tree["facts"].values())
        waiting = self.proof["waiting"]
        if waiting["times"] > slow + 1 or waiting["bound_s"] != waiting["times"] * waiting["seconds_each"]:
            yield "the waits"


@pytest.fixture(scope="module", params=[SHIPPED, WARUNG], ids=["shipped", "made up"])
def proved(request: pytest.FixtureRequest) -> tuple[dict, Path]:
    return json.loads(json.dumps(prove_pack(request.param)[1])), request.param


def test_the_auditor_accepts_it(proved: tuple[dict, Path]):
    proof, folder = proved
    jsonschema.Draft202012Validator(SCHEMA).validate(proof)
    assert Auditor(proof, folder).faults() == []


def test_its_fingerprint_is_that_of_a_run(proved: tuple[dict, Path]):
    proof, folder = proved
    assert proof["tree"]["sha256"] == open_pack(folder).tree.sha256


def spoil_number(proof: dict) -> None:
    first, last = min(proof["order"], key=proof["order"].get), max(proof["order"], key=proof["order"].get)
    proof["order"][first], proof["order"][last] = proof["order"][last], proof["order"][first]


def spoil_table(proof: dict) -> None:
    next(iter(proof["tables"].values()))["rows"][0][0] += 1


def forget_cell(proof: dict) -> None:
    rows = next(iter(proof["tables"].values()))["rows"]
    rows[-1][1] -= 1


def forget_node(proof: dict) -> None:
    proof["order"].popitem()


def another_file(proof: dict) -> None:
    proof["inputs"]["claims.yaml"] = "0" * 64


@pytest.mark.parametrize("spoil", [spoil_number, spoil_table, forget_cell, forget_node, another_file])
def test_the_auditor_refuses_a_spoilt_one(proved: tuple[dict, Path], spoil):
    proof, folder = copy.deepcopy(proved[0]), proved[1]
    spoil(proof)
    assert Auditor(proof, folder).faults()


@pytest.mark.parametrize("spoil", [spoil_number, forget_node])
def test_the_program_refuses_it_too(proved: tuple[dict, Path], spoil):
    proof, folder = copy.deepcopy(proved[0]), proved[1]
    tree = open_pack(folder).tree
    check_certificate(tree, proof)
    spoil(proof)
    with pytest.raises(DataError, match=r"proof\.json, order"):
        check_certificate(tree, proof)


def compiled(folder: Path) -> Path:
    for name, content in compiled_files(WARUNG).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_a_compiled_tree_that_was_changed_is_not_walked(tmp_path: Path):
    file = compiled(tmp_path) / "tree.json"
    file.write_text(file.read_text("utf-8").replace('"to":"lock"', '"to":"loss"'), "utf-8")
    with pytest.raises(DataError, match=r"fault\.installation"):
        _ = Pack(tmp_path).tree


def test_a_compiled_tree_without_its_certificate_is_not_walked(tmp_path: Path):
    (compiled(tmp_path) / "proof.json").unlink()
    with pytest.raises(DataError, match=r"fault\.unreadable .*proof\.json"):
        _ = Pack(tmp_path).tree


def test_what_was_allowed_is_named_and_stays_allowed_when_compiled(tmp_path: Path):
    from gopay_help.authoring.lint.engine import lint_pack

    allowed = {finding["rule"] for finding in prove_pack(WARUNG)[1]["allowed"]}
    assert {"OUT005", "CON006", "REF006"} <= allowed
    found = lint_pack(compiled(tmp_path))
    assert [str(problem) for problem in found.problems] == []
    assert found.complete
