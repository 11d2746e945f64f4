"""Reads the labelled complaints, and measures what a redaction leaks and what it takes too much."""

import re
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"<(pin|otp|password|card|nik|token|phone|email|account)\|(.*?)>", re.DOTALL)
_WORD = re.compile(r"[\w.,:/+-]*\d[\w.,:/+-]*")
SECRET = frozenset({"pin", "otp", "card", "nik", "token", "password"})


@dataclass(frozen=True)
class Complaint:
    """A complaint with the spans that must not be kept."""

    place: str
    text: str
    spans: tuple[tuple[str, int, int], ...]


def complaints() -> list[Complaint]:
    """All hand-written complaints, in file order."""
    return [
        parse(line, f"{file.stem}:{number}")
        for file in sorted(Path(__file__).parent.glob("complaints.*.txt"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if line and not line.startswith("#")
    ]


def parse(line: str, place: str = "") -> Complaint:
    """One line: marks become spans."""
    line = line.replace("\\n", "\n")
    parts: list[str] = []
    spans: list[tuple[str, int, int]] = []
    at = length = 0
    for mark in _MARK.finditer(line):
        before = line[at : mark.start()]
        start = length + len(before)
        spans.append((mark[1], start, start + len(mark[2])))
        parts += (before, mark[2])
        length = start + len(mark[2])
        at = mark.end()
    return Complaint(place, "".join((*parts, line[at:])), tuple(spans))


def leaks(complaint: Complaint, hidden) -> list[str]:
    """Labelled spans of which a digit or letter is still there, by class."""
    covered = {index for span in hidden for index in range(span.start, span.end)}
    return [
        sort
        for sort, start, end in complaint.spans
        if any(complaint.text[index].isalnum() and index not in covered for index in range(start, end))
    ]


def clean_words(complaint: Complaint) -> list[tuple[int, int]]:
    """Words with a digit that no label touches: what should be kept."""
    labelled = {index for _, start, end in complaint.spans for index in range(start, end)}
    return [
        found.span()
        for found in _WORD.finditer(complaint.text)
        if not labelled.intersection(range(*found.span()))
    ]


def lost(complaint: Complaint, hidden) -> list[str]:
    """Words with a digit that were hidden although no label touches them."""
    covered = {index for span in hidden for index in range(span.start, span.end)}
    return [
        complaint.text[start:end]
        for start, end in clean_words(complaint)
        if covered.intersection(range(start, end))
    ]
