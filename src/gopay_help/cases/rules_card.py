"""Rules for what goes with a card: the month it ends, and the digits on its back."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from gopay_help.cases import hints
from gopay_help.cases import hints_secret as secret
from gopay_help.cases.around import same_thought
from gopay_help.cases.mask import Mask, Sort
from gopay_help.cases.numbers import is_card, looks_like_nik


class Near:
    """Places, to ask whether one of them is near."""

    def __init__(self, places: Iterable[int]) -> None:
        self._places = sorted(places)

    def before(self, at: int, reach: int) -> bool:
        """True if one lies at most *reach* before *at*."""
        index = bisect_right(self._places, at)
        return index > 0 and at - self._places[index - 1] <= reach

    def around(self, at: int, reach: int) -> bool:
        """True if one lies at most *reach* before or after *at*."""
        index = bisect_right(self._places, at)
        after = index < len(self._places) and self._places[index] - at <= reach
        return after or self.before(at, reach)


def cards_copied_whole(mask: Mask) -> None:
    """The date and the three digits that go with a card."""
    text = mask.text
    words = [word.end() for word in hints.CARD_WORD.finditer(text)]
    _ends(mask, Near([end for _, end in _cards(mask)] + words))
    cards = _cards(mask)
    near = Near([end for _, end in cards] + words)
    for start, end in cards:
        if end - start > _SHORT:
            _hide_groups(mask, secret.AFTER_CARD.match(text, end))
        elif near.before(start, _NEAR):
            _hide_groups(mask, secret.CVV_AFTER_EXPIRY.match(text, end))
    for word in secret.CVV_WORD.finditer(text):
        _three_after(mask, word.end())
        _said_apart(mask, word)
    for word in secret.BACK_WORD.finditer(text):
        if near.around(word.start(), _NEAR):
            _three_after(mask, word.end())


def _cards(mask: Mask) -> list[tuple[int, int]]:
    """What is hidden and could be a card, whatever it was called: a code may stand behind it."""
    return [(start, end) for start, end, sort in mask.spans() if _may_be_card(mask.text[start:end], sort)]


def _may_be_card(written: str, sort: Sort) -> bool:
    if sort in (Sort.CARD, Sort.NUMBER):
        return True
    digits = re.sub(r"\D", "", written)
    return sort is Sort.IDENTITY and len(digits) == _CARD and (is_card(digits) or not looks_like_nik(digits))


def _ends(mask: Mask, near: Near) -> None:
    """The month a card ends. With a day it is a permit's or an offer's, unless a card is near."""
    for found in secret.EXPIRY.finditer(mask.text):
        if not _WITH_DAY.match(found[1]) or near.around(found.start(), _NEAR):
            mask.hide(*found.span(1), Sort.CARD)


_WITH_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\s[a-z]")
_SHORT = 12
_CARD = 16
_NEAR = 80


def _said_apart(mask: Mask, word: re.Match[str]) -> None:
    """The digits in a sentence of their own, and a month to come: both near the word for the digits."""
    start, until = max(0, word.start() - _NEAR), word.end() + _NEAR
    alone = secret.ALONE.finditer(mask.text, word.end(), until)
    mask.hide_all((found for found in alone if secret.THREE.fullmatch(found[1])), Sort.CARD)
    mask.hide_all(secret.MONTH_TO_COME.finditer(mask.text, start, until), Sort.CARD)


def _three_after(mask: Mask, at: int) -> None:
    """Hide three or four digits that are said soon after."""
    found = secret.THREE.search(mask.text, at, at + _THREE_NEAR + _PIECE)
    if found is None or found.start() > at + _THREE_NEAR or not same_thought(mask.text, at, found.start()):
        return
    if not secret.WORDS_BEFORE.search(mask.text[max(0, found.start() - _JOINED) : found.start()]):
        mask.hide(*found.span(), Sort.CARD)


_THREE_NEAR = 26
_JOINED = 12
_PIECE = 48


def _hide_groups(mask: Mask, found: re.Match[str] | None) -> None:
    for number in range(1, found.re.groups + 1 if found else 1):
        if found and found[number]:
            mask.hide(*found.span(number), Sort.CARD)
