"""The answer on a terminal: the short page, and a key for each section behind it."""

from collections.abc import Callable, Mapping
from typing import TextIO

from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Catalogue
from gopay_help.screen.card import card_page, card_texts, in_colour, qr_lines
from gopay_help.screen.diagnosis import Leave, Section, diagnosis_page, section_page
from gopay_help.screen.keys import KeyReader
from gopay_help.screen.page import Kind, block, page_lines, show_lines
from gopay_help.screen.short import short_lines

Size = Callable[[], tuple[int, int]]
"""Cells and lines of the terminal, as they are now."""
_CLEAR = "\x1b[H\x1b[2J"


_SECTIONS = {"1": Section.CONTACTS, "2": Section.MONEY, "3": Section.WHY, "5": Section.NEXT}
_MESSAGE, _CARD, _ALL = "4", "p", "a"


class AnswerScreen:
    """Shows one advice and answers keys until the person leaves it.

    *write_message* opens the draft of a complaint; without it that key is not offered.
    """

    def __init__(
        self,
        advice: Diagnosis,
        words: Catalogue,
        out: TextIO,
        size: Size,
        *,
        write_message: Callable[[], None] | None = None,
        bare: bool = False,
    ) -> None:
        self._advice = advice
        self._words = words
        self._out = out
        self._size = size
        self._write_message = write_message
        self._bare = bare
        self._keys = KeyReader(words, out, size)

    def run(self) -> Leave:
        """Show the page, and what is behind each key; how the person left.

        Raises:
            KeyboardInterrupt: Ctrl-C.
        """
        self._page()
        while True:
            key = self._keys.choose(self._offered())
            if key in (Leave.END, Leave.CHANGE):
                return Leave(key)
            self._out.write(_CLEAR)
            self._behind(key)
            self._out.write(_CLEAR)
            self._page()

    def _page(self) -> None:
        width, _ = self._size()
        keys = len(self._keys.lines_of(self._offered()))
        lines = short_lines(self._advice, self._words, width, keys=keys)
        show_lines(lines, self._out, width=width, plain=False)

    def _offered(self) -> Mapping[str, str]:
        """The keys in their order, with what each is for."""
        said = {
            **{key: f"ui.key.{part}" for key, part in _SECTIONS.items() if self._section(part)},
            **({_MESSAGE: "ui.key.message"} if self._write_message else {}),
        }
        ordered = {key: said[key] for key in sorted(said)}
        rest = {
            _CARD: "ui.key.card",
            _ALL: "ui.key.all",
            Leave.CHANGE: "ui.key.change",
            Leave.END: "ui.key.end",
        }
        return {str(key): self._words.say(name) for key, name in {**ordered, **rest}.items()}

    def _section(self, part: Section) -> bool:
        return bool(section_page(part, self._advice, self._words))

    def _behind(self, key: str) -> None:
        width, _ = self._size()
        if key == _MESSAGE and self._write_message:
            self._write_message()
            self._keys.pause(self._words.say("ui.key.back"))
        elif key == _CARD:
            self._card()
        elif key == _ALL:
            self._keys.show(page_lines(diagnosis_page(self._advice, self._words), width))
        else:
            self._keys.show(page_lines(section_page(_SECTIONS[key], self._advice, self._words), width))

    def _card(self) -> None:
        """As much of the card as fits as a code; its text where not even the first contact and step do."""
        width, rows = self._size()
        code = fitting_code(self._advice, self._words, width, rows - 2)
        if not code:
            self._keys.show(page_lines(card_page(self._advice, self._words), width))
            return
        show_lines(
            page_lines((block(Kind.NOTE, self._words.say("ui.card.scan")),), width)[:1],
            self._out,
            width=width,
            plain=False,
        )
        self._out.write("".join(f"{line}\n" for line in code) if self._bare else in_colour(code))
        self._out.flush()
        self._keys.pause(self._words.say("ui.key.back"))


def fitting_code(advice: Diagnosis, words: Catalogue, width: int, rows: int) -> tuple[str, ...]:
    """The longest card whose code fits; nothing where none does."""
    codes = (qr_lines(text, width, rows) for text in card_texts(advice, words))
    return next(filter(None, codes), ())
