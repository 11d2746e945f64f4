"""`case`: what is kept of a run, and how it goes on. Each function is one subcommand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from gopay_help.cases.evidence import share
from gopay_help.cases.record import acted, done, record_check, without
from gopay_help.cases.store import DamagedError, Store, case_document, said_id
from gopay_help.cli.options import argument, option
from gopay_help.cli.packs import PACK
from gopay_help.cli.setup import Setup
from gopay_help.model.case import Case, DueKind, EvidenceKind
from gopay_help.model.contact import RouteStep
from gopay_help.model.errors import DataError, ExitCode, UsageError, not_written
from gopay_help.model.files import PRIVATE, write_whole
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Phrase, quoted
from gopay_help.model.tree import UNKNOWN, WEEKENDS, FactId, Given, NodeId, OptionId, Question, State, Tree
from gopay_help.screen import case as pages
from gopay_help.screen.case_files import render_ics
from gopay_help.screen.page import Kind, block
from gopay_help.wizard.route import steps

CaseId = Annotated[
    str | None, argument("The case; the latest open one without it.", metavar="[ID]", offers="cases")
]
Yes = Annotated[bool, option("--yes", "Do not ask.")]
_DIGITS = 6
"""One more than the number of an entry can have."""


def list_cases(setup: Setup) -> int:
    """All cases on this device, and those that cannot be opened."""
    store = setup.store
    cases = store.list()
    unusable = store.unusable()
    return setup.answer(
        lambda: pages.list_document(cases, unusable, setup.now),
        lambda: pages.list_page(cases, unusable, setup.now, setup.words_for, setup.tree_id),
    )


def show_case(setup: Setup, case_id: CaseId = None) -> int:
    """One case, the latest without an id.

    Raises:
        UsageError: there is no such case.
        DataError: it is damaged.
    """
    case = chosen(setup, case_id)
    return setup.answer(
        lambda: pages.shared_document(share(case)),
        lambda: pages.case_page(case, missing_fields(setup, case), setup.now, setup.words),
    )


def next_case(
    setup: Setup,
    case_id: CaseId = None,
    *,
    works: Annotated[bool, option("--works", "You looked again, and it works.")] = False,
    still: Annotated[bool, option("--still", "You looked again, and it is still so.")] = False,
    act: Annotated[
        list[int] | None, option("--done", "This urgent step is done. Repeatable.", metavar="NUMBER")
    ] = None,
    check: Annotated[bool, option("--check", "Look at the network first, and say what has changed.")] = False,
    ics: Annotated[Path | None, option("--ics", "Write the plan as a calendar file; - for stdout.")] = None,
) -> int:
    """What is due, and why. A look that went well closes the case, another moves it on.

    A calendar that goes to stdout goes there alone.

    Raises:
        UsageError: there is no such case or step, or the calendar file is already there.
        DataError: it is damaged or cannot be saved.
    """
    store = setup.store
    if works and still:
        raise UsageError(setup.words.say("case.works_or_still"))
    case = chosen(setup, case_id)
    words = setup.words
    if check:
        from gopay_help.cli import watch

        seen = watch.look_at(setup, case.brand).seen
        case = store.change(case.id, lambda found: record_check(found, seen))
        setup.show(pages.diff_page(case, words), setup.talk)
    if act:
        case = _acted(setup, store, case, act)
    if works or still:
        case = _looked(setup, store, case, works=works)
    if ics is not None and str(ics) == "-":
        if setup.settings.json:
            raise UsageError(words.say("case.one_document"))
        setup.stdout.write(render_ics(case, setup.now, words))
        return ExitCode.OK
    if ics is not None:
        write_new(ics, render_ics(case, setup.now, words).encode())
        setup.tell(words.say("case.export.done", place=ics))
    contacts = contacts_of(setup, tuple(name for due in case.plan for name in due.channels))
    desks, elsewhere, _ = setup.clocks
    counted = elsewhere.get(case.brand, desks).off != WEEKENDS
    return setup.answer(
        lambda: pages.next_document(case, contacts, missing_fields(setup, case), setup.now, words, counted),
        lambda: pages.next_page(case, contacts, setup.now, words, counted),
    )


def _looked(setup: Setup, store: Store, case: Case, *, works: bool) -> Case:
    """The case after the person looked again: closed, one step further, or open once more."""
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
    setup.tell(setup.words.say(key))
    return after


def _acted(setup: Setup, store: Store, case: Case, numbers: Sequence[int]) -> Case:
    """The case with urgent steps marked as done.

    Raises:
        UsageError: it has no step of one of the numbers; then none is marked.
    """
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
        setup.tell(words.say("case.act_done", step=pages.step_words(after.acts[number - 1], words)))
    return after


def diff_case(setup: Setup, case_id: CaseId = None) -> int:
    """What has changed between the last two looks at the network.

    Raises:
        UsageError: there is no such case.
    """
    case = chosen(setup, case_id)
    return setup.answer(lambda: pages.diff_document(case), lambda: pages.diff_page(case, setup.words))


def resume_case(setup: Setup, case_id: CaseId = None) -> int:
    """Go on with the questions of a case.

    Raises:
        UsageError: there is no such case.
    """
    resume(setup, chosen(setup, case_id))
    return ExitCode.OK


def resume(setup: Setup, case: Case) -> Diagnosis:
    """Walk on from where a case stands, and show its advice."""
    from gopay_help.cli.diagnose import consult

    if setup.settings.lang is None and case.lang in setup.pack.languages:  # as it was spoken before
        pack, setup = setup.pack, setup.anew(settings=setup.settings._replace(lang=case.lang))
        setup.pack = pack
    if case.tree.sha256 != setup.pack.tree.sha256:
        setup.tell(setup.words.say("case.other_tree"))
    state = restored(case, setup.pack.tree)
    with setup.quiet():
        return consult(setup, state.facts.get(FactId("brand")), resumed=(case, state))


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


def chosen(setup: Setup, case_id: str | None) -> Case:
    """The case whose id begins so; without one the latest of this pack that is still open, else the latest.

    From here on the run goes by the clock of its brand, as the wizard did.

    Raises:
        UsageError: there is none, or it belongs to another pack: its answers and contacts mean nothing here.
        DataError: it is damaged, or none of those there are can be read.
    """
    store = setup.store
    if case_id is not None:
        cases: tuple[Case, ...] = (_loaded(setup, store, whole_id(setup, store, case_id)),)
    else:
        cases = store.list() or tuple(_loaded(setup, store, each) for each in store.ids())
    if not cases:
        raise UsageError(Phrase("fault.no_cases"))
    ours = [case for case in cases if case.tree.id == setup.tree_id]
    if not ours:
        owner = cases[0].tree.id
        key = "fault.case_of_ours" if owner == PACK else "fault.case_of_pack"
        raise UsageError(Phrase(key, id=cases[0].id, pack=owner))
    found = next((case for case in ours if case.closed is None), ours[0])
    setup.words = setup.words_for(found.brand)
    return found


def whole_id(setup: Setup, store: Store, begun: str) -> str:
    """The id that begins so, if there is only one; what no id begins with is left to be refused as it is.

    Raises:
        UsageError: more than one does.
    """
    fitting = [each for each in store.ids() if said_id(begun) and each.startswith(said_id(begun))]
    if len(fitting) > 1 and said_id(begun) not in fitting:
        known = setup.words.say("ui.list").join(fitting)
        raise UsageError(setup.words.say("case.which", begun=quoted(begun), known=known))
    return said_id(begun) if said_id(begun) in fitting else fitting[0] if len(fitting) == 1 else begun


def _loaded(setup: Setup, store: Store, case_id: str) -> Case:
    """A case; of a damaged one its file is named, and what to do."""
    try:
        return store.load(case_id)
    except DamagedError as error:
        todo = Phrase("case.damaged", file=store.file(case_id), id=case_id)
        raise DataError(*error.args, setup.words.tell(todo)) from error


def missing_fields(setup: Setup, case: Case) -> Mapping[EvidenceKind, tuple[str, ...]]:
    """What a complaint about this cause still needs, by kind of entry: each has a day of its own."""
    missing: dict[EvidenceKind, tuple[str, ...]] = {}
    for kind, name in setup.rules.missing(case):
        missing[kind] = (*missing.get(kind, ()), name)
    return missing


def contacts_of(setup: Setup, channel_ids: tuple[str, ...]) -> Mapping[str, RouteStep]:
    """Contacts by id, with their words and their proof; what may not be shown is left out."""
    return {step.channel.id: step for step in steps(tuple(dict.fromkeys(channel_ids)), setup.desk)}


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet, for its owner alone; a link in its place is not followed.

    Raises:
        DataError: it is there already, or cannot be written; then no part of it is left.
    """
    try:
        write_whole(file, content, mode=PRIVATE, new=True)
    except OSError as error:
        raise DataError(not_written(file, error)) from error


