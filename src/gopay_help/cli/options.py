"""What every command can be told, and how the function of a command becomes a command of typer."""

import functools
import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn

import typer

from gopay_help.cli import complete

if TYPE_CHECKING:
    from gopay_help.cli.setup import Setup


class Settings(NamedTuple):
    """What every command can be told (contracts.md, "Everywhere")."""

    lang: str | None = None
    json: bool = False
    plain: bool = False
    offline: bool = False
    no_input: bool = False
    now: str | None = None
    debug: bool = False
    pack: Path | None = None
    no_save: bool = False
    """Of `diagnose` and of the program without a command."""
    helper: bool = False


_COMMON: dict[str, Any] = {
    "lang": Annotated[
        str | None,
        typer.Option(
            "--lang",
            help="Language: en, zh-Hans or id.",
            show_default=False,
            autocompletion=complete.languages,
        ),
    ],
    "json": Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")],
    "plain": Annotated[bool, typer.Option("--plain", help="No colour, nothing redrawn; for screen readers.")],
    "offline": Annotated[bool, typer.Option("--offline", help="Contact nothing at all.")],
    "no_input": Annotated[bool, typer.Option("--no-input", help="Never ask; a missing answer is an error.")],
    "now": Annotated[
        str | None,
        typer.Option(
            "--now", help="Pretend that it is this ISO 8601 time.", show_default=False, metavar="TIME"
        ),
    ],
    "debug": Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")],
    "pack": Annotated[
        Path | None,
        typer.Option(
            "--pack",
            help="Use the pack in this folder instead of ours.",
            metavar="FOLDER",
            show_default=False,
        ),
    ],
}

# Options that several commands have.
Brand = Annotated[
    str | None,
    typer.Option(
        "--brand",
        help="Which GoPay: gopay_id, gopay_cz or gopay_zh.",
        show_default=False,
        autocompletion=complete.brands,
    ),
]
Folder = Annotated[
    Path | None,
    typer.Argument(metavar="[FOLDER]", help="A pack's folder; the installed pack without it."),
]
NoSave = Annotated[bool, typer.Option("--no-save", help="Keep nothing of this run on this device.")]
Helper = Annotated[
    bool, typer.Option("--helper", help="You help somebody on the phone: what to say, and a short card.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="Write there instead of to stdout.", metavar="FILE", show_default=False),
]
_CONTEXT = "context"


def number(value: float) -> float:
    """What is called "nan" is neither too little nor too much, and no time ever comes to it."""
    if value != value:  # noqa: PLR0124 (the one number that is not itself)
        raise typer.BadParameter(f"{value!r} is not a number.")
    return value


def run_body(settings: Settings, body: "Callable[[Setup], int]") -> NoReturn:
    """Run the body of a command in its surroundings; leave with its code, or with that of its error."""
    from gopay_help.cli.exit import run_command
    from gopay_help.cli.setup import Setup

    code = run_command(lambda: body(Setup(settings).checked()), debug=settings.debug, lang=settings.lang)
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
        for name, annotation in _COMMON.items()
    ]
    context = inspect.Parameter(_CONTEXT, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)

    @functools.wraps(run)
    def called(**options: Any) -> None:  # noqa: ANN401 (typer calls it by keyword)
        passed: typer.Context = options.pop(_CONTEXT)
        said = {name: options.pop(name) for name in _COMMON}
        before: Settings = passed.obj or Settings()
        given = {name: value for name, value in said.items() if value != Settings._field_defaults[name]}
        passed.obj = before._replace(**given)
        run(passed.obj, passed, **options)

    if own is None:
        own = list(inspect.signature(run).parameters.values())[2:]
    every = [context, *own, *common]
    called.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined] # typer reads it
    called.__annotations__ = {each.name: each.annotation for each in every} | {"return": None}
    return called
