"""What every command can be told, and how the function of a command becomes a command of typer."""

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn, TextIO

import typer

if TYPE_CHECKING:
    from gopay_help.cli.setup import Setup


# Which language to speak: --lang, then GOPAY_HELP_LANG, then the locale, then English.


OWN = "GOPAY_HELP_LANG"
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a language is stated beside our own variable, strongest first."""

_HARD_TO_SHOW = {"zh-Hans": "\u4e2d\u6587"}
"""Characters that a terminal needs for a language, where not every terminal has them."""


def can_show(lang: str, stream: TextIO) -> bool:
    """False if *stream* has no characters for a language: each would be shown as its number."""
    try:
        _HARD_TO_SHOW.get(lang, "").encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def plainly_english(arguments: Sequence[str], environ: Mapping[str, str]) -> bool:
    """True if nothing asks for another language than English. `--help` looks up nothing else."""
    if any(word.startswith("--lang") for word in arguments):
        return False
    stated = (environ.get(name) for name in (OWN, *LOCALE_VARIABLES))
    tag = next((value for value in stated if value), "C")
    return tag.partition(".")[0] in ("C", "POSIX") or tag.lower().startswith("en")


def choose_language(asked: str | None, environ: Mapping[str, str], languages: Sequence[str]) -> str:
    """The language of this run, one of *languages*.

    Raises:
        UsageError: --lang or GOPAY_HELP_LANG names a language that there is no text for.
    """
    for name, value in (("--lang", asked), (OWN, environ.get(OWN))):
        if value:
            found = match_language(value, languages)
            if found is None:  # an English --help loads nothing of this
                from gopay_help.model.errors import UsageError
                from gopay_help.model.text import Phrase, quoted

                raise UsageError(
                    Phrase("fault.choose", what=f"{name} {quoted(value)}", known=tuple(languages))
                )
            return found
    return _of_locale(environ, languages)


def likely_language(asked: str | None, environ: Mapping[str, str], languages: Sequence[str]) -> str:
    """As `choose_language`, where something is said in any case: what names no language is passed over."""
    stated = (asked, environ.get(OWN))
    found = (match_language(value, languages) for value in stated if value)
    return next(filter(None, found), None) or _of_locale(environ, languages)


def asked_language(arguments: Sequence[str]) -> str | None:
    """The last --lang of a command line that nobody has parsed yet."""
    said = [after for word, after in pairwise(arguments) if word == "--lang"]
    said += [word.partition("=")[2] for word in arguments if word.startswith("--lang=")]
    return said[-1] if said else None


def _of_locale(environ: Mapping[str, str], languages: Sequence[str]) -> str:
    stated = next((value for name in LOCALE_VARIABLES if (value := environ.get(name))), "")
    return match_language(stated, languages) or "en"


def match_language(tag: str, languages: Sequence[str]) -> str | None:
    """The language of *languages* that a tag or locale name means, or None.

    ``zh_CN.UTF-8``, ``zh`` and ``zh-hant`` all mean zh-Hans if that is the only Chinese there is: a reader of
    traditional characters is helped better by simplified ones than by English.
    """
    wanted = tag.partition(".")[0].partition("@")[0].replace("_", "-").lower()
    exact = {lang.lower(): lang for lang in languages}
    if wanted in exact:
        return exact[wanted]
    base = wanted.partition("-")[0]
    base = "id" if base in ("in", "id", "ind") else base
    return next((lang for lang in languages if lang.lower().partition("-")[0] == base), None)


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


# What a shell offers for a word that was begun: the values that an option takes, not the files there are. A
# shell asks in the middle of typing: whatever cannot be told is nothing, never an error.


def _brands(setup: "Setup") -> Iterable[str]:
    from gopay_help.model.tree import UNKNOWN, FactId

    return (value for value in setup.pack.tree.facts[FactId("brand")].values if value != UNKNOWN)


def _blames(_setup: "Setup") -> Iterable[str]:
    from gopay_help.model.check import Blame, NetCause

    return (*NetCause, *Blame)


def _answers(setup: "Setup") -> Iterable[str]:
    from gopay_help.cli.conversation import options_of

    return (f"{name}={value}" for name, values in options_of(setup.pack.tree).items() for value in values)


OFFERED: "Mapping[str, Callable[[Setup], Iterable[str]]]" = {
    "languages": lambda setup: setup.pack.languages,
    "brands": _brands,
    "known_brands": lambda setup: (brand.id for brand in setup.registry.brands),
    "contact_kinds": lambda setup: (each.kind for each in setup.registry.channels),
    "contacts": lambda setup: (each.id for each in setup.registry.channels if each.listed),
    "causes": lambda setup: setup.document("tree")["causes"],
    "blames": _blames,
    "answers": _answers,
    "nodes": lambda setup: setup.pack.tree.nodes,
    "cases": lambda setup: setup.store.ids(),
}
"""What a shell can offer that is looked up in the pack or on this device."""
_LISTED = {"blames"}
"""Those of which several are named, separated by commas: the last of them is completed."""


def _offer(offers: str | Iterable[str]) -> Callable[[str], list[str]]:
    given = () if isinstance(offers, str) else tuple(map(str, offers))
    listed = not given and offers in _LISTED

    def offer(incomplete: str) -> list[str]:
        from gopay_help.cli.setup import Setup

        before, comma, begun = incomplete.rpartition(",") if listed else ("", "", incomplete)
        with suppress(Exception):
            values = given or sorted(set(map(str, OFFERED[str(offers)](Setup(Settings())))))
            return [f"{before}{comma}{value}" for value in values if value.startswith(begun)]
        return []

    return offer


def option(name: str, told: str, *, offers: str | Iterable[str] | None = None, **more: Any) -> Any:  # noqa: ANN401
    """An option of a command.

    Args:
        name: as it is typed.
        told: its line in the manual.
        offers: the values that a shell offers for it, or the name of those in `OFFERED`.
        more: whatever else typer may be told.
    """
    completion = None if offers is None else _offer(offers)
    return typer.Option(name, help=told, autocompletion=completion, **more)


def argument(told: str = "", *, offers: str | Iterable[str] | None = None, **more: Any) -> Any:  # noqa: ANN401
    """An argument of a command; as `option`."""
    completion = None if offers is None else _offer(offers)
    return typer.Argument(help=told or None, autocompletion=completion, **more)


_COMMON: dict[str, Any] = {
    "lang": Annotated[str | None, option("--lang", "Language: en, zh-Hans or id.", offers="languages")],
    "json": Annotated[bool, option("--json", "Print one JSON document and nothing else.")],
    "plain": Annotated[bool, option("--plain", "No colour, nothing redrawn; for screen readers.")],
    "offline": Annotated[bool, option("--offline", "Contact nothing at all.")],
    "no_input": Annotated[bool, option("--no-input", "Never ask; a missing answer is an error.")],
    "now": Annotated[str | None, option("--now", "Pretend that it is this ISO 8601 time.", metavar="TIME")],
    "debug": Annotated[bool, option("--debug", "Show the traceback of an error.")],
    "pack": Annotated[
        Path | None, option("--pack", "Use the pack in this folder instead of ours.", metavar="FOLDER")
    ],
}

# Options that several commands have.
Brand = Annotated[
    str | None, option("--brand", "Which GoPay: gopay_id, gopay_cz or gopay_zh.", offers="brands")
]
Folder = Annotated[
    Path | None, argument("A pack's folder; the installed pack without it.", metavar="[FOLDER]")
]
NoSave = Annotated[bool, option("--no-save", "Keep nothing of this run on this device.")]
Helper = Annotated[bool, option("--helper", "You help somebody on the phone: what to say, and a short card.")]
Out = Annotated[Path | None, option("--out", "Write there instead of to stdout.", metavar="FILE")]
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
