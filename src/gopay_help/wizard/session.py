"""One run of the wizard: asks what the evidence leaves open, and stops at an outcome.

It knows no terminal, no clock and no network: it is handed a prompter, a listener and a source of evidence,
whose interfaces stand here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from threading import Thread
from time import sleep
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from gopay_help.model.errors import UsageError
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Phrase, quoted
from gopay_help.model.tree import (
    UNKNOWN,
    UNSURE,
    FactId,
    NodeId,
    Option,
    OptionId,
    Outcome,
    Question,
    State,
    Tree,
    zone_named,
)
from gopay_help.tree import walk
from gopay_help.wizard.times import is_within


class Back(Exception):  # noqa: N818 (a choice, not an error)
    """The person wants the question before this one."""


OWN_WORDS = "s"
"""What `Aside` wants who would rather say in their own words what happened."""
OPEN_CASE = "c"
"""What `Aside` wants who goes on with a case that is still open."""


class Aside(Exception):  # noqa: N818 (a choice, not an error)
    """The person wants something else than to answer: another language, an open case, own words."""

    def __init__(self, wanted: str, words: str = "") -> None:
        self.wanted = wanted
        self.words = words
        """What was typed already, where own words are wanted."""
        super().__init__(wanted)


class Prompter(Protocol):
    """Asks one question. Knows how, never why."""

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        """Ask and return the chosen option.

        Args:
            question: what to ask; its words are in the catalogue the prompter was built with.
            number: which question of this run it is, from 1.
            kept: an earlier answer to offer first, never for the red flag.
            hint: why `kept` was filled in from evidence, in the person's words; None if a person gave it.

        Raises:
            Back: the person wants the question before.
            Aside: the person wants something else.
            KeyboardInterrupt: the person wants to stop (also `q` and end of input).
        """
        ...


class Listener(Protocol):
    """Hears what happens between questions."""

    def asking_consent(self, hosts: Sequence[str]) -> None:
        """The next question asks whether these neutral hosts may be contacted."""
        ...

    def first_aid(self, advice: Diagnosis) -> None:
        """Advice that must not wait for the next question."""
        ...

    def waiting(self, seconds: float) -> None:
        """The run waits at most so many seconds more for what is being looked at; said again every second."""
        ...

    def looked(self, found: Mapping[str, str]) -> None:
        """The look at the network is over, and this is what it found."""
        ...


class Evidence(Protocol):
    """Facts that are being found out while the person reads."""

    @property
    def pending(self) -> bool:
        """True while something is still being looked at."""
        ...

    @property
    def neutral_hosts(self) -> Sequence[str]:
        """Hosts that would tell more, once the person agrees; empty if nothing would."""
        ...

    def go_further(self) -> None:
        """Look again, at the neutral hosts too; the person has agreed."""
        ...

    def start(self) -> None:
        """Begin looking; returns at once."""
        ...

    def facts(self, limit_s: float) -> Mapping[str, str]:
        """Fact values known within *limit_s* seconds; what is missing is unknown.

        The key ``check.cause`` may name the verdict's cause (contracts.md) for the words shown with it.
        """
        ...


class End(NamedTuple):
    """Where a run ended, and all that it knows."""

    outcome: Outcome
    state: State
    passed: tuple[NodeId, ...]
    unused: tuple[NodeId, ...] = ()
    """Answers of the command line that were never asked for."""
    looked_at: frozenset[FactId] = frozenset()
    """Facts that decided something on the way."""
    missing: Question | None = None
    """What nobody could answer: the run ended here with first aid."""


class MissingAnswer(UsageError):  # noqa: N818 (what is missing, quoted in two words)
    """Nobody can be asked, and the command line does not answer this question."""

    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__(Phrase("fault.unanswered", id=question.id, known=_options(question)))


PROPOSAL = NodeId("proposal")
"""Not a question of the tree either: which of the outcomes that typed words fit it is."""
AGREED = OptionId("yes")
CONSENT = Question(
    NodeId("consent"),
    (
        Option(AGREED, same_as=AGREED),
        Option(OptionId("no"), same_as=OptionId("no")),
        Option(UNSURE, same_as=OptionId("no")),
    ),
)
"""Not a question of the tree: whether neutral hosts may be contacted to judge the person's own network."""


