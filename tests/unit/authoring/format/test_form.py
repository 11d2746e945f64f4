"""The one form of a YAML file: everybody's spelling becomes the same, and nothing is lost on the way."""

import json
import re

import pytest

from fakes import ROOT, SHIPPED
from gopay_help.authoring.format import form
from gopay_help.authoring.lint.yaml import parse_yaml

PACKS = [SHIPPED, *sorted((ROOT / "tests" / "packs").glob("*/"))]
LONG = 30_000
FILES = sorted(file for pack in PACKS for file in pack.rglob("*.yaml") if file.parent.name != "lock")


def data(source):
    return json.dumps(parse_yaml(source.encode(), "x.yaml").data)


def comments(source):
    return [comment.text for comment in parse_yaml(source.encode(), "x.yaml").comments]


CASES = {
    "spaces in a line": ("a:   {b:  c,d : [ e,f ]}\n", "a: {b: c, d: [e, f]}\n"),
    "two spaces an indent": ("a:\n    b:\n        c: d\n", "a:\n  b:\n    c: d\n"),
    "a list stands below its key": ("a:\n- b\n-   c: d\n    e: f\n", "a:\n  - b\n  - c: d\n    e: f\n"),
    "double quotes": ("a: 'it''s \"b\"'\n", 'a: "it\'s \\"b\\""\n'),
    "quotes stay where they are": ('a: "b"\nc: d\n', 'a: "b"\nc: d\n'),
    "text on several lines": ('a: "b\n  c"\nd: e\n  f\n', 'a: "b c"\nd: e f\n'),
    "a block of text": ("a: >-\n  b\n  c\nd: |\n  e\n", 'a: "b c"\nd: "e\\n"\n'),
    "spaces at the end": ("a: b   \n\n\n\nc: d\n\n", "a: b\n\nc: d\n"),
    "no line break at the end": ("a: b", "a: b\n"),
    "the line breaks of Windows": ("a: b\r\nc: d\r\n", "a: b\nc: d\n"),
    "null and numbers": ("a: null\nb: [1, true]\nc: {}\nd: []\n", "a: null\nb: [1, true]\nc: {}\nd: []\n"),
    "lined up values": ("a:   b\nccc: d\ne: f\n", "a:   b\nccc: d\ne: f\n"),
    "lined up too far": ("a:     b\nccc:   d\n\ne:  f\n", "a:   b\nccc: d\n\ne: f\n"),
    "a broken list": ("a: [\n      b,  c,\n   d]\n", "a: [\n  b, c,\n  d,\n]\n"),
    "comments": (
        "# head\n\na:  # one\n    # two\n    b: c # three\n    # four\n# five\nd: e\n# six\n",
        "# head\n\na:  # one\n  # two\n  b: c  # three\n  # four\n# five\nd: e\n# six\n",
    ),
    "comments in one column": ("a: b     # one\ncc: d    # two\n", "a: b     # one\ncc: d    # two\n"),
    "a comment within a list": ("a: [b, # one\n  c]\n", "a: [b, # one\n  c]\n"),
    "a sign that begins no comment": ('a: "b # c"\nd: e#f\n', 'a: "b # c"\nd: e#f\n'),
}


@pytest.mark.parametrize("case", CASES)
def test_the_form(case):
    source, wanted = CASES[case]
    assert form(source, "x.yaml") == wanted
    assert form(wanted, "x.yaml") == wanted
    assert data(source) == data(wanted)


def test_values_of_texts_stand_in_quotes():
    assert form("a.b: c d\n", "x.yaml", quote_values=True) == 'a.b: "c d"\n'


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(
            one,
            id=str(one.relative_to(ROOT)),
            marks=pytest.mark.slow if one.stat().st_size > LONG else (),
        )
        for one in FILES
    ],
)
def test_a_file_keeps_its_data_and_comments_and_is_stable(file):
    source = file.read_text("utf-8")
    formed = form(source, str(file))
    assert form(formed, str(file)) == formed
    assert data(formed) == data(source)
    assert comments(formed) == comments(source)


def careless(source):
    """The same file as another editor leaves it: four spaces an indent, blanks, Windows' line ends."""
    lines = []
    for line in source.split("\n"):
        bare = line.lstrip(" ")
        wide = " " * (2 * (len(line) - len(bare))) + re.sub(r"\A- ", "-   ", bare)
        if '"' not in wide and "#" not in wide:
            wide = wide.replace(", ", " ,   ").replace("{", "{ ").replace("]", "  ]")
        lines.append(f"{wide}  ")
    return "\r\n".join(lines)


@pytest.mark.parametrize("name", ["tree", "channels", "claims", "checklists", "calendar", "case"])
def test_what_a_careless_editor_leaves_comes_out_as_before(name):
    source = re.sub(r" +# .*", "", form((SHIPPED / f"{name}.yaml").read_text("utf-8"), "x.yaml"))
    wanted = form(re.sub(r"(?m)^#.*\n", "", source), "x.yaml")
    spoilt = careless(wanted)
    assert spoilt.count("  ") > wanted.count("  ")
    assert data(spoilt) == data(wanted)
    assert form(spoilt, "x.yaml") == wanted
