"""Abuse of the case file (verify.md E): what is typed into it, and what is planted around it."""

import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from casefile import LANGUAGES, attempt, case, note, run, shipped, store_in
from gopay_help.cases.evidence import FIELDS
from gopay_help.cli import case as command
from gopay_help.cli import case_add, case_share
from gopay_help.model.errors import DataError, UsageError

CANARIES = {
    "pin": ("my pin is {}", "730519"),
    "otp": ("OTP {} came by sms", "8841"),
    "spaced": ("kode otp: {}", "5 0 7 3 1 9"),
    "card": ("kartu {}", "4929 1234 5678 9013"),
    "nik": ("NIK {}", "3174051203970001"),
    "password": ("password: {}", "Kucing_Hitam73"),
    "token": ("https://a.example/login?token={}", "9f8a7b6c5d4e3f2a1b0c"),
    "words": ("otp saya {}", "tujuh tiga nol lima satu sembilan"),
}


def shell(home: Path, *arguments: str, given: str = "") -> str:
    """Run `gopay-help case` as a program in *home*; everything that it said."""
    environ = {
        **os.environ,
        "GOPAY_HELP_HOME": str(home / "data"),
        "TMPDIR": str(home / "tmp"),
        "HOME": str(home),
        "XDG_STATE_HOME": str(home),
    }
    (home / "tmp").mkdir(exist_ok=True)
    run_ = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "gopay_help", "case", *arguments],
        input=given,
        capture_output=True,
        text=True,
        cwd=home,
        env=environ,
        check=False,
        timeout=120,
    )
    return run_.stdout + run_.stderr


@pytest.mark.slow
def test_secret_never_in_any_sink(tmp_path):
    store_in(tmp_path / "data", case(evidence=()))
    texts = {name: sentence.format(secret) for name, (sentence, secret) in CANARIES.items()}
    whole = "\n".join(texts.values())
    said = shell(tmp_path, "add", "--debug", "--text", whole)
    said += shell(tmp_path, "add", "--debug", "--channel", "email", "--answer", "-", given=whole)
    said += shell(tmp_path, "add", "--debug", "--file", f"/x/{texts['card']}.png")
    said += shell(tmp_path, "add", "--debug", "--amount", texts["pin"])
    said += shell(tmp_path, "add", "--debug", "--amount", CANARIES["pin"][1])
    for field, name in (("--when", "otp"), ("--reference", "card"), ("--counterparty", "nik")):
        said += shell(tmp_path, "add", "--debug", field, CANARIES[name][1])
    said += shell(tmp_path, "show", "--debug", "--lang", "id")
    said += shell(tmp_path, "export", "--debug", "--out", str(tmp_path / "pack"))
    assert "Traceback" in said, "a canary must have met a traceback too"
    written = b"".join(file.read_bytes() for file in sorted(tmp_path.rglob("*")) if file.is_file())
    for sink in (said, written.decode("utf-8", "replace")):
        for _, secret in CANARIES.values():
            assert secret not in sink
            assert secret.replace(" ", "") not in sink
    assert not list((tmp_path / "tmp").iterdir())


@pytest.mark.parametrize("name", CANARIES)
@pytest.mark.parametrize("field", ["amount", "when", "reference", "channel"])
def test_a_refusal_does_not_repeat_what_was_typed(tmp_path, name, field):
    store = store_in(tmp_path, case(evidence=()))
    sentence, secret = CANARIES[name]
    with pytest.raises(UsageError) as refused:
        run(tmp_path, lambda setup: case_add.add(setup, None, **{field: sentence.format(secret)}))
    trace = "".join(traceback.format_exception(refused.value))
    assert secret not in trace
    assert store.list()[0].evidence == ()


def test_case_path_cannot_escape(tmp_path):
    store_in(tmp_path / "home", case())
    outside = tmp_path / "outside"
    outside.write_text("mine", "utf-8")
    (tmp_path / "link").symlink_to(outside)
    (tmp_path / "folder").symlink_to(tmp_path)
    for wrong in ("../outside", str(outside), "abcdefghijk2/../../x", "a" * 12 + ".json"):
        for use in (command.show_case, command.next_case, command.resume_case, case_share.export):
            with pytest.raises(UsageError):
                run(tmp_path / "home", lambda setup, use=use, wrong=wrong: use(setup, wrong))
    for place in ("link", "outside", "folder"):
        with pytest.raises(DataError, match=r"fault\.(exists|reason\.linked)"):
            run(
                tmp_path / "home",
                lambda setup, place=place: case_share.export(setup, None, out=tmp_path / place),
            )
        with pytest.raises(DataError, match=r"fault\.(exists|reason\.linked)"):
            run(
                tmp_path / "home",
                lambda setup, place=place: case_share.draft(setup, form="eml", out=tmp_path / place),
            )
    assert outside.read_text("utf-8") == "mine"


STEERING = (
    "a\x1b[31mred\x1b]8;;http://a.example\x07x\x9b2J \u202e tfel \u200b\x00 "
    "[link=http://a.example]y[/link] [/]"
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_control_bytes_never_reach_terminal(tmp_path, lang):
    store_in(tmp_path / "home", case(evidence=(note(STEERING), attempt(channel="email", answer=STEERING))))
    said = ""
    for look in (command.show_case, command.next_case):
        said += run(tmp_path / "home", lambda setup, look=look: look(setup, None), lang=lang).out
    for form in ("text", "app", "mailto"):
        ran = run(tmp_path / "home", lambda setup, form=form: case_share.draft(setup, form=form), lang=lang)
        said += ran.out + ran.err
    run(tmp_path / "home", lambda setup: case_share.export(setup, None, out=tmp_path / "pack"), lang=lang)
    said += "".join(
        (tmp_path / "pack" / name).read_text("utf-8") for name in ("case.md", "case.html", "case.json")
    )
    assert not set(said) & set("\x00\x07\x1b\x9b\u200b\u202e")
    assert "\\x1b" in said


def test_markup_in_input_is_literal(tmp_path):
    store_in(tmp_path, case(evidence=(note("[bold]x[/bold] [/] [link=http://a.example]y"),)))
    out = run(tmp_path, lambda setup: command.show_case(setup, None), plain=False, typed="").out
    assert "[bold]x[/bold] [/] [link=http://a.example]y" in out.replace("\n", " ").replace("  ", " ")


def test_no_secret_prompts():
    """No question, field or option of the case file asks for a secret; words name it to refuse it."""
    names = {name for fields in FIELDS.values() for name in fields}
    assert not names & {"pin", "otp", "code", "password", "card", "nik", "token", "secret"}
    for lang in LANGUAGES:
        words = shipped().catalogue(lang)
        for name in names:
            question = words.say(f"case.ask.{name}").lower()
            refused = ("leave out", "cover", "jangan", "tutup", "不要", "遮")
            secret = ("pin", "otp", "password", "sandi", "密码", "验证码", "卡号")
            assert not any(word in question for word in secret) or any(word in question for word in refused)


def test_a_long_text_is_cut_and_quick(tmp_path):
    store = store_in(tmp_path, case(evidence=()))
    run(tmp_path, lambda setup: case_add.add(setup, None, text="pin 1234 " * 200_000))
    assert len(store.list()[0].evidence[0].field("text")) < 8000
