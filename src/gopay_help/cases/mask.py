"""Which characters of a text are spoken for: kept on purpose, or hidden. The first rule to claim one wins."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

_FREE, _KEPT, _HIDDEN = 0, 1, 2


class Sort(StrEnum):
    """What was hidden."""

    TOKEN = "token"  # noqa: S105 (a word, no token)
    CARD = "card"
    IDENTITY = "id"
    NUMBER = "number"
    """As long as a card, and nothing says that it is one."""
    SECRET = "secret"  # noqa: S105 (likewise)
    PASSWORD = "password"  # noqa: S105 (likewise)
    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"


class Mask:
    """The state of a redaction: each character is free, kept or hidden, and hidden spans know their sort."""

    def __init__(self, text: str, cased: str | None = None) -> None:
        self.text = text
        self.cased = text if cased is None else cased
        """The same text with its capitals."""
        self._state = bytearray(len(text))
        self._spans: list[tuple[int, int, Sort]] = []

    def guard(self, found: Iterable[re.Match[str]]) -> None:
        """Keep what was found, if nothing of it is hidden."""
        for match in found:
            start, end = match.span()
            if _HIDDEN not in self._state[start:end]:
                self._state[start:end] = bytes([_KEPT]) * (end - start)

    def hide(self, start: int, end: int, sort: Sort) -> None:
        """Hide a span, if all of it is free."""
        if start < end and self.free(start, end):
            self._state[start:end] = bytes([_HIDDEN]) * (end - start)
            self._spans.append((start, end, sort))

    def hide_all(self, found: Iterable[re.Match[str]], sort: Sort) -> None:
        """Hide each match: its first group if it has one, else the whole."""
        for match in found:
            start, end = match.span(1 if match.re.groups else 0)
            self.hide(start, end, sort)

    def free(self, start: int, end: int) -> bool:
        """True if nothing has claimed any of the span."""
        return not any(self._state[start:end])

    def spans(self) -> Iterator[tuple[int, int, Sort]]:
        """What is hidden, in order."""
        return iter(sorted(self._spans))
