"""`i18n status`: how far each language of a pack is."""

from collections.abc import Iterator, Sequence

from gopay_help.authoring.i18n.entries import LanguageStatus, read_status, status_document
from gopay_help.authoring.lint.draft import load_source
from gopay_help.cli.authored import authored_folder
from gopay_help.cli.wiring import Setup
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import safe_line

_SHOWN = 10
"""Keys of each kind that are listed; ``--json`` has all of them."""
_HEADINGS = ("language", "texts", "translated", "missing", "stale", "stale, safety", "in English instead")


def run(setup: Setup, *, require: str | None) -> int:
    """Print the table; 3 if a language of ``--require`` is not whole.

    Raises:
        UsageError: ``--require`` names a language that the pack does not have.
        DataError: there is no pack, or it cannot be read.
    """
    draft = load_source(authored_folder(setup.folder))
    required = [lang.strip() for lang in (require or "").split(",") if lang.strip()]
    found = read_status(draft)
    for lang in required:
        if lang not in draft.tree.languages:
            known = ", ".join(draft.tree.languages)
            raise UsageError(f"--require {lang}: the pack is not in it; its languages are {known}")
    if setup.settings.json:
        from gopay_help.screen.documents import write_json

        write_json(status_document(draft, found, required), setup.stdout)
    else:
        setup.stdout.writelines(f"{safe_line(line)}\n" for line in _lines(found, required))
    lacking = any(one.lang in required and not one.whole for one in found)
    return ExitCode.FINDINGS if lacking else ExitCode.OK


def _lines(found: Sequence[LanguageStatus], required: Sequence[str]) -> Iterator[str]:
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


def _row(one: LanguageStatus) -> tuple[str, ...]:
    numbers = (one.total, one.translated, len(one.missing), len(one.stale), len(one.stale_safety))
    return (one.lang, *map(str, numbers), str(len(one.fell_back)))


def _listed(heading: str, keys: Sequence[str]) -> Iterator[str]:
    if keys:
        more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
        yield f"{heading}: {', '.join(keys[:_SHOWN])}{more}"
