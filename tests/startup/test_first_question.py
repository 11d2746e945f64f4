"""The first question does not wait for the network check: its libraries load behind the prompt."""

import json
import os
import re

import pytest

from wheel import leading_nowhere

pexpect = pytest.importorskip("pexpect", reason="needs a terminal that can be played")

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="pexpect has no terminal on Windows"),
]

WATCHED = """
import json, os, sys, threading
imported = []
sys.addaudithook(
    lambda event, args: imported.append(args[0])
    if event == "import" and threading.current_thread() is threading.main_thread()
    else None
)
sys.argv = ["gopay-help"]
from gopay_help.__main__ import main
try:
    main()
finally:
    with open(os.environ["IMPORTED"], "w") as file:
        json.dump(imported, file)
"""


@pytest.mark.slow
def test_what_asks_does_not_load_what_looks(compiled, tmp_path):
    report = tmp_path / "imported.json"
    alone = leading_nowhere()
    if alone is None:
        pytest.skip("no namespace can be made here, and a test contacts nobody")
    child = pexpect.spawn(
        alone[0],
        [*alone[1:], compiled.python, *compiled.flags, "-c", WATCHED],
        env={
            **os.environ,
            **compiled.environ,
            "GOPAY_HELP_HOME": str(tmp_path),
            "GOPAY_HELP_LANG": "en",
            "IMPORTED": str(report),
            "TERM": "xterm",
            "PROMPT_TOOLKIT_NO_CPR": "1",
        },
        cwd="/",
        encoding="utf-8",
        dimensions=(40, 80),
        timeout=30,
    )
    child.expect(re.compile(r"1\. .*2\. .*3\. ", re.DOTALL))
    child.sendcontrol("c")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 130
    by_main_thread = set(json.loads(report.read_text()))
    assert "questionary" in by_main_thread
    looks = {"dns", "httpx", "idna", "ifaddr", "truststore", "urllib.request", "jsonschema", "yaml"}
    assert by_main_thread & looks == set()
    assert "typer" not in by_main_thread  # nothing was typed that it could parse
    assert not [name for name in by_main_thread if name.startswith("gopay_help.network")]
