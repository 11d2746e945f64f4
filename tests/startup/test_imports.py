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


@pytest.mark.parametrize("arguments", ["channels", "funds", "prevent"])
def test_a_command_that_is_called_by_its_name_alone_needs_none_either(compiled, arguments):
    """Nor what only a dataclass needs: `inspect`, and with it a parser of Python."""
    assert loaded_by(compiled, *arguments.split()) & {"typer", "dataclasses", "inspect", "ast"} == set()


@pytest.mark.parametrize("arguments", ["", "tree", "case", "verify", "case show", "chanels", "channels show"])
def test_what_only_typer_can_answer_is_left_to_it(compiled, arguments):
    """A manual, a word that is missing, a slip of the pen: as if its options had been asked for in full."""
    bare, parsed = (compiled.run(*arguments.split(), *more) for more in ((), ("--no-input",)))
    assert (bare.returncode, bare.stdout, bare.stderr) == (parsed.returncode, parsed.stdout, parsed.stderr)


def test_a_bare_command_says_what_the_same_with_an_option_says(compiled):
    for name in ("channels", "funds", "prevent", "diagnose"):
        bare, parsed = (compiled.run(name, *more) for more in ((), ("--no-input",)))
        assert (bare.returncode, bare.stdout, bare.stderr) == (
            parsed.returncode,
            parsed.stdout,
            parsed.stderr,
        )


def test_help_needs_no_tree(compiled):
    loaded = loaded_by(compiled, "--help")
    assert {name for name in loaded if name.startswith(("gopay_help.tree", "gopay_help.model"))} == set()


def test_no_network_code_is_loaded_offline(compiled):
    loaded = loaded_by(compiled, "diagnose", "--no-input", "--offline", "--answer", "red_flag=yes")
    assert {name for name in loaded if name.startswith("gopay_help.network")} == set()
