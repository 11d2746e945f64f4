"""A pack that a rule refuses leads nobody, whatever the command; what people edit is never written over."""

import shutil
from pathlib import Path

import pytest

from fakes import SHIPPED, run_program

FAKE = "+6281234567890"
COMMANDS = (
    "diagnose --no-input --offline --answer red_flag=yes",
    "channels",
    "verify 1500729",
    "watch --hours 0.1",
)


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> Path:
    """The shipped pack with a stranger's number as the call centre."""
    folder = tmp_path_factory.mktemp("pack")
    for name in ("gopay", "schema"):
        shutil.copytree(SHIPPED.parent / name, folder / name)
    channels = folder / "gopay" / "channels.yaml"
    text = channels.read_text("utf-8")
    assert text.count('value: "1500729"') == 1
    channels.write_text(text.replace('value: "1500729"', f'value: "{FAKE}"'), "utf-8")
    return folder / "gopay"


@pytest.mark.slow
@pytest.mark.parametrize("line", COMMANDS)
def test_no_command_runs_a_pack_that_a_rule_refuses(planted, tmp_path, line):
    done = run_program(*line.split(), "--pack", str(planted), env={"GOPAY_HELP_HOME": str(tmp_path)})
    assert (done.exit_code, done.stdout) == (4, "")
    assert "REG005" in done.stderr
    assert done.stderr.splitlines()[-1].endswith("nothing was used.")


def test_a_translation_that_somebody_edits_is_never_written_over(tmp_path):
    file = tmp_path / "id.po"
    export = ("i18n", "export", str(SHIPPED), "--lang", "id", "--out", str(file))
    assert run_program(*export).exit_code == 0
    edited = file.read_text("utf-8") + "# half of it is done\n"
    file.write_text(edited, "utf-8")
    done = run_program(*export)
    assert (done.exit_code, file.read_text("utf-8")) == (4, edited)
    assert str(file) in done.stderr


def test_no_value_makes_a_column_of_its_own():
    lines = 'a\tb\nc\\x09d\n{"value": "e\\tf"}\n'
    rows = run_program("verify", "-", input=lines).stdout.splitlines()
    assert [row.count("\t") for row in rows] == [2, 2, 2]
