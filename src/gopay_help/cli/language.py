"""Which language to speak: --lang, then GOPAY_HELP_LANG, then the locale, then English."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TextIO

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
