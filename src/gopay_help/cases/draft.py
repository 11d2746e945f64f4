"""What a complaint needs and who takes it (the pack's `case.yaml`), and its message in plain sentences.

A message has the facts and one request, and sets no deadline.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from gopay_help.cases.evidence import PERSONAL, placeholder_text, secret_in, way_label
from gopay_help.cases.read import DayWords, Money, in_words, parse_day_words, shown
from gopay_help.cases.store import FREE
from gopay_help.model.build import Builder
from gopay_help.model.case import Case, EvidenceEntry, EvidenceKind
from gopay_help.model.text import Catalogue, Phrase, safe, safe_line
from gopay_help.model.tree import NO, WIB, After, NodeId, Outcome, Question, Tree, moment


@dataclass(frozen=True, slots=True)
class Regulator:
    """A public body, and what it asks for."""

    id: str
    to: str
    channels: tuple[str, ...]
    after_complaint: bool
    claims: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a draft about an outcome says: ids of its opening, its subject and its request."""

    id: str
    outcomes: frozenset[str]
    subject: str
    ask: str
    working_days: int = 0
    """So many of them have passed, say the words that open it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a pack."""

    languages: Mapping[str, str]
    currencies: Mapping[str, str]
    """The currency of a sum that names none, by brand."""
    money: Money
    examples: Mapping[str, tuple[str, ...]]
    """Sums as people write them, by currency."""
    when: DayWords
    ways: Mapping[str, str]
    """How people call a way to ask for help, and its id; small letters."""
    recipients: Mapping[str, tuple[str, ...]]
    complain_now: frozenset[str]
    """Steps that are a complaint: an outcome that names one has nothing to wait for."""
    urgent: frozenset[str]
    """Steps that must not wait where money is at risk."""
    evidence: Mapping[str, tuple[str, ...]]
    topics: tuple[Topic, ...]
    regulators: tuple[Regulator, ...]

    def language(self, brand: str) -> str:
        """The language that this brand's support reads; that of the country of the pack where it is open."""
        return self.languages.get(brand) or next(iter(self.languages.values()))

    def currency(self, brand: str) -> str | None:
        """The currency of a bare sum; that of the country of the pack where the brand is open."""
        named = brand in self.languages
        return self.currencies.get(brand) if named else next(iter(self.currencies.values()), None)

    def sums(self, brand: str) -> tuple[str, ...]:
        """A sum or two as users of this brand may write them."""
        home = self.currency(brand) or "EUR"
        return self.examples.get(home) or (f"25 {home}",)

    def topic(self, outcome: str) -> Topic:
        """What a draft about *outcome* says; the first topic where the tree no longer has the outcome."""
        return next((topic for topic in self.topics if outcome in topic.outcomes), self.topics[0])

    def missing(self, case: Case) -> tuple[tuple[EvidenceKind, str], ...]:
        """Kinds and fields that the case does not hold yet, in the order to ask."""
        held = {(entry.kind, name) for entry in case.evidence for name, _ in entry.fields}
        needs = [need.split(".") for need in self.evidence.get(case.cause or "", ())]
        return tuple(
            (EvidenceKind(kind), name) for kind, name in needs if (EvidenceKind(kind), name) not in held
        )

    def regulator(self, channels: tuple[str, ...]) -> Regulator | None:
        """The first public body, in the order of *channels*, that the follow-up of an outcome names."""
        for channel in channels:
            for regulator in self.regulators:
                if channel in regulator.channels:
                    return regulator
        return None


def parse_rules(document: Mapping[str, Any]) -> Rules:
    """The rules in a document whose shape was checked with its pack."""
    build = Builder().build
    return Rules(
        languages={row["brand"]: row["lang"] for row in document["languages"]},
        currencies={row["brand"]: row["currency"] for row in document["languages"] if "currency" in row},
        money={row["currency"]: tuple(row["words"]) for row in document.get("currencies", ())},
        examples={row["currency"]: tuple(row["examples"]) for row in document.get("currencies", ())},
        when=parse_day_words(document["when"]),
        ways={word: row["way"] for row in document["ways"] for word in row["words"]},
        recipients={row["brand"]: tuple(row["channels"]) for row in document["recipients"]},
        complain_now=frozenset(document["complain_now"]),
        urgent=frozenset(document["urgent"]),
        evidence={row["cause"]: tuple(row["needs"]) for row in document["evidence"]},
        topics=tuple(build(Topic, row, "topics", id=row["topic"]) for row in document["topics"]),
        regulators=tuple(build(Regulator, row, "regulators") for row in document["regulators"]),
    )


