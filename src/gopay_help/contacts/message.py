"""What a pasted message gives away: the contacts in it, and what its sentences want of their reader.

The words are the pack's, in all its languages at once; which lists make a sign together is said here.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.contacts.phones import codes_in, forwards_calls, without_codes
from gopay_help.contacts.secret_requests import Negations, SecretRequests, Sentence, Words, sentences, tidy
from gopay_help.model.verification import Signal

_ALONE: Final = ("pay", "move", "urgency", "prize")
"""Signs whose phrases need nothing beside them."""
_TOGETHER: Final = (
    ("remote_control", ("screen",)),
    ("pay", ("paying", "fee")),
    ("pay", ("paying", "tax", "first")),
    ("pay", ("paying", "tax", "payout")),
    ("pay", ("paying", "tax", "target")),
    ("pay", ("paying", "first", "amount")),
    ("pay", ("paying", "first", "payout")),
    ("pay", ("shift", "balance", "target")),
    ("move", ("go", "place")),
    ("move", ("access", "link")),
    ("urgency", ("hurry", "threat")),
    ("urgency", ("hurry", "act")),
    ("urgency", ("limit", "threat")),
    ("prize", ("gift", "win")),
    ("prize", ("award", "amount")),
)
"""Signs that need a word of each of these lists in one sentence."""
_LINK: Final = re.compile(r"https?://|www\.|\b[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,5}\.[a-z]{2,24}(?:/|\b)")
_BEFORE: Final = 2
"""How many sentences back a thing may have been named."""
_QUOTE: Final = 80


class MessageSignals:
    """Finds what a text wants; built once for a pack."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._negations = Negations(words)
        self._requests = SecretRequests(words)
        self._shaped = {"amount": re.compile(amount(words)), "link": _LINK}

    def found(self, text: str) -> Iterator[Signal]:
        """Every wish in *text*, the gravest kinds first; a kind may come more than once."""
        parts = [self._negations.sentence(part) for part in sentences(tidy(text))]
        read = [part.read for part in parts]
        for index, part in enumerate(parts):
            if self._requests.for_secret(part.read, read[max(0, index - _BEFORE) : index]):
                yield _quoting("secret", part)
        for part in parts:
            if self._requests.for_identity(part.read):
                yield _quoting("identity", part)
        yield from self._together(parts)
        for sign in _ALONE:
            for part in parts:
                if found := self._words.pattern(sign).search(part.calm):
                    yield Signal(sign, found.group())

    def _together(self, parts: Sequence[Sentence]) -> Iterator[Signal]:
        for sign, lists in _TOGETHER:
            for part in parts:
                if all(self._has(part.calm, name) for name in lists):
                    yield _quoting(sign, part)
        for index, part in enumerate(parts):
            near = " ".join(other.calm for other in parts[max(0, index - _BEFORE) : index + 1])
            if self._has(part.calm, "back") and self._has(near, "mistake"):
                yield _quoting("pay", part)

    def _has(self, text: str, name: str) -> bool:
        return (self._shaped.get(name) or self._words.pattern(name)).search(text) is not None


def _quoting(sign: str, part: Sentence) -> Signal:
    return Signal(sign, part.written[:_QUOTE])


def amount(words: Words) -> str:
    """A pattern for sums of money and for shares, which are no telephone numbers."""
    money = words.loose("currency")
    return (
        rf"(?<![a-z])(?:{money})\.?\s?\d[\d.,]{{0,20}}(?:\s?(?:{money})(?![a-z]))?"
        rf"|(?<![\w.,])\d[\d.,]{{0,20}}\s?(?:{money})(?![a-z])"
    )


MAX_CONTACTS: Final = 50
_LINK_MESSAGE: Final = re.compile(r"(?:https?://|hxxps?://|www\.)[^\s<>\"']{3,500}", re.IGNORECASE)
_MAIL: Final = re.compile(r"[\w.+\-]{1,64}@[\w.\-]{1,190}\w")
_HOST: Final = re.compile(r"(?<![@\w.\-/])(?:[\w\-]{1,63}\.){1,8}[a-zA-Z]{2,24}(?:/[^\s<>\"']{0,300})?")
_NUMBER: Final = re.compile(r"(?<![\w*#+])\+?\(?\d[\d\s().\-]{5,18}\d(?![\w*#])")
_ACCOUNT: Final = re.compile(r"(?<![\w.@/])@[A-Za-z0-9_.]{3,40}")
_CODE: Final = re.compile(r"(?<!\d)\d{4,8}(?!\d)")
"""What may be somebody's code: it is not said again."""
_CARD: Final = re.compile(r"(?<![\d.\-])(?:\d[ \-]?){15,18}\d(?![\d.\-])")
"""Sixteen digits and more: too long for a telephone number, and as long as a card or an identity number."""
_GRAVEST: Final = ("secret", "identity")
_QUOTE_MESSAGE: Final = 80
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
    def _sentences(self) -> MessageSignals:
        return MessageSignals(self._words)

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
        for pattern in (_LINK_MESSAGE, _MAIL, _HOST, _ACCOUNT, _NUMBER):
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
        wishes = list(self._sentences.found(text))
        yield from (self._said(wish) for wish in wishes if wish.id in _GRAVEST)
        if found := self._app_file.search(text):
            yield Signal("app_file", _around(text, found))
        if found := self._control.search(text.casefold()):
            yield Signal("remote_control", found.group())
        yield from (self._said(wish) for wish in wishes if wish.id not in _GRAVEST)

    def _said(self, wish: Signal) -> Signal:
        return Signal(wish.id, self.guarded(wish.quote))


def _around(text: str, found: re.Match[str]) -> str:
    start = max(text.rfind(" ", 0, found.start()) + 1, found.end() - _QUOTE_MESSAGE)
    return text[start : found.end()]
