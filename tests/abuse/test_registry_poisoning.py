"""A file that lies, and a change that adds a number (threat model, cases 8-10)."""

import contextlib
import io
import shutil
from pathlib import Path

import pytest

from gopay_help.authoring.lint.yaml import read_document
from gopay_help.cli import tree
from gopay_help.cli.app import every_command
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.model.errors import DataError, GopayHelpError, TreeError
from growth import grows_faster_than_its_input
from verifying import PACK, ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped pack to damage."""
    for name in ("gopay", "schema"):
        shutil.copytree(ROOT / "decision_trees" / name, tmp_path / name)
    return tmp_path / "gopay"


def problems(folder: Path, against: Path | None = None) -> str:
    out = io.StringIO()
    code = tree.lint_channels(Setup(Settings(), stdout=out), folder, against=against)
    assert (code == 3) is bool(out.getvalue())
    return out.getvalue()


def add(folder: Path, entry: str) -> Path:
    path = folder / "channels.yaml"
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    return folder


ENTRY = """
  - id: planted
    brand: {brand}
    kind: {kind}
    value: "{value}"
    status: active
    print: caveat
    grade: {grade}
    scope: [general]
    covers: []
    needs_login: false
    needs_network: false
    announcements: false
    hours: null
    cost: null
    never_asks: []
    alternatives: {{}}
    first_seen: null
    last_seen: "2026-11-20"
    date_basis: observed
    sources:
      - {{url: "{url}", date: "2026-11-20", type: {type}}}
    reason: null
