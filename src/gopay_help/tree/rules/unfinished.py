"""Texts that are not whole: blank, a note to oneself, cut off, of the wrong script, or damaged on the way."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from gopay_help.model.errors import Level, Problem
from gopay_help.tree.document import Document
from gopay_help.tree.draft import Draft
from gopay_help.tree.needed import NAMING
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.wording import Text, all_texts

_NOTE = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b|\b[Ll]orem ipsum\b")
_DAMAGED = re.compile(
    r"\ufffd|\?{4,}|[\u00c2\u00c3][\u0080-\u00bf]|\u00e2[\u0080\u20ac]|[\u00e4-\u00e9][\u0080-\u00bf\u2013-\u2122]"
)
"""What is left of letters that were saved in one encoding and read in another, or lost."""
_SENTENCE_ENDS = ".!?。！？…"
_CLOSING = "\"'”’」』》）)] "
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "«": "»"}
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTERS = re.compile(r"[^\W\d_]")
_MOST = 0.9
"""So large a share of a language's texts says in which script it is written."""
_WORDS = 4
_SHORT = 8
"""A word in quotes is a word that is quoted."""

Fault = tuple[str, str]
"""What is wrong, and how to mend it."""


@rule("I18N016", Stage.MEANING, Level.WARNING)
def check_whole(draft: Draft) -> Iterator[Problem]:
    """A text is whole: it says something, to its end, in letters of its language."""
    han = _written_in_han(draft)
    for text in all_texts(draft):
        looks = (_blank, _note, _damaged, partial(_wrong_script, han=han), _quoted, _cut)
        fault = next(filter(None, (look(text) for look in looks)), None)
        if fault:
            yield text.problem("I18N016", f"{text.key} {fault[0]}", fault[1])
    for documents in draft.texts.values():
        for document in documents:
            yield from _cut_by_a_comment(document)


def _blank(text: Text) -> Fault | None:
    return None if text.said.strip() else ("is blank", "write it, or remove the line")


def _note(text: Text) -> Fault | None:
    found = _NOTE.search(text.said)
    return (f"holds a note to oneself: {found.group()!r}", "finish the text") if found else None


def _damaged(text: Text) -> Fault | None:
    found = _DAMAGED.search(text.said)
    if not found:
        return None
    return f"was damaged on the way: {found.group()!r}", "write it again, and save the file as UTF-8"


def _wrong_script(text: Text, han: dict[str, bool]) -> Fault | None:
    """A sentence of another language under this one's key; names and marks stay as they are."""
    if not text.is_translation or text.lang not in han or text.key in NAMING:
        return None
    if han[text.lang]:
        foreign = not _HAN.search(text.said) and len(text.said.split()) > _WORDS
    else:
        ours = len(_HAN.findall(text.said)) if _HAN.search(text.said) else 0
        foreign = bool(ours) and ours * 2 > len(_LETTERS.findall(text.said))
    return ("is written in another script than this language", "translate it") if foreign else None


def _written_in_han(draft: Draft) -> dict[str, bool]:
    """Languages whose texts hardly ever, or nearly always, hold Chinese characters."""
    held, every = Counter[str](), Counter[str]()
    for text in all_texts(draft):
        every[text.lang] += 1
        held[text.lang] += bool(_HAN.search(text.said))
    shares = {lang: held[lang] / count for lang, count in every.items()}
    return {lang: share > _MOST for lang, share in shares.items() if not 1 - _MOST < share < _MOST}


def _quoted(text: Text) -> Fault | None:
    """Typographic quotes round the whole, where straight ones were meant: they would be shown."""
    closing = _QUOTES.get(text.said[:1])
    if closing is None or len(text.said) < _SHORT:
        return None
    if not text.said.endswith(closing) or closing in text.said[1:-1]:
        return None
    if not text.is_translation or (text.english or "")[:1] in ("'", '"', *_QUOTES):
        return None
    return f"stands in {text.said[0]}{closing}, which people would see", 'write straight quotes (") round it'


def _cut(text: Text) -> Fault | None:
    """The English ends as a sentence does, and its translation does not."""
    if not text.is_translation or not (text.english or "").rstrip(_CLOSING).endswith((".", "!")):
        return None
    if text.said.rstrip(_CLOSING).endswith(tuple(_SENTENCE_ENDS)):
        return None
    if not re.search(rf"[{_SENTENCE_ENDS}]", _others(text)):
        return None
    return "stops without the end of a sentence", "write it to its end; a long text stands in quotes"


def _others(text: Text) -> str:
    """All that its file says: a language that ends sentences otherwise has no full stops at all."""
    return " ".join(map(str, text.document.data.values()))


def _cut_by_a_comment(document: Document) -> Iterator[Problem]:
    """A ` #` in a text without quotes: what follows is a comment, and nobody reads it."""
    lines = {document.place(key): key for key in document.data}
    by_line = {place.line: (place, key) for place, key in lines.items()}
    for comment in document.comments:
        if comment.alone or comment.line not in by_line:
            continue
        place, key = by_line[comment.line]
        if comment.column == place.column + len(f"{key}: {document.data[key]} "):
            message = f"{key} ends at the #: what follows is a comment, and nobody reads it"
            fix = "put the whole text in double quotes, or the comment on a line of its own"
            yield document.problem("I18N016", (key,), message, fix)
