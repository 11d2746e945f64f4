"""For someone who helps another person on the phone: how to do it, a card to read out, and its QR code.

The only module that knows segno, which is loaded where a code is drawn.
"""

from collections.abc import Iterator

from gopay_help.model.contact import ChannelStatus, RouteStep
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Catalogue, safe
from gopay_help.screen.page import Block, Kind, Page, block
from gopay_help.screen.pages import clock_time, proof

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


def card_texts(advice: Diagnosis, words: Catalogue) -> Iterator[str]:
    """The card for a QR code, longest first: the less room there is, the less of it, down to the one rule.

    It holds nothing of a person, and a contact only if its own official source was seen and nothing must be
    known before it is used; any other contact stands on the card alone, beside its proof.
    """
    probably = words.say("helper.card.probably", title=advice.title)
    secret = words.say("helper.card.secret")
    contact = [_named(first, words) for first in advice.route[:1] if _may_stand_alone(first)]
    again = words.say("helper.card.again", time=clock_time(advice.follow_up.recheck_at, words))
    do, do_not = ([part.text for part in _steps(name, steps, words)] for name, steps in _both(advice))
    first_step = [part.text for part in _steps("do", advice.do[:1], words)]
    for lines in (
        [probably, *do, *do_not, *contact, again, secret],
        [probably, *first_step, *contact, again, secret],
        [probably, *contact, secret],
        [probably, secret],
        [secret],
    ):
        yield safe("\n".join(lines))


def _both(advice: Diagnosis) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("do", advice.do), ("do_not", advice.do_not)


def _may_stand_alone(step: RouteStep) -> bool:
    """True for a contact from an official source that needs no word of warning beside it."""
    seen = step.channel
    return seen.provenance.grade == "A" and seen.status is ChannelStatus.ACTIVE and not step.caveat


def _named(step: RouteStep, words: Catalogue) -> str:
    return words.say("helper.card.contact", label=step.label, value=step.channel.value or "")


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
        yield block(Kind.VALUE, _named(first, words))
        yield block(Kind.NOTE, proof(first, words))
        if first.caveat:
            yield block(Kind.TEXT, words.say("helper.card.caveat", caveat=first.caveat))
    else:
        yield block(Kind.TEXT, words.say("helper.card.no_contact"))
    again = clock_time(advice.follow_up.recheck_at, words)  # as on the page, with its zone
    yield block(Kind.TEXT, words.say("helper.card.again", time=again))
    yield block(Kind.TEXT, words.say("helper.card.secret"))


def _steps(name: str, steps: tuple[str, ...], words: Catalogue) -> Iterator[Block]:
    """The first few, numbered in one line."""
    if steps:
        joined = " ".join(f"{number}) {text}" for number, text in enumerate(steps[:_STEPS], 1))
        yield block(Kind.TEXT, words.say(f"helper.card.{name}", steps=joined))


_BLOCKS = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
"""Light above, light below: drawn in white on black, so that it can be scanned on any terminal's colours."""
_WHITE_ON_BLACK, _AS_BEFORE = "\x1b[97;40m", "\x1b[0m"
_QUIET = (4, 2, 1)
"""Modules of margin: the standard's four where there is room; scanners do with less on a screen."""


def qr_lines(text: str, columns: int, rows: int) -> tuple[str, ...]:
    """The code of *text* in lines that fit; nothing if it does not fit."""
    import segno

    try:
        code = segno.make(text, error="l", boost_error=False, micro=False, encoding="utf-8")
    except segno.DataOverflowError:
        return ()
    size = len(code.matrix)
    for quiet in _QUIET:
        if size + 2 * quiet <= columns and (size + 2 * quiet + 1) // 2 <= rows:
            return tuple(_lines(code.matrix, quiet))
    return ()


def _lines(matrix: tuple[bytearray, ...], quiet: int) -> list[str]:
    width = len(matrix) + 2 * quiet
    margin = [[0] * width for _ in range(quiet)]
    drawn = [*margin, *([*[0] * quiet, *row, *[0] * quiet] for row in matrix), *margin]
    if len(drawn) % 2:
        drawn.append([0] * width)
    return [
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(drawn[::2], drawn[1::2], strict=True)
    ]


def in_colour(lines: tuple[str, ...]) -> str:
    """The lines in colours of their own: what is light must look light, whatever the terminal's theme."""
    return "".join(f"{_WHITE_ON_BLACK}{line}{_AS_BEFORE}\n" for line in lines)
