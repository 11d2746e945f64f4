"""A page of the wizard as HTML: the same blocks, in the same order, drawn for a browser."""

import re
from collections.abc import Iterator
from html import escape

from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue
from gopay_help.screen.page import Block, Kind, Page

_NAME = re.compile(r"(\{[a-z_]+\})")
_START, _END = "\ue000", "\ue001"
"""Around a text that stands in for a missing translation; private characters, so no text holds them."""


def marking(words: Catalogue) -> Catalogue:
    """The same words, but a text that falls back on English can be told from a translated one."""
    return Catalogue(words.lang, words.entries, {key: _marked(text) for key, text in words.fallback.items()})


def _marked(template: str) -> str:
    """The template's own words between marks; what its names are filled with may be translated."""
    pieces = _NAME.split(template)
    return "".join(piece if _NAME.fullmatch(piece) else f"{_START}{piece}{_END}" for piece in pieces if piece)


def html(text: str) -> str:
    """Text for HTML; what fell back on English says so to screen readers and to the eye."""
    opening = f'<span lang="{SOURCE_LANGUAGE}" class="untranslated">'
    return escape(text).replace(_START, opening).replace(_END, "</span>")


def bare(text: str) -> str:
    """Text for an attribute, without such marks."""
    return escape(text.replace(_START, "").replace(_END, ""))


def fragment(page: Page, level: int, *, anchor: str = "") -> str:
    """The page as HTML.

    Args:
        page: what is said.
        level: the level of its first title; headings are one below.
        anchor: the id of that title, which then can be given the focus.
    """
    return "".join(_blocks(page, level, anchor))


def _blocks(page: Page, level: int, anchor: str) -> Iterator[str]:
    rest = list(page)
    while rest:
        part = rest[0]
        if part.kind is Kind.ITEM and part.mark:
            entries = list(_entries(rest, part))
            del rest[: sum(len(entry) for entry in entries)]
            yield _list(entries, part, level)
        elif part.mark == ">":
            said = [each for each in rest if each.mark == ">"]
            del rest[: len(said)]
            yield f'<ul class="said">{"".join(f"<li>{html(each.text)}</li>" for each in said)}</ul>'
        else:
            yield _one(rest.pop(0), level, anchor)
            anchor = "" if part.kind is Kind.TITLE else anchor


def _entries(rest: list[Block], first: Block) -> Iterator[Page]:
    """The entries of the list that *rest* begins with, each with what is indented below it."""
    start = 0
    while start < len(rest) and _alike(rest[start], first):
        end = start + 1
        while end < len(rest) and rest[end].depth > first.depth:
            end += 1
        yield tuple(rest[start:end])
        start = end


def _alike(part: Block, first: Block) -> bool:
    return part.kind is Kind.ITEM and part.depth == first.depth and _kind(part.mark) == _kind(first.mark)


def _kind(mark: str) -> str:
    return "number" if mark[:1].isdigit() else mark


def _list(entries: list[Page], first: Block, level: int) -> str:
    items = "".join(
        f"<li>{html(entry[0].text)}{''.join(_blocks(entry[1:], level, ''))}</li>" for entry in entries
    )
    if _kind(first.mark) == "number":
        return f"<ol>{items}</ol>"
    return f"<ul{' class=not' if first.mark == 'x' else ''}>{items}</ul>"


def _one(part: Block, level: int, anchor: str) -> str:
    text = html(part.text)
    if part.kind is Kind.TITLE:
        named = f' id="{anchor}" tabindex="-1"' if anchor else ""
        return f"<h{level}{named}>{text}</h{level}>"
    if part.kind is Kind.HEADING:
        return f"<h{level + 1}>{text}</h{level + 1}>"
    return f'<p class="{part.kind}">{text}</p>'
