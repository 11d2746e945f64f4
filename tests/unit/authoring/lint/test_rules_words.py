"""Rules that guess from words: what they hear, what they must not hear, and how a pack teaches them more."""

import pytest

from fakes import Seeded
from gopay_help.authoring.lint.engine import judge
from gopay_help.authoring.lint.rule import load_source
from gopay_help.authoring.lint.words import Lexicon, clauses, lexicon, phrases, sentences
from gopay_help.model.errors import Level

TERMS = "# yaml-language-server: $schema=x\nformat: gopay-help/terms@1\nkeep: []\nterms: []\n"


def found(pack: Seeded, rule: str):
    return [one for one in judge(load_source(pack.folder)).problems if one.rule == rule]


def say(pack: Seeded, lang: str, key: str, text: str) -> Seeded:
    file = pack.folder / "text" / f"{lang}.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    [at] = [index for index, line in enumerate(lines) if line.startswith(f"{key}: ")]
    lines[at] = f'{key}: "{text}"\n'
    file.write_text("".join(lines), "utf-8")
    return pack


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Enter your OTP."),
        ("en", "Type the PIN, then wait."),
        ("en", "What is your mother's maiden name?"),
        ("en", "Send us your card number."),
        ("en", "Do not worry. Tell them the password."),
        ("id", "Masukkan PIN Anda."),
        ("id", "Kirimkan kode verifikasi ke kami."),
        ("id", "Sebutkan nama ibu kandung Anda."),
    ],
)
def test_a_request_for_a_secret_is_ask004(pack: Seeded, lang: str, text: str):
    [problem] = found(say(pack, lang, "step.wait", text), "ASK004")
    assert problem.level is Level.ERROR


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Never give your OTP or PIN to anyone."),
        ("en", "Did you tell anyone your code?"),
        ("en", "Whoever asks you to type a code is a thief."),
        ("en", "Give the payment number, never card data."),
        ("en", "Change your PIN inside the app."),
        ("en", "Add proof, no codes."),
        ("en", "Cover codes and PIN."),
        ("id", "Jangan pernah memberikan OTP kepada siapa pun."),
        ("id", "Apakah ada yang meminta PIN Anda?"),
        ("id", "Simpan bukti. Tutupi kode dan PIN."),
    ],
)
def test_a_warning_about_a_secret_is_no_request(pack: Seeded, lang: str, text: str):
    assert found(say(pack, lang, "step.wait", text), "ASK004") == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("请输入验证码。", True),
        ("把您的密码发给我们。", True),
        ("请提供银行卡号。", True),
        ("绝不要把验证码（OTP）给任何人。", False),
        ("有没有人向您要过验证码？", False),
        ("验证码和 PIN 要遮住。", False),
        ("自己在应用里改 PIN。", False),
    ],
)
def test_chinese_requests_and_warnings_are_told_apart(pack: Seeded, text: str, asks: bool):  # noqa: FBT001
    words = lexicon(load_source(pack.folder), "zh-Hans")
    heard = [
        clause
        for clause in clauses(text)
        if words.find("asks", clause)
        and words.find("secrets", clause)
        and not words.find("not", clause)
        and not words.find("reports", clause)
    ]
    assert bool(heard) is asks


@pytest.mark.parametrize(
    ("text", "risky"),
    [
        ("Pay again.", True),
        ("Reinstall the app and wait.", True),
        ("Send a screenshot of your OTP.", True),
        ("Do not pay again.", False),
        ("Pay again only after the history shows that nothing was taken.", False),
        ("Clear the app's cache.", False),
        ("Send proof, then reinstall the app.", True),
    ],
)
def test_risky_advice_needs_a_warning(pack: Seeded, text: str, risky: bool):  # noqa: FBT001
    assert bool(found(say(pack, "en", "step.wait", text), "SAFE003")) is risky


def test_what_stands_under_what_not_to_do_may_be_named(pack: Seeded):
    assert found(say(pack, "en", "step.pay_again", "Pay again."), "SAFE003") == []
    assert found(say(pack, "en", "step.share_code", "Tell someone your code."), "ASK004") == []


def test_a_step_that_is_done_elsewhere_too_is_advice(pack: Seeded):
    pack.change("tree.yaml", "do: [ask_why]", "do: [ask_why, pay_again]")
    assert len(found(say(pack, "en", "step.pay_again", "Pay again."), "SAFE003")) == 1


def test_an_exception_with_a_reason_is_heard(pack: Seeded):
    say(pack, "en", "step.wait", "Reinstall the app.")
    pack.change(
        "text/en.yaml", "step.wait: ", "# lint: allow SAFE003 nothing is stored in this app\nstep.wait: "
    )
    assert found(pack, "SAFE003") == []


