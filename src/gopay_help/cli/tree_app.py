"""The subcommands of `tree` and their options, for authors; mounted by the command line as one group."""

from pathlib import Path
from typing import Annotated

import typer

from gopay_help.cli.finish import finish
from gopay_help.cli.options import with_settings
from gopay_help.cli.pack_options import Folder, Out, Pack
from gopay_help.cli.settings import Settings

# Each body imports its own module, as in app.py: a start loads what it runs.
# ruff: noqa: PLC0415

tree_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@tree_app.callback()
@with_settings
def every(settings: Settings) -> None:
    """Take the common options that stand before the command."""


@tree_app.command()
@with_settings
def lint(
    settings: Settings,
    folder: Folder = None,
    *,
    output: Annotated[str, typer.Option("--format", help="text, json, github or sarif.")] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    proof: Annotated[
        bool, typer.Option("--proof", help="Write the proof that every run ends, as JSON.")
    ] = False,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            help="An earlier state: no contact may vanish, no change keep the version.",
            metavar="FOLDER",
            show_default=False,
        ),
    ] = None,
    out: Out = None,
) -> None:
    """Hold a pack against every rule; each finding says where it stands and how to mend it."""
    from gopay_help.cli.commands import tree_lint as command

    request = command.Request(output, strict=strict, proof=proof, out=out, against=against)
    finish(settings, lambda setup: command.run(setup, request), folder=folder)


@tree_app.command("test")
@with_settings
def try_(
    settings: Settings,
    folder: Folder = None,
    *,
    scenarios: Annotated[
        Path | None,
        typer.Option(
            "--scenarios", help="A folder of stories; the pack's own without it.", show_default=False
        ),
    ] = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", help="Also write JUnit XML there.", metavar="FILE")
    ] = None,
) -> None:
    """Walk every edge, table cell and inference, and every story, and look at what people would see."""
    from gopay_help.cli.commands import tree_test as command

    finish(settings, lambda setup: command.run(setup, scenarios=scenarios, junit_file=junit), folder=folder)


@tree_app.command()
@with_settings
def replay(
    settings: Settings,
    case_id: Annotated[str, typer.Argument(metavar="CASE", help="A case's id, or a case file.")],
    *,
    pack: Pack = None,
) -> None:
    """Show the very screens that the person of a case saw."""
    from gopay_help.cli.commands import tree_replay as command

    finish(settings, lambda setup: command.run(setup, case_id), folder=pack)


@tree_app.command()
@with_settings
def show(
    settings: Settings,
    node_id: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="A question, table or outcome; the whole tree without it."),
    ] = None,
    *,
    pack: Pack = None,
) -> None:
    """Show a part of the tree as people see it, and where it leads."""
    from gopay_help.cli.commands import tree_show as command

    finish(settings, lambda setup: command.run(setup, node_id), folder=pack)


@tree_app.command()
@with_settings
def graph(
    settings: Settings,
    folder: Folder = None,
    *,
    output: Annotated[str, typer.Option("--format", help="mermaid, dot, svg or html.")] = "mermaid",
    case_id: Annotated[
        str | None,
        typer.Option("--case", help="Highlight the path of this case.", metavar="CASE", show_default=False),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer", help="Highlight the path of these answers. Repeatable.", metavar="ID=OPTION"
        ),
    ] = None,
    facts: Annotated[
        Path | None,
        typer.Option(
            "--facts",
            help="Facts that tables on that path look at, from a YAML or JSON mapping.",
            metavar="FILE",
        ),
    ] = None,
    out: Out = None,
) -> None:
    """Draw the tree, in any language, with a path through it if one is named."""
    from gopay_help.cli.commands import tree_graph as command

    request = command.Request(output, case_id, tuple(answer or ()), out, facts)
    finish(settings, lambda setup: command.run(setup, request), folder=folder)


@tree_app.command()
@with_settings
def fmt(
    settings: Settings,
    folder: Folder = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; say what would change.")] = False,
) -> None:
    """Write the files of a pack in their one form; comments stay, English words are added as comments."""
    from gopay_help.cli.commands import tree_fmt as command

    finish(settings, lambda setup: command.run(setup, check=check), folder=folder)


@tree_app.command()
@with_settings
def stats(settings: Settings, folder: Folder = None) -> None:
    """How many questions a run takes, and how many ways there are through the tree."""
    from gopay_help.cli.commands import tree_stats as command

    finish(settings, command.run, folder=folder)
