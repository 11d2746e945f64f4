"""`diagnose`: the wizard for a person, the same walk for a script."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from gopay_help import __version__
from gopay_help.advice.build import Run, Shelf, build_diagnosis
from gopay_help.advice.windows import window_of
from gopay_help.cli.commands.answers import collect_answers, collect_facts, template
from gopay_help.cli.wiring import Setup
from gopay_help.model.diagnosis import Answer, Diagnosis, Fact
from gopay_help.model.errors import Aborted, UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.tree import UNKNOWN, FactId, Question
from gopay_help.render import show
from gopay_help.render.documents import diagnosis_document, write_json
from gopay_help.render.page import Kind, block
from gopay_help.render.pages.diagnosis import diagnosis_page, first_aid_page
from gopay_help.render.plain import render_plain
from gopay_help.trees import walk
from gopay_help.wizard.evidence import Background, Further, Stated
from gopay_help.wizard.ports import Evidence, Prompter
from gopay_help.wizard.session import End, Session

BRAND, CALENDAR = FactId("brand"), "calendar"


@dataclass(frozen=True, slots=True)
class Request:
    """What `diagnose` was asked for, beside the common settings."""

    brand: str | None = None
    pairs: tuple[str, ...] = ()
    answers_file: str | None = None
    facts_file: Path | None = None
    template_file: str | None = None
    exit_code: bool = False


def run(setup: Setup, request: Request) -> int:
    """Diagnose; the advice goes to stdout, the conversation to stderr.

    Raises:
        UsageError: an answer is missing or wrong, and nobody can be asked.
        Aborted: the person stopped; the message says how to go on.
    """
    if request.template_file is not None:
        return _write_template(setup, request.template_file)
    wizard = _Wizard(setup, request)
    end = wizard.run()
    advice = wizard.advise(end)
    if setup.settings.json:
        write_json(diagnosis_document(advice), setup.stdout)
    else:
        setup.stdout.write("\n" if setup.interactive else "")
        show(diagnosis_page(advice, setup.words), setup.stdout, width=setup.width, plain=setup.plain)
        if setup.interactive and end.outcome.offer == "verify":
            _offer_verify(setup)
    return advice.exit_code if request.exit_code else ExitCode.OK


def _offer_verify(setup: Setup) -> None:
    """Check what a stranger gave, as often as the person likes; an empty line ends it. Nothing is kept."""
    from gopay_help.cli.commands import verify

    while True:
        setup.talk.write(
            "\n" + render_plain((block(Kind.TEXT, setup.words.say("ui.verify_offer")),), setup.width) + "> "
        )
        setup.talk.flush()
        given = setup.stdin.readline().strip()
        if not given:
            return
        whole = len(given.split()) > 1
        verify.run(
            [] if whole else [given],
            kind=None,
            message=given if whole else None,
            json=False,
            catalogue=setup.words,
            registry_doc=setup.document("channels"),
            lookalikes_doc=setup.document("lookalikes"),
            now=setup.now,
            stdin=setup.stdin,
            out=setup.stdout,
            err=setup.stderr,
            plain=setup.plain,
            width=setup.width,
        )


class _Wizard:
    """One run: the session with its surroundings."""

    def __init__(self, setup: Setup, request: Request) -> None:
        self._setup = setup
        self._words = setup.words  # first: a language that does not exist is told before anything else
        self._tree = setup.pack.tree
        self._given = collect_answers(request.pairs, request.answers_file, setup.stdin)
        self._stated = collect_facts(request.facts_file, self._tree) if request.facts_file else None
        self._brand = self._checked_brand(request.brand)
        self._evidence = self._choose_evidence()
        self._session = Session(
            tree=self._tree,
            evidence=self._evidence,
            advise=self.advise,
            given=self._given,
            listener=self,
            state=walk.State(facts=self._known()),
        )

    def run(self) -> End:
        """Run the session to its outcome."""
        if self._setup.interactive:
            self._greet()
            self._session = replace(self._session, prompter=self._prompter())
        try:
            return self._session.run()
        except KeyboardInterrupt:
            raise Aborted(self._goodbye()) from None

    def advise(self, end: End) -> Diagnosis:
        """The advice for an outcome; what the check has found by now is told, nothing is waited for."""
        setup = self._setup
        run = Run(
            answers=tuple(
                Answer(node_id, end.state.answers[node_id].option, end.state.answers[node_id].source)
                for node_id in end.passed
            ),
            facts=tuple(self._facts(end.state)),
            started_at=setup.now,
            version=__version__,
            contradictions=tuple(self._contradictions(end)),
            looked_at=end.looked_at,
        )
        claims = {claim["id"]: claim for claim in setup.document("claims")["claims"]}
        shelf = Shelf(self._tree, setup.desk, setup.document("checklists"), claims)
        return build_diagnosis(end.outcome, run, shelf)

    def first_aid(self, advice: Diagnosis) -> None:
        """See `gopay_help.wizard.ports.Listener`."""
        self._say(*first_aid_page(advice, self._words))

    def asking_consent(self, hosts: Sequence[str]) -> None:
        """See `gopay_help.wizard.ports.Listener`."""
        self._say(block(Kind.TEXT, self._words.say("ui.neutral_hosts", hosts=", ".join(hosts))))

    def waiting(self, seconds: float) -> None:
        """See `gopay_help.wizard.ports.Listener`."""
        self._say(block(Kind.NOTE, self._words.say("ui.looking", seconds=round(seconds))))

    def _known(self) -> dict[FactId, str]:
        """Facts that need no looking: the brand of the command line, and the calendar's window."""
        calendar = window_of(self._setup.document(CALENDAR), self._setup.now)
        known = {fact: calendar for fact, spec in self._tree.facts.items() if spec.source == CALENDAR}
        if BRAND in self._tree.facts:
            known[BRAND] = self._brand or UNKNOWN
        stated = self._stated or {}
        return known | {FactId(name): value for name, value in stated.items()}

    def _checked_brand(self, brand: str | None) -> str | None:
        spec = self._tree.facts.get(BRAND)
        if brand is not None and (spec is None or brand not in spec.values):
            values = ", ".join(value for value in (spec.values if spec else ()) if value != UNKNOWN)
            raise UsageError(f"--brand {brand}: choose one of {values}")
        return brand

    @property
    def _asked_brand(self) -> str:
        """Whose hosts are looked at while the brand is not known: those of the pack's first brand."""
        return self._brand or next(iter(self._setup.document("targets")["brands"]))

    def _choose_evidence(self) -> Evidence:
        nobody_to_ask = self._asked_brand not in self._setup.document("targets")["brands"]
        if self._stated is not None or self._setup.settings.offline or nobody_to_ask:
            return Stated(self._stated or {})
        neutral = [_host(target["url"]) for target in self._setup.document("targets").get("controls", ())]
        return Background(self._look, Further(neutral, lambda: self._look(control=True)) if neutral else None)

    def _look(self, *, control: bool = False) -> Mapping[str, str]:
        """Run the network check; imported here, in its thread, so that the first question does not wait."""
        from gopay_help.probes.runner import run_check
        from gopay_help.probes.targets import parse_targets
        from gopay_help.probes.wizard_facts import facts_of

        targets = parse_targets(self._setup.document("targets"), brand=self._asked_brand)
        return facts_of(run_check(targets, control=control))

    def _facts(self, state: walk.State) -> list[Fact]:
        sources = {fact: spec.source for fact, spec in self._tree.facts.items()}
        found = {FactId(name): value for name, value in self._evidence.facts(0).items()}
        values = {**found, **state.facts}
        return [
            Fact(name, value, sources.get(name, "check"), self._setup.now)
            for name, value in values.items()
            if value != UNKNOWN
        ]

    def _contradictions(self, end: End) -> list[str]:
        """Questions that a person answered otherwise than the evidence does."""
        questions = [self._tree.nodes[node_id] for node_id in end.passed]
        return [
            node.id
            for node in questions
            if isinstance(node, Question)
            and (seen := walk.suggestion(node, end.state)) is not None
            and seen != end.state.answers[node.id].option
        ]

    def _prompter(self) -> Prompter:
        setup = self._setup
        if setup.plain:
            from gopay_help.prompt.numbered import NumberedPrompter

            return NumberedPrompter(setup.words, setup.stdin, setup.talk, setup.width)
        from gopay_help.prompt.menu import MenuPrompter

        return MenuPrompter(setup.words, setup.talk, lambda: setup.width or 80)

    def _greet(self) -> None:
        """Said before the menu is loaded: the person reads while it is."""
        words = self._words
        self._say(
            block(Kind.TITLE, f"gopay-help {__version__}"),
            block(Kind.TEXT, words.say("ui.unofficial")),
            block(Kind.TEXT, words.say("ui.no_secrets")),
            *(
                [block(Kind.TEXT, words.say("ui.checking", hosts=", ".join(self._hosts())))]
                if self._checks
                else []
            ),
            block(Kind.NOTE, words.say("ui.other_languages")),
        )

    @property
    def _checks(self) -> bool:
        """True if this run looks at the network."""
        return isinstance(self._evidence, Background)

    def _hosts(self) -> list[str]:
        """The hosts that the check contacts, for the person to know."""
        brands = self._setup.document("targets")["brands"]
        named = brands.get(self._asked_brand, {}).get("provider", ())
        return [_host(target["url"]) for target in named]

    def _goodbye(self) -> str:
        words = self._words
        position = walk.position(self._tree, self._session.state)
        pairs = [
            f"--answer {node_id}={self._session.state.answers[node_id].option}" for node_id in position.passed
        ]
        brand = [f"--brand {self._brand}"] if self._brand else []
        lang = [f"--lang {shlex.quote(words.lang)}"]
        command = " ".join(["gopay-help diagnose", *lang, *brand, *pairs])
        return f"\n{words.say('ui.stopped')}\n{words.say('ui.resume', command=command)}"

    def _say(self, *page: object) -> None:
        setup = self._setup
        show(page, setup.talk, width=setup.width, plain=setup.plain)  # type: ignore[arg-type]
        setup.talk.flush()


def _host(url: str) -> str:
    """The host of a target, for the person to know."""
    return urlsplit(url).hostname or url


def _write_template(setup: Setup, file: str) -> int:
    texts = {**setup.words.fallback, **setup.words.entries}
    text = template(setup.pack.tree, texts)
    if file == "-":
        setup.stdout.write(text)
        return ExitCode.OK
    try:
        with Path(file).open("x", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise UsageError(f"--write-template {file}: {error.strerror}") from error
    return ExitCode.OK
