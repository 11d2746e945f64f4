"""`tree lint` and `tree fmt`: whether the files of a pack are right, and in their one form."""

import difflib
import io
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from gopay_help.authoring.format import formed_files, replace_files
from gopay_help.authoring.lint.engine import Findings, lint_pack, prove_pack
from gopay_help.authoring.lint.report import as_github, as_json, as_sarif, as_text
from gopay_help.authoring.lint.rule import PackSource, load_source
from gopay_help.cli import complete
from gopay_help.cli.options import Folder, Out
from gopay_help.cli.packs import PACK
from gopay_help.cli.setup import Setup
from gopay_help.model.errors import DataError, ExitCode, Level, TreeError, UsageError
from gopay_help.model.files import write_out
from gopay_help.model.text import Catalogue, safe, safe_line
from gopay_help.screen.documents import write_json
from gopay_help.tree.pack import pack_folder

ROOM = "lint"
"""The words of `tree lint`: they are the program's, whatever pack is linted."""
FMT_SCHEMA = "gopay-help/tree-fmt@1"


def lint_tree(
    setup: Setup,
    folder: Folder = None,
    *,
    output: Annotated[
        str,
        typer.Option(
            "--format",
            help="text, json, github or sarif.",
            autocompletion=complete.one_of("text", "json", "github", "sarif"),
        ),
    ] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    proof: Annotated[
        bool, typer.Option("--proof", help="Write the proof that every run ends, as JSON.")
    ] = False,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            help="An earlier state: no contact may vanish, no change keep the version.",
            metavar="FOLDER",
            show_default=False,
        ),
    ] = None,
    out: Out = None,
) -> int:
    """Write the findings; 3 if there is an error, or a warning under ``--strict``.

    Raises:
        UsageError: a format that there is not.
        DataError: a file cannot be read at all, or is of a newer format.
        TreeError: a proof was asked for and the pack is wrong.
    """
    output = "json" if setup.settings.json else output
    if output not in _FORMATS:
        raise UsageError(f"--format {output}: write one of {', '.join(_FORMATS)}")
    shown = _shown(_folder(setup.at(folder).folder))
    if proof:
        _write(setup, out, _json(prove_pack(shown)[1]))
        return ExitCode.OK
    findings = lint_pack(shown, _before(against))
    worst = Level.WARNING if strict else Level.ERROR
    wrong = any(problem.level <= worst for problem in findings.problems)
    code = ExitCode.FINDINGS if wrong else ExitCode.OK
    report = LintReport(findings, setup.words_of(ROOM), shown, strict, code, setup.environ)
    _write(setup, out, _FORMATS[output](report))
    return code


def format_tree(
    setup: Setup,
    folder: Folder = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; say what would change.")] = False,
) -> int:
    """Write what changes; under ``--check`` print it as a diff instead, and end with 3 if there is any.

    Raises:
        DataError: the pack cannot be read or written; TreeError, if it has problems of syntax or shape.
    """
    place = authored_folder(setup.at(folder).folder, write=not check)
    compiled = not (place / "tree.yaml").is_file()
    found = {} if compiled else formed_files(place)
    if not check:
        replace_files({file: formed for file, (_, formed) in found.items()}, place)
    if setup.settings.json:
        files = [file.as_posix() for file in found]
        setup.write_json({"schema": FMT_SCHEMA, "written": not check, "files": files})
    elif compiled:
        said = f"{place} is a compiled pack, which has no form of its own; name a folder of YAML files"
        setup.stdout.write(safe_line(said) + "\n")
    elif check:
        for file, (source, formed) in found.items():
            before, after, name = source.splitlines(), formed.splitlines(), str(file)
            changes = difflib.unified_diff(before, after, name, name, n=0, lineterm="")
            setup.stdout.writelines(f"{safe(line)}\n" for line in changes)
    else:
        setup.stdout.writelines(f"{safe(str(file))}\n" for file in found)
    return ExitCode.FINDINGS if check and found else ExitCode.OK


def authored_folder(named: Path | None, *, write: bool = False) -> Path:
    """The pack's folder, or that of this installation; a tree.yaml stands for the folder that it is in.

    Args:
        named: what the command line says.
        write: whether files of it are going to be changed.

    Raises:
        DataError: there is no pack, or none whose files can be changed.
    """
    folder = pack_folder(PACK) if named is None else named.parent if named.is_file() else named
    if (folder / "tree.yaml").is_file():
        return _shown(folder)
    if not (folder / "tree.json").is_file():
        raise DataError(f"{folder} holds no tree.yaml; name a pack's folder")
    if write:
        raise DataError(f"{folder} is a compiled pack; name the folder of its YAML files")
    return folder


def _shown(folder: Path) -> Path:
    """A folder below the one where the command runs is named from there: so editors and CI open it."""
    try:
        absolute = folder.resolve()
        return Path(os.path.relpath(absolute)) if absolute.is_relative_to(Path.cwd()) else folder
    except OSError:  # that folder is gone under our feet
        return folder


def _folder(named: Path | None) -> Path:
    """The pack's folder; a tree.yaml stands for the folder that it is in."""
    if named is None:
        return pack_folder(PACK)
    folder = named.parent if named.is_file() else named
    if not any((folder / name).is_file() for name in ("tree.yaml", "tree.json")):
        raise DataError(f"{named} holds no tree.yaml; name a pack's folder")
    return folder


def _before(against: Path | None) -> PackSource | None:
    try:
        return None if against is None else load_source(_folder(against))
    except TreeError as error:
        raise DataError(f"--against {against}: that pack cannot be read: {error.problems[0]}") from error


def _write(setup: Setup, out: Path | None, text: str) -> None:
    if out is None:
        setup.stdout.write(text)
        return
    write_out(out, text.encode(), f"--out {out}")


def _json(document: Mapping[str, object]) -> str:
    stream = io.StringIO()
    write_json(document, stream)
    return stream.getvalue()


def _home(environ: Mapping[str, str]) -> str | None:
    """Where this very checkout can be read, if it is the project's and a workflow says where it lies."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, repository, commit = (environ.get(name) for name in names)
    if not (server and repository and commit and Path("docs/rules.md").is_file()):
        return None
    return f"{server}/{repository}/blob/{commit}/"


class LintReport(NamedTuple):
    """All that a format may tell."""

    found: Findings
    words: Catalogue
    folder: Path
    strict: bool
    code: int
    environ: Mapping[str, str]


_FORMATS: dict[str, Callable[[LintReport], str]] = {
    "text": lambda report: as_text(report.found, report.words, strict=report.strict),
    "json": lambda report: _json(
        as_json(report.found, report.words, report.folder.as_posix(), strict=report.strict, code=report.code)
    ),
    "github": lambda report: as_github(report.found, report.words, strict=report.strict),
    "sarif": lambda report: _json(as_sarif(report.found, report.words, _home(report.environ))),
}
