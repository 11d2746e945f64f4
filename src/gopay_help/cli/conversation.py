"""What is said to a person between the questions: a greeting, first aid, a wait, a way to go on."""

import math
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from gopay_help import __version__
from gopay_help.cli.setup import Setup
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import safe_line
from gopay_help.model.tree import UNKNOWN
from gopay_help.screen.diagnosis import Leave, diagnosis_page, first_aid_page, short_page
from gopay_help.screen.page import Block, Kind, block, show, show_lines
from gopay_help.screen.prompt import NumberedPrompter, QuestionFirst
from gopay_help.screen.short import first_aid_lines
from gopay_help.tree.walk import Position, State
from gopay_help.wizard.session import Prompter

if TYPE_CHECKING:
    from gopay_help.wizard.suggest import Suggested

OWN_NAMES = {"en": "English", "id": "Bahasa Indonesia", "zh-Hans": "中文"}
"""What a language calls itself, beside its key at the first question."""


class Conversation:
    """Speaks on the stream for conversation; on the one for results it only repeats them. A `Listener`."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._words = setup.words
        self._waiting = False

    def greet(self, hosts: Sequence[str]) -> None:
        """Said before the menu is loaded: the person reads while it is. *hosts* are about to be contacted."""
        words = self._words
        checking = words.say("ui.checking", hosts=", ".join(hosts))
        page = (
            block(Kind.TITLE, f"gopay-help {__version__}"),
            block(Kind.TEXT, words.say("ui.unofficial")),
            block(Kind.TEXT, words.say("ui.no_secrets")),
            *([block(Kind.TEXT, checking)] if hosts else []),
            *([] if self._has_door_keys() else [block(Kind.NOTE, words.say("ui.other_languages"))]),
        )
        page = (*self._setup.whose(self._setup.talk), *page)
        show(page, self._setup.talk, width=self._setup.width, plain=True)  # nothing is loaded for colour yet
        self._setup.talk.flush()

    def _has_door_keys(self) -> bool:
        """True if the first question has a key for every language of the pack."""
        return set(self._setup.pack.languages) <= set(OWN_NAMES)

    def brief_helper(self) -> None:
        """What someone does, and never does, who answers for another person on the phone."""
        from gopay_help.screen.card import helper_page

        self._say(*helper_page(self._words))

    def prompter(self, doors: Callable[[], Mapping[str, str]]) -> Prompter:
        """Lines for a simple terminal or a screen reader, else a menu; *doors* are keys of question 1."""
        setup = self._setup
        if setup.plain:
            return NumberedPrompter(setup.words, setup.stdin, setup.talk, setup.width, doors())
        return QuestionFirst(setup.words, setup.talk, lambda: setup.width or 80, doors)

    def first_aid(self, advice: Diagnosis) -> None:
        """Advice that must not wait for the next question."""
        setup = self._setup
        if setup.plain or setup.width is None:
            self._say(*first_aid_page(advice, self._words))
            return
        lines = first_aid_lines(advice, self._words, setup.width)
        show_lines(lines, setup.talk, width=setup.width, plain=False)
        setup.talk.flush()

    def waiting(self, seconds: float) -> None:
        """The run waits at most so long; on a terminal the seconds count down in one line."""
        setup, words = self._setup, self._words
        text = words.say("ui.looking", seconds=math.ceil(seconds))
        if setup.plain or not setup.interactive:
            if not self._waiting:
                self._say(block(Kind.NOTE, text))
        else:
            setup.talk.write(f"\r\x1b[K{safe_line(text)}")
            setup.talk.flush()
        self._waiting = True

    def looked(self, found: Mapping[str, str]) -> None:
        """What the look at the network found, in one line."""
        if self._waiting and not self._setup.plain and self._setup.interactive:
            self._setup.talk.write("\r\x1b[K")
        self._waiting = False
        key = f"ui.looked.{found.get('network', UNKNOWN)}"
        if self._words.has(key):
            self._say(block(Kind.NOTE, self._words.say(key)))

    def asking_consent(self, hosts: Sequence[str]) -> None:
        """The next question asks whether these hosts may be contacted."""
        self._say(block(Kind.TEXT, self._words.say("ui.neutral_hosts", hosts=", ".join(hosts))))

    def note(self, text: str) -> None:
        """One line beside the questions."""
        self._say(block(Kind.NOTE, text))

    def own_words(self) -> str:
        """One line that the person types; it is not kept."""
        self._say(block(Kind.QUESTION, self._words.say("ui.words.ask")))
        return self._setup.prompt().strip()

    def heard(self, found: "Suggested", *, again: bool, first: bool) -> None:
        """What own words came to; *first*: the red flag comes before any proposal; *again* too."""
        key = "alarm" if found.alarm and (again or first) else found.decision
        if key in ("one", "three"):
            key = "again" if again else "first" if first else ""
        if key:
            kind = Kind.ALERT if key == "alarm" else Kind.NOTE
            self._say(block(kind, self._words.say(f"ui.words.{key}")))

    def goodbye(self, state: State, position: Position, brand: str | None, case_id: str | None) -> str:
        """How to go on from where the person stopped."""
        if case_id is not None:
            return "\n" + self._words.say("ui.stopped_kept") + f"\n{self._again('case resume', case_id)}"
        pairs = [f"--answer {node_id}={state.answers[node_id].option}" for node_id in position.passed]
        words = [self._again("diagnose", f"--lang {shlex.quote(self._words.lang)}")]
        command = " ".join([*words, *([f"--brand {brand}"] if brand else []), *pairs])
        return f"\n{self._words.say('ui.stopped')}\n{command}"

    def answer(self, advice: Diagnosis, short: bool, write_message: Callable[[], None] | None) -> Leave:  # noqa: FBT001
        """Show the advice: a page with keys on a terminal, else everything under headings."""
        setup = self._setup
        if not setup.plain:
            from gopay_help.screen.answer import AnswerScreen

            bare = bool(setup.environ.get("NO_COLOR"))
            shown = AnswerScreen(
                advice, self._words, setup.stdout, setup.size, write_message=write_message, bare=bare
            )
            return shown.run()
        setup.show((short_page if short else diagnosis_page)(advice, self._words))
        self.ask_to_change()
        return Leave.CHANGE if setup.stdin.readline().strip().lower() == "b" else Leave.END

    def ask_to_change(self) -> None:
        """Ask whether an answer is to be changed, where no keys are drawn."""
        self._say(block(Kind.QUESTION, self._words.say("ui.change_or_end")))
        self._setup.talk.write("> ")
        self._setup.talk.flush()

    def read_again(self, case_id: str) -> None:
        """Where the answers are kept, and the command that shows the advice again."""
        self._say(block(Kind.TEXT, self._words.say("ui.kept_case", id=case_id)))
        # not broken by us: a line that the terminal breaks can be copied
        self._setup.talk.write(f"{self._again('case resume', case_id)}\n")
        self._setup.talk.flush()

    def _again(self, command: str, rest: str) -> str:
        """How to run *command*; who wanted nobody contacted does not want it the next time either."""
        settings = self._setup.settings
        words = [self._setup.program, command, *(["--offline"] if settings.offline else []), rest]
        if settings.pack:
            words.append(f"--pack {shlex.quote(str(settings.pack))}")
        return " ".join(words)

    def offer_verify(self) -> None:
        """Check what a stranger gave, as often as wanted; an empty line ends it. Nothing is kept."""
        from gopay_help.cli.verify import verify

        setup = self._setup
        while True:
            self._say(block(Kind.QUESTION, self._words.say("ui.verify_offer")))
            given = setup.prompt().strip()
            if not given:
                return
            whole = len(given.split()) > 1
            verify(setup, [] if whole else [given], message=given if whole else None)

    def _say(self, *page: Block) -> None:
        setup = self._setup
        setup.talk.write("\n" if page[0].kind is Kind.QUESTION else "")
        setup.show(page, setup.talk)
        setup.talk.flush()
