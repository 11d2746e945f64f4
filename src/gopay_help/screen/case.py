"""The case file on pages: the list, one case, what is due, what has changed; and how a case's ids are said.

A case may be older than the texts, so an id without words is shown as it is.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from gopay_help.cases.draft import MessageDraft
from gopay_help.cases.evidence import Shared, placeholder_text, way_label
from gopay_help.cases.read import in_words, shown, with_zone
from gopay_help.cases.store import case_document, stamp
from gopay_help.model.case import Case, Due, DueKind, EvidenceEntry, EvidenceKind, Seen
from gopay_help.model.contact import RouteStep
from gopay_help.model.text import Catalogue
from gopay_help.screen.documents import route_entry
from gopay_help.screen.page import Block, Kind, Page, block, section
from gopay_help.screen.pages import contact


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
    """A moment on the clock of the pack, with its zone."""
    return with_zone(_time(at, words), at, words)


def _time(at: datetime, words: Catalogue) -> str:
    """The same without its zone, where that was said before."""
    return f"{at.astimezone(words.zone()):%Y-%m-%d %H:%M}"


def happened_at(entry: EvidenceEntry, words: Catalogue) -> datetime | None:
    """When it happened, if the entry says so: a day without an hour counts from its beginning."""
    try:
        return datetime.fromisoformat(entry.field("when")).replace(tzinfo=words.zone())
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
        return shown(value, words)
    if name == "when":
        return in_words(value, words)
    return placeholder_text(value, words)


Missing = Mapping[EvidenceKind, Sequence[str]]
"""Fields that a complaint still needs, by the kind of entry that has them."""


def list_page(
    cases: Sequence[Case],
    unusable: Mapping[str, str],
    now: datetime,
    words_for: Callable[[str | None], Catalogue],
    tree: str,
) -> Page:
    """All cases, the latest first, each with its days and what is due; then those that cannot be opened.

    One of another tree than that with this id is named by its pack: its words are there. *words_for* a brand
    are on its clock.
    """
    return tuple(_list(cases, unusable, now, words_for, tree))


def _list(
    cases: Sequence[Case],
    unusable: Mapping[str, str],
    now: datetime,
    words_for: Callable[[str | None], Catalogue],
    tree: str,
) -> Iterator[Block]:
    words = words_for(None)
    yield block(Kind.TITLE, words.say("case.list.title"))
    if not (cases or unusable):
        yield block(Kind.TEXT, words.say("case.list.none"))
    for case in cases:
        words = words_for(case.brand)
        ours = case.tree.id == tree
        title = problem(case, words) if ours else words.say("case.list.pack", pack=case.tree.id)
        yield block(Kind.ITEM, f"{case.id}  {title}", "-")
        started, changed = (
            in_words(f"{at.astimezone(words.zone()):%Y-%m-%d}", words) for at in (case.created, case.updated)
        )
        key = "case.list.day" if started == changed else "case.list.days"
        yield block(Kind.NOTE, words.say(key, start=started, end=changed), depth=1)
        due = case.due(now)
        if case.closed:
            yield block(Kind.NOTE, words.say("case.closed", time=day_and_time(case.closed, words)), depth=1)
        elif due and ours:
            yield block(Kind.NOTE, pair(words.say("case.due"), step_words(due[0], words), words), depth=1)
    for case_id, why in unusable.items():
        yield block(Kind.NOTE, words.say(f"case.list.{why}", id=case_id), "!")


def case_page(case: Case, missing: Missing, now: datetime, words: Catalogue) -> Page:
    """Everything that a case knows, and the commands that go on from here."""
    return (*file_blocks(case, missing, words), *_hints(case, now, words))


def file_blocks(case: Case, missing: Missing, words: Catalogue) -> Iterator[Block]:
    """What a case knows, without commands: for the screen and for paper."""
    yield block(Kind.TITLE, heading(case, words))
    started, changed = (day_and_time(at, words) for at in (case.created, case.updated))
    yield block(Kind.TEXT, words.say("case.started", start=started, end=changed))
    if case.closed:
        yield block(Kind.TEXT, words.say("case.closed", time=day_and_time(case.closed, words)))
    yield from section(words.say("case.answers"), _answers(case, words))
    yield block(Kind.HEADING, words.say("case.evidence"))
    if not case.evidence:
        yield block(Kind.TEXT, words.say("case.evidence.none"))
    for number, entry in enumerate(case.evidence, 1):
        yield block(Kind.ITEM, words.say(f"case.kind.{entry.kind}"), f"{number}.")
        yield from (block(Kind.TEXT, line, depth=1) for line in entry_lines(entry, words))
    yield from section(words.say("case.missing"), _missing(missing, words))
    yield from findings(case, words)
    yield from timeline(case, words)


def _missing(missing: Missing, words: Catalogue) -> Iterator[Block]:
    for kind, names in missing.items():
        fields = words.say("ui.list").join(said(words, f"case.field.{name}", name) for name in names)
        yield block(Kind.ITEM, pair(words.say(f"case.kind.{kind}"), fields, words), "-")


def findings(case: Case, words: Catalogue) -> Iterator[Block]:
    """What the last look at the network saw, if it was kept: what is not right, and how much is."""
    last = next((seen for seen in reversed(case.checks) if seen.findings), None)
    if last is None:
        return
    yield block(Kind.HEADING, words.say("case.findings"))
    yield block(Kind.NOTE, pair(day_and_time(last.at, words), check_words(last, words), words))
    wrong = [found for found in last.findings if found.status in _NOT_RIGHT]
    for found in wrong:
        text = words.say("case.findings.line", check=found.id, target=found.target, value=found.value)
        yield block(Kind.ITEM, text, "-")
    yield block(Kind.NOTE, words.say("case.findings.rest", count=len(last.findings) - len(wrong)))


_NOT_RIGHT = frozenset({"warn", "fail", "crashed"})


def timeline(case: Case, words: Catalogue) -> Iterator[Block]:
    """What happened when, oldest first: as the person says, else by this program's clock."""
    events = [_by_clock(case.created, words.say("case.event.created"), words)]
    events += [
        _by_clock(seen.at, words.say("case.event.check", summary=check_words(seen, words)), words)
        for seen in case.checks
    ]
    events += [_of_entry(entry, words) for entry in case.evidence]
    events += [_by_clock(due.done, step_words(due, words), words) for due in case.plan if due.done]
    if case.closed:
        events.append(_by_clock(case.closed, words.say("case.event.closed"), words))
    yield block(Kind.HEADING, with_zone(words.say("case.timeline"), case.created, words))
    for _, time, text in sorted(events, key=lambda event: event[0]):
        yield block(Kind.ITEM, pair(time, text, words), "-")