APP_LIMIT = 1000
"""Characters for a form in an app. Our own limit: what a form really takes is not confirmed."""


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """A message without sender and recipient, in one language."""

    lang: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Matter:
    """A case, and what may be said of it over the person's name: nothing that its answers did not say."""

    case: Case
    topic: Topic
    exposed: bool
    """True if a secret got out, or may have: then nothing is said of secrets at all."""
    blanks: tuple[str, ...] = ()
    """Fields of a transaction that who gets it needs and nobody has given: left for the person to fill in."""

    def doubts(self, now: datetime, zone: tzinfo = WIB) -> Iterator[Phrase]:
        """Where the days that the person gave do not go with the words, or with each other."""
        paid = sorted(_days(self.case, EvidenceKind.TRANSACTION))
        asked = sorted(_days(self.case, EvidenceKind.ATTEMPT))
        days = self.topic.working_days
        if paid and days and moment(After(working_days=days), _read(paid[0], zone), zone) > now:
            yield Phrase("case.draft.too_early", days=days, date=paid[0], id=self.case.id)
        if paid and asked and asked[0][:_DAY] < paid[0][:_DAY]:
            yield Phrase("case.draft.asked_before", asked=asked[0], date=paid[0])


_DAY = len("2026-11-20")


def _days(case: Case, kind: EvidenceKind) -> Iterator[str]:
    """When entries of a kind say that it happened."""
    return (entry.field("when") for entry in case.evidence if entry.kind is kind and entry.field("when"))


def _read(kept: str, zone: tzinfo) -> datetime:
    return datetime.fromisoformat(kept).replace(tzinfo=zone)


def is_exposed(case: Case, tree: Tree) -> bool:
    """True unless the red flag was answered with no, and neither outcome nor entries speak of a leak.

    An outcome that the tree no longer has is one that nothing is known of.
    """
    node = tree.nodes.get(NodeId(case.outcome or ""))
    if not isinstance(node, Outcome) or node.critical:
        return True
    if any(tree.causes[cause].exposed for cause in (node.cause, *node.also)):
        return True
    asked = ((tree.nodes.get(NodeId(answer.id)), answer.value) for answer in case.answers[: case.cursor])
    flags = [value for question, value in asked if isinstance(question, Question) and question.alarm]
    if not flags or any(value != NO for value in flags):
        return True
    return any(secret_in(value) for entry in case.evidence for _, value in entry.fields)


def to_support(matter: Matter, words: Catalogue) -> MessageDraft:
    """What support needs to answer: what happened, what was tried, what is asked."""
    say = words.say
    parts = [
        say("draft.greeting"),
        "\n".join(_happened(matter, words)),
        "\n".join(_tried(matter.case, words)),
        f"{say('draft.asked')}\n{say(f'draft.ask.{matter.topic.ask}')}",
        "\n".join(_who(matter, words)),
        f"{say('draft.closing')}\n{_own_name(words)}",
    ]
    return MessageDraft(words.lang, _subject(matter, words), _body(parts))


def to_regulator(matter: Matter, regulator: Regulator, words: Catalogue) -> MessageDraft:
    """The same for a public body, with what it asks for."""
    say = words.say
    history = [*_happened(matter, words)]
    evidence = matter.case.evidence
    complaint = next((entry for entry in evidence if entry.kind is EvidenceKind.ATTEMPT), None)
    if complaint is not None:
        kept = complaint.field("when")
        day = in_words(kept, words) if kept else words.say("draft.blank.day")
        history += [say("draft.regulator.complained", date=day), say("draft.regulator.not_solved")]
    parts = [
        say("draft.greeting_regulator"),
        "\n".join(history),
        "\n".join(_tried(matter.case, words)),
        f"{say('draft.asked')}\n{say(f'draft.regulator.ask.{regulator.id}')}",
        "\n".join(_documents(regulator, words)),
        "\n".join(_who(matter, words)),
        f"{say('draft.closing')}\n{_own_name(words)}",
    ]
    return MessageDraft(words.lang, _subject(matter, words), _body(parts))


