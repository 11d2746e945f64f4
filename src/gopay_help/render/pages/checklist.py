"""The checklists alone: keeping the money safe, and prevention."""

from gopay_help.model.diagnosis import Item
from gopay_help.model.text import Catalogue
from gopay_help.render.page import Kind, Page, block


def checklist_page(name: str, items: tuple[Item, ...], words: Catalogue, *, heading: str) -> Page:
    """The items of a checklist, each with its reason."""
    blocks = [block(Kind.TITLE, heading)]
    for item in items:
        sign = words.say("ui.yes" if item.do else "ui.no")
        blocks.append(block(Kind.ITEM, item.text, f"[{sign}]" if name == "funds" else "-"))
        blocks.append(block(Kind.NOTE, item.why, depth=2))
    blocks.append(block(Kind.NOTE, words.say("ui.unofficial")))
    return tuple(blocks)
