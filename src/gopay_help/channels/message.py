"""What a pasted message gives away: the contacts in it, and what its sender wants.

A message that warns ("never share your OTP") names the same words as one that asks for them; what a sentence
forbids is therefore taken out of it before it is read as a request.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from gopay_help.channels.dial_code import codes_in, forwards_calls, without_codes
from gopay_help.channels.lookalikes import Lookalikes
from gopay_help.model.verification import Signal

MAX_CONTACTS: Final = 50
_SENTENCE: Final = re.compile(r"[.!?\n\r;\u3002\uff01\uff1f]+(?=\s|\Z)|\n|[\u3002\uff01\uff1f]")
_LINK: Final = re.compile(r"(?:https?://|hxxps?://|www\.)[^\s<>\"']{3,500}", re.IGNORECASE)
_MAIL: Final = re.compile(r"[\w.+\-]{1,64}@[\w.\-]{1,190}\w")
_HOST: Final = re.compile(r"(?<![@\w.\-/])(?:[\w\-]{1,63}\.){1,8}[a-zA-Z]{2,24}(?:/[^\s<>\"']{0,300})?")
_NUMBER: Final = re.compile(r"(?<![\w*#+])\+?\(?\d[\d\s().\-]{5,18}\d(?![\w*#])")
_ACCOUNT: Final = re.compile(r"(?<![\w.@/])@[A-Za-z0-9_.]{3,40}")
_AND: Final = r"\bor\b|\band\b|\batau\b|\bmaupun\b|\bdan\b|,|/|\u6216|\u548c|\u3001"
_CODE: Final = re.compile(r"(?<!\d)\d{4,8}(?!\d)")
"""What may be somebody's code: it is not said again."""
_CARD: Final = re.compile(r"(?<![\d.\-])(?:\d[ \-]?){15,18}\d(?![\d.\-])")
"""Sixteen digits and more: too long for a telephone number, and as long as a card or an identity number."""
_QUOTE: Final = 80


class MessageReader:
    """Finds contacts and warning signs in a text."""

    def __init__(self, data: Lookalikes) -> None:
        self._plan = data.phones
        self._words = {signal: _pattern(words) for signal, words in data.message.items()}
        never, ask = self._words["never"].pattern, self._words["ask"].pattern
        self._forbidden = re.compile(
            rf"(?:{never}).{{0,25}}?(?:{ask})(?:.{{0,2}}(?:{_AND}).{{0,2}}(?:{ask}))*"
        )
        self._control = _pattern(data.places.remote_control)
        kinds = "|".join(map(re.escape, data.places.app_files))
        self._app_file = re.compile(rf"\.(?:{kinds})\b", re.IGNORECASE)

    def contacts(self, text: str) -> list[str]:
        """Every contact in *text*, in order, each once, a bounded number of them."""
        found: dict[str, None] = dict.fromkeys(codes_in(text))
        rest = without_codes(text)
        for pattern in (_LINK, _MAIL, _HOST, _ACCOUNT, _NUMBER):
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
        return _CODE.sub("****", shown) if self._words["secret"].search(text.casefold()) else shown

    def _signals(self, text: str) -> Iterator[Signal]:
        for code in codes_in(text):
            if forwards_calls(code, self._plan):
                yield Signal("dial_code", code)
        yield from self._wishes(text)
        if found := self._app_file.search(text):
            yield Signal("app_file", _around(text, found))
        if found := self._control.search(text.casefold()):
            yield Signal("remote_control", found.group())
        for signal in ("pay", "move", "urgency", "prize"):
            if found := self._words[signal].search(text.casefold()):
                yield Signal(signal, found.group())

    def _wishes(self, text: str) -> Iterator[Signal]:
        """Requests for a secret: a secret and a verb of asking in one sentence, prohibitions left out."""
        for sentence in _SENTENCE.split(text.casefold()):
            rest = self._forbidden.sub(" ", sentence)
            if self._words["secret"].search(rest) and self._words["ask"].search(rest):
                yield Signal("secret", _CODE.sub("****", sentence.strip()[:_QUOTE]))


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Any of *words*: whole words where letters have spaces between words, anywhere in Chinese."""
    latin = "|".join(re.escape(word) for word in words if word.isascii())
    other = "|".join(re.escape(word) for word in words if not word.isascii())
    parts = ([rf"(?<![a-z0-9])(?:{latin})(?![a-z0-9])"] if latin else []) + ([other] if other else [])
    return re.compile("|".join(parts) or r"(?!)")


def _around(text: str, found: re.Match[str]) -> str:
    start = max(text.rfind(" ", 0, found.start()) + 1, found.end() - _QUOTE)
    return text[start : found.end()]
