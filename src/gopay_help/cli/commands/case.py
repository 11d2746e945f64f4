"""`case`: what is kept of a run, and how it goes on. Each function is one subcommand."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from gopay_help.cases.document import DamagedError
from gopay_help.cases.draft import Rules, parse_rules
from gopay_help.cases.record import acted, done, record_check
from gopay_help.cases.store import Store, open_store
from gopay_help.cli.wiring import Setup
from gopay_help.model.case import Case, DueKind, EvidenceKind, Seen
from gopay_help.model.contact import RouteStep
from gopay_help.model.errors import DataError, UsageError, not_written
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import Phrase, quoted
from gopay_help.model.tree import UNKNOWN, FactId, NodeId, OptionId, Question, Tree
from gopay_help.screen.page import Kind, Page, block, show
from gopay_help.tree.walk import Given, State


def list_cases(setup: Setup) -> int:
    """All cases on this device, damaged ones too."""
    from gopay_help.screen.case import list_page
    from gopay_help.screen.case_documents import list_document

    store = store_of(setup)
    cases = store.list()
    damaged = sorted(set(store.ids()) - {case.id for case in cases})
    if setup.settings.json:
        _json(setup, list_document(cases, damaged, setup.now))
    else:
        _show(setup, list_page(cases, damaged, setup.now, setup.words))
    return ExitCode.OK


def show_case(setup: Setup, case_id: str | None) -> int:
    """One case, the latest without an id.

    Raises:
        UsageError: there is no such case.
        DataError: it is damaged.
    """
    from gopay_help.cases.evidence import share
    from gopay_help.screen.case import case_page
    from gopay_help.screen.case_documents import shared_document

    case = chosen(setup, case_id)
    if setup.settings.json:
        _json(setup, shared_document(share(case)))
    else:
        _show(setup, case_page(case, missing_fields(setup, case), setup.now, setup.words))
    return ExitCode.OK


def next_case(
    setup: Setup,
    case_id: str | None,
    *,
    works: bool | None = None,
    acts: Sequence[int] = (),
    look: Callable[[str], Seen] | None = None,
    ics: Path | None = None,
) -> int:
    """What is due, and why; `works` says how the look went and closes the case or moves it on.

    *acts* are numbers of urgent steps that are done. *look* looks at the network of a brand first, keeps what
    it saw and shows what has changed. A calendar that goes to stdout goes there alone.

    Raises:
        UsageError: there is no such case or step, or the calendar file is already there.
        DataError: it is damaged or cannot be saved.
    """
    from gopay_help.screen.case import diff_page, next_page
    from gopay_help.screen.case_documents import next_document
    from gopay_help.screen.case_files import render_ics

    store = store_of(setup)
    case = chosen(setup, case_id)
    if look is not None:
        seen = look(case.brand)
        case = store.change(case.id, lambda found: record_check(found, seen))
        show(diff_page(case, setup.words), setup.talk, width=setup.width, plain=setup.plain)
    if acts:
        case = _acted(setup, store, case, acts)
    if works is not None:
        case = _looked(setup, store, case, works=works)
    if ics is not None and str(ics) == "-":
        if setup.settings.json:
            raise UsageError(setup.words.say("case.one_document"))
        setup.stdout.write(render_ics(case, setup.now, setup.words))
        return ExitCode.OK
    if ics is not None:
        write_new(ics, render_ics(case, setup.now, setup.words).encode())
        tell(setup, setup.words.say("case.export.done", place=ics))
    contacts = contacts_of(setup, tuple(name for due in case.plan for name in due.channels))
    if setup.settings.json:
        missing = missing_fields(setup, case)
        _json(setup, next_document(case, contacts, missing, setup.now, setup.words))
    else:
        _show(setup, next_page(case, contacts, setup.now, setup.words))
    return ExitCode.OK


def looked_again(setup: Setup, *, works: bool, still: bool) -> bool | None:
    """How the look went, if the person looked.

    Raises:
        UsageError: it works, and it does not.
    """
    if works and still:
        raise UsageError(setup.words.say("case.works_or_still"))
    return works if works or still else None


def _looked(setup: Setup, store: Store, case: Case, *, works: bool) -> Case:
    """The case after the person looked again: closed, one step further, or open once more."""
    from dataclasses import replace

    now = setup.now

    def changed(found: Case) -> Case:
        if works:
            return replace(found, closed=found.closed or now, updated=now)
        return done(replace(found, closed=None, updated=now), DueKind.RECHECK, now)

    after = store.change(case.id, changed)
    if works:
        key = "case.closed_already" if case.closed else "case.now_closed"
    else:
        key = "case.reopened" if case.closed else "case.still"
    tell(setup, setup.words.say(key))
    return after


def _acted(setup: Setup, store: Store, case: Case, numbers: Sequence[int]) -> Case:
    """The case with urgent steps marked as done.

    Raises:
        UsageError: it has no step of one of the numbers; then none is marked.
    """
    from gopay_help.screen.case import step_words

    words = setup.words
    count = len(case.acts)
    for number in numbers:
        if not 1 <= number <= count:
            raise UsageError(words.say("case.no_act", number=number, count=count))

    def changed(found: Case) -> Case:
        for number in numbers:
            found = acted(found, number, setup.now)
        return found

    after = store.change(case.id, changed)
    for number in dict.fromkeys(numbers):
        tell(setup, words.say("case.act_done", step=step_words(after.acts[number - 1], words)))
    return after


def diff_case(setup: Setup, case_id: str | None) -> int:
    """What has changed between the last two looks at the network.

    Raises:
        UsageError: there is no such case.
    """
    from gopay_help.screen.case import diff_page
    from gopay_help.screen.case_documents import diff_document

    case = chosen(setup, case_id)
    if setup.settings.json:
        _json(setup, diff_document(case))
    else:
        _show(setup, diff_page(case, setup.words))
    return ExitCode.OK


def resume_case(setup: Setup, case_id: str | None) -> int:
    """Go on with the questions of a case.

    Raises:
        UsageError: there is no such case.
    """
    from gopay_help.cli.commands import diagnose

    case = chosen(setup, case_id)
    if case.tree.sha256 != setup.pack.tree.sha256:
        tell(setup, setup.words.say("case.other_tree"))
    state = restored(case, setup.pack.tree)
    brand = state.facts.get(FactId("brand"))
    return diagnose.run(setup, diagnose.Request(brand=brand, resumed=diagnose.Resumed(case, state)))


def restored(case: Case, tree: Tree) -> State:
    """The walk's state as the case has it: answers that the tree still offers, in their order.

    Of the facts only a stated brand counts: the network and the hour are looked at again.
    """
    answers = {}
    for answer in case.answers:
        node = tree.nodes.get(NodeId(answer.id))
        if isinstance(node, Question) and node.option(answer.value):
            answers[node.id] = Given(OptionId(answer.value), answer.source)
    stated = [fact for fact in case.facts if fact.id == "brand" and fact.value != UNKNOWN]
    facts = {FactId(fact.id): fact.value for fact in stated}
    return State(answers, facts, min(case.cursor, len(answers)))


def store_of(setup: Setup) -> Store:
    """The store of this user; it knows which values are public."""
    return open_store(setup.environ, public_values(setup))


def public_values(setup: Setup) -> tuple[str, ...]:
    """Every value of the contact registry: nobody's secret."""
    channels = setup.registry.channels
    values = [channel.value for channel in channels if channel.value]
    values += [value for channel in channels for name, value in channel.alternatives if name != "replaced_by"]
    return tuple(values)


