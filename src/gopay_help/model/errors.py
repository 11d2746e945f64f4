"""Every error this program raises on purpose.

GopayHelpError
+-- DataError          a file of ours, or of the user's, cannot be used
|   +-- TreeError      a pack has problems: all of them, each with its place
+-- UsageError         the command line, or an answer in it, is missing or wrong
+-- Aborted            the person stopped the run; what they answered is known

An error never prints and knows no exit code: cli/exit.py maps them once. It carries its lines: where the
person who is in trouble may meet it a `Phrase`, which is said in their language; where only an author can,
an English sentence.
A bad network is not an error: it is a Finding.
"""

import errno
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Final, NamedTuple, Self

from gopay_help.model.text import Catalogue, Phrase, fill

# Exit codes (contracts.md, "Exit codes"): the only place that has the numbers.


class ExitCode(IntEnum):
    """What the shell sees."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    FINDINGS = 3
    DATA = 4
    UNKNOWN = 5
    MAINTENANCE = 10
    PEAK_LOAD = 11
    NETWORK = 12
    CHANNEL_CHANGE = 13
    ACCOUNT = 14
    PENDING = 15
    IDENTITY = 16
    OTHER = 17
    UNDETERMINED = 19
    FUNDS_AT_RISK = 20
    INTERRUPTED = 130
    TERMINATED = 143


class Level(IntEnum):
    """How grave a problem is; an order, gravest first."""

    ERROR = 0
    """The pack cannot be used: nobody may be led by it."""
    WARNING = 1
    """It can, but somebody should look; an error under ``--strict``."""
    ADVICE = 2
    """A figure, or a way to do better. Never fails a run."""


class Filled(str):
    """An English sentence that knows the template that it was made of, and what was put into that.

    So it can be said in another language: the catalogues know the template.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """*template* with its ``{names}`` filled."""
        sentence = super().__new__(cls, fill(template, values))
        sentence.template, sentence.values = template, values
        return sentence


class Problem(NamedTuple):
    """One thing wrong in a data file, said so that its author can mend it.

    ``line`` and ``column`` count from 1; 0 where the file as a whole is meant.
    """

    rule: str
    message: str
    """English; a `Filled` sentence where it can be said in other languages with its values."""
    fix: str
    """Likewise."""
    file: str
    line: int = 0
    column: int = 0
    level: Level = Level.ERROR

    def __str__(self) -> str:
        """``file:line:column: RULE message Fix: …``, the form editors and CI can click."""
        return f"{self.file}:{self.line}:{self.column}: {self.rule} {self.message} Fix: {self.fix}"


class GopayHelpError(Exception):
    """The root: whatever this program refuses knowingly. Its arguments are lines."""

    def __init__(self, *lines: str | Phrase) -> None:
        super().__init__(*lines)

    def __str__(self) -> str:
        """The lines, for logs and tests: a phrase as its key and its values."""
        return "\n".join(map(str, self.args))

    def said(self, words: Catalogue) -> str:
        """The lines in the language of *words*.

        Raises:
            KeyError: they have no such words.
        """
        return "\n".join(words.tell(line) if isinstance(line, Phrase) else line for line in self.args)


class DataError(GopayHelpError):
    """A file cannot be used: unreadable, damaged or of a newer format."""


class TreeError(DataError):
    """A pack is wrong. Carries every problem found, never only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class UsageError(GopayHelpError):
    """The command line or an answer is missing or invalid; its lines say what to write instead."""


class Aborted(GopayHelpError):  # noqa: N818 (a person's choice is not an error)
    """The person stopped the run. Its line is the command that goes on from there."""


_KIND: Final = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EBUSY: "busy",
    errno.ENOENT: "missing",
}


class RefusedError(OSError):
    """A place that the system would give and we do not take."""

    def __init__(self, number: int, why: Phrase, place: object) -> None:
        super().__init__(number, str(why), str(place))
        self.why = why


def kind_of(error: OSError) -> str | None:
    """`full`, `read_only`, `forbidden`, `busy` or `missing`; None for what seldom happens."""
    return _KIND.get(error.errno or 0)


def reason_of(error: OSError) -> Phrase | str:
    """Why, as a part of a sentence."""
    if isinstance(error, RefusedError):
        return error.why
    kind = kind_of(error)
    return Phrase(f"fault.reason.{kind}") if kind else error.strerror or type(error).__name__


def not_written(place: object, error: OSError) -> Phrase:
    """That nothing could be written to a place: something is there already, or why not."""
    if isinstance(error, FileExistsError):
        return Phrase("fault.exists", file=place)
    return Phrase("fault.not_written", file=place, reason=reason_of(error))
