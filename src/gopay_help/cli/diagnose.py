"""`diagnose`: the wizard for a person, the same walk for a script; what it looks at, and what it keeps."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from gopay_help import __version__
from gopay_help.cli.conversation import (
    NOTHING_GIVEN,
    OWN_NAMES,
    Conversation,
    GivenAnswers,
    collect_facts,
    collect_given,
    options_of,
    template,
)
from gopay_help.cli.exit import told
from gopay_help.cli.options import Brand, Helper, NoSave, argument, option
from gopay_help.cli.setup import Setup
from gopay_help.model.errors import Aborted, ExitCode, GopayHelpError, UsageError
from gopay_help.model.files import MAX_BYTES, write_out
from gopay_help.model.result import Answer, Diagnosis, Fact, FollowUpPlan
from gopay_help.model.text import Phrase, quoted
from gopay_help.model.tree import UNKNOWN, FactId, NodeId, OptionId, Outcome, Question, State, Tree
from gopay_help.screen.diagnosis import Leave, diagnosis_page, short_page
from gopay_help.screen.page import Kind, block
from gopay_help.tree import walk
from gopay_help.wizard import session as wizard
from gopay_help.wizard.advice import AdviceSources, RunFacts, build_diagnosis

if TYPE_CHECKING:
    from gopay_help.cases.record import Recorder
    from gopay_help.cases.store import StoreError
    from gopay_help.model.case import Case
    from gopay_help.model.check import CheckReport
    from gopay_help.wizard.suggest import Suggested

BRAND = FactId("brand")
Hear = Callable[["CheckReport"], None]
"""Hears what a check found, in the check's own thread."""
_HEAD_START_S = 0.3
_CALENDAR = "calendar"


def diagnose(  # noqa: PLR0913 (each is an option of contracts.md)
    setup: Setup,
    text: Annotated[
        str | None, argument("What happened, in your own words: it is proposed.", metavar="[TEXT]")
    ] = None,
    *,
    brand: Brand = None,
    answer: Annotated[
        list[str] | None,
        option(
            "--answer", "Answer a question: id=option. Repeatable.", metavar="ID=OPTION", offers="answers"
        ),
    ] = None,
    answers: Annotated[
        str | None, option("--answers", "Answers from a YAML or JSON mapping; - for stdin.", metavar="FILE")
    ] = None,
    facts: Annotated[
        str | None,
        option(
            "--facts",
            "Facts from a YAML or JSON mapping, instead of the checks; - for stdin.",
            metavar="FILE",
        ),
    ] = None,
    write_template: Annotated[
        str | None,
        option("--write-template", "Write every question with its options; - for stdout.", metavar="FILE"),
    ] = None,
    exit_code: Annotated[bool, option("--exit-code", "End with the code of the cause instead of 0.")] = False,
    no_save: NoSave = False,
    short: Annotated[bool, option("--short", "The short page alone, without its sections.")] = False,
    helper: Helper = False,
) -> int:
    """Diagnose; the advice goes to stdout, the conversation to stderr.

    Raises:
        UsageError: an answer is missing or wrong, and nobody can be asked.
        Aborted: the person stopped; the message says how to go on.
    """
    if write_template is not None:
        return _write_template(setup, write_template)
    helper = helper or setup.settings.helper
    _ = setup.words  # a language that does not exist is told before anything else
    tree = setup.pack.tree
    brand = _checked_brand(setup, brand)
    if answers == facts == "-":
        raise UsageError(Phrase("fault.stdin_twice"))
    given = collect_given(tuple(answer or ()), answers, setup.stdin, options_of(tree))
    stated = collect_facts(facts, tree, setup.stdin) if facts else None
    how = Shown(short=short, helper=helper)
    save = not no_save and not helper
    proposed = _understood(setup, text)[0] if text else ()
    with setup.quiet():
        advice = consult(setup, brand, given=given, proposed=proposed, stated=stated, save=save, how=how)
    setup.tell_age()
    return advice.exit_code if exit_code else ExitCode.OK


