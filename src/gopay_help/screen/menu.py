"""Asks by a menu: one key answers. The only module that knows questionary.

Nothing asynchronous of ours runs beside it: probes live in a thread of their own, so questionary may own the
main thread's event loop.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import TextIO, TypeVar

os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")  # "your terminal doesn't support CPR" frightens people

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.application import Application, run_in_terminal
from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input.typeahead import get_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import ConditionalContainer, HSplit, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import create_output

from gopay_help.model.text import Catalogue, safe_line
from gopay_help.model.tree import UNSURE, OptionId, Question
from gopay_help.screen import prompt
from gopay_help.screen.page import Block, Kind, block, lines_of, wrap
from gopay_help.wizard.session import Aside, Back

Answer = TypeVar("Answer")


ENDING = tuple(
    getattr(signal, name)
    for name in ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2")
    if hasattr(signal, name)
)
"""Requests to end, where the program has a handler for them."""


def run_to_end(application: Application[Answer]) -> Answer:
    """Run *application* to its answer; a request to end is handled once the menu is gone.

    The program's own handler raises wherever the main thread stands. Inside the event loop of the menu that
    leaves the terminal raw, or makes the library show the exception and wait for Enter. Ctrl-Z, and a request
    to stop, give the terminal back and draw the menu again when the program goes on.

    Errors: what the application raises, or the handler that stood before.
    """
    # A request that is ignored or has its usual effect is left alone: a parent's wish is obeyed.
    handlers = {number: handler for number in ENDING if callable(handler := signal.getsignal(number))}
    requests: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        requests.append(number)
        if application.loop is not None:
            application.loop.call_soon_threadsafe(_leave, application)

    own = application.key_bindings
    application.key_bindings = merge_key_bindings([_nothing(), *([own] if own else []), _job_control()])
    for number in handlers:
        signal.signal(number, note)
    try:
        with _stopping(application):
            return application.run(pre_run=lambda: _leave(application) if requests else None)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if requests:
            handlers[requests[0]](requests[0], None)


def _leave(application: Application[Answer]) -> None:
    if application.future is not None:
        application.future.cancel()


@contextmanager
def _stopping(application: Application[Answer]) -> Iterator[None]:
    """While the menu stands, a request to stop (SIGTSTP) is what Ctrl-Z is."""
    number = getattr(signal, "SIGTSTP", None)
    before = None if number is None else signal.getsignal(number)
    if number is None or before is signal.SIG_IGN:
        yield
        return

    def note(_number: int, _frame: FrameType | None) -> None:
        if application.loop is not None:
            stop = partial(_stop, os.getpid())
            application.loop.call_soon_threadsafe(stop, context=application.context)

    signal.signal(number, note)
    try:
        yield
    finally:
        signal.signal(number, before)


def _nothing() -> KeyBindings:
    """Whatever nobody chose does nothing: the library's own keys edit a line that is not there."""
    keys = KeyBindings()
    keys.add(Keys.Any, eager=True)(lambda _event: None)
    return keys


def _job_control() -> KeyBindings:
    keys = KeyBindings()
    if hasattr(signal, "SIGTSTP"):
        keys.add("c-z", eager=True)(lambda _event: _stop(0))  # all of the job, as a terminal does
    return keys


def _stop(whom: int) -> None:
    """Give the terminal back, stop, and draw again."""

    def stop() -> None:
        before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(whom, signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, before)

    run_in_terminal(stop)


_CHOSEN = questionary.Style([("pointer", "bold"), ("highlighted", "bold"), ("selected", "noreverse")])
_NOTHING_CHOSEN = questionary.Style([("pointer", "noinherit"), ("highlighted", "noinherit")])
_INK = {
    Kind.HEADING: "bold ansicyan",
    Kind.QUESTION: "bold",
    Kind.VALUE: "bold ansigreen",
}
_WRONG = "bold ansired"
_NARROWEST = 10
WHY = "?why"
RESIZED = "?resized"


