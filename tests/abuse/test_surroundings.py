"""What lies around a run must not change an answer, and no answer may leave the machine (cases 6, 11-14)."""

import io
import json
import shutil
import socket
import tracemalloc
from pathlib import Path

import pytest

from gopay_help.cli import verify as command
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.cli.verify import MAX_LINE
from gopay_help.contacts.recheck import PageReader
from gopay_help.contacts.verify import MAX_MESSAGE
from gopay_help.model.errors import TreeError
from growth import grows_faster_than_its_input
from verifying import PACK, ask, document, run, shipped, verdict


def test_overlay_cannot_create_official(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """There is no overlay: a registry planted beside the user, or in the environment, is not even read."""
    forged = (PACK / "channels.yaml").read_text("utf-8").replace("1500729", "1500666")
    for name in ("channels.yaml", "registry.yaml", "registry.json", ".gopay-help.yaml"):
        (tmp_path / name).write_text(forged, "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("GOPAY_HELP_REGISTRY", "XDG_CONFIG_HOME", "GOPAY_HELP_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert run("1500666")[0] != 0
    assert run("1500729")[0] == 0


@pytest.fixture
def forged(tmp_path: Path) -> Path:
    """Our pack with a stranger's number in the registry of contacts, and nowhere else."""
    pack = tmp_path / "decision_trees" / "gopay"
    shutil.copytree(PACK.parent, pack.parent)
    _replace(pack / "channels.yaml")
    return pack


def _replace(file: Path) -> None:
    text = file.read_text("utf-8")
    if "1500729" in text:
        file.write_text(text.replace("1500729", "1500666"), "utf-8")


def _verify_with(pack: Path, home: Path, values: list[str], *, stdin: str = "", **options: object) -> str:
    """What `verify` prints where the environment names *pack*."""
    environ = {"GOPAY_HELP_PACK": str(pack), "HOME": str(home), "XDG_CACHE_HOME": str(home)}
    settings = Settings(
        lang="en", plain=True, now="2026-11-23T08:00:00Z", json=bool(options.pop("json", False))
    )
    setup = Setup(settings, environ, io.StringIO(stdin), io.StringIO(), io.StringIO())
    command.verify(setup, values, **options)
    return setup.stdout.getvalue()


@pytest.mark.slow
def test_a_forged_pack_that_breaks_a_rule_is_refused(forged: Path, tmp_path: Path):
    with pytest.raises(TreeError):
        _verify_with(forged, tmp_path, ["1500666"])


@pytest.mark.slow
def test_a_forged_pack_in_the_environment_makes_nothing_official_without_saying_whose_it_is(
    forged: Path, tmp_path: Path
):
    for file in forged.rglob("*.yaml"):
        _replace(file)
    said = [
        _verify_with(forged, tmp_path, ["1500666"]),
        _verify_with(forged, tmp_path, ["-"], stdin="1500666\n"),
        _verify_with(forged, tmp_path, [], message="Call 1500666."),
    ]
    for text in said:
        assert text.startswith("Help by others, not by the authors of this program: gopay"), text
        assert str(forged) in "".join(text.splitlines()[:4])
    for line in _verify_with(forged, tmp_path, ["1500666", "157"], json=True).splitlines():
        assert json.loads(line)["pack"]["folder"] == str(forged)


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


@pytest.mark.slow
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


LONG = MAX_MESSAGE
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


JOBS = {
    "value": ask,
    "message": lambda text: run(message=text),
    "lines": lambda text: run("-", stdin=text.encode()),
}


ALWAYS = {"labels", "percents", "stars"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in ALWAYS else pytest.mark.slow) for name in ADVERSARIAL]
)
def test_the_work_for_a_text_grows_with_its_length_only(name: str):
    shipped()
    for job, work in JOBS.items():
        found = grows_faster_than_its_input(work, ADVERSARIAL[name])
        assert not found, f"{job} of {name}: {found}"


def test_data_is_read_by_the_strict_reader_only():
    assert document("channels")["channels"][0]["id"]
    assert verdict("+62 21 5084 9000") == "retired"