class Shown(NamedTuple):
    """How the advice is shown: the short page alone, or a card for whoever helps somebody on the phone."""

    short: bool = False
    helper: bool = False


WHOLE = Shown()


def consult(  # noqa: PLR0913 (what a run is made of)
    setup: Setup,
    brand: str | None = None,
    *,
    given: GivenAnswers = NOTHING_GIVEN,
    proposed: tuple[NodeId, ...] = (),
    stated: Mapping[str, str] | None = None,
    resumed: "tuple[Case | None, State] | None" = None,
    save: bool = True,
    how: Shown = WHOLE,
    evidence: wizard.Evidence | None = None,
) -> Diagnosis:
    """Walk to an outcome and show its advice; a person may change an answer and walk on from there.

    Args:
        setup: the surroundings of the run.
        brand: the brand, if it is known.
        given: answers of the command line.
        proposed: outcomes that the person's own words fit, to be offered.
        stated: facts of a file, instead of a check.
        resumed: a case to go on with, and the walk's state as it was kept.
        save: keep the answers of a person on this device; a script's are never kept.
        how: how the advice is shown.
        evidence: a look at the network that goes on from before.

    Raises:
        UsageError: an answer is missing or wrong, and nobody can be asked.
        Aborted: the person stopped; the message says how to go on.
    """
    conversation, tree = Conversation(setup), setup.pack.tree
    case, start = resumed or (None, State())
    save = save and setup.interactive and not setup.settings.no_save and setup.pack.has("case")
    saved = SavedCase(setup, tell=conversation.note, case=case, wanted=save)
    if setup.interactive:
        conversation.greet(hosts_of(setup, brand) if stated is None else [])
        if how.helper:
            conversation.brief_helper()
    looking = evidence or start_check(setup, brand, stated, saved.on_check)
    doors = Doors(setup, offered=setup.interactive and not how.helper, cases=save and resumed is None)
    taken_for = _taken_for(setup, brand, given.answers)
    known = {BRAND: taken_for or UNKNOWN} if BRAND in tree.facts else {}
    known |= {FactId(name): value for name, value in (stated or {}).items()}
    session = wizard.Session(
        tree=tree,
        evidence=looking,
        advise=lambda end: build_advice(setup, end, looking),
        given=given.answers,
        form=given.form,
        proposed=proposed,
        prompter=conversation.prompter(doors.keys) if setup.interactive else None,
        listener=conversation,
        state=start._replace(facts={**known, **start.facts}),
        on_step=saved.on_step,
    )
    while True:
        try:
            try:
                end = session.run()
            except wizard.Aside as aside:
                if aside.wanted != wizard.OWN_WORDS:
                    raise
                typed = aside.words or conversation.own_words()
                goals, found = _understood(setup, typed)
                again = session.hear(goals, alarm=found.alarm)
                conversation.heard(found, again=again, first=not session.state.cursor)
                continue
        except wizard.Aside as aside:
            lang = doors.language(aside.wanted)
            if lang is None:
                return doors.open_case()
            other = setup.anew(settings=setup.settings._replace(lang=lang))
            other.pack = setup.pack
            walked = (saved.hand_over(lang), session.state) if session.state.answers else None
            return consult(
                other,
                brand,
                given=given,
                stated=stated,
                resumed=walked,
                save=save,
                how=how,
                evidence=looking,
            )
        except KeyboardInterrupt:
            position = walk.position(tree, session.state)
            raise Aborted(conversation.goodbye(session.state, position, brand, saved.case_id)) from None
        advice = saved.dated(build_advice(setup, end, looking))
        saved.on_step(walk.observe(end.state, {FactId(fact.id): fact.value for fact in advice.facts}))
        saved.on_outcome(end.outcome, advice.brand, advice.follow_up)
        advice = advice._replace(case_id=saved.case_id)
        if end.missing is not None:
            _tell_unused(setup, end, given, end.missing)
        left = show_advice(setup, end, advice, conversation, how)
        if left is Leave.END or not session.reopen():
            return advice
        saved.go_on()
        saved.on_step(session.state)


