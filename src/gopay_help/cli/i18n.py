"""`i18n`: how far each language of a pack is, and its texts out as a PO file and back."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from gopay_help.authoring import translations
from gopay_help.authoring.format import replace_files
from gopay_help.authoring.lint.rule import load_source, mark, recorded
from gopay_help.authoring.po import Merge, Notes, plan_merge, read_po, write_po
from gopay_help.cli.options import Folder, Out, argument, option
from gopay_help.cli.setup import Setup
from gopay_help.cli.tree import authored_folder
from gopay_help.model.errors import ExitCode, Level, UsageError
from gopay_help.model.files import MAX_BYTES, write_out
from gopay_help.model.text import SOURCE_LANGUAGE, safe_line
from gopay_help.tree.pack import read_bytes

FORMATS = ("po",)
IMPORT_SCHEMA = "gopay-help/i18n-import@1"
_SHOWN = 10
"""Keys of each kind that are listed; ``--json`` has all of them."""
_HEADINGS = ("language", "texts", "translated", "missing", "stale", "stale, safety", "in English instead")


def status(
    setup: Setup,
    folder: Folder = None,
    *,
    require: Annotated[
        str | None,
        option("--require", "Languages that must be whole, separated by commas.", offers="languages"),
    ] = None,
) -> int:
    """Print the table; 3 if a language of ``--require`` is not whole.

    Raises:
        UsageError: ``--require`` names a language that the pack does not have.
        DataError: there is no pack, or it cannot be read.
    """
    draft = load_source(authored_folder(setup.at(folder).folder))
    required = [lang.strip() for lang in (require or "").split(",") if lang.strip()]
    found = translations.read_status(draft)
    for lang in required:
        if lang not in draft.tree.languages:
            known = ", ".join(draft.tree.languages)
            raise UsageError(f"--require {lang}: the pack is not in it; its languages are {known}")
    setup.answer_lines(translations.status_document(draft, found, required), _status_lines(found, required))
    lacking = any(one.lang in required and not one.whole for one in found)
    return ExitCode.FINDINGS if lacking else ExitCode.OK


def _status_lines(found: Sequence[translations.LanguageStatus], required: Sequence[str]) -> Iterator[str]:
    rows = [_HEADINGS, *map(_row, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    for one in found:
        yield from _listed(f"missing in {one.lang}", one.missing)
        yield from _listed(f"stale in {one.lang}, keeps money safe", one.stale_safety)
        yield from _listed(f"stale in {one.lang}", [key for key in one.stale if key not in one.stale_safety])
        if not one.tracked:
            yield f"{one.lang}: no lock says from which English it was made; see `i18n confirm`"
        if one.lang in required and not one.whole:
            yield f"{one.lang} is required and not whole"


def _row(one: translations.LanguageStatus) -> tuple[str, ...]:
    numbers = (one.total, one.translated, len(one.missing), len(one.stale), len(one.stale_safety))
    return (one.lang, *map(str, numbers), str(len(one.fell_back)))


def _listed(heading: str, keys: Sequence[str]) -> Iterator[str]:
    if keys:
        more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
        yield f"{heading}: {', '.join(keys[:_SHOWN])}{more}"


def export(
    setup: Setup,
    folder: Folder = None,
    *,
    output: Annotated[str, option("--format", "po.", offers=FORMATS)] = "po",
    out: Out = None,
) -> int:
    """Write the file; without ``--lang``, or in English, a template with empty translations.

    Raises:
        UsageError: a format that there is not, a language that is none, or ``--out`` cannot be written.
        DataError: there is no pack, or it cannot be read.
    """
    if output not in FORMATS:
        raise UsageError(f"--format {output}: write one of {', '.join(FORMATS)}")
    place = authored_folder(setup.at(folder).folder)
    draft = load_source(place)
    named = translations.name_language(setup.settings.lang or SOURCE_LANGUAGE, draft.tree.languages)
    lang = None if named == SOURCE_LANGUAGE else named
    entries = translations.read_entries(draft, named)
    stale = {
        entry.key: recorded(draft, named, entry.key) or ""
        for entry in entries
        if entry.state is translations.TextState.STALE
    }
    po = write_po(
        entries,
        Notes(draft).of,
        project=f"{draft.tree.id} {draft.tree.version}",
        lang=lang,
        former=translations.former_english(place, stale),
    )
    if out is not None:
        write_out(out, po.encode(), f"--out {out}", new=True, most=MAX_BYTES)
    else:
        setup.stdout.write(po)
    return ExitCode.OK


def take_back(
    setup: Setup,
    file: Annotated[Path, argument("A PO file that i18n export made.", metavar="FILE")],
) -> int:
    """Tell every problem; 3 and nothing changed if one is an error, else write what changes.

    Raises:
        DataError: the pack or the file cannot be read; TreeError, if the file is damaged.
    """
    folder = authored_folder(setup.folder, write=True)
    merge = plan_merge(folder, load_source(folder), read_po(read_bytes(file), str(file)), str(file))
    replace_files(merge.files, folder)
    setup.answer_lines(_document(merge), _merge_lines(merge))
    return ExitCode.FINDINGS if merge.refused else ExitCode.OK


def _merge_lines(merge: Merge) -> Iterator[str]:
    for problem in merge.problems:
        yield f"{problem}" if problem.level is Level.ERROR else f"{problem} (warning)"
    errors = sum(problem.level is Level.ERROR for problem in merge.problems)
    if errors:
        yield f"{errors} error{'s' if errors > 1 else ''}: nothing was changed."
        return
    counted = f"{merge.changed} changed, {merge.same} as they were, {merge.left} fuzzy or empty left out"
    yield f"{merge.lang}: {counted}."
    yield from (f"Written: {file}" for file in merge.files)
    if merge.is_new:
        yield f"A new language: add {merge.lang} to `languages:` in tree.yaml, then run `i18n status`."


def _document(merge: Merge) -> dict[str, object]:
    return {
        "schema": IMPORT_SCHEMA,
        "lang": merge.lang or None,
        "refused": merge.refused,
        "changed": 0 if merge.refused else merge.changed,
        "same": merge.same,
        "left": merge.left,
        "is_new": merge.is_new,
        "files": [file.as_posix() for file in merge.files],
        "problems": [
            {
                "rule": problem.rule,
                "level": problem.level.name.lower(),
                "message": problem.message,
                "fix": problem.fix,
                "line": problem.line,
            }
            for problem in merge.problems
        ],
    }


def confirm(
    setup: Setup,
    keys: Annotated[
        list[str] | None,
        argument(
            "Keys of texts; a star stands for any ending. Without any: those not noted yet.",
            metavar="[KEY]...",
        ),
    ] = None,
) -> int:
    """Write down that these texts say what the English says now; without *keys*, all that are not noted yet.

    A stale text has to be named: nobody confirms by accident what nobody has read.

    Raises:
        UsageError: no language, or a key that no text has.
        DataError: there is no pack of YAML, or it cannot be read.
    """
    folder, keys = authored_folder(setup.folder, write=True), keys or []
    draft = load_source(folder)
    if not setup.settings.lang:
        raise UsageError("i18n confirm: say which language with --lang")
    lang = translations.name_language(setup.settings.lang, draft.tree.languages)
    if lang == SOURCE_LANGUAGE or lang not in draft.texts:
        raise UsageError(f"--lang {setup.settings.lang}: the pack has no translation into it")
    there = [entry for entry in translations.read_entries(draft, lang) if entry.translation is not None]
    wanted = [entry for entry in there if any(fnmatchcase(entry.key, key) for key in keys)]
    for key in keys:
        if not any(fnmatchcase(entry.key, key) for entry in wanted):
            raise UsageError(f"{key}: no text in {lang} has this key")
    if not keys:
        wanted = [entry for entry in there if recorded(draft, lang, entry.key) is None]
    noted = translations.write_lock(draft, lang, {entry.key: mark(entry.english) for entry in wanted})
    replace_files({translations.lock_file(folder, lang): noted}, folder)
    stale = sum(entry.state is translations.TextState.STALE for entry in there if entry not in wanted)
    setup.stdout.write(safe_line(f"{lang}: {len(wanted)} noted, {stale} stale") + "\n")
    return ExitCode.OK
