"""A case for other programs: calendar entries (RFC 5545), HTML, a mail draft, Markdown.

Calendar entries name the case by its id and nothing of its content. The HTML has no script and loads nothing.
The mail has no sender and no hidden copy. In Markdown what a person typed stays text: nothing in it becomes
markup, a link or a formula.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path
from urllib.parse import quote

from gopay_help.cases.draft import MessageDraft
from gopay_help.model.case import Case, DueKind
from gopay_help.model.text import Catalogue, safe_line
from gopay_help.screen.case import because
from gopay_help.screen.page import Block, Kind, Page

_LINE = 75
_HALF_HOUR = timedelta(minutes=30)


def render_ics(case: Case, now: datetime, words: Catalogue) -> str:
    """One entry for each step that is not done, each with a reminder."""
    return "".join(f"{part}\r\n" for line in _lines(case, now, words) for part in _folded(line))


def _lines(case: Case, now: datetime, words: Catalogue) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//gopay-help//case//EN", "CALSCALE:GREGORIAN")
    for due in (step for step in case.open_steps() if step.kind is not DueKind.ACT):  # those are for now
        summary = words.say(f"case.step.{due.kind}")
        hints = (because(due, words), words.say("case.hint.next", id=case.id))
        yield "BEGIN:VEVENT"
        yield f"UID:{case.id}-{due.kind}@gopay-help.invalid"
        yield f"DTSTAMP:{_utc(now)}"
        yield f"DTSTART:{_utc(due.at)}"
        yield f"DTEND:{_utc(due.at + _HALF_HOUR)}"
        yield f"SUMMARY:{_text(summary)}"
        yield f"DESCRIPTION:{_text(chr(10).join(hints))}"
        yield "TRANSP:TRANSPARENT"
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(summary)}", "TRIGGER:PT0S")
        yield from ("END:VALARM", "END:VEVENT")
    yield "END:VCALENDAR"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes; those after the first begin with a space. No letter is cut."""
    piece, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _LINE:
            yield piece
            piece, size = " ", 1
        piece += char
        size += width
    yield piece


_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Side:
    """One language's side of a message."""

    lang: str
    heading: str
    text: str


def render_html(title: str, lang: str, page: Page, *, sides: Iterable[Side] = (), notes: Page = ()) -> str:
    """The whole file: the page, then a message in two languages side by side, then notes."""
    body = "".join((*_blocks(page), *_sides(tuple(sides)), *_blocks(notes)))
    style = Path(__file__).with_name("case.css").read_text("utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f"{body}</main>\n</body>\n</html>\n"
    )


def _blocks(page: Page) -> Iterator[str]:
    """Blocks with a mark become lists; what is indented belongs to the entry before it."""
    listed, titled = False, False
    for index, part in enumerate(page):
        entry = bool(part.mark) and not part.depth
        if listed and not entry and not part.depth:
            yield "</ul>\n"
            listed = False
        if entry:
            yield "" if listed else "<ul>\n"
            yield f'<li class="{part.kind}">{escape(part.text)}'
            listed = True
        else:
            yield _one(part, first=not titled)
            titled = titled or part.kind is Kind.TITLE
        if listed and _ends(page, index):
            yield "</li>\n"
    if listed:
        yield "</ul>\n"


def _ends(page: Page, index: int) -> bool:
    """True if nothing that follows belongs to the entry at *index*."""
    return index + 1 == len(page) or not page[index + 1].depth


def _one(part: Block, *, first: bool) -> str:
    text = escape(part.text)
    if part.kind is Kind.TITLE and first:
        return f"<h1>{text}</h1>\n"
    if part.kind in (Kind.TITLE, Kind.HEADING):
        return f"<h2>{text}</h2>\n"
    inner = " inner" if part.depth > 1 else ""
    return f'<p class="{part.kind}{inner}">{text}</p>\n'


def _sides(sides: tuple[Side, ...]) -> Iterator[str]:
    if not sides:
        return
    yield '<div class="sides">\n'
    for side in sides:
        yield (
            f'<section class="side" lang="{escape(side.lang)}"><h2>{escape(side.heading)}</h2>'
            f"<pre>{escape(side.text)}</pre></section>\n"
        )
    yield "</div>\n"


MAILTO_LIMIT = 1800
"""Characters that the links of common mail programs still take."""


def render_eml(drafts: tuple[MessageDraft, ...], to: str | None) -> bytes:
    """The first draft is the message; the others follow as a translation under a line.

    `X-Unsent` makes mail programs open it as a draft. Without a proved address there is no recipient.

    Raises:
        ValueError: *to* is no plain address; the registry has none such.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if to is not None:
        if not _ADDRESS.fullmatch(to):
            raise ValueError("no plain mail address")
        message["To"] = to
    message["Subject"] = safe_line(drafts[0].subject)
    message.set_content(
        "\n----------\n\n".join(draft.body for draft in drafts), charset="utf-8", cte="base64"
    )
    message["Content-Language"] = ", ".join(draft.lang for draft in drafts)
    return message.as_bytes()


_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")


def render_mailto(draft: MessageDraft, to: str) -> str | None:
    """The link with recipient, subject and text, and nothing else; None if it grew too long."""
    subject, body = (quote(text, safe="") for text in (draft.subject, draft.body))
    link = f"mailto:{quote(to, safe='@')}?subject={subject}&body={body}"
    return link if len(link) <= MAILTO_LIMIT else None


_ACTIVE = re.compile(
    r"([\\`*_\[\]|~@])"  # emphasis, code, links, tables, mailboxes
    r"|(?<=www)(\.)|(:)(?=//)"  # addresses that readers turn into links by themselves
    r"|^([#+\-=>!]|\d{1,9}(?=[.)]))",  # what would begin a heading, a list, a quote or a formula
    re.IGNORECASE,
)
_PREFIX = {Kind.ALERT: "## ", Kind.TITLE: "# ", Kind.HEADING: "## ", Kind.QUESTION: "### "}


def render_markdown(page: Page) -> str:
    """The page as CommonMark that ends in a newline."""
    return "".join(f"{_line(part)}\n" for part in page)


def escape_markdown(text: str) -> str:
    """*text* so that every reader of Markdown shows it as it is."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;")

    def escaped(found: re.Match[str]) -> str:
        first, rest = found[0][0], found[0][1:]
        return f"&#{ord(first)};{rest}" if first.isdigit() else f"\\{first}{rest}"

    return _ACTIVE.sub(escaped, plain)


def _line(part: Block) -> str:
    text = escape_markdown(part.text)
    if part.kind in _PREFIX:
        return f"\n{_PREFIX[part.kind]}{text}\n"
    indent = "  " * part.depth
    if part.kind is Kind.ITEM:
        return f"{indent}- {text}"
    return f"{indent}- {text}" if part.depth else f"{text}\n"
