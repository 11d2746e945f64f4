"""The advice as blocks: the short page, then the sections behind it, which do not say again what it says.

Blocks are for pipes, screen readers, HTML and all else without a screen to fit on; `short_lines` makes the
page that fits on a terminal's, the number to call in a box.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain

from gopay_help.model.contact import RouteStep
from gopay_help.model.result import Diagnosis, Item, ShortStep
from gopay_help.model.text import Catalogue
from gopay_help.screen.page import (
    Block,
    Kind,
    Line,
    Page,
    Tone,
    balanced,
    block,
    cells,
    heading_rule,
    line_text,
    listed,
    section,
    wrap,
    wrapped,
)
from gopay_help.screen.pages import at_desk, contact, dated, first_contact, seen, seen_month, value_for
from gopay_help.wizard.advice import first_sentence
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
    first = advice.short.contact
    if advice.status == "emergency":
        yield block(Kind.ALERT, words.say("ui.emergency" if advice.critical else "ui.alarm_raised"))
    yield block(Kind.TITLE, advice.title)
    yield block(Kind.TEXT, advice.short.calm)
    if first is None:
        yield block(Kind.TEXT, advice.no_route_reason or words.say("ui.no_route"))
    elif nearer := nearest(advice, words):
        yield block(Kind.TEXT, nearer)
    elif all(step.contact is None for step in advice.short.do):
        yield block(Kind.VALUE, first_contact(first, words))
    yield block(Kind.HEADING, words.say("ui.do"))
    yield from _steps(advice, words)
    if advice.route:
        told = any(step.contact for step in advice.short.do)
        yield block(Kind.HEADING, route_heading(advice, words, proved=told))
        yield from listed(dict.fromkeys(_reached(advice, words)))
    yield from section(words.say("ui.funds"), _marked(advice.short.funds))
    yield block(Kind.HEADING, words.say("ui.follow_up"))
    yield block(Kind.TEXT, _again(advice, words))
    then = after_that(advice, words)
    if then:
        yield block(Kind.TEXT, then)
    if advice.short.also:
        yield block(Kind.NOTE, advice.short.also)


def route_heading(advice: Diagnosis, words: Catalogue, *, proved: bool) -> str:
    """The heading of the contacts; with the proof of the first, where no step has said it (*proved*)."""
    first = advice.short.contact
    if proved or first is None:
        return words.say("ui.route")
    return words.say("ui.route_proof", proof=seen(first, words, brief=True))


def nearest(advice: Diagnosis, words: Catalogue) -> str:
    """Whom to reach first where that is none of the contacts, such as the person's own bank; else nothing."""
    before = f"outcome.{advice.outcome}.first"
    if not words.has(before):
        return ""
    return words.say("case.pair", name=words.say("ui.first_contact"), text=words.say(before))


def after_that(advice: Diagnosis, words: Catalogue) -> str:
    """Whom to turn to where it is not settled by then, and from when; nothing where nobody is named."""
    plan = advice.follow_up
    if not plan.escalate_to:
        return ""
    first = plan.escalate_to[0]
    told = first.channel in (step.contact.channel for step in advice.short.do if step.contact)
    contact = _named(first, dated(first, words), words)
    passed = plan.escalate_at <= advice.started_at
    own = f"outcome.{advice.outcome}.then"
    usual = own if words.has(own) else "ui.then_again" if told else "ui.then"
    key = "ui.then_passed" if passed else usual
    return words.say(key, time=on_day(plan.escalate_at, words, advice.started_at), contact=contact)


def _again(advice: Diagnosis, words: Catalogue) -> str:
    """When to look again, in a sentence of its own."""
    told = when(advice.follow_up.recheck_at, words, advice.started_at)
    # The first letter, and not the first sign: the page marks where a text has no translation.
    return words.say("ui.again", time=re.sub(r"[^\W\d_]", lambda first: first[0].upper(), told, count=1))


def _named(step: RouteStep, value: str, words: Catalogue) -> str:
    """A contact with what it is; its way through the menus says that by itself."""
    if step.channel.kind == "in_app":
        return value
    return words.say("ui.then_contact", label=step.label, value=value)


def in_order(step: RouteStep, words: Catalogue, brand: str | None = None, *, bare: bool = False) -> str:
    """A contact in the list of contacts; in the fewest words for a page of this *brand*; *bare*: its value.

    In few words a number still says whose it is, and so does a page of another brand.
    """
    kind, value = step.channel.kind, value_for(step, words)
    short = brand is not None and kind != "phone" and (kind != "web" or step.channel.brand == brand)
    if kind == "in_app":
        value = step.label
    elif not bare and not short:
        value = _named(step, value, words)
    return words.say("ui.with_login", value=value) if step.channel.needs_login else value


