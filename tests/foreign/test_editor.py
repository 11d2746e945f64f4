"""What an author sees while writing: every property is explained, and a language server really says it."""

import json
import os
import shutil

import pytest
from editor import Editor
from walks import PACKS, ROOT

SCHEMAS = ROOT / "decision_trees" / "schema"
NAME = "yaml-language-server"
SERVER = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which(NAME)
"""From npm, and no dependency: `npm install --global yaml-language-server`, as our CI does."""


def properties(schema, trail=""):
    """Every property that a schema declares, with where it stands."""
    if isinstance(schema, dict):
        for name, inner in schema.get("properties", {}).items():
            if "/if" not in trail:
                yield f"{trail}/{name}", inner
        for key, inner in schema.items():
            yield from properties(inner, f"{trail}/{key}")
    elif isinstance(schema, list):
        for index, inner in enumerate(schema):
            yield from properties(inner, f"{trail}/{index}")


@pytest.mark.parametrize("file", sorted(SCHEMAS.glob("*.json")), ids=lambda file: file.name)
def test_every_property_is_explained(file):
    schema = json.loads(file.read_text("utf-8"))
    silent = [trail for trail, inner in properties(schema) if not inner.get("description")]
    assert silent == []


@pytest.fixture(scope="module")
def editor(tmp_path_factory):
    if SERVER is None:
        pytest.skip(f"{NAME} is not installed here")
    opened = Editor([SERVER, "--stdio"], ROOT)
    yield opened
    opened.close()


def opened(editor, change=lambda text: text):
    """A foreign tree as an author has it open, its place in the file of a text, and the file."""
    file = PACKS / "wireless" / "tree.yaml"
    text = change(file.read_text("utf-8"))
    twin = file.with_name(f"unsaved-{abs(hash(text))}.yaml")  # never written: the modeline is relative to it
    editor.open(twin, text)

    def place(words):
        before = text[: text.index(words)]
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    return twin, place


def test_the_keys_of_an_outcome_are_offered_with_what_they_mean(editor):
    begun = "  new_one:\n    "
    file, place = opened(editor, lambda text: text.replace("outcomes:\n", f"outcomes:\n{begun}\n", 1))
    line, _ = place("  new_one:")
    offered = editor.complete(file, line + 1, 5)
    assert {"cause", "confidence", "critical", "cannot", "route", "follow_up"} <= set(offered)
    assert "channels that need it are left out" in offered["cannot"]


def test_the_values_of_a_closed_list_are_offered(editor):
    file, place = opened(
        editor, lambda text: text.replace("confidence: medium\n    critical", "confidence: \n    critical")
    )
    line, column = place("confidence: \n")
    assert {"low", "medium", "high"} <= set(editor.complete(file, line, column + len("confidence: ")))


@pytest.mark.parametrize(
    ("words", "explained"),
    [
        ("alarm: true", "first question"),
        ("follow_up:", "when to look again"),
        ("facts: [adapter", "asked before"),
    ],
)
def test_a_key_is_explained_where_the_pointer_rests(editor, words, explained):
    file, place = opened(editor)
    line, column = place(words)
    assert explained in editor.hover(file, line, column + 2)


def test_a_slip_is_underlined_and_a_whole_file_is_not(editor):
    good, _ = opened(editor)
    assert editor.problems(good) == []
    bad, _ = opened(editor, lambda text: text.replace("critical: true", "critcal: true"))
    assert any("critcal" in message for message in editor.problems(bad))
