"""`case draft`: the message to support or to a public body, in its language and in the person's."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gopay_help.cases.draft import (
    APP_LIMIT,
    Matter,
    MessageDraft,
    Regulator,
    for_form,
    is_exposed,
    to_regulator,
    to_support,
)
from gopay_help.cases.evidence import PERSONAL, share
from gopay_help.cli.commands.case import chosen, contacts_of, rules_of, tell, write_new
from gopay_help.cli.wiring import Setup
from gopay_help.model.case import Case, DueKind
from gopay_help.model.contact import RouteStep
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import Phrase, quoted
from gopay_help.model.tree import NodeId, Outcome
from gopay_help.screen.case_documents import draft_document
from gopay_help.screen.case_files import MAILTO_LIMIT, render_eml, render_mailto
from gopay_help.screen.documents import write_json
from gopay_help.screen.page import Block, Kind, Page, block, show
from gopay_help.screen.pages import proof

FORMS = ("text", "eml", "mailto", "app")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `case draft` was asked for."""

    form: str = "text"
    out: Path | None = None
    regulator: bool = False
    reveal: frozenset[str] = frozenset()
    limit: int = APP_LIMIT


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with its recipient, if one is proved: the language of support first, then the person's."""

    drafts: tuple[MessageDraft, ...]
    to: RouteStep | None
    masked: tuple[str, ...] = ()
    """Fields that name somebody, and that were not to be shown."""

    @property
    def address(self) -> str | None:
        """The mail address, if the recipient has one."""
        return self.to.channel.value if self.to and self.to.channel.kind == "email" else None


def draft(setup: Setup, case_id: str | None, wanted: Wanted) -> int:
    """Write the message; nothing is sent.

    Raises:
        UsageError: the case has no outcome yet, or a public body does not take it yet.
        DataError: the case is damaged.
    """
    if wanted.form not in FORMS:
        raise UsageError(Phrase("fault.choose", what=f"--format {quoted(wanted.form)}", known=FORMS))
    case = chosen(setup, case_id)
    letter = letter_of(setup, case, regulator=wanted.regulator, reveal=wanted.reveal)
    if setup.settings.json:
        write_json(draft_document(case, letter.drafts, letter.to), setup.stdout)
        return ExitCode.OK
    if wanted.form == "text" and wanted.out is None:
        show(_page(setup, letter), setup.stdout, width=setup.width, plain=setup.plain)
        return ExitCode.OK
    content = _content(setup, letter, wanted)
    if wanted.out is not None:
        write_new(wanted.out, content)
        tell(setup, setup.words.say("case.export.done", place=wanted.out))
    else:
        setup.stdout.write(content.decode("utf-8"))
    show(tuple(_last_notes(setup, letter)), setup.talk, width=setup.width, plain=setup.plain)
    return ExitCode.OK


def letter_of(
    setup: Setup, case: Case, *, regulator: bool = False, reveal: frozenset[str] = frozenset()
) -> Letter:
    """The message of a case.

    Raises:
        UsageError: the case has no outcome yet, or a public body does not take it yet.
    """
    if case.outcome is None or case.cause is None:
        raise UsageError(setup.words.say("case.draft.unfinished", id=case.id))
    rules = rules_of(setup)
    shared = share(case, reveal)
    matter = Matter(shared.case, rules.topic(case.outcome), is_exposed(case, setup.pack.tree))
    body = _regulator(setup, case) if regulator else None
    read_in = "id" if body else rules.language(case.brand)
    languages = dict.fromkeys((read_in, setup.words.lang))
    catalogues = [setup.pack.catalogue(lang) for lang in languages]
    drafts = tuple(
        to_regulator(matter, body, words) if body else to_support(matter, words) for words in catalogues
    )
    masked = tuple(sorted((PERSONAL - reveal).intersection(shared.hidden)))
    return Letter(drafts, _recipient(setup, case, body), masked)


