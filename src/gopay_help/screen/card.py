"""A card to take along: for the phone as a QR code, and for whoever helps another person, to be read out.

The only module that knows segno, which is loaded where a code is drawn.
"""

from collections.abc import Iterator
from functools import partial

from gopay_help.model.contact import RouteStep
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Catalogue, safe
from gopay_help.screen.diagnosis import in_order
from gopay_help.screen.page import Block, Kind, Page, block, listed
from gopay_help.screen.pages import at_desk, seen, value_for
from gopay_help.wizard.advice import first_sentence
from gopay_help.wizard.times import when

_FORBIDDEN = 2
_VALUE = 44
"""A longer address is named, not spelt, in the smallest code."""
_CUT = 46
"""Bytes of the first step that the smallest code has room for."""
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


def card_texts(advice: Diagnosis, words: Catalogue) -> Iterator[str]:
    """The card for a QR code, longest first: the less room there is, the less of it.

    The first contact with its proof and the first step stand on every one of them, before anything else. It
    holds nothing of a person.
    """
    first, do = advice.short.contact, advice.short.do
    contact = _contact(first, words) if first else words.say("helper.card.no_contact")
    brief = _brief_contact(first, words) if first else contact
    lead = first_sentence(steps[0]) if (steps := [step.text for step in do]) else ""
    said = [at_desk(do[0], words, meant=False)] if do and do[0].say else []
    others = [f"{number}. {text}" for number, text in enumerate(steps[1:], 2)]
    again = words.say("helper.card.again", time=when(advice.follow_up.recheck_at, words))
    secret = words.say("helper.card.secret")
    for lines in (
        [contact, *steps[:1], *said, *others, again, secret],
        [contact, *steps[:1], *said, again, secret],
        [contact, *steps[:1], *said, secret],
        [contact, *steps[:1], *said],
        [contact, *steps[:1]],
        [contact, lead],
        [brief, lead],
        [brief, _cut(lead, _CUT)],
    ):
        yield safe("\n".join(lines))


def _contact(step: RouteStep, words: Catalogue) -> str:
    """A contact with its proof, in as few letters as it can be."""
    kind = words.say(f"ui.kind.{step.channel.kind}")
    told = words.say("case.pair", name=kind, text=value_for(step, words))
    return f"{told}\n{seen(step, words, brief=True)}"


def _brief_contact(step: RouteStep, words: Catalogue) -> str:
    """A contact with the day of its proof alone: for the smallest code."""
    value = in_order(step, words, bare=True)
    told = value if len(value) <= _VALUE else step.label
    return f"{told}\n{seen(step, words, brief=True, compare=False)}"


def _cut(text: str, size: int) -> str:
    """As much of *text* as so many bytes hold, to the end of a word or a character."""
    if len(text.encode()) <= size:
        return text
    cut = text.encode()[: size - len("…".encode())].decode(errors="ignore")
    whole = cut.rsplit(" ", 1)[0]
    return f"{whole if len(whole) > len(cut) / 2 else cut}…"  # Chinese has few spaces to go back to


def card_page(advice: Diagnosis, words: Catalogue) -> Page:
    """The text of the card, where its code has no room."""
    lines = next(card_texts(advice, words)).split("\n")
    title = block(Kind.TITLE, words.say("helper.card.title"))
    return (title, *(block(Kind.TEXT, line) for line in lines))


def helper_card(advice: Diagnosis, words: Catalogue) -> Page:
    """The advice on a card: short enough to be read out and written down."""
    return tuple(_card(advice, words))


def _card(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    if advice.status == "emergency":
        yield block(Kind.ALERT, words.say("ui.emergency"))
        yield block(Kind.TEXT, words.say("helper.say.urgent"))
    yield block(Kind.TITLE, words.say("helper.card.title"))
    yield block(Kind.TEXT, words.say("helper.card.probably", title=advice.title))
    first = advice.short.contact
    if first is None:
        yield block(Kind.TEXT, words.say("helper.card.no_contact"))
    else:
        told = words.say("helper.card.contact", label=first.label, value=value_for(first, words))
        yield block(Kind.VALUE, told)
        yield block(Kind.NOTE, seen(first, words))
    for number, step in enumerate(advice.short.do, 1):
        yield block(Kind.ITEM, step.text, f"{number}.")
        if step.say is not None:
            yield block(Kind.TEXT, at_desk(step, words), depth=1)
    yield from listed(advice.do_not[:_FORBIDDEN], "x")
    again = when(advice.follow_up.recheck_at, words)
    yield block(Kind.TEXT, words.say("helper.card.again", time=again))
    yield block(Kind.TEXT, words.say("helper.card.secret"))


_BLOCKS = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
"""Light above, light below: drawn in white on black, so that it can be scanned on any terminal's colours."""
_WHITE_ON_BLACK, _AS_BEFORE = "\x1b[97;40m", "\x1b[0m"
_QUIET = (4, 2, 1)
"""Modules of margin: the standard's four where there is room; scanners do with less on a screen."""


def qr_lines(text: str, columns: int, rows: int) -> tuple[str, ...]:
    """The code of *text* in lines that fit; nothing if it does not fit."""
    import segno

    make = partial(segno.make, text, error="l", boost_error=False, micro=False, encoding="utf-8")
    largest = (min(columns, 2 * rows) - 2 * _QUIET[-1] - 17) // 4  # version n has 17 + 4n modules a side
    if largest < 1:
        return ()
    try:
        make(version=min(largest, 40), mask=0)  # refused before the costly choice of a mask
    except segno.DataOverflowError:
        return ()
    code = make()
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