def chosen(setup: Setup, case_id: str | None) -> Case:
    """The case whose id begins so; without one the latest that is still open, else the latest.

    Raises:
        UsageError: there is none.
        DataError: it is damaged, or none of those there are can be read.
    """
    store = store_of(setup)
    if case_id is not None:
        return _loaded(setup, store, whole_id(setup, store, case_id))
    cases = store.list()
    if not cases:
        cases = tuple(_loaded(setup, store, each) for each in store.ids())
    if not cases:
        raise UsageError(Phrase("fault.no_cases"))
    return next((case for case in cases if case.closed is None), cases[0])


def whole_id(setup: Setup, store: Store, begun: str) -> str:
    """The id that begins so, if there is only one; what no id begins with is left to be refused as it is.

    Raises:
        UsageError: more than one does.
    """
    fitting = [each for each in store.ids() if begun and each.startswith(begun.strip().lower())]
    if len(fitting) > 1 and begun not in fitting:
        known = setup.words.say("ui.list").join(fitting)
        raise UsageError(setup.words.say("case.which", begun=quoted(begun), known=known))
    return fitting[0] if len(fitting) == 1 else begun


def _loaded(setup: Setup, store: Store, case_id: str) -> Case:
    """A case; of a damaged one its file is named, and what to do."""
    try:
        return store.load(case_id)
    except DamagedError as error:
        todo = Phrase("case.damaged", file=store.file(case_id), id=case_id)
        raise DataError(*error.args, setup.words.tell(todo)) from error


def rules_of(setup: Setup) -> Rules:
    """The pack's rules of complaints.

    Raises:
        DataError: the pack has none.
    """
    return parse_rules(setup.document("case"))


def missing_fields(setup: Setup, case: Case) -> Mapping[EvidenceKind, tuple[str, ...]]:
    """What a complaint about this cause still needs, by kind of entry: each has a day of its own."""
    missing: dict[EvidenceKind, tuple[str, ...]] = {}
    for kind, name in rules_of(setup).missing(case):
        missing[kind] = (*missing.get(kind, ()), name)
    return missing


def contacts_of(setup: Setup, channel_ids: tuple[str, ...]) -> Mapping[str, RouteStep]:
    """Contacts by id, with their words and their proof; what may not be shown is left out."""
    from gopay_help.wizard.advice import steps

    return {step.channel.id: step for step in steps(tuple(dict.fromkeys(channel_ids)), setup.desk)}


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet, for its owner alone; a link in its place is not followed.

    Raises:
        UsageError: it is there already, or cannot be written; then no part of it is left.
    """
    import contextlib
    import os

    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(file, flags, 0o600)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
        except BaseException:
            with contextlib.suppress(OSError):
                file.unlink()
            raise
    except OSError as error:
        raise UsageError(not_written(file, error)) from error


def tell(setup: Setup, text: str) -> None:
    """Say a line of the conversation."""
    show((block(Kind.NOTE, text),), setup.talk, width=setup.width, plain=setup.plain)
    setup.talk.flush()


def _show(setup: Setup, page: Page) -> None:
    show(page, setup.stdout, width=setup.width, plain=setup.plain)


def _json(setup: Setup, document: Mapping[str, object]) -> None:
    from gopay_help.screen.documents import write_json

    write_json(document, setup.stdout)
