"""Each kind of translator's mistake is told at its line, and keeps the whole file out."""

import pytest

from gopay_help.authoring.po import read_po
from gopay_help.model.errors import TreeError

MISTAKES = [
    ("a placeholder is lost", "ui.source", "(id) ({source})", "I18N004"),
    ("a placeholder is translated", "ui.source", "(id) ({sumber}, {date})", "I18N004"),
    ("a placeholder in full width", "ui.clock_behind", "(id) Jam sebelum ｛date｝.", "I18N004"),
    ("a placeholder that is no name", "ui.clock_behind", "(id) {date} {0}", "I18N004"),
    ("a placeholder too many", "door.text", "(id) Apa yang {date} lihat?", "I18N004"),
    ("a link", "step.wait", "(id) Lihat https://warung.example", "I18N005"),
    ("a mail address", "step.wait", "(id) Tulis ke cs@warung.example", "I18N005"),
    ("a number in full width", "step.wait", "(id) Telepon ０８１２３４５６７８９", "I18N005"),
    ("a handle", "step.wait", "(id) Hubungi @warungpay", "I18N005"),
    ("a dial code", "step.wait", "(id) Tekan *21#", "I18N005"),
    ("markup of a terminal", "step.wait", "(id) [bold]Tunggu[/bold]", "I18N006"),
    ("markup that hides a target", "step.wait", "(id) [link=x]Tunggu[/link]", "I18N006"),
    ("markup of a page", "step.wait", "(id) <b>Tunggu</b>", "I18N006"),
    ("a tab", "step.wait", "(id)\\tTunggu", "I18N006"),
    ("a line break", "step.wait", "(id) Tunggu\\nlagi", "I18N006"),
    ("a template", "step.wait", "(id) {{ tunggu }}", "SAFE004"),
    ("a never that became a rather not", "ui.no_secrets", "(id) Kami jarang meminta OTP.", "I18N010"),
    ("a prohibition that forbids nothing", "funds.no_otp", "(id) Beri kode kepada siapa pun.", "I18N010"),
    ("a request for a secret", "step.wait", "(id) Kirimkan kode OTP Anda.", "ASK004"),
    ("advice that costs money", "step.wait", "(id) Bayar lagi sekarang.", "SAFE003"),
    ("emptied", "step.wait", "", "I18N001"),
    ("nothing but a space", "step.wait", " ", "I18N001"),
    ("longer than any text may be", "step.wait", "(id) " + "lama " * 130, "SCH001"),
]


@pytest.mark.parametrize(
    ("key", "said", "rule"), [case[1:] for case in MISTAKES], ids=[one[0] for one in MISTAKES]
)
def test_a_mistake_keeps_everything_out(desk, key, said, rule):
    if key == "ui.no_secrets":
        for lang, text in (("en", "We never ask for an OTP."), ("id", "(id) Kami tidak pernah meminta OTP.")):
            with (desk.pack / "text" / f"{lang}.yaml").open("a", encoding="utf-8") as file:
                file.write(f'ui.no_secrets: "{text}"\n')
    desk.translate("door.opt.late", "(id) Uang terlambat").translate(key, said)
    assert rule in desk.refused_for()
    _, document = desk.take()
    [line] = {one["line"] for one in document["problems"] if one["rule"] == rule}
    assert line == desk.line_of(key)


def test_all_mistakes_are_told_at_once(desk):
    desk.translate("step.wait", "(id) www.x").translate("ui.source", "(id)").translate("step.ask_why", "")
    assert sorted(desk.refused_for()) == ["I18N001", "I18N004", "I18N005"]


def test_a_key_that_the_pack_does_not_have(desk):
    desk.change('msgctxt "step.wait"', 'msgctxt "step.waite"')
    _, document = desk.take()
    assert [(one["rule"], one["fix"]) for one in document["problems"]] == [
        ("I18N002", "did you mean 'step.wait'?")
    ]
    assert desk.refused_for() == ["I18N002"]


def test_an_entry_twice(desk):
    entry = 'msgctxt "step.wait"\nmsgid "Wait."\nmsgstr "(id) Wait."\n'
    desk.change(entry, f"{entry}\n{entry}")
    assert desk.refused_for() == ["I18N012", "I18N012"]


def test_an_entry_without_its_context(desk):
    desk.change('msgctxt "step.wait"\n', "")
    assert desk.refused_for() == ["I18N002"]


@pytest.mark.parametrize("language", ["", "en", "zh", "klingon!", "Indonesian"])
def test_a_header_that_names_no_language_of_a_translation(desk, language):
    desk.change('"Language: id\\n"', f'"Language: {language}\\n"')
    assert "I18N011" in desk.refused_for()


