"""Outcome, answers and facts in; the whole advice out: route, checklists, times, reasons.

Pure: time and registry are handed in.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, tzinfo
from types import MappingProxyType
from typing import Any, NamedTuple

from gopay_help.model.contact import RouteStep
from gopay_help.model.result import (
    Answer,
    Diagnosis,
    Fact,
    FollowUpPlan,
    Item,
    Reason,
    ShortAdvice,
    ShortStep,
)
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import (
    NO,
    UNKNOWN,
    UNSURE,
    After,
    Cause,
    Confidence,
    NodeId,
    Outcome,
    Question,
    Tree,
)
from gopay_help.wizard.route import ContactBook, build_route, cite, steps, usable
from gopay_help.wizard.times import JAKARTA, Clock, day, month, sent_ago


def items(
    checklists: Mapping[str, Any],
    name: str,
    catalogue: Catalogue,
    *,
    cause: Cause | None = None,
    extra: tuple[str, ...] = (),
) -> tuple[Item, ...]:
    """The items of checklist *name* ("funds" or "prevention") for a cause, in the order of the file.

    Without a cause: all of them. *extra* adds items that this case needs whatever their causes.
    """
    return tuple(
        Item(
            id=row["id"],
            text=catalogue.say(f"{name}.{row['id']}"),
            why=catalogue.say(f"{name}.{row['id']}.why"),
            covers=tuple(row["covers"]),
            do=row["do"],
        )
        for row in _chosen(checklists[name], cause, extra)
    )


def _chosen(
    rows: list[Mapping[str, Any]], cause: Cause | None, extra: tuple[str, ...]
) -> Iterator[Mapping[str, Any]]:
    for row in rows:
        if cause is None or row["causes"] == "all" or cause in row["causes"] or row["id"] in extra:
            yield row


def build_follow_up(
    outcome: Outcome, now: datetime, desk: ContactBook, clock: Clock = JAKARTA
) -> FollowUpPlan:
    """Turn the outcome's times into moments; each says what it rests on. The desks keep their own *clock*.

    Who is locked out today may be so then: no channel behind a login. A network can be another one by then.
    """
    plan, words = outcome.follow_up, desk.catalogue
    cannot = outcome.cannot & {"login"}
    recheck_at = clock.at(plan.recheck, now)
    return FollowUpPlan(
        recheck_at=recheck_at,
        recheck_basis=basis(plan.recheck, desk, clock, now),
        escalate_at=max(recheck_at, clock.at(plan.escalate, now)),
        escalate_basis=basis(plan.escalate, desk, clock, now),
        escalate_to=tuple(step for step in steps(plan.to, desk) if usable(step.channel, cannot)),
        steps=tuple(words.say(f"step.{step}") for step in plan.steps),
    )


def basis(after: After, desk: ContactBook, clock: Clock = JAKARTA, now: datetime | None = None) -> str:
    """What a time rests on, in the person's words: a stated fact, or our suggestion, and what may move it."""
    words = desk.catalogue
    keys = [f"claim.{after.claim}" if after.claim else "ui.our_suggestion"]
    if after.counted and clock.sent_at:
        keys.append("ui.counted_sending_days" if after.working_days else "ui.counted_sending")
    doubts = clock.doubts(after, now) if now else ()
    said = [words.say(key) for key in (*keys, *(key for key in doubts if words.has(key)))]
    return "".join(said) if said[0].endswith("。") else " ".join(said)


CHECKED = frozenset({"network", "service"})
"""Facts that the network check gives, if a table looked at them."""
VERDICT = "check.cause"
"""The fact that names the verdict's cause (contracts.md, `check`)."""

_BARE = ("yes", NO, UNSURE)


class AdviceSources(NamedTuple):
    """What advice is made of, beside the outcome."""

    tree: Tree
    desk: ContactBook
    checklists: Mapping[str, Any]
    claims: Mapping[str, Mapping[str, Any]]
    """Stated facts by id: grade, source, date."""
    clock: Clock = JAKARTA
    """Of the pack's desks: whose working days are counted."""
    elsewhere: Mapping[str, Clock] = MappingProxyType({})
    """Of the desks of a brand that keep another clock."""
    here: tzinfo | None = None
    """The reader's own zone: where there is no desk, its clock counts."""
    spoken: Callable[[str], Mapping[str, str]] = lambda _lang: {}
    """What to say at a desk (`say.<id>`), by the language that it speaks."""


class RunFacts(NamedTuple):
    """What a run knows: the answers on its way, every fact, and when it began."""

    answers: tuple[Answer, ...]
    facts: tuple[Fact, ...]
    started_at: datetime
    version: str
    contradictions: tuple[str, ...] = ()
    """Questions whose answer speaks against the evidence."""
    looked_at: frozenset[str] = frozenset()
    """Facts that decided something on the way."""
    unused: tuple[str, ...] = ()
    """Answers of the command line that were never asked for."""

    def fact(self, name: str) -> str:
        """A fact's value, or unknown."""
        return next((fact.value for fact in self.facts if fact.id == name), UNKNOWN)


