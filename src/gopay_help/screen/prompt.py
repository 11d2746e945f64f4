"""A question on a page, and asking it by numbered lines, for screen readers and simple terminals.

Nothing is redrawn, one line is read. The head of a question is the same where a menu asks it.
"""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from gopay_help.model.text import Catalogue, quoted
from gopay_help.model.tree import UNSURE, OptionId, Question
from gopay_help.screen.page import Block, Kind, Page, block, render_plain
from gopay_help.wizard.session import OPEN_CASE, OWN_WORDS, Aside, Back, Prompter


def question_head(question: Question, words: Catalogue, number: int) -> Page:
    """Which question of the run it is, and its text."""
    return (
        block(Kind.HEADING, words.say("ui.question_number", number=number)),
        block(Kind.QUESTION, words.say(f"{question.id}.text")),
    )


def option_blocks(question: Question, words: Catalogue) -> Page:
    """The options, numbered from 1."""
    return tuple(
        block(Kind.ITEM, label(question, option.id, words), f"{index}.")
        for index, option in enumerate(question.options, 1)
    )


def label(question: Question, option_id: OptionId, words: Catalogue) -> str:
    """The words of an option; one that proposes an outcome says its title."""
    key = f"{question.id}.opt.{option_id}"
    return words.say(key if words.has(key) else f"outcome.{option_id}.title")


def choose(key: str, question: Question, words: Catalogue) -> str:
    """Which numbers answer; of two, both are named."""
    two = len(question.options) == 2  # noqa: PLR2004 (a pair)
    return words.say(f"{key}_two") if two else words.say(key, count=len(question.options))


def why_block(question: Question, words: Catalogue) -> Block:
    """Why the question is asked."""
    return block(Kind.NOTE, words.say("ui.why_asked", why=words.say(f"{question.id}.why")))


def hint_blocks(question: Question, words: Catalogue, kept: OptionId | None, hint: str | None) -> Page:
    """The answer that is offered, and whether a person or the evidence gave it."""
    if kept is None:
        return ()
    answer = label(question, kept, words)
    if hint is None:
        return (block(Kind.NOTE, words.say("ui.kept", answer=answer)),)
    reason = words.say(hint) if words.has(hint) else ""
    return (block(Kind.NOTE, words.say("ui.filled_in", answer=answer, reason=reason)),)


def doors_of(doors: Mapping[str, str], question: Question, number: int) -> Mapping[str, str]:
    """The further keys of a question: all at the first; later languages, and own words among many answers."""
    closed = set() if number == 1 else {OPEN_CASE}
    if number > 1 and len(question.options) < MANY:
        closed.add(OWN_WORDS)
    return {key: name for key, name in doors.items() if key not in closed}


MANY = 6


def door_blocks(doors: Mapping[str, str], question: Question, number: int) -> Page:
    """The further keys, in a line; those of the languages are told once, at the first question."""
    found = doors_of(doors, question, number).items()
    told = " · ".join(f"{key}\u00a0=\u00a0{name}" for key, name in found if number == 1 or key == OWN_WORDS)
    return (block(Kind.NOTE, told),) if told else ()


def is_sentence(typed: str) -> bool:
    """True for a line that says something: more than one word, or a few Chinese characters."""
    return len(typed.split()) > 1 or sum("\u3400" <= char <= "\u9fff" for char in typed) >= FEW_HAN


FEW_HAN = 3


@contextmanager
def echo(source: TextIO, *, on: bool) -> Iterator[None]:
    """Whether a terminal shows what is typed; as it was at every way out, and while it is stopped."""
    try:
        import termios
    except ImportError:  # Windows: what is typed there is shown by whoever reads it
        yield
        return
    try:
        before = termios.tcgetattr(source)
    except (OSError, ValueError, termios.error):  # no terminal
        yield
        return
    local = before[3] | termios.ECHO if on else before[3] & ~termios.ECHO
    ours = [*before[:3], local, *before[4:]]

    def stop(number: int, _frame: object) -> None:
        termios.tcsetattr(source, termios.TCSANOW, before)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)  # goes on here once the program is continued
        signal.signal(number, stop)
        termios.tcsetattr(source, termios.TCSANOW, ours)

    stops = not on and signal.getsignal(signal.SIGTSTP) is signal.SIG_DFL
    if stops:
        signal.signal(signal.SIGTSTP, stop)
    try:
        termios.tcsetattr(source, termios.TCSANOW, ours)
        yield
    finally:
        if stops:
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        termios.tcsetattr(source, termios.TCSANOW, before)


