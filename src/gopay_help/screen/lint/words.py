"""Words and places that the formats of findings share, and a finding in the language of its reader."""

import re
from typing import NamedTuple

from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue
from gopay_help.screen.lint.phrases import Phrases

LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "advice"}
"""As machines read them, in every language."""
RULES_PAGE = "docs/rules.md"

_CONCRETE = re.compile(r"['\"`:\d]")
"""What a fix holds that says more than how such breaks are mended in general."""


class Told(NamedTuple):
    """One finding as its reader is told it. A part that would say nothing new is empty."""

    level: str
    first: str
    """The sentence behind the place: in English the message, else what the rule is about."""
    message: str
    """The message, where it is not the first sentence; English if the words do not have it."""
    mend: str
    """How breaks of this rule are mended, where the reader's language is not that of the fix."""
    fix: str


class Teller:
    """Tells findings in the language of *words*, the room `lint` of the shipped pack."""

    def __init__(self, words: Catalogue) -> None:
        self.words = words
        self._messages = Phrases(words, "lint.said.")
        self._fixes = Phrases(words, "lint.todo.")

    def what(self, rule: str) -> str | None:
        """What a rule protects; None for one that the words do not know."""
        return self._of(rule, "what")

    def mend(self, rule: str) -> str | None:
        """How breaks of a rule are mended."""
        return self._of(rule, "mend")

    def tell(self, problem: Problem) -> Told:
        """One finding."""
        level = self.words.say(f"lint.level.{LEVELS[problem.level]}")
        what, mend = self.what(problem.rule), self.mend(problem.rule)
        if self.words.lang == SOURCE_LANGUAGE or what is None or mend is None:
            return Told(level, problem.message, "", "", problem.fix)
        message = self._messages.said(problem.message) or problem.message
        fix = self._fixes.said(problem.fix) or (problem.fix if _CONCRETE.search(problem.fix) else "")
        return Told(level, what, message, mend, "" if _plain(fix) == _plain(mend) else fix)

    def counted(self, what: str, count: int) -> str:
        """``1 error``, ``2 errors``."""
        return self.words.say(f"lint.{what}.{'one' if count == 1 else 'many'}", count=count)

    def _of(self, rule: str, part: str) -> str | None:
        key = f"lint.{rule.lower()}.{part}"
        return self.words.say(key) if self.words.has(key) else None


def anchor(rule: str) -> str:
    """Where a rule is explained."""
    return f"{RULES_PAGE}#{rule.lower()}"


def place(problem: Problem) -> str:
    """``file:line:column`` as far as it is known: a compiled pack has no lines."""
    return f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file


def _plain(said: str) -> str:
    return said.rstrip(".。").casefold()
