"""What is said to a person between the questions: a greeting, first aid, a wait, a way to go on."""

import json
import math
import shlex
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from gopay_help import __version__
from gopay_help.cli.setup import Setup
from gopay_help.model.errors import TreeError, UsageError
from gopay_help.model.files import MAX_BYTES
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Catalogue, Phrase, quoted, safe_line
from gopay_help.model.tree import UNKNOWN, NodeId, OptionId, Question, State, Tree
from gopay_help.screen.diagnosis import Leave, diagnosis_page, first_aid_lines, first_aid_page, short_page
from gopay_help.screen.page import Block, Kind, block, show, show_lines
from gopay_help.screen.prompt import NumberedPrompter, QuestionFirst
from gopay_help.tree.pack import read_bytes
from gopay_help.tree.walk import Position
from gopay_help.wizard.session import Prompter

if TYPE_CHECKING:
    from gopay_help.wizard.suggest import Suggested

# Answers and facts that come with the command line: pairs, files, stdin.


Options = Mapping[str, tuple[str, ...]]
"""What each question can be answered with, or each fact can be."""
_EXAMPLE = {"answers": "red_flag: no", "facts": "network: broken"}
_SYNTAX = {"SYN002": "fault.twice", "SYN005": "fault.hidden"}
"""What may be wrong with a file, by the rule of the strict reader; all else is a matter of form."""


class GivenAnswers(NamedTuple):
    """The answers that came with the command line."""

    answers: Mapping[NodeId, OptionId]
    form: frozenset[NodeId]
    """Those of a filled-in form alone: it may answer more than is asked."""


NOTHING_GIVEN = GivenAnswers({}, frozenset())


def collect_answers(pairs: tuple[str, ...], file: str | None, stdin: TextIO) -> Mapping[NodeId, OptionId]:
    """As `collect_given`, whatever the questions are.

    Raises:
        UsageError: a pair or a file that holds no answers.
    """
    return collect_given(pairs, file, stdin, {}).answers


def collect_given(pairs: tuple[str, ...], file: str | None, stdin: TextIO, known: Options) -> GivenAnswers:
    """The answers given, a pair before a file.

    Args:
        pairs: those of ``--answer``.
        file: that of ``--answers``.
        stdin: what "-" reads.
        known: the options of each question, to name them.

    Raises:
        UsageError: a pair or a file that holds no answers.
    """
    form = dict(_from_file(file, stdin, known)) if file else {}
    answers: dict[NodeId, OptionId] = {}
    for pair in pairs:
        name, equals, option = pair.partition("=")
        if not equals or not name.strip() or not option.strip():
            raise UsageError(Phrase("fault.pair", value=quoted(pair)))
        answers[NodeId(name.strip())] = OptionId(option.strip())
    return GivenAnswers({**form, **answers}, frozenset(form) - frozenset(answers))


def collect_facts(file: str, tree: Tree, stdin: TextIO) -> dict[str, str]:
    """The facts stated in a file; "-" is *stdin*.

    Raises:
        UsageError: a file that holds no facts, an unknown fact or value; DataError, if it cannot be read.
    """
    where = f"--facts {file}"
    values = {str(spec.id): spec.values for spec in tree.facts.values()}
    stated = _mapping(read_flat(_read(file, "--facts", stdin), where, "facts"), "facts", where, values)
    for name, value in stated.items():
        spec = next((spec for fact, spec in tree.facts.items() if fact == name), None)
        if spec is None:
            what = Phrase("fault.no_fact", value=quoted(name), known=tuple(tree.facts))
            raise UsageError(Phrase("fault.at", where=where, what=what))
        if value not in spec.values:
            what = Phrase("fault.choose", what=f"{spec.id}: {quoted(value)}", known=spec.values)
            raise UsageError(Phrase("fault.at", where=where, what=what))
    return stated


def _from_file(file: str, stdin: TextIO, known: Options) -> Iterator[tuple[NodeId, OptionId]]:
    where = f"--answers {file}"
    raw = _read(file, "--answers", stdin)
    for name, option in _mapping(read_flat(raw, where, "answers"), "answers", where, known).items():
        yield NodeId(name), OptionId(option)


def options_of(tree: Tree) -> dict[str, tuple[str, ...]]:
    """What each question can be answered with."""
    questions = (node for node in tree.nodes.values() if isinstance(node, Question))
    return {node.id: tuple(option.id for option in node.options) for node in questions}


def _read(file: str, option: str, stdin: TextIO) -> bytes:
    if file == "-":
        return stdin.read(MAX_BYTES + 1).encode("utf-8", "surrogateescape")
    return read_bytes(Path(file), f"{option} {file}")


