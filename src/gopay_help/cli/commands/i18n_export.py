"""`i18n export`: the texts of one language as a PO file, or a template without any."""

from pathlib import Path

from gopay_help.authoring.i18n.entries import TextState, former_english, name_language, read_entries
from gopay_help.authoring.i18n.po import Notes, write_po
from gopay_help.authoring.lint.draft import load_source, recorded
from gopay_help.cli.authored import authored_folder, write_out
from gopay_help.cli.wiring import Setup
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import SOURCE_LANGUAGE

FORMATS = ("po",)


def run(setup: Setup, *, output: str, out: Path | None) -> int:
    """Write the file; without ``--lang``, or in English, a template with empty translations.

    Raises:
        UsageError: a format that there is not, a language that is none, or ``--out`` cannot be written.
        DataError: there is no pack, or it cannot be read.
    """
    if output not in FORMATS:
        raise UsageError(f"--format {output}: write one of {', '.join(FORMATS)}")
    folder = authored_folder(setup.folder)
    draft = load_source(folder)
    named = name_language(setup.settings.lang or SOURCE_LANGUAGE, draft.tree.languages)
    lang = None if named == SOURCE_LANGUAGE else named
    entries = read_entries(draft, named)
    stale = {
        entry.key: recorded(draft, named, entry.key) or ""
        for entry in entries
        if entry.state is TextState.STALE
    }
    po = write_po(
        entries,
        Notes(draft).of,
        project=f"{draft.tree.id} {draft.tree.version}",
        lang=lang,
        former=former_english(folder, stale),
    )
    if out is not None:
        write_out(out, po)
    else:
        setup.stdout.write(po)
    return ExitCode.OK
