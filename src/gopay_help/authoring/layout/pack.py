"""Every file of a pack in its one form; a file that would say something else afterwards is left alone."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from gopay_help.authoring.layout.form import form
from gopay_help.authoring.translation.entries import read_entries
from gopay_help.authoring.translation.lock import lock_file, write_lock
from gopay_help.model.errors import DataError
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.beside import MARK, english_beside, stands_beside, without_english
from gopay_help.tree.document import Document
from gopay_help.tree.draft import Draft
from gopay_help.tree.load import load_draft
from gopay_help.tree.lock import mark, recorded
from gopay_help.tree.parse import parse_tree
from gopay_help.tree.read import read_bytes
from gopay_help.tree.strict_yaml import parse_yaml


def formed_files(folder: Path) -> dict[Path, tuple[str, str]]:
    """What each YAML file of a pack says, and how it would be written; those that differ only.

    Raises:
        DataError: the pack cannot be read; TreeError, if it has problems of syntax or shape.
    """
    draft = load_draft(folder)
    found: dict[Path, tuple[str, str]] = {}
    for file in _files(folder):
        source = read_bytes(file).decode()
        formed = form(source, str(file), quote_values=file.parent.name.startswith(("text", "desk")))
        if file == folder / "tree.yaml":
            formed = with_english(formed, str(file), lambda key: draft.text(SOURCE_LANGUAGE, key))
        if formed != source:
            _check_same(parse_yaml(source.encode(), str(file)), parse_yaml(formed.encode(), str(file)))
            found[file] = (source, formed)
    return found | _locks(folder, draft)


def _locks(folder: Path, draft: Draft) -> dict[Path, tuple[str, str]]:
    """Locks with the texts that are new: they were made from the English that stands beside them now."""
    found: dict[Path, tuple[str, str]] = {}
    for lang in draft.locks:
        entries = read_entries(draft, lang)
        fresh = {one.key: mark(one.english) for one in entries if recorded(draft, lang, one.key) is None}
        there = {one.key for one in entries if one.translation is not None}
        file = lock_file(folder, lang)
        source = read_bytes(file).decode()
        formed = write_lock(draft, lang, {key: digits for key, digits in fresh.items() if key in there})
        if formed != source:
            found[file] = (source, formed)
    return found


def with_english(source: str, file: str, say: Callable[[str], str | None]) -> str:
    """A tree's file with the English behind each question, answer and outcome."""
    document = parse_yaml(source.encode(), file)
    wanted = english_beside(document, parse_tree(document.data), say)
    stale = stands_beside(document)
    lines = source.split("\n")
    for line in stale.keys() | wanted.keys():
        bare = without_english(lines[line - 1]) if line in stale else lines[line - 1]
        lines[line - 1] = f"{bare}  {MARK}{wanted[line]}" if line in wanted else bare
    return "\n".join(lines)


def _files(folder: Path) -> Iterator[Path]:
    """Files that people write; locks are written by the program."""
    yield from sorted(folder.glob("*.yaml"))
    yield from sorted(folder.glob("text*/*.yaml"))
    yield from sorted(folder.glob("desk/*.yaml"))
    yield from sorted(folder.glob("scenarios/*.yaml"))


def _check_same(before: Document, after: Document) -> None:
    """Refuse to write what would not say the same: the data, in its order, and every comment of an author."""
    same = json.dumps(before.data) == json.dumps(after.data)
    if not same or _comments(before) != _comments(after):
        raise DataError(f"{before.file}: in its one form it would not say the same; please report this")


def _comments(document: Document) -> Counter[str]:
    kept = (without_english(f"# {one.text}").removeprefix("#").strip() for one in document.comments)
    return Counter(comment for comment in kept if comment)
