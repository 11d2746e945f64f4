"""The advice: what it probably is first, the checklist and the contacts last, where the eye rests.

In the end once more in a few lines: on a small window the beginning of a long page has gone.
"""

from collections.abc import Iterator
from itertools import chain

from gopay_help.model.result import Diagnosis, Item
from gopay_help.model.text import Catalogue
from gopay_help.screen.page import Block, Kind, Page, block, listed, section
from gopay_help.screen.pages import clock_time, contact

_PREVENTION_SHOWN = 3
_FIRST_CONTACTS = 3


def diagnosis_page(advice: Diagnosis, words: Catalogue) -> Page:
    """The whole advice."""
    return tuple(_blocks(advice, words))


def first_aid_page(advice: Diagnosis, words: Catalogue) -> Page:
    """What must not wait for the next question: the alarm, what to do, what not to do, the first contacts."""
    contacts = (contact(step, "-", words, how=False) for step in advice.route[:_FIRST_CONTACTS])
    return (
        block(Kind.ALERT, words.say("ui.emergency")),
        *_do(advice, words),
        *section(words.say("ui.route"), chain.from_iterable(contacts)),
        block(Kind.TITLE, words.say("ui.first_aid_then")),
    )


def checklist_blocks(items: tuple[Item, ...]) -> Iterator[Block]:
    """Items to do and not to do; the words themselves say which, the mark only repeats it."""
    return (block(Kind.ITEM, item.text, "-" if item.do else "x") for item in items)


def _blocks(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    if advice.status == "emergency":
        yield block(Kind.ALERT, words.say("ui.emergency" if advice.critical else "ui.alarm_raised"))
    yield block(Kind.TITLE, advice.title)
    yield block(Kind.TEXT, advice.summary)
    yield block(Kind.TEXT, words.say(f"ui.confidence.{advice.confidence}"))
    others = [words.say(f"cause.{cause}") for cause, _ in advice.causes[1:]]
    if others:
        yield block(Kind.TEXT, words.say("ui.also", causes=words.say("ui.or").join(others)))
    for note in advice.notes:
        yield block(Kind.NOTE, note, "!")
    yield from _do(advice, words)
    yield from section(words.say("ui.why"), _why(advice, words))
    yield from section(words.say("ui.prevention"), _prevention(advice, words))
    yield from _follow_up(advice, words)
    yield from section(words.say("ui.funds"), checklist_blocks(advice.funds))
    yield from _route(advice, words)
    if words.has("ui.report_again"):
        yield block(Kind.NOTE, words.say("ui.report_again"))
    yield block(Kind.NOTE, words.say("ui.unofficial"))


def _why(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    """The answers in one line, then the evidence and the stated facts, each with its source."""
    given = [reason.text for reason in advice.why if reason.source.startswith("answer:")]
    if given:
        yield block(Kind.ITEM, words.say("ui.your_answers"), "-")
        yield from (block(Kind.TEXT, text, ">", depth=1) for text in given)
    for reason in advice.why:
        if not reason.source.startswith("answer:"):
            yield block(Kind.ITEM, f"{reason.text}{reason.cite}", "-")


def _prevention(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    """The first few: someone in trouble reads about the next time later."""
    yield from listed(item.text for item in advice.prevention[:_PREVENTION_SHOWN])
    if len(advice.prevention) > _PREVENTION_SHOWN and words.has("ui.prevention_more"):
        yield block(Kind.NOTE, words.say("ui.prevention_more"), "-")


def _do(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    numbered = (block(Kind.ITEM, text, f"{number}.") for number, text in enumerate(advice.do, 1))
    yield from section(words.say("ui.do"), numbered)
    yield from section(words.say("ui.do_not"), listed(advice.do_not, "x"))


def _follow_up(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    plan = advice.follow_up
    yield block(Kind.HEADING, words.say("ui.follow_up"))
    yield block(Kind.ITEM, words.say("ui.recheck", time=clock_time(plan.recheck_at, words)), "-")
    yield block(Kind.NOTE, plan.recheck_basis, depth=1)
    yield block(Kind.ITEM, words.say("ui.escalate", time=clock_time(plan.escalate_at, words)), "-")
    if plan.escalate_basis != plan.recheck_basis:
        yield block(Kind.NOTE, plan.escalate_basis, depth=1)
    yield from (block(Kind.TEXT, step, depth=1) for step in plan.steps)
    shown = {step.channel.id for step in advice.route}
    further = [step for step in plan.escalate_to if step.channel.id not in shown]
    if further:
        yield block(Kind.TEXT, words.say("ui.escalate_to"), depth=1)
    for number, step in enumerate(further, 1):
        yield from (
            part._replace(depth=part.depth + 1) for part in contact(step, f"{number}.", words, how=False)
        )


def _route(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    if not advice.route:
        yield block(Kind.HEADING, words.say("ui.no_route"))
        if advice.no_route_reason:
            yield block(Kind.TEXT, advice.no_route_reason)
        return
    yield block(Kind.HEADING, words.say("ui.route"))
    for number, step in enumerate(advice.route, 1):
        yield from contact(step, f"{number}.", words)
    if any(step.stale for step in (*advice.route, *advice.follow_up.escalate_to)):
        yield block(Kind.TEXT, words.say("ui.stale_rule"))
    yield block(Kind.TEXT, words.say("ui.route_rule"))


def recap_page(advice: Diagnosis, words: Catalogue) -> Page:
    """What it is, what to do first, whom to ask first."""
    return tuple(_blocks_recap(advice, words))


def _blocks_recap(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    yield block(Kind.HEADING, words.say("ui.in_short", title=advice.title))
    if advice.do:
        yield block(Kind.ITEM, advice.do[0], "1.")
    for step in advice.route[:1]:
        yield from contact(step, "-", words, how=False)
