"""`channels lint`: holds the contact registry against every rule that needs no network."""

from collections.abc import Mapping
from pathlib import Path
from typing import TextIO, cast

from gopay_help.contacts.lint import (
    PROOF_RULES,
    VALUE_RULES,
    Draft,
    check_form,
    check_history,
    check_overlap,
    check_places,
    draft_of,
    lint,
)
from gopay_help.contacts.lookalikes import Lookalikes, parse_lookalikes
from gopay_help.contacts.registry import parse_registry
from gopay_help.model.errors import Problem, TreeError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import Catalogue, safe_line
from gopay_help.screen.documents import write_json
from gopay_help.screen.lint.json import document
from gopay_help.tree.document import Document
from gopay_help.tree.lint import Findings
from gopay_help.tree.load import schemas_folder
from gopay_help.tree.read import read_document
from gopay_help.tree.rules.registry import RULES, Rule
from gopay_help.tree.shape import check_shape

_COMPARING = (check_form, check_overlap, check_places)
"""Rules that need the pack's look-alike data as well."""


def run(folder: Path, *, out: TextIO, against: Path | None = None, words: Catalogue | None = None) -> int:
    """Print every problem of the registry in *folder*, one a line; 3 if there is any.

    Args:
        folder: a pack.
        out: where problems go.
        against: an earlier channels file; nothing of it may have vanished.
        words: the words of lint; with them one document instead, as `tree lint` writes it.

    Raises:
        DataError: a file cannot be read, or is of a newer format.
    """
    waiting: tuple[Rule, ...] = ()
    try:
        problems = find_problems(folder, against)
    except TreeError as error:
        problems, waiting = list(error.problems), tuple(RULES.values())
    code = ExitCode.FINDINGS if problems else ExitCode.OK
    if words is not None:
        ran = frozenset() if waiting else frozenset(problem.rule for problem in problems)
        findings = Findings(tuple(problems), ran, waiting, files=0)
        write_json(document(findings, words, str(folder), strict=True, code=code), out)
        return code
    out.writelines(safe_line(str(problem)) + "\n" for problem in problems)
    return code


def find_problems(folder: Path, against: Path | None) -> list[Problem]:
    """All problems of the first stage that has any: shape, then rules.

    Raises:
        TreeError: syntax problems; the rules need a file that can be read.
        DataError: a file cannot be read, or is of a newer format.
    """
    channels, lookalikes = _read(folder, "channels"), _read_if_there(folder, "lookalikes")
    shape = _shape(channels, folder, "channels")
    shape += _shape(lookalikes, folder, "lookalikes") if lookalikes else []
    if shape:
        return shape
    draft = _draft(folder, channels, lookalikes)
    rules = (*VALUE_RULES, *PROOF_RULES)
    problems = lint(draft, rules if lookalikes else tuple(rule for rule in rules if rule not in _COMPARING))
    if against is not None:
        problems += check_history(draft, _draft(folder, read_document(against), lookalikes))
    return problems


def _read(folder: Path, name: str) -> Document:
    compiled = folder / f"{name}.json"
    return read_document(compiled if compiled.is_file() else folder / f"{name}.yaml")


def _read_if_there(folder: Path, name: str) -> Document | None:
    """A document that not every pack has: `verify` needs it, a wizard alone does not."""
    there = any((folder / f"{name}.{suffix}").is_file() for suffix in ("json", "yaml"))
    return _read(folder, name) if there else None


def _shape(document: Document, folder: Path, name: str) -> list[Problem]:
    return check_shape(document, schemas_folder(folder) / f"{name}.schema.json")


def _draft(folder: Path, channels: Document, lookalikes: Document | None) -> Draft:
    return draft_of(
        channels.data,
        parse_registry(channels.data),
        # Rules that would look into it are left out where there is none.
        parse_lookalikes(lookalikes.data) if lookalikes else cast("Lookalikes", None),
        file=channels.file,
        texts=_texts(folder),
        place=lambda trail: (channels.place(*trail).line, channels.place(*trail).column),
    )


def _texts(folder: Path) -> Mapping[str, Mapping[str, object]]:
    """The texts about contacts per language: in a room of their own or among all, in YAML or compiled."""
    shelves = ("text-channels/*.yaml", "text/*.yaml", "text/*.json")
    files = next((found for shelf in shelves if (found := sorted(folder.glob(shelf)))), [])
    return {file.stem: read_document(file).data for file in files}
