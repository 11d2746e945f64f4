"""`tree lint`: holds a whole pack against every rule, or proves that its runs end."""

import io
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from gopay_help.authoring.lint.draft import PackSource, load_source
from gopay_help.authoring.lint.engine import Findings, lint_pack, prove_pack
from gopay_help.authoring.lint.report import as_github, as_json, as_sarif, as_text
from gopay_help.cli.wiring import PACK, Setup
from gopay_help.model.errors import DataError, Level, TreeError, UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import Catalogue
from gopay_help.screen.documents import write_json
from gopay_help.tree.pack import pack_folder

ROOM = "lint"
"""The words of this command: they are the program's, whatever pack is linted."""


class Request(NamedTuple):
    """What the command line asks for."""

    output: str = "text"
    strict: bool = False
    proof: bool = False
    out: Path | None = None
    against: Path | None = None


def run(setup: Setup, request: Request) -> int:
    """Write the findings; 3 if there is an error, or a warning under ``--strict``.

    Raises:
        UsageError: a format that there is not.
        DataError: a file cannot be read at all, or is of a newer format.
        TreeError: a proof was asked for and the pack is wrong.
    """
    output = "json" if setup.settings.json else request.output
    if output not in _FORMATS:
        raise UsageError(f"--format {output}: write one of {', '.join(_FORMATS)}")
    folder = _shown(_folder(setup.folder))
    if request.proof:
        return _write_proof(setup, folder, request.out)
    findings = lint_pack(folder, _before(request.against))
    code = _code(findings, strict=request.strict)
    _write(
        setup,
        request.out,
        _FORMATS[output](_Told(findings, setup.words_of(ROOM), folder, request, code, setup.environ)),
    )
    return code


def _folder(named: Path | None) -> Path:
    """The pack's folder; a tree.yaml stands for the folder that it is in."""
    if named is None:
        return pack_folder(PACK)
    folder = named.parent if named.is_file() else named
    if not any((folder / name).is_file() for name in ("tree.yaml", "tree.json")):
        raise DataError(f"{named} holds no tree.yaml; name a pack's folder")
    return folder


def _shown(folder: Path) -> Path:
    """A folder below the one where the command runs is named from there: so editors and CI open it."""
    absolute = folder.resolve()
    return Path(os.path.relpath(absolute)) if absolute.is_relative_to(Path.cwd()) else folder


def _before(against: Path | None) -> PackSource | None:
    try:
        return None if against is None else load_source(_folder(against))
    except TreeError as error:
        raise DataError(f"--against {against}: that pack cannot be read: {error.problems[0]}") from error


def _code(findings: Findings, *, strict: bool) -> ExitCode:
    worst = Level.WARNING if strict else Level.ERROR
    return ExitCode.FINDINGS if any(problem.level <= worst for problem in findings.problems) else ExitCode.OK


def _write_proof(setup: Setup, folder: Path, out: Path | None) -> int:
    _, proof = prove_pack(folder)
    _write(setup, out, _json(proof))
    return ExitCode.OK


def _write(setup: Setup, out: Path | None, said: str) -> None:
    if out is None:
        setup.stdout.write(said)
        return
    try:
        out.write_text(said, "utf-8")
    except OSError as error:
        raise DataError(f"--out {out}: {error.strerror}") from error


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


class _Told(NamedTuple):
    """All that a format may tell."""

    found: Findings
    words: Catalogue
    folder: Path
    asked: Request
    code: int
    environ: Mapping[str, str]


_FORMATS: dict[str, Callable[[_Told], str]] = {
    "text": lambda told: as_text(told.found, told.words, strict=told.asked.strict),
    "json": lambda told: _json(
        as_json(told.found, told.words, told.folder.as_posix(), strict=told.asked.strict, code=told.code)
    ),
    "github": lambda told: as_github(told.found, told.words, strict=told.asked.strict),
    "sarif": lambda told: _json(as_sarif(told.found, told.words, _home(told.environ))),
}
