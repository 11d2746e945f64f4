"""`case export`: one folder, or one zip file, to hand over. What names others is masked in it."""

import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from gopay_help import __version__
from gopay_help.cases.evidence import PERSONAL, Shared, share
from gopay_help.cases.redact.engine import PLACEHOLDER
from gopay_help.cli.commands.case import chosen, missing_fields, tell, write_new
from gopay_help.cli.commands.case_draft import Letter, letter_of, recipient_blocks
from gopay_help.cli.wiring import Setup
from gopay_help.model.errors import UsageError, not_written
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.files import sync_folder
from gopay_help.screen.case import entry_lines, file_blocks, heading
from gopay_help.screen.case_documents import change_document, manifest_document, shared_document
from gopay_help.screen.case_files import Side, render_eml, render_html, render_ics, render_markdown
from gopay_help.screen.documents import write_json
from gopay_help.screen.page import Block, Kind, Page, block

_NOT_BEFORE = (1980, 1, 1, 0, 0, 0)


def export(
    setup: Setup,
    case_id: str | None,
    *,
    out: Path | None = None,
    packed: bool = False,
    reveal: frozenset[str] = frozenset(),
) -> int:
    """Write the pack: `case.json`, a page, Markdown, the draft, the calendar, the manifest.

    Raises:
        UsageError: there is no such case, or the place is taken.
        DataError: the case is damaged.
    """
    case = chosen(setup, case_id)
    shared = share(case, reveal)
    letter = letter_of(setup, case, reveal=reveal) if case.outcome else None
    files = pack(setup, shared, letter)
    place = out or Path(f"gopay-case-{case.id}{'.zip' if packed else ''}")
    if packed:
        write_new(place, _zipped(files))
    else:
        _write_folder(place, files)
    if setup.settings.json:
        made = change_document(
            case.id, "exported", place=str(place), files=sorted(files), hidden=dict(shared.hidden)
        )
        write_json(made, setup.stdout)
    words = setup.words
    tell(setup, words.say("case.export.done", place=place))
    if shared.count:
        tell(setup, words.say("case.export.hidden", count=shared.count))
        for line in _hidden_lines(setup, shared):
            tell(setup, line)
        for name in sorted(PERSONAL & set(shared.hidden)):
            tell(setup, words.say("case.export.reveal", field=name))
    tell(setup, words.say("case.export.review"))
    return ExitCode.OK


def _hidden_lines(setup: Setup, shared: Shared) -> Iterator[str]:
    """Every line of the copy in which something is hidden, as it stands there."""
    for entry in shared.case.evidence:
        for (_, value), line in zip(entry.fields, entry_lines(entry, setup.words), strict=True):
            if PLACEHOLDER.search(value.lower()):
                yield line


def pack(setup: Setup, shared: Shared, letter: Letter | None) -> dict[str, bytes]:
    """The files of an export, by name."""
    files = {
        "case.json": _json(shared_document(shared)),
        "case.html": _html(setup, shared, letter).encode(),
        "case.md": render_markdown(_page(setup, shared, letter)).encode(),
    }
    if letter is not None:
        files["draft.eml"] = render_eml(letter.drafts, letter.address)
    if shared.case.open_steps():
        files["plan.ics"] = render_ics(shared.case, setup.now, setup.words).encode()
    manifest = manifest_document(shared, files, __version__, setup.now)
    sums = "".join(f"{row['sha256']}  {row['name']}\n" for row in manifest["files"])
    return {**files, "manifest.json": _json(manifest), "MANIFEST.sha256": sums.encode()}


def _head(setup: Setup, shared: Shared) -> Page:
    words = setup.words
    blocks: list[Block] = [*file_blocks(shared.case, missing_fields(setup, shared.case), words)]
    blocks.insert(1, block(Kind.NOTE, words.say("case.page.notice")))
    if shared.count:
        blocks.insert(2, block(Kind.NOTE, words.say("case.page.redacted")))
    return tuple(blocks)


def _page(setup: Setup, shared: Shared, letter: Letter | None) -> Page:
    """The whole as one page, for Markdown."""
    blocks = [*_head(setup, shared)]
    for one in letter.drafts if letter else ():
        blocks.append(block(Kind.HEADING, one.subject))
        blocks += [block(Kind.TEXT, line) for line in one.body.split("\n") if line]
    return (*blocks, *(recipient_blocks(setup, letter) if letter else ()))


def _html(setup: Setup, shared: Shared, letter: Letter | None) -> str:
    """The whole as one file, with the message in both languages side by side."""
    words = setup.words
    title = heading(shared.case, words)
    if letter is None:
        return render_html(title, words.lang, _head(setup, shared))
    sides = [Side(one.lang, one.subject, one.body) for one in letter.drafts]
    notes = (*recipient_blocks(setup, letter), block(Kind.NOTE, words.say("case.draft.fill")))
    head = (*_head(setup, shared), block(Kind.HEADING, words.say("case.draft.title")))
    return render_html(title, words.lang, head, sides=sides, notes=notes)


def _json(document: Mapping[str, object]) -> bytes:
    return (json.dumps(document, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def _write_folder(place: Path, files: Mapping[str, bytes]) -> None:
    try:
        place.mkdir(mode=0o700)
    except OSError as error:
        raise UsageError(not_written(place, error)) from error
    try:
        for name, content in files.items():
            write_new(place / name, content)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)  # we made it: half a pack helps nobody
        raise
    if os.name == "posix":
        sync_folder(place)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one archive; the same files make the same archive."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _NOT_BEFORE)
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return whole.getvalue()
