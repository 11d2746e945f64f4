"""The advice: what it probably is first, the checklist and the contacts last, where the eye rests."""

from collections.abc import Iterator
from datetime import datetime

from gopay_help.model.diagnosis import Diagnosis, Item
from gopay_help.model.text import Catalogue
from gopay_help.render.page import Block, Kind, Page, block, listed, section
from gopay_help.render.pages.contact import contact


def diagnosis_page(advice: Diagnosis, words: Catalogue) -> Page:
    """The whole advice."""
    return tuple(_blocks(advice, words))


def first_aid_page(advice: Diagnosis, words: Catalogue) -> Page:
    """What must not wait for the next question: the alarm, what to do, what not to do."""
    return (
        block(Kind.ALERT, words.say("ui.emergency")),
        *_do(advice, words),
        block(Kind.TITLE, words.say("ui.first_aid_then")),
    )


def clock_time(moment: datetime) -> str:
    """A moment as this device's clock shows it, with its zone."""
    local = moment.astimezone()
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"


def checklist_blocks(items: tuple[Item, ...], words: Catalogue) -> Iterator[Block]:
    """Items with what they ask for said in words: do, or do not."""
    for item in items:
        sign = words.say("ui.yes" if item.do else "ui.no")
        yield block(Kind.ITEM, item.text, f"[{sign}]")


def _blocks(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    if advice.status == "emergency":
        yield block(Kind.ALERT, words.say("ui.emergency"))
    yield block(Kind.TITLE, advice.title)
    yield block(Kind.TEXT, advice.summary)
    yield block(Kind.TEXT, words.say(f"ui.confidence.{advice.confidence}"))
    others = [words.say(f"cause.{cause}") for cause, _ in advice.causes[1:]]
    if others:
        yield block(Kind.TEXT, words.say("ui.also", causes=", ".join(others)))
    for note in advice.notes:
        yield block(Kind.NOTE, note, "!")
    yield from section(words.say("ui.why"), _why(advice))
    yield from section(words.say("ui.prevention"), listed(item.text for item in advice.prevention))
    yield from _follow_up(advice, words)
    yield from _do(advice, words)
    yield from section(words.say("ui.funds"), checklist_blocks(advice.funds, words))
    yield from _route(advice, words)
    yield block(Kind.NOTE, words.say("ui.unofficial"))


def _why(advice: Diagnosis) -> Iterator[Block]:
    for reason in advice.why:
        ours = reason.source.split(":", 1)[0] in ("answer", "check", "calendar", "brand")
        yield block(Kind.ITEM, reason.text if ours else f"{reason.text} {reason.source}", "-")


def _do(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    numbered = (block(Kind.ITEM, text, f"{number}.") for number, text in enumerate(advice.do, 1))
    yield from section(words.say("ui.do"), numbered)
    yield from section(words.say("ui.do_not"), listed(advice.do_not, "x"))


def _follow_up(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    plan = advice.follow_up
    yield block(Kind.HEADING, words.say("ui.follow_up"))
    yield block(Kind.ITEM, words.say("ui.recheck", time=clock_time(plan.recheck_at)), "-")
    yield block(Kind.NOTE, plan.recheck_basis, depth=1)
    yield block(Kind.ITEM, words.say("ui.escalate", time=clock_time(plan.escalate_at)), "-")
    if plan.escalate_basis != plan.recheck_basis:
        yield block(Kind.NOTE, plan.escalate_basis, depth=1)
    yield from (block(Kind.TEXT, step, depth=1) for step in plan.steps)
    if plan.escalate_to:
        yield block(Kind.TEXT, words.say("ui.escalate_to"), depth=1)
    for number, step in enumerate(plan.escalate_to, 1):
        yield from contact(step, f"  {number})", words)


def _route(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    if not advice.route:
        yield block(Kind.HEADING, words.say("ui.no_route"))
        if advice.no_route_reason:
            yield block(Kind.TEXT, advice.no_route_reason)
        return
    yield block(Kind.HEADING, words.say("ui.route"))
    for number, step in enumerate(advice.route, 1):
        yield from contact(step, f"{number}.", words)
    yield block(Kind.TEXT, words.say("ui.route_rule"))
