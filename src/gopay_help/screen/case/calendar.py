"""The follow-up as calendar entries (RFC 5545). They name the case by its id, and nothing of its content."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from gopay_help.model.case import Case, DueKind
from gopay_help.model.text import Catalogue
from gopay_help.screen.case.words import because

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
