"""Shared by the tests of pictures: packs, trees and the command line, run in this process."""

import io
from functools import cache
from itertools import product
from pathlib import Path

from fakes import ROOT, SHIPPED
from gopay_help.authoring.draw.ways import Mood, Way, choices, mood_after
from gopay_help.cli.options import Settings
from gopay_help.cli.packs import open_pack
from gopay_help.cli.setup import Setup
from gopay_help.model.tree import UNKNOWN, Outcome, Question
from gopay_help.tree import walk

NOW = "2026-11-23T03:00:00Z"
GOPAY = open_pack(SHIPPED)
FOREIGN = {file.parent.name: file.parent for file in sorted(ROOT.glob("tests/packs/*/tree.yaml"))}
PACKS = {"gopay": GOPAY, **{name: open_pack(folder, GOPAY) for name, folder in FOREIGN.items()}}
"""The shipped pack, and foreign ones that prove that nothing is wired to it."""
LANGUAGES = [(name, lang) for name, pack in PACKS.items() for lang in pack.tree.languages]


def setup_for(pack: str, lang: str = "en", *, as_json: bool = False, home: Path | None = None) -> Setup:
    """A run of a command on a pack that was read once for all tests."""
    setup = Setup(
        Settings(lang=lang, json=as_json, offline=True, no_input=True, now=NOW),
        environ={"GOPAY_HELP_HOME": str(home)} if home else {},
        stdin=io.StringIO(),
        stdout=io.StringIO(),
        stderr=io.StringIO(),
        folder=FOREIGN.get(pack),
    )
    setup.__dict__["pack"] = PACKS[pack]
    return setup


def printed(setup: Setup) -> str:
    assert isinstance(setup.stdout, io.StringIO)
    return setup.stdout.getvalue()


@cache
def every_walk(pack):
    """All ways that the engine itself can go, by brute force: for every value of every fact, every answer."""
    tree = PACKS[pack].tree
    found = set()
    names = list(tree.facts)
    for values in product(*(tree.facts[name].values for name in names)):
        facts = dict(zip(names, values, strict=True))
        found |= set(_walks(tree, walk.State(facts=facts), tree.nodes[tree.start], ()))
    return found


def way_of(tree, gone):
    """A walk as a way, with what it says of the facts, and the mood that it ends in."""
    taken = tuple(choices(tree.nodes[node])[row] for node, row in gone)
    facts, mood = {}, Mood()
    for choice in taken:
        mood = mood_after(tree, choice, mood)
        for fact, values in choice.when.items():
            facts[fact] = facts.get(fact, values) & values
    return Way(taken, facts), mood


def _walks(tree, state, node, gone):
    yield (node.id, gone)
    if isinstance(node, Outcome):
        return
    passed = [name for name, row in gone if isinstance(tree.nodes[name], Question)]
    for choice in choices(node):
        if isinstance(node, Question):
            after = walk.answer(state, node, choice.option, "user")
        else:
            seen = {**dict.fromkeys(node.facts, UNKNOWN), **walk.visible_facts(state, passed)}
            if not walk.holds(choice.when, seen):
                continue
            after = state
        yield from _walks(tree, after, tree.nodes[choice.to], (*gone, (node.id, choice.row)))
