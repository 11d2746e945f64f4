"""`case draft` and `case export`: what leaves the device, with what names others masked."""

import errno
import io
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from gopay_help import __version__
from gopay_help.cases import draft as letters
from gopay_help.cases.evidence import PERSONAL, Shared, share
from gopay_help.cases.read import in_words
from gopay_help.cases.redact.engine import PLACEHOLDER
from gopay_help.cli.case import CaseId, chosen, contacts_of, missing_fields, write_new
from gopay_help.cli.options import option
from gopay_help.cli.setup import Setup, require_known
from gopay_help.model.case import Case, DueKind, EvidenceKind
from gopay_help.model.contact import RouteStep
from gopay_help.model.errors import DataError, ExitCode, UsageError, not_written
from gopay_help.model.files import TEMPORARY, sync_folder, write_all
from gopay_help.model.text import Phrase
from gopay_help.model.tree import FactId, NodeId, Outcome
from gopay_help.screen import case as pages
from gopay_help.screen import case_files
from gopay_help.screen.page import Block, Kind, Page, block
from gopay_help.screen.pages import proof

FORMS = ("text", "eml", "mailto", "app")
Reveal = Annotated[
    list[str] | None,
    option(
        "--reveal",
        "Show this hidden field: counterparty. Repeatable.",
        metavar="FIELD",
        offers=sorted(PERSONAL),
    ),
]
NewFile = Annotated[Path | None, option("--out", "Write it there; nothing is overwritten.")]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with its recipient, if one is proved: the language of support first, then the person's."""

    drafts: tuple[letters.MessageDraft, ...]
    to: RouteStep | None
    masked: tuple[str, ...] = ()
    """Fields that name somebody, and that were not to be shown."""
    doubts: tuple[Phrase, ...] = ()
    """Days that do not go with the words; that it is not in the language of who gets it."""
    encloses: bool = False
    """True if it names what is enclosed."""

    @property
    def address(self) -> str | None:
        """The mail address, if the recipient has one."""
        return self.to.channel.value if self.to and self.to.channel.kind == "email" else None


def draft(
    setup: Setup,
    case_id: CaseId = None,
    *,
    form: Annotated[str, option("--format", "text, eml, mailto or app.", offers=FORMS)] = "text",
    regulator: Annotated[
        bool, option("--regulator", "To the public body, once you have complained.")
    ] = False,
    limit: Annotated[int, option("--limit", "Characters of the app's form.", min=200)] = letters.APP_LIMIT,
    reveal: Reveal = None,
    out: NewFile = None,
) -> int:
    """Write the message; nothing is sent.

    Raises:
        UsageError: the case has no outcome yet, or a public body does not take it yet.
        DataError: the case is damaged.
    """
    require_known("--format", form, FORMS)
    case = chosen(setup, case_id)
    letter = letter_of(setup, case, regulator=regulator, reveal=frozenset(reveal or ()))
    if setup.settings.json:
        setup.write_json(pages.draft_document(case, letter.drafts, letter.to))
        return ExitCode.OK
    if form == "text" and out is None:
        setup.show(_letter_page(setup, letter))
        return ExitCode.OK
    content = _content(setup, letter, form, limit)
    if out is not None:
        write_new(out, content)
        setup.tell(setup.words.say("case.export.done", place=out))
    else:
        setup.stdout.write(content.decode("utf-8"))
    setup.show(tuple(_last_notes(setup, letter)), setup.talk)
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
    rules = setup.rules
    shared = share(case, reveal)
    blanks = tuple(name for kind, name in rules.missing(case) if kind is EvidenceKind.TRANSACTION)
    matter = letters.Matter(
        shared.case, rules.topic(case.outcome), letters.is_exposed(case, setup.pack.tree), blanks
    )
    body = _regulator(setup, case) if regulator else None
    recipient = _recipient(setup, case, body)
    brand = setup.registry.brand(recipient.channel.brand) if body and recipient else None
    spoken, read_in = brand.speaks if brand else None, rules.language(case.brand)
    doubts = tuple(matter.doubts(setup.now, setup.words.zone()))
    if spoken in setup.pack.languages:
        read_in = spoken
    elif spoken:
        doubts += (Phrase("case.draft.not_spoken", lang=spoken, used=read_in),)
    languages = dict.fromkeys((read_in, setup.words.lang))
    catalogues = [setup.pack.catalogue(lang)._replace(zone=setup.words.zone) for lang in languages]
    drafts = tuple(
        letters.to_regulator(matter, body, words) if body else letters.to_support(matter, words)
        for words in catalogues
    )
    masked = tuple(sorted((PERSONAL - reveal).intersection(shared.hidden)))
    encloses = bool(body and (body.documents or case.complained))
    return Letter(drafts, recipient, masked, doubts, encloses)


