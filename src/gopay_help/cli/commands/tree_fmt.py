"""`tree fmt`: writes the files of a pack in their one form, or says which are not."""

import difflib
from collections.abc import Iterator

from gopay_help.authoring.format import formed_files, replace_files
from gopay_help.cli.authored import authored_folder
from gopay_help.cli.wiring import Setup
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import safe

SCHEMA = "gopay-help/tree-fmt@1"


def run(setup: Setup, *, check: bool) -> int:
    """Write what changes; under ``--check`` print it as a diff instead, and end with 3 if there is any.

    Raises:
        DataError: the pack cannot be read or written; TreeError, if it has problems of syntax or shape.
    """
    found = formed_files(authored_folder(setup.folder, write=True))
    if not check:
        replace_files({file: formed for file, (_, formed) in found.items()})
    if setup.settings.json:
        from gopay_help.screen.documents import write_json

        files = [file.as_posix() for file in found]
        write_json({"schema": SCHEMA, "written": not check, "files": files}, setup.stdout)
    elif check:
        for file, (source, formed) in found.items():
            setup.stdout.writelines(_diff(str(file), source, formed))
    else:
        setup.stdout.writelines(f"{safe(str(file))}\n" for file in found)
    return ExitCode.FINDINGS if check and found else ExitCode.OK


def _diff(file: str, source: str, formed: str) -> Iterator[str]:
    lines = difflib.unified_diff(source.splitlines(), formed.splitlines(), file, file, n=0, lineterm="")
    return (f"{safe(line)}\n" for line in lines)
