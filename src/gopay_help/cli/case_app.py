"""The subcommands of `case` and their options; mounted by the command line as one group."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gopay_help.cli.finish import finish
from gopay_help.cli.options import with_settings
from gopay_help.cli.settings import Settings

if TYPE_CHECKING:
    from gopay_help.cli.wiring import Setup

# Each body imports its own module, as in app.py: a start loads what it runs.
# ruff: noqa: PLC0415

case_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
)

CaseId = Annotated[
    str | None, typer.Argument(metavar="[ID]", help="The case; the latest open one without it.")
]
Reveal = Annotated[
    list[str] | None,
    typer.Option("--reveal", help="Show this hidden field: counterparty. Repeatable.", metavar="FIELD"),
]
Out = Annotated[Path | None, typer.Option("--out", help="Write it there; nothing is overwritten.")]


@case_app.callback()
@with_settings
def every(settings: Settings) -> None:
    """Take the common options that stand before the command."""


@case_app.command("list")
@with_settings
def list_(settings: Settings) -> None:
    """All cases on this device."""
    from gopay_help.cli.commands import case as command

    finish(settings, command.list_cases)


@case_app.command()
@with_settings
def show(settings: Settings, case_id: CaseId = None) -> None:
    """Everything that one case knows."""
    from gopay_help.cli.commands import case as command

    finish(settings, lambda setup: command.show_case(setup, case_id))


@case_app.command()
@with_settings
def resume(settings: Settings, case_id: CaseId = None) -> None:
    """Go on with the questions where they stopped."""
    from gopay_help.cli.commands import case as command

    finish(settings, lambda setup: command.resume_case(setup, case_id))


@case_app.command("next")
@with_settings
def next_(
    settings: Settings,
    case_id: CaseId = None,
    *,
    works: Annotated[bool, typer.Option("--works", help="You looked again, and it works.")] = False,
    still: Annotated[bool, typer.Option("--still", help="You looked again, and it is still so.")] = False,
    act: Annotated[
        list[int] | None,
        typer.Option("--done", help="This urgent step is done. Repeatable.", metavar="NUMBER"),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Look at the network first, and say what has changed.")
    ] = False,
    ics: Annotated[
        Path | None, typer.Option("--ics", help="Write the plan as a calendar file; - for stdout.")
    ] = None,
) -> None:
    """What is due now, why then, and what comes later."""
    from gopay_help.cli.commands import case as command

    def body(setup: "Setup") -> int:
        looked = command.looked_again(setup, works=works, still=still)
        acts = tuple(act or ())
        if not check:
            return command.next_case(setup, case_id, works=looked, acts=acts, ics=ics)
        from gopay_help.cli.commands.watch import look_at

        return command.next_case(
            setup, case_id, works=looked, acts=acts, look=lambda brand: look_at(setup, brand).seen, ics=ics
        )

    finish(settings, body)


@case_app.command()
@with_settings
def add(  # noqa: PLR0913 (the options of one command)
    settings: Settings,
    case_id: CaseId = None,
    *,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help="note, transaction, screenshot or attempt.", show_default=False),
    ] = None,
    text: Annotated[str | None, typer.Option("--text", help="What happened; - reads it from stdin.")] = None,
    amount: Annotated[str | None, typer.Option("--amount", help="A sum, such as 250rb.")] = None,
    when: Annotated[
        str | None, typer.Option("--when", help="A day and a time: YEAR-MONTH-DAY HH:MM.")
    ] = None,
    reference: Annotated[str | None, typer.Option("--reference", help="Order or ticket number.")] = None,
    counterparty: Annotated[
        str | None, typer.Option("--counterparty", help="Phone or account number of the other side.")
    ] = None,
    file: Annotated[str | None, typer.Option("--file", help="Name of a screenshot's file.")] = None,
    channel: Annotated[
        str | None,
        typer.Option("--channel", help="Where you asked: app, email, phone, web or a contact's id."),
    ] = None,
    answer: Annotated[str | None, typer.Option("--answer", help="What they answered.")] = None,
) -> None:
    """Add a note, a transaction, a screenshot's name or an attempt; without options you are asked."""
    from gopay_help.cli.commands import case_add as command

    given = {
        "text": text,
        "amount": amount,
        "when": when,
        "reference": reference,
        "counterparty": counterparty,
        "file": file,
        "channel": channel,
        "answer": answer,
    }
    finish(settings, lambda setup: command.add(setup, case_id, kind, given))


@case_app.command()
@with_settings
def remove(
    settings: Settings,
    which: Annotated[
        list[str],
        typer.Argument(metavar="[ID] NUMBER", help="The case, and the number of the entry in case show."),
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take an entry back."""
    from gopay_help.cli.commands import case_remove as command

    def body(setup: "Setup") -> int:
        case_id, number = command.named_entry(setup, which)
        return command.remove_entry(setup, case_id, number, sure=yes)

    finish(settings, body)


@case_app.command()
@with_settings
def draft(
    settings: Settings,
    case_id: CaseId = None,
    *,
    form: Annotated[str, typer.Option("--format", help="text, eml, mailto or app.")] = "text",
    regulator: Annotated[
        bool, typer.Option("--regulator", help="To the public body, once you have complained.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", help="Characters of the app's form.", min=200)] = 1000,
    reveal: Reveal = None,
    out: Out = None,
) -> None:
    """The message to support, in its language and in yours. Nothing is sent."""
    from gopay_help.cli.commands import case_draft as command

    wanted = command.Wanted(form, out, regulator, frozenset(reveal or ()), limit)
    finish(settings, lambda setup: command.draft(setup, case_id, wanted))


@case_app.command()
@with_settings
def export(
    settings: Settings,
    case_id: CaseId = None,
    *,
    packed: Annotated[bool, typer.Option("--zip", help="One zip file instead of a folder.")] = False,
    reveal: Reveal = None,
    out: Out = None,
) -> None:
    """One folder to hand over: the case, a page to print, the draft, the calendar, their hashes."""
    from gopay_help.cli.commands import case_export as command

    shown = frozenset(reveal or ())
    finish(settings, lambda setup: command.export(setup, case_id, out=out, packed=packed, reveal=shown))


@case_app.command()
@with_settings
def diff(settings: Settings, case_id: CaseId = None) -> None:
    """What has changed between the last two looks at the network."""
    from gopay_help.cli.commands import case as command

    finish(settings, lambda setup: command.diff_case(setup, case_id))


@case_app.command()
@with_settings
def delete(
    settings: Settings,
    case_id: CaseId = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a case from this device."""
    from gopay_help.cli.commands import case_remove as command

    finish(settings, lambda setup: command.delete_case(setup, case_id, sure=yes))
