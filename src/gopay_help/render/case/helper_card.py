"""For someone who helps another person on the phone: how to do it, and a card to read out at the end."""

from collections.abc import Iterator

from gopay_help.model.diagnosis import Diagnosis
from gopay_help.model.text import Catalogue
from gopay_help.render.page import Block, Kind, Page, block
from gopay_help.render.pages.clock import clock_time
from gopay_help.render.pages.contact import proof

_STEPS = 3
_RULES = ("voice", "nothing", "own_hands", "proof")


def helper_page(words: Catalogue) -> Page:
    """Before the first question: what a helper does, and never does."""
    rules = (block(Kind.ITEM, words.say(f"helper.rule.{name}"), "-") for name in _RULES)
    return (
        block(Kind.TITLE, words.say("helper.title")),
        *rules,
        block(Kind.TEXT, words.say("helper.say.start")),
        block(Kind.TEXT, words.say("helper.say.stop")),
    )


def helper_card(advice: Diagnosis, words: Catalogue) -> Page:
    """The advice on a card: short enough to be read out and written down."""
    return tuple(_card(advice, words))


def _card(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    if advice.status == "emergency":
        yield block(Kind.ALERT, words.say("ui.emergency"))
        yield block(Kind.TEXT, words.say("helper.say.urgent"))
    yield block(Kind.TITLE, words.say("helper.card.title"))
    yield block(Kind.TEXT, words.say("helper.card.probably", title=advice.title))
    yield from _steps("do", advice.do, words)
    yield from _steps("do_not", advice.do_not, words)
    if advice.route:
        first = advice.route[0]
        yield block(
            Kind.VALUE, words.say("helper.card.contact", label=first.label, value=first.channel.value or "")
        )
        yield block(Kind.NOTE, proof(first, words))
        if first.caveat:
            yield block(Kind.TEXT, words.say("helper.card.caveat", caveat=first.caveat))
    else:
        yield block(Kind.TEXT, words.say("helper.card.no_contact"))
    again = clock_time(advice.follow_up.recheck_at)  # as on the page, with its zone
    yield block(Kind.TEXT, words.say("helper.card.again", time=again))
    yield block(Kind.TEXT, words.say("helper.card.secret"))


def _steps(name: str, steps: tuple[str, ...], words: Catalogue) -> Iterator[Block]:
    """The first few, numbered in one line."""
    if steps:
        joined = " ".join(f"{number}) {text}" for number, text in enumerate(steps[:_STEPS], 1))
        yield block(Kind.TEXT, words.say(f"helper.card.{name}", steps=joined))