"""
HONEST = {
    "brand": "gopay_id",
    "kind": "phone",
    "value": "1500888",
    "grade": "A",
    "url": "https://gopay.co.id/bantuan/kontak",
    "type": "official_page",
}


def planted(folder: Path, **changes: str) -> str:
    return problems(add(folder, ENTRY.format(**(HONEST | changes))))


def without_words(found: str) -> list[str]:
    """The rules that spoke, but for the missing texts of the planted entry."""
    return sorted({line.split(": ")[1].split()[0] for line in found.splitlines()} - {"REG015"})


def test_the_shipped_registry_is_clean():
    assert problems(PACK) == ""


def test_active_value_needs_primary_source(copy: Path):
    found = planted(
        copy, url="https://news.example/gopay-call-center", type="news_quoting_company", grade="B"
    )
    assert without_words(found) == ["REG010"]


@pytest.mark.parametrize(
    "url",
    ["https://gopay.co.id.evil.example/x", "https://evil.example/gopay.co.id", "https://gopay-co.id/x",
     "https://evil.example/?u=https://gopay.co.id", "https://gopay.co.id@evil.example/"],
)  # fmt: skip
def test_a_source_that_only_looks_official_is_none(copy: Path, url: str):
    assert "REG010" in without_words(planted(copy, url=url))


def test_a_page_of_an_official_host_counts_only_as_what_it_is(copy: Path):
    """Somebody who says so about an official page is not that page."""
    assert "REG010" in without_words(planted(copy, type="third_party_transcription", grade="B"))


def test_a_homoglyph_value_is_refused(copy: Path):
    found = planted(copy, kind="email", value="customerservice@g\u043epay.co.id")
    assert "REG003" in without_words(found)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "+6281234567890"),
        ("whatsapp", "+6281234567890"),
        ("whatsapp", "+622112345678"),
        ("telegram", "t.me/gopaycs"),
    ],
)
def test_what_never_existed_cannot_be_added(copy: Path, kind: str, value: str):
    assert "REG005" in without_words(planted(copy, kind=kind, value=value))


def test_nothing_can_be_added_for_the_brand_without_a_company(copy: Path):
    assert "REG005" in without_words(planted(copy, brand="gopay_zh"))


@pytest.mark.parametrize("value", ["1500728", "15007299"])
def test_a_value_beside_a_live_one_is_refused(copy: Path, value: str):
    assert "REG006" in without_words(planted(copy, value=value))


def test_a_tombstone_does_not_come_back(copy: Path):
    assert "REG006" in without_words(planted(copy, value="+622150849000"))


def test_a_removed_value_must_stay_as_a_tombstone(copy: Path):
    path = copy / "channels.yaml"
    text = path.read_text("utf-8")
    start = text.index("  - id: id_email_old_gopay")
    path.write_text(text[:start] + text[text.index("  - id: id_instagram") :], "utf-8")
    assert "REG007" in problems(copy, against=PACK / "channels.yaml")


def test_a_changed_value_must_stay_as_a_tombstone(copy: Path):
    path = copy / "channels.yaml"
    path.write_text(path.read_text("utf-8").replace('value: "1500729"', 'value: "1500888"'), "utf-8")
    assert "REG007" in problems(copy, against=PACK / "channels.yaml")


CHANGES = {
    "REG001": ("id_x", "id: id_x\n", "id: id_tiktok\n"),
    "REG002": ("id_jago", "brand: gopay_tabungan_id", "brand: nobody"),
    "REG003": ("bi_email", "bicara@bi.go.id", "Bicara@BI.go.id"),
    "REG004": ("id_email_old_gopay", "status: retired", "status: active"),
    "REG012": ("aduannomor", "print: caveat", "print: allow"),
    "REG013": ("id_inapp_gopay_guarantee", 'first_seen: "2026-01-06"', 'first_seen: "2027-01-06"'),
    "REG014": ("id_phone_1500729", "hours: null", 'hours: {tz: "Asia/Djakarta", spec: "Mo-Su 00:00-24:00"}'),
}


def change(folder: Path, channel: str, old: str, new: str) -> Path:
    """Exchange the first *old* of one entry."""
    path = folder / "channels.yaml"
    before, found, entry = path.read_text("utf-8").partition(f"  - id: {channel}\n")
    assert old in (found + entry).partition("\n  - id:")[0]
    path.write_text(before + (found + entry).replace(old, new, 1), "utf-8")
    return folder


@pytest.mark.parametrize("rule", CHANGES)
def test_each_rule_speaks(copy: Path, rule: str):
    assert rule in problems(change(copy, *CHANGES[rule]))


def test_an_exception_for_nothing_is_refused(copy: Path):
    path = copy / "channels.yaml"
    text = path.read_text("utf-8").replace(
        "no_primary_source:\n", 'no_primary_source:\n  id_whatsapp: "because"\n'
    )
    path.write_text(text, "utf-8")
    assert "REG011" in problems(copy)


def test_a_caveat_must_have_words_in_every_language(copy: Path):
    path = copy / "text-channels" / "id.yaml"
    lines = path.read_text("utf-8").splitlines()
    path.write_text(
        "\n".join(line for line in lines if "id_phone_1500729.caveat" not in line) + "\n", "utf-8"
    )
    assert "REG015" in problems(copy)


def test_a_domain_has_one_owner(copy: Path):
    path = copy / "lookalikes.yaml"
    path.write_text(
        path.read_text("utf-8").replace('domains: ["gopay.com.cn"]', 'domains: ["gojek.com"]'), "utf-8"
    )
    assert "REG016" in problems(copy)


UNQUOTED = {
    "phone": ('value: "1500729"', "value: 021500729"),
    "signed phone": ('value: "+622150849000"', "value: +622150849000"),
    "date": ('last_seen: "2026-09-21"', "last_seen: 2026-09-21"),
    "no": ("announcements: false", "announcements: no"),
    "duplicate key": ("    kind: in_app\n", "    kind: in_app\n    kind: web\n"),
    "alias": ("sources: []", "sources: *x"),
}


@pytest.mark.parametrize("name", UNQUOTED)
def test_yaml_values_must_be_quoted_strings(copy: Path, name: str):
    old, new = UNQUOTED[name]
    path = copy / "channels.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = problems(copy)
    assert ":0:" not in found.splitlines()[0]


def test_yaml_bomb_depth_size_rejected(tmp_path: Path):
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    cases = {"bomb": bomb, "deep": "a: " + "[" * 5_000, "large": "a: " + "x" * (2 << 20)}
    for name, text in cases.items():
        path = tmp_path / f"{name}.yaml"

        def read(part: str, path: Path = path) -> None:
            path.write_text(part, "utf-8")
            with contextlib.suppress(DataError):
                read_document(path)

        assert not grows_faster_than_its_input(read, text), name
        path.write_text(text, "utf-8")
        with pytest.raises((DataError, TreeError)):
            read_document(path)


def test_a_newer_format_is_refused_and_named(copy: Path):
    path = copy / "channels.yaml"
    path.write_text(path.read_text("utf-8").replace("channels@1", "channels@9", 1), "utf-8")
    with pytest.raises(GopayHelpError, match="channels@9"):
        problems(copy)


def test_update_rejects_tamper_rollback_expiry_size(tmp_path: Path):
    """Nothing updates itself: there is no such command, and a damaged or large registry is refused whole."""
    names = {path[0] for path, _ in every_command() if path}
    assert "channels" in names
    assert names.isdisjoint({"update", "upgrade", "import", "sync"})
    for name, text in {
        "cut": '{"format": "gopay-help/cha',
        "list": "[]",
        "large": '{"a": "' + "x" * (2 << 20) + '"}',
    }.items():
        path = tmp_path / f"{name}.json"
        path.write_text(text, "utf-8")
        with pytest.raises(DataError):
            read_document(path)
