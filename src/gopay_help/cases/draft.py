"""The message to support, and one to a public body: plain sentences, the facts, one request. No deadline."""

from collections.abc import Iterator
from dataclasses import dataclass

from gopay_help.cases.needs import Regulator
from gopay_help.model.case import Case, Evidence, EvidenceKind
from gopay_help.model.safe import safe, safe_line
from gopay_help.model.text import Catalogue

APP_LIMIT = 1000
"""Characters for a form in an app. Our own limit: what a form really takes is not confirmed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message without sender and recipient, in one language."""

    lang: str
    subject: str
    body: str


def to_support(case: Case, words: Catalogue) -> Draft:
    """What support needs to answer: what happened, what was tried, what is asked."""
    say = words.say
    parts = [
        say("draft.greeting"),
        "\n".join(_happened(case, words)),
        "\n".join(_tried(case, words)),
        f"{say('draft.asked')}\n{say(f'draft.ask.{case.cause}')}",
        f"{say('draft.me')}\n{say('draft.secret')}",
        f"{say('draft.closing')}\n{_own_name(words)}",
    ]
    return Draft(words.lang, _subject(case, words), _body(parts))


def to_regulator(case: Case, regulator: Regulator, words: Catalogue) -> Draft:
    """The same for a public body, with what it asks for."""
    say = words.say
    history = [*_happened(case, words)]
    complaint = next((entry for entry in case.evidence if entry.kind is EvidenceKind.ATTEMPT), None)
    if complaint is not None:
        day = complaint.field("when") or f"{complaint.at:%Y-%m-%d}"
        history += [say("draft.regulator.complained", date=day), say("draft.regulator.not_solved")]
    parts = [
        say("draft.greeting_regulator"),
        "\n".join(history),
        "\n".join(_tried(case, words)),
        f"{say('draft.asked')}\n{say(f'draft.regulator.ask.{regulator.id}')}",
        "\n".join(_documents(regulator, words)),
        f"{say('draft.me')}\n{say('draft.secret')}",
        f"{say('draft.closing')}\n{_own_name(words)}",
    ]
    return Draft(words.lang, _subject(case, words), _body(parts))


def for_form(draft: Draft, limit: int = APP_LIMIT) -> str:
    """The message for a form: shortened at the end of a line, never in the middle of a word."""
    text = draft.body
    if len(text) <= limit:
        return text
    head = text[: limit - 2]
    cut = max(head.rfind("\n"), head.rfind(" "))
    return head[: cut if cut > 0 else len(head)].rstrip() + " …"


def _subject(case: Case, words: Catalogue) -> str:
    return safe_line(words.say("draft.subject", problem=words.say(f"draft.problem.{case.cause}")))


def _body(parts: list[str]) -> str:
    return safe("\n\n".join(part for part in parts if part).replace("\r", "\n"), keep="\n") + "\n"


def _happened(case: Case, words: Catalogue) -> Iterator[str]:
    yield words.say("draft.happened")
    yield words.say(f"draft.what.{case.cause}")
    yield words.say("draft.since", date=_first_day(case))
    for entry in case.evidence:
        if entry.kind in (EvidenceKind.NOTE, EvidenceKind.TRANSACTION):
            yield from _fields(entry, words)
    files = [entry.field("file") for entry in case.evidence if entry.field("file")]
    if files:
        yield words.say("draft.files", files=", ".join(files))


def _tried(case: Case, words: Catalogue) -> Iterator[str]:
    attempts = [entry for entry in case.evidence if entry.kind is EvidenceKind.ATTEMPT]
    if not attempts:
        yield words.say("draft.no_attempt")
        return
    yield words.say("draft.tried")
    for entry in attempts:
        yield from _fields(entry, words)


def _documents(regulator: Regulator, words: Catalogue) -> Iterator[str]:
    if regulator.documents:
        yield words.say("draft.regulator.documents")
        yield from (f"- {words.say(f'draft.document.{name}')}" for name in regulator.documents)


def _fields(entry: Evidence, words: Catalogue) -> Iterator[str]:
    lines = [
        words.say(f"draft.field.{name}", value=_value(name, value, words)) for name, value in entry.fields
    ]
    yield "- " + words.say("draft.and").join(lines)


def _value(name: str, value: str, words: Catalogue) -> str:
    if name == "amount" and value.isdecimal():
        return f"{int(value):,}".replace(",", ".")
    key = f"channel.{value}.label"
    return words.say(key) if name == "channel" and words.has(key) else " ".join(value.split())


def _first_day(case: Case) -> str:
    days = sorted(entry.field("when") for entry in case.evidence if entry.field("when"))
    return days[0] if days else f"{case.created:%Y-%m-%d}"


def _own_name(words: Catalogue) -> str:
    """The placeholder for the person's name: they write it, the case never holds it."""
    text = words.say("draft.me")
    return text[text.index("[") : text.index("]") + 1]
