"""`case add`: a note, a transaction, a screenshot's name, an attempt to get help. No secret gets in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from gopay_help.cases import evidence
from gopay_help.cases.read import ShapeError
from gopay_help.cases.record import attempted
from gopay_help.cases.redact.engine import Redacted, Sort
from gopay_help.cases.store import FREE, scrub
from gopay_help.cli.case import CaseId, chosen, missing_fields
from gopay_help.cli.options import option
from gopay_help.cli.setup import Setup, require_known
from gopay_help.model.case import Case, EvidenceKind
from gopay_help.model.errors import ExitCode, UsageError
from gopay_help.model.text import Phrase
from gopay_help.screen.case import added_document, value_of
from gopay_help.screen.page import Kind, block

_EXAMPLE = "2026-11-20 17:48"
_OF_OTHERS = frozenset({Sort.PHONE, Sort.ACCOUNT})
"""What a note hides, and what may be the number that the money went to."""


def add(  # noqa: PLR0913 (the options of one command)
    setup: Setup,
    case_id: CaseId = None,
    *,
    kind: Annotated[
        str | None, option("--kind", "note, transaction, screenshot or attempt.", offers=EvidenceKind)
    ] = None,
    text: Annotated[str | None, option("--text", "What happened; - reads it from stdin.")] = None,
    amount: Annotated[
        str | None, option("--amount", "A sum; name its currency where it is not that of the account.")
    ] = None,
    when: Annotated[str | None, option("--when", "A day and a time: YEAR-MONTH-DAY HH:MM.")] = None,
    reference: Annotated[str | None, option("--reference", "Order or ticket number.")] = None,
    counterparty: Annotated[
        str | None, option("--counterparty", "Phone or account number of the other side.")
    ] = None,
    file: Annotated[str | None, option("--file", "Name of a screenshot's file.")] = None,
    channel: Annotated[
        str | None,
        option("--channel", "Where you asked: app, email, phone, web or a contact's id.", offers="contacts"),
    ] = None,
    answer: Annotated[str | None, option("--answer", "What they answered.")] = None,
) -> int:
    """Add an entry: from the options, else by asking for what this cause's complaint still needs.

    Raises:
        UsageError: there is no such case, kind or field, a field has the wrong shape, or nobody can be asked.
        DataError: the case is damaged or cannot be saved.
    """
    given = {
        "text": text,
        "amount": amount,
        "when": when,
        "reference": reference,
        "counterparty": counterparty,
        "file": file,
        "channel": channel,
        "answer": answer,
    }
    stated = {name: _read(setup, value) for name, value in given.items() if value is not None}
    store = setup.store
    case = chosen(setup, case_id)
    with store.hold(case.id):
        case = store.load(case.id)
        form = EntryForm(setup, case)
        before = len(case.evidence)
        if stated:
            entry = form.gathered(_kind_of(kind, stated), stated)
            case = _with(case, entry, setup.now)
            store.save(case)
            form.told(entry)
            if _may_be_of_others(entry, case):
                setup.tell(setup.words.say("case.other_side", id=case.id))
        elif not setup.interactive:
            raise UsageError(Phrase("fault.nothing_to_add"))
        else:
            setup.tell(setup.words.say("case.next_ask"))
            for entry in form.asked(kind):
                case = form.case = _with(case, entry, setup.now)
                store.save(case)
                setup.tell(
                    setup.words.say("case.added", kind=setup.words.say(f"case.kind.{entry.entry.kind}")),
                )
    if setup.settings.json:
        setup.write_json(added_document(evidence.share(case).case, before))
    return ExitCode.OK


def _may_be_of_others(gathered: evidence.Gathered, case: Case) -> bool:
    """True if a number was hidden that may be the other side's, and the case holds none of theirs."""
    held = any(entry.field("counterparty") for entry in case.evidence)
    return not held and any(span.sort in _OF_OTHERS for span in gathered.hidden)


def _with(case: Case, gathered: evidence.Gathered, now: datetime) -> Case:
    entry = gathered.entry
    after = replace(case, evidence=(*case.evidence, entry), updated=now)
    return attempted(after, entry.field("channel"), now) if entry.kind is EvidenceKind.ATTEMPT else after


def _kind_of(kind: str | None, stated: Mapping[str, str]) -> EvidenceKind:
    """The kind stated, else the first that has all the fields given."""
    if kind is not None:
        require_known("--kind", kind, tuple(EvidenceKind))
        return EvidenceKind(kind)
    for candidate, fields in evidence.FIELDS.items():
        if set(stated) <= set(fields):
            return candidate
    raise UsageError(Phrase("fault.mixed"))


