"""Asks by a menu: one key answers. The only module that knows questionary.

Nothing asynchronous of ours runs beside it: probes live in a thread of their own, so questionary may own the
main thread's event loop.
"""

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import TextIO, TypeVar

os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")  # "your terminal doesn't support CPR" frightens people

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.application import Application
from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import create_output

from gopay_help.model.text import Catalogue
from gopay_help.model.tree import UNSURE, OptionId, Question
from gopay_help.screen.page import Block, Kind, block, lines_of
from gopay_help.screen.prompt import hint_blocks, label, option_blocks, question_head, why_block
from gopay_help.wizard.session import Back

Answer = TypeVar("Answer")


def run_to_end(application: Application[Answer]) -> Answer:
    """Run *application* to its answer; a request to end (SIGTERM) is handled once the menu is gone.

    The program's own handler raises wherever the main thread stands. Inside the event loop of the menu that
    leaves the terminal raw, or makes the library show the exception and wait for Enter.

    Errors: what the application raises, or the handler that stood before.
    """
    handler = signal.getsignal(signal.SIGTERM)
    if not callable(handler):  # a parent that ignores the request is obeyed
        return application.run()
    requests: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        requests.append(number)
        if application.loop is not None:
            application.loop.call_soon_threadsafe(_leave, application)

    signal.signal(signal.SIGTERM, note)
    try:
        return application.run(pre_run=lambda: _leave(application) if requests else None)
    finally:
        signal.signal(signal.SIGTERM, handler)
        if requests:
            handler(requests[0], None)


def _leave(application: Application[Answer]) -> None:
    if application.future is not None:
        application.future.cancel()


_CHOSEN = questionary.Style([("pointer", "bold"), ("highlighted", "bold"), ("selected", "noreverse")])
_NOTHING_CHOSEN = questionary.Style([("pointer", "noinherit"), ("highlighted", "noinherit")])
_INK = {
    Kind.HEADING: "bold ansicyan",
    Kind.QUESTION: "bold",
    Kind.VALUE: "bold ansigreen",
}
_NARROWEST = 10
WHY = "?why"
RESIZED = "?resized"


class MenuPrompter:
    """Draws the question, then a menu: a digit answers it, or arrows and Enter.

    The red flag takes digits alone: the pointer of a menu stands on the first answer before anyone chose it,
    and a bare Enter must not say "no" or "yes" to that.
    """

    def __init__(self, words: Catalogue, out: TextIO, width: Callable[[], int]) -> None:
        self._words = words
        self._out = out
        self._width = width

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        """See `gopay_help.wizard.session.Prompter`."""
        forget_typed()
        head = (
            *question_head(question, self._words, number),
            *hint_blocks(question, self._words, kept, hint),
            block(Kind.NOTE, self._words.say("ui.keys")),
        )
        chosen: OptionId | str = RESIZED
        while chosen in (RESIZED, WHY):
            self._out.write("\n" if chosen == RESIZED else "")
            self._show(*(head if chosen == RESIZED else (why_block(question, self._words),)))
            chosen = self._menu(question, number, kept)
        place = [option.id for option in question.options].index(OptionId(chosen)) + 1
        self._show(block(Kind.VALUE, label(question, OptionId(chosen), self._words), f"{place}."))
        return OptionId(chosen)

    def _menu(self, question: Question, number: int, kept: OptionId | None) -> OptionId | str:
        """One showing of the menu: an option, WHY, or RESIZED if the lines no longer fit the terminal."""
        asked = questionary.select(
            "",
            [
                questionary.Choice(self._title(part), value=option.id)
                for option, part in zip(question.options, option_blocks(question, self._words), strict=True)
            ],
            default=kept,
            qmark="",
            pointer=" " if question.alarm else ">",
            instruction=self._words.say("ui.choose", count=len(question.options)),
            style=_NOTHING_CHOSEN if question.alarm else _CHOSEN,
            use_arrow_keys=not question.alarm,
            use_jk_keys=False,
            erase_when_done=True,
            output=create_output(stdout=self._out),
        )
        own = asked.application.key_bindings
        asked.application.key_bindings = merge_key_bindings([own, _bindings(question, number)] if own else [])
        asked.application.before_render += self._watch_width(self._width())
        answer: OptionId | str = run_to_end(asked.application)
        return answer

    def _watch_width(self, drawn: int) -> Callable[[Application[object]], None]:
        """Ends a menu whose lines were broken for another width: a phone's keyboard opens at any time."""

        def look(application: Application[object]) -> None:
            if self._width() != drawn and application.is_running and not application.is_done:
                application.exit(result=RESIZED)

        return look

    def _title(self, part: Block) -> str:
        """The numbered label, broken by hand: the menu would cut a long line."""
        margin = 3
        lines = lines_of(part, max(self._width() - margin - 1, _NARROWEST), first=True)
        return ("\n" + " " * margin).join(lines)

    def _show(self, *page: Block) -> None:
        """Draw with what the menu is drawn with: rich would double the wait for the first question."""
        lines = [
            (_INK.get(part.kind, ""), f"{line}\n")
            for part in page
            for line in lines_of(part, self._width(), first=True)
        ]
        print_formatted_text(FormattedText(lines), end="", output=create_output(stdout=self._out))


def forget_typed() -> None:
    """Drop what was typed before the question stood on the screen: it cannot have been meant for it.

    A code pasted into a menu would answer one question a digit.
    """
    clear_typeahead(get_app_session().input)
    try:
        import termios  # noqa: PLC0415 (Windows has none)

        termios.tcflush(sys.stdin, termios.TCIFLUSH)
    except (ImportError, OSError, ValueError):  # Windows, or no terminal: nothing waits there
        return


def _bindings(question: Question, number: int) -> KeyBindings:
    """Digits answer, b and Esc go back, w says why, ? is "not sure", q and Ctrl-D stop."""
    keys = KeyBindings()

    def leave_with(value: str) -> Callable[[KeyPressEvent], None]:
        return lambda event: None if event.app.is_done else event.app.exit(result=value)

    def leave_by(error: type[BaseException]) -> Callable[[KeyPressEvent], None]:
        return lambda event: None if event.app.is_done else event.app.exit(exception=error)

    for index, option in enumerate(question.options, 1):
        keys.add(str(index), eager=True)(leave_with(option.id))
    if question.option(UNSURE):
        keys.add("?", eager=True)(leave_with(UNSURE))
    keys.add("w", eager=True)(leave_with(WHY))
    keys.add("q", eager=True)(leave_by(KeyboardInterrupt))
    keys.add("c-d", eager=True)(leave_by(KeyboardInterrupt))
    keys.add(Keys.SIGINT, eager=True)(leave_by(KeyboardInterrupt))  # a Ctrl-C from before the menu, or a kill
    if number > 1:
        keys.add("b", eager=True)(leave_by(Back))
        keys.add("escape", eager=True)(leave_by(Back))
    if question.alarm:
        keys.add("enter", eager=True)(lambda _event: None)
    return keys
