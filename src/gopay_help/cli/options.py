"""Options that every command has, declared once."""

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from gopay_help.cli.settings import Settings

_COMMON: dict[str, tuple[Any, Any]] = {
    "lang": (
        Annotated[
            str | None, typer.Option("--lang", help="Language: en, zh-Hans or id.", show_default=False)
        ],
        None,
    ),
    "json": (
        Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")],
        False,
    ),
    "plain": (
        Annotated[bool, typer.Option("--plain", help="No colour, nothing redrawn; for screen readers.")],
        False,
    ),
    "offline": (Annotated[bool, typer.Option("--offline", help="Contact nothing at all.")], False),
    "no_input": (
        Annotated[bool, typer.Option("--no-input", help="Never ask; a missing answer is an error.")],
        False,
    ),
    "now": (
        Annotated[
            str | None,
            typer.Option(
                "--now", help="Pretend that it is this ISO 8601 time.", show_default=False, metavar="TIME"
            ),
        ],
        None,
    ),
    "debug": (Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")], False),
}


_CONTEXT = "context"


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give *command* the common options; it receives them as its first argument, a `Settings`.

    An option counts wherever it stands: before the command or after it. What was said before travels on the
    context.
    """
    own = inspect.signature(command)
    parameters = list(own.parameters.values())[1:]
    wants_context = _CONTEXT in own.parameters
    context = inspect.Parameter(_CONTEXT, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    common = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in _COMMON.items()
    ]

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:  # noqa: ANN401 (typer calls it by keyword)
        passed: typer.Context = options[_CONTEXT] if wants_context else options.pop(_CONTEXT)
        said = {name: options.pop(name) for name in _COMMON}
        before: Settings = passed.obj or Settings()
        given = {name: value for name, value in said.items() if value != _COMMON[name][1]}
        passed.obj = settings = before._replace(**given)
        command(settings, *args, **options)

    every: list[inspect.Parameter] = [*([] if wants_context else [context]), *parameters, *common]
    ordered = sorted(every, key=lambda parameter: parameter.kind)
    run.__signature__ = own.replace(parameters=ordered)  # type: ignore[attr-defined] # typer reads it
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in ordered} | {"return": None}
    return run