def _tell_unused(setup: Setup, end: wizard.End, given: GivenAnswers, missing: Question) -> None:
    """Which answers did not count, since one before them is missing: the emergency came first."""
    pairs = [f"{name}={given.answers[name]}" for name in end.unused if name not in given.form]
    if pairs:
        setup.tell(setup.words.say("ui.unused", answers=setup.words.say("ui.list").join(pairs)))
        setup.tell(told(wizard.MissingAnswer(missing), setup.settings.lang, setup.folder))


def _understood(setup: Setup, text: str) -> "tuple[tuple[NodeId, ...], Suggested]":
    """The outcomes that *text* fits, one alone where nobody can choose, and how they fit. It is not kept."""
    from gopay_help.wizard.suggest import Suggester

    found = Suggester(setup.pack).suggest(text)
    fitting = found.found[:1] if found.decision == "one" and not setup.interactive else found.found
    return tuple(NodeId(goal) for goal, _ in fitting), found


def show_advice(
    setup: Setup, end: wizard.End, advice: Diagnosis, conversation: Conversation, how: Shown = WHOLE
) -> Leave:
    """Show the advice: a document, a card to read out on the phone, or the page; how it was left."""
    if setup.settings.json:
        from gopay_help.screen.documents import diagnosis_document

        setup.write_json(diagnosis_document(advice))
        return Leave.END
    if not setup.interactive and not how.helper:
        setup.show((short_page if how.short else diagnosis_page)(advice, setup.words))
        return Leave.END
    setup.stdout.write("\n" if setup.interactive else "")
    if how.helper:
        _show_card(setup, advice)
        return Leave.END
    if end.outcome.offer == "verify" and setup.pack.has("lookalikes") and setup.plain:
        conversation.offer_verify()
    try:
        left = conversation.answer(advice, how.short, _message(setup, advice))
    except KeyboardInterrupt:
        left = Leave.END
    if left is Leave.END:
        if end.outcome.offer == "verify" and setup.pack.has("lookalikes") and not setup.plain:
            conversation.offer_verify()
        if advice.case_id is not None:
            conversation.read_again(advice.case_id)
    return left


def _message(setup: Setup, advice: Diagnosis) -> Callable[[], bool] | None:
    """Opens the draft of a complaint, once what it still needs was asked for; nothing without a kept case.

    Who breaks off the questions is back on the page; what was answered by then is kept.
    """
    case_id = advice.case_id
    if case_id is None or not advice.route:
        return None

    def write() -> bool:
        from gopay_help.cli.case import chosen, missing_fields
        from gopay_help.cli.case_add import add
        from gopay_help.cli.case_share import draft

        try:
            if missing_fields(setup, chosen(setup, case_id)):
                add(setup, case_id)
        except KeyboardInterrupt:
            return False
        draft(setup, case_id)
        return True

    return write


class Doors(NamedTuple):
    """What is offered beside the answers: other languages, one's own words, a case that is still open."""

    setup: Setup
    offered: bool
    cases: bool

    def keys(self) -> Mapping[str, str]:
        """Each key with what it leads to; looked up once the question stands on the screen."""
        if not self.offered:
            return {}
        words = self.setup.words
        keys = {
            lang[0]: OWN_NAMES[lang]
            for lang in self.setup.pack.languages
            if lang != words.lang and lang in OWN_NAMES
        }
        if any(self.setup.pack.has(f"phrases/{lang}") for lang in self.setup.pack.languages):
            keys[wizard.OWN_WORDS] = words.say("ui.words.key")
        case = self._latest()
        if case is not None:
            from gopay_help.screen.case import problem
            from gopay_help.wizard.times import day

            on = day(case.updated.astimezone(self.setup.words_for(case.brand).zone()).date(), words)
            keys[wizard.OPEN_CASE] = words.say("ui.door.case", title=problem(case, words), day=on)
        return keys

    def language(self, key: str) -> str | None:
        """The language behind a key; None behind that of the case."""
        return next((lang for lang in self.setup.pack.languages if lang[0] == key), None)

    def open_case(self) -> Diagnosis:
        """Go on with the case."""
        from gopay_help.cli.case import resume

        case = self._latest()
        if case is None:  # closed or removed meanwhile
            return consult(self.setup)
        return resume(self.setup, case)

    def _latest(self) -> "Case | None":
        if not self.cases:
            return None
        with suppress(GopayHelpError, OSError):
            cases = (case for case in self.setup.store.list() if case.tree.id == self.setup.tree_id)
            return next((case for case in cases if case.closed is None), None)
        return None


