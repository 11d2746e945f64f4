"""An English text that changes leaves a translation behind: kept, and pointed out until someone looks."""

import json
import subprocess

import jsonschema
import polib
import pytest

from fakes import ROOT, SHIPPED
from gopay_help.authoring.lint.engine import judge
from gopay_help.authoring.lint.rule import load_source, mark
from gopay_help.model.errors import DataError, Level, UsageError

SCHEMAS = ROOT / "src" / "gopay_help" / "schemas"


def change_english(desk, old, new):
    file = desk.pack / "text" / "en.yaml"
    whole = file.read_text("utf-8")
    assert whole.count(old) == 1
    file.write_text(whole.replace(old, new), "utf-8")


def test_the_mark_is_the_beginning_of_the_sha256():
    assert mark("abc") == "ba7816bf"


def test_every_shipped_translation_is_noted_and_fresh():
    draft = load_source(SHIPPED)
    for lang in draft.tree.languages:
        if lang != "en":
            english = {key: str(text) for one in draft.texts["en"] for key, text in one.data.items()}
            assert draft.locks[lang].data == {key: mark(text) for key, text in english.items()}


def test_a_changed_english_makes_the_translation_stale_and_an_import_mends_it(desk):
    change_english(desk, 'step.wait: "Wait."', 'step.wait: "Wait a day."')
    code, status = desk.status("id")
    assert (code, status["id"]["stale"], status["id"]["whole"]) == (3, ["step.wait"], False)
    [entry] = [one for one in polib.pofile(desk.export()) if one.msgctxt == "step.wait"]
    assert ("fuzzy" in entry.flags, entry.msgstr) == (True, "(id) Wait.")

    code, document = desk.take()  # still fuzzy: nobody looked
    assert (code, document["left"]) == (0, 1)
    assert desk.status("id")[0] == 3

    desk.change('#, fuzzy\nmsgctxt "step.wait"', 'msgctxt "step.wait"')
    desk.translate("step.wait", "(id) Tunggu sehari.")
    assert desk.take()[0] == 0
    assert desk.status("id")[0] == 0


def test_a_fuzzy_entry_is_not_taken_whatever_it_says(desk):
    desk.translate("step.wait", "(id) [bold]https://x").flag("step.wait")
    before = desk.bytes()
    code, document = desk.take()
    assert (code, document["changed"], document["left"]) == (0, 0, 1)
    assert desk.bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        ('step.wait: "Wait."', 'step.wait: "Wait a day."', Level.WARNING),
        ('alarm.text: "Is money', 'alarm.text: "Is your money', Level.ERROR),
        ('funds.no_otp: "Give nobody', 'funds.no_otp: "Never give anybody', Level.ERROR),
        ('step.call_bank: "Call your bank."', 'step.call_bank: "Call your bank now."', Level.ERROR),
    ],
)
def test_stale_is_an_error_where_it_keeps_money_safe(desk, old, new, level):
    change_english(desk, old, new)
    found = [one for one in judge(load_source(desk.pack)).problems if one.rule == "I18N003"]
    assert [one.level for one in found] == [level]
    assert found[0].file.endswith("id.yaml")


def test_a_text_that_nobody_noted_is_a_warning_where_others_are(desk):
    lock = desk.pack / "lock" / "id.yaml"
    lock.write_text(lock.read_text().replace(f'step.wait: "{mark("Wait.")}"\n', ""))
    [found] = [one for one in judge(load_source(desk.pack)).problems if one.rule == "I18N003"]
    assert found.level is Level.WARNING
    assert desk.confirm() == "id: 1 noted, 0 stale\n"
    assert not [one for one in judge(load_source(desk.pack)).problems if one.rule == "I18N003"]


def test_without_a_lock_nothing_is_said_to_be_stale(desk):
    (desk.pack / "lock" / "id.yaml").unlink()
    change_english(desk, 'step.wait: "Wait."', 'step.wait: "Wait a day."')
    _, status = desk.status()
    assert (status["id"]["tracked"], status["id"]["stale"]) == (False, [])


def test_a_stale_text_is_confirmed_by_name_only(desk):
    change_english(desk, 'step.wait: "Wait."', 'step.wait: "Wait!"')
    assert desk.confirm() == "id: 0 noted, 1 stale\n"
    assert desk.confirm("step.*") == "id: 8 noted, 0 stale\n"
    with pytest.raises(UsageError, match="no text in id"):
        desk.confirm("step.none")


def test_the_old_english_comes_from_the_history_where_there_is_one(desk):
    def git(*words):
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(desk.pack), *words]
        subprocess.run(command, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "first")
    change_english(desk, 'step.wait: "Wait."', 'step.wait: "Wait a day."')
    git("commit", "-am", "second")
    [entry] = [one for one in polib.pofile(desk.export()) if one.msgctxt == "step.wait"]
    assert entry.previous_msgid == "Wait."


def test_the_status_counts_what_is_missing_stale_and_shown_in_english(desk):
    file = desk.pack / "text" / "id.yaml"
    file.write_text(
        "".join(
            one
            for one in file.read_text("utf-8").splitlines(keepends=True)
            if not one.startswith(("door.why", "step.wait:"))
        )
    )
    change_english(desk, 'alarm.text: "Is money', 'alarm.text: "Is your money')
    code, status = desk.status("id")
    assert code == 3
    found = status["id"]
    assert found["missing"] == found["fell_back"] == ["door.why", "step.wait"]
    assert found["stale"] == found["stale_safety"] == ["alarm.text"]
    assert found["translated"] == found["total"] - 2
    assert status["en"]["whole"]


def test_the_documents_keep_their_schemas(desk):
    from gopay_help.cli import i18n

    setup = desk.setup(json=True)
    i18n.status(setup, require="id")
    for name, document in (
        ("i18n-status", json.loads(setup.stdout.getvalue())),
        ("i18n-import", desk.take()[1]),
    ):
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
        jsonschema.Draft202012Validator(schema).validate(document)
        assert document["schema"] == f"gopay-help/{name}@1"


def test_a_language_that_the_pack_does_not_have_cannot_be_required(desk):
    with pytest.raises(UsageError, match="--require fr"):
        desk.status("id,fr")


@pytest.mark.parametrize(
    ("lang", "fault"), [("xx-yy-zz", UsageError), ("zh", UsageError), ("en_US!", UsageError)]
)
def test_a_language_that_is_none_is_refused(desk, lang, fault):
    desk.lang = lang
    with pytest.raises(fault):
        desk.export()


def test_a_folder_without_a_pack_is_refused(desk):
    desk.pack = desk.pack / "text"
    with pytest.raises(DataError, match=r"holds no tree\.yaml"):
        desk.export()