def read_flat(raw: bytes, where: str, key: str) -> Mapping[str, object]:
    """A small YAML or JSON mapping whose plain values are taken as they are typed: `no` is "no".

    Args:
        raw: what was read.
        where: where it was, to be named in an error.
        key: `answers` or `facts`: which of them it holds.

    Raises:
        UsageError: it is none.
    """
    if len(raw) > MAX_BYTES or b"\0" in raw:
        raise UsageError(Phrase("fault.no_text", where=where))
    raw = raw.removeprefix(BOM_UTF8)  # some editors put it first, and nobody sees it
    if all(line.startswith(b"#") for line in map(bytes.strip, raw.splitlines()) if line):
        return {}
    if raw.lstrip()[:1] == b"{":
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError):
            data = None  # flow YAML without quotes is read below
        if isinstance(data, dict):
            return data
    from gopay_help.authoring.lint.yaml import parse_yaml

    try:
        return parse_yaml(raw, where, literal=True).data
    except TreeError as error:
        first = error.problems[0]
        line = Phrase("fault.line", where=where, line=first.line)
        sentence = _SYNTAX.get(first.rule, "fault.form")
        raise UsageError(Phrase(sentence, where=line, example=_EXAMPLE[key])) from error


def _mapping(data: Mapping[str, object], key: str, where: str, known: Options) -> dict[str, str]:
    """The mapping itself, or the one under *key*; entries left empty count as not given."""
    inner = data.get(key, data)
    if inner is None or inner == "":  # a template that nobody has filled in yet
        return {}
    if not isinstance(inner, Mapping):
        raise UsageError(Phrase("fault.form", where=f"{where}: {key}", example=_EXAMPLE[key]))
    flat = {str(name): value for name, value in inner.items() if value not in (None, "")}
    for name, value in flat.items():
        if not isinstance(value, str):
            if name in known:
                raise UsageError(Phrase("fault.choose", what=f"{where}: {name}", known=known[name]))
            raise UsageError(Phrase("fault.word", where=where, name=quoted(name)))
    return {name: str(value).strip() for name, value in flat.items()}


def template(tree: Tree, words: Catalogue) -> str:
    """Every question with its options and their meaning, as an answers file to fill in."""
    command = f"{words.program} diagnose --no-input --answers"
    lines = [
        f"# {command} {words.say('ui.template_file')}",
        f"# {words.say('ui.template_fill')}",
        "answers:",
    ]
    for node in tree.nodes.values():
        if isinstance(node, Question):
            lines += ["", f"  # {words.say(f'{node.id}.text')}"]
            lines += [
                f"  #   {option.id}: {words.say(f'{node.id}.opt.{option.id}')}" for option in node.options
            ]
            lines.append(f"  # {node.id}: ")
    return "\n".join(lines) + "\n"


OWN_NAMES = {"en": "English", "id": "Bahasa Indonesia", "zh-Hans": "中文"}
"""What a language calls itself, beside its key at the first question."""


_QUESTION = 16
"""Lines that the question after first aid may take (`short.AID` is the rest of a screen)."""


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
        doors = set(self._setup.pack.languages) <= set(OWN_NAMES)  # the first question has a key for each
        page = (
            block(Kind.TITLE, f"gopay-help {__version__}"),
            block(Kind.TEXT, words.say("ui.unofficial")),
            block(Kind.TEXT, words.say("ui.no_secrets")),
            *([block(Kind.TEXT, checking)] if hosts else []),
            *([] if doors else [block(Kind.NOTE, words.say("ui.other_languages"))]),
        )
        page = (*self._setup.whose(self._setup.talk), *page)
        show(page, self._setup.talk, width=self._setup.width, plain=True)  # nothing is loaded for colour yet
        self._setup.talk.flush()

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
        if not setup.interactive:
            show_lines(lines, setup.talk, width=setup.width, plain=False)
            setup.talk.flush()
            return
        from gopay_help.screen.answer import CLEAR, KeyReader, Resized

        keys = KeyReader(self._words, setup.talk, setup.size)
        try:
            keys.unroll(lines, below=1)
            if len(lines) + _QUESTION > setup.size()[1]:  # the question would push it off the screen
                keys.pause(self._words.say("ui.key.on"))
        except Resized:
            setup.talk.write(CLEAR)
            self.first_aid(advice)

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

    def answer(self, advice: Diagnosis, short: bool, write_message: Callable[[], bool] | None) -> Leave:  # noqa: FBT001
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
        return " ".join([self._setup.program, command, *(["--offline"] if settings.offline else []), rest])

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