def _show_card(setup: Setup, advice: Diagnosis) -> None:
    """The card; then as much of it as fits on the screen as a QR code, but for a pipe or a screen reader.

    A code that would push the card off the screen comes on a key, or not at all where nobody presses one.
    """
    from gopay_help.screen.card import helper_card, in_colour
    from gopay_help.screen.page import page_lines

    card, words = helper_card(advice, setup.words), setup.words
    if setup.width is None or setup.plain:
        setup.show(card)
        return
    from gopay_help.screen.answer import CLEAR, KeyReader, Resized, fitting_code

    width, rows = setup.size()
    lines, code = page_lines(card, width), fitting_code(advice, words, width, rows - 2)
    beside = len(lines) + len(code) + 2 < rows
    if beside or not setup.interactive:
        setup.show(card)
    else:
        keys = KeyReader(words, setup.stdout, setup.size)
        try:
            if not keys.unroll(lines, below=1) or (code and keys.pause(words.say("helper.key.code")) == "q"):
                return
        except Resized:
            setup.stdout.write(CLEAR)
            _show_card(setup, advice)
            return
    if code and (beside or setup.interactive):
        setup.show((block(Kind.NOTE, words.say("helper.card.code")),))
        bare = "".join(f"{line}\n" for line in code)
        setup.stdout.write(bare if setup.environ.get("NO_COLOR") else in_colour(code))


def build_advice(setup: Setup, end: wizard.End, evidence: wizard.Evidence) -> Diagnosis:
    """The advice for an outcome; what the check has found by now is told, nothing is waited for."""
    given = end.state.answers
    run = RunFacts(
        answers=tuple(Answer(name, given[name].option, given[name].source) for name in end.passed),
        facts=tuple(_facts(setup, end.state, evidence)),
        started_at=setup.now,
        version=__version__,
        contradictions=tuple(_contradictions(setup.pack.tree, end)),
        looked_at=end.looked_at,
        unused=end.unused,
    )
    claims = {claim["id"]: claim for claim in setup.document("claims")["claims"]}
    lists, clocks = setup.document("checklists"), setup.clocks
    sources = AdviceSources(setup.pack.tree, setup.desk, lists, claims, *clocks, spoken=setup.pack.desk)
    return build_diagnosis(end.outcome, run, sources)


def _taken_for(setup: Setup, brand: str | None, given: Mapping[NodeId, OptionId]) -> str | None:
    """The brand that was stated; else, unless an answer says it, what readers of this language use."""
    spec = setup.pack.tree.facts.get(BRAND)
    if brand is not None or spec is None or _says_brand(setup.pack.tree, given):
        return brand
    return spec.languages.get(setup.words.lang)


def _says_brand(tree: Tree, given: Mapping[NodeId, OptionId]) -> bool:
    """True if an answer is to a question that asks for the brand, whatever it says."""
    asked = (tree.nodes.get(name) for name in given)
    brands = tree.facts[BRAND].values
    return any(isinstance(node, Question) and any(one.id in brands for one in node.options) for node in asked)


