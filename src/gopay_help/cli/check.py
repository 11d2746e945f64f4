"""`check`: the network diagnosis alone, for a person or a script."""

import gc
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

from gopay_help import __version__
from gopay_help.cli.options import Brand, number, option
from gopay_help.cli.packs import part_of_ours
from gopay_help.cli.setup import Setup, require_known
from gopay_help.model.check import Blame, CheckReport, Health, NetCause
from gopay_help.model.errors import ExitCode, UsageError
from gopay_help.model.text import Phrase, quoted
from gopay_help.screen.check import FORMATS, View
from gopay_help.screen.page import wrap

DEFAULT_BRAND = "gopay_id"


def check(
    setup: Setup,
    *,
    brand: Brand = None,
    targets: Annotated[
        Path | None, option("--targets", "Check these hosts instead of the brand's own.", metavar="FILE")
    ] = None,
    control: Annotated[
        bool | None, option("--control/--no-control", "Contact neutral hosts too; off unless you say so.")
    ] = None,
    allow_private: Annotated[
        bool, option("--allow-private", "Names of a targets file may lead to private addresses.")
    ] = False,
    budget: Annotated[float, option("--budget", "Seconds at most.", min=0.5, max=60, callback=number)] = 8.0,
    fail_on: Annotated[
        str | None,
        option("--fail-on", "Fail only for these causes or blames, separated by commas.", offers="blames"),
    ] = None,
    output: Annotated[
        str, option("--format", "text, json, nagios, junit, openmetrics or github.", offers=FORMATS)
    ] = "text",
) -> int:
    """Look at the network, print what it means, and return the exit code of contracts.md.

    Raises:
        UsageError: an option's value is none of those that there are.
        DataError: the targets file cannot be used.
    """
    output = "json" if setup.settings.json else output
    words = setup.words_of("check") if setup.folder is None else setup.words
    offline, out = setup.settings.offline, setup.stdout
    require_known("--format", output, FORMATS)
    chosen = parse_fail_on(fail_on)
    document = targets_of(setup) if targets is None else _read(targets)
    name = None if targets is not None and brand is None else brand or default_brand(document)
    require_brand(document, name)
    from gopay_help.network.targets import parse_targets

    aims = parse_targets(document, brand=name, allow_private=allow_private)

    def tell(key: str, **values: str) -> None:
        """Say what goes on, to a person alone."""
        if output == "text" and not offline:
            said = words.say(key, **values) if words.has(key) else "…"
            setup.stderr.write("".join(f"{line}\n" for line in wrap(said, setup.width or len(said))))
            setup.stderr.flush()

    tell("check.ui.looking")
    # Imported once something is on the screen: the check brings DNS, TLS and the certificate store with it.

    def clock() -> datetime:
        return setup.now if setup.settings.now else datetime.now(UTC)

    if offline:
        from gopay_help.network.check import look_at_itself

        report = look_at_itself(aims, clock=clock, made=made(), network=setup.network)
    else:
        from gopay_help.network.check import run_check
        from gopay_help.network.system import SystemNetwork

        network = setup.network or SystemNetwork()
        hosts = (*aims.provider, *(aims.controls if control else ()))
        asked = (*(network.resolvers() or ()), *(host.name for host in hosts))
        tell("check.ui.asks", who=", ".join(dict.fromkeys(asked)))
        report = run_check(
            aims,
            budget_s=budget,
            control=bool(control),
            allow_private=allow_private,
            clock=clock,
            made=made(),
            network=network,
            hear=lambda row: tell("check.ui.waits", row=words.say(f"check.row.{row}")),
        )
    code = exit_code(report, chosen)
    out.write(FORMATS[output](View(report, words, code, __version__, name or "targets", setup.width)))
    out.flush()
    gc.freeze()  # the answer is out; the collector's last walk over everything would hold the process
    return code


def require_brand(document: Mapping[str, object], name: str | None) -> None:
    """Refuse a brand of which the targets in *document* name no host.

    Raises:
        UsageError: that is so.
    """
    brands = document.get("brands")
    if isinstance(brands, dict):
        require_known("--brand", name, brands)


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
        return verdict.cause.code if verdict.status is not Health.OK else ExitCode.OK
    found = [one for one in (verdict, *report.secondary) if {one.cause, one.blame} & fail_on]
    return found[0].cause.code if found else ExitCode.OK


def made() -> date | None:
    """The day of the contact registry that is shipped: it is over, whatever this machine's clock says."""
    with suppress(ValueError):
        return date.fromisoformat(str(part_of_ours("channels").get("date")))
    return None


def _read(path: Path) -> Mapping[str, object]:
    from gopay_help.authoring.lint.yaml import read_document

    return read_document(path).data


def targets_of(setup: Setup) -> Mapping[str, object]:
    """The hosts that the pack names; those of this installation are read without its tree."""
    return part_of_ours("targets") if setup.folder is None else setup.document("targets")


def default_brand(document: Mapping[str, object]) -> str:
    """The brand that is looked at where none is named: ours, else the pack's first."""
    brands = document.get("brands")
    first = next(iter(brands), "") if isinstance(brands, dict) else ""
    return DEFAULT_BRAND if isinstance(brands, dict) and DEFAULT_BRAND in brands else str(first)
