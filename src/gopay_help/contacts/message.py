"""What a pasted message gives away: the contacts in it, and what its sender wants."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from gopay_help.contacts.dial_code import codes_in, forwards_calls, without_codes
from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.contacts.phrases import Words
from gopay_help.contacts.wishes import Wishes, amount
from gopay_help.model.verification import Signal

MAX_CONTACTS: Final = 50
_LINK: Final = re.compile(r"(?:https?://|hxxps?://|www\.)[^\s<>\"']{3,500}", re.IGNORECASE)
_MAIL: Final = re.compile(r"[\w.+\-]{1,64}@[\w.\-]{1,190}\w")
_HOST: Final = re.compile(r"(?<![@\w.\-/])(?:[\w\-]{1,63}\.){1,8}[a-zA-Z]{2,24}(?:/[^\s<>\"']{0,300})?")
_NUMBER: Final = re.compile(r"(?<![\w*#+])\+?\(?\d[\d\s().\-]{5,18}\d(?![\w*#])")
_ACCOUNT: Final = re.compile(r"(?<![\w.@/])@[A-Za-z0-9_.]{3,40}")
_CODE: Final = re.compile(r"(?<!\d)\d{4,8}(?!\d)")
"""What may be somebody's code: it is not said again."""
_CARD: Final = re.compile(r"(?<![\d.\-])(?:\d[ \-]?){15,18}\d(?![\d.\-])")
"""Sixteen digits and more: too long for a telephone number, and as long as a card or an identity number."""
_GRAVEST: Final = ("secret", "identity")
_QUOTE: Final = 80
_THOUSANDS: Final = r"(?<![\w.,+\-])[1-9]\d{0,2}(?:\.\d{3}){1,4}(?:,\d{2})?(?![\d.]\d|\d)"
"""A sum written with points; a telephone number begins with a zero or a plus, or has no points."""


class MessageReader:
    """Finds contacts and warning signs in a text."""

    def __init__(self, data: Lookalikes) -> None:
        self._words = Words(data.message)
        self._plan = data.phones
        self._tools = Words({"tools": data.places.remote_control})
        self._kinds = data.places.app_files

    # Built with the first text: a number or a host needs none of it.

    @cached_property
    def _wishes(self) -> Wishes:
        return Wishes(self._words)

    @cached_property
    def _coded(self) -> re.Pattern[str]:
        return self._words.pattern("secret", "code")

    @cached_property
    def _control(self) -> re.Pattern[str]:
        return self._tools.pattern("tools")

    @cached_property
    def _app_file(self) -> re.Pattern[str]:
        return re.compile(rf"\.(?:{'|'.join(map(re.escape, self._kinds))})\b", re.IGNORECASE)

    @cached_property
    def _sums(self) -> re.Pattern[str]:
        return re.compile(f"{amount(self._words)}|{_THOUSANDS}", re.IGNORECASE)

    @cached_property
    def _numbered(self) -> re.Pattern[str]:
        """The number of an account, a parcel or a ticket: it is not written as one that can be dialled."""
        dialled = rf"{self._plan.country_code}[\d \-]{{7,13}}(?!\d)"
        number = rf"(?<![\d+])(?!{dialled})(?:[1-9][\d \-]{{7,22}}\d|0(?:[ \-]?\d){{13,20}})"
        return re.compile(rf"{self._words.any('numbered')}[^\d\n]{{0,30}}{number}", re.IGNORECASE)

    def contacts(self, text: str) -> list[str]:
        """Every contact in *text*, in order, each once, a bounded number of them."""
        found: dict[str, None] = dict.fromkeys(codes_in(text))
        rest = without_codes(text)
        for pattern in (_LINK, _MAIL, _HOST, _ACCOUNT, _NUMBER):
            if pattern is _NUMBER:
                rest = self._numbered.sub(" ", self._sums.sub(" ", rest))
            for match in pattern.finditer(rest):
                found[match.group().strip().rstrip(".,;:!?)")] = None
            rest = pattern.sub(" ", rest)
        return list(found)[:MAX_CONTACTS]

    def signals(self, text: str) -> tuple[Signal, ...]:
        """Every warning sign in *text*, each kind once, the gravest first."""
        first: dict[str, Signal] = {}
        for signal in self._signals(text):
            first.setdefault(signal.id, signal)
        return tuple(first.values())

    def guarded(self, text: str) -> str:
        """*text* as it may be said again: without a card number, or digits beside the name of a secret."""
        shown = _CARD.sub("****", text)
        return _CODE.sub("****", shown) if self._coded.search(text.casefold()) else shown

    def _signals(self, text: str) -> Iterator[Signal]:
        for code in codes_in(text):
            if forwards_calls(code, self._plan):
                yield Signal("dial_code", code)
        wishes = list(self._wishes.found(text))
        yield from (self._said(wish) for wish in wishes if wish.id in _GRAVEST)
        if found := self._app_file.search(text):
            yield Signal("app_file", _around(text, found))
        if found := self._control.search(text.casefold()):
            yield Signal("remote_control", found.group())
        yield from (self._said(wish) for wish in wishes if wish.id not in _GRAVEST)

    def _said(self, wish: Signal) -> Signal:
        return Signal(wish.id, self.guarded(wish.quote))


def _around(text: str, found: re.Match[str]) -> str:
    start = max(text.rfind(" ", 0, found.start()) + 1, found.end() - _QUOTE)
    return text[start : found.end()]
