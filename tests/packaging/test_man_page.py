"""The man page says what --help says, and man finds nothing wrong with it."""

import re
import shutil
import subprocess
import sys

import pytest

from gopay_help.cli.app import every_command
from wheel import ROOT

ENVIRON = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    out = tmp_path_factory.mktemp("man") / "gopay-help.1"
    subprocess.run(
        [sys.executable, str(ROOT / "tools" / "man.py"), str(out)], check=True, capture_output=True
    )
    return out


def test_every_command_and_option_is_in_it(page):
    text = page.read_text("utf-8").replace("\\-", "-")
    for path, command in every_command():
        assert not path or f"\n.SS {' '.join(path)}\n" in text
        for part in command.params:
            for name in (name for name in part.opts if name.startswith("--")):
                assert re.search(rf"^\.B .*{name}(,|$)", text, re.MULTILINE) or not getattr(
                    part, "help", None
                )


@pytest.mark.skipif(shutil.which("man") is None, reason="there is no man here")
def test_man_reads_it_without_a_complaint(page):
    command = ["man", "--warnings", "-l", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRON)
    assert (done.returncode, done.stderr) == (0, "")
    assert "GOPAY_HELP_PACK" in done.stdout
