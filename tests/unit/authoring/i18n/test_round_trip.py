"""Out to PO and back: nothing changes that nobody changed, and gettext's own checker agrees."""

import shutil
import subprocess

import polib
import pytest
from translating import Desk

from fakes import SHIPPED
from gopay_help.authoring.lint.rule import load_source
from gopay_help.authoring.po import read_po
from gopay_help.cli.packs import open_pack

LANGUAGES = [lang for lang in open_pack(SHIPPED).tree.languages if lang != "en"]
MSGFMT = shutil.which("msgfmt")


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_round_trip_of_the_shipped_pack_changes_no_byte(shipped, lang):
    desk = Desk(shipped, lang)
    before = desk.bytes()
    desk.export()
    code, document = desk.take()
    assert (code, document["changed"], document["files"], document["problems"]) == (0, 0, [], [])
    assert document["same"] > 1000
    assert desk.bytes() == before


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.slow
def test_every_text_is_in_the_file_in_the_order_of_the_english_files(shipped, lang):
    desk = Desk(shipped, lang)
    rows = read_po(desk.export().encode(), "x.po").rows
    english = [key for one in load_source(shipped).texts["en"] for key in one.data]
    assert [row.key for row in rows] == english
    assert all(row.translation and not row.fuzzy for row in rows)


@pytest.mark.parametrize("lang", [*LANGUAGES, "ms"])
@pytest.mark.slow
def test_the_same_pack_gives_the_same_file(shipped, lang):
    desk = Desk(shipped, lang)
    assert desk.export() == desk.export()


@pytest.mark.skipif(not MSGFMT, reason="gettext is not installed")
@pytest.mark.parametrize("lang", [*LANGUAGES, "ms", "en"])
@pytest.mark.slow
def test_msgfmt_finds_nothing(shipped, lang):
    desk = Desk(shipped, lang)
    desk.export()
    command = [MSGFMT, "--check", "--check-accelerators=&", "-o", "/dev/null", str(desk.file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "error" not in done.stderr
    if lang != "en":  # a template leaves its language open
        assert done.stderr == ""


def test_without_a_language_it_is_a_template_with_nothing_translated(desk):
    desk.lang = "en"
    parsed = polib.pofile(desk.export())
    assert parsed.metadata["Language"] == ""
    assert len(parsed) > 50
    assert {entry.msgstr for entry in parsed} == {""}


def test_ids_and_contacts_stand_in_no_entry(shipped):
    draft = load_source(shipped)
    values = {row["value"] for row in draft.channels().values() if row["value"] and len(row["value"]) > 4}
    ids = {str(node) for node in draft.tree.nodes if "_" in node} | set(draft.channels())
    for entry in polib.pofile(Desk(shipped).export()):
        said = f"{entry.comment} {entry.msgid} {entry.msgstr}"
        assert not [value for value in values if value in said], entry.msgctxt
        assert not ids & set(said.replace(".", " ").split()), entry.msgctxt


def test_a_translator_is_told_where_a_text_is_seen_and_what_follows_from_it(desk):
    notes = {entry.msgctxt: entry.comment for entry in polib.pofile(desk.export())}
    assert notes["alarm.text"].startswith("Everybody is asked this first.")
    assert 'to: "Is money moving without you?"' in notes["alarm.opt.yes"]
    assert 'leads to the EMERGENCY page "Act now", and the question "In which app?"' in notes["alarm.opt.yes"]
    assert "at most 60 cells" in notes["alarm.opt.no"]
    assert 'NOT to do, on the EMERGENCY page "Act now"' in notes["step.share_code"]
    assert "more" in notes["step.share_code"]
    assert 'Why we ask: "What do you see?"' in notes["door.why"]
    assert "Is filled in, leave as it is: {date} {source}" in notes["ui.source"]
    assert 'a "never" stays a "never"' in notes["funds.no_otp"]
    assert "never" not in notes["door.text"]


def test_a_changed_translation_changes_its_line_alone(desk):
    before = (desk.pack / "text" / "id.yaml").read_text("utf-8").splitlines()
    code, document = desk.translate("door.why", '(id) Itu \\"penting\\", sungguh.').take()
    after = (desk.pack / "text" / "id.yaml").read_text("utf-8").splitlines()
    assert (code, document["changed"]) == (0, 1)
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        'door.why: "(id) Itu \\"penting\\", sungguh."'
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("door.why: '(id) It tells the causes apart.'  # mine\n", "# mine"),
        ("door.why: (id) It tells the causes apart.\n", ""),
        ("door.why: >-\n  (id) It tells\n  the causes apart.\n", ""),
    ],
)
def test_other_ways_to_write_a_text_are_kept_until_it_changes(desk, written, kept):
    file = desk.pack / "text" / "id.yaml"
    source = file.read_text("utf-8")
    line = 'door.why: "(id) It tells the causes apart."\n'
    file.write_text(source.replace(line, written), "utf-8")
    assert desk.take()[1]["changed"] == 0
    assert written in file.read_text("utf-8")
    desk.translate("door.why", "(id) lain").take()
    changed = file.read_text("utf-8")
    assert 'door.why: "(id) lain"' in changed
    assert kept in changed
    assert load_source(desk.pack).text("id", "door.why") == "(id) lain"
    assert changed.count("\n") >= source.count("\n") - 1


def test_a_new_language_goes_out_empty_and_comes_in_as_files(desk):
    desk.lang, desk.file = "ms", desk.pack.parent / "ms.po"
    assert {entry.msgstr for entry in polib.pofile(desk.export())} == {""}
    desk.translate("alarm.text", "Adakah wang keluar tanpa anda?").translate("alarm.opt.yes", "Ya")
    code, document = desk.take()
    assert (code, document["changed"], document["is_new"]) == (0, 2, True)
    said = (desk.pack / "text" / "ms.yaml").read_text("utf-8")
    assert said.startswith("# yaml-language-server")
    assert [line for line in said.splitlines() if line and not line.startswith("#")] == [
        'alarm.text: "Adakah wang keluar tanpa anda?"',
        'alarm.opt.yes: "Ya"',
    ]
    assert (desk.pack / "lock" / "ms.yaml").read_text("utf-8").count(": ") >= 2
    tree = desk.pack / "tree.yaml"
    tree.write_text(tree.read_text("utf-8").replace("languages: [en, id]", "languages: [en, id, ms]"))
    _, status = desk.status()
    assert (status["ms"]["translated"], status["ms"]["stale"]) == (2, [])
    desk.translate("alarm.why", "Wang dahulu.").take()
    assert list(load_source(desk.pack).texts["ms"][0].data) == ["alarm.text", "alarm.why", "alarm.opt.yes"]
