"""Which language to speak: --lang, then GOPAY_HELP_LANG, then the locale, then English."""

from collections.abc import Mapping, Sequence

from gopay_help.cli.english import LOCALE_VARIABLES
from gopay_help.model.errors import UsageError
from gopay_help.model.safe import said


def choose_language(asked: str | None, environ: Mapping[str, str], languages: Sequence[str]) -> str:
    """The language of this run, one of *languages*.

    Raises:
        UsageError: --lang or GOPAY_HELP_LANG names a language that there is no text for.
    """
    for name, value in (("--lang", asked), ("GOPAY_HELP_LANG", environ.get("GOPAY_HELP_LANG"))):
        if value:
            found = match_language(value, languages)
            if found is None:
                raise UsageError(
                    f"{name} {said(value)}: there is no text in it; choose one of {', '.join(languages)}"
                )
            return found
    for variable in LOCALE_VARIABLES:
        if value := environ.get(variable):
            return match_language(value, languages) or "en"
    return "en"


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