def _regulator(setup: Setup, case: Case) -> letters.Regulator:
    """The public body of this case, if it takes it already.

    Raises:
        UsageError: none is named, or it wants to see the complaint to the provider first.
    """
    words = setup.words
    escalate = next((due for due in case.plan if due.kind is DueKind.ESCALATE), None)
    found = setup.rules.regulator(escalate.channels if escalate else ())
    if found is None:
        raise UsageError(words.say("case.draft.no_regulator"))
    if found.after_complaint and not case.complained:
        who = words.say(f"channel.{found.to}.label")
        raise UsageError(words.say("case.draft.regulator_early", who=who, id=case.id))
    return found


def _recipient(setup: Setup, case: Case, regulator: letters.Regulator | None) -> RouteStep | None:
    """Only from the registry, only what may be shown, and for support only what the outcome's route has."""
    if regulator is not None:
        return next(iter(contacts_of(setup, (regulator.to,)).values()), None)
    node = setup.pack.tree.nodes.get(NodeId(case.outcome or ""))
    route = node.route if isinstance(node, Outcome) else ()
    recipients = setup.rules.recipients
    one_company = len(recipients) == 1 and FactId("brand") not in setup.pack.tree.facts
    allowed = next(iter(recipients.values())) if one_company else recipients.get(case.brand, ())
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


def _content(setup: Setup, letter: Letter, form: str, limit: int) -> bytes:
    if form == "eml":
        return case_files.render_eml(letter.drafts, letter.address)
    if form == "app":
        text = letters.for_form(letter.drafts[0], limit)
        if len(letter.drafts[0].body) > limit:
            setup.tell(setup.words.say("case.draft.cut", limit=limit))
        return (text.rstrip("\n") + "\n").encode()
    if form == "mailto":
        return _link(setup, letter)
    return "\n----------\n\n".join(draft.body for draft in letter.drafts).encode()


def _link(setup: Setup, letter: Letter) -> bytes:
    """The link, or the mail file's text where the link grew too long or nobody is proved."""
    if letter.address is None:
        raise UsageError(setup.words.say("case.draft.nobody"))
    link = case_files.render_mailto(letter.drafts[0], letter.address)
    if link is not None:
        return f"{link}\n".encode()
    text = setup.words.say(
        "case.draft.long", form="mailto", length=len(letter.drafts[0].body), limit=case_files.MAILTO_LIMIT
    )
    setup.tell(text)
    return case_files.render_eml(letter.drafts, letter.address)


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


def _letter_page(setup: Setup, letter: Letter) -> Page:
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
    words = setup.words
    for doubt in letter.doubts:
        values = dict(doubt.values)
        values |= {name: in_words(str(values[name]), words) for name in ("date", "asked") if name in values}
        yield block(Kind.NOTE, words.say(doubt.key, **values), "!")
    yield block(Kind.NOTE, words.say("case.draft.fill"))
    if letter.encloses:
        yield block(Kind.NOTE, words.say("case.draft.attach"))


_NOT_BEFORE = (1980, 1, 1, 0, 0, 0)


