"""Reads the files of a pack, shape by shape; every problem of every file is collected."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gopay_help.model.errors import DataError, Problem, TreeError
from gopay_help.tree.document import Document
from gopay_help.tree.draft import Draft
from gopay_help.tree.locate import packs_root
from gopay_help.tree.lock import FOLDER as LOCKS
from gopay_help.tree.parse import parse_tree
from gopay_help.tree.read import read_document
from gopay_help.tree.shape import check_shape

PROVED = ("tree", "channels", "checklists", "claims", "calendar")
"""Documents that every pack has."""
OPTIONAL = ("targets", "lookalikes", "case", "terms")
"""Documents that a pack may have."""


def load_draft(folder: Path) -> Draft:
    """Read every document of a pack, of YAML or compiled, and hold it against its schema.

    Raises:
        DataError: a file cannot be read, or is of a newer format.
        TreeError: syntax and shape problems of all files.
    """
    kind = "json" if (folder / "tree.json").is_file() else "yaml"
    problems: list[Problem] = list(_missing(folder)) if kind == "yaml" else []
    documents: dict[str, Document] = {}
    for name in (*PROVED, *OPTIONAL):
        file = folder / f"{name}.{kind}"
        if file.exists() or (name in PROVED and kind == "json"):
            _take(folder, file, name, problems, documents)
    texts: dict[str, dict[str, Document]] = {}
    for file in sorted(folder.glob(f"text*/*.{kind}")):
        _take(folder, file, "text", problems, texts.setdefault(file.stem, {}), key=file.parent.name)
    locks: dict[str, Document] = {}
    for file in sorted(folder.glob(f"{LOCKS}/*.{kind}")):
        _take(folder, file, "lock", problems, locks, key=file.stem)
    desks: dict[str, Document] = {}
    for file in sorted(folder.glob(f"desk/*.{kind}")):
        _take(folder, file, "text", problems, desks, key=file.stem)
    if problems:
        raise TreeError(problems)
    return Draft(
        parse_tree(documents["tree"].data),
        documents,
        {lang: tuple(files.values()) for lang, files in texts.items()},
        locks,
        desks,
        _allowed(folder) if kind == "json" else frozenset(),
    )


def _missing(folder: Path) -> Iterator[Problem]:
    """What every pack has and this one lacks, all of it: told with the line that each begins with."""
    for name in PROVED:
        file = folder / f"{name}.yaml"
        if not file.exists():
            fix = f"begin it with `format: gopay-help/{name}@1`; tests/packs/smallest holds a short one"
            yield Problem("SCH005", f"the file {file.name} is missing", fix, str(file))


def _allowed(folder: Path) -> frozenset[tuple[str, str]]:
    """What the author of a compiled pack allowed: comments are not compiled, its certificate names it."""
    listed: Any = read_document(folder / "proof.json").data.get("allowed") or []
    return frozenset((finding["rule"], finding["message"]) for finding in listed)


def _take(
    folder: Path,
    file: Path,
    schema: str,
    problems: list[Problem],
    into: dict[str, Document],
    *,
    key: str | None = None,
) -> None:
    try:
        document = read_document(file)
    except TreeError as error:
        problems += error.problems
        return
    schema_file = schemas_folder(folder) / f"{schema}.schema.json"
    if schema not in OPTIONAL or schema_file.is_file():
        problems += check_shape(document, schema_file)
    into[key or schema] = document


def schemas_folder(folder: Path) -> Path:
    """The schemas: beside the packs, else those of this installation.

    Raises:
        DataError: the installation is broken.
    """
    for root in (folder.parent, packs_root()):
        if (root / "schema").is_dir():
            return root / "schema"
    raise DataError("the schemas are missing; install gopay-help again")
