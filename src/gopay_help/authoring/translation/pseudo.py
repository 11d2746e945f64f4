"""A language that nobody speaks, made from English, to try how the program bears a translation.

Every text stands in full-width brackets, is marked letter by letter and grows by two fifths, with letters
two cells wide as Chinese has them. What a page shows outside the brackets came from no catalogue: `unmarked`
finds it. A bracket that is not closed shows a text that was cut; a line that is too long, one not measured.
"""

import re
from collections.abc import Iterator, Mapping

from gopay_help.model.text import Catalogue
from gopay_help.screen.wrap import cells

TAG = "en-XA"
"""The tag that CLDR keeps for English with accents."""

GROWTH = 1.4
"""Cells of a pseudo-text for each of the English one, at least: German and Indonesian grow no more."""

_OPEN, _CLOSE = "［", "］"
_PAD = "ｗｉｄｅ"
_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀćďéƒģħíĵķĺɱńóƥʠŕśţúṽŵẋýžÁƁĆĎÉƑĢĦÍĴĶĹṀŃÓƤɊŔŚŢÚṼŴẊÝŽ",
)
_NAME = re.compile(r"(\{[a-z_]+\})")


def pseudo(text: str) -> str:
    """An English text in the pseudo-language; its ``{names}`` stay as they are."""
    parts = _NAME.split(text)  # every second part is a name
    marked = "".join(part if index % 2 else part.translate(_ACCENTS) for index, part in enumerate(parts))
    missing = GROWTH * cells(text) - cells(f"{_OPEN}{marked}{_CLOSE}")
    return f"{_OPEN}{marked}{''.join(_padding(missing))}{_CLOSE}"


def pseudo_catalogue(english: Mapping[str, str]) -> Catalogue:
    """A catalogue of pseudo-texts; nothing is behind it, so a missing key is an error and not English."""
    return Catalogue(TAG, {key: pseudo(text) for key, text in english.items()})


def unmarked(page: str) -> list[str]:
    """The words of a page that stand in no bracket, in order: data, or sentences from no catalogue."""
    depth, outside = 0, [""]
    for char in page:
        if char == _OPEN:
            depth += 1
        elif char == _CLOSE:
            depth = max(depth - 1, 0)
            outside.append("")
        elif not depth:
            outside[-1] += char
    return [word for part in outside for word in re.findall(r"[^\W\d_][\w'-]*", part)]


def is_cut(page: str) -> bool:
    """True if some text of a page was cut: its closing bracket is missing."""
    return page.count(_OPEN) != page.count(_CLOSE)


def _padding(missing: float) -> Iterator[str]:
    """Wide letters for *missing* cells, in words: a line has to be able to break between them."""
    while missing > 0:
        yield f" {_PAD}"
        missing -= 1 + 2 * len(_PAD)
