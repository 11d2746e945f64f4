"""Is plain English spoken? Told from command line and locale alone, so that `--help` reads nothing else."""

from collections.abc import Mapping, Sequence

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a language is stated beside our own GOPAY_HELP_LANG, strongest first."""


def plainly_english(arguments: Sequence[str], environ: Mapping[str, str]) -> bool:
    """True if nothing asks for another language than English; which others there are is not looked up."""
    if any(word.startswith("--lang") for word in arguments):
        return False
    stated = (environ.get(name) for name in ("GOPAY_HELP_LANG", *LOCALE_VARIABLES))
    tag = next((value for value in stated if value), "C")
    return tag.partition(".")[0] in ("C", "POSIX") or tag.lower().startswith("en")
