"""The checklists alone: keeping the money safe, and prevention."""

from gopay_help.model.result import Item
from gopay_help.model.text import Catalogue
from gopay_help.screen.page import Kind, Page, block


def checklist_page(items: tuple[Item, ...], words: Catalogue, *, heading: str) -> Page:
    """The items of a checklist, each with its reason."""
    blocks = [block(Kind.TITLE, heading)]
    for item in items:
        blocks.append(block(Kind.ITEM, item.text, "-" if item.do else "x"))
        blocks.append(block(Kind.NOTE, item.why, depth=1))
    blocks.append(block(Kind.NOTE, words.say("ui.unofficial")))
    return tuple(blocks)
