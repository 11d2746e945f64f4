"""The commands by name and first line. The function of a command is imported when the command is called."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from gopay_help import __version__
from gopay_help.cli.options import (
    Helper,
    NoSave,
    Settings,
    command,
    option,
    plainly_english,
    run_body,
    with_settings,
)


class Listed(NamedTuple):
    """A command: where its function stands, `module.function`, and the line that lists name it with."""

    name: str
    function: str
    help: str


# fmt: off
COMMANDS = tuple(Listed(*row) for row in (
    ("diagnose", "diagnose.diagnose", "The wizard: red flag first, then the cause, whom to contact, and how to keep the money safe."),
    ("suggest", "advice.suggest", "Which advice fits these words? A proposal only; nothing is kept."),
    ("watch", "watch.watch", "Look now and then until the service answers again, say so once, and stop."),
    ("verify", "verify.verify", "Is this number, link, address or name official, retired, another company's, or a look-alike?"),
    ("funds", "advice.funds", "How to keep the money safe meanwhile: for a cause, or whatever the cause."),
    ("prevent", "advice.prevent", "How to make it happen less."),
    ("check", "check.check", "Check this device's network alone: what is broken, and whose part it is."),
    ("channels", "channels.list_channels", "The contact registry, each entry with the day on which it was last seen."),
    ("channels show", "channels.show_channel", "Show one contact with everything that proves it."),
    ("channels lint", "tree.lint_channels", "For maintainers: hold the registry against every rule that needs no network."),
    ("channels recheck", "tree.recheck_channels", "For maintainers: ask the official pages whether they still show what we say. Edits nothing."),
    ("case", "", "What is kept of a run on this device: go on, collect, write, follow up."),
    ("case list", "case.list_cases", "All cases on this device."),
    ("case show", "case.show_case", "Everything that one case knows."),
    ("case resume", "case.resume_case", "Go on with the questions where they stopped."),
    ("case next", "case.next_case", "What is due now, why then, and what comes later."),
    ("case add", "case_add.add", "Add a note, a transaction, a screenshot's name or an attempt; without options you are asked."),
    ("case remove", "case.remove_entry", "Take an entry back."),
    ("case draft", "case_share.draft", "The message to support, in its language and in yours. Nothing is sent."),
    ("case export", "case_share.export", "One folder to hand over: the case, a page to print, the draft, the calendar, their hashes."),
    ("case diff", "case.diff_case", "What has changed between the last two looks at the network."),
    ("case delete", "case.delete_case", "Remove a case from this device."),
    ("page", "tree_show.page", "The wizard as one file for a phone: it opens in any browser, loads nothing and keeps nothing."),
    ("tree", "", "For authors: check, try, draw and measure a decision tree."),
    ("tree new", "tree.new_tree", "Begin a pack: a small one that keeps every rule."),
    ("tree lint", "tree.lint_tree", "Hold a pack against every rule; each finding says where it stands and how to mend it."),
    ("tree test", "tree.try_tree", "Walk every edge, table cell and inference, and every story, and look at what people would see."),
    ("tree explain", "tree.explain_rule", "What a rule protects, and how a break is mended."),
    ("tree replay", "tree_show.replay", "Show the very screens that the person of a case saw."),
    ("tree show", "tree_show.show_tree", "Show a part of the tree as people see it, and where it leads."),
    ("tree graph", "tree_show.draw_tree", "Draw the tree, in any language, with a path through it if one is named."),
    ("tree fmt", "tree.format_tree", "Write the files of a pack in their one form; comments stay, English words are added as comments."),
    ("tree stats", "tree.measure_tree", "How many questions a run takes, and how many ways there are through the tree."),
    ("i18n", "", "For translators: what is missing, out to PO and back."),
    ("i18n status", "i18n.status", "What is translated, what is missing, and what has grown stale, by language."),
    ("i18n export", "i18n.export", "Write the texts of one language (--lang) for Poedit, Weblate or an editor."),
    ("i18n import", "i18n.take_back", "Take a translated PO file back into the pack; what is wrong is told and nothing is changed."),
    ("i18n confirm", "i18n.confirm", "Note that translations of one language (--lang) say what the English says now."),
))
# fmt: on
"""Every command; a new one is a line here and a function in its module, which declares its options. Those of a group
follow it; a group without a function of its own shows its manual."""

app = typer.Typer(
    name="gopay-help",
    help="Unofficial help when GoPay's support cannot be reached. Without a command: the wizard.",
    epilog="Never asks for your OTP, PIN, password or card number. Not affiliated with GoPay, Gojek or GoTo.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
HELP = {"-h", "--help"}
COMPLETION = {"--show-completion", "--install-completion"}
UsageFault: type[Exception] = typer.BadParameter.__bases__[0]
"""Whatever typer refuses in a command line; it has no public name for it in all releases that we admit."""
Finish = Callable[[Any], None]
"""What is done to a command once it stands: its manual is put into another language."""


def run() -> int:
    """Run the command line of this process; the exit code."""
    arguments = sys.argv[1:]
    try:
        code = build(_translator() if HELP & set(arguments) else _nothing).main(
            prog_name="gopay-help", standalone_mode=False
        )
    except UsageFault as fault:
        from gopay_help.cli.help import explain

        sys.stderr.write(explain(fault, arguments, os.environ))
        return 2
    except typer.Abort:
        return 130
    except SystemExit as end:
        if end.code != 1:
            raise
        gone = type(sys.stdout).__name__ == "PacifyFlushWrapper"  # typer's own, where a reader went away
        return 0 if gone else 2  # else what a shell asks for is none that it can complete in
    except OSError:  # the manual cannot be written: whoever called this says so
        raise
    except Exception as error:  # noqa: BLE001 (a module that does not even load)
        from gopay_help.cli.exit import run_command

        return run_command(partial(_again, error), debug="--debug" in arguments)
    if code == 1 and COMPLETION & set(arguments):  # the shell is none that it can complete in
        return 2
    return code if isinstance(code, int) else 0


def _again(error: Exception) -> int:
    raise error


class Deferred(TyperCommand):
    """A command by name and first line; it is built, with its options, when it is called."""

    def __init__(self, name: str, listed: Listed, finish: Finish) -> None:
        super().__init__(name, help=listed.help)
        self._listed, self._finish = listed, finish

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> Any:  # noqa: ANN401
        """The context of the command itself."""
        return self.built().make_context(info_name, args, *rest, **extra)

    def built(self) -> Any:  # noqa: ANN401 (typer keeps the class to itself)
        """The command with its options; of a group, the names of its commands."""
        name, function, told = self._listed
        typed = typer.Typer(rich_markup_mode=None, add_completion=False)
        if any(each.name.startswith(f"{name} ") for each in COMMANDS):
            alone = bool(function)
            called = command(_function(function)) if alone else with_settings(lambda *_: None, ())
            typed.callback(help=told, invoke_without_command=alone, no_args_is_help=not alone)(called)
            found: Any = typer.main.get_group(typed)
            _fill(found, f"{name} ", self._finish)
        else:
            typed.command(self.name, help=told)(command(_function(function)))
            found = typer.main.get_command(typed)
        found.name = self.name
        self._finish(found)
        return found


def build(finish: Finish | None = None) -> Any:  # noqa: ANN401
    """The program as typer has it, its commands by name."""
    program: Any = typer.main.get_command(app)
    _fill(program, "", finish or _nothing)
    (finish or _nothing)(program)
    return program


def every_command(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401
    """Every command with its options, by the words that call it; the program itself first."""
    group = group or build()
    yield path, group
    for name, inner in getattr(group, "commands", {}).items():
        yield from every_command(inner.built(), (*path, name))


def _fill(group: TyperGroup, before: str, finish: Finish) -> None:
    """Add the commands whose names are one word after those of the group."""
    for listed in COMMANDS:
        name = listed.name.removeprefix(before)
        if listed.name.startswith(before) and " " not in name:
            group.add_command(Deferred(name, listed, finish), name)


def _function(where: str) -> Callable[..., int]:
    module, _, name = where.partition(".")
    found: Callable[..., int] = getattr(import_module(f"gopay_help.cli.{module}"), name)
    return found


def _translator() -> Finish:
    """What puts a manual into the person's language; the English one is there as it is."""
    if plainly_english(sys.argv[1:], os.environ):
        return _nothing
    from gopay_help.cli.help import translator

    return translator(sys.argv[1:], os.environ)


def _nothing(_command: object) -> None:
    pass


def _start(
    settings: Settings,
    context: typer.Context,
    *,
    version: Annotated[bool, option("--version", "Print the version and stop.")] = False,
    no_save: NoSave = False,
    helper: Helper = False,
) -> None:
    if version:
        sys.stdout.write(f"gopay-help {__version__}\n")
        raise typer.Exit
    context.obj = settings = settings._replace(no_save=no_save, helper=helper)
    if context.invoked_subcommand is not None:
        return
    from gopay_help.cli.setup import Setup

    if not Setup(settings).interactive:
        _translator()(context.command)
        sys.stdout.write(context.get_help() + "\n")
        raise typer.Exit
    run_body(settings, _function("diagnose.diagnose"))


app.callback()(with_settings(_start))