def delete_case(setup: Setup, case_id: CaseId = None, *, yes: Yes = False) -> int:
    """Remove a case, readable or not; without an id the latest that is still open, and never unasked.

    Raises:
        UsageError: there is none, or nobody can be asked and --yes was not given.
    """
    words = setup.words
    if case_id is None and yes:
        raise UsageError(words.say("case.delete_which"))
    store = setup.store
    wanted = chosen(setup, None).id if case_id is None else whole_id(setup, store, case_id)
    if not yes and not _confirmed(setup, words.say("case.delete_sure", id=wanted, word=_word(setup))):
        setup.tell(words.say("case.delete_kept"))
        _changed(setup, wanted, "kept")
        return ExitCode.OK
    store.delete(wanted)
    setup.tell(words.say("case.deleted", id=wanted))
    _changed(setup, wanted, "deleted")
    return ExitCode.OK


def remove_entry(
    setup: Setup,
    which: Annotated[
        list[str],
        argument(
            "The case, and the number of the entry in case show.", metavar="[ID] NUMBER", offers="cases"
        ),
    ],
    *,
    yes: Yes = False,
) -> int:
    """Take an entry back, by the number that `case show` gives it; what it marked as done is open again.

    Raises:
        UsageError: there is no such case or entry, or nobody can be asked and --yes was not given.
        DataError: the case is damaged or cannot be saved.
    """
    *before, last = which
    if len(before) > 1 or not (last.isascii() and last.isdecimal() and len(last) < _DIGITS):
        raise UsageError(setup.words.say("case.remove_how"))
    case, number = chosen(setup, before[0] if before else None), int(last)
    words, store = setup.words, setup.store
    count = len(case.evidence)
    if not 1 <= number <= count:
        raise UsageError(words.say("case.no_entry", number=number, count=count, id=case.id))
    entry = case.evidence[number - 1]
    kind = words.say(f"case.kind.{entry.kind}")
    if not yes:
        lines = (block(Kind.TEXT, line, depth=1) for line in pages.entry_lines(entry, words))
        page = (block(Kind.ITEM, kind, f"{number}."), *lines)
        setup.show(page, setup.talk)
        if not _confirmed(setup, words.say("case.remove_sure", number=number, word=_word(setup))):
            setup.tell(words.say("case.delete_kept"))
            _changed(setup, case.id, "kept")
            return ExitCode.OK
    after = store.change(case.id, lambda found: without(found, entry, setup.now))
    setup.tell(words.say("case.removed", kind=kind, count=len(after.evidence)))
    shown = case_document(share(case).case)["evidence"][number - 1]
    _changed(setup, case.id, "removed", entries=[shown])
    return ExitCode.OK


def _word(setup: Setup) -> str:
    return setup.words.say("case.delete_word")


def _confirmed(setup: Setup, question: str) -> bool:
    """True if the person typed the word of the question.

    Raises:
        UsageError: nobody can be asked.
    """
    if not setup.interactive:
        raise UsageError(Phrase("fault.yes"))
    setup.show((block(Kind.TEXT, question),), setup.talk)
    return setup.prompt().strip().lower() in ("yes", _word(setup).lower())


def _changed(setup: Setup, case_id: str, change: str, **what: object) -> None:
    if setup.settings.json:
        setup.write_json(pages.change_document(case_id, change, **what))
