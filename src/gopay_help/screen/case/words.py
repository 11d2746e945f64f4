"""How a case's ids are said. A case may be older than the texts, so an id without words is shown as it is."""

from datetime import datetime

from gopay_help.cases.evidence import placeholder_text, way_label
from gopay_help.cases.read import in_words, shown
from gopay_help.model.case import Case, Due, DueKind, EvidenceEntry, Seen
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import WIB


def said(words: Catalogue, key: str, otherwise: str, **values: object) -> str:
    """The text of *key*, or *otherwise* where no language has it."""
    return words.say(key, **values) if words.has(key) else otherwise


def pair(name: str, text: str, words: Catalogue) -> str:
    """A name and what it says, joined as the language joins them."""
    return words.say("case.pair", name=name, text=text)


def heading(case: Case, words: Catalogue) -> str:
    """The case's id and what it is about."""
    return pair(words.say("case.title", id=case.id), problem(case, words), words)


def problem(case: Case, words: Catalogue) -> str:
    """What the case is about, in one line."""
    if case.outcome is None:
        return words.say("case.unfinished", count=case.cursor)
    return said(words, f"outcome.{case.outcome}.title", said(words, f"cause.{case.cause}", str(case.cause)))


def day_and_time(at: datetime, words: Catalogue) -> str:
    """A moment in Jakarta, whose days and hours count here."""
    return words.say("case.time", time=jakarta_time(at))


def jakarta_time(at: datetime) -> str:
    """The same without its zone, where that was said before."""
    return f"{at.astimezone(WIB):%Y-%m-%d %H:%M}"


def happened_at(entry: EvidenceEntry) -> datetime | None:
    """When it happened, if the entry says so: a day without an hour counts from its beginning, in Jakarta."""
    try:
        return datetime.fromisoformat(entry.field("when")).replace(tzinfo=WIB)
    except ValueError:
        return None


def because(due: Due, words: Catalogue) -> str:
    """What the time of a step rests on: a stated fact, or our suggestion."""
    if due.claim is not None and words.has(f"claim.{due.claim}"):
        return words.say("case.why.claim", claim=words.say(f"claim.{due.claim}"))
    return words.say("case.why.suggestion")


def step_words(due: Due, words: Catalogue) -> str:
    """What a step of the plan says: that of the outcome, if it is an urgent one."""
    if due.kind is DueKind.ACT:
        return said(words, f"step.{due.step}", due.step)
    return words.say(f"case.step.{due.kind}")


def changes(case: Case) -> list[tuple[str, str, str]]:
    """What was before and is after, of the last two looks at the network."""
    if len(case.checks) < 2:  # noqa: PLR2004 (two, to compare)
        return []
    before, after = case.checks[-2:]
    changed: list[tuple[str, str, str]] = [
        (name, getattr(before, name), getattr(after, name))
        for name in ("status", "cause", "blame", "confidence")
        if getattr(before, name) != getattr(after, name)
    ]
    return changed + _changed_findings(before, after)


def _changed_findings(before: Seen, after: Seen) -> list[tuple[str, str, str]]:
    """Checks that both looks made of the same target, and that came to something else."""
    old, new = ({(found.id, found.target): found for found in seen.findings} for seen in (before, after))
    return [
        (f"{name} ({target})", old[name, target].value, found.value)
        for (name, target), found in new.items()
        if (name, target) in old
        and (old[name, target].status, old[name, target].value) != (found.status, found.value)
    ]


def entry_lines(entry: EvidenceEntry, words: Catalogue) -> tuple[str, ...]:
    """The fields of an entry, each with its name."""
    return tuple(
        pair(said(words, f"case.field.{name}", name), value_of(name, value, words), words)
        for name, value in entry.fields
    )


def value_of(name: str, value: str, words: Catalogue) -> str:
    """A field's value as people read it."""
    if name == "channel":
        return way_label(value, words)
    if name == "amount":
        return shown(value)
    if name == "when":
        return in_words(value, words)
    return placeholder_text(value, words)
