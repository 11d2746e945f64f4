"""`verify`: whose a value is, one at a time, a line at a time, or in a pasted message. Never a socket."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Annotated, Final, TextIO

from gopay_help.cli.options import argument, option
from gopay_help.cli.packs import is_ours, part_of_ours
from gopay_help.cli.setup import Setup, require_known
from gopay_help.contacts.answers import MessageLevel, ValueKind, ValueVerdict, Verification
from gopay_help.contacts.lookalikes import with_words_of
from gopay_help.contacts.verify import MAX_MESSAGE, Verifier, build_verifier
from gopay_help.model.errors import ExitCode, UsageError
from gopay_help.model.text import escape
from gopay_help.screen.verify import line as table_line
from gopay_help.screen.verify import message_document, message_page, verify_document, verify_page

KINDS = tuple(kind for kind in ValueKind if kind is not ValueKind.UNKNOWN)
_WORST = frozenset(
    {ValueVerdict.RETIRED, ValueVerdict.OTHER_COMPANY, ValueVerdict.LOOKALIKE, ValueVerdict.DANGER}
)


def verify(
    setup: Setup,
    values: Annotated[
        list[str] | None,
        argument("Numbers, links, addresses or names; - reads one a line.", metavar="VALUE…"),
    ] = None,
    *,
    kind: Annotated[
        str | None,
        option(
            "--kind",
            "phone, url, domain, email or handle; found out without it.",
            offers=KINDS,
        ),
    ] = None,
    message: Annotated[
        str | None,
        option("--message", "Look through a whole message; - reads it from stdin.", metavar="TEXT"),
    ] = None,
) -> int:
    """Answer for each of *values*, for each line of stdin ("-"), or for a message ("-": stdin).

    Raises:
        UsageError: nothing to verify, or an unknown kind.
        DataError: the registry or the look-alike data cannot be used.
    """
    words = setup.words
    if not values and not message and setup.interactive:
        setup.talk.write(words.say("ui.verify_ask") + "\n")
        values = [typed] if (typed := setup.prompt().strip()) else []
    if bool(values) is (message is not None):
        raise UsageError(words.say("verify.ui.usage"))
    require_known("--kind", kind, KINDS)
    wanted = ValueKind(kind) if kind else None
    names = setup.document("lookalikes")
    if not is_ours(setup.folder):
        names = with_words_of(part_of_ours("lookalikes"), names)
    output = VerifyOutput(setup, build_verifier(setup.document("channels"), names))
    if message == "-":
        if setup.stdin.isatty():
            setup.stderr.write(words.say("verify.ui.paste") + "\n")
            setup.stderr.flush()
        message = setup.stdin.read(MAX_MESSAGE + 1)
    if message is not None:
        code = output.message(message)
    else:
        code = output.batch(wanted) if values == ["-"] else output.each(values or (), wanted)
    setup.tell_age()
    return code


class VerifyOutput:
    """Writes the answers to stdout, as documents where JSON is wanted."""

    def __init__(self, setup: Setup, verifier: Verifier) -> None:
        self._setup, self._verifier = setup, verifier
        self._words, self._today = setup.words, setup.now.date()

    def each(self, values: Sequence[str], kind: ValueKind | None) -> int:
        """One page, or one document, a value."""
        setup, registry, answers = self._setup, self._verifier.registry, list[Verification]()
        for value in map(readable, values):
            answer = self._verifier.verify(value, kind, self._today)
            setup.stdout.write("\n" if answers and not setup.settings.json else "")
            setup.answer(
                partial(verify_document, answer, registry, self._words),
                partial(verify_page, answer, registry, self._words),
            )
            answers.append(answer)
        return exit_code(answers)

    def batch(self, kind: ValueKind | None) -> int:
        """One line a line of stdin, in order, in constant memory. No line at all is no success.

        Raises:
            UsageError: stdin holds nothing.
        """
        answered = self._answered(kind)
        if not self._setup.settings.json and (foreign := self._setup.whose(self._setup.stdout)):
            self._setup.show(foreign)
        first = next(answered, None)
        if first is None:
            raise UsageError(self._words.say("verify.ui.usage"))
        return exit_code(chain((first,), answered))

    def _answered(self, kind: ValueKind | None) -> Iterator[Verification]:
        for record in read_records(self._setup.stdin):
            answer = (
                self._verifier.refuse(record.value, record.problem)
                if record.problem
                else self._verifier.verify(record.value, record.kind or kind, self._today)
            )
            answer = replace(answer, record=record.id)
            if self._setup.settings.json:
                self._setup.write_json(verify_document(answer, self._verifier.registry, self._words))
            else:
                self._setup.stdout.write(f"{table_line(answer, self._words)}\n")
            yield answer

    def message(self, text: str) -> int:
        """What a message gives away. It is never a success: nothing found proves nothing."""
        scan = self._verifier.scan(text, self._today)
        shown = (scan, self._verifier.registry, self._words)
        self._setup.answer(lambda: message_document(*shown), lambda: message_page(*shown))
        worse = any(answer.verdict in _WORST for answer in scan.contacts)
        return ExitCode.FINDINGS if worse or scan.level is not MessageLevel.NONE else ExitCode.UNKNOWN


def exit_code(answers: Iterable[Verification]) -> int:
    """3 if one is worse than unknown, 5 if one is unknown, invalid or stale, 0 only for fresh officials."""
    code = ExitCode.OK
    for answer in answers:
        if answer.verdict in _WORST:
            code = ExitCode.FINDINGS
        elif not answer.fresh_official and code is ExitCode.OK:
            code = ExitCode.UNKNOWN
    return code


MAX_LINE: Final = 4096
_CHUNK: Final = 1 << 16
_MARK: Final = "\ufeff"
"""Some editors and shells put it before the first line."""
_BROKEN: Final = re.compile("[\ud800-\udfff]")
_BYTES: Final = (0xDC00, 0xDD00)
"""How Python keeps bytes that are no text."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line: a value to verify, or the rule that says why it is none."""

    value: str
    id: str | None = None
    kind: ValueKind | None = None
    problem: str | None = None


