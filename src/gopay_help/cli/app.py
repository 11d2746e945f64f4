"""The commands by name and first line. The function of a command is imported when the command is called."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from gopay_help import __version__
from gopay_help.cli.language import plainly_english
from gopay_help.cli.options import Helper, NoSave, Settings, command, run_body, with_settings


class Listed(NamedTuple):
    """A command: the line that lists name it with, and where its function stands, `module.function`."""

    help: str
    function: str = ""
    commands: "Mapping[str, Listed]" = {}  # noqa: RUF012 (a value)
    """Those of a group. One without a function of its own shows its manual."""


COMMANDS: Mapping[str, Listed] = {
    "diagnose": Listed(
        "The wizard: red flag first, then the cause, whom to contact, and how to keep the money safe.",
        "diagnose.diagnose",
    ),
    "suggest": Listed("Which advice fits these words? A proposal only; nothing is kept.", "suggest.suggest"),
    "watch": Listed(
        "Look now and then until the service answers again, say so once, and stop.", "watch.watch"
    ),
    "verify": Listed(
        "Is this number, link, address or name official, retired, another company's, or a look-alike?",
        "verify.verify",
    ),
    "funds": Listed(
        "How to keep the money safe meanwhile: for a cause, or whatever the cause.", "checklists.funds"
    ),
    "prevent": Listed("How to make it happen less.", "checklists.prevent"),
    "check": Listed(
        "Check this device's network alone: what is broken, and whose part it is.", "check.check"
    ),
    "channels": Listed(
        "The contact registry, each entry with the day on which it was last seen.",
        "channels.list_channels",
        {
            "show": Listed("Show one contact with everything that proves it.", "channels.show_channel"),
            "lint": Listed(
                "For maintainers: hold the registry against every rule that needs no network.",
                "channels_upkeep.lint_channels",
            ),
            "recheck": Listed(
                "For maintainers: ask the official pages whether they still show what we say. Edits nothing.",
                "channels_upkeep.recheck_channels",
            ),
        },
    ),
    "case": Listed(
        "What is kept of a run on this device: go on, collect, write, follow up.",
        commands={
            "list": Listed("All cases on this device.", "case.list_cases"),
            "show": Listed("Everything that one case knows.", "case.show_case"),
            "resume": Listed("Go on with the questions where they stopped.", "case.resume_case"),
            "next": Listed("What is due now, why then, and what comes later.", "case.next_case"),
            "add": Listed(
                "Add a note, a transaction, a screenshot's name or an attempt;"
                " without options you are asked.",
                "case_add.add",
            ),
            "remove": Listed("Take an entry back.", "case.remove_entry"),
            "draft": Listed(
                "The message to support, in its language and in yours. Nothing is sent.", "case_share.draft"
            ),
            "export": Listed(
                "One folder to hand over: the case, a page to print, the draft, the calendar, their hashes.",
                "case_share.export",
            ),
            "diff": Listed("What has changed between the last two looks at the network.", "case.diff_case"),
            "delete": Listed("Remove a case from this device.", "case.delete_case"),
        },
    ),
    "page": Listed(
        "The wizard as one file for a phone: it opens in any browser, loads nothing and keeps nothing.",
        "page.page",
    ),
    "tree": Listed(
        "For authors: check, try, draw and measure a decision tree.",
        commands={
            "new": Listed("Begin a pack: a small one that keeps every rule.", "tree_new.new_tree"),
            "lint": Listed(
                "Hold a pack against every rule; each finding says where it stands and how to mend it.",
                "tree.lint_tree",
            ),
            "test": Listed(
                "Walk every edge, table cell and inference, and every story,"
                " and look at what people would see.",
                "tree_try.try_tree",
            ),
            "explain": Listed("What a rule protects, and how a break is mended.", "tree_new.explain_rule"),
            "replay": Listed("Show the very screens that the person of a case saw.", "tree_show.replay"),
            "show": Listed(
                "Show a part of the tree as people see it, and where it leads.", "tree_show.show_tree"
            ),
            "graph": Listed(
                "Draw the tree, in any language, with a path through it if one is named.",
                "tree_show.draw_tree",
            ),
            "fmt": Listed(
                "Write the files of a pack in their one form;"
                " comments stay, English words are added as comments.",
                "tree.format_tree",
            ),
            "stats": Listed(
                "How many questions a run takes, and how many ways there are through the tree.",
                "tree_try.measure_tree",
            ),
        },
    ),
    "i18n": Listed(
        "For translators: what is missing, out to PO and back.",
        commands={
            "status": Listed(
                "What is translated, what is missing, and what has grown stale, by language.", "i18n.status"
            ),
            "export": Listed(
                "Write the texts of one language (--lang) for Poedit, Weblate or an editor.", "i18n.export"
            ),
            "import": Listed(
                "Take a translated PO file back into the pack; what is wrong is told and nothing is changed.",
                "i18n.take_back",
            ),
            "confirm": Listed(
                "Note that translations of one language (--lang) say what the English says now.",
                "i18n.confirm",
            ),
        },
    ),
}
"""Every command; a new one is a line here and a function in its module, which declares its options."""

app = typer.Typer(
    name="gopay-help",
    help="Unofficial help when GoPay customer service cannot be reached. Without a command: the wizard.",
    epilog="Never asks for your OTP, PIN, password or card number. Not affiliated with GoPay, Gojek or GoTo.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
HELP = {"-h", "--help"}
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
        return 0 if gone else 2  # else the shell is none that it can complete in
    except OSError:  # the manual cannot be written: whoever called this says so
        raise
    except Exception as error:  # noqa: BLE001 (a module that does not even load)
        from gopay_help.cli.exit import run_command

        return run_command(partial(_again, error), debug="--debug" in arguments)
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
        listed, name = self._listed, self.name or ""
        typed = typer.Typer(rich_markup_mode=None, add_completion=False)
        if listed.commands:
            alone = bool(listed.function)
            called = command(_function(listed.function)) if alone else with_settings(lambda *_: None, ())
            typed.callback(help=listed.help, invoke_without_command=alone, no_args_is_help=not alone)(called)
            found: Any = typer.main.get_group(typed)
            _fill(found, listed.commands, self._finish)
        else:
            typed.command(name, help=listed.help)(command(_function(listed.function)))
            found = typer.main.get_command(typed)
        found.name = name
        self._finish(found)
        return found


def build(finish: Finish | None = None) -> Any:  # noqa: ANN401
    """The program as typer has it, its commands by name."""
    program: Any = typer.main.get_command(app)
    _fill(program, COMMANDS, finish or _nothing)
    (finish or _nothing)(program)
    return program


def every_command(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401
    """Every command with its options, by the words that call it; the program itself first."""
    group = group or build()
    yield path, group
    for name, inner in getattr(group, "commands", {}).items():
        yield from every_command(inner.built(), (*path, name))


def _fill(group: TyperGroup, commands: Mapping[str, Listed], finish: Finish) -> None:
    for name, listed in commands.items():
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
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
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
    run_body(settings, _function(COMMANDS["diagnose"].function))


app.callback()(with_settings(_start))
