"""The message to support, and one to a public body: plain sentences, the facts, one request. No deadline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gopay_help.cases.amount import shown
from gopay_help.cases.evidence import PERSONAL
from gopay_help.cases.hidden import secret_in, worded
from gopay_help.cases.moment import in_words
from gopay_help.cases.needs import Regulator, Topic
from gopay_help.cases.scrub import FREE
from gopay_help.cases.ways import way_label
from gopay_help.model.case import Case, EvidenceEntry, EvidenceKind
from gopay_help.model.text import Catalogue, safe, safe_line
from gopay_help.model.tree import NO, WIB, Cause, NodeId, Outcome, Question, Tree

APP_LIMIT = 1000
"""Characters for a form in an app. Our own limit: what a form really takes is not confirmed."""


@dataclass(frozen=True, slots=True)
class Draft:
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


def is_exposed(case: Case, tree: Tree) -> bool:
    """True unless the red flag was answered with no, and neither outcome nor entries speak of a leak.

    An outcome that the tree no longer has is one that nothing is known of.
    """
    node = tree.nodes.get(NodeId(case.outcome or ""))
    if not isinstance(node, Outcome) or node.critical:
        return True
    if {Cause.FRAUD, Cause.UNDETERMINED}.intersection((node.cause, *node.also)):
        return True
    asked = ((tree.nodes.get(NodeId(answer.id)), answer.value) for answer in case.answers[: case.cursor])
    flags = [value for question, value in asked if isinstance(question, Question) and question.alarm]
    if not flags or any(value != NO for value in flags):
        return True
    return any(secret_in(value) for entry in case.evidence for _, value in entry.fields)


def to_support(matter: Matter, words: Catalogue) -> Draft:
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
    return Draft(words.lang, _subject(matter, words), _body(parts))


def to_regulator(matter: Matter, regulator: Regulator, words: Catalogue) -> Draft:
    """The same for a public body, with what it asks for."""
    say = words.say
    history = [*_happened(matter, words)]
    evidence = matter.case.evidence
    complaint = next((entry for entry in evidence if entry.kind is EvidenceKind.ATTEMPT), None)
    if complaint is not None:
        day = in_words(complaint.field("when") or _day(complaint.at), words)
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
    return Draft(words.lang, _subject(matter, words), _body(parts))


def for_form(draft: Draft, limit: int = APP_LIMIT) -> str:
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
    yield words.say("draft.since", date=_first_day(case, words))
    for entry in case.evidence:
        if entry.kind in (EvidenceKind.NOTE, EvidenceKind.TRANSACTION):
            yield from _fields(entry, words)
    files = [
        worded(entry.field("file"), words, marks=False) for entry in case.evidence if entry.field("file")
    ]
    if files:
        yield words.say("draft.files", files=", ".join(files))


def _tried(case: Case, words: Catalogue) -> Iterator[str]:
    """Attempts that were noted; where none was, it is not known that there were none, and nothing is said."""
    attempts = [entry for entry in case.evidence if entry.kind is EvidenceKind.ATTEMPT]
    if attempts:
        yield words.say("draft.tried")
    for entry in attempts:
        yield from _fields(entry, words)


def _who(matter: Matter, words: Catalogue) -> Iterator[str]:
    yield words.say("draft.me")
    if not matter.exposed:
        yield words.say("draft.secret")


def _documents(regulator: Regulator, words: Catalogue) -> Iterator[str]:
    if regulator.documents:
        yield words.say("draft.regulator.documents")
        yield from (f"- {words.say(f'draft.document.{name}')}" for name in regulator.documents)


def _fields(entry: EvidenceEntry, words: Catalogue) -> Iterator[str]:
    lines = [
        words.say(f"draft.field.{name}", value=_value(name, value, words)) for name, value in entry.fields
    ]
    yield "- " + words.say("draft.and").join(lines)


def _value(name: str, value: str, words: Catalogue) -> str:
    plain = " ".join(value.split())
    if name in FREE | PERSONAL:
        return worded(plain, words, marks=False)
    if name == "amount":
        return shown(plain)
    if name == "channel":
        return way_label(plain, words)
    return in_words(plain, words) if name == "when" else plain


def _first_day(case: Case, words: Catalogue) -> str:
    days = sorted(entry.field("when") for entry in case.evidence if entry.field("when"))
    return in_words(days[0] if days else _day(case.created), words)


def _day(at: datetime) -> str:
    return f"{at.astimezone(WIB):%Y-%m-%d}"


def _own_name(words: Catalogue) -> str:
    """The placeholder for the person's name: they write it, the case never holds it."""
    text = words.say("draft.me")
    return text[text.index("[") : text.index("]") + 1]