class QuestionFirst:
    """Puts the text of the first question on the screen, and then loads the menu that answers it."""

    def __init__(
        self,
        words: Catalogue,
        out: TextIO,
        width: Callable[[], int],
        doors: Callable[[], Mapping[str, str]],
    ) -> None:
        self._words = words
        self._out = out
        self._width = width
        self._doors = doors
        self._menu: Prompter | None = None

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        """See `gopay_help.wizard.session.Prompter`."""
        if self._menu is None:
            head = question_head(question, self._words, number)
            self._out.write("\n" + render_plain(head, self._width()))
            self._out.flush()
            from gopay_help.screen.menu import MenuPrompter

            menu = MenuPrompter(self._words, self._out, self._width, self._doors())
            menu.headed = True
            self._menu = menu
        return self._menu.ask(question, number=number, kept=kept, hint=hint)


class NumberedPrompter:
    """Writes the question and its numbered answers, reads a line, says in words what was chosen."""

    def __init__(
        self,
        words: Catalogue,
        source: TextIO,
        out: TextIO,
        width: int | None,
        doors: Mapping[str, str] = {},
    ) -> None:
        self._doors = doors
        self._words = words
        self._source = source
        self._out = out
        self._width = width

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        """See `gopay_help.wizard.session.Prompter`. An empty line takes an offered answer."""
        self._write(
            "\n",
            *question_head(question, self._words, number),
            *option_blocks(question, self._words),
            *hint_blocks(question, self._words, kept, hint),
            block(Kind.NOTE, choose("ui.choose_line", question, self._words)),
            block(Kind.NOTE, self._words.say("ui.keys")),
            *door_blocks(self._doors, question, number),
        )
        while True:
            chosen = self._meaning(self._read(), question, number, kept)
            if chosen is not None:
                place = [option.id for option in question.options].index(chosen) + 1
                self._say("ui.chosen", number=place, answer=label(question, chosen, self._words))
                return chosen

    def _meaning(self, typed: str, question: Question, number: int, kept: OptionId | None) -> OptionId | None:
        """What a line means; None if the question stays open."""
        if typed == "b" and number > 1:
            raise Back
        if typed == "q":
            raise KeyboardInterrupt
        doors = doors_of(self._doors, question, number)
        if typed in doors:
            raise Aside(typed)
        if OWN_WORDS in doors and is_sentence(typed):
            raise Aside(OWN_WORDS, typed)
        if typed == "b":
            self._say("ui.no_going_back")
        elif typed == "w":
            self._write("", why_block(question, self._words))
        else:
            chosen = self._choice(typed, question, kept)
            if chosen is None:
                key = "ui.not_an_answer" if typed else "ui.nothing_typed"
                self._say(key, typed=quoted(typed), count=len(question.options))
            return chosen
        return None

    @staticmethod
    def _choice(typed: str, question: Question, kept: OptionId | None) -> OptionId | None:
        if typed == "?":
            return UNSURE if question.option(UNSURE) else None
        if not typed:
            return kept
        # isdecimal: a person may type full-width digits; int() reads those too
        index = int(typed) if typed.isdecimal() and len(typed) <= 2 else 0  # noqa: PLR2004 (nine options at most)
        return question.options[index - 1].id if 1 <= index <= len(question.options) else None

    def _read(self) -> str:
        self._out.write("> ")
        self._out.flush()
        line = self._source.readline()
        if not line:
            raise KeyboardInterrupt
        return line.strip().lower()

    def _say(self, key: str, **values: object) -> None:
        self._write("", block(Kind.NOTE, self._words.say(key, **values)))

    def _write(self, before: str, *blocks: Block) -> None:
        self._out.write(before + render_plain(blocks, self._width))