_Event = tuple[datetime, str, str]
"""Its moment, which orders it; its time as it is shown; what it was."""


def _by_clock(at: datetime, text: str, words: Catalogue) -> _Event:
    return at, _time(at, words), text


def _of_entry(entry: EvidenceEntry, words: Catalogue) -> _Event:
    """An entry stands where it happened, with the time of noting; else where it was noted."""
    kind, at = words.say(f"case.kind.{entry.kind}"), happened_at(entry, words)
    if at is None:
        return _by_clock(entry.at, words.say("case.added", kind=kind), words)
    text = words.say("case.event.noted", kind=kind, time=_time(entry.at, words))
    return at, entry.field("when"), text


def check_words(seen: Seen, words: Catalogue) -> str:
    """What a look at the network came to."""
    return said(words, f"check.cause.{seen.cause}", words.say(f"watch.state.{seen.status}"))


def _answers(case: Case, words: Catalogue) -> Iterator[Block]:
    for answer in case.answers[: case.cursor]:
        question = said(words, f"{answer.id}.text", answer.id)
        yield block(Kind.NOTE, question, "-")
        yield block(Kind.TEXT, said(words, f"{answer.id}.opt.{answer.value}", answer.value), depth=1)


def _hints(case: Case, now: datetime, words: Catalogue) -> Iterator[Block]:
    if case.closed:
        return
    names = ["resume"] if case.outcome is None else ["add", "draft", "next", "export"]
    names += ["remove"] if case.evidence else []
    yield from _due_blocks(case, now, words)
    for name in names:
        yield block(Kind.NOTE, words.say(f"case.hint.{name}", id=case.id))


