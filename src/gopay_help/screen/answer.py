"""The answer on a terminal: the short page, and a key for each section behind it.

A key that means nothing is answered; the line with the keys is gone once one was pressed.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TextIO

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import create_output

from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Catalogue
from gopay_help.screen.card import card_page, card_texts, in_colour, qr_lines
from gopay_help.screen.diagnosis import Leave, Section, diagnosis_page, section_page, short_lines
from gopay_help.screen.menu import forget_typed, run_to_end, watch_width, wrong_key
from gopay_help.screen.page import Kind, Line, Tone, block, cells, line_text, page_lines, show_lines, wrapped

ENDS = ("q", "escape", "c-d")
"""The keys that end wherever they are pressed."""
_INK = {Tone.PLAIN: "", Tone.VALUE: "bold", Tone.DONT: "bold ansired"}


class Resized(Exception):  # noqa: N818 (nothing went wrong)
    """The window has another width: what stands on it was broken for the old one."""


class KeyReader:
    """Asks for a key on a terminal whose cells and lines may change."""

    def __init__(self, words: Catalogue, out: TextIO, size: Callable[[], tuple[int, int]]) -> None:
        self._words = words
        self._out = out
        self._size = size

    def lines_of(self, keys: Mapping[str, str]) -> list[Line]:
        """The line that names the keys: as many as it takes at this width."""
        width, told = self._size()[0], ""
        for part in (f"[{key}] {name}" for key, name in keys.items()):  # none is broken in two
            last = told.rsplit("\n", 1)[-1]
            told += f"\n{part}" if last and cells(last) + 2 + cells(part) > width else f"  {part}"
            told = told.removeprefix("  ")
        return [line for row in told.split("\n") for line in wrapped(row, width, Tone.PLAIN)]

    def choose(self, keys: Mapping[str, str]) -> str:
        """One of *keys*, by its first letter; "q" for every way to end.

        Raises:
            KeyboardInterrupt: Ctrl-C.
            Resized: the page has to be drawn again.
        """
        return self._read(self.lines_of(keys), tuple(keys))

    def pause(self, told: str) -> str:
        """Any key; "q" for a way to end.

        Raises:
            Resized: what stands above has to be drawn again.
        """
        return self._read(wrapped(told, self._size()[0], Tone.PLAIN), None)

    def show(self, lines: Sequence[Line]) -> None:
        """*lines*, with a pause after each screen of them; a key that ends leaves out the rest."""
        if self.unroll(lines, below=1):
            self.pause(self._words.say("ui.key.back"))

    def unroll(self, lines: Sequence[Line], *, below: int) -> bool:
        """*lines* from their top, with a pause after each screen; the last leaves room for lines *below*.

        One row stays free, so that none is lost above. False if a key that ends left out the rest.
        """
        left = list(lines)
        while left:
            width, rows = self._size()
            most = len(left) if len(left) + below < rows else max(rows - 2, 1)
            show_lines(left[:most], self._out, width=width, plain=False)
            left = left[most:]
            if left and self.pause(self._words.say("ui.key.more", count=len(left))) == "q":
                return False
        return True

    def _read(self, prompt: Sequence[Line], known: Sequence[str] | None) -> str:
        forget_typed()
        note: list[Line] = []
        bindings = KeyBindings()

        def end_with(value: str) -> Callable[[KeyPressEvent], None]:
            return lambda event: None if event.app.is_done else event.app.exit(result=value)

        def other(event: KeyPressEvent) -> None:
            pressed = event.key_sequence[0].data
            if known is None:
                end_with(pressed)(event)
            elif pressed.lower() in known:
                end_with(pressed.lower())(event)
            else:
                note[:] = wrapped(wrong_key(pressed, known, self._words), self._size()[0], Tone.DONT)

        bindings.add(Keys.Any, eager=True)(other)
        bindings.add("enter", eager=True)(other)
        for key in ENDS:
            bindings.add(key, eager=True)(end_with("q"))
        for key in ("c-c", Keys.SIGINT):
            bindings.add(key, eager=True)(_interrupt)
        control = FormattedTextControl(lambda: _formatted([*note, *prompt]), show_cursor=False)
        window = Window(control, dont_extend_height=True, always_hide_cursor=True)
        output = create_output(stdout=self._out)
        asked: Application[str] = Application(
            Layout(window), key_bindings=bindings, erase_when_done=True, output=output
        )
        asked.before_render += watch_width(lambda: self._size()[0], lambda app: app.exit(exception=Resized))
        return run_to_end(asked)


def _interrupt(event: KeyPressEvent) -> None:
    if not event.app.is_done:
        event.app.exit(exception=KeyboardInterrupt)


def _formatted(lines: Sequence[Line]) -> FormattedText:
    inks = [_INK.get(line[0][1], "") if line else "" for line in lines]
    ends = ["\n"] * (len(lines) - 1) + [""]
    told = zip(inks, map(line_text, lines), ends, strict=True)
    return FormattedText([(ink, f"{text}{end}") for ink, text, end in told])


Size = Callable[[], tuple[int, int]]
"""Cells and lines of the terminal, as they are now."""
CLEAR = "\x1b[H\x1b[2J"


_SECTIONS = {"1": Section.CONTACTS, "2": Section.MONEY, "3": Section.WHY, "5": Section.NEXT}
_MESSAGE, _CARD, _ALL = "4", "p", "a"


class AnswerScreen:
    """Shows one advice and answers keys until the person leaves it.

    *write_message* opens the draft of a complaint and tells whether it stands on the screen; without it that
    key is not offered.
    """

    def __init__(
        self,
        advice: Diagnosis,
        words: Catalogue,
        out: TextIO,
        size: Size,
        *,
        write_message: Callable[[], bool] | None = None,
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
        key = ""
        while True:
            try:
                if key:
                    self._behind(key)
                    self._out.write(CLEAR)
                self._page()
                key = ""  # a window that changes from here on shows the page again
                key = self._keys.choose(self._offered())
            except Resized:
                self._out.write(CLEAR)
                continue
            if key in (Leave.END, Leave.CHANGE):
                return Leave(key)
            self._out.write(CLEAR)

    def _page(self) -> None:
        width, _ = self._size()
        keys = len(self._keys.lines_of(self._offered()))
        lines = short_lines(self._advice, self._words, width, keys=keys)
        self._out.flush()
        self._keys.unroll(lines, below=keys)

    def _offered(self) -> Mapping[str, str]:
        """The keys in their order, with what each is for."""
        said = {
            **{
                key: f"ui.key.{part}"
                for key, part in _SECTIONS.items()
                if section_page(part, self._advice, self._words)
            },
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

    def _behind(self, key: str) -> None:
        width, _ = self._size()
        if key == _MESSAGE and self._write_message:
            if self._write_message():
                with suppress(Resized):  # a message is not asked for twice
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
