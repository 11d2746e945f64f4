"""`channels lint` and `channels recheck`: how maintainers keep the contact registry right."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from gopay_help import __version__
from gopay_help.authoring.lint.engine import Findings, judge, rules_for, unread
from gopay_help.authoring.lint.report import as_json
from gopay_help.authoring.lint.rule import PackSource, load_registry
from gopay_help.authoring.lint.yaml import read_document
from gopay_help.cli.packs import PACK
from gopay_help.cli.setup import Setup
from gopay_help.contacts.recheck import Checked, PageReader, Result, official_pages, recheck
from gopay_help.model.errors import ExitCode, TreeError, UsageError
from gopay_help.model.text import safe_line
from gopay_help.tree.pack import pack_folder

RULES = "REG"
"""How the ids of the rules about contacts begin."""
RECHECK_SCHEMA = "gopay-help/recheck@1"


def lint_channels(
    setup: Setup,
    folder: Annotated[
        Path | None,
        typer.Argument(help="A pack's folder; the installed pack without it.", show_default=False),
    ] = None,
    *,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", help="An earlier channels file: nothing of it may have vanished.", metavar="FILE"
        ),
    ] = None,
) -> int:
    """Print every problem of the registry of a pack, one a line; 3 if there is any.

    Raises:
        DataError: a file cannot be read, or is of a newer format.
    """
    folder = folder or pack_folder(PACK)
    try:
        findings = find(folder, against)
    except TreeError as error:
        findings = unread(error)
    code = ExitCode.FINDINGS if findings.problems else ExitCode.OK
    if setup.settings.json:
        setup.write_json(as_json(findings, setup.words_of("lint"), str(folder), strict=True, code=code))
    else:
        setup.stdout.writelines(safe_line(str(problem)) + "\n" for problem in findings.problems)
    return code


def find(folder: Path, against: Path | None) -> Findings:
    """All that the rules find in a registry, in the order of the file.

    Raises:
        TreeError: problems of syntax or shape; the rules need a file that can be read.
        DataError: a file cannot be read, or is of a newer format.
    """
    source = load_registry(folder)
    if against is not None:
        source = replace(source, before=PackSource({"channels": read_document(against)}, {}))
    judged = judge(source, only=RULES)
    problems = sorted(judged.problems, key=lambda problem: (problem.line, problem.rule))
    rules = tuple(rule for rule in rules_for(source) if rule.id.startswith(RULES))
    return Findings(tuple(problems), judged.ran, rules, len(list(source.files)))


def recheck_channels(setup: Setup) -> int:
    """Print one line a live channel: result, id, page; or one document. Nothing is edited.

    Exit 0 if all that have a page were confirmed, 3 if one changed, 5 if one could not be asked.

    Raises:
        UsageError: --offline was given.
        DataError: the registry cannot be used.
    """
    if setup.settings.offline:
        raise UsageError("channels recheck asks official pages; leave out --offline")
    registry = setup.registry
    pages = {url for channel in registry.channels for url in official_pages(channel, registry)}
    setup.stderr.write(f"Asking {len(pages)} official pages; nothing is changed.\n")
    results: list[Checked] = []
    for checked in recheck(registry, PageReader()):
        results.append(checked)
        if not setup.settings.json:
            setup.stdout.write(
                safe_line(f"{checked.result}  {checked.channel}  {checked.url}").rstrip() + "\n"
            )
    found = {checked.result for checked in results}
    unasked = ExitCode.UNKNOWN if found & {Result.UNREACHABLE, Result.BLOCKED} else ExitCode.OK
    code = ExitCode.FINDINGS if Result.CHANGED in found else unasked
    if setup.settings.json:
        setup.write_json(_document(results, code))
    return code


def _document(results: Sequence[Checked], code: ExitCode) -> dict[str, object]:
    return {
        "schema": RECHECK_SCHEMA,
        "version": __version__,
        "channels": [
            {"id": checked.channel, "result": checked.result, "url": checked.url or None}
            for checked in results
        ],
        "exit_code": code,
    }