def _due_blocks(case: Case, now: datetime, words: Catalogue) -> Iterator[Block]:
    due = case.due(now)
    if due:
        yield block(Kind.ALERT if case.critical else Kind.TITLE, words.say("case.due"))
    for step in due:
        yield block(Kind.ITEM, step_words(step, words), _marker(step, case))


def _marker(due: Due, case: Case) -> str:
    """An urgent step has a number, by which it is marked as done; it keeps it."""
    return f"{case.acts.index(due) + 1}." if due in case.acts else "-"


def next_page(
    case: Case,
    contacts: Mapping[str, RouteStep],
    now: datetime,
    words: Catalogue,
    holidays: bool,  # noqa: FBT001 (as in the document)
) -> Page:
    """What is due, why then and where; what comes later. *holidays*: working days leave out those known."""
    return tuple(_next(case, contacts, now, words, "case.holidays" if holidays else "case.weekends"))


def _next(
    case: Case, contacts: Mapping[str, RouteStep], now: datetime, words: Catalogue, rest: str
) -> Iterator[Block]:
    yield block(Kind.TITLE, heading(case, words))
    if case.closed:
        yield block(Kind.TEXT, words.say("case.closed", time=day_and_time(case.closed, words)))
        return
    if not case.plan:
        yield block(Kind.TEXT, words.say("case.no_plan"))
        yield block(Kind.NOTE, words.say("case.hint.resume", id=case.id))
        return
    due = case.due(now)
    later = tuple(step for step in case.open_steps() if step not in due)
    if not due:
        yield block(Kind.TEXT, words.say("case.nothing_due"))
    now_due = (*_acts(case, due, contacts, words), *_steps(due, contacts, words))
    yield from section(words.say("case.due"), now_due)
    yield from section(words.say("case.later"), _steps(later, contacts, words))
    yield block(Kind.NOTE, words.say(rest))
    if any(step.kind is DueKind.ACT for step in due):
        yield block(Kind.NOTE, words.say("case.hint.act", id=case.id))
    for name in ("draft", "done"):
        yield block(Kind.NOTE, words.say(f"case.hint.{name}", id=case.id))


def _acts(
    case: Case, due: Iterable[Due], contacts: Mapping[str, RouteStep], words: Catalogue
) -> Iterator[Block]:
    """What must not wait, with the first contacts of the case's route beside it."""
    acts = [step for step in due if step.kind is DueKind.ACT]
    yield from (block(Kind.ITEM, step_words(step, words), _marker(step, case)) for step in acts)
    route = next((step.channels for step in case.plan if step.kind is DueKind.COMPLAINT), ())
    known = [contacts[name] for name in route if name in contacts][:_FIRST_CONTACTS]
    if acts and known:
        yield block(Kind.TEXT, words.say("case.where"))
        for found in known:
            yield from contact(found, "-", words, how=False)


_FIRST_CONTACTS = 3


def _steps(steps: Iterable[Due], contacts: Mapping[str, RouteStep], words: Catalogue) -> Iterator[Block]:
    for due in (step for step in steps if step.kind is not DueKind.ACT):
        text = step_words(due, words)
        yield block(Kind.ITEM, pair(day_and_time(due.at, words), text, words), "-")
        yield block(Kind.NOTE, because(due, words), depth=1)
        known = [contacts[name] for name in due.channels if name in contacts]
        if due.kind is DueKind.ESCALATE and known:
            yield block(Kind.TEXT, words.say("case.where"), depth=1)
            for number, found in enumerate(known, 1):
                parts = contact(found, f"{number}.", words, how=False)
                yield from (part._replace(depth=part.depth + 1) for part in parts)


def diff_page(case: Case, words: Catalogue) -> Page:
    """What has changed between the last two looks at the network."""
    return (block(Kind.TITLE, words.say("case.diff.title")), *_changes(case, words))


def _changes(case: Case, words: Catalogue) -> Iterator[Block]:
    if len(case.checks) < 2:  # noqa: PLR2004 (two, to compare)
        yield block(Kind.TEXT, words.say("case.diff.few", count=len(case.checks)))
        return
    changed = changes(case)
    if not changed:
        yield block(Kind.TEXT, words.say("case.diff.none"))
    for name, old, new in changed:
        yield block(Kind.ITEM, words.say("case.diff.line", field=name, before=old, after=new), "-")


