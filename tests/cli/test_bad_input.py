"""Bad input gets one clear line that says what, where and what to do; never a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from program import NOW, diagnose, program

from wheel import installed


def assert_one_clear_line(done, code, *words):
    assert done.returncode == code
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1
    for word in words:
        assert word in lines[0]


def test_a_missing_answer_names_the_question_and_its_options():
    assert_one_clear_line(diagnose(), 2, "red_flag", "yes, no, unsure", "--answer red_flag=")


def test_without_a_terminal_nothing_is_asked():
    assert_one_clear_line(program("diagnose", "--offline", stdin="1\n"), 2, "red_flag")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--answer", "red_flag=maybe"], ["red_flag=maybe:", "yes, no, unsure"]),
        (["--answer", "nope=yes"], ["“nope”", "red_flag"]),
        (["--answer", "red_flag"], ["ID=OPTION"]),
        (
            ["--answer", "red_flag=no", "--answer", "your_gopay=gopay_zh", "--answer", "symptom=login"],
            ["symptom=login", "not asked after"],
        ),
        (["--answers", sys.executable], ["text file"]),
        (["--answers", "-"], ["red_flag", "yes, no, unsure"]),
        (["--brand", "x"], ["gopay_id, gopay_cz, gopay_zh"]),
        (["--lang", "xx"], ["en, id, zh-Hans"]),
        (["--now", "soon"], ["2026-11-22T08:00:00Z"]),
    ],
)
def test_what_is_wrong_is_said_with_what_to_write_instead(arguments, words):
    assert_one_clear_line(diagnose(*arguments), 2, *words)


@pytest.mark.parametrize("option", ["--answers", "--facts"])
@pytest.mark.parametrize(
    ("file", "words"), [("/", ["folder"]), ("/no/such/file", ["/no/such/file"]), ("x" * 300, [])]
)
def test_what_cannot_be_read_is_named_and_code_four(option, file, words):
    assert_one_clear_line(diagnose(option, file), 4, option, *words)


def test_a_place_that_cannot_be_written_is_named():
    assert_one_clear_line(diagnose("--write-template", "/no/such/folder/x"), 4, "--write-template")


@pytest.mark.parametrize("now", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_the_ends_of_the_calendar_are_told_and_not_run_into(now):
    for command in (["diagnose", "--no-input", "--offline", "--answer", "red_flag=yes"], ["channels"]):
        assert_one_clear_line(program(*command, "--now", now), 2, "--now", "2026-11-22T08:00:00Z")


@pytest.mark.parametrize("option", [["check", "--budget", "nan"], ["watch", "--hours", "nan"]])
def test_no_number_is_no_time(option):
    done = program(*option)
    assert (done.returncode, done.stdout) == (2, "")
    assert option[1] in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["funds", "x"],
        ["prevent", "x"],
        ["channels", "--brand", "x"],
        ["channels", "--kind", "x"],
        ["channels", "show", "x"],
    ],
)
def test_every_command_names_what_it_knows(arguments):
    assert_one_clear_line(program(*arguments), 2, "x")


def test_unquoted_yes_and_no_in_an_answers_file_are_words():
    done = diagnose(
        "--answers", "-", "--exit-code", stdin="red_flag: no\nyour_gopay: gopay_cz\nczech_side: payer\n"
    )
    assert (done.returncode, done.stderr) == (17, "")


@pytest.mark.parametrize(
    "text", ["", "\n", "# nothing yet\n", "answers:\n  # red_flag:\n", "{}", '{"answers": null}']
)
def test_a_form_that_nobody_has_filled_in_is_a_missing_answer(text):
    done = diagnose("--answers", "-", stdin=text)
    assert_one_clear_line(done, 2, "The question red_flag needs an answer", "yes, no, unsure")


@pytest.mark.parametrize("text", ['{"red_flag": true}', "red_flag: [yes]", "answers: {red_flag: {a: b}}"])
def test_an_answer_that_is_no_word_names_its_options(text):
    assert_one_clear_line(diagnose("--answers", "-", stdin=text), 2, "red_flag", "yes, no, unsure")


@pytest.mark.parametrize("text", ["\ufeffred_flag: yes\r\n", '\ufeff{"red_flag": "yes"}\r\n'])
def test_a_byte_order_mark_hides_no_answer(text):
    done = diagnose("--answers", "-", "--exit-code", stdin=text)
    assert (done.returncode, done.stderr) == (20, "")


WALK = ["red_flag=no", "your_gopay=gopay_id", "symptom=blocked", "blocked_what=pin"]


def test_a_form_may_answer_more_than_is_asked_and_that_is_told():
    form = "".join(f"{answer.replace('=', ': ')}\n" for answer in WALK) + "login_what: otp\n"
    done = diagnose("--answers", "-", "--json", stdin=form)
    assert (done.returncode, done.stderr) == (0, "")
    advice = json.loads(done.stdout)
    assert advice["outcome"] == "pin_frozen"
    assert "These answers were given and not needed: Where does the log-in stop?" in advice["notes"]


def test_an_option_overrides_a_form_whatever_follows_there():
    form = "red_flag: no\nyour_gopay: gopay_id\nsymptom: login\nlogin_what: otp\n"
    more = ["--answer", "symptom=blocked", "--answer", "blocked_what=pin"]
    done = diagnose("--answers", "-", "--json", *more, stdin=form)
    assert json.loads(done.stdout)["outcome"] == "pin_frozen"


def test_a_template_may_fill_an_empty_file_and_no_other(tmp_path):
    file = tmp_path / "answers.yaml"
    file.touch()
    assert program("diagnose", "--write-template", str(file)).returncode == 0
    written = file.read_text(encoding="utf-8")
    assert "red_flag" in written
    filled = written.replace("red_flag:", "red_flag: no", 1)
    file.write_text(filled, encoding="utf-8")
    assert_one_clear_line(program("diagnose", "--write-template", str(file)), 4, "already there")
    assert file.read_text(encoding="utf-8") == filled


@pytest.mark.parametrize(
    "arguments",
    [
        ["diagnose", "--answer", "red_flag={}"],
        ["diagnose", "--answer", "{}=yes"],
        ["diagnose", "--answer", "my pin is {}"],
        ["diagnose", "--brand", "{}"],
        ["diagnose", "--lang", "{}"],
        ["funds", "{}"],
        ["check", "--brand", "{}"],
        ["check", "--fail-on", "{}"],
    ],
)
@pytest.mark.parametrize("secret", ["482913", "4111 1111 1111 1111", "9" * 5000])
@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_no_error_repeats_what_may_be_a_code(arguments, secret, debug):
    done = program(*(part.replace("{}", secret) for part in arguments), "--no-input", *debug)
    assert done.returncode == 2
    assert secret not in done.stdout + done.stderr
    assert "9999" not in done.stderr


def test_an_alias_bomb_as_answers_is_refused():
    bomb = "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n"
    done = diagnose("--answers", "-", stdin=bomb)
    assert done.returncode == 2
    assert "line 1" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_error():
    command = f"{sys.executable} -m gopay_help diagnose --no-input --offline --answer red_flag=yes | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": installed(), "GOPAY_HELP_LANG": "en"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_closed_stdout_is_no_error():
    done = subprocess.run(
        [
            "sh",
            "-c",
            f"{sys.executable} -m gopay_help diagnose --no-input --offline --answer red_flag=yes >&-",
        ],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": installed()},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_full_disk_is_one_clear_line():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "gopay_help",
                "diagnose",
                "--no-input",
                "--offline",
                "--now",
                NOW,
                "--answer",
                "red_flag=yes",
            ],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": installed()},
            check=False,
        )
    assert done.returncode == 4
    assert "could not be written: the disk is full" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
@pytest.mark.parametrize("lang", ["en", "id", "zh-Hans"])
def test_no_encoding_costs_the_person_the_advice(lang, encoding):
    done = diagnose("--answer", "red_flag=yes", "--lang", lang, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 0
    assert "1500729" in done.stdout


@pytest.mark.parametrize("home", ["/no/such/home", "/proc"])
def test_a_missing_or_read_only_home_does_not_matter(home):
    assert diagnose("--answer", "red_flag=yes", HOME=home).returncode == 0


def test_debug_alone_shows_a_traceback():
    assert "Traceback" in diagnose("--answer", "red_flag=maybe", "--debug").stderr
