"""`case add`: a note, a transaction, a screenshot's name, an attempt to get help. No secret gets in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from gopay_help.cases.evidence import FIELDS, Gathered, ShapeError, gather
from gopay_help.cases.hidden import worded
from gopay_help.cases.plan import attempted
from gopay_help.cases.redact import Redacted
from gopay_help.cases.scrub import FREE, scrub
from gopay_help.cli.commands.case import chosen, missing_fields, public_values, store_of, tell
from gopay_help.cli.wiring import Setup
from gopay_help.model.case import Case, EvidenceKind
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.safe import said
from gopay_help.model.text import Phrase

_EXAMPLE = "2026-11-20 17:48"


def add(setup: Setup, case_id: str | None, kind: str | None, given: Mapping[str, str | None]) -> int:
    """Add an entry: from the options, else by asking for what this cause's complaint still needs.

    Raises:
        UsageError: there is no such case, kind or field, a field has the wrong shape, or nobody can be asked.
        DataError: the case is damaged or cannot be saved.
    """
    stated = {name: _read(setup, value) for name, value in given.items() if value is not None}
    store = store_of(setup)
    case = chosen(setup, case_id)
    with store.hold(case.id):
        case = store.load(case.id)
        if stated:
            entry = _gathered(setup, case, _kind_of(kind, stated), stated)
            case = _with(case, entry, setup.now)
            store.save(case)
            _told(setup, entry)
            return ExitCode.OK
        if not setup.interactive:
            raise UsageError(Phrase("fault.nothing_to_add"))
        tell(setup, setup.words.say("case.next_ask"))
        for wanted, names in _asked(setup, case, kind):
            answers = _ask_all(setup, case, wanted, names)
            if answers is not None:
                case = _with(case, answers, setup.now)
                store.save(case)
                tell(setup, setup.words.say("case.added", kind=setup.words.say(f"case.kind.{wanted}")))
    return ExitCode.OK


def _with(case: Case, gathered: Gathered, now: datetime) -> Case:
    entry = gathered.entry
    after = replace(case, evidence=(*case.evidence, entry), updated=now)
    return attempted(after, entry.field("channel"), now) if entry.kind is EvidenceKind.ATTEMPT else after


def _kind_of(kind: str | None, stated: Mapping[str, str]) -> EvidenceKind:
    """The kind stated, else the first that has all the fields given."""
    if kind is not None:
        try:
            return EvidenceKind(kind)
        except ValueError:
            what = f"--kind {said(kind)}"
            raise UsageError(Phrase("fault.choose", what=what, known=tuple(EvidenceKind))) from None
    for candidate, fields in FIELDS.items():
        if set(stated) <= set(fields):
            return candidate
    raise UsageError(Phrase("fault.mixed"))


def _gathered(setup: Setup, case: Case, kind: EvidenceKind, stated: Mapping[str, str]) -> Gathered:
    try:
        return _gather(setup, kind, stated, _scrubber(setup, case))
    except ShapeError as error:
        raise UsageError(setup.words.tell(_complaint(setup, error))) from None


def _gather(setup: Setup, kind: EvidenceKind, given: Mapping[str, str], scrubber: "_Scrub") -> Gathered:
    """The entry; where help was asked is a word of ours or a contact of the registry, never a free text."""
    found = gather(kind, given, setup.now, scrubber)
    where = found.entry.field("channel")
    if (
        where
        and where not in _WAYS
        and all(where not in (one.id, one.kind) for one in setup.registry.channels)
    ):
        raise ShapeError("channel", "channel")
    return found


_WAYS = ("app", "email", "phone", "web")
_IN_APP = "in_app"
"""What the registry calls `app`."""


def _ways(setup: Setup) -> tuple[str, ...]:
    """Where help can be asked, as it may be typed; contacts have their ids beside."""
    kinds = sorted({str(one.kind) for one in setup.registry.channels} - {_IN_APP})
    return tuple(dict.fromkeys((*_WAYS, *kinds)))


def _scrubber(setup: Setup, case: Case) -> "_Scrub":
    return _Scrub(case.key, public_values(setup))


class _Scrub:
    """Scrubs a text for one case."""

    def __init__(self, key: str, public: tuple[str, ...]) -> None:
        self._key = key
        self._public = public

    def __call__(self, text: str) -> Redacted:
        return scrub(text, self._key, self._public)


def _told(setup: Setup, gathered: Gathered) -> None:
    """Say what was taken out, and that nothing of it was kept."""
    words = setup.words
    tell(setup, words.say("case.added", kind=words.say(f"case.kind.{gathered.entry.kind}")))
    for text in gathered.texts:
        if text.hidden:
            tell(setup, worded(text.text, words))
    secret = sum(len(text.secrets) for text in gathered.texts)
    if secret:
        tell(setup, words.say("case.secret_removed", count=secret))
    if len(gathered.hidden) > secret:
        tell(setup, words.say("case.masked", count=len(gathered.hidden) - secret))


def _asked(setup: Setup, case: Case, kind: str | None) -> list[tuple[EvidenceKind, tuple[str, ...]]]:
    """Kinds and fields to ask for: those stated, else those still missing, else a note."""
    if kind is not None:
        wanted = _kind_of(kind, {})
        return [(wanted, FIELDS[wanted])]
    return list(missing_fields(setup, case).items()) or [(EvidenceKind.NOTE, FIELDS[EvidenceKind.NOTE])]


def _ask_all(setup: Setup, case: Case, kind: EvidenceKind, names: tuple[str, ...]) -> Gathered | None:
    """The entry that the person gave field by field; None if every field was left out."""
    scrubber = _scrubber(setup, case)
    given: dict[str, str] = {}
    for name in names:
        value = _ask(setup, kind, name, scrubber)
        if value:
            given[name] = value
    return _gather(setup, kind, given, scrubber) if given else None


def _ask(setup: Setup, kind: EvidenceKind, name: str, scrubber: _Scrub) -> str:
    """One field; what looks like a secret is refused and asked again, as is a wrong shape."""
    words = setup.words
    while True:
        value = _line(setup, words.say(f"case.ask.{name}", example=_EXAMPLE))
        if not value:
            return ""
        if name in FREE and scrubber(value).secrets:
            tell(setup, words.say("case.secret_refused"))
            continue
        try:
            _gather(setup, kind, {name: value}, scrubber)
        except ShapeError as error:
            tell(setup, words.tell(_complaint(setup, error)))
            continue
        return value


def _complaint(setup: Setup, error: ShapeError) -> Phrase:
    if error.value_kind == "channel":
        return Phrase("case.bad.channel", known=_ways(setup))
    return Phrase(f"case.bad.{error.value_kind}", example=_EXAMPLE)


def _line(setup: Setup, question: str) -> str:
    setup.talk.write(f"{question}\n> ")
    setup.talk.flush()
    line = setup.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    return line.strip()


def _read(setup: Setup, value: str) -> str:
    """A value; `-` reads it from stdin, so that it stands in no history of commands."""
    return setup.stdin.read(1 << 16) if value == "-" else value