# The JSON documents of the case file (contracts: `case@1`, `cases@1`, `case-next@1`, `manifest@1`).


def shared_document(shared: Shared) -> dict[str, Any]:
    """A case as it may be handed over: `case@1` without its key, and with what is hidden."""
    document = case_document(shared.case)
    del document["key"]
    return {"schema": document.pop("format"), **document, "hidden": dict(shared.hidden)}


def added_document(shared: Case, before: int) -> dict[str, Any]:
    """`gopay-help/case-change@1`: the entries that were added to a case, as it may be handed over."""
    entries = case_document(shared)["evidence"][before:]
    return change_document(shared.id, "added", entries=entries)


def change_document(case_id: str, change: str, **what: object) -> dict[str, Any]:
    """`gopay-help/case-change@1`: what a command did to a case, or made of it."""
    plain: dict[str, object] = {"entries": [], "place": None, "files": [], "hidden": {}}
    return {"schema": "gopay-help/case-change@1", "case_id": case_id, "change": change, **plain, **what}


def list_document(cases: Sequence[Case], unusable: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """`gopay-help/cases@1`."""
    return {
        "schema": "gopay-help/cases@1",
        "cases": [
            {
                "id": case.id,
                "created": stamp(case.created),
                "updated": stamp(case.updated),
                "brand": case.brand,
                "outcome": case.outcome,
                "cause": case.cause,
                "closed": case.closed is not None,
                "due": list(dict.fromkeys(due.kind for due in case.due(now))),
            }
            for case in cases
        ],
        "damaged": sorted(unusable),
        "unusable": [{"id": case_id, "why": why} for case_id, why in unusable.items()],
    }


def next_document(
    case: Case,
    contacts: Mapping[str, RouteStep],
    missing: Mapping[EvidenceKind, Sequence[str]],
    now: datetime,
    words: Catalogue,
    holidays: bool,  # noqa: FBT001 (what the clock of the desks knows)
) -> dict[str, Any]:
    """`gopay-help/case-next@1`. `confirmed` says whether a stated fact is behind the time."""
    names = [name for fields in missing.values() for name in fields]
    return {
        "schema": "gopay-help/case-next@1",
        "case_id": case.id,
        "lang": words.lang,
        "now": stamp(now),
        "closed": case.closed is not None,
        "steps": [
            {
                "kind": due.kind,
                **({"step": due.step, "number": case.acts.index(due) + 1} if due in case.acts else {}),
                "text": step_words(due, words),
                "at": stamp(due.at),
                "due": due.at <= now,
                "confirmed": due.claim is not None,
                "basis": because(due, words),
                "contacts": [route_entry(contacts[name]) for name in due.channels if name in contacts],
            }
            for due in case.open_steps()
        ],
        "missing": list(dict.fromkeys(names)),
        "missing_by_kind": {str(kind): list(fields) for kind, fields in missing.items()},
        "holidays_counted": holidays,
    }


def diff_document(case: Case) -> dict[str, Any]:
    """`gopay-help/case-diff@1`: what has changed between the last two looks at the network."""
    rows = [{"field": name, "before": old, "after": new} for name, old, new in changes(case)]
    return {
        "schema": "gopay-help/case-diff@1",
        "case_id": case.id,
        "looks": len(case.checks),
        "changes": rows,
    }


def draft_document(case: Case, drafts: Sequence[MessageDraft], to: RouteStep | None) -> dict[str, Any]:
    """`gopay-help/case-draft@1`: the message, the language of support first, and who gets it."""
    return {
        "schema": "gopay-help/case-draft@1",
        "case_id": case.id,
        "to": route_entry(to) if to else None,
        "drafts": [{"lang": one.lang, "subject": one.subject, "body": one.body} for one in drafts],
    }


def manifest_document(
    shared: Shared, files: Mapping[str, bytes], version: str, now: datetime
) -> dict[str, Any]:
    """`gopay-help/manifest@1`: what is in an export, so that a change shows."""
    return {
        "schema": "gopay-help/manifest@1",
        "version": version,
        "case_id": shared.case.id,
        "made_at": stamp(now),
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(files.items())
        ],
        "hidden": dict(shared.hidden),
    }