def test_a_header_that_names_another_language_than_the_file(shipped, desk):
    from translating import Desk

    other = Desk(shipped, "id")
    other.export()
    other.change('"Language: id\\n"', '"Language: zh_Hans\\n"')
    assert other.refused_for() == ["I18N011"]


@pytest.mark.parametrize("language", ["id", "ID", "id.UTF-8"])
def test_other_ways_to_name_the_same_language(desk, language):
    desk.change('"Language: id\\n"', f'"Language: {language}\\n"')
    assert desk.take()[0] == 0


@pytest.mark.parametrize("language", ["zh_Hans", "zh_CN", "zh-Hans"])
@pytest.mark.slow
def test_poedit_names_chinese_in_its_own_way(shipped, language):
    from translating import Desk

    desk = Desk(shipped, "zh-Hans")
    desk.change('"Language: zh_Hans\\n"', f'"Language: {language}\\n"')
    assert desk.take()[1]["lang"] == "zh-Hans"


def test_an_entry_of_an_earlier_english_is_taken_and_stays_stale(desk):
    desk.translate("step.wait", "(id) Tunggu sebentar.").change('msgid "Wait."', 'msgid "Wait a bit."')
    code, document = desk.take()
    assert code == 0
    assert [(one["rule"], one["level"]) for one in document["problems"]] == [("I18N003", "warning")]
    _, status = desk.status()
    assert status["id"]["stale"] == ["step.wait"]


DAMAGE = {
    "a quote is missing at the end": ('msgstr "(id) Wait."', 'msgstr "(id) Wait.'),
    "a quote stands inside": ('msgstr "(id) Wait."', 'msgstr "(id) "Wait"."'),
    "a keyword is misspelt": ('msgid "Wait."', 'msgidd "Wait."'),
    "the translation is gone": ('msgstr "(id) Wait."\n', ""),
    "the English is gone": ('msgid "Wait."\n', ""),
    "a backslash that escapes nothing": ('msgstr "(id) Wait."', 'msgstr "(id) \\qWait."'),
    "a plural": ('msgid "Wait."\n', 'msgid "Wait."\nmsgid_plural "Waits."\n'),
    "text after the string": ('msgstr "(id) Wait."', 'msgstr "(id) Wait." please'),
    "the mark of a merge": ('msgctxt "step.wait"\n', '<<<<<<< HEAD\nmsgctxt "step.wait"\n'),
    "a direction turned round": ('msgstr "(id) Wait."', 'msgstr "(id) \u202eWait."'),
    "two translations": ('msgstr "(id) Wait."\n', 'msgstr "(id) Wait."\nmsgstr "(id) Wait."\n'),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_told_with_its_line(desk, damage):
    desk.export()
    line = desk.line_of("step.wait")
    desk.change(*DAMAGE[damage])
    before = desk.bytes()
    with pytest.raises(TreeError) as caught:
        desk.take()
    assert desk.bytes() == before
    assert any(abs(problem.line - line) <= 4 for problem in caught.value.problems)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"hello",
        b'msgid "a"\nmsgstr "b"\n',
        b"\x00",
        b'"a"\n',
        b"\n" * 9999,
        b"#\n" * 9999 + b"x",
    ],
)
def test_what_is_no_po_file_at_all(raw):
    with pytest.raises(TreeError):
        read_po(raw, "x.po")


def test_a_windows_editor_may_save_it_with_a_mark_and_its_line_ends(desk):
    whole = desk.export()
    desk.file.write_bytes(b"\xef\xbb\xbf" + whole.replace("\n", "\r\n").encode())
    code, document = desk.take()
    assert (code, document["changed"]) == (0, 0)


def test_what_a_po_editor_keeps_of_the_past_is_left_alone(desk):
    whole = desk.export()
    desk.file.write_text(f'{whole}\n#~ msgctxt "gone"\n#~ msgid "Old"\n#~ msgstr "Lama"\n', "utf-8")
    assert desk.take()[0] == 0


def test_a_text_that_was_allowed_stays_allowed(desk):
    file = desk.pack / "text" / "id.yaml"
    source = file.read_text("utf-8")
    line = 'step.wait: "(id) Wait."'
    allowed = '# lint: allow SAFE003 this is a test\nstep.wait: "(id) Bayar lagi."'
    file.write_text(source.replace(line, allowed), "utf-8")
    assert desk.translate("step.wait", "(id) Bayar lagi, ya.").take()[0] == 0