def export(
    setup: Setup,
    case_id: CaseId = None,
    *,
    packed: Annotated[bool, option("--zip", "One zip file instead of a folder.")] = False,
    reveal: Reveal = None,
    out: NewFile = None,
) -> int:
    """Write the pack: `case.json`, a page, Markdown, the draft, the calendar, the manifest.

    Raises:
        UsageError: there is no such case, or the place is taken.
        DataError: the case is damaged.
    """
    case, revealed = chosen(setup, case_id), frozenset(reveal or ())
    shared = share(case, revealed)
    letter = letter_of(setup, case, reveal=revealed) if case.outcome else None
    files = pack(setup, shared, letter)
    place = out or Path(f"gopay-case-{case.id}{'.zip' if packed else ''}")
    if packed:
        write_new(place, _zipped(files))
    else:
        _write_folder(place, files)
    if setup.settings.json:
        made = pages.change_document(
            case.id, "exported", place=str(place), files=sorted(files), hidden=dict(shared.hidden)
        )
        setup.write_json(made)
    words = setup.words
    setup.tell(words.say("case.export.done", place=place))
    if shared.count:
        setup.tell(words.say("case.export.hidden", count=shared.count))
        for line in _hidden_lines(setup, shared):
            setup.tell(line)
        for name in sorted(PERSONAL & set(shared.hidden)):
            setup.tell(words.say("case.export.reveal", field=name))
    setup.tell(words.say("case.export.review"))
    return ExitCode.OK


def _hidden_lines(setup: Setup, shared: Shared) -> Iterator[str]:
    """Every line of the copy in which something is hidden, as it stands there."""
    for entry in shared.case.evidence:
        for (_, value), line in zip(entry.fields, pages.entry_lines(entry, setup.words), strict=True):
            if PLACEHOLDER.search(value.lower()):
                yield line


def pack(setup: Setup, shared: Shared, letter: Letter | None) -> dict[str, bytes]:
    """The files of an export, by name."""
    files = {
        "case.json": _json(pages.shared_document(shared)),
        "case.html": _html(setup, shared, letter).encode(),
        "case.md": case_files.render_markdown(_page(setup, shared, letter)).encode(),
    }
    if letter is not None:
        files["draft.eml"] = case_files.render_eml(letter.drafts, letter.address)
    if shared.case.open_steps():
        files["plan.ics"] = case_files.render_ics(shared.case, setup.now, setup.words).encode()
    manifest = pages.manifest_document(shared, files, __version__, setup.now)
    sums = "".join(f"{row['sha256']}  {row['name']}\n" for row in manifest["files"])
    return {**files, "manifest.json": _json(manifest), "MANIFEST.sha256": sums.encode()}


def _head(setup: Setup, shared: Shared) -> Page:
    words = setup.words
    blocks: list[Block] = [*pages.file_blocks(shared.case, missing_fields(setup, shared.case), words)]
    blocks.insert(1, block(Kind.NOTE, words.say("case.page.notice")))
    if shared.count:
        blocks.insert(2, block(Kind.NOTE, words.say("case.page.redacted")))
    return tuple(blocks)


def _page(setup: Setup, shared: Shared, letter: Letter | None) -> Page:
    """The whole as one page, for Markdown."""
    blocks = [*_head(setup, shared)]
    for one in letter.drafts if letter else ():
        blocks.append(block(Kind.HEADING, one.subject))
        blocks += [block(Kind.TEXT, line) for line in one.body.split("\n") if line]
    return (*blocks, *(recipient_blocks(setup, letter) if letter else ()))


def _html(setup: Setup, shared: Shared, letter: Letter | None) -> str:
    """The whole as one file, with the message in both languages side by side."""
    words = setup.words
    title = pages.heading(shared.case, words)
    if letter is None:
        return case_files.render_html(title, words.lang, _head(setup, shared))
    sides = [case_files.Side(one.lang, one.subject, one.body) for one in letter.drafts]
    notes = (*recipient_blocks(setup, letter), block(Kind.NOTE, words.say("case.draft.fill")))
    head = (*_head(setup, shared), block(Kind.HEADING, words.say("case.draft.title")))
    return case_files.render_html(title, words.lang, head, sides=sides, notes=notes)


def _json(document: Mapping[str, object]) -> bytes:
    return (json.dumps(document, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def _write_folder(place: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder, whole or not at all: it takes its name when all of it is on the disk."""
    beside = place.parent / f"{TEMPORARY}{secrets.token_hex(6)}"
    try:
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
        beside.mkdir(mode=0o700)
        write_all({beside / name: content for name, content in files.items()})
        beside.rename(place)
        sync_folder(place.parent)
    except OSError as error:
        raise DataError(not_written(place, error)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)  # we made it: half a pack helps nobody


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one archive; the same files make the same archive."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _NOT_BEFORE)
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return whole.getvalue()
