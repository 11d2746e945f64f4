"""The commands and their options. The only module that knows typer; each body imports its own module."""

import os
import sys
from collections.abc import Sequence
from copy import copy
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gopay_help import __version__
from gopay_help.cli.english import plainly_english
from gopay_help.cli.finish import finish
from gopay_help.cli.options import with_settings
from gopay_help.cli.settings import Settings

if TYPE_CHECKING:
    from gopay_help.cli.wiring import Setup

app = typer.Typer(
    name="gopay-help",
    help="Unofficial help when GoPay customer service cannot be reached. Without a command: the wizard.",
    epilog="Never asks for your OTP, PIN, password or card number. Not affiliated with GoPay, Gojek or GoTo.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMPLETION = "_GOPAY_HELP_COMPLETE"
"""Set by the shell's completion script: it asks about every word of the line."""


GROUPS = {
    "channels": "The contact registry, each entry with its proof.",
    "case": "What is kept of a run on this device: go on, collect, write, follow up.",
    "tree": "For authors: check, try, draw and measure a decision tree.",
    "i18n": "For translators: what is missing, out to PO and back.",
}
"""First words that several commands share, with their help. Each stands in ``cli/<name>_app.py``."""

HELP = {"-h", "--help"}
UsageFault: type[Exception] = typer.BadParameter.__bases__[0]
"""Whatever typer refuses in a command line; it has no public name for it in all releases that we admit."""

Brand = Annotated[
    str | None,
    typer.Option("--brand", help="Which GoPay: gopay_id, gopay_cz or gopay_zh.", show_default=False),
]


def run() -> int:
    """Run the command line of this process; the exit code."""
    arguments = sys.argv[1:]
    command = typer.main.get_command(needed(arguments))
    if HELP & set(arguments) or (len(arguments) <= 1 and command.no_args_is_help):
        _localise(command, arguments)
    try:
        code = command.main(prog_name="gopay-help", standalone_mode=False)
    except UsageFault as fault:
        from gopay_help.cli.manual import explain
        from gopay_help.model.exit_code import ExitCode

        sys.stderr.write(explain(fault, arguments, os.environ))
        return ExitCode.USAGE
    except typer.Abort:
        return 1
    return code if isinstance(code, int) else 0


def _localise(command: object, arguments: Sequence[str]) -> None:
    """Put the manual into the person's language, before it is shown."""
    if plainly_english(arguments, os.environ):
        return
    from gopay_help.cli.manual import localise

    localise(command, arguments, os.environ)


def needed(arguments: Sequence[str]) -> typer.Typer:
    """The commands that these arguments can reach: typer builds each option of each command it is given.

    Where the first word is a command or a group, that one alone. The wizard and --help need the names of the
    groups and nothing inside them. A slip of the keyboard, or a shell that completes, needs them all.
    """
    word = arguments[0] if arguments else ""
    smaller = copy(app)
    smaller.registered_groups = []
    known = [each for each in app.registered_commands if getattr(each.callback, "__name__", "") == word]
    if known:
        smaller.registered_commands = known
    elif word in GROUPS:
        smaller.registered_commands = []
        _mount(smaller, word)
    elif COMPLETION not in os.environ and set(arguments) <= HELP:
        for name, text in GROUPS.items():
            smaller.add_typer(typer.Typer(), name=name, help=text)
    else:
        for name in GROUPS:
            _mount(smaller, name)
    return smaller


def _mount(into: typer.Typer, name: str) -> None:
    """A group joins with all its commands and their options, which are many."""
    group = getattr(import_module(f"gopay_help.cli.{name}_app"), f"{name}_app")
    into.add_typer(group, name=name, help=GROUPS[name])


def _asked_value(setup: "Setup") -> list[str]:
    """What a person types when `verify` stands alone on a terminal."""
    if not setup.interactive:
        return []
    setup.talk.write(setup.words.say("ui.verify_ask") + "\n> ")
    setup.talk.flush()
    return [line] if (line := setup.stdin.readline().strip()) else []


def _number(value: float) -> float:
    """What is called "nan" is neither too little nor too much, and no time ever comes to it."""
    if value != value:  # noqa: PLR0124 (the one number that is not itself)
        raise typer.BadParameter(f"{value!r} is not a number.")
    return value


@app.callback()
@with_settings
def main(
    settings: Settings,
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Find out why support cannot be reached, keep the money safe, reach a contact that can be proved."""
    if version:
        sys.stdout.write(f"gopay-help {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is not None:
        return
    from gopay_help.cli.wiring import Setup

    if not Setup(settings).interactive:
        _localise(context.command, sys.argv[1:])
        sys.stdout.write(context.get_help() + "\n")
        raise typer.Exit
    from gopay_help.cli.commands import diagnose as command

    finish(settings, lambda setup: command.run(setup, command.Request()))


@app.command()
@with_settings
def diagnose(  # noqa: PLR0913 (each is an option of contracts.md)
    settings: Settings,
    *,
    brand: Brand = None,
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", help="Answer a question: id=option. Repeatable.", metavar="ID=OPTION"),
    ] = None,
    answers: Annotated[
        str | None,
        typer.Option("--answers", help="Answers from a YAML or JSON mapping; - for stdin.", metavar="FILE"),
    ] = None,
    facts: Annotated[
        Path | None,
        typer.Option(
            "--facts", help="Facts from a YAML or JSON mapping, instead of the checks.", metavar="FILE"
        ),
    ] = None,
    write_template: Annotated[
        str | None,
        typer.Option(
            "--write-template", help="Write every question with its options; - for stdout.", metavar="FILE"
        ),
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with the code of the cause instead of 0.")
    ] = False,
    no_save: Annotated[
        bool, typer.Option("--no-save", help="Keep nothing of this run on this device.")
    ] = False,
    helper: Annotated[
        bool, typer.Option("--helper", help="You help somebody on the phone: what to say, and a short card.")
    ] = False,
    pack: Annotated[
        Path | None,
        typer.Option(
            "--pack", help="For authors: try the pack in this folder.", metavar="FOLDER", show_default=False
        ),
    ] = None,
) -> None:
    """The wizard: red flag first, then the cause, whom to contact, and how to keep the money safe."""
    from gopay_help.cli.commands import diagnose as command

    request = command.Request(
        brand,
        tuple(answer or ()),
        answers,
        facts,
        write_template,
        exit_code=exit_code,
        save=not no_save and pack is None,
        helper=helper,
    )
    finish(settings, lambda setup: command.run(setup, request), folder=pack)


@app.command()
@with_settings
def watch(
    settings: Settings,
    case_id: Annotated[
        str | None,
        typer.Argument(metavar="[CASE]", help="Keep what is seen in this case.", show_default=False),
    ] = None,
    *,
    brand: Brand = None,
    hours: Annotated[
        float, typer.Option("--hours", help="Stop after so many hours.", min=0.1, max=72, callback=_number)
    ] = 6,
    notice: Annotated[bool, typer.Option("--notice", help="Also a notice on the desktop.")] = False,
    control: Annotated[bool, typer.Option("--control", help="Contact neutral hosts too.")] = False,
) -> None:
    """Look now and then until the service answers again, say so once, and stop."""
    from gopay_help.cli.commands import watch as command

    finish(
        settings,
        lambda setup: command.watch(
            setup, brand=brand, hours=hours, case_id=case_id, notice=notice, control=control
        ),
    )


@app.command()
@with_settings
def verify(
    settings: Settings,
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="VALUE…",
            help="Numbers, links, addresses or names; - reads one a line.",
            show_default=False,
        ),
    ] = None,
    *,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", help="phone, url, domain, email or handle; found out without it.", show_default=False
        ),
    ] = None,
    message: Annotated[
        str | None,
        typer.Option(
            "--message", help="Look through a whole message; - reads it from stdin.", metavar="TEXT"
        ),
    ] = None,
) -> None:
    """Is this number, link, address or name official, retired, another company's, or a look-alike?"""
    from gopay_help.cli.commands import verify as command

    def body(setup: "Setup") -> int:
        asked = values or ([] if message else _asked_value(setup))
        return command.run_with(setup, asked, kind=kind, message=message)

    finish(settings, body)


@app.command()
@with_settings
def funds(
    settings: Settings,
    cause: Annotated[
        str | None, typer.Argument(help="A cause, such as account_lock; all without it.")
    ] = None,
) -> None:
    """How to keep the money safe meanwhile: for a cause, or whatever the cause."""
    from gopay_help.cli.commands import checklist as command

    finish(settings, lambda setup: command.run(setup, "funds", cause))


@app.command()
@with_settings
def prevent(
    settings: Settings,
    cause: Annotated[
        str | None, typer.Argument(help="A cause, such as account_lock; all without it.")
    ] = None,
) -> None:
    """How to make it happen less."""
    from gopay_help.cli.commands import checklist as command

    finish(settings, lambda setup: command.run(setup, "prevention", cause))


@app.command()
@with_settings
def check(
    settings: Settings,
    *,
    brand: Brand = None,
    targets: Annotated[
        Path | None,
        typer.Option("--targets", help="Check these hosts instead of the brand's own.", metavar="FILE"),
    ] = None,
    control: Annotated[
        bool | None,
        typer.Option(
            "--control/--no-control",
            help="Contact neutral hosts too; off unless you say so.",
            show_default=False,
        ),
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Names of a targets file may lead to private addresses.")
    ] = False,
    budget: Annotated[
        float, typer.Option("--budget", help="Seconds at most.", min=0.5, max=60, callback=_number)
    ] = 8.0,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on", help="Fail only for these causes or blames, separated by commas.", show_default=False
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--format", help="text, json, nagios, junit, openmetrics or github.")
    ] = "text",
) -> None:
    """Check this device's network alone: what is broken, and whose part it is."""
    from gopay_help.cli.commands import check as command

    finish(
        settings,
        lambda setup: command.run(
            targets_file=targets,
            brand=brand,
            control=control,
            allow_private=allow_private,
            budget_s=budget,
            fail_on=fail_on,
            format="json" if settings.json else output,
            catalogue=setup.words_of("check"),
            offline=settings.offline,
            now=setup.now if settings.now else None,
            out=setup.stdout,
            err=setup.stderr,
        ),
    )