class Session:
    """A run from the red flag to an outcome."""

    def __init__(  # noqa: PLR0913 (what a run is made of)
        self,
        tree: Tree,
        evidence: Evidence,
        advise: Callable[[End], Diagnosis],
        *,
        given: Mapping[NodeId, OptionId] = MappingProxyType({}),
        form: frozenset[NodeId] = frozenset(),
        proposed: tuple[NodeId, ...] = (),
        prompter: Prompter | None = None,
        listener: Listener | None = None,
        state: State = State(),  # noqa: B008 (never changed)
        on_step: Callable[[State], None] = lambda _state: None,
    ) -> None:
        """Make a run ready.

        Args:
            tree: what is walked.
            evidence: what is found out meanwhile.
            advise: turns an outcome into advice, for the first aid that must not wait.
            given: the answers of the command line.
            form: those of them that come from a filled-in form, which may answer more than is asked.
            proposed: outcomes that the person's own words fit, best first; offered once, after the red flag.
            prompter: None where nobody can be asked.
            listener: hears what happens between questions.
            state: where the run begins.
            on_step: hears the state after each answer, so that it can be kept.
        """
        self.tree, self.evidence, self.advise = tree, evidence, advise
        self.given, self.form, self.proposed = given, form, proposed
        self.prompter, self.listener = prompter, listener
        self.state, self.on_step = state, on_step
        self._aided: set[NodeId] = set()
        self._asked_consent = False
        self._looking = False
        """True from the start of a look at the network until its end was told."""

    def run(self) -> End:
        """Ask until an outcome is reached.

        Raises:
            MissingAnswer: an answer is needed and nobody can be asked.
            UsageError: an answer of the command line names no question or no option, or nobody can be asked
                and it is never asked for. Never where money may be at risk: that advice comes first.
            KeyboardInterrupt: the person stopped; `state` says how far they came.
        """
        if wrong := tuple(self._wrong()):
            raise UsageError(*wrong)
        self.evidence.start()
        self._looking = self._looking or self.evidence.pending
        while True:
            position = walk.position(self.tree, self.state)
            if position.missing:
                self._look_at(position.missing)
                continue
            self.state = walk.settle(self.state, position)
            if isinstance(position.node, Outcome):
                return self._end(position.node, position)
            if isinstance(position.node, Question):
                early = self._step(position.node)
                if early:
                    return self._end(early, position)._replace(missing=position.node)

    def _end(self, outcome: Outcome, reached: walk.Position) -> End:
        passed = reached.passed
        told = {self.state.answers[name].option for name in passed} & self._brands()
        unused = tuple(name for name, value in self.given.items() if name not in passed and value not in told)
        astray = [name for name in unused if name not in self.form]
        if astray and self.prompter is None and not outcome.critical:
            stray = tuple(f"{name}={self.given[name]}" for name in astray)
            way = tuple(f"{name}={self.state.answers[name].option}" for name in passed)
            raise UsageError(Phrase("fault.stray", stray=stray, way=way))
        return End(outcome, self.state, passed, unused, reached.looked_at)

    def _step(self, question: Question) -> Outcome | None:
        """Get one answer; an outcome if the run ends here with first aid."""
        option = self._given_to(question)
        if option is not None:
            self._take(question, option, "flag")
            return None
        if self.proposed and self._is_door(question) and self._propose():
            return None
        if self.prompter is None:
            return self._answer_alone(question)
        self._give_first_aid(question)
        self._tell_of_look()
        self._ask(self.prompter, question)
        return None

    def hear(self, proposed: tuple[NodeId, ...], *, alarm: bool) -> bool:
        """Take up outcomes that the person's own words fit, to offer them past the red flag.

        Returns:
            True if the run begins again: money may be at risk (*alarm*), or they lie on another way.
        """
        self.proposed = proposed
        reached = any(walk.way_to(self.tree, self.state, goal) for goal in proposed)
        again = bool(proposed) and self.state.cursor > 0 and (alarm or not reached)
        if again:
            self.state = self.state._replace(cursor=0)
            self.on_step(self.state)
        return again

    def _is_door(self, question: Question) -> bool:
        """True past the red flag and past which brand it is: what was typed settles neither."""
        brands = self._brands()
        asks_brand = any(option.id in brands for option in question.options)
        return not question.alarm and question.advise is None and not asks_brand

    def _propose(self) -> bool:
        """Offer the outcomes that the person's words fit, once; True if the run has moved."""
        proposed, self.proposed = self.proposed, ()
        ways = {goal: way for goal in proposed if (way := walk.way_to(self.tree, self.state, goal))}
        if not ways or (self.prompter is None and len(proposed) > 1):
            return False
        goal = next(iter(ways))
        if self.prompter is not None:
            offered = tuple(Option(OptionId(each), to=each) for each in ways)
            question = Question(PROPOSAL, (*offered, Option(UNSURE, to=goal)))
            try:
                chosen = self.prompter.ask(question, number=self.state.cursor + 1, kept=None, hint=None)
            except Back:
                self._go_back()
                self.on_step(self.state)
                return True
            if chosen == UNSURE:
                return False
            goal = NodeId(chosen)
        for node_id, option in ways[goal]:
            node = self.tree.nodes[node_id]
            if isinstance(node, Question):
                self._take(node, option, "user" if self.prompter is not None else "flag")
        return True

    def _given_to(self, question: Question) -> OptionId | None:
        """The answer of the command line. Which brand it is is asked at two places, and said once."""
        if question.id in self.given:
            return self.given[question.id]
        brands = self._brands()
        if not any(option.id in brands for option in question.options):
            return None
        named = (value for value in self.given.values() if value in brands and question.option(value))
        return next(named, None)

    def _brands(self) -> frozenset[str]:
        """The brands that a run tells apart."""
        facts = (spec for spec in self.tree.facts.values() if spec.source == "brand")
        return frozenset(value for spec in facts for value in spec.values) - {UNKNOWN}

    def _take(self, question: Question, option: OptionId, source: str) -> None:
        self.state = walk.answer(self.state, question, option, source)
        self.on_step(self.state)

    def _answer_alone(self, question: Question) -> Outcome | None:
        option = walk.suggestion(question, self.state)
        if option is not None:
            self._take(question, option, "evidence")
            return None
        if question.advise is not None:
            outcome = self.tree.nodes[question.advise]
            if isinstance(outcome, Outcome):
                return outcome
        raise MissingAnswer(question)

    def _ask(self, prompter: Prompter, question: Question) -> None:
        kept, hint = self._offered(question)
        try:
            chosen = prompter.ask(question, number=self.state.cursor + 1, kept=kept, hint=hint)
        except Back:
            self._go_back()
            self.on_step(self.state)  # who stops now is asked this again, and its old answer does not count
        else:
            self._take(question, chosen, "user")

    def _offered(self, question: Question) -> tuple[OptionId | None, str | None]:
        """The answer to offer first, and why if it comes from evidence. For the red flag: none."""
        earlier = self.state.answers.get(question.id)
        by_person = earlier is not None and earlier.source != "evidence"
        if earlier is not None and by_person and not question.alarm and question.option(earlier.option):
            return earlier.option, None
        suggested = walk.suggestion(question, self.state)
        return suggested, self._hint(question) if suggested else None

    def _hint(self, question: Question) -> str:
        """The text key of the evidence behind a suggestion: the first fact that its condition looked at."""
        rule = next(rule for rule in question.infer if walk.holds(rule.when, self.state.facts))
        fact = next(iter(rule.when))
        return f"fact.{fact}.{self.state.facts[fact]}"

    def _go_back(self) -> None:
        """To the last question that a person answered; those of the command line are passed over."""
        state = walk.back(self.state)
        while state.cursor:
            node = walk.position(self.tree, state).node
            if not isinstance(node, Question) or node.id not in self.given:
                break
            state = walk.back(state)
        node = walk.position(self.tree, state).node
        if isinstance(node, Question) and node.id not in self.given:
            self.state = state

    def _give_first_aid(self, question: Question) -> None:
        """Show the advice that must not wait for the answer, once however many questions follow it."""
        if question.advise is None or self.listener is None or question.advise in self._aided:
            return
        self._aided.add(question.advise)
        outcome = self.tree.nodes[question.advise]
        if isinstance(outcome, Outcome):
            passed = walk.position(self.tree, self.state).passed
            self.listener.first_aid(self.advise(End(outcome, self.state, passed)))

    def _look_at(self, missing: frozenset[FactId]) -> None:
        """Wait for facts no longer than the tree allows; what is not known by then is unknown.

        Only the network check takes time; nothing else is waited for.
        """
        slow = any(self.tree.facts[fact].source == "check" for fact in missing)
        found = self._wait() if slow else self.evidence.facts(0)
        if slow and self._agreed_to_more():
            self.evidence.go_further()
            found = self._wait()
        values = {fact: self._value(fact, found.get(fact, UNKNOWN)) for fact in missing}
        self.state = walk.observe(self.state, values)

    def _wait(self) -> Mapping[str, str]:
        left_s: float = self.tree.limits.probe_wait_s
        while left_s > 0 and self.evidence.pending:
            if self.listener is not None:
                self.listener.waiting(left_s)
            self.evidence.facts(min(left_s, 1))
            left_s -= 1
        self._tell_of_look()
        return self.evidence.facts(0)

    def _tell_of_look(self) -> None:
        """Say once what the look at the network found, as soon as it is over."""
        if self._looking and not self.evidence.pending and self.listener is not None:
            self._looking = False
            self.listener.looked(self.evidence.facts(0))

    def reopen(self) -> bool:
        """From the outcome back to the last question that a person answered; False where there is none."""
        before = self.state
        self._go_back()
        return self.state is not before

    def _agreed_to_more(self) -> bool:
        """Ask once whether neutral hosts may be contacted, where that would tell more."""
        hosts = self.evidence.neutral_hosts
        if not hosts or self.prompter is None or self.listener is None or self._asked_consent:
            return False
        self._asked_consent = True
        self.listener.asking_consent(hosts)
        number = self.state.cursor + 1
        try:
            return self.prompter.ask(CONSENT, number=number, kept=None, hint=None) == AGREED
        except Back:
            return False

    def _value(self, fact: FactId, value: str) -> str:
        return value if value in self.tree.facts[fact].values else UNKNOWN

    def _wrong(self) -> Iterator[Phrase]:
        for name, option in self.given.items():
            question = self.tree.nodes.get(name)
            if not isinstance(question, Question):
                known = tuple(node.id for node in self.tree.nodes.values() if isinstance(node, Question))
                yield Phrase("fault.no_question", value=quoted(name), known=known)
            elif question.option(option) is None:
                yield Phrase("fault.choose", what=f"{name}={quoted(option)}", known=_options(question))


