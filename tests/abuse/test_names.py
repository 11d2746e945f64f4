"""Names from outside: too long for a file, or made to look like a command to who reads the output."""

import json

import pytest
from junitparser import JUnitXml

from fakes import SHIPPED, run_program

LONG = "x" * 300
LINES = """\
tree lint {}
tree fmt {}
tree test {}
tree stats {}
tree graph {}
tree show --pack {}
tree replay {}
tree graph --case {}
tree lint --against {}
i18n status {}
i18n export {}
i18n import {} --pack PACK
i18n confirm --pack {}
channels --pack {}
channels lint {}
channels lint --against {}
check --offline --targets {}
diagnose --no-input --answers {}
diagnose --no-input --facts {}
diagnose --no-input --pack {}
verify 157 --pack {}
page --out x --pack {}
diagnose --write-template {}
tree lint --out {}
tree graph --out {}
i18n export PACK --lang id --out {}
page --out {}
""".splitlines()
EACH = pytest.mark.parametrize(
    "line",
    [pytest.param(one, marks=pytest.mark.slow if one.startswith("page --out {}") else ()) for one in LINES],
)
"""What names a file that is read, then what names one that is written."""
HOSTILE = "a\n::error::boo%0A\ufffe"


def words(line: str, name: str) -> list[str]:
    places = {"{}": name, "PACK": str(SHIPPED)}
    return [places.get(word, word) for word in line.split()]


@EACH
def test_a_name_that_is_too_long_is_code_four_and_named(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run_program(*words(line, LONG), "--lang", "en")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (4, "", 1)
    assert LONG[:50] in done.stderr
    assert list(tmp_path.iterdir()) == []


@EACH
def test_a_name_with_a_line_end_is_one_line_and_no_command(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run_program(*words(line, f"{tmp_path}/gone\n::error::boo\x1b[31m/x"), "--lang", "en")
    assert done.exit_code == (2 if "--case" in line else 4)  # no case has that name
    assert done.stderr.count("\n") == 1
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("output", ["text", "json", "nagios", "junit", "openmetrics", "github"])
def test_the_id_of_a_target_is_no_command_in_any_format(output, tmp_path):
    file = tmp_path / "targets.yaml"
    provider = [{"id": HOSTILE, "url": "https://help.wallet.example/"}]
    file.write_text(json.dumps({"format": "gopay-help/targets@1", "provider": provider}), "utf-8")
    done = run_program("check", "--offline", "--targets", str(file), "--format", output, "--lang", "en")
    assert done.exit_code not in {0, 1}
    said = done.stdout + done.stderr
    assert not [line for line in said.splitlines() if line.startswith("::error::boo")]
    if output == "junit":
        assert JUnitXml.fromstring(done.stdout.encode())
