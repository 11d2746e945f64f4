"""A contact that stands anywhere else could not be proved, dated or withdrawn."""

import re

import pytest

from fakes import ROOT, SHIPPED
from gopay_help.authoring.lint.rules_texts import CONTACT
from gopay_help.cli.packs import open_pack
from gopay_help.contacts.registry import parse_registry

REGISTRY = parse_registry(open_pack(SHIPPED).document("channels"))
VALUES = [channel.value for channel in REGISTRY.channels if channel.value and channel.kind != "in_app"]
CODE = sorted((ROOT / "src").rglob("*.py"))
CONTENT = [
    file for file in sorted(SHIPPED.rglob("*.yaml"))
    if file.name in ("tree.yaml", "checklists.yaml", "calendar.yaml") or file.parent.name.startswith("text")
]  # fmt: skip


def literal(value):
    """The value with nothing of its kind before or behind it: 131 is not found in 2131."""
    return re.compile(rf"(?<![\w.@/]){re.escape(value)}(?![\w@])")


@pytest.mark.parametrize("file", [*CODE, *CONTENT], ids=lambda file: str(file.relative_to(ROOT)))
def test_no_contact_of_the_registry_stands_elsewhere(file):
    text = file.read_text("utf-8")
    found = [value for value in VALUES if literal(value).search(text)]
    allowed = {"131", "157"}  # bare numbers mean other things in code: an exit code, a limit
    assert [value for value in found if file in CONTENT or value not in allowed] == []


@pytest.mark.parametrize(
    "file",
    [file for file in CONTENT if file.parent.name.startswith("text")],
    ids=lambda file: str(file.relative_to(SHIPPED)),
)
def test_no_text_holds_anything_like_a_contact(file):
    lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert lines
    assert [line for line in lines if CONTACT.search(line.partition(":")[2])] == []


@pytest.mark.parametrize(
    "planted",
    [
        "Call 021-5084-9000 now", "write to cs@example.com", "see https://example.com", "www.example.org",
        "follow @gopay_help", "dial *21*0812#", "visit gopay.co.id", "telepon 0812 3456 7890",
    ],
)  # fmt: skip
def test_a_planted_contact_is_seen(planted):
    assert CONTACT.search(planted)
