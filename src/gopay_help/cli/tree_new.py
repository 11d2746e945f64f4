"""`tree new` and `tree explain`: how a pack begins, and what a rule is about."""

import re
from pathlib import Path
from typing import Annotated

import typer

from gopay_help.authoring.lint.engine import READERS
from gopay_help.authoring.lint.report import LEVELS, Teller
from gopay_help.authoring.lint.rule import RULES
from gopay_help.authoring.lint.schema import nearest
from gopay_help.cli.setup import Setup
from gopay_help.model.errors import DataError, ExitCode, Level, UsageError, not_written
from gopay_help.model.files import write_out
from gopay_help.model.text import safe_line
from gopay_help.tree.pack import packs_root

RULE_SCHEMA = "gopay-help/rule@1"
_SKELETON = Path(__file__).resolve().parents[1] / "authoring" / "skeleton"
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")


def new_tree(
    setup: Setup, folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to make.")]
) -> int:
    """Write a small pack that keeps every rule, to be changed into one's own; its files are named.

    Raises:
        UsageError: the folder is no name of a pack.
        DataError: something is there already, or it cannot be written.
    """
    name = folder.resolve().name
    if not _ID.match(name):
        raise UsageError(f"{name!r} is no name of a pack: write small letters a-z, digits and _ only")
    if folder.exists():
        raise DataError(f"{folder} is there already; name a folder that is not")
    schemas = (packs_root() / "schema").resolve().as_uri()
    for source in sorted(_SKELETON.rglob("*.yaml")):
        file = folder / source.relative_to(_SKELETON)
        content = source.read_text("utf-8").replace("{schemas}", schemas).replace("id: {id}", f"id: {name}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataError(not_written(file, error)) from error
        write_out(file, content.encode(), new=True)
        setup.stdout.write(f"{safe_line(str(file))}\n")
    return ExitCode.OK


def explain_rule(
    setup: Setup, rule: Annotated[str, typer.Argument(metavar="RULE", help="Its id, such as TAB001.")]
) -> int:
    """Say what a rule protects, how a break of it is mended, and whether one can be allowed.

    Raises:
        UsageError: there is no such rule.
    """
    wanted, teller = rule.upper(), Teller(setup.words_of("lint"))
    what, mend = teller.what(wanted), teller.mend(wanted)
    if what is None or mend is None:
        raise UsageError(f"{rule!r} is no rule; {nearest(wanted, [*RULES, *READERS])}")
    known = RULES.get(wanted)
    level, may_allow = (known.level, known.may_allow) if known else (Level.ERROR, False)
    if setup.settings.json:
        values = {"rule": wanted, "level": LEVELS[level], "what": what, "mend": mend, "may_allow": may_allow}
        setup.write_json({"schema": RULE_SCHEMA, **values})
        return ExitCode.OK
    say = teller.words.say
    allow = say(f"lint.explain.{'allow' if may_allow else 'never'}", comment=f"`# lint: allow {wanted} …`")
    for line in (f"{wanted} ({say(f'lint.level.{LEVELS[level]}')})", what, mend, allow):
        setup.stdout.write(f"{line}\n")
    return ExitCode.OK