class MenuPrompter:
    """Draws the question, then a menu: a digit answers it, or arrows and Enter.

    The red flag takes digits alone: the pointer of a menu stands on the first answer before anyone chose it,
    and a bare Enter must not say "no" or "yes" to that.
    """

    def __init__(
        self, words: Catalogue, out: TextIO, width: Callable[[], int], doors: Mapping[str, str] = {}
    ) -> None:
        self._doors = doors
        self.headed = False
        """True if the text of the next question stands on the screen already."""
        self._words = words
        self._out = out
        self._width = width

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        """See `gopay_help.wizard.session.Prompter`."""
        if forget_typed():
            self._show(block(Kind.NOTE, self._words.say("ui.typed_ahead")))
        head = prompt.question_head(question, self._words, number)
        rest = (
            *prompt.hint_blocks(question, self._words, kept, hint),
            block(Kind.NOTE, self._words.say("ui.keys")),
            *prompt.door_blocks(self._doors, question, number),
        )
        chosen: OptionId | str = RESIZED
        while chosen in (RESIZED, WHY):
            self._out.write("\n" if chosen == RESIZED and not self.headed else "")
            whole = rest if self.headed else (*head, *rest)
            self._show(*(whole if chosen == RESIZED else (prompt.why_block(question, self._words),)))
            self.headed = False
            chosen = self._menu(question, number, kept)
        place = [option.id for option in question.options].index(OptionId(chosen)) + 1
        self._show(block(Kind.VALUE, prompt.label(question, OptionId(chosen), self._words), f"{place}."))
        return OptionId(chosen)

    def _menu(self, question: Question, number: int, kept: OptionId | None) -> OptionId | str:
        """One showing of the menu: an option, WHY, or RESIZED if the lines no longer fit the terminal."""
        asked = questionary.select(
            "",
            [
                questionary.Choice(self._title(part), value=option.id)
                for option, part in zip(
                    question.options, prompt.option_blocks(question, self._words), strict=True
                )
            ],
            default=kept,
            qmark="",
            pointer=" " if question.alarm else ">",
            instruction=prompt.choose("ui.choose", question, self._words),
            style=_NOTHING_CHOSEN if question.alarm else _CHOSEN,
            use_arrow_keys=not question.alarm,
            use_jk_keys=False,
            erase_when_done=True,
            output=create_output(stdout=self._out),
        )
        own, note = asked.application.key_bindings, [""]
        doors = prompt.doors_of(self._doors, question, number)
        ours = _bindings(question, number, doors, lambda key: self._wrong(note, key, question, number))
        asked.application.key_bindings = merge_key_bindings([own, ours] if own else [])
        below = Window(FormattedTextControl(lambda: [(_WRONG, note[0])]), dont_extend_height=True)
        shown = ConditionalContainer(below, Condition(lambda: bool(note[0])))
        layout = asked.application.layout
        layout.container = HSplit([layout.container, shown])
        asked.application.before_render += watch_width(self._width, lambda app: app.exit(result=RESIZED))
        answer: OptionId | str = run_to_end(asked.application)
        return answer

    def _wrong(self, note: list[str], key: str, question: Question, number: int) -> None:
        """Answer a key that means nothing here, below the menu."""
        known = [str(index) for index, _ in enumerate(question.options, 1)]
        known += [
            "w",
            *(["?"] if question.option(UNSURE) else []),
            *(["b"] if number > 1 else []),
            *prompt.doors_of(self._doors, question, number),
            "q",
        ]
        told = wrong_key(key, known, self._words)
        note[0] = "\n".join(wrap(safe_line(told), max(self._width() - 1, _NARROWEST)))

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


def watch_width(
    width: Callable[[], int], leave: Callable[[Application[Answer]], None]
) -> Callable[[Application[Answer]], None]:
    """Leaves what stands once its lines were broken for another *width*: a window can change at any time."""
    drawn = width()

    def look(application: Application[Answer]) -> None:
        if width() != drawn and application.is_running and not application.is_done:
            leave(application)

    return look


def wrong_key(key: str, known: Iterable[str], words: Catalogue) -> str:
    """What is said to a key that means nothing; one without a sign of its own is not named."""
    seen = len(key) == 1 and key.isprintable() and key.strip()
    return words.say("ui.key.wrong" if seen else "ui.key.nothing", key=key, keys=" ".join(known))


def forget_typed() -> bool:
    """Drop what was typed before the question stood on the screen: it cannot have been meant for it.

    A code pasted into a menu would answer one question a digit.

    Returns:
        True if there was something.
    """
    dropped = bool(get_typeahead(get_app_session().input))
    try:
        import fcntl  # noqa: PLC0415
        import termios  # noqa: PLC0415
    except ImportError:  # Windows has neither
        return dropped
    with suppress(OSError, ValueError, termios.error):  # no terminal: nothing waits there
        before = termios.tcgetattr(sys.stdin)
        termios.tcsetattr(sys.stdin, termios.TCSANOW, [*before[:3], before[3] & ~termios.ICANON, *before[4:]])
        waiting = fcntl.ioctl(sys.stdin, termios.FIONREAD, bytes(4))  # a line that was only begun counts too
        dropped = dropped or any(waiting)
        termios.tcflush(sys.stdin, termios.TCIFLUSH)
        termios.tcsetattr(sys.stdin, termios.TCSANOW, before)
    return dropped


def _bindings(
    question: Question, number: int, doors: Iterable[str], wrong: Callable[[str], None]
) -> KeyBindings:
    """Digits answer, b and Esc go back, w says why, ? is "not sure", q and Ctrl-D stop.

    The *doors* lead elsewhere. Any other letter is *wrong*, which tells so.
    """
    keys = KeyBindings()
    keys.add(Keys.Any, eager=True)(lambda event: wrong(event.key_sequence[0].data))

    def leave_with(value: str) -> Callable[[KeyPressEvent], None]:
        return lambda event: None if event.app.is_done else event.app.exit(result=value)

    def leave_by(error: type[BaseException] | BaseException) -> Callable[[KeyPressEvent], None]:
        return lambda event: None if event.app.is_done else event.app.exit(exception=error)

    for index, option in enumerate(question.options, 1):
        keys.add(str(index), eager=True)(leave_with(option.id))
    if question.option(UNSURE):
        keys.add("?", eager=True)(leave_with(UNSURE))
    keys.add("w", eager=True)(leave_with(WHY))
    keys.add("q", eager=True)(leave_by(KeyboardInterrupt))
    keys.add("c-d", eager=True)(leave_by(KeyboardInterrupt))
    keys.add(Keys.SIGINT, eager=True)(leave_by(KeyboardInterrupt))  # a Ctrl-C from before the menu, or a kill
    for door in doors:
        keys.add(door, eager=True)(leave_by(Aside(door)))
    if number > 1:
        keys.add("b", eager=True)(leave_by(Back))
        keys.add("escape", eager=True)(leave_by(Back))
    if question.alarm:
        keys.add("enter", eager=True)(lambda _event: None)
    return keys
