"""What a command may load before it answers. The deterministic twin of bench/startup.py."""

import json

import pytest

HEAVY = {
    "asyncio",
    "dns",
    "httpx",
    "importlib.metadata",
    "jsonschema",
    "prompt_toolkit",
    "pydantic",
    "questionary",
    "rich",
    "ssl",
    "yaml",
}

LOADED_BY = """
import json, sys
sys.argv = ["gopay-help", *sys.argv[1:]]
from gopay_help.__main__ import main
try:
    main()
except SystemExit as end:
    code = end.code
else:
    code = 0
sys.stdout.flush()
sys.stderr.write(json.dumps({"code": code, "modules": sorted(sys.modules)}))
"""


def loaded_by(program, *arguments):
    done = program.run(*arguments, code=LOADED_BY)
    report = json.loads(done.stderr.splitlines()[-1])
    assert report["code"] in (0, None), done.stderr
    assert done.stdout
    return set(report["modules"])


@pytest.mark.parametrize(
    "arguments",
    [
        "--version",
        "--help",
        "diagnose --help",
        "channels",
        "channels --json",
        "funds",
        "prevent --lang id",
        "diagnose --no-input --offline --answer red_flag=yes",
        "diagnose --no-input --offline --answer red_flag=yes --json",
    ],
)
def test_a_pipe_gets_its_answer_without_the_heavy_libraries(compiled, arguments):
    assert loaded_by(compiled, *arguments.split()) & HEAVY == set()


def test_the_version_needs_no_command_line_library(compiled):
    assert "typer" not in loaded_by(compiled, "--version")


def test_help_needs_no_tree(compiled):
    loaded = loaded_by(compiled, "--help")
    assert {name for name in loaded if name.startswith(("gopay_help.tree", "gopay_help.model"))} == set()


def test_no_network_code_is_loaded_offline(compiled):
    loaded = loaded_by(compiled, "diagnose", "--no-input", "--offline", "--answer", "red_flag=yes")
    assert {name for name in loaded if name.startswith("gopay_help.network")} == set()
