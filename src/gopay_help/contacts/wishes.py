"""What the sentences of a message want of their reader, and with what they press him.

The words are the pack's, in all its languages at once; which lists make a sign together is said here.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from gopay_help.contacts.asking import Asking
from gopay_help.contacts.guards import Guards, Sentence
from gopay_help.contacts.phrases import Words, sentences, tidy
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


class Wishes:
    """Finds what a text wants; built once for a pack."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._guards = Guards(words)
        self._asking = Asking(words)
        self._shaped = {"amount": re.compile(amount(words)), "link": _LINK}

    def found(self, text: str) -> Iterator[Signal]:
        """Every wish in *text*, the gravest kinds first; a kind may come more than once."""
        parts = [self._guards.sentence(part) for part in sentences(tidy(text))]
        read = [part.read for part in parts]
        for index, part in enumerate(parts):
            if self._asking.for_secret(part.read, read[max(0, index - _BEFORE) : index]):
                yield _quoting("secret", part)
        for part in parts:
            if self._asking.for_identity(part.read):
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
