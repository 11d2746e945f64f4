"""A keyboard that types by itself, and a terminal that shows what is typed."""

import io
from collections.abc import Iterable
from typing import TextIO


class Echo(io.StringIO):
    """Lines as a person types them: each is written to *screen* when it is read, as a terminal echoes it."""

    def __init__(self, lines: Iterable[str], screen: TextIO) -> None:
        super().__init__("".join(f"{line}\n" for line in lines))
        self._screen = screen

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override] # typeshed mixes bytes in
        """The next line; nothing where the person has gone."""
        line = super().readline(size)
        self._screen.write(line)
        return line
