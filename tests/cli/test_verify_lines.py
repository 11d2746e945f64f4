"""`verify` in a pipe: a document a line for every line, and nothing secret said again."""

import json
import os
import subprocess
import sys

import jsonschema
import pytest
from program import NOW, ROOT, program

from wheel import installed

SCHEMA = json.loads((ROOT / "src/gopay_help/schemas/verify.schema.json").read_text(encoding="utf-8"))


def batch(raw, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "gopay_help", "verify", "-", "--json", "--now", NOW, *arguments],
        input=raw,
        capture_output=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": installed()},
        check=False,
    )
    documents = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    for document in documents:
        jsonschema.validate(document, SCHEMA)
    return done.returncode, documents


def test_every_line_has_its_document_an_empty_one_too():
    code, answers = batch(b"1500729\n\n \n\r\ngopay.co.id\n")
    assert code == 5
    assert [answer["verdict"] for answer in answers] == ["official", *["invalid"] * 3, "official"]
    assert answers[1]["reasons"][0]["id"] == "empty"


def test_the_end_of_the_last_line_is_no_line():
    assert [len(batch(raw)[1]) for raw in (b"1500729", b"1500729\n", b"1500729\r\n")] == [1, 1, 1]


def test_nothing_to_verify_is_no_success():
    assert batch(b"") == (2, [])


def test_a_byte_order_mark_belongs_to_no_value():
    code, (answer,) = batch("\ufeff1500729\n".encode())
    assert (code, answer["input"], answer["verdict"]) == (0, "1500729", "official")


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe\x80",
        b'{"value": "\\ud800"}',
        b'{"id": "\\udcff", "value": "\\udcff"}',
        b'{"id": "a\xff", "value": "x\xff"}',
    ],
)
def test_what_is_no_text_is_told_in_text(line):
    code, (answer,) = batch(line + b"\n")
    assert (code, answer["verdict"]) == (5, "invalid")
    assert json.dumps(answer, ensure_ascii=False).encode("utf-8")


def test_a_value_of_the_command_line_that_is_no_text_is_told_in_text():
    done = subprocess.run(
        [sys.executable, "-m", "gopay_help", "verify", "--json", b"gopay\xff.example"],
        capture_output=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": installed(), "LC_ALL": "C.UTF-8"},
        check=False,
    )
    assert json.loads(done.stdout)["input"].encode("utf-8") == b"gopay\\xff.example"


def test_a_message_and_values_are_two_questions():
    done = program("verify", "--message", "halo", "1500729")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("value", "secret"),
    [
        ("kirim OTP 482913 ke saya", "482913"),
        ("pin saya 998877", "998877"),
        ("我的验证码是482913", "482913"),
        ("4111 1111 1111 1111", "1111"),
        ("4111111111111111", "4111"),
        ("my PIN 998877 and call 081234567890 now", "998877"),
    ],
)
def test_a_secret_is_not_said_again(value, secret):
    for arguments, stdin in (([value], ""), (["-", "--json"], value), (["--message", value], "")):
        done = program("verify", *arguments, stdin=stdin)
        assert done.returncode in (3, 5)
        assert secret not in done.stdout + done.stderr


@pytest.mark.parametrize("value", ["99999999999999999999", "+62 812 3456 7890", "gopay-otp-123456.example"])
def test_what_may_be_a_contact_is_said_as_it_was_given(value):
    assert json.loads(program("verify", "--json", value).stdout)["input"] == value