def _options(question: Question) -> tuple[str, ...]:
    return tuple(option.id for option in question.options)


# Facts found out behind the questions, and facts that are simply stated.


def window_of(calendar: Mapping[str, Any], now: datetime) -> str:
    """``night``, ``holiday`` or ``ordinary`` in the calendar's time zone; ``unknown`` where it is not known.

    A holiday wins over a night: what is slow on a holiday is slow at night too. A day off that a decree names
    is one as well.
    """
    zone = zone_named(calendar["timezone"])
    if zone is None:
        return UNKNOWN
    here = now.astimezone(zone)
    kinds = {window["kind"] for window in calendar["windows"] if is_within(window, here)}
    if any(day["date"] == here.date().isoformat() for day in calendar.get("days_off", ())):
        kinds.add("holiday")
    return next((kind for kind in ("holiday", "night") if kind in kinds), "ordinary")


Look = Callable[[], Mapping[str, str]]


class Stated(NamedTuple):
    """Facts known from the start: none when offline, those of --facts in a scripted run."""

    values: Mapping[str, str] = MappingProxyType({})
    pending: bool = False
    neutral_hosts: Sequence[str] = ()

    def start(self) -> None:
        """Nothing has to be looked at."""

    def go_further(self) -> None:
        """Nothing can be looked at."""

    def facts(self, limit_s: float) -> Mapping[str, str]:  # noqa: ARG002 (known without waiting)
        """The stated facts."""
        return self.values


