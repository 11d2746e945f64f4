"""`check`: the network diagnosis alone, for a person or a script."""

import gc
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from gopay_help import __version__
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import CODE_OF_CAUSE, ExitCode
from gopay_help.model.result import Blame, CheckReport, Health, NetCause
from gopay_help.model.text import Catalogue, Phrase, quoted
from gopay_help.screen.check import FORMATS, View

if TYPE_CHECKING:
    from gopay_help.network.machine import Network

DEFAULT_BRAND = "gopay_id"


def run(  # noqa: PLR0913 (the options of one command)
    *,
    catalogue: Catalogue,
    out: TextIO,
    err: TextIO,
    targets_file: Path | None = None,
    brand: str | None = None,
    control: bool | None = None,
    allow_private: bool = False,
    budget_s: float = 8.0,
    fail_on: str | None = None,
    format: str = "text",  # noqa: A002 (the option's own name)
    offline: bool = False,
    now: datetime | None = None,
    network: "Network | None" = None,
) -> int:
    """Look at the network, print what it means, and return the exit code of contracts.md.

    Raises:
        UsageError: an option's value is none of those that there are.
        DataError: the targets file cannot be used.
    """
    if format not in FORMATS:
        raise UsageError(Phrase("fault.choose", what=f"--format {quoted(format)}", known=tuple(FORMATS)))
    chosen = parse_fail_on(fail_on)
    document = _read_targets(targets_file)
    name = None if targets_file is not None and brand is None else brand or DEFAULT_BRAND
    require_brand(document, name)
    from gopay_help.network.targets import parse_targets

    targets = parse_targets(document, brand=name, allow_private=allow_private)
    if format == "text" and not offline:
        err.write((catalogue.say("check.ui.looking") if catalogue.has("check.ui.looking") else "…") + "\n")
        err.flush()
    # Imported once something is on the screen: the check brings DNS, TLS and the certificate store with it.

    def clock() -> datetime:
        return now or datetime.now(UTC)

    if offline:
        from gopay_help.network.check import look_at_itself

        report = look_at_itself(targets, clock=clock, made=_made(), network=network)
    else:
        from gopay_help.network.check import run_check

        report = run_check(
            targets,
            budget_s=budget_s,
            control=bool(control),
            allow_private=allow_private,
            clock=clock,
            network=network,
        )
    code = exit_code(report, chosen)
    out.write(FORMATS[format](View(report, catalogue, code, __version__, name or "targets")))
    out.flush()
    gc.freeze()  # the answer is out; the collector's last walk over everything would hold the process
    return code


def require_brand(document: Mapping[str, object], name: str | None) -> None:
    """Refuse a brand of which the targets in *document* name no host.

    Raises:
        UsageError: that is so.
    """
    brands = document.get("brands")
    if name is not None and isinstance(brands, dict) and name not in brands:
        raise UsageError(Phrase("fault.choose", what=f"--brand {quoted(name)}", known=tuple(brands)))


def parse_fail_on(text: str | None) -> frozenset[str] | None:
    """The causes and blames of --fail-on; None if it was not given.

    Raises:
        UsageError: one of them is neither.
    """
    if text is None:
        return None
    words = frozenset(word.strip() for word in text.split(",") if word.strip())
    known = set(NetCause) | set(Blame)
    unknown = min(words - known, default=None)
    if unknown is not None or not words:
        what = f"--fail-on {quoted(unknown or '')}".rstrip()
        raise UsageError(Phrase("fault.choose", what=what, known=tuple(sorted(known))))
    return words


def exit_code(report: CheckReport, fail_on: frozenset[str] | None = None) -> int:
    """0 if nothing is wrong, or nothing of what --fail-on names; else the code of the cause."""
    verdict = report.verdict
    if fail_on is None:
        return _code(verdict.cause) if verdict.status is not Health.OK else ExitCode.OK
    found = [one for one in (verdict, *report.secondary) if {one.cause, one.blame} & fail_on]
    return _code(found[0].cause) if found else ExitCode.OK


def _code(cause: NetCause) -> int:
    of = cause.tree_cause
    return ExitCode.OK if of is None else CODE_OF_CAUSE[of]


def _made() -> date | None:
    """The day of the contact registry that is shipped: it is over, whatever this machine's clock says."""
    from gopay_help.authoring.lint.yaml import read_document
    from gopay_help.tree.pack import pack_folder

    folder = pack_folder("gopay")
    compiled = folder / "channels.json"
    data = read_document(compiled if compiled.is_file() else folder / "channels.yaml").data
    with suppress(ValueError):
        return date.fromisoformat(str(data.get("date")))
    return None


def _read_targets(path: Path | None) -> Mapping[str, object]:
    from gopay_help.authoring.lint.yaml import read_document
    from gopay_help.tree.pack import pack_folder

    if path is not None:
        return read_document(path).data
    folder = pack_folder("gopay")
    compiled = folder / "targets.json"
    return read_document(compiled if compiled.is_file() else folder / "targets.yaml").data
