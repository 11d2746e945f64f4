"""What lies around a run must not change an answer, and no answer may leave the machine (cases 6, 11-14)."""

import json
import socket
import time
import tracemalloc
from pathlib import Path

import pytest

from gopay_help.cli.verify import MAX_LINE
from gopay_help.contacts.recheck import PageReader
from verifying import PACK, ask, document, run, shipped, verdict


def test_overlay_cannot_create_official(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """There is no overlay: a registry planted beside the user, or in the environment, is not even read.

    GOPAY_HELP_PACK names a whole pack, which every rule is held against, and which says whose it is.
    """
    forged = (PACK / "channels.yaml").read_text("utf-8").replace("1500729", "1500666")
    for name in ("channels.yaml", "registry.yaml", "registry.json", ".gopay-help.yaml"):
        (tmp_path / name).write_text(forged, "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("GOPAY_HELP_REGISTRY", "XDG_CONFIG_HOME", "GOPAY_HELP_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert run("1500666")[0] != 0
    assert run("1500729")[0] == 0


def test_verify_is_offline(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("verify opened a socket")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    for value in (
        "https://gopay.co.id",
        "bit.ly/x",
        "a@gmail.com",
        "wa.me/62811",
        "1500729",
        "x.com/gopayindonesia",
    ):
        run(value)
    run(message="see https://gopay-cs.example and call 081234567890")


@pytest.mark.parametrize(
    "url",
    ["http://gopay.co.id/", "https://169.254.169.254/latest", "https://[::1]/", "https://0x7f000001/", "file:///etc/passwd",
     "https://2130706433/", "https://127.0.0.1:443/", "https://user@gopay.co.id/", "https:///x", "ftp://gopay.co.id/"],
)  # fmt: skip
def test_probe_refuses_internal_targets(url: str):
    def refuse(host: str) -> str:
        raise AssertionError(f"{host} was resolved")

    assert PageReader(resolve=refuse)(url).status is None


def test_batch_is_bounded():
    lines = [
        b"1500729",
        b"x" * 1_000_000,
        b"gopay\x00.co.id",
        b"\xff\xfe\xfd",
        b"",
        b'{"id": 7, "value": "131"}',
        b"{]",
        b"157",
    ]
    code, out, _ = run("-", stdin=b"\n".join(lines), json=True)
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["verdict"] for answer in answers] == [
        "official", "invalid", "invalid", "invalid", "invalid", "official", "invalid", "official",
    ]  # fmt: skip
    assert answers[5]["id"] == "7"
    assert code == 5
    assert max(map(len, out.splitlines())) < 4 * MAX_LINE


def test_a_batch_keeps_its_order():
    numbers = [f"0812000{number:05}" for number in range(2_000)]
    _, out, _ = run("-", stdin="\n".join(numbers).encode(), json=True)
    assert [json.loads(line)["input"] for line in out.splitlines()] == numbers


def test_a_long_batch_takes_no_more_memory_than_a_short_one():
    shipped()

    def peak(lines: int) -> int:
        stdin = "\n".join(f"host{number}.gopay-{number}.example" for number in range(lines)).encode()
        tracemalloc.start()
        run("-", stdin=stdin)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found - 20 * lines * 40  # what the test itself holds: stdin and stdout

    assert peak(1_600) < peak(400) + 1_000_000


LONG = 1_000_000
ADVERSARIAL = {
    "one label": "a" * LONG,
    "labels": "gopay." * (LONG // 6),
    "hyphens": "gopay-" * (LONG // 6),
    "almost the name": "gopa" * (LONG // 4),
    "digits": "1500729" * (LONG // 7),
    "spaced digits": "1 " * (LONG // 2),
    "at signs": "a@" * (LONG // 2),
    "stars": "*21*" * (LONG // 4),
    "percents": "%2e" * (LONG // 3),
    "brackets": "[.]" * (LONG // 3),
    "open brackets": "<" * LONG,
    "marks": "e" + "\u0301" * LONG,
    "zero width": "\u200b" * LONG,
    "other script": "о" * LONG,
    "spaces": " " * LONG + "x",
    "asks": "kirim otp jangan " * (LONG // 17),
    "dots": "." * LONG,
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_verify_linear_time(name: str):
    text = ADVERSARIAL[name]
    shipped()
    for job in (
        lambda: ask(text),
        lambda: ask(text[:4_000]),
        lambda: run(message=text),
        lambda: run("-", stdin=text.encode()),
    ):
        start = time.process_time()
        job()
        assert time.process_time() - start < 1, name


def test_data_is_read_by_the_strict_reader_only():
    assert document("channels")["channels"][0]["id"]
    assert verdict("+62 21 5084 9000") == "retired"
