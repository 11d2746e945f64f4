"""Text as the rules read it: small letters, plain digits, nothing hidden. Each place knows its origin."""

import unicodedata
from dataclasses import dataclass

from gopay_help.model.safe import hidden

_DRESSING = frozenset("\ufe0e\ufe0f\u20e3")
"""What turns a digit into a picture of one."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `origin` has the place of each of its characters in the text it was made of."""

    text: str
    origin: tuple[int, ...] | None
    """None where every character stayed in its place."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the folded text lies in the text it was made of."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold *text*: compatibility forms become plain, small letters, dressing and hidden characters go."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return Folded(text.lower(), None)
    chars: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        for plain in _plain(char):
            chars.append(plain)
            origin.append(index)
    return Folded("".join(chars), tuple(origin))


def _plain(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isprintable() or char.isspace() else ""
    if char in _DRESSING or hidden(char) or unicodedata.category(char) == "Co":
        return "\n" if char in "\u2028\u2029\u0085" else ""
    plain = unicodedata.normalize("NFKC", char).lower()
    if plain.isdecimal() and not plain.isascii():  # digits of another script
        return "".join(str(unicodedata.decimal(digit)) for digit in plain)
    return plain