class EntryForm:
    """Takes entries for one case: reads fields, asks, and says what was understood and what was hidden."""

    def __init__(self, setup: Setup, case: Case) -> None:
        self.setup = setup
        self.case = case
        self.rules = setup.rules
        self._reading = evidence.Reading(
            setup.now,
            self.rules.when,
            self.rules.currency(case.brand),
            setup.words.zone(),
            self.rules.money,
        )
        self._sums = self.rules.sums(case.brand)
        self._public, self._own = setup.public_values, setup.own_words
        self._ways = evidence.contact_ways(setup.registry.channels)

    def scrub(self, text: str) -> Redacted:
        """A text as this case may keep it."""
        return scrub(text, self.case.key, self._public, self._own)

    def gathered(self, kind: EvidenceKind, stated: Mapping[str, str]) -> evidence.Gathered:
        """The entry that the command line states.

        Raises:
            UsageError: a field has the wrong shape.
        """
        try:
            return self._gather(kind, stated)
        except ShapeError as error:
            raise UsageError(self.setup.words.tell(self._complaint(error))) from None

    def told(self, gathered: evidence.Gathered) -> None:
        """Say what was noted, how it was read, and what was taken out of it."""
        words = self.setup.words
        self.setup.tell(words.say("case.added", kind=words.say(f"case.kind.{gathered.entry.kind}")))
        for name, value in gathered.entry.fields:
            self._said_back(name, value)
        for text in gathered.texts:
            if text.hidden:
                self.setup.tell(evidence.placeholder_text(text.text, words))
        secret = sum(len(text.secrets) for text in gathered.texts)
        if secret:
            self.setup.tell(words.say("case.secret_removed", count=secret))
        if len(gathered.hidden) > secret:
            self.setup.tell(words.say("case.masked", count=len(gathered.hidden) - secret))

    def asked(self, kind: str | None) -> Iterator[evidence.Gathered]:
        """Entries as the person gives them; a number of the other side has a field of its own."""
        for wanted, names in self._wanted(kind):
            given = {name: value for name in names if (value := self._ask(wanted, name))}
            if not given:
                continue
            entry = self._gather(wanted, given)
            yield entry
            if _may_be_of_others(entry, self.case) and "counterparty" not in given:
                self.setup.tell(self.setup.words.say("case.other_side.hidden"))
                number = self._ask(EvidenceKind.TRANSACTION, "counterparty")
                if number:
                    yield self._gather(EvidenceKind.TRANSACTION, {"counterparty": number})

    def _wanted(self, kind: str | None) -> list[tuple[EvidenceKind, tuple[str, ...]]]:
        """Kinds and fields to ask for: those stated, else those still missing, else a note."""
        if kind is not None:
            wanted = _kind_of(kind, {})
            return [(wanted, evidence.FIELDS[wanted])]
        missing = list(missing_fields(self.setup, self.case).items())
        return missing or [(EvidenceKind.NOTE, evidence.FIELDS[EvidenceKind.NOTE])]

    def _ask(self, kind: EvidenceKind, name: str) -> str:
        """One field; what looks like a secret is refused and asked again, as is a wrong shape."""
        words = self.setup.words
        while True:
            value = self._line(name)
            if not value:
                return ""
            if name in FREE and self.scrub(value).secrets:
                self.setup.tell(words.say("case.secret_refused"))
                continue
            try:
                entry = self._gather(kind, {name: value})
            except ShapeError as error:
                self.setup.tell(words.tell(self._complaint(error)))
                continue
            self._said_back(name, entry.entry.field(name))
            return value

    def _line(self, name: str) -> str:
        setup = self.setup
        page = [
            block(
                Kind.TEXT,
                setup.words.say(f"case.ask.{name}", example=self._sums[0] if name == "amount" else _EXAMPLE),
            )
        ]
        if name == "channel":
            labels = (evidence.way_label(way, setup.words) for way in self._ways)
            page += (block(Kind.ITEM, label, f"{number}.") for number, label in enumerate(labels, 1))
        setup.show(tuple(page), setup.talk)
        line = setup.prompt()
        if not line:
            raise KeyboardInterrupt
        return line.strip()

    def _said_back(self, name: str, value: str) -> None:
        """How a day or a sum was understood: the one guard against a slip."""
        words = self.setup.words
        if name in _READ:
            shown = value_of(name, value, words)
            self.setup.tell(words.say("case.read", field=words.say(f"case.field.{name}"), value=shown))

    def _gather(self, kind: EvidenceKind, given: Mapping[str, str]) -> evidence.Gathered:
        """The entry; where help was asked is a word of ours or a contact's id, never a free text."""
        way = given.get("channel", "").strip()
        if way:
            given = {**given, "channel": self._way(way)}
        return evidence.gather(kind, given, self._reading, self.scrub)

    def _way(self, typed: str) -> str:
        """A way to ask for help: its number in the list, a word for it in any language, or a contact's id."""
        if typed.isdecimal() and typed.isascii() and 1 <= int(typed[:4]) <= len(self._ways):
            return self._ways[int(typed[:4]) - 1]
        plain = " ".join(typed.lower().split())
        labels = {evidence.way_label(way, self.setup.words).lower(): way for way in self._ways}
        found = labels.get(plain) or self.rules.ways.get(plain, typed)
        kinds = {str(one.kind) for one in self.setup.registry.channels}
        if found in {*self._ways, *kinds, *(one.id for one in self.setup.registry.channels)}:
            return found
        raise ShapeError("channel", "channel")

    def _complaint(self, error: ShapeError) -> Phrase:
        if error.value_kind == "channel":
            labels = tuple(evidence.way_label(way, self.setup.words) for way in self._ways)
            return Phrase("case.bad.channel", known=labels)
        return Phrase(f"case.bad.{error.value_kind}", example=_EXAMPLE, sums=self._sums)


_READ = frozenset({"amount", "when"})


def _read(setup: Setup, value: str) -> str:
    """A value; `-` reads it from stdin, so that it stands in no history of commands."""
    return setup.stdin.read(1 << 16) if value == "-" else value
