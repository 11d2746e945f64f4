"""The advice as blocks: the short page, then the sections behind it, which do not say again what it says.

For pipes, screen readers, HTML and all else without a screen to fit on; `short` draws the page on a terminal.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain

from gopay_help.model.contact import RouteStep
from gopay_help.model.result import Diagnosis, Item
from gopay_help.model.text import Catalogue
from gopay_help.screen.page import Block, Kind, Page, block, listed, section
from gopay_help.screen.pages import contact, dated, seen, value_for
from gopay_help.wizard.times import on_day, when

_PREVENTION_SHOWN = 3


class Section(StrEnum):
    """A screen of its own behind the short page."""

    CONTACTS = "contacts"
    MONEY = "money"
    WHY = "why"
    NEXT = "next"


class Leave(StrEnum):
    """How a person leaves the answer."""

    END = "q"
    CHANGE = "b"


def diagnosis_page(advice: Diagnosis, words: Catalogue) -> Page:
    """The short page, then every section under its heading."""
    sections = chain.from_iterable(section_page(part, advice, words) for part in Section)
    last = [block(Kind.NOTE, words.say("ui.report_again"))] if words.has("ui.report_again") else []
    return (*short_page(advice, words), *sections, *last, block(Kind.NOTE, words.say("ui.unofficial")))


def short_page(advice: Diagnosis, words: Catalogue) -> Page:
    """What it is, what to do now with whom to reach inside, the money, when to look again and who then."""
    return tuple(_short(advice, words))


def first_aid_page(advice: Diagnosis, words: Catalogue) -> Page:
    """What must not wait for the next question."""
    return (
        block(Kind.ALERT, words.say("ui.emergency")),
        *_steps(advice, words),
        block(Kind.NOTE, words.say("ui.first_aid_then")),
    )


def section_page(name: Section, advice: Diagnosis, words: Catalogue) -> Page:
    """One section with its heading; nothing where there is nothing to say."""
    heading = words.say(f"ui.section.{name}")
    return tuple(section(heading, _SECTIONS[name](advice, words)))


def _short(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    first, plan = advice.short.contact, advice.follow_up
    if advice.status == "emergency":
        yield block(Kind.ALERT, words.say("ui.emergency" if advice.critical else "ui.alarm_raised"))
    yield block(Kind.TITLE, advice.title)
    yield block(Kind.TEXT, advice.short.calm)
    if first is None:
        yield block(Kind.TEXT, advice.no_route_reason or words.say("ui.no_route"))
    elif all(step.contact is None for step in advice.short.do):
        kind = words.say(f"ui.kind.{first.channel.kind}")
        yield block(Kind.VALUE, f"{words.say('ui.first_contact', kind=kind)} {value_for(first, words)}")
    yield block(Kind.HEADING, words.say("ui.do"))
    yield from _steps(advice, words)
    if advice.route:
        told = any(step.contact for step in advice.short.do)
        yield block(Kind.HEADING, route_heading(advice, words, proved=told))
        yield from listed(dict.fromkeys(in_order(step, words) for step in advice.route))
    yield from section(words.say("ui.funds"), _marked(advice.short.funds))
    yield block(Kind.HEADING, words.say("ui.follow_up"))
    yield block(Kind.TEXT, words.say("ui.again", time=when(plan.recheck_at, words, advice.started_at)))
    then = after_that(advice, words)
    if then:
        yield block(Kind.TEXT, then)


def route_heading(advice: Diagnosis, words: Catalogue, *, proved: bool) -> str:
    """The heading of the contacts; with the proof of the first, where no step has said it (*proved*)."""
    first = advice.short.contact
    if proved or first is None:
        return words.say("ui.route")
    return words.say("ui.route_proof", proof=seen(first, words, brief=True))


def after_that(advice: Diagnosis, words: Catalogue) -> str:
    """Whom to turn to where it is not settled by then, and from when; nothing where nobody is named."""
    plan = advice.follow_up
    if not plan.escalate_to:
        return ""
    first = plan.escalate_to[0]
    told = first.channel in (step.contact.channel for step in advice.short.do if step.contact)
    value = value_for(first, words) if told else dated(first, words)
    contact = words.say("ui.then_contact", label=first.label, value=value)
    return words.say("ui.then", time=on_day(plan.escalate_at, words, advice.started_at), contact=contact)


def in_order(step: RouteStep, words: Catalogue) -> str:
    """A contact in the list of contacts, in the fewest words."""
    value = step.label if step.channel.kind == "in_app" else value_for(step, words)
    return words.say("ui.with_login", value=value) if step.channel.needs_login else value


def _steps(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    said: set[str] = set()
    for number, step in enumerate(advice.short.do, 1):
        yield block(Kind.ITEM, step.text, f"{number}.")
        if step.contact is None:
            continue
        yield block(Kind.VALUE, value_for(step.contact, words), depth=1)
        if step.say is not None and step.say not in said:
            said.add(step.say)
            key = "ui.say_there" if step.meaning is None else "ui.say_there_meaning"
            yield block(Kind.TEXT, words.say(key, say=step.say, meaning=step.meaning), depth=1)
        yield block(Kind.NOTE, seen(step.contact, words), depth=1)


def _marked(items: tuple[Item, ...]) -> Iterator[Block]:
    """Items to do and not to do; the words themselves say which, the mark only repeats it."""
    return (block(Kind.ITEM, item.text, "-" if item.do else "x") for item in items)


def _contacts(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    if not advice.route:
        return
    for number, step in enumerate(advice.route, 1):
        yield from contact(step, f"{number}.", words)
    yield block(Kind.TEXT, words.say("ui.route_rule"))


def _money(advice: Diagnosis, _words: Catalogue) -> Iterator[Block]:
    """What not to do, and the items that the short page has no room for, each with its reason."""
    yield from listed(advice.do_not, "x")
    shown = {item.id for item in advice.short.funds}
    for item in advice.funds:
        if item.id not in shown:
            yield block(Kind.ITEM, item.text, "-" if item.do else "x")
            yield block(Kind.NOTE, item.why, depth=1)


def _why(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    """The longer story, how sure it is, what else it could be; answers and evidence, each with its source."""
    yield block(Kind.TEXT, advice.summary)
    if advice.status != "emergency":
        sure = "undetermined" if advice.status == "undetermined" else advice.confidence
        yield block(Kind.TEXT, words.say(f"ui.confidence.{sure}"))
        others = [words.say(f"cause.{cause}") for cause, _ in advice.causes[1:]]
        if others:
            yield block(Kind.TEXT, words.say("ui.also", causes=words.say("ui.or").join(others)))
    for note in advice.notes:
        yield block(Kind.NOTE, note, "!")
    given = [reason.text for reason in advice.why if reason.source.startswith("answer:")]
    if given:
        yield block(Kind.ITEM, words.say("ui.your_answers"), "-")
        yield from (block(Kind.TEXT, text, ">", depth=1) for text in given)
    for reason in advice.why:
        if not reason.source.startswith("answer:"):
            yield block(Kind.ITEM, f"{reason.text}{reason.cite}", "-")


def _next(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    """Further steps, what the times rest on, whom to turn to then; the first few of prevention."""
    plan = advice.follow_up
    shown = {step.text for step in advice.short.do}
    yield from listed(text for text in advice.do if text not in shown)
    yield block(Kind.ITEM, words.say("ui.recheck", time=when(plan.recheck_at, words)), "-")
    yield block(Kind.NOTE, plan.recheck_basis, depth=1)
    yield block(Kind.ITEM, words.say("ui.escalate", time=when(plan.escalate_at, words)), "-")
    if plan.escalate_basis != plan.recheck_basis:
        yield block(Kind.NOTE, plan.escalate_basis, depth=1)
    yield from (block(Kind.TEXT, step, depth=1) for step in plan.steps)
    known = {step.channel.id for step in advice.route}
    for step in plan.escalate_to:
        if step.channel.id not in known:
            parts = contact(step, "-", words, how=False)
            yield from (part._replace(depth=part.depth + 1) for part in parts)
    if advice.prevention:
        yield block(Kind.ITEM, words.say("ui.prevention"), "-")
        for item in advice.prevention[:_PREVENTION_SHOWN]:
            yield block(Kind.TEXT, item.text, "-", depth=1)
        if len(advice.prevention) > _PREVENTION_SHOWN and words.has("ui.prevention_more"):
            yield block(Kind.NOTE, words.say("ui.prevention_more"), depth=1)


_SECTIONS = {
    Section.CONTACTS: _contacts,
    Section.MONEY: _money,
    Section.WHY: _why,
    Section.NEXT: _next,
}
