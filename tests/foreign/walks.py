"""Packs that were not written for this program, every way to each of their outcomes, and runs along it."""

import io
import itertools
import json
import re
import shutil
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from gopay_help.cli import diagnose
from gopay_help.cli.options import Settings
from gopay_help.cli.packs import open_pack
from gopay_help.cli.setup import Setup
from gopay_help.model.tree import UNKNOWN, FactId, NodeId, OptionId, Outcome, Table, Tree
from gopay_help.tree import walk
from gopay_help.tree.pack import Pack

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "tests" / "packs"
FOREIGN = ("wireless", "lost_card", "penyu", "smallest")
NOW = "2026-11-23T12:00:00+09:00"
SHIPPED_FOLDER = ROOT / "decision_trees" / "gopay"
SHIPPED = open_pack(SHIPPED_FOLDER)
OURS = re.compile(r"(?i)gopay(?!-help)|gojek|\bgoto\b|jakarta|indonesia|\bOJK\b|\bWIB\b|雅加达")
"""Words that only the shipped pack may say. The program's own name is no brand."""

Way = tuple[tuple[NodeId, OptionId], ...]


class Run(NamedTuple):
    """A way through a tree: what was seen, what was answered, where it ends."""

    outcome: NodeId
    way: Way
    facts: Mapping[FactId, str]


def foreign_pack(name: str) -> Pack:
    """One of these packs, proved, with the program's words beneath: as `--pack` opens it."""
    return open_pack(PACKS / name, SHIPPED)


def languages(pack: Pack) -> tuple[str, ...]:
    return pack.tree.languages


_FOUND: dict[str, dict[NodeId, Run]] = {}


def runs(tree: Tree) -> dict[NodeId, Run]:
    """A shortest way to every outcome, with as few facts known as it needs. Looked for once a tree."""
    if tree.sha256 not in _FOUND:
        _FOUND[tree.sha256] = _search(tree)
    return _FOUND[tree.sha256]


def _search(tree: Tree) -> dict[NodeId, Run]:
    specs = list(tree.facts.values())
    domains = [sorted(spec.values, key=lambda value: value != UNKNOWN) for spec in specs]
    assignments = sorted(
        itertools.product(*domains), key=lambda values: sum(value != UNKNOWN for value in values)
    )
    found: dict[NodeId, Run] = {}
    for values in assignments:
        facts = {spec.id: value for spec, value in zip(specs, values, strict=True)}
        for node, way in _reached(tree, facts):
            found.setdefault(node.id, Run(node.id, way, facts))
    return found


def _reached(tree: Tree, facts: Mapping[FactId, str]) -> Iterator[tuple[Outcome, Way]]:
    queue: deque[tuple[walk.State, Way]] = deque([(walk.State(facts=facts), ())])
    while queue:
        state, way = queue.popleft()
        node = walk.position(tree, state).node
        assert not isinstance(node, Table)
        if isinstance(node, Outcome):
            yield node, way
            continue
        for option in node.options:
            queue.append((walk.answer(state, node, option.id, "user"), (*way, (node.id, option.id))))


def diagnosed(
    name: str,
    pack: Pack,
    run: Run,
    lang: str,
    folder: Path,
    *,
    as_json: bool = False,
    now: str = NOW,
    helper: bool = False,
) -> str:
    """What `diagnose --offline --pack` prints at the end of *run*, without a process of its own.

    The facts are handed in as a file where the run needs some to be known: nothing is contacted.
    """
    brand = run.facts.get(FactId("brand"), UNKNOWN)
    known = {fact: value for fact, value in run.facts.items() if value != UNKNOWN and fact != "brand"}
    stated = folder / "facts.json"
    stated.write_text(json.dumps(known), "utf-8")
    out, err = io.StringIO(), io.StringIO()
    settings = Settings(lang=lang, json=as_json, offline=True, no_input=True, now=now)
    setup = Setup(settings, {}, io.StringIO(), out, err, PACKS / name)
    setup.__dict__["pack"] = pack  # opened once, not once a run
    code = diagnose.diagnose(
        setup,
        brand=None if brand == UNKNOWN else brand,
        answer=[f"{node}={option}" for node, option in run.way],
        facts=stated if known else None,
        no_save=True,
        helper=helper,
    )
    assert code == 0
    assert err.getvalue() == ""
    return out.getvalue()


def copied(name: str, folder: Path) -> Path:
    """A copy of a pack, to change it."""
    target = folder / name
    shutil.copytree(PACKS / name, target)
    return target


def documents(folder: Path) -> dict[str, dict[str, Any]]:
    """Every YAML file of a pack as plain values, by its path in it."""
    return {
        str(file.relative_to(folder)): yaml.safe_load(file.read_text("utf-8"))
        for file in sorted(folder.rglob("*.yaml"))
    }