def for_form(draft: MessageDraft, limit: int = APP_LIMIT) -> str:
    """The message for a form: shortened at the end of a line, never in the middle of a word."""
    text = draft.body
    if len(text) <= limit:
        return text
    head = text[: limit - 2]
    cut = max(head.rfind("\n"), head.rfind(" "))
    return head[: cut if cut > 0 else len(head)].rstrip() + " …"


def _subject(matter: Matter, words: Catalogue) -> str:
    problem = words.say(f"draft.problem.{matter.topic.subject}")
    return safe_line(words.say("draft.subject", problem=problem))


def _body(parts: list[str]) -> str:
    return safe("\n\n".join(part for part in parts if part).replace("\r", "\n"), keep="\n") + "\n"


def _happened(matter: Matter, words: Catalogue) -> Iterator[str]:
    case = matter.case
    yield words.say("draft.happened")
    yield words.say(f"draft.what.{matter.topic.id}")
    if "when" not in matter.blanks and not any(_days(case, EvidenceKind.TRANSACTION)):
        yield words.say("draft.since", date=words.say("draft.blank.when"))
    blanks = {name: words.say(f"draft.blank.{name}") for name in matter.blanks}
    told = [entry for entry in case.evidence if entry.kind in (EvidenceKind.NOTE, EvidenceKind.TRANSACTION)]
    paid = next((entry for entry in reversed(told) if entry.kind is EvidenceKind.TRANSACTION), None)
    if blanks and paid is None:
        yield _line(blanks, words)
    for entry in told:
        yield _line(_fields(entry, words) | (blanks if entry is paid else {}), words)
    files = [
        placeholder_text(entry.field("file"), words, marks=False)
        for entry in case.evidence
        if entry.field("file")
    ]
    if files:
        yield words.say("draft.files", files=", ".join(files))


def _tried(case: Case, words: Catalogue) -> Iterator[str]:
    """Attempts that were noted; where none was, it is not known that there were none, and nothing is said."""
    attempts = [entry for entry in case.evidence if entry.kind is EvidenceKind.ATTEMPT]
    if attempts:
        yield words.say("draft.tried")
    for entry in attempts:
        yield _line(_fields(entry, words), words)


def _who(matter: Matter, words: Catalogue) -> Iterator[str]:
    yield words.say("draft.me")
    if not matter.exposed:
        yield words.say("draft.secret")


def _documents(regulator: Regulator, words: Catalogue) -> Iterator[str]:
    if regulator.documents:
        yield words.say("draft.regulator.documents")
        yield from (f"- {words.say(f'draft.document.{name}')}" for name in regulator.documents)


def _fields(entry: EvidenceEntry, words: Catalogue) -> dict[str, str]:
    return {name: _value(name, value, words) for name, value in entry.fields}


def _line(fields: Mapping[str, str], words: Catalogue) -> str:
    parts = (words.say(f"draft.field.{name}", value=value) for name, value in fields.items())
    return "- " + words.say("draft.and").join(parts)


def _value(name: str, value: str, words: Catalogue) -> str:
    plain = " ".join(value.split())
    if name in FREE | PERSONAL:
        return placeholder_text(plain, words, marks=False)
    if name == "amount":
        return shown(plain, words)
    if name == "channel":
        return way_label(plain, words)
    return in_words(plain, words) if name == "when" else plain


def _own_name(words: Catalogue) -> str:
    """The placeholder for the person's name: they write it, the case never holds it."""
    named = re.search(r"\[.*?\]", words.say("draft.me"))
    return named[0] if named else ""
