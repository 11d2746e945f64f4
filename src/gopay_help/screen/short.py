"""The short page on a terminal: the whole answer on one screen, the number to call in a box.

At most 22 lines of 80 columns, 44 of 40. What does not fit is left out in a fixed order, and stands in the
sections. A contact in a step never stands without the day on which it was seen.
"""

import re
from collections.abc import Iterator, Sequence

from gopay_help.model.contact import RouteStep
from gopay_help.model.result import Diagnosis, ShortStep
from gopay_help.model.text import Catalogue
from gopay_help.screen.diagnosis import after_that, in_order, route_heading
from gopay_help.screen.page import Line, Tone, cells, heading_rule, line_text, wrap, wrapped
from gopay_help.screen.pages import dated, seen, value_for
from gopay_help.wizard.advice import first_sentence
from gopay_help.wizard.times import when

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
        lines = [*banner, *_steps(advice.short.do, words, width, cut)]
        if width < NARROW or len(lines) <= AID:
            return lines
    banner, whole = wrapped(words.say("ui.emergency"), width, Tone.LOUD), frozenset[int]()
    for number in range(len(advice.short.do) + 1):
        more = [*banner, *_steps(advice.short.do, words, width, _CUTS, whole=whole | {number})]
        if len(more) <= AID:
            lines, whole = more, whole | {number}
    return lines


def _page(advice: Diagnosis, words: Catalogue, width: int, cut: int) -> Iterator[Line]:
    yield from _head(advice, words, width, cut)
    yield heading_rule(words.say("ui.do"), width)
    yield from _steps(advice.short.do, words, width, cut)
    if advice.route:
        yield from _route(advice, words, width, cut)
    if advice.short.funds:
        yield heading_rule(words.say("ui.funds"), width)
        yield from _funds(advice, words, width)
    again = words.say("ui.again", time=when(advice.follow_up.recheck_at, words, advice.started_at))
    then = f"{again}{'' if again.endswith('。') else ' '}{after_that(advice, words)}".rstrip()
    yield from _paragraph(words.say("ui.follow_up"), then, words, width)


def _head(advice: Diagnosis, words: Catalogue, width: int, cut: int) -> Iterator[Line]:
    """What it is and one calming line; beside them, in a box, whom to reach first, or why there is nobody."""
    urgent = advice.status == "emergency"
    first = advice.short.contact
    box = _box(first, words, width) if first else []
    inner = width - cells(line_text(box[0])) - 1 if box and width >= NARROW else width
    left = wrapped(advice.title, inner, Tone.LOUD if urgent else Tone.TITLE)
    if urgent and not advice.critical:
        left += wrapped(words.say("ui.alarm_raised"), inner, Tone.DONT)
    if cut < _CALM:
        left += wrapped(advice.short.calm, inner, Tone.PLAIN)
    if box and width >= NARROW:
        for index in range(max(len(left), len(box))):
            line = left[index] if index < len(left) else ()
            gap = " " * (inner + 1 - cells(line_text(line)))
            yield (*line, (gap, Tone.PLAIN), *box[index]) if index < len(box) else line
        return
    yield from (*left, *box)
    if first and not box:
        kind = words.say(f"ui.kind.{first.channel.kind}")
        told = f"{words.say('ui.first_contact', kind=kind)} {value_for(first, words)}"
        yield from wrapped(told, width, Tone.VALUE)
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


def _steps(
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
            meant = cut < _MEANING and step.meaning is not None
            key = "ui.say_there_meaning" if meant else "ui.say_there"
            yield from wrapped(words.say(key, say=step.say, meaning=step.meaning), width, Tone.SAY, beneath)
        if cut < _PROOF:
            yield from wrapped(seen(step.contact, words), width, Tone.NOTE, beneath)


def _route(advice: Diagnosis, words: Catalogue, width: int, cut: int) -> Iterator[Line]:
    """The contacts in their order, in one line or two; the others stand in the section of contacts."""
    most = (1 if cut >= _CONTACTS else 2) + (2 if width < NARROW else 0)
    named = list(dict.fromkeys(in_order(step, words) for step in advice.route))
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
    shown = [(_MARKS[item.do], _shortest(item.id, item.text, words)) for item in items]
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


def _shortest(name: str, text: str, words: Catalogue) -> str:
    key = f"funds.{name}.short"
    return words.say(key) if words.has(key) else text


def _paragraph(heading: str, text: str, words: Catalogue, width: int) -> Iterator[Line]:
    """A heading and what it says, in one paragraph."""
    name = re.split("[(（]", heading)[0].rstrip()
    name, heading = name.upper(), name.upper() + heading[len(name) :]
    first, *rest = wrapped(words.say("case.pair", name=heading, text=text), width, Tone.PLAIN)
    told = line_text(first)
    if told.startswith(name):
        first = ((name, Tone.HEADING), (told[len(name) :], Tone.PLAIN))
    yield from (first, *rest)