def _reached(advice: Diagnosis, words: Catalogue, brand: str | None = None) -> Iterator[str]:
    """Whom to reach, in order: before the contacts whoever has none here, such as the person's own bank.

    Nobody is to be written to where only news are read.
    """
    before = f"outcome.{advice.outcome}.first"
    if words.has(before):
        yield words.say(before)
    told = {step.contact.channel.id for step in advice.short.do if step.contact}
    for step in advice.route:
        if step.channel.kind != "social":
            value = in_order(step, words, brand)
            dates = step.channel.id not in told and step.channel.kind != "in_app"
            yield words.say("ui.dated", value=value, proof=seen_month(step, words)) if dates else value


def _steps(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    said: set[str] = set()
    for number, step in enumerate(advice.short.do, 1):
        yield block(Kind.ITEM, step.text, f"{number}.")
        if step.contact is None:
            continue
        yield block(Kind.VALUE, value_for(step.contact, words), depth=1)
        if step.say is not None and step.say not in said:
            said.add(step.say)
            yield block(Kind.TEXT, at_desk(step, words), depth=1)
        yield block(Kind.NOTE, seen(step.contact, words), depth=1)


def _marked(items: tuple[Item, ...]) -> Iterator[Block]:
    """Items to do and not to do; the words themselves say which, the mark only repeats it."""
    return (block(Kind.ITEM, item.text, "-" if item.do else "x") for item in items)


def _contacts(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    if not advice.route:
        return
    cautions: set[str | None] = set()
    before = f"outcome.{advice.outcome}.first"
    if words.has(before):
        yield block(Kind.ITEM, words.say(before), "1.")
    for number, step in enumerate(advice.route, 2 if words.has(before) else 1):
        once = step._replace(caveat=None) if step.caveat in cautions else step
        cautions.add(step.caveat)
        yield from contact(once, f"{number}.", words)
    yield block(Kind.TEXT, words.say("ui.route_rule"))


def _money(advice: Diagnosis, _words: Catalogue) -> Iterator[Block]:
    """What not to do, and the items that the short page has no room for, each with its reason."""
    yield from listed(advice.do_not, "x")
    shown, done = {item.id for item in advice.short.funds}, [step.text for step in advice.short.do]
    for item in advice.funds:
        if item.id not in shown and item.text not in done:
            yield block(Kind.ITEM, item.text, "-" if item.do else "x")
            yield block(Kind.NOTE, item.why, depth=1)


def _why(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    """The longer story, how sure it is, what else it could be; answers and evidence, each with its source."""
    yield block(Kind.TEXT, advice.summary)
    if advice.status != "emergency":
        others = [words.say(f"cause.{cause}") for cause, _ in advice.causes[1:]]
        if advice.status != "undetermined":
            yield block(Kind.TEXT, words.say(f"ui.confidence.{advice.confidence}"))
        elif others:
            yield block(Kind.TEXT, words.say("ui.confidence.undetermined"))
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
            yield block(Kind.ITEM, f"{reason.text}{reason.cite}", "·")


def _basis(told: str, advice: Diagnosis) -> Iterator[Block]:
    """What a time rests on; a fact that is among the reasons is not said again."""
    for reason in advice.why:
        told = told.removeprefix(reason.text).strip()
    if told:
        yield block(Kind.NOTE, told, depth=1)


def _then(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    """Whom to turn to where it is not settled by then, as on the short page, and what to do for it."""
    plan = advice.follow_up
    told = {*advice.do, *(item.text for item in advice.funds)}
    steps = [step for step in plan.steps if step not in told]
    if not plan.escalate_to and not steps:
        return
    key = "ui.escalate_passed" if plan.escalate_at <= advice.started_at else "ui.escalate"
    moment = when(plan.escalate_at, words)
    yield block(Kind.ITEM, words.say(key if plan.escalate_to else "ui.escalate_do", time=moment), "-")
    if plan.escalate_basis != plan.recheck_basis:
        yield from _basis(plan.escalate_basis, advice)
    known = {step.channel.id for step in advice.route}
    for step in plan.escalate_to:
        if step.channel.id in known:
            yield block(Kind.ITEM, _named(step, dated(step, words), words), "-", depth=1)
        else:
            parts = contact(step, "-", words, how=False)
            yield from (part._replace(depth=part.depth + 1) for part in parts)
    if plan.escalate_to and steps:
        yield block(Kind.TEXT, words.say("ui.escalate_with"), depth=1)
    yield from (block(Kind.ITEM, step, "-", depth=1) for step in steps)


def _next(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    """Further steps, what the times rest on, whom to turn to then; the first few of prevention."""
    plan = advice.follow_up
    shown = {*(step.text for step in advice.short.do), *(item.text for item in advice.funds)}
    yield from listed(text for text in advice.do if text not in shown)
    yield block(Kind.ITEM, words.say("ui.recheck", time=when(plan.recheck_at, words)), "-")
    yield from _basis(plan.recheck_basis, advice)
    yield from _then(advice, words)
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


# The short page on a terminal: at most 22 lines of 80 columns, 44 of 40. What does not fit is left out in a
# fixed order, and stands in the sections. A contact in a step never stands without the day it was seen on.


NARROW = 60
"""Columns below which the page may take two screens of a phone."""
MOST = 22
MOST_NARROW = 44
AID = 8
"""Lines of first aid: the next question has to stand on the same screen."""
_BOX = 38
"""A contact that needs a wider box stands in a line."""
_CUTS = 7
"""What goes, one after the other: further contacts, where to compare a contact, all but the first sentence of
later steps, then of every step, what the words at the desk mean, the calming line."""
_CONTACTS, _PROOF, _LATER, _STEPS, _MEANING, _CALM = range(1, _CUTS)


def short_lines(advice: Diagnosis, words: Catalogue, width: int, *, keys: int = 0) -> list[Line]:
    """The page in lines that fit on one screen, beside so many lines of *keys*."""
    most = MOST_NARROW if width < NARROW else MOST
    lines: list[Line] = []
    for cut in range(_CUTS):
        lines = list(_page(advice, words, width, cut))
        if len(lines) + keys <= most:
            break
    return lines


def first_aid_lines(advice: Diagnosis, words: Catalogue, width: int) -> list[Line]:
    """What must not wait for the next question: at most eight lines."""
    lines: list[Line] = []
    for cut in range(_CUTS):
        banner = wrapped(words.say("ui.emergency"), width, Tone.LOUD)
        lines = [*banner, *_step_lines(advice.short.do, words, width, cut)]
        if width < NARROW or len(lines) <= AID:
            return lines
    banner, whole = wrapped(words.say("ui.emergency"), width, Tone.LOUD), frozenset[int]()
    for number in range(len(advice.short.do) + 1):
        more = [*banner, *_step_lines(advice.short.do, words, width, _CUTS, whole=whole | {number})]
        if len(more) <= AID:
            lines, whole = more, whole | {number}
    return lines


def _page(advice: Diagnosis, words: Catalogue, width: int, cut: int) -> Iterator[Line]:
    yield from _head(advice, words, width, cut)
    yield heading_rule(words.say("ui.do"), width)
    yield from _step_lines(advice.short.do, words, width, cut)
    if advice.route:
        yield from _route(advice, words, width, cut)
    if advice.short.funds:
        yield heading_rule(words.say("ui.funds"), width)
        yield from _funds(advice, words, width)
    again = _again(advice, words)
    then = f"{again}{'' if again.endswith('。') else ' '}{after_that(advice, words)}".rstrip()
    yield from _paragraph(words.say("ui.follow_up"), then, words, width)
    if advice.short.also:
        yield from wrapped(advice.short.also, width, Tone.NOTE)


def _head(advice: Diagnosis, words: Catalogue, width: int, cut: int) -> Iterator[Line]:
    """What it is and one calming line; beside them, in a box, whom to reach first, or why there is nobody."""
    urgent = advice.status == "emergency"
    first, nearer = advice.short.contact, nearest(advice, words)
    box = _box(first, words, width) if first and not nearer else []
    inner = width - cells(line_text(box[0])) - 1 if box and width >= NARROW else width
    left = wrapped(advice.title, inner, Tone.LOUD if urgent else Tone.TITLE)
    if urgent and not advice.critical:
        left += wrapped(words.say("ui.alarm_raised"), inner, Tone.DONT)
    if cut < _CALM:
        left += wrapped(advice.short.calm, balanced(advice.short.calm, inner), Tone.PLAIN)
    if box and width >= NARROW:
        for index in range(max(len(left), len(box))):
            line = left[index] if index < len(left) else ()
            gap = " " * (inner + 1 - cells(line_text(line)))
            yield (*line, (gap, Tone.PLAIN), *box[index]) if index < len(box) else line
        return
    yield from (*left, *box)
    if nearer:
        yield from wrapped(nearer, width, Tone.VALUE)
    elif first and not box and (width < NARROW or all(step.contact is None for step in advice.short.do)):
        yield from wrapped(first_contact(first, words), width, Tone.VALUE)
    if first is None:
        yield from wrapped(advice.no_route_reason or words.say("ui.no_route"), width, Tone.VALUE)


def _box(step: RouteStep, words: Catalogue, width: int) -> list[Line]:
    """The value in a box under the name of its kind; nothing where it is too long."""
    value, name = value_for(step, words), words.say(f"ui.kind.{step.channel.kind}")
    inner = max(cells(value), cells(name) + 2) + 2
    if inner + 2 > min(width, _BOX):
        return []
    return [
        ((f"╭─ {name} {'─' * (inner - cells(name) - 3)}╮", Tone.RULE),),
        (("│ ", Tone.RULE), (value, Tone.VALUE), (f"{' ' * (inner - cells(value) - 1)}│", Tone.RULE)),
        ((f"╰{'─' * inner}╯", Tone.RULE),),
    ]


def _step_lines(
    steps: Sequence[ShortStep],
    words: Catalogue,
    width: int,
    cut: int,
    *,
    whole: frozenset[int] | None = None,
) -> Iterator[Line]:
    """The steps, each with whom it reaches; those that are not *whole*, by number, in one line.

    What to say at two desks alike is said once.
    """
    said: set[str] = set()
    for number, step in enumerate(steps, 1):
        brief = cut >= _STEPS or (cut >= _LATER and number > 1)
        text = first_sentence(step.text) if brief else step.text
        value = ""
        if step.contact:
            value = f"→ {(dated if cut >= _PROOF else value_for)(step.contact, words)}"
        if whole is not None and number not in whole:
            room = width - 3 - cells(f" {value}".rstrip())
            text = text if cells(text) <= room else f"{wrap(text, room - 1)[0]}…"
        mark = (f"{number}. ", Tone.HEADING)
        if step.contact is None:
            yield from wrapped(text, width, Tone.PLAIN, mark)
            continue
        yield from wrapped(text, width, Tone.PLAIN, mark, (value, Tone.VALUE))
        beneath = ("   ", Tone.PLAIN)
        if step.say is not None and step.say not in said:
            said.add(step.say)
            told = at_desk(step, words, meant=cut < _MEANING)
            yield from wrapped(told, width, Tone.SAY, beneath)
        if cut < _PROOF:
            yield from wrapped(seen(step.contact, words), width, Tone.NOTE, beneath)


def _route(advice: Diagnosis, words: Catalogue, width: int, cut: int) -> Iterator[Line]:
    """The contacts in their order, in one line or two; the others stand in the section of contacts."""
    most = (1 if cut >= _CONTACTS else 2) + (2 if width < NARROW else 0)
    named = list(dict.fromkeys(_reached(advice, words, advice.brand)))
    heading = route_heading(advice, words, proved=any(step.contact for step in advice.short.do))
    lines: list[Line] = []
    for count in range(len(named), 0, -1):
        more = [] if count == len(named) else ["…"]
        text = " · ".join([*named[:count], *more])
        lines = list(_paragraph(heading, text, words, width))
        if len(lines) <= most:
            break
    yield from lines


def _funds(advice: Diagnosis, words: Catalogue, width: int) -> Iterator[Line]:
    """What not to do and what to do, two beside each other where they fit."""
    items = sorted(advice.short.funds, key=lambda item: item.do)
    brief = {item.id: f"funds.{item.id}.short" for item in items}
    shown = [
        (_MARKS[item.do], words.say(brief[item.id]) if words.has(brief[item.id]) else item.text)
        for item in items
    ]
    half, rows = (width - 1) // 2, (len(shown) + 1) // 2
    if any(cells(text) + cells(mark[0]) > half for mark, text in shown):
        for mark, text in shown:
            yield from wrapped(text, width, Tone.PLAIN, mark)
        return
    for index, (mark, text) in enumerate(shown[:rows]):
        line: Line = (mark, (text, Tone.PLAIN))
        if index + rows < len(shown):
            beside, more = shown[index + rows]
            gap = " " * (half + 1 - cells(line_text(line)))
            line = (*line, (gap, Tone.PLAIN), beside, (more, Tone.PLAIN))
        yield line


_MARKS = {False: ("✗  ", Tone.DONT), True: ("✓  ", Tone.DO)}


def _paragraph(heading: str, text: str, words: Catalogue, width: int) -> Iterator[Line]:
    """A heading and what it says, in one paragraph."""
    name = re.split("[(（]", heading)[0].rstrip()
    name, heading = name.upper(), name.upper() + heading[len(name) :]
    first, *rest = wrapped(words.say("case.pair", name=heading, text=text), width, Tone.PLAIN)
    told = line_text(first)
    if told.startswith(name):
        first = ((name, Tone.HEADING), (told[len(name) :], Tone.PLAIN))
    yield from (first, *rest)
