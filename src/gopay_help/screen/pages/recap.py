"""The advice in a few lines, for the end of a long page: on a small window its beginning has gone."""

from collections.abc import Iterator

from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Catalogue
from gopay_help.screen.page import Block, Kind, Page, block
from gopay_help.screen.pages.contact import contact


def recap_page(advice: Diagnosis, words: Catalogue) -> Page:
    """What it is, what to do first, whom to ask first."""
    return tuple(_blocks(advice, words))


def _blocks(advice: Diagnosis, words: Catalogue) -> Iterator[Block]:
    yield block(Kind.HEADING, words.say("ui.in_short", title=advice.title))
    if advice.do:
        yield block(Kind.ITEM, advice.do[0], "1.")
    for step in advice.route[:1]:
        yield from contact(step, "-", words, how=False)
