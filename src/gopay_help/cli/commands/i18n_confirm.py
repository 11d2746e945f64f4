"""`i18n confirm`: a translator says that texts were held against the present English."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from gopay_help.authoring.format import replace_files
from gopay_help.authoring.i18n.entries import TextState, lock_file, name_language, read_entries, write_lock
from gopay_help.authoring.lint.draft import load_source, mark, recorded
from gopay_help.cli.authored import authored_folder
from gopay_help.cli.wiring import Setup
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import SOURCE_LANGUAGE, safe_line


def run(setup: Setup, keys: Sequence[str]) -> int:
    """Write down that these texts say what the English says now; without *keys*, all that are not noted yet.

    A stale text has to be named: nobody confirms by accident what nobody has read.

    Raises:
        UsageError: no language, or a key that no text has.
        DataError: there is no pack of YAML, or it cannot be read.
    """
    folder = authored_folder(setup.folder, write=True)
    draft = load_source(folder)
    if not setup.settings.lang:
        raise UsageError("i18n confirm: say which language with --lang")
    lang = name_language(setup.settings.lang, draft.tree.languages)
    if lang == SOURCE_LANGUAGE or lang not in draft.texts:
        raise UsageError(f"--lang {setup.settings.lang}: the pack has no translation into it")
    there = [entry for entry in read_entries(draft, lang) if entry.translation is not None]
    wanted = [entry for entry in there if any(fnmatchcase(entry.key, key) for key in keys)]
    for key in keys:
        if not any(fnmatchcase(entry.key, key) for entry in wanted):
            raise UsageError(f"{key}: no text in {lang} has this key")
    if not keys:
        wanted = [entry for entry in there if recorded(draft, lang, entry.key) is None]
    noted = write_lock(draft, lang, {entry.key: mark(entry.english) for entry in wanted})
    replace_files({lock_file(folder, lang): noted})
    stale = sum(entry.state is TextState.STALE for entry in there if entry not in wanted)
    setup.stdout.write(safe_line(f"{lang}: {len(wanted)} noted, {stale} stale") + "\n")
    return ExitCode.OK