def build_diagnosis(outcome: Outcome, run: RunFacts, sources: AdviceSources) -> Diagnosis:
    """Everything a person needs from here on, in their language."""
    words = sources.desk.catalogue
    emergency = outcome.critical or _alarm_raised(run, sources.tree)
    of = sources.tree.causes[outcome.cause]
    brand = _brand(run, sources)
    facts = sources.tree.facts.values()
    told_apart = {value for spec in facts if spec.source == "brand" for value in spec.values} - {brand}
    # Desks of other brands can do nothing for a known one.
    elsewhere = frozenset(told_apart if brand != UNKNOWN else ())
    route = build_route(outcome, sources.desk, elsewhere)
    no_route = f"outcome.{outcome.id}.no_route"
    fix = tuple(_fix(run, words)) if of.network else ()
    funds = items(sources.checklists, "funds", words, cause=outcome.cause, extra=outcome.funds)
    if outcome.short_funds:  # what an outcome names fits it; not every item of its cause does
        chosen = {*outcome.short_funds, *outcome.funds}
        funds = tuple(item for item in funds if item.id in chosen)
    told = _told(sources.checklists["funds"], funds)
    funds = tuple(item for item in funds if item.id not in told)
    return Diagnosis(
        version=run.version,
        brand=brand,
        lang=words.lang,
        tree_id=sources.tree.id,
        tree_version=sources.tree.version,
        tree_sha256=sources.tree.sha256,
        registry_version=sources.desk.registry.version,
        started_at=run.started_at,
        answers=run.answers,
        facts=run.facts,
        outcome=outcome.id,
        cause=outcome.cause,
        causes=tuple((cause, None) for cause in (outcome.cause, *outcome.also)),
        critical=outcome.critical,
        status="emergency" if emergency else "undetermined" if of.unknown else "advice",
        confidence=_confidence(outcome, run, sources.tree),
        title=words.say(f"outcome.{outcome.id}.title"),
        summary=words.say(f"outcome.{outcome.id}.summary"),
        why=tuple(_reasons(outcome, run, sources)),
        route=route,
        no_route_reason=words.say(no_route) if not route and words.has(no_route) else None,
        do=(*fix, *(words.say(f"step.{step}") for step in outcome.do)),
        do_not=tuple(words.say(f"step.{step}") for step in outcome.do_not if step not in told),
        funds=funds,
        prevention=items(sources.checklists, "prevention", words, cause=outcome.cause),
        follow_up=build_follow_up(
            outcome, run.started_at, sources.desk, _clock(outcome, brand, run, sources)
        ),
        questions_asked=sum(answer.source != "evidence" for answer in run.answers),
        notes=tuple(_notes(run, sources)),
        exit_code=sources.tree.emergency.exit_code if emergency else of.exit_code,
        short=_short(outcome, fix, route, funds, sources)._replace(
            also="" if emergency or of.network else _also(run, words)
        ),
    )


def _told(rows: list[Mapping[str, Any]], chosen: tuple[Item, ...]) -> set[str]:
    """Steps and items that an item of the checklist says already."""
    ids = {item.id for item in chosen}
    return {step for row in rows if row["id"] in ids for step in row.get("says", ())}


def _clock(outcome: Outcome, brand: str, run: RunFacts, sources: AdviceSources) -> Clock:
    """The clock of the desks of this brand; without any desk, the reader's."""
    clock = sources.elsewhere.get(brand, sources.clock)
    if not outcome.route and not outcome.follow_up.to and sources.here is not None:
        clock = Clock(sources.here)
    ago = sent_ago(sources.tree, ((answer.id, answer.value) for answer in run.answers))
    return clock._replace(sent_at=run.started_at - ago) if ago is not None else clock


def _short(
    outcome: Outcome,
    fix: tuple[str, ...],
    route: tuple[RouteStep, ...],
    funds: tuple[Item, ...],
    sources: AdviceSources,
) -> ShortAdvice:
    """The one screen: what mends the network first if that is known, then the outcome's own steps.

    A step may reach somebody beyond the route: the police, a regulator.
    """
    words = sources.desk.catalogue
    beyond = steps(tuple(act.channel for act in outcome.acts.values()), sources.desk)
    usable_here = {step.channel.id: step for step in beyond if step.channel.id not in outcome.route} | {
        step.channel.id: step for step in route
    }
    do = [ShortStep(text) for text in fix]
    do += [_short_step(step, outcome, usable_here, sources) for step in outcome.short]
    by_id = {item.id: item for item in funds}
    chosen = [by_id[name] for name in outcome.short_funds if name in by_id] or funds
    calm = f"outcome.{outcome.id}.calm"
    return ShortAdvice(
        calm=words.say(calm)
        if words.has(calm)
        else first_sentence(words.say(f"outcome.{outcome.id}.summary")),
        do=tuple(do[:SHORT]),
        funds=tuple(chosen[:SHORT]),
        contact=next((step.contact for step in do[:SHORT] if step.contact), next(iter(route), None)),
    )


SHORT = 4
"""The short page has room for so many steps, and so many items of the checklist."""