class Further(NamedTuple):
    """A second look that needs the person's consent: whom it contacts beside the others, and how."""

    hosts: Sequence[str]
    look: Look


class Background:
    """Looks in a daemon thread, so that no question and no exit ever waits for the network.

    `head_start_s` lets the first question be drawn before the check takes the processor: a person needs
    longer to read it than the check is late.
    """

    def __init__(self, look: Look, further: Further | None = None, *, head_start_s: float = 0) -> None:
        self._further = further
        self._head_start_s = head_start_s
        self._found: Mapping[str, str] = {}
        self._thread = self._prepare(look)

    @property
    def pending(self) -> bool:
        """True while the thread looks."""
        return self._thread.is_alive()

    @property
    def neutral_hosts(self) -> Sequence[str]:
        """The hosts of the second look, if the first could not tell what the network is worth."""
        unclear = not self.pending and self._found.get("network") == UNKNOWN
        return self._further.hosts if unclear and self._further else ()

    def start(self) -> None:
        """Begin looking; a second call changes nothing."""
        if self._thread.ident is None:
            self._thread.start()

    def go_further(self) -> None:
        """Begin the second look; there is no third."""
        if self._further is not None:
            self._thread = self._prepare(self._further.look)
            self._further = None
            self._thread.start()

    def facts(self, limit_s: float) -> Mapping[str, str]:
        """What was found, after waiting at most *limit_s* seconds."""
        if self._thread.ident is not None:
            self._thread.join(limit_s)
        return self._found

    def _prepare(self, look: Look) -> Thread:
        return Thread(target=self._run, args=(look,), name="network-check", daemon=True)

    def _run(self, look: Look) -> None:
        """A look that fails leaves what was known before; it must never end the run."""
        sleep(self._head_start_s)
        self._head_start_s = 0
        with suppress(Exception):
            self._found = look()


class Dated:
    """Other evidence, and with it what the calendar says; that is known at once, and only if asked for."""

    def __init__(self, other: Evidence, calendar: Look) -> None:
        self._other = other
        self._calendar = calendar

    @property
    def pending(self) -> bool:
        """True while the other evidence is being looked at."""
        return self._other.pending

    @property
    def neutral_hosts(self) -> Sequence[str]:
        """Hosts that would tell the other more."""
        return self._other.neutral_hosts

    def start(self) -> None:
        """Begin looking."""
        self._other.start()

    def go_further(self) -> None:
        """Look again, at the neutral hosts too."""
        self._other.go_further()

    def facts(self, limit_s: float) -> Mapping[str, str]:
        """All that is known after waiting at most *limit_s* seconds; a stated fact wins over the calendar."""
        return {**self._calendar(), **self._other.facts(limit_s)}
