"""`i18n import`: takes a translated PO file back into the pack, whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

from gopay_help.authoring.format import replace_files
from gopay_help.authoring.i18n.merge import Merge, plan_merge
from gopay_help.authoring.i18n.po import read_po
from gopay_help.authoring.lint.draft import load_source
from gopay_help.cli.authored import authored_folder
from gopay_help.cli.wiring import Setup
from gopay_help.model.errors import Level
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import safe_line
from gopay_help.tree.read import read_bytes

SCHEMA = "gopay-help/i18n-import@1"


def run(setup: Setup, file: Path) -> int:
    """Tell every problem; 3 and nothing changed if one is an error, else write what changes.

    Raises:
        DataError: the pack or the file cannot be read; TreeError, if the file is damaged.
    """
    folder = authored_folder(setup.folder, write=True)
    merge = plan_merge(folder, load_source(folder), read_po(read_bytes(file), str(file)), str(file))
    replace_files(merge.files)
    if setup.settings.json:
        from gopay_help.screen.documents import write_json

        write_json(_document(merge), setup.stdout)
    else:
        setup.stdout.writelines(f"{safe_line(line)}\n" for line in _lines(merge))
    return ExitCode.FINDINGS if merge.refused else ExitCode.OK


def _lines(merge: Merge) -> Iterator[str]:
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
        "schema": SCHEMA,
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