def _short_step(
    name: str, outcome: Outcome, usable_here: Mapping[str, RouteStep], sources: AdviceSources
) -> ShortStep:
    text = sources.desk.catalogue.say(f"step.{name}")
    act = outcome.acts.get(name)
    contact = usable_here.get(act.channel) if act else None
    if act is None or contact is None:
        return ShortStep(text)
    key, brand = f"say.{act.say}", sources.desk.registry.brand(contact.channel.brand)
    lang = brand.speaks if brand else None
    said = sources.spoken(lang).get(key) if act.say and lang else None
    if said is None:
        return ShortStep(text, contact)
    words = sources.desk.catalogue
    meaning = words.say(key) if lang != words.lang and words.has(key) else None
    return ShortStep(text, contact, said, lang, meaning)


def first_sentence(text: str) -> str:
    """*text* up to its first full stop: a question is nothing without what follows it."""
    found = re.match(r".*?(?:[。！]|[.!](?=\s|$))", text)
    return found[0] if found else text


def _alarm_raised(run: RunFacts, tree: Tree) -> bool:
    """A "not sure" raises none by itself: where money may be at risk, the outcome says so."""
    asked = ((tree.nodes.get(NodeId(answer.id)), answer.value) for answer in run.answers)
    calm = (NO, UNSURE)
    return any(isinstance(node, Question) and node.alarm and value not in calm for node, value in asked)


def _confidence(outcome: Outcome, run: RunFacts, tree: Tree) -> Confidence:
    """The leaf's own, one step less after an unsure answer; the red flag's caution is not a doubt."""
    for answer in run.answers:
        node = tree.nodes.get(NodeId(answer.id))
        if answer.value == UNSURE and isinstance(node, Question) and not node.alarm:
            return outcome.confidence.lowered()
    return outcome.confidence


def _brand(run: RunFacts, sources: AdviceSources) -> str:
    """The brand of the command line, else the answer that names a brand of the registry."""
    stated = run.fact("brand")
    if stated != UNKNOWN:
        return stated
    named = [answer.value for answer in run.answers if sources.desk.registry.brand(answer.value)]
    return named[-1] if named else UNKNOWN


def _reasons(outcome: Outcome, run: RunFacts, sources: AdviceSources) -> Iterator[Reason]:
    words = sources.desk.catalogue
    for answer in run.answers:
        yield Reason(_said(answer, words), f"answer:{answer.id}")
    for fact in run.facts:
        if fact.id not in run.looked_at:
            continue
        key = f"fact.{fact.id}.{fact.value}"
        if words.has(key):
            yield Reason(words.say(key), f"{fact.source}:{fact.id}")
    if run.looked_at & CHECKED and words.has(f"check.cause.{run.fact(VERDICT)}"):
        yield Reason(words.say(f"check.cause.{run.fact(VERDICT)}"), f"check:{VERDICT}")
    for claim in outcome.claims:
        yield _cited(claim, sources)


def _also(run: RunFacts, words: Catalogue) -> str:
    """What the check found in the device's network, in a line."""
    found = run.fact("network") == "broken" and words.has("ui.looked.too")
    return words.say("ui.looked.too") if found else ""


def _fix(run: RunFacts, words: Catalogue) -> Iterator[str]:
    """What mends the fault that the check found, where the network is the trouble."""
    key = f"check.fix.{run.fact(VERDICT)}"
    if run.fact("network") == "broken" and words.has(key):
        yield words.say(key)


def _said(answer: Answer, words: Catalogue) -> str:
    """An answer in the person's words. A bare "yes", "no" or "not sure" says nothing without its question.

    A long question has a short form for it (`<question>.asked`).
    """
    option = words.say(f"{answer.id}.opt.{answer.value}")
    if answer.value not in _BARE:
        return option
    asked = f"{answer.id}.asked"
    question = words.say(asked if words.has(asked) else f"{answer.id}.text")
    return words.say("ui.asked", question=question, answer=option)


def _cited(name: str, sources: AdviceSources) -> Reason:
    """A stated fact with its source in full, and in short for people."""
    words, claim = sources.desk.catalogue, sources.claims[name]
    told = claim["date"] or ""
    with suppress(ValueError):
        told = day(date.fromisoformat(told), words, year=True)
    with suppress(ValueError):  # of some only the month is known
        told = month(date.fromisoformat(f"{told}-01"), words)
    key = "ui.source" if told else "ui.source_only"
    short = words.say(key, source=cite(claim["source"], words), date=told)
    source = f"{claim['source']} ({claim['date'] or 'undated'}, grade {claim['grade']})"
    return Reason(words.say(f"claim.{name}"), source, short)


def _notes(run: RunFacts, sources: AdviceSources) -> Iterator[str]:
    words = sources.desk.catalogue
    for question in run.contradictions:
        yield words.say("ui.contradiction", answer=words.say(f"{question}.text"))
    if run.unused:
        asked = (f"{name}.text" for name in run.unused)
        named = [words.say(key) if words.has(key) else key for key in asked]
        yield words.say("ui.unused", answers=words.say("ui.list").join(named))
    if run.started_at.date() < sources.desk.registry.date:
        yield words.say("ui.clock_behind", date=sources.desk.registry.date.isoformat())
