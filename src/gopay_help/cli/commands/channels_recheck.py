"""`channels recheck`: asks the official pages, on request, whether they still show what the registry says."""

from collections.abc import Mapping
from typing import TextIO

from gopay_help.channels.fetch import fetch
from gopay_help.channels.recheck import Fetch, Result, official_pages, recheck
from gopay_help.channels.registry import parse_registry
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.safe import safe_line


def run(
    registry_doc: Mapping[str, object],
    *,
    out: TextIO,
    err: TextIO,
    offline: bool = False,
    getter: Fetch = fetch,
) -> int:
    """Print one line a live channel: result, id, page. Nothing is edited.

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
    results: set[Result] = set()
    for checked in recheck(registry, getter):
        results.add(checked.result)
        out.write(safe_line(f"{checked.result}  {checked.channel}  {checked.url}").rstrip() + "\n")
    if Result.CHANGED in results:
        return ExitCode.FINDINGS
    return ExitCode.UNKNOWN if results & {Result.UNREACHABLE, Result.BLOCKED} else ExitCode.OK
