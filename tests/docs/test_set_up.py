"""The README's first command, on a copy of this project: it ends in the running wizard."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from wheel import copy_project, leading_nowhere

pexpect = pytest.importorskip("pexpect", reason="needs a terminal that can be played")

ROOT = Path(__file__).resolve().parents[2]
COMMAND = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[0].strip()
NO_INDEX = re.compile(r"NewConnectionError|Temporary failure in name resolution|Could not find a version")
MINUTES = 4


@pytest.mark.slow
def test_the_first_command_ends_in_the_wizard(tmp_path):
    project = copy_project(tmp_path / "gopay-help")
    environ = {
        name: value for name, value in os.environ.items() if name.startswith(("PIP_", "PATH", "SSL_", "HTTP"))
    }
    *steps, wizard = COMMAND.split(" && ")
    alone = leading_nowhere()  # pip needs an index; the wizard must not look at anybody's hosts from a test
    wizard = f"{' '.join(alone)} {wizard}" if alone else f"{wizard} diagnose --offline"
    child = pexpect.spawn(
        "bash",
        ["-c", " && ".join([*steps, wizard])],
        cwd=str(project),
        env={
            **environ,
            "HOME": str(tmp_path),
            "TERM": "xterm",
            "LANG": "en_US.UTF-8",
            "GOPAY_HELP_LANG": "en",
        },
        encoding="utf-8",
        dimensions=(50, 80),
        timeout=60 * MINUTES,
    )
    came = child.expect([re.compile(r"1\. .*2\. .*3\. ", re.DOTALL), NO_INDEX, pexpect.EOF])
    if came == 1:
        child.close(force=True)
        pytest.skip("no package index can be reached from here")
    assert came == 0, child.before
    assert "never asks for your OTP" in child.before + child.after
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130


def test_the_commands_are_shell():
    for command in (COMMAND, "python3 tools/dev.py test"):
        assert not subprocess.run(["bash", "-n", "-c", command], check=False).returncode
