"""How the function of a command becomes a command of typer; it is imported when the command is called."""

import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, get_args

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from gopay_help import __version__
from gopay_help.cli.options import (
    COMMANDS,
    COMMON,
    Helper,
    Listed,
    NoSave,
    Settings,
    function_of,
    option,
    plainly_english,
)

if TYPE_CHECKING:
    from gopay_help.cli.setup import Setup

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
            called = command(function_of(function)) if alone else with_settings(lambda *_: None, ())
            typed.callback(help=told, invoke_without_command=alone, no_args_is_help=not alone)(called)
            found: Any = typer.main.get_group(typed)
            _fill(found, f"{name} ", self._finish)
        else:
            typed.command(self.name, help=told)(command(function_of(function)))
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


def _translator() -> Finish:
    """What puts a manual into the person's language; the English one is there as it is."""
    if plainly_english(sys.argv[1:], os.environ):
        return _nothing
    from gopay_help.cli.help import translator

    return translator(sys.argv[1:], os.environ)


def _nothing(_command: object) -> None:
    pass


_CONTEXT = "context"


def run_body(settings: Settings, body: "Callable[[Setup], int]") -> NoReturn:
    """Run the body of a command in its surroundings; leave with its code, or with that of its error."""
    from gopay_help.cli.exit import run_command
    from gopay_help.cli.setup import Setup

    code = run_command(
        lambda: body(Setup(settings).checked()), debug=settings.debug, lang=settings.lang, pack=settings.pack
    )
    raise typer.Exit(code)


def command(function: Callable[..., int]) -> Callable[..., None]:
    """What typer calls for *function*, which takes the `Setup` of a run, its own options, and gives the code.

    Where it names a `context`, it gets that too. A group whose command follows runs nothing itself.
    """
    own = [each for each in inspect.signature(function).parameters.values() if each.name != _CONTEXT][1:]
    wants_context = _CONTEXT in inspect.signature(function).parameters

    @functools.wraps(function)
    def run(settings: Settings, context: typer.Context, **options: Any) -> None:  # noqa: ANN401
        if context.invoked_subcommand is None:
            more = {_CONTEXT: context} if wants_context else {}
            run_body(settings, lambda setup: function(setup, **options, **more))

    return with_settings(run, own)


def with_settings(
    run: Callable[..., None], own: Sequence[inspect.Parameter] | None = None
) -> Callable[..., None]:
    """What typer calls for *run*, which takes `Settings`, the context, and the options in *own* or its own.

    An option that all commands have counts wherever it stands: before the command or after it. What was said
    before travels on the context.
    """
    keyword = inspect.Parameter.KEYWORD_ONLY
    common = [
        inspect.Parameter(name, keyword, default=Settings._field_defaults[name], annotation=annotation)
        for name, annotation in COMMON.items()
    ]
    context = inspect.Parameter(_CONTEXT, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)

    @functools.wraps(run)
    def called(**options: Any) -> None:  # noqa: ANN401 (typer calls it by keyword)
        passed: typer.Context = options.pop(_CONTEXT)
        said = {name: options.pop(name) for name in COMMON}
        before: Settings = passed.obj or Settings()
        given = {name: value for name, value in said.items() if value != Settings._field_defaults[name]}
        passed.obj = before._replace(**given)
        run(passed.obj, passed, **options)

    if own is None:
        own = list(inspect.signature(run).parameters.values())[2:]
    every = [context]
    for each in (*own, *common):
        hint, (kind, names, told) = get_args(each.annotation)
        typed = getattr(typer, kind)(*names, **told)
        every.append(each.replace(annotation=Annotated[hint, typed]))
    called.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined] # typer reads it
    called.__annotations__ = {each.name: each.annotation for each in every} | {"return": None}
    return called


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
    run_body(settings, function_of("diagnose.diagnose"))


app.callback()(with_settings(_start))
