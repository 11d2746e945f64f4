"""`diagnose`: the wizard for a person, the same walk for a script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gopay_help import __version__
from gopay_help.cli.commands.answers import collect_facts, collect_given, options_of, template
from gopay_help.cli.conversation import Conversation
from gopay_help.cli.keeping import Keeper
from gopay_help.cli.looking import choose_evidence, hosts_of
from gopay_help.cli.wiring import Setup
from gopay_help.model.errors import Aborted, UsageError, not_written
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.result import Answer, Diagnosis, Fact
from gopay_help.model.text import Phrase, quoted
from gopay_help.model.tree import UNKNOWN, FactId, Question, Tree
from gopay_help.screen.diagnosis import diagnosis_page
from gopay_help.screen.page import Kind, block, show
from gopay_help.tree import walk
from gopay_help.wizard.advice import AdviceSources, RunFacts, build_diagnosis
from gopay_help.wizard.session import End, Evidence, Session

if TYPE_CHECKING:
    from gopay_help.model.case import Case

BRAND = FactId("brand")


@dataclass(frozen=True, slots=True)
class Request:
    """What `diagnose` was asked for, beside the common settings."""

    brand: str | None = None
    pairs: tuple[str, ...] = ()
    answers_file: str | None = None
    facts_file: Path | None = None
    template_file: str | None = None
    exit_code: bool = False
    save: bool = True
    """Keep the answers of a person on this device; a script's are never kept."""
    helper: bool = False
    """Someone answers for another person on the phone: rules first, a card to read out last, nothing kept."""
    resumed: "Resumed | None" = None


@dataclass(frozen=True, slots=True)
class Resumed:
    """A case to go on with: the walk's state as it was kept."""

    case: "Case"
    state: walk.State


def run(setup: Setup, request: Request) -> int:
    """Diagnose; the advice goes to stdout, the conversation to stderr.

    Raises:
        UsageError: an answer is missing or wrong, and nobody can be asked.
        Aborted: the person stopped; the message says how to go on.
    """
    if request.template_file is not None:
        return _write_template(setup, request.template_file)
    end, advice = diagnose(setup, request)
    if setup.settings.json:
        from gopay_help.screen.documents import diagnosis_document, write_json

        write_json(diagnosis_document(advice), setup.stdout)
    elif request.helper:
        from gopay_help.screen.card import helper_card

        setup.stdout.write("\n" if setup.interactive else "")
        show(helper_card(advice, setup.words), setup.stdout, width=setup.width, plain=setup.plain)
        _show_code(setup, advice)
    else:
        setup.stdout.write("\n" if setup.interactive else "")
        show(diagnosis_page(advice, setup.words), setup.stdout, width=setup.width, plain=setup.plain)
        if setup.interactive:
            Conversation(setup).recapitulate(advice)
        if setup.interactive and end.outcome.offer == "verify" and setup.pack.has("lookalikes"):
            Conversation(setup).offer_verify()
    return advice.exit_code if request.exit_code else ExitCode.OK


def _show_code(setup: Setup, advice: Diagnosis) -> None:
    """As much of the card as fits on the screen as a QR code; nothing for a pipe or a screen reader."""
    if setup.width is None or setup.plain:
        return
    import shutil

    from gopay_help.screen.card import card_texts, in_colour, qr_lines

    rows = shutil.get_terminal_size((80, 24)).lines - 2
    codes = (qr_lines(text, setup.width, rows) for text in card_texts(advice, setup.words))
    found = next(filter(None, codes), None)
    if found is not None:
        page = (block(Kind.NOTE, setup.words.say("helper.card.code")),)
        show(page, setup.stdout, width=setup.width, plain=setup.plain)
        bare = "".join(f"{line}\n" for line in found)
        setup.stdout.write(bare if setup.environ.get("NO_COLOR") else in_colour(found))


def diagnose(setup: Setup, request: Request) -> tuple[End, Diagnosis]:
    """Walk to an outcome and build the advice for it.

    Raises:
        UsageError: an answer is missing or wrong, and nobody can be asked.
        Aborted: the person stopped; the message says how to go on.
    """
    conversation = Conversation(setup)  # first: a language that does not exist is told before anything else
    tree = setup.pack.tree
    brand = _checked_brand(tree, request.brand)
    given = collect_given(request.pairs, request.answers_file, setup.stdin, options_of(tree))
    stated = collect_facts(request.facts_file, tree) if request.facts_file else None
    before = request.resumed
    keeper = Keeper(
        setup,
        tell=conversation.note,
        case=before.case if before else None,
        wanted=request.save and setup.interactive and not request.helper,
    )
    evidence = choose_evidence(setup, brand, stated, keeper.on_check)
    if setup.interactive:
        conversation.greet(hosts_of(setup, brand) if stated is None else [])
        if request.helper:
            conversation.brief_helper()
    start = before.state if before else walk.State()
    session = Session(
        tree=tree,
        evidence=evidence,
        advise=lambda end: build_advice(setup, end, evidence),
        given=given.answers,
        form=given.form,
        prompter=conversation.prompter() if setup.interactive else None,
        listener=conversation,
        state=replace(start, facts={**_known(tree, brand, stated or {}), **start.facts}),
        on_step=keeper.on_step,
    )
    try:
        end = session.run()
    except KeyboardInterrupt:
        position = walk.position(tree, session.state)
        raise Aborted(conversation.goodbye(session.state, position, brand, keeper.case_id)) from None
    advice = build_advice(setup, end, evidence)
    keeper.on_step(walk.observe(end.state, {FactId(fact.id): fact.value for fact in advice.facts}))
    keeper.on_outcome(end.outcome, advice.brand)
    if keeper.case_id is not None:
        conversation.kept(keeper.case_id)
    return end, advice._replace(case_id=keeper.case_id)


def build_advice(setup: Setup, end: End, evidence: Evidence) -> Diagnosis:
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
    sources = AdviceSources(setup.pack.tree, setup.desk, setup.document("checklists"), claims, setup.zone)
    return build_diagnosis(end.outcome, run, sources)


def _known(tree: Tree, brand: str | None, stated: Mapping[str, str]) -> dict[FactId, str]:
    """Facts that need no looking: the brand of the command line, and those of a file."""
    known = {BRAND: brand or UNKNOWN} if BRAND in tree.facts else {}
    return known | {FactId(name): value for name, value in stated.items()}


def _checked_brand(tree: Tree, brand: str | None) -> str | None:
    spec = tree.facts.get(BRAND)
    if brand is not None and (spec is None or brand not in spec.values):
        known = tuple(value for value in (spec.values if spec else ()) if value != UNKNOWN)
        raise UsageError(Phrase("fault.choose", what=f"--brand {quoted(brand)}", known=known))
    return brand


def _facts(setup: Setup, state: walk.State, evidence: Evidence) -> Iterator[Fact]:
    """Every fact that is known by now, and where it comes from."""
    declared = setup.pack.tree.facts
    found = {FactId(name): value for name, value in evidence.facts(0).items()}
    for name, value in {**found, **state.facts}.items():
        if value != UNKNOWN:
            source = declared[name].source if name in declared else "check"
            yield Fact(name, value, source, setup.now)


def _contradictions(tree: Tree, end: End) -> Iterator[str]:
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
    try:
        with Path(file).open("w" if _is_empty(Path(file)) else "x", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise UsageError(not_written(f"--write-template {file}", error)) from error
    return ExitCode.OK


def _is_empty(file: Path) -> bool:
    """True for a file that was made to be filled; anything else stays as it is."""
    return file.is_file() and not file.stat().st_size
