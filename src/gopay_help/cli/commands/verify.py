"""`verify`: whose a value is, one at a time, a line at a time, or in a pasted message. Never a socket."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import TextIO

from gopay_help.cli.commands.lines import read_records, readable
from gopay_help.cli.wiring import Setup
from gopay_help.contacts.verify import MAX_MESSAGE, Verifier, build_verifier
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import Catalogue, Phrase, quoted
from gopay_help.model.verification import ValueKind, ValueVerdict, Verification
from gopay_help.screen.documents import write_json
from gopay_help.screen.page import show
from gopay_help.screen.verify import line, message_document, message_page, verify_document, verify_page

_WORST = frozenset(
    {ValueVerdict.RETIRED, ValueVerdict.OTHER_COMPANY, ValueVerdict.LOOKALIKE, ValueVerdict.DANGER}
)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked."""

    values: Sequence[str]
    kind: ValueKind | None
    message: str | None
    json: bool


def run(  # noqa: PLR0913 (the options of one command)
    values: Sequence[str],
    *,
    kind: str | None,
    message: str | None,
    json: bool,
    catalogue: Catalogue,
    registry_doc: Mapping[str, object],
    lookalikes_doc: Mapping[str, object],
    now: datetime,
    stdin: TextIO,
    out: TextIO,
    err: TextIO,
    plain: bool,
    width: int | None = None,
) -> int:
    """Answer for each of *values*, for each line of stdin ("-"), or for a message ("-": stdin).

    Raises:
        UsageError: nothing to verify, or an unknown kind.
        DataError: the registry or the look-alike data cannot be used.
    """
    if bool(values) is (message is not None):
        raise UsageError(catalogue.say("verify.ui.usage"))
    request = Request(values, _kind(kind), message, json)
    verifier = build_verifier(registry_doc, lookalikes_doc)
    desk = _Desk(verifier, catalogue, now.date(), out, plain, width)
    if message is not None:
        return desk.message(_read(stdin, err, catalogue) if message == "-" else message, json=json)
    if list(values) == ["-"]:
        return desk.batch(stdin, request)
    return desk.each(request)


def run_with(
    setup: Setup, values: Sequence[str], *, kind: str | None = None, message: str | None = None
) -> int:
    """`run` in the surroundings of this process.

    Raises:
        UsageError: nothing to verify, or an unknown kind.
        DataError: the registry or the look-alike data cannot be used.
    """
    return run(
        values,
        kind=kind,
        message=message,
        json=setup.settings.json,
        catalogue=setup.words,
        registry_doc=setup.document("channels"),
        lookalikes_doc=setup.document("lookalikes"),
        now=setup.now,
        stdin=setup.stdin,
        out=setup.stdout,
        err=setup.stderr,
        plain=setup.plain,
        width=setup.width,
    )


def _read(stdin: TextIO, err: TextIO, words: Catalogue) -> str:
    """The message on stdin, a bounded part of it."""
    if stdin.isatty():
        err.write(words.say("verify.ui.paste") + "\n")
        err.flush()
    return stdin.read(MAX_MESSAGE + 1)


def _kind(kind: str | None) -> ValueKind | None:
    if kind is None:
        return None
    try:
        return ValueKind(kind)
    except ValueError:
        known = tuple(other for other in ValueKind if other is not ValueKind.UNKNOWN)
        raise UsageError(Phrase("fault.choose", what=f"--kind {quoted(kind)}", known=known)) from None


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where answers are given: what they rest on and where they go."""

    verifier: Verifier
    words: Catalogue
    today: date
    out: TextIO
    plain: bool
    width: int | None

    def each(self, request: Request) -> int:
        """One page, or one document, a value."""
        answers: list[Verification] = []
        for value in map(readable, request.values):
            answer = self.verifier.verify(value, request.kind, self.today)
            if answers and not request.json:
                self.out.write("\n")
            self._one(answer, json=request.json)
            answers.append(answer)
        return exit_code(answers)

    def _one(self, answer: Verification, *, json: bool) -> None:
        if json:
            write_json(verify_document(answer, self.verifier.registry, self.words), self.out)
            return
        page = verify_page(answer, self.verifier.registry, self.words)
        show(page, self.out, width=self.width, plain=self.plain)

    def batch(self, stdin: TextIO, request: Request) -> int:
        """One line a line, in order, in constant memory. No line at all is no success.

        Raises:
            UsageError: stdin holds nothing.
        """
        answered = self._answered(stdin, request)
        first = next(answered, None)
        if first is None:
            raise UsageError(self.words.say("verify.ui.usage"))
        return exit_code(chain((first,), answered))

    def _answered(self, stdin: TextIO, request: Request) -> Iterator[Verification]:
        for record in read_records(stdin):
            kind = record.kind or request.kind
            answer = (
                self.verifier.refuse(record.value, record.problem)
                if record.problem
                else self.verifier.verify(record.value, kind, self.today)
            )
            answer = self.verifier.as_batch(answer, record.id)
            if request.json:
                write_json(verify_document(answer, self.verifier.registry, self.words), self.out)
            else:
                self.out.write(line(answer, self.words) + "\n")
            yield answer

    def message(self, text: str, *, json: bool) -> int:
        """What a message gives away. It is never a success: nothing found proves nothing."""
        scan = self.verifier.scan(text, self.today)
        if json:
            write_json(message_document(scan, self.verifier.registry, self.words), self.out)
        else:
            show(
                message_page(scan, self.verifier.registry, self.words),
                self.out,
                width=self.width,
                plain=self.plain,
            )
        found = any(answer.verdict in _WORST for answer in scan.contacts)
        return ExitCode.FINDINGS if found or scan.signals else ExitCode.UNKNOWN


def exit_code(answers: Iterable[Verification]) -> int:
    """3 if one is worse than unknown, 5 if one is unknown, invalid or stale, 0 only for fresh officials."""
    code = ExitCode.OK
    for answer in answers:
        if answer.verdict in _WORST:
            code = ExitCode.FINDINGS
        elif not answer.fresh_official and code is ExitCode.OK:
            code = ExitCode.UNKNOWN
    return code