@pytest.mark.parametrize(
    ("english", "translation", "kept"),
    [
        ("Never share it.", "(id) Jangan pernah membagikannya.", True),
        ("Never share it.", "(id) Jangan membagikannya.", False),
        ("Never share it.", "(id) Sebaiknya tidak dibagikan.", False),
        ("Do not share it.", "(id) Jangan dibagikan.", True),
        ("Do not share it.", "(id) Bagikan seperlunya.", False),
        ("Install it from a site that you do not know.", "(id) Pasang dari situs asing.", True),
    ],
)
def test_a_never_stays_a_never(pack: Seeded, english: str, translation: str, kept: bool):  # noqa: FBT001
    say(say(pack, "en", "step.share_code", english), "id", "step.share_code", translation)
    problems = found(pack, "I18N010")
    assert (not problems) is kept
    assert all(one.level is Level.ERROR and one.file.endswith("id.yaml") for one in problems)


def test_a_never_that_keeps_no_money_safe_may_be_said_otherwise(pack: Seeded):
    say(say(pack, "en", "door.why", "It never tells."), "id", "door.why", "(id) Itu diam saja.")
    assert found(pack, "I18N010") == []


def test_a_pack_adds_a_language_that_the_program_does_not_know(pack: Seeded):
    pack.change("tree.yaml", "languages: [en, id]", "languages: [en, id, cy]")
    pack.add("text/cy.yaml", (pack.folder / "text" / "en.yaml").read_text("utf-8"))
    problem = next(one for one in found(pack, "I18N010") if one.file.endswith("tree.yaml"))
    assert (problem.level, "never" in problem.message, "cy" in problem.fix) == (Level.WARNING, True, True)
    say(pack, "cy", "funds.no_otp", "Na rannwch god byth.")
    pack.add("terms.yaml", f"{TERMS}lexicon: {{cy: {{never: [byth], not: [na*, byth]}}}}\n")
    say(pack, "en", "step.share_code", "Never share it.")
    say(pack, "cy", "step.share_code", "Rhannwch.")
    say(pack, "id", "step.share_code", "(id) Jangan pernah.")
    [problem] = found(pack, "I18N010")
    assert "byth" in problem.fix
    say(pack, "cy", "step.share_code", "Na rannwch byth.")
    assert found(pack, "I18N010") == []


def test_a_pack_adds_words_to_a_language_that_is_known(pack: Seeded):
    pack.add("terms.yaml", f"{TERMS}lexicon: {{en: {{risky: [feed the cat]}}}}\n")
    assert len(found(say(pack, "en", "step.wait", "Feed the cat."), "SAFE003")) == 1
    assert len(found(say(pack, "en", "step.wait", "Pay again."), "SAFE003")) == 1


def test_the_term_base_holds_translations_to_one_word(pack: Seeded):
    pack.add(
        "terms.yaml",
        TERMS.replace("keep: []", "keep: [Bank Warung]").replace(
            "terms: []",
            "terms:\n  - term: bank\n    words: {en: [bank], id: [bank*]}\n    avoid: {id: [bang]}",
        ),
    )
    say(pack, "id", "step.call_bank", "(id) Hubungi rumah uang.")
    [problem] = found(pack, "I18N010")
    assert (problem.level, problem.fix) == (Level.WARNING, "say: bank*")
    say(pack, "id", "step.call_bank", "(id) Hubungi bang.")
    assert {"misleads" in one.message for one in found(pack, "I18N010")} == {True}
    say(say(pack, "en", "step.call_bank", "Ask Bank Warung."), "id", "step.call_bank", "(id) Tanya mereka.")
    assert found(pack, "I18N010") == []


@pytest.mark.parametrize(
    ("words", "text", "heard"),
    [
        (["pay again"], "Pay  again now", True),
        (["pay again"], "repay again", False),
        (["PIN"], "pinned", False),
        (["PIN"], "把PIN给他", True),
        (["tangkapan*"], "tangkapannya", True),
        (["*beku*"], "dibekukan", True),
        (["不"], "不要", True),
        ([], "anything", False),
    ],
)
def test_phrases_are_words_where_a_script_has_them(words, text, heard):
    assert bool(phrases(words).search(text)) is heard


def test_a_kind_of_word_that_a_language_lacks_is_never_found():
    assert Lexicon({}).find("never", "never") is None
    assert not Lexicon({})


def test_sentences_and_clauses():
    assert sentences("One. Two? 三。四？five") == ["One.", "Two?", "三。", "四？", "five"]
    assert [part.strip() for part in clauses("Do not pay, wait; then: ask")] == [
        "Do not pay",
        "wait",
        "then",
        "ask",
    ]


@pytest.mark.parametrize(
    ("said", "rule", "told"),
    [
        ('ui.emergancy: "Bertindak"\n', "I18N002", "'ui.emergency'"),
        ('ui.question_number: "Pertanyaan {nomor}"\n', "I18N004", "{number}"),
    ],
)
def test_words_of_the_program_are_held_against_its_own_english(pack: Seeded, said: str, rule: str, told: str):
    """A pack may say them in a language that the program does not know, so it has no English of them."""
    (problem,) = found(pack.add("text/id.yaml", said), rule)
    assert told in problem.fix


def test_a_word_of_the_program_said_otherwise_needs_no_english(pack: Seeded):
    pack.add("text/id.yaml", 'ui.question_number: "Soal {number}"\n')
    assert [one for rule in ("I18N002", "I18N004") for one in found(pack, rule)] == []
