"""`tree fmt` on a pack: the files, the English beside the ids, nothing written that says less."""

import io
import json
import re

import jsonschema
import pytest

from fakes import ROOT, SHIPPED, WARUNG, Seeded
from gopay_help.authoring import format as layout
from gopay_help.authoring.lint.engine import judge
from gopay_help.authoring.lint.rule import load_source, mark
from gopay_help.cli import tree
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.model.errors import DataError


def fmt(folder, *, check=False, **settings):
    setup = Setup(Settings(**settings), stdout=io.StringIO(), folder=folder)
    return tree.format_tree(setup, check=check), setup.stdout.getvalue()


def i18n008(folder):
    return [one for one in judge(load_source(folder)).problems if one.rule == "I18N008"]


@pytest.mark.parametrize("folder", [SHIPPED, WARUNG], ids=["gopay", "warung"])
def test_our_packs_are_in_their_form(folder):
    assert fmt(folder, check=True) == (0, "")


def test_english_stands_beside_questions_answers_and_outcomes(pack: Seeded):
    fmt(pack.folder)
    tree = (pack.folder / "tree.yaml").read_text("utf-8")
    assert "  alarm:  # en: Is money moving without you?\n" in tree
    assert '      - {id: "yes", to: loss}  # en: Yes\n' in tree
    assert "  late_money:  # en: Money is on its way\n" in tree
    assert "  which_app:\n" in tree
    assert fmt(pack.folder, check=True) == (0, "")
    assert i18n008(pack.folder) == []


def test_a_check_shows_what_would_change_and_changes_nothing(pack: Seeded):
    fmt(pack.folder)
    pack.change("tree.yaml", "limits: {max_questions: 4,", "limits:   {max_questions:  4,")
    before = (pack.folder / "tree.yaml").read_bytes()
    code, said = fmt(pack.folder, check=True)
    assert code == 3
    assert re.findall(r"^[-+][^-+].*", said, re.MULTILINE) == [
        "-limits:   {max_questions:  4, probe_wait_s: 2}",
        "+limits: {max_questions: 4, probe_wait_s: 2}",
    ]
    assert (pack.folder / "tree.yaml").read_bytes() == before
    assert fmt(pack.folder)[0] == 0
    assert fmt(pack.folder, check=True) == (0, "")


def test_a_changed_text_is_brought_into_step(pack: Seeded):
    fmt(pack.folder)
    pack.change("text/en.yaml", 'alarm.text: "Is money moving', 'alarm.text: "Is your money moving')
    [found] = i18n008(pack.folder)
    assert found.line == pack.place_of("tree.yaml", "  alarm:  #")[0]
    assert "Is your money" in found.message
    fmt(pack.folder)
    assert i18n008(pack.folder) == []


def test_english_where_nothing_has_words_is_told_and_taken_away(pack: Seeded):
    fmt(pack.folder)
    pack.change("tree.yaml", "  which_app:\n", "  which_app:  # en: Which app?\n")
    assert len(i18n008(pack.folder)) == 1
    fmt(pack.folder)
    assert i18n008(pack.folder) == []


def test_a_tree_without_english_is_not_told_of(pack: Seeded):
    assert i18n008(pack.folder) == []


def test_what_an_author_said_behind_a_line_stays_before_the_english(pack: Seeded):
    pack.change("tree.yaml", "  alarm:\n", "  alarm:  # lint: allow ASK005 short enough\n")
    fmt(pack.folder)
    line = "  alarm:  # lint: allow ASK005 short enough  # en: Is money moving without you?\n"
    assert line in (pack.folder / "tree.yaml").read_text("utf-8")
    assert fmt(pack.folder, check=True) == (0, "")
    assert i18n008(pack.folder) == []


def test_an_exception_is_still_heard_with_the_english_behind_it(pack: Seeded):
    pack.change("tree.yaml", "  alarm:\n", "  alarm:  # lint: allow ASK005 short enough\n")
    fmt(pack.folder)
    assert "LINT001" not in {one.rule for one in judge(load_source(pack.folder)).problems}


def instead(monkeypatch, spoil):
    """Let the form come out spoilt."""
    real = layout.form
    monkeypatch.setattr(layout, "form", lambda source, *rest, **more: spoil(real(source, *rest, **more)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda formed: formed.replace("alarm", "alert"),
        lambda formed: re.sub(r"(?m)^# A made.*\n", "", formed),
        lambda formed: formed.replace('{id: "yes", to: loss}', '{to: loss, id: "yes"}'),
    ],
    ids=["another word", "a comment less", "another order"],
)
def test_a_form_that_does_not_say_the_same_is_not_written(pack: Seeded, monkeypatch, spoil):
    instead(monkeypatch, spoil)
    before = (pack.folder / "tree.yaml").read_bytes()
    with pytest.raises(DataError, match="would not say the same"):
        fmt(pack.folder)
    assert (pack.folder / "tree.yaml").read_bytes() == before


def test_the_document_keeps_its_schema(pack: Seeded):
    pack.change("tree.yaml", "limits: {", "limits:   {")
    code, said = fmt(pack.folder, check=True, json=True)
    document = json.loads(said)
    schema = json.loads((ROOT / "src/gopay_help/schemas/tree-fmt.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert (code, document["written"], len(document["files"])) == (3, False, 1)


def test_the_compiled_pack_carries_no_english_comments():
    assert b"# en:" not in json.dumps(load_source(SHIPPED).tree_file.data).encode()


def test_new_translations_are_noted_as_made_from_the_english_beside_them(pack: Seeded):
    (pack.folder / "lock").mkdir()
    (pack.folder / "lock" / "id.yaml").write_text(
        f'door.why: "{mark("It tells the causes apart.")}"\n', "utf-8"
    )
    fmt(pack.folder)
    noted = load_source(pack.folder).locks["id"].data
    assert noted["step.wait"] == mark("Wait.")
    pack.change("text/en.yaml", 'step.wait: "Wait."', 'step.wait: "Wait a day."')
    fmt(pack.folder)
    assert load_source(pack.folder).locks["id"].data["step.wait"] == mark("Wait."), "stale is no news"