def _checked_brand(setup: Setup, brand: str | None) -> str | None:
    """The stated brand; where the tree asks for none, one of the companies whose contacts are listed."""
    if brand is None:
        return None
    spec = setup.pack.tree.facts.get(BRAND)
    values = spec.values if spec else (each.id for each in setup.registry.brands)
    known = tuple(value for value in values if value != UNKNOWN)
    if brand not in known and not (spec and brand == UNKNOWN):
        raise UsageError(Phrase("fault.no_brand", value=quoted(brand), known=known))
    return brand


def _facts(setup: Setup, state: State, evidence: wizard.Evidence) -> Iterator[Fact]:
    """Every fact that is known by now, and where it comes from."""
    declared = setup.pack.tree.facts
    found = {FactId(name): value for name, value in evidence.facts(0).items()}
    for name, value in {**found, **state.facts}.items():
        if value != UNKNOWN:
            source = declared[name].source if name in declared else "check"
            yield Fact(name, value, source, setup.now)


def _contradictions(tree: Tree, end: wizard.End) -> Iterator[str]:
    """Questions that a person answered otherwise than the evidence does."""
    for name in end.passed:
        node = tree.nodes[name]
        seen = walk.suggestion(node, end.state) if isinstance(node, Question) else None
        if seen is not None and seen != end.state.answers[name].option:
            yield name


def _write_template(setup: Setup, file: str) -> int:
    text = template(setup.pack.tree, setup.words)
    if file == "-":
        setup.stdout.write(text)
        return ExitCode.OK
    write_out(Path(file), text.encode(), f"--write-template {file}", new=True, most=MAX_BYTES)
    return ExitCode.OK


def asked_brand(setup: Setup, brand: str | None) -> str:
    """Whose hosts are looked at: the stated brand's, else those of the pack's first."""
    return brand or next(iter(_targets(setup)["brands"]), "")


def hosts_of(setup: Setup, brand: str | None) -> list[str]:
    """The hosts that the check contacts for a brand; none where none are named, or with --offline."""
    if setup.settings.offline:
        return []
    named = _targets(setup)["brands"].get(asked_brand(setup, brand), {}).get("provider", ())
    return [_host(target["url"]) for target in named]


def start_check(
    setup: Setup, brand: str | None, stated: Mapping[str, str] | None, hear: Hear = lambda _report: None
) -> wizard.Evidence:
    """The calendar's window, and a check of the network behind the questions.

    The check is left out where facts come from a file, or nobody may be contacted.
    """
    return wizard.Dated(_choose_check(setup, brand, stated, hear), lambda: _window(setup))


def _choose_check(
    setup: Setup, brand: str | None, stated: Mapping[str, str] | None, hear: Hear
) -> wizard.Evidence:
    if stated is not None or not hosts_of(setup, brand):
        return wizard.Stated(stated or {})
    neutral = [_host(target["url"]) for target in _targets(setup).get("controls", ())]
    further = wizard.Further(neutral, lambda: _look(setup, brand, hear, control=True)) if neutral else None
    head_start_s = _HEAD_START_S if setup.interactive else 0
    return wizard.Background(lambda: _look(setup, brand, hear), further, head_start_s=head_start_s)


def _window(setup: Setup) -> Mapping[str, str]:
    """The calendar's facts; looked up when a table asks, since time zones cost a start."""
    window = wizard.window_of(setup.document(_CALENDAR), setup.now)
    return {fact: window for fact, spec in setup.pack.tree.facts.items() if spec.source == _CALENDAR}


def _look(setup: Setup, brand: str | None, hear: Hear, *, control: bool = False) -> Mapping[str, str]:
    """Run the check. Imported here, in its own thread, so that the first question does not wait."""
    from gopay_help.cli.check import made
    from gopay_help.network.check import run_check
    from gopay_help.network.targets import parse_targets
    from gopay_help.network.verdict import facts_of, what_is_proved

    targets = parse_targets(_targets(setup), brand=asked_brand(setup, brand))
    report = run_check(targets, control=control, made=made())
    hear(what_is_proved(report))
    return facts_of(report)


