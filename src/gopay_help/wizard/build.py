"""Outcome, answers and facts in; the whole advice out. Pure: time and registry are handed in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from gopay_help.model.exit_code import CODE_OF_CAUSE, ExitCode
from gopay_help.model.result import Answer, Diagnosis, Fact, Reason
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import NO, UNKNOWN, UNSURE, WIB, Cause, Confidence, NodeId, Outcome, Question, Tree
from gopay_help.wizard.checklist import items
from gopay_help.wizard.cite import cite
from gopay_help.wizard.follow_up import build_follow_up
from gopay_help.wizard.route import Desk, build_route

CHECKED = frozenset({"network", "service"})
"""Facts that the network check gives, if a table looked at them."""
VERDICT = "check.cause"
"""The fact that names the verdict's cause (contracts.md, `check`)."""

_BARE = ("yes", NO, UNSURE)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What advice is made of, beside the outcome."""

    tree: Tree
    desk: Desk
    checklists: Mapping[str, Any]
    claims: Mapping[str, Mapping[str, Any]]
    """Stated facts by id: grade, source, date."""
    zone: tzinfo = WIB
    """Where the desks are: whose working days are counted."""


@dataclass(frozen=True, slots=True)
class Run:
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


def build_diagnosis(outcome: Outcome, run: Run, shelf: Shelf) -> Diagnosis:
    """Everything a person needs from here on, in their language."""
    words = shelf.desk.catalogue
    emergency = outcome.critical or _alarm_raised(run, shelf.tree)
    code = ExitCode.FUNDS_AT_RISK if emergency else CODE_OF_CAUSE[outcome.cause]
    brand = _brand(run, shelf)
    route = build_route(outcome, shelf.desk, _elsewhere(brand, shelf.tree))
    no_route = f"outcome.{outcome.id}.no_route"
    return Diagnosis(
        version=run.version,
        brand=brand,
        lang=words.lang,
        tree_id=shelf.tree.id,
        tree_version=shelf.tree.version,
        tree_sha256=shelf.tree.sha256,
        registry_version=shelf.desk.registry.version,
        started_at=run.started_at,
        answers=run.answers,
        facts=run.facts,
        outcome=outcome.id,
        cause=outcome.cause,
        causes=tuple((cause, None) for cause in (outcome.cause, *outcome.also)),
        critical=outcome.critical,
        status="emergency" if emergency else _status(outcome.cause),
        confidence=_confidence(outcome, run, shelf.tree),
        title=words.say(f"outcome.{outcome.id}.title"),
        summary=words.say(f"outcome.{outcome.id}.summary"),
        why=tuple(_reasons(outcome, run, shelf)),
        route=route,
        no_route_reason=words.say(no_route) if not route and words.has(no_route) else None,
        do=(*_fix(outcome, run, words), *(words.say(f"step.{step}") for step in outcome.do)),
        do_not=tuple(words.say(f"step.{step}") for step in outcome.do_not),
        funds=items(shelf.checklists, "funds", words, cause=outcome.cause, extra=outcome.funds),
        prevention=items(shelf.checklists, "prevention", words, cause=outcome.cause),
        follow_up=build_follow_up(outcome, run.started_at, shelf.desk, shelf.zone),
        questions_asked=sum(answer.source != "evidence" for answer in run.answers),
        notes=tuple(_notes(run, shelf)),
        exit_code=code,
    )


def _alarm_raised(run: Run, tree: Tree) -> bool:
    asked = ((tree.nodes.get(NodeId(answer.id)), answer.value) for answer in run.answers)
    return any(isinstance(node, Question) and node.alarm and value != NO for node, value in asked)


def _status(cause: Cause) -> str:
    return "undetermined" if cause is Cause.UNDETERMINED else "advice"


def _confidence(outcome: Outcome, run: Run, tree: Tree) -> Confidence:
    """The leaf's own, one step less after an unsure answer; the red flag's caution is not a doubt."""
    for answer in run.answers:
        node = tree.nodes.get(NodeId(answer.id))
        if answer.value == UNSURE and isinstance(node, Question) and not node.alarm:
            return outcome.confidence.lowered()
    return outcome.confidence


def _brand(run: Run, shelf: Shelf) -> str:
    """The brand of the command line, else the answer that names a brand of the registry."""
    stated = run.fact("brand")
    if stated != UNKNOWN:
        return stated
    named = [answer.value for answer in run.answers if shelf.desk.registry.brand(answer.value)]
    return named[-1] if named else UNKNOWN


def _elsewhere(brand: str, tree: Tree) -> frozenset[str]:
    """The brands that a known one is told apart from: their desks can do nothing for it."""
    told_apart = {value for spec in tree.facts.values() if spec.source == "brand" for value in spec.values}
    return frozenset(told_apart - {brand}) if brand != UNKNOWN else frozenset()


def _reasons(outcome: Outcome, run: Run, shelf: Shelf) -> Iterator[Reason]:
    words = shelf.desk.catalogue
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
        yield _cited(claim, shelf)


def _fix(outcome: Outcome, run: Run, words: Catalogue) -> Iterator[str]:
    """What mends the fault that the check found, where the network is the trouble."""
    key = f"check.fix.{run.fact(VERDICT)}"
    if outcome.cause is Cause.NETWORK and run.fact("network") == "broken" and words.has(key):
        yield words.say(key)


def _said(answer: Answer, words: Catalogue) -> str:
    """An answer in the person's words. A bare "yes", "no" or "not sure" says nothing without its question."""
    option = words.say(f"{answer.id}.opt.{answer.value}")
    return f"{words.say(f'{answer.id}.text')} {option}" if answer.value in _BARE else option


def _cited(name: str, shelf: Shelf) -> Reason:
    """A stated fact with its source in full, and in short for people."""
    words, claim = shelf.desk.catalogue, shelf.claims[name]
    short = words.say(
        "ui.source",
        source=cite(claim["source"], words),
        date=claim["date"] or words.say("ui.undated"),
        grade=claim["grade"],
    )
    source = f"{claim['source']} ({claim['date'] or 'undated'}, grade {claim['grade']})"
    return Reason(words.say(f"claim.{name}"), source, short)


def _notes(run: Run, shelf: Shelf) -> Iterator[str]:
    words = shelf.desk.catalogue
    for question in run.contradictions:
        yield words.say("ui.contradiction", answer=words.say(f"{question}.text"))
    if run.unused:
        yield words.say("ui.unused", answers=", ".join(run.unused))
    if run.started_at.date() < shelf.desk.registry.date:
        yield words.say("ui.clock_behind", date=shelf.desk.registry.date.isoformat())
