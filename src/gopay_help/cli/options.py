"""What can be typed: the commands by name and first line, and what every command can be told. Without typer."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TextIO

if TYPE_CHECKING:
    from gopay_help.cli.setup import Setup


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

_WIZARD = "diagnose"
_COMPLETING = "_GOPAY_HELP_COMPLETE"
"""What a shell sets that asks what a word could be; typer answers it."""
_PARSE = -1


def run_bare(words: Sequence[str]) -> int | None:
    """Run a command that was called by its name alone, or the wizard; its code, or None where typer has to parse.

    Most are called so, and there is nothing to parse: the third of a start that typer takes is spared.
    """
    name = " ".join(words) or _WIZARD
    where = next((each.function for each in COMMANDS if each.name == name), "")
    if not where or _COMPLETING in os.environ:
        return None
    from gopay_help.cli.exit import run_command

    def run() -> int:
        from gopay_help.cli.setup import Setup

        function: Any = function_of(where)
        own, setup = function.__code__, Setup(Settings())  # `inspect` alone takes 7 ms
        given = len(function.__defaults__ or ()) + len(function.__kwdefaults__ or ())
        needs = own.co_argcount + own.co_kwonlyargcount - given
        code: int = function(setup) if needs == 1 and (words or setup.interactive) else _PARSE
        return code

    code = run_command(run, debug=False)
    return None if code == _PARSE else code


def function_of(where: str) -> Callable[..., int]:
    """The function of a command, by `module.function`."""
    module, _, name = where.partition(".")
    found: Callable[..., int] = getattr(import_module(f"gopay_help.cli.{module}"), name)
    return found


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


def _offer(offers: str | Iterable[str] | None) -> Callable[[str], list[str]] | None:
    if offers is None:
        return None
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
    """An option of a command; typer hears of it once it has to parse a command line.

    Args:
        name: as it is typed.
        told: its line in the manual.
        offers: the values that a shell offers for it, or the name of those in `OFFERED`.
        more: whatever else typer may be told.
    """
    return "Option", (name,), {"help": told, "autocompletion": _offer(offers), **more}


def argument(told: str = "", *, offers: str | Iterable[str] | None = None, **more: Any) -> Any:  # noqa: ANN401
    """An argument of a command; as `option`."""
    return "Argument", (), {"help": told or None, "autocompletion": _offer(offers), **more}


COMMON: dict[str, Any] = {
    "lang": Annotated[
        str | None, option("--lang", "Language, such as en, zh-Hans or id.", offers="languages")
    ],
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
    str | None,
    option(
        "--brand",
        "Which GoPay: gopay_id, gopay_cz or gopay_zh; with --pack, a brand of that pack.",
        offers="brands",
    ),
]
Folder = Annotated[
    Path | None, argument("A pack's folder; the installed pack without it.", metavar="[FOLDER]")
]
NoSave = Annotated[bool, option("--no-save", "Keep nothing of this run on this device.")]
Helper = Annotated[bool, option("--helper", "You help somebody on the phone: what to say, and a short card.")]
Out = Annotated[Path | None, option("--out", "Write there instead of to stdout.", metavar="FILE")]


def number(value: float) -> float:
    """What is called "nan" is neither too little nor too much, and no time ever comes to it."""
    if value != value:  # noqa: PLR0124 (the one number that is not itself)
        import typer

        raise typer.BadParameter(f"{value!r} is not a number.")
    return value
