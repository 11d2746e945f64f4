"""`case remove` and `case delete`: an entry, or a whole case, taken back after a question."""

from collections.abc import Sequence

from gopay_help.cases.document import case_document
from gopay_help.cases.evidence import share
from gopay_help.cases.record import without
from gopay_help.cli.commands.case import chosen, store_of, tell, whole_id
from gopay_help.cli.wiring import Setup
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import Phrase
from gopay_help.screen.case import entry_lines
from gopay_help.screen.case_documents import change_document
from gopay_help.screen.documents import write_json
from gopay_help.screen.page import Kind, block, show


def delete_case(setup: Setup, case_id: str | None, *, sure: bool = False) -> int:
    """Remove a case, readable or not; without an id the latest that is still open, and never unasked.

    Raises:
        UsageError: there is none, or nobody can be asked and --yes was not given.
    """
    words = setup.words
    if case_id is None and sure:
        raise UsageError(words.say("case.delete_which"))
    store = store_of(setup)
    wanted = chosen(setup, None).id if case_id is None else whole_id(setup, store, case_id)
    if not sure and not _confirmed(setup, words.say("case.delete_sure", id=wanted, word=_word(setup))):
        tell(setup, words.say("case.delete_kept"))
        _changed(setup, wanted, "kept")
        return ExitCode.OK
    store.delete(wanted)
    tell(setup, words.say("case.deleted", id=wanted))
    _changed(setup, wanted, "deleted")
    return ExitCode.OK


def remove_entry(setup: Setup, case_id: str | None, number: int, *, sure: bool = False) -> int:
    """Take an entry back, by the number that `case show` gives it; what it marked as done is open again.

    Raises:
        UsageError: there is no such case or entry, or nobody can be asked and --yes was not given.
        DataError: the case is damaged or cannot be saved.
    """
    words, store = setup.words, store_of(setup)
    case = chosen(setup, case_id)
    count = len(case.evidence)
    if not 1 <= number <= count:
        raise UsageError(words.say("case.no_entry", number=number, count=count, id=case.id))
    entry = case.evidence[number - 1]
    kind = words.say(f"case.kind.{entry.kind}")
    if not sure:
        lines = (block(Kind.TEXT, line, depth=1) for line in entry_lines(entry, words))
        page = (block(Kind.ITEM, kind, f"{number}."), *lines)
        show(page, setup.talk, width=setup.width, plain=setup.plain)
        if not _confirmed(setup, words.say("case.remove_sure", number=number, word=_word(setup))):
            tell(setup, words.say("case.delete_kept"))
            _changed(setup, case.id, "kept")
            return ExitCode.OK
    after = store.change(case.id, lambda found: without(found, entry, setup.now))
    tell(setup, words.say("case.removed", kind=kind, count=len(after.evidence)))
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
    show((block(Kind.TEXT, question),), setup.talk, width=setup.width, plain=setup.plain)
    setup.talk.write("> ")
    setup.talk.flush()
    return setup.stdin.readline().strip().lower() in ("yes", _word(setup).lower())


def _changed(setup: Setup, case_id: str, change: str, **what: object) -> None:
    if setup.settings.json:
        write_json(change_document(case_id, change, **what), setup.stdout)


def named_entry(setup: Setup, which: Sequence[str]) -> tuple[str | None, int]:
    """The case, if one was named, and the number of its entry.

    Raises:
        UsageError: there is no number at the end, or more than a case before it.
    """
    *before, last = which
    if len(before) > 1 or not (last.isascii() and last.isdecimal() and len(last) < _DIGITS):
        raise UsageError(setup.words.say("case.remove_how"))
    return (before[0] if before else None), int(last)


_DIGITS = 6
