"""What is said to a person between the questions: a greeting, first aid, a wait, a way to go on."""

import shlex
from collections.abc import Sequence

from gopay_help import __version__
from gopay_help.cli.setup import Setup
from gopay_help.model.result import Diagnosis
from gopay_help.screen.diagnosis import first_aid_page, recap_page
from gopay_help.screen.page import Block, Kind, block, show
from gopay_help.tree.walk import Position, State
from gopay_help.wizard.session import Prompter


class Conversation:
    """Speaks on the stream for conversation; on the one for results it only repeats them. A `Listener`."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._words = setup.words

    def greet(self, hosts: Sequence[str]) -> None:
        """Said before the menu is loaded: the person reads while it is. *hosts* are about to be contacted."""
        words = self._words
        checking = words.say("ui.checking", hosts=", ".join(hosts))
        page = (
            block(Kind.TITLE, f"gopay-help {__version__}"),
            block(Kind.TEXT, words.say("ui.unofficial")),
            block(Kind.TEXT, words.say("ui.no_secrets")),
            *([block(Kind.TEXT, checking)] if hosts else []),
            block(Kind.NOTE, words.say("ui.other_languages")),
        )
        page = (*self._setup.whose(self._setup.talk), *page)
        show(page, self._setup.talk, width=self._setup.width, plain=True)  # nothing is loaded for colour yet
        self._setup.talk.flush()

    def brief_helper(self) -> None:
        """What someone does, and never does, who answers for another person on the phone."""
        from gopay_help.screen.card import helper_page

        self._say(*helper_page(self._words))

    def prompter(self) -> Prompter:
        """Lines for a simple terminal or a screen reader, else a menu."""
        setup = self._setup
        if setup.plain:
            from gopay_help.screen.prompt import NumberedPrompter

            return NumberedPrompter(setup.words, setup.stdin, setup.talk, setup.width)
        from gopay_help.screen.menu import MenuPrompter

        return MenuPrompter(setup.words, setup.talk, lambda: setup.width or 80)

    def first_aid(self, advice: Diagnosis) -> None:
        """Advice that must not wait for the next question."""
        self._say(*first_aid_page(advice, self._words))

    def waiting(self, seconds: float) -> None:
        """The run waits at most so long."""
        self._say(block(Kind.NOTE, self._words.say("ui.looking", seconds=round(seconds))))

    def asking_consent(self, hosts: Sequence[str]) -> None:
        """The next question asks whether these hosts may be contacted."""
        self._say(block(Kind.TEXT, self._words.say("ui.neutral_hosts", hosts=", ".join(hosts))))

    def note(self, text: str) -> None:
        """One line beside the questions."""
        self._say(block(Kind.NOTE, text))

    def kept(self, case_id: str) -> None:
        """Where the answers are kept, and what can be done with them."""
        self._say(block(Kind.NOTE, self._words.say("ui.kept_case", id=case_id)))

    def goodbye(self, state: State, position: Position, brand: str | None, case_id: str | None) -> str:
        """How to go on from where the person stopped."""
        if case_id is not None:
            return "\n" + self._words.say("ui.stopped_kept") + f"\n{self._again('case resume', case_id)}"
        pairs = [f"--answer {node_id}={state.answers[node_id].option}" for node_id in position.passed]
        words = [self._again("diagnose", f"--lang {shlex.quote(self._words.lang)}")]
        command = " ".join([*words, *([f"--brand {brand}"] if brand else []), *pairs])
        return f"\n{self._words.say('ui.stopped')}\n{command}"

    def recapitulate(self, advice: Diagnosis) -> None:
        """End the advice with what matters most of it, on the stream for results as the advice itself."""
        setup = self._setup
        setup.stdout.write("\n")
        page = recap_page(advice, self._words)
        if advice.case_id is not None:
            page = (*page, block(Kind.TEXT, self._words.say("ui.read_again")))
        setup.show(page)
        if advice.case_id is not None:  # not broken by us: a line that the terminal breaks can be copied
            setup.stdout.write(f"{self._again('case resume', advice.case_id)}\n")

    def _again(self, command: str, rest: str) -> str:
        """How to run *command*; who wanted nobody contacted does not want it the next time either."""
        settings = self._setup.settings
        words = ["gopay-help", command, *(["--offline"] if settings.offline else []), rest]
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