def _targets(setup: Setup) -> Mapping[str, Any]:
    return setup.document("targets") if setup.pack.has("targets") else {"brands": {}}


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


class SavedCase:
    """The case of one run, kept so that a person can go on tomorrow: on this device only, never for a script.

    Nothing is loaded or written before the first answer. `tell` hears the one line when nothing can be kept;
    `case` is the one to go on with, a new one without it.
    """

    def __init__(
        self, setup: Setup, tell: Callable[[str], None], case: "Case | None" = None, *, wanted: bool = True
    ) -> None:
        self.setup, self.tell, self.case, self.wanted = setup, tell, case, wanted
        self._recorder: Recorder | None = None
        self._reports: list[CheckReport] = []

    @property
    def case_id(self) -> str | None:
        """The case's id, once something was kept; None again if a later answer could not be.

        A case to go on with was kept before: nothing of it is lost where nothing new was answered.
        """
        found = self._recorder
        if found is None:
            return self.case.id if self.case else None
        return found.case.id if found.kept and not found.broken else None

    def on_check(self, report: "CheckReport") -> None:
        """Hear what the check found, in its thread; the next save has it."""
        self._reports.append(report)

    def dated(self, advice: Diagnosis) -> Diagnosis:
        """The advice with the dates of its case: they count from when it first came to this, not from today.

        A look again that is past counts from today, since one looks now.
        """
        case = self.case
        if case is None or case.outcome != advice.outcome:
            return advice
        from gopay_help.model.case import DueKind

        plan, at = advice.follow_up, {due.kind: due.at for due in case.plan}
        again = at.get(DueKind.RECHECK, plan.recheck_at).astimezone(plan.recheck_at.tzinfo)
        further = at.get(DueKind.ESCALATE, plan.escalate_at).astimezone(plan.escalate_at.tzinfo)
        again = again if again > advice.started_at else plan.recheck_at
        return advice._replace(follow_up=plan._replace(recheck_at=again, escalate_at=further))

    def on_step(self, state: State) -> None:
        """Keep an answer."""
        if self.wanted:
            self._look()
            self._open().on_step(state)

    def on_outcome(self, outcome: Outcome, brand: str, plan: FollowUpPlan) -> None:
        """Keep what the run came to, and let go of the case."""
        if self.wanted:
            self._look()
            self._open().on_outcome(outcome, brand, (plan.recheck_at, plan.escalate_at))
            self._open().close()

    def hand_over(self, lang: str) -> "Case | None":
        """Let go of the case: its run goes on in another language. None where nothing was kept."""
        if self._recorder is not None:
            self._recorder.close()
        self.go_on()
        if self.case is not None:
            from dataclasses import replace

            with suppress(GopayHelpError, OSError):
                self.case = self.setup.store.change(self.case.id, lambda case: replace(case, lang=lang))
        return self.case

    def go_on(self) -> None:
        """Take the case up again after its outcome: an answer is changed."""
        if self._recorder is not None and self.case_id is not None:
            self.case = self.setup.store.load(self._recorder.case.id)
        self._recorder = None

    def _look(self) -> None:
        while self._reports:
            from gopay_help.cases.record import seen_of

            self._open().look(seen_of(self._reports.pop(0)))

    def _open(self) -> "Recorder":
        if self._recorder is None:
            from gopay_help.cases.record import Recorder, new_case

            setup = self.setup
            case = self.case or new_case(setup.pack.tree, setup.words.lang, setup.now)
            clock = (lambda: setup.now) if setup.settings.now else (lambda: datetime.now(UTC))
            rules = setup.rules
            self._recorder = Recorder(
                setup.store,
                case,
                clock,
                self._cannot,
                complain_now=rules.complain_now,
                urgent=rules.urgent,
            )
        return self._recorder

    def _cannot(self, error: "StoreError") -> None:
        words, key = self.setup.words, f"case.not_saved.{error.why}"
        self.tell(words.say(key) if words.has(key) else words.say("case.not_saved", reason=error.said(words)))
