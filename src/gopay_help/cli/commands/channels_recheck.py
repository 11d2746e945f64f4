"""`channels recheck`: asks the official pages, on request, whether they still show what the registry says."""

from collections.abc import Mapping, Sequence
from typing import TextIO

from gopay_help import __version__
from gopay_help.contacts.recheck import Checked, Fetch, PageReader, Result, official_pages, recheck
from gopay_help.contacts.registry import parse_registry
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import safe_line
from gopay_help.screen.documents import write_json

SCHEMA = "gopay-help/recheck@1"


def run(
    registry_doc: Mapping[str, object],
    *,
    out: TextIO,
    err: TextIO,
    offline: bool = False,
    as_json: bool = False,
    getter: Fetch | None = None,
) -> int:
    """Print one line a live channel: result, id, page; or one document. Nothing is edited.

    Exit 0 if all that have a page were confirmed, 3 if one changed, 5 if one could not be asked.

    Raises:
        UsageError: --offline was given.
        DataError: the registry cannot be used.
    """
    if offline:
        raise UsageError("channels recheck asks official pages; leave out --offline")
    registry = parse_registry(registry_doc)
    pages = {url for channel in registry.channels for url in official_pages(channel, registry)}
    err.write(f"Asking {len(pages)} official pages; nothing is changed.\n")
    results: list[Checked] = []
    for checked in recheck(registry, getter or PageReader()):
        results.append(checked)
        if not as_json:
            out.write(safe_line(f"{checked.result}  {checked.channel}  {checked.url}").rstrip() + "\n")
    code = _exit_code({checked.result for checked in results})
    if as_json:
        write_json(_document(results, code), out)
    return code


def _exit_code(results: set[Result]) -> ExitCode:
    if Result.CHANGED in results:
        return ExitCode.FINDINGS
    return ExitCode.UNKNOWN if results & {Result.UNREACHABLE, Result.BLOCKED} else ExitCode.OK


def _document(results: Sequence[Checked], code: ExitCode) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "version": __version__,
        "channels": [
            {"id": checked.channel, "result": checked.result, "url": checked.url or None}
            for checked in results
        ],
        "exit_code": code,
    }
