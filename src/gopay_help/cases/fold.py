"""Text as the rules read it: small letters, plain digits, nothing hidden. Each place knows its origin."""

import re
import unicodedata
from dataclasses import dataclass

from gopay_help.model.text import hidden

_DRESSING = frozenset("\ufe0e\ufe0f\u20e3")
"""What turns a digit into a picture of one."""
_LINE_ENDS = frozenset("\r\u2028\u2029\u0085")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `origin` has the place of each of its characters in the text it was made of."""

    text: str
    cased: str
    """The same with its capitals, character by character."""
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
        return Folded(_digits(text.lower()), text, None)
    chars: list[str] = []
    cased: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        for plain in _plain(char):
            if plain == "\n" != char and chars and chars[-1] == "\n":
                continue  # one end of a line is enough
            chars.append(plain)
            cased.append(plain.upper() if char.isupper() and len(plain.upper()) == 1 else plain)
            origin.append(index)
    return Folded(_digits("".join(chars)), "".join(cased), tuple(origin))


def _digits(text: str) -> str:
    """Letters that stand for a digit inside a number, as where a key is broken: `71o 558`."""
    text = _ONE.sub("1", _ZERO.sub(lambda found: "0" * len(found[0]), text))
    return _FIVE_OR_EIGHT.sub(lambda found: "5" if found[0] == "s" else "8", text)


_ZERO = re.compile(r"(?<=\d)o{1,8}(?![a-z])|(?<![a-z0-9])o{1,8}(?=\d)")
_ONE = re.compile(r"(?<=\d)[li](?=\d)|(?<=\d{3})[li](?![a-z])|(?<![a-z0-9])[li](?=\d{3})")
_FIVE_OR_EIGHT = re.compile(r"(?<=\d\d)[sb](?=\d\d)")


def _plain(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isprintable() or char in "\n\t" else "\n" * (char in _LINE_ENDS)
    if char in _DRESSING or hidden(char) or unicodedata.category(char) == "Co":
        return "\n" * (char in _LINE_ENDS)
    plain = unicodedata.normalize("NFKC", char).lower()
    if plain.isdecimal() and not plain.isascii():  # digits of another script
        return "".join(str(unicodedata.decimal(digit)) for digit in plain)
    return plain