def _regulator(setup: Setup, case: Case) -> Regulator:
    """The public body of this case, if it takes it already.

    Raises:
        UsageError: none is named, or it wants to see the complaint to the provider first.
    """
    words = setup.words
    escalate = next((due for due in case.plan if due.kind is DueKind.ESCALATE), None)
    found = rules_of(setup).regulator(escalate.channels if escalate else ())
    if found is None:
        raise UsageError(words.say("case.draft.no_regulator"))
    if found.after_complaint and not case.complained:
        who = words.say(f"channel.{found.to}.label")
        raise UsageError(words.say("case.draft.regulator_early", who=who, id=case.id))
    return found


def _recipient(setup: Setup, case: Case, regulator: Regulator | None) -> RouteStep | None:
    """Only from the registry, only what may be shown, and for support only what the outcome's route has."""
    if regulator is not None:
        return next(iter(contacts_of(setup, (regulator.to,)).values()), None)
    node = setup.pack.tree.nodes.get(NodeId(case.outcome or ""))
    route = node.route if isinstance(node, Outcome) else ()
    allowed = rules_of(setup).recipients.get(case.brand, ())
    ids = tuple(name for name in allowed if name in route)
    return next((step for step in contacts_of(setup, ids).values() if _is_mail(step)), None)


def _is_mail(step: RouteStep) -> bool:
    """True for a plain ASCII mail address: a look-alike letter never becomes a recipient."""
    from email_validator import EmailNotValidError, validate_email

    value = step.channel.value or ""
    if step.channel.kind != "email" or not value.isascii():
        return False
    try:
        validate_email(value, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return False
    return True


def _content(setup: Setup, letter: Letter, wanted: Wanted) -> bytes:
    if wanted.form == "eml":
        return render_eml(letter.drafts, letter.address)
    if wanted.form == "app":
        text = for_form(letter.drafts[0], wanted.limit)
        if len(letter.drafts[0].body) > wanted.limit:
            tell(setup, setup.words.say("case.draft.cut", limit=wanted.limit))
        return (text.rstrip("\n") + "\n").encode()
    if wanted.form == "mailto":
        return _link(setup, letter)
    return "\n----------\n\n".join(draft.body for draft in letter.drafts).encode()


def _link(setup: Setup, letter: Letter) -> bytes:
    """The link, or the mail file's text where the link grew too long or nobody is proved."""
    if letter.address is None:
        raise UsageError(setup.words.say("case.draft.nobody"))
    link = render_mailto(letter.drafts[0], letter.address)
    if link is not None:
        return f"{link}\n".encode()
    text = setup.words.say(
        "case.draft.long", form="mailto", length=len(letter.drafts[0].body), limit=MAILTO_LIMIT
    )
    tell(setup, text)
    return render_eml(letter.drafts, letter.address)


def recipient_blocks(setup: Setup, letter: Letter) -> Page:
    """Who gets it, with the age of the proof, or that nobody is proved."""
    if letter.to is None:
        return (block(Kind.TEXT, setup.words.say("case.draft.nobody")),)
    words = setup.words
    to = words.say("case.draft.to", label=letter.to.label, value=letter.to.channel.value or "")
    parts: list[Block] = [block(Kind.VALUE, to)]
    if letter.to.caveat:
        parts.append(block(Kind.TEXT, words.say("ui.take_care", caveat=letter.to.caveat)))
    parts.append(block(Kind.NOTE, proof(letter.to, words)))
    return tuple(parts)


def _page(setup: Setup, letter: Letter) -> Page:
    words = setup.words
    parts: list[Block] = [block(Kind.TITLE, words.say("case.draft.title")), *recipient_blocks(setup, letter)]
    for index, one in enumerate(letter.drafts):
        if index:
            parts.append(block(Kind.HEADING, words.say("case.draft.other_language")))
        parts.append(block(Kind.HEADING, one.subject))
        parts += (block(Kind.TEXT, line) for line in one.body.split("\n"))
    parts += _last_notes(setup, letter)
    return tuple(parts)


def _last_notes(setup: Setup, letter: Letter) -> Iterator[Block]:
    """What is left to do by hand, and how a masked number can be shown."""
    for field in letter.masked:
        yield block(Kind.NOTE, setup.words.say("case.export.reveal", field=field))
    yield block(Kind.NOTE, setup.words.say("case.draft.fill"))