def read_records(stream: TextIO) -> Iterator[Record]:
    """One record a line of *stream*, in order, an empty one too; long lines are cut off unread."""
    for number, (line, whole) in enumerate(_bounded(stream)):
        text = line if number else line.removeprefix(_MARK)
        if not whole:
            yield Record(readable(text[:64]), problem="too_long")
        elif _BROKEN.search(text) or "\0" in text:
            yield Record(readable(text), problem="not_text")
        else:
            yield _record(text)


def readable(text: str) -> str:
    """*text* with bytes that are no text shown as escapes: whatever reads it next can."""
    return _BROKEN.sub(lambda found: escape(_byte(found[0])), text)


def _byte(char: str) -> str:
    """The byte that a lone surrogate stands for; one that came as such stays one."""
    code = ord(char)
    return chr(code - _BYTES[0]) if code in range(*_BYTES) else char


def _record(text: str) -> Record:
    if not text.lstrip().startswith("{"):
        return Record(text)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Record(text, problem="not_text")
    value, kind, record = data.get("value"), data.get("kind"), data.get("id")
    shown = None if record is None else readable(str(record))
    if not isinstance(value, str) or kind not in (None, *ValueKind):
        return Record(text, shown, problem="not_text")
    if _BROKEN.search(value):
        return Record(readable(value), shown, problem="not_text")
    return Record(value, shown, ValueKind(kind) if kind else None)


def _bounded(stream: TextIO) -> Iterator[tuple[str, bool]]:
    """Lines without their end, and whether they were read whole."""
    source = getattr(stream, "buffer", stream)
    while piece := source.readline(MAX_LINE + 2):
        text = piece if isinstance(piece, str) else piece.decode("utf-8", "surrogateescape")
        if text.endswith("\n") or len(piece) <= MAX_LINE + 1:
            yield text.rstrip("\r\n"), len(text) <= MAX_LINE + 1
            continue
        yield text, False
        while (piece := source.readline(_CHUNK)) and piece[-1:] not in ("\n", b"\n"):
            pass  # what is left of the line
